// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/capsule"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// page is an article of an invented press.
func page(title, text string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title></head><body><article><h1>%[1]s</h1><p>%[2]s</p></article></body></html>`, title, text)
}

// ledger is a small one, with a claim that two outlets carry and a company denies.
type ledger struct {
	st *store.Store
	a  *archive.Archive
	id hearsay.ClaimID
}

func newLedger(t *testing.T, marking hearsay.TLP) *ledger {
	t.Helper()
	dir := t.TempDir()
	return ledgerOn(t, hearsaytest.OpenStore(t, filepath.Join(dir, "hearsay.db")), marking)
}

func ledgerOn(t *testing.T, st *store.Store, marking hearsay.TLP) *ledger {
	t.Helper()
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	articles := []struct {
		outlet, title, text string
		tlp                 hearsay.TLP
	}{
		{"quillmouth", "Fire on Olmer Bridge, council chair says", "There was a fire on the Olmer Bridge on Sunday, the council chair Berit Oxley said. The Olmer Bridge was closed at noon on Sunday, she said.", hearsay.Clear},
		{"tidepost", "Bridge company rejects report of fire", "The Olmer Bridge company denied on Sunday that there was a fire on the Olmer Bridge. “There was a fire on the Olmer Bridge on Sunday”, Berit Oxley said. The Olmer Bridge was closed at noon on Sunday, the engineer Mara Lind said.", marking},
		{"harbourpost", "Tide gauge is read twice a day", "The tide gauge at Brack Point is read twice a day, the harbour master Jon Aldery said.", hearsay.Clear},
	}
	in := &pipeline.Intake{Store: st, Archive: a}
	var inputs iter.Seq2[pipeline.Input, error] = func(yield func(pipeline.Input, error) bool) {
		for i, x := range articles {
			if !yield(pipeline.Input{URL: fmt.Sprintf("https://%s.example/%d", x.outlet, i), MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(1, i),
				Outlet: hearsay.Outlet{ID: hearsay.OutletID(x.outlet), Name: x.outlet}, TLP: x.tlp, Payload: []byte(page(x.title, x.text))}, nil) {
				return
			}
		}
	}
	if _, err := in.Ingest(t.Context(), inputs); err != nil {
		t.Fatal(err)
	}
	if err := (&pipeline.Engine{Store: st, Archive: a}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	l := &ledger{st: st, a: a}
	l.id = l.claim(t, "fire on the Olmer Bridge")
	return l
}

// claim is the claim with these words that most places carry.
func (l *ledger) claim(t *testing.T, words string) (id hearsay.ClaimID) {
	t.Helper()
	r, most := l.st.As(store.Everything), 0
	claims, err := r.Claims(t.Context(), store.ClaimFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		places, err := r.Assertions(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(c.Text, words) && len(places) > most {
			id, most = c.ID, len(places)
		}
	}
	if id == "" {
		t.Fatalf("no claim says %q among %d", words, len(claims))
	}
	return id
}

func (l *ledger) capsule(t *testing.T, ceiling hearsay.TLP) []byte {
	t.Helper()
	b, err := capsule.Make(t.Context(), l.st, l.a, l.id, capsule.Options{Ceiling: ceiling})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func verify(t *testing.T, b []byte) *capsule.Report {
	t.Helper()
	r, err := capsule.Verify(t.Context(), b, pipeline.Here{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files gives the files of a capsule as any reader of zip files does, and where the content of each begins.
func files(t *testing.T, b []byte) (names []string, contents map[string][]byte, at map[string]int64) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	contents, at = map[string][]byte{}, map[string]int64{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if at[f.Name], err = f.DataOffset(); err != nil {
			t.Fatal(err)
		}
		names, contents[f.Name] = append(names, f.Name), content
	}
	return names, contents, at
}

// TestCapsuleHolds on both engines: it verifies, says what it is, and what it does not prove; the same ledger gives the same.
func TestCapsuleHolds(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		l := ledgerOn(t, st, hearsay.Clear)
		for object, reason := range map[string]string{"quillmouth": "corrected itself twice in May", string(l.id): "the fire brigade has no such call"} {
			hearsaytest.Write(t, st, func(tx *store.Tx) error {
				_, err := tx.AddDecision(t.Context(), hearsay.Decision{Kind: hearsay.GradeVoice, Object: object, Value: "4", Reason: reason, By: "ann", At: hearsaytest.At(2, 0)})
				return err
			})
		}
		b := l.capsule(t, hearsay.Clear)
		r := verify(t, b)
		if len(r.Findings) > 0 || len(r.Unchecked) > 0 || r.Claim != l.id || r.Captures != 2 || r.Documents != 2 || r.Spans < 5 || r.Marking != "CLEAR" ||
			r.Head.Size != 3 || r.Grade != "self clock" || len(r.NotProved) == 0 {
			t.Errorf("report %+v", r)
		}
		if !bytes.Equal(b, l.capsule(t, hearsay.Clear)) {
			t.Error("the same ledger gives another capsule")
		}
		_, contents, _ := files(t, b)
		for _, want := range []string{"not prove", "Berit Oxley", "fire on the Olmer Bridge", r.Head.Root, "TLP:CLEAR"} {
			if !bytes.Contains(contents["index.html"], []byte(want)) {
				t.Errorf("index.html does not say %q", want)
			}
		}
		for _, file := range []string{"index.html", "claim.json"} {
			for _, want := range []string{"corrected itself twice in May", "the fire brigade has no such call"} {
				if !bytes.Contains(contents[file], []byte(want)) {
					t.Errorf("%s does not have the decision %q", file, want)
				}
			}
		}
		if bytes.Contains(contents["index.html"], []byte("<script")) || bytes.Contains(b, []byte("Jon Aldery")) {
			t.Error("there is a script, or what does not belong to the claim")
		}
	})
}

// TestTheCapsulesPageSaysWhatWasDecided where it says where the claim stands.
func TestTheCapsulesPageSaysWhatWasDecided(t *testing.T) {
	st := hearsaytest.Store(t)
	l := ledgerOn(t, st, hearsay.Clear)
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		_, err := tx.AddDecision(t.Context(), hearsay.Decision{Kind: hearsay.SetStatus, Object: string(l.id), Value: "refuted", Reason: "the log says otherwise", By: "ann", At: hearsaytest.At(2, 0)})
		return err
	})
	b := l.capsule(t, hearsay.Clear)
	if r := verify(t, b); len(r.Findings) > 0 {
		t.Errorf("report %+v", r)
	}
	_, contents, _ := files(t, b)
	if want := "<strong>refuted</strong>, as ann decided on 2024-04-16 because the log says otherwise. What is derived:"; !bytes.Contains(contents["index.html"], []byte(want)) {
		t.Errorf("index.html does not say %q", want)
	}
}

// TestCapsuleHoldsNothingAboveTheCeiling: a claim of a story with anything marked in it is as if it were not there, and a capsule
// is marked like the strictest in it.
func TestCapsuleHoldsNothingAboveTheCeiling(t *testing.T) {
	l := newLedger(t, hearsay.Amber)
	for _, ceiling := range []hearsay.TLP{hearsay.Clear, hearsay.Green} {
		if _, err := capsule.Make(t.Context(), l.st, l.a, l.id, capsule.Options{Ceiling: ceiling}); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("Make up to %s = %v", ceiling, err)
		}
	}
	b := l.capsule(t, hearsay.Red)
	if v := verify(t, b); !bytes.Contains(b, []byte("Mara Lind")) || v.Marking != "AMBER" || v.Captures != 2 || len(v.Findings) > 0 {
		t.Errorf("report %+v", v)
	}
	tides := *l
	tides.id = l.claim(t, "Tide gauge")
	if v := verify(t, tides.capsule(t, hearsay.Red)); v.Marking != "CLEAR" || v.Captures != 1 || len(v.Findings) > 0 {
		t.Errorf("a capsule without anything marked: %+v", v)
	}
	_, contents, _ := files(t, b)
	forged := forge(t, b, "claim.json", bytes.Replace(contents["claim.json"], []byte(`"marking": "AMBER"`), []byte(`"marking": "CLEAR"`), 1))
	found(t, "a marking that is taken off", forged, "marking", "is marked \"AMBER\"")
}

// TestCapsuleLeadsToAHeadThatIsKnown: with a head that somebody wrote down earlier, the capsule proves that the log grew out of it.
func TestCapsuleLeadsToAHeadThatIsKnown(t *testing.T) {
	l := newLedger(t, hearsay.Clear)
	r := l.st.As(store.Everything)
	early := pipeline.Head{Size: 2}
	for _, h := range must(r.LogHashes(t.Context(), []int64{2})) { // the root over two leaves is the third hash that is stored
		early.Root = fmt.Sprintf("%x", h)
	}
	b, err := capsule.Make(t.Context(), l.st, l.a, l.id, capsule.Options{Known: &early})
	if err != nil {
		t.Fatal(err)
	}
	if v := verify(t, b); len(v.Findings) > 0 || v.Known == nil || *v.Known != early {
		t.Errorf("report %+v", v)
	}
	_, contents, _ := files(t, b)
	zeros := strings.Repeat("0", 64)
	found(t, "another head", forge(t, b, "proofs.json", bytes.Replace(contents["proofs.json"], []byte(early.Root), []byte(zeros), 1)), "log", "did not grow")
	if _, err := capsule.Make(t.Context(), l.st, l.a, l.id, capsule.Options{Known: &pipeline.Head{Size: 2, Root: zeros}}); !errors.Is(err, hearsay.ErrConflict) {
		t.Errorf("Make with the head of another log = %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// found demands a finding of a kind with words in it.
func found(t *testing.T, name string, b []byte, kind, words string) {
	t.Helper()
	r := verify(t, b)
	if !slices.ContainsFunc(r.Findings, func(f pipeline.Finding) bool { return f.Kind == kind && strings.Contains(f.Record+" "+f.Reason, words) }) {
		t.Errorf("%s: findings %+v, want one of %s with %q", name, r.Findings, kind, words)
	}
	if r.Grade != "none" {
		t.Errorf("%s: the grade is %s", name, r.Grade)
	}
}

// TestEveryFlippedByteOfACapsuleIsFoundAndNamed changes one byte after the other: the file it lies in is named, for a record also
// the capture, and for the bytes around the files where.
func TestEveryFlippedByteOfACapsuleIsFoundAndNamed(t *testing.T) {
	raced.Skip(t) // many of one kind; others of the kind are raced
	whole := newLedger(t, hearsay.Clear).capsule(t, hearsay.Clear)
	names, contents, at := files(t, whole)
	step := 1
	if os.Getenv("HEARSAY_SLOW") == "" {
		step = 25
	}
	tried := 0
	for i := 0; i < len(whole); i++ {
		kind, record := "zip", "directory"
		for _, name := range names {
			from := at[name]
			if int64(i) < from+int64(len(contents[name])) {
				if record = name; int64(i) >= from {
					kind = "file"
				}
				break
			}
		}
		if kind == "file" && i%step != 0 {
			continue
		}
		tried++
		b := bytes.Clone(whole)
		b[i] ^= 1 << (i % 8)
		r := verify(t, b)
		isNamed := slices.ContainsFunc(r.Findings, func(f pipeline.Finding) bool { return f.Kind == kind && strings.HasPrefix(f.Record, record) })
		if !isNamed {
			t.Errorf("byte %d of %d, in %s %s: findings %+v", i, len(whole), kind, record, r.Findings)
		}
		if record == "captures.warc.gz" && kind == "file" && int64(i) > at[record]+400 && !slices.ContainsFunc(r.Findings, func(f pipeline.Finding) bool { return f.Kind == "capture" }) {
			t.Errorf("byte %d: no capture is named: %+v", i, r.Findings)
		}
	}
	t.Logf("%d of %d bytes were changed", tried, len(whole))
}
