// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// plant is a store, an archive and what was acknowledged.
type plant struct {
	*pipeline.Intake
	dir  string
	acks []pipeline.Ack
}

func newPlant(t *testing.T, st *store.Store) *plant {
	t.Helper()
	p := &plant{dir: t.TempDir()}
	a, err := archive.OpenWith(p.dir, archive.Options{Roll: 40_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	p.Intake = &pipeline.Intake{Store: st, Archive: a, Acknowledge: func(acks []pipeline.Ack) error {
		p.acks = append(p.acks, acks...)
		return nil
	}}
	return p
}

func input(n int) pipeline.Input {
	return pipeline.Input{URL: fmt.Sprintf("file:test#%d", n), MediaType: "text/plain", Fetched: hearsaytest.At(1, n%60),
		Outlet: hearsay.Outlet{ID: "paper", Name: "Paper"}, Payload: fmt.Appendf(nil, "Document %d. %s", n, strings.Repeat("Han said so. ", n%90))}
}

func inputs(from, to int) iter.Seq2[pipeline.Input, error] {
	return func(yield func(pipeline.Input, error) bool) {
		for n := from; n < to; n++ {
			if !yield(input(n), nil) {
				return
			}
		}
	}
}

func (p *plant) ingest(t *testing.T, in iter.Seq2[pipeline.Input, error]) pipeline.Report {
	t.Helper()
	report, err := p.Ingest(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Balanced() {
		t.Errorf("%+v is not balanced", report)
	}
	return report
}

func (p *plant) verify(t *testing.T) *pipeline.Verification {
	t.Helper()
	v, err := pipeline.Verify(t.Context(), p.Store, p.Archive)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEveryInputIsAccountedFor(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		p := newPlant(t, st)
		got := p.ingest(t, func(yield func(pipeline.Input, error) bool) {
			odd := input(300)
			odd.Quarantine = "two lengths"
			banned := input(301)
			banned.Refused = "robots.txt forbids it"
			long := input(302)
			long.URL = strings.Repeat("x", 100_000)
			_ = yield(input(1), nil) && yield(input(2), nil) && yield(input(1), nil) && yield(odd, nil) && yield(banned, nil) &&
				yield(long, nil) && yield(pipeline.Input{URL: "file:broken"}, fmt.Errorf("entry 3: %w", hearsay.ErrInvalid))
		})
		if diff := cmp.Diff(pipeline.Report{Inputs: 7, Stored: 2, Duplicate: 1, Quarantined: 1, Refused: 3}, got); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		again := p.ingest(t, inputs(1, 3))
		if again.Duplicate != 2 {
			t.Errorf("the same again: %+v", again)
		}
		counts, err := st.As(store.Everything).Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := map[hearsay.Outcome]int{hearsay.Stored: 2, hearsay.Duplicate: 3, hearsay.Quarantined: 1, hearsay.Refused: 3}
		if diff := cmp.Diff(want, counts.Attempts); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
		if counts.Jobs["read"]["ready"] != 2 || counts.Leaves != 3 || counts.Rows["capture"] != 3 || len(p.acks) != 9 {
			t.Errorf("counts %+v, %d acks", counts, len(p.acks))
		}
		if v := p.verify(t); len(v.Findings) != 0 || v.Captures != 3 {
			t.Errorf("verify: %+v", v)
		}
	})
}

func TestPayloadsAreReadBackThroughTheStore(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		p := newPlant(t, st)
		const n = 300
		p.ingest(t, inputs(0, n))
		captures, err := st.Captures(t.Context(), store.CaptureFilter{})
		if err != nil || len(captures) != n {
			t.Fatalf("%d captures, %v", len(captures), err)
		}
		for i, c := range captures {
			b, err := p.Archive.Read(t.Context(), c)
			if err != nil || !bytes.Equal(b, input(i).Payload) {
				t.Errorf("capture %d: %.40q, %v", i, b, err)
			}
		}
		v := p.verify(t)
		if len(v.Findings)+len(v.Unreferenced) != 0 || v.Captures != n || v.Leaves != n || v.Segments < 2 {
			t.Errorf("verify: %+v", v)
		}
	})
}

func TestErrorOfTheSourceKeepsWhatCameBefore(t *testing.T) {
	p := newPlant(t, hearsaytest.Store(t))
	boom := errors.New("boom")
	report, err := p.Ingest(t.Context(), func(yield func(pipeline.Input, error) bool) {
		_ = yield(input(1), nil) && yield(pipeline.Input{}, boom)
	})
	if !errors.Is(err, boom) || report.Stored != 1 || len(p.acks) != 1 {
		t.Errorf("Ingest = %+v, %v, %d acks", report, err, len(p.acks))
	}
}

func TestUnpromisedRecordIsNoDamage(t *testing.T) {
	p := newPlant(t, hearsaytest.Store(t))
	p.ingest(t, inputs(0, 3))
	boom := errors.New("boom")
	p.Acknowledge = func([]pipeline.Ack) error { return boom }
	if _, err := p.Archive.Append(t.Context(), []archive.Payload{{Capture: hearsay.Capture{ID: "clost", URL: "file:lost"}, Bytes: []byte("lost")}}); err != nil {
		t.Fatal(err)
	}
	v := p.verify(t)
	if len(v.Findings) != 0 || len(v.Unreferenced) != 1 || !strings.Contains(v.Unreferenced[0].Reason, "clost") {
		t.Errorf("verify: %+v", v)
	}
}

func TestFlippedByteIsFound(t *testing.T) {
	p := newPlant(t, hearsaytest.Store(t))
	p.ingest(t, inputs(0, 40))
	segments, err := p.Archive.Segments()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(p.dir, segments[0])
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flips := min(150, len(whole)) // and each of the first bytes, where the segment describes itself
	if os.Getenv("HEARSAY_SLOW") == "1" {
		flips = min(10_000, len(whole))
	}
	places := rand.New(rand.NewPCG(1, 2)).Perm(len(whole))[:flips]
	for i := range 40 {
		places = append(places, i)
	}
	for _, at := range places {
		b := bytes.Clone(whole)
		b[at] ^= 1 << (at % 8)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if v := p.verify(t); len(v.Findings) == 0 {
			t.Errorf("byte %d of %d was flipped and nobody noticed", at, len(whole))
		}
	}
	t.Logf("%d single flipped bits in a segment of %d bytes", len(places), len(whole))
}

func TestChangedDatabaseIsFound(t *testing.T) {
	for statement, kind := range map[string]string{
		"UPDATE capture SET url = 'file:other' WHERE leaf = 5":                                         "capture",
		"UPDATE capture SET fetched = fetched + 1 WHERE leaf = 5":                                      "capture",
		"UPDATE capture SET salt = NULL WHERE leaf = 5":                                                "capture",
		"DELETE FROM capture WHERE leaf = 5":                                                           "capture",
		"DELETE FROM log_leaf WHERE leaf = 19":                                                         "leaf",
		"UPDATE log_leaf SET record = (SELECT record FROM log_leaf WHERE leaf = 6) WHERE leaf = 5":     "leaf",
		"UPDATE log_hash SET hash = (SELECT hash FROM log_hash WHERE position = 1) WHERE position = 2": "leaf",
		"UPDATE checkpoint SET size = 19":                                                              "log",
		"UPDATE document SET text = 'x' || text":                                                       "span",
	} {
		t.Run(statement, func(t *testing.T) {
			p := newPlant(t, hearsaytest.Store(t))
			p.ingest(t, inputs(0, 20))
			hearsaytest.Write(t, p.Store, func(tx *store.Tx) error {
				d := hearsaytest.Document("paper", "Title", "Han said so.")
				if err := tx.SaveDocuments(t.Context(), d); err != nil {
					return err
				}
				return tx.SaveMentions(t.Context(), hearsay.Mention{Document: d.ID, Span: hearsaytest.Find(d, "Han"), Kind: hearsay.PersonEntity})
			})
			if v := p.verify(t); len(v.Findings) != 0 || v.Spans != 1 {
				t.Fatalf("verify before: %+v", v)
			}
			hearsaytest.Write(t, p.Store, func(tx *store.Tx) error {
				_, err := tx.ExecContext(t.Context(), statement)
				return err
			})
			found := p.verify(t).Findings
			if len(found) == 0 || found[0].Kind != kind {
				t.Errorf("findings = %v, want the first of kind %s", found, kind)
			}
		})
	}
}

func TestVerifyLines(t *testing.T) {
	good := `{"id":"a","text":"Hán said","attributions":[{"source":{"start":0,"end":4,"text":"Hán"},"cue":[{"start":5,"end":9,"text":"said"}]}]}`
	v, err := pipeline.VerifyLines(strings.NewReader(good + "\n\n" + good))
	if err != nil || v.Spans != 4 || v.Documents != 2 || len(v.Findings) != 0 {
		t.Errorf("VerifyLines = %+v, %v", v, err)
	}
	for _, bad := range []string{strings.Replace(good, "said\"}", "says\"}", 1), strings.Replace(good, "9", "99", 1), "{"} {
		v, err := pipeline.VerifyLines(strings.NewReader(bad))
		if err != nil || len(v.Findings) != 1 {
			t.Errorf("VerifyLines(%s) = %+v, %v", bad, v, err)
		}
	}
	for _, none := range []string{"", "{}", "# A page\n\nOf words.", `{"id":"k","text":"so","span":{"start":9,"end":11,"text":"so"},"carriers":[]}`} {
		if v, err := pipeline.VerifyLines(strings.NewReader(none)); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("VerifyLines(%s) = %+v, %v", none, v, err)
		}
	}
}

func BenchmarkIngest(b *testing.B) {
	st, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "hearsay.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	a, err := archive.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	in := pipeline.Intake{Store: st, Archive: a}
	b.ResetTimer()
	start := time.Now()
	if _, err := in.Ingest(b.Context(), inputs(0, b.N)); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "inputs/s")
}
