// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// report is a page of an invented paper about one quay.
func report(paper, text string, hour int) pipeline.Input {
	page := "<html><head><title>The old quay in Grünholm</title></head><body><article><h1>The old quay in Grünholm</h1><p>" + text + "</p></article></body></html>"
	return pipeline.Input{URL: "https://" + paper + ".example/quay", MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(hour, 0), Payload: []byte(page)}
}

// quayReports are two reports of which the second alone has a name.
func quayReports() []pipeline.Input {
	return []pipeline.Input{
		report("couriera", "The old quay in Grünholm will close in June, an official of the port authority said on Monday. Ida Holm, the harbour master, had inspected the quay in Grünholm last week.", 9),
		report("courierb", "The old quay in Grünholm will close in June, said Zyxquint Arvolander on Monday. Arvolander, who lives beside the quay in Grünholm, denied that the harbour master had asked.", 10),
		report("courierc", "Ida Holm denied on Tuesday that the old quay in Grünholm will close in June. The port authority of Grünholm has a new crane.", 11),
	}
}

func each(inputs ...pipeline.Input) func(func(pipeline.Input, error) bool) {
	return func(yield func(pipeline.Input, error) bool) {
		for _, in := range inputs {
			if !yield(in, nil) {
				return
			}
		}
	}
}

// forget has the captures of an address erased.
func forget(t *testing.T, st *store.Store, url, how string) {
	t.Helper()
	captures, err := st.As(store.Everything).CapturesAt(t.Context(), url)
	if err != nil || len(captures) == 0 {
		t.Fatalf("captures of %s: %d, %v", url, len(captures), err)
	}
	for _, c := range captures {
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.EraseCapture, Object: string(c.ID), Value: how, Reason: "the court says so", By: "ann", At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestErasedCaptureLeavesTheLedgerAsIfItHadNeverCome erases one of three reports: what is derived is what the two others give, the log
// still adds up, the name that it alone had is in no file any more, and it does not come in again.
func TestErasedCaptureLeavesTheLedgerAsIfItHadNeverCome(t *testing.T) {
	raced.Skip(t)
	onEachEngine(t, func(t *testing.T, st *store.Store, dir string) {
		reports := quayReports()
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		p.ingest(t, each(reports...))
		run(t, engine)
		if found := inFiles(t, "arvolander", p.dir, dir); dir != "" && found == "" {
			t.Fatal("the name is in no file, so that nothing could be found to be left")
		}
		forget(t, st, reports[1].URL, hearsay.EraseBytes)
		run(t, engine)

		if dir != "" { // where lists without an order have one
			without := hearsaytest.OpenStore(t, filepath.Join(t.TempDir(), "other.db"))
			q := newPlant(t, without)
			q.ingest(t, each(reports[0], reports[2]))
			run(t, &pipeline.Engine{Store: without, Archive: q.Archive})
			if diff := cmp.Diff(unplaced(ledger(t, without, false)), unplaced(ledger(t, st, false))); diff != "" {
				t.Errorf("the ledger is not what it would be without the report (-would +is):\n%s", diff)
			}
		}
		if names, err := st.As(store.Everything).EntitiesNamed(t.Context(), "Zyxquint Arvolander"); err != nil || len(names) > 0 {
			t.Errorf("entities of the name: %v, %v", names, err)
		}
		v, err := pipeline.Verify(t.Context(), st, p.Archive)
		if err != nil || len(v.Findings) > 0 || len(v.Unreferenced) > 0 || v.Erased != 1 || v.Captures != 2 || v.Leaves != 3 {
			t.Errorf("Verify = %+v, %v", v, err)
		}
		if err := st.Scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
		if found := inFiles(t, "arvolander", p.dir, dir); found != "" {
			t.Errorf("the name is still in %s", found)
		}
		if again := p.ingest(t, each(reports[1])); again.Refused != 1 || !again.Balanced() {
			t.Errorf("taken in again: %+v", again)
		}
		if ack := p.acks[len(p.acks)-1]; !strings.HasPrefix(ack.Reason, "it was erased by decision j") {
			t.Errorf("refused because %q", ack.Reason)
		}
		other := report("courierb", "The quay stays open, said Ida Holm on Friday.", 12)
		if now := p.ingest(t, each(other)); now.Stored != 1 {
			t.Errorf("other bytes from the address: %+v", now)
		}
	})
}

// TestNothingComesFromAnAddressThatWasErased: not even other bytes, and the address itself is nowhere to be read.
func TestNothingComesFromAnAddressThatWasErased(t *testing.T) {
	raced.Skip(t)
	onEachEngine(t, func(t *testing.T, st *store.Store, dir string) {
		reports := quayReports()
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		p.ingest(t, each(reports...))
		run(t, engine)
		forget(t, st, reports[1].URL, hearsay.EraseAddress)
		run(t, engine)
		r := st.As(store.Everything)
		if seen, err := (pipeline.KnownPages{Store: st}).CaptureKnown(t.Context(), reports[1].URL); err != nil || !seen {
			t.Errorf("the collector is told to fetch it: %v", err)
		}
		now := p.ingest(t, each(report("courierb", "The quay stays open, said Ida Holm on Friday.", 12)))
		if now.Refused != 1 || !now.Balanced() {
			t.Errorf("other bytes from the address: %+v", now)
		}
		if looks, err := r.Attempts(t.Context(), store.AttemptFilter{URL: reports[1].URL}); err != nil || len(looks) > 0 {
			t.Errorf("%d looks have the address, %v", len(looks), err)
		}
		if err := st.Scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
		if found := inFiles(t, "courierb.example/quay", p.dir, dir); found != "" {
			t.Errorf("the address is still in %s", found)
		}
	})
}

// TestH76ErasedWhileItIsDerivedAndExported: a worker has the capture, and another its story, when the decision takes effect. Neither brings anything back.
func TestH76ErasedWhileItIsDerivedAndExported(t *testing.T) {
	onEachEngine(t, func(t *testing.T, st *store.Store, dir string) {
		reports := quayReports()
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		p.ingest(t, each(reports...))
		run(t, engine)
		if _, err := pipeline.Rebuild(t.Context(), st, "read"); err != nil {
			t.Fatal(err)
		}
		q := queue.Queue{SkipLocked: st.SkipLocked()}
		var held []queue.Job
		hearsaytest.Write(t, st, func(tx *store.Tx) (err error) {
			held, err = q.Lease(t.Context(), tx, time.Now(), 10, pipeline.ReadStage)
			return err
		})
		if len(held) != 3 {
			t.Fatalf("%d captures are at work", len(held))
		}
		forget(t, st, reports[1].URL, hearsay.EraseBytes)
		run(t, engine)
		late := 0
		for _, j := range held {
			err := st.Write(t.Context(), func(tx *store.Tx) error { return q.Complete(t.Context(), tx, time.Now(), j) })
			if errors.Is(err, hearsay.ErrConflict) {
				late++
			}
		}
		if late != 3 {
			t.Errorf("%d of 3 workers that came late were turned away", late)
		}
		if strings.Contains(ledger(t, st, true), "Arvolander") {
			t.Error("what was derived has the name still")
		}
		if found, err := st.As(store.Everything).DocumentsByURL(t.Context(), reports[1].URL); err != nil || len(found) > 0 {
			t.Errorf("%d documents of it, %v", len(found), err)
		}
		if v, err := pipeline.Verify(t.Context(), st, p.Archive); err != nil || len(v.Findings) > 0 || v.Erased != 1 {
			t.Errorf("Verify = %+v, %v", v, err)
		}
	})
}

// TestVerifyTellsOfTombstonesThatNobodyDecided: without a decision, or with bytes that are not overwritten, something is wrong.
func TestVerifyTellsOfTombstonesThatNobodyDecided(t *testing.T) {
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	reports := quayReports()
	p.ingest(t, each(reports...))
	run(t, &pipeline.Engine{Store: st, Archive: p.Archive})
	captures, err := st.As(store.Everything).CapturesAt(t.Context(), reports[1].URL)
	if err != nil {
		t.Fatal(err)
	}
	c := captures[0]
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		_, err := tx.Erase(t.Context(), c, hearsay.Tombstone{Capture: c.ID, Decision: "jnobody", At: time.Now(), Leaf: c.Leaf, Segment: c.Segment, Offset: c.Offset, Length: c.Length})
		return err
	})
	v, err := pipeline.Verify(t.Context(), st, p.Archive)
	if err != nil || len(v.Findings) != 1 || !strings.Contains(v.Findings[0].Reason, "no decision") {
		t.Errorf("without a decision: %+v, %v", v.Findings, err)
	}
}

// citing is a citation of words of the one document at an address.
func citing(t *testing.T, r store.Reader, url, words string) hearsay.Citation {
	t.Helper()
	docs, err := r.DocumentsByURL(t.Context(), url)
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	at := strings.Index(docs[0].Text, words)
	return hearsay.Citation{Document: docs[0].ID, Span: hearsay.Span{Start: at, End: at + len(words), Text: words}}
}

// TestOneLineOfTwoGroundsIsTakenOutOnce: what cites two documents that are too old goes with the first, and the second keeps nothing from being done.
func TestOneLineOfTwoGroundsIsTakenOutOnce(t *testing.T) {
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	reports := quayReports()
	engine := &pipeline.Engine{Store: st, Archive: p.Archive}
	p.ingest(t, each(reports...))
	run(t, engine)
	r := st.As(store.Everything)
	words := "The old quay in Grünholm will close in June"
	line, judged := hearsay.Line{Text: words + "."}, hearsay.Line{Text: "It is likely that the old quay in Grünholm will close in June.", Judgement: true}
	for in, words := range []string{words, words + ", said Zyxquint Arvolander"} {
		line.Citations = append(line.Citations, citing(t, r, reports[in].URL, words))
	}
	for _, publish := range []bool{true, false} {
		draft, err := desk.SaveDraft(t.Context(), st, hearsay.Issue{Title: "What Arvolander says", By: "ann", Made: time.Now(), Items: []hearsay.Item{
			{Kind: hearsay.MovedItem, Title: "The old quay", Lines: []hearsay.Line{judged, line}}}})
		if err != nil {
			t.Fatal(err)
		}
		if !publish {
			break
		}
		if _, err := desk.Publish(t.Context(), st, draft.ID, hearsay.Decision{Reason: "checked", By: "ann", At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return tx.SaveRetention(t.Context(), hearsay.Retention{ID: "t1", Kind: hearsay.Article, Days: 30, Reason: "r", By: "ann", Created: time.Now()})
	})
	for want := range 2 {
		decided, err := pipeline.Expire(t.Context(), st, time.Now())
		if err != nil || (decided == 0) != (want == 1) {
			t.Fatalf("%d decided, %v", decided, err)
		}
	}
	run(t, engine)
	if n, err := r.Counts(t.Context()); err != nil || n.Rows["document"] > 0 || n.Rows["failure"] > 0 {
		t.Errorf("left: %v, %v", n.Rows, err)
	}
	issues, err := r.Issues(t.Context(), store.IssueFilter{})
	if err != nil || len(issues) != 2 {
		t.Fatalf("%d issues, %v", len(issues), err)
	}
	for _, i := range issues {
		if said := i.Title + i.Items[0].Title + i.Items[0].Lines[0].Text + i.Items[0].Lines[1].Text; said != strings.Repeat("Taken out on request.", 4) {
			t.Errorf("number %d: %s", i.Number, said)
		}
		if i.IsPublished() {
			if whole, err := desk.IsAsPublished(t.Context(), r, &i); err != nil || !whole {
				t.Errorf("as decided: %v, %v", whole, err)
			}
		}
	}
}

// TestLineOfAnIssueIsTakenOutWithItsGround: what is left of a published issue is held by a decision.
func TestLineOfAnIssueIsTakenOutWithItsGround(t *testing.T) {
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	reports := quayReports()
	engine := &pipeline.Engine{Store: st, Archive: p.Archive}
	p.ingest(t, each(reports...))
	run(t, engine)
	r := st.As(store.Everything)
	var lines []hearsay.Line
	for _, in := range []int{1, 0} {
		words := "The old quay in Grünholm will close in June"
		lines = append(lines, hearsay.Line{Text: words + ".", Citations: []hearsay.Citation{citing(t, r, reports[in].URL, words)}})
	}
	draft, err := desk.SaveDraft(t.Context(), st, hearsay.Issue{Title: "News", By: "ann", Made: time.Now(), Items: []hearsay.Item{
		{Kind: hearsay.MovedItem, Title: "The old quay", Lines: lines[:1]}, {Kind: hearsay.MovedItem, Title: "The old quay", Lines: lines[1:]}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Publish(t.Context(), st, draft.ID, hearsay.Decision{Reason: "checked", By: "ann", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	forget(t, st, reports[1].URL, hearsay.EraseBytes)
	run(t, engine)
	issue, err := r.IssueNumbered(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if l := issue.Items[0].Lines[0]; l.Text != "Taken out on request." || len(l.Citations) > 0 || issue.Items[0].Title != l.Text {
		t.Errorf("the line says %+v under %q", l, issue.Items[0].Title)
	}
	if l := issue.Items[1].Lines[0]; l.Text != lines[1].Text || len(l.Citations) != 1 {
		t.Errorf("the other line says %+v", l)
	}
	if whole, err := desk.IsAsPublished(t.Context(), r, &issue); err != nil || !whole {
		t.Errorf("as decided: %v, %v", whole, err)
	}
	_, err = desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: issue.Decision, Reason: "r", By: "b", At: time.Now()})
	if !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("taking it back: %v", err)
	}
}

// unplaced leaves out how alike a document was to its story when it was placed: that stays as it was then.
func unplaced(ledger string) string {
	return regexp.MustCompile(`(Score:|similarity )[0-9.]+`).ReplaceAllString(ledger, "")
}

// onEachEngine is hearsaytest.OnEachEngine that also tells where the files of SQLite lie; empty for PostgreSQL.
func onEachEngine(t *testing.T, test func(t *testing.T, st *store.Store, dir string)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, hearsaytest.OpenStore(t, filepath.Join(dir, "hearsay.db")), dir)
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, hearsaytest.OpenStore(t, hearsaytest.Postgres(t)), "")
	})
}

// inFiles names a file below folders that has some words, whatever the case of their letters; empty for none.
func inFiles(t *testing.T, words string, dirs ...string) (where string) {
	t.Helper()
	for _, dir := range dirs {
		if dir == "" {
			continue
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if bytes.Contains(bytes.ToLower(b), []byte(words)) {
				where = path
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return where
}
