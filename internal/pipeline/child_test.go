// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/read"
	"hearsay/internal/store"
)

// The test program is its own child: with one of these in the environment it serves instead of testing.
const (
	childEnv  = "HEARSAY_TEST_CHILD"
	honestOne = "honest"
	faultyOne = "faulty"
)

func TestMain(m *testing.M) {
	serve := pipeline.ServeReader
	switch os.Getenv(childEnv) {
	case "":
		hearsaytest.Main(m)
	case faultyOne:
		serve = pipeline.ServeFaulty
	}
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var linearStamp = hearsay.NewStamp(read.LinearStage, read.Version)

func children(t *testing.T, kind string) *pipeline.Children {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cs := &pipeline.Children{Command: func() *exec.Cmd {
		cmd := exec.Command(program)
		cmd.Env = []string{childEnv + "=" + kind}
		return cmd
	}}
	t.Cleanup(cs.Close)
	return cs
}

func pageOf(words string) []byte {
	return fmt.Appendf(nil, "<html><head><title>The quay of Tarn</title></head><body><article><p>%s</p><p>%s</p></article></body></html>",
		strings.Repeat("The harbour master said that the quay stays open until the end of the summer. ", 8), words+" is what the council was told by its clerk on Monday.")
}

func webCapture(url string) hearsay.Capture {
	return hearsay.Capture{ID: hearsay.CaptureID(url), URL: url, MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9, 0)}
}

// TestAChildReadsAsThisProcessDoes compares all that read gives, nil and empty lists apart.
func TestAChildReadsAsThisProcessDoes(t *testing.T) {
	cs := children(t, honestOne)
	type input struct {
		c       hearsay.Capture
		payload []byte
	}
	inputs := []input{
		{webCapture("https://paper.example/empty"), nil},
		{webCapture("https://paper.example/picture"), []byte("\x89PNG\r\n\x1a\n")},
		{webCapture("https://paper.example/rss"), []byte("<rss><channel><item><title>A</title><link>https://paper.example/a</link><source url='https://wire.example/'>Nordwire</source></item></channel></rss>")},
		{hearsay.Capture{ID: "c1", URL: "file:feed.xml", Fetched: hearsaytest.At(9, 0)}, []byte("<rss><channel><item><title>A title</title><description>Words of it, &lt;a href='https://x.example/'&gt;linked&lt;/a&gt;.</description><pubDate>Sun, 03 May 2026 10:00:00 +0200</pubDate></item></channel></rss>")},
		{hearsay.Capture{ID: "c2", URL: "file:note.txt", Fetched: hearsaytest.At(9, 0)}, []byte("A title\n\nHan said so. https://x.example/a\n\nCaf\u00e9 \u4e2d\u6587.")},
		{webCapture("https://paper.example/latin"), []byte("<html><body><p>caf\xe9 \xff\x00 and so on, in a page of some words that is long enough to be one.</p>")},
	}
	for _, g := range hearsaytest.Generate(30, 300, 3) {
		inputs = append(inputs, input{webCapture(g.URL), g.HTML()})
	}
	for _, in := range inputs {
		want, wantErr := pipeline.Here{}.Read(t.Context(), in.c, in.payload)
		got, err := cs.Read(t.Context(), in.c, in.payload)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-here +child):\n%s", in.c.URL, diff)
		}
		if fmt.Sprint(err) != fmt.Sprint(wantErr) || errors.Is(err, hearsay.ErrInvalid) != errors.Is(wantErr, hearsay.ErrInvalid) {
			t.Errorf("%s: error %v, here %v", in.c.URL, err, wantErr)
		}
	}
}

func TestH39CaptureThatIsTooMuchEndsItsChild(t *testing.T) {
	raced.Skip(t) // the detector has a memory of its own
	for _, tt := range []struct {
		words, reason string
		most          time.Duration
	}{
		{"please spin", "time", 40 * time.Second},
		{"please eat", "memory", 40 * time.Second},
		{"please overflow", "memory", 40 * time.Second},
		{"please panic", "crash", 40 * time.Second},
	} {
		t.Run(tt.words, func(t *testing.T) {
			cs := children(t, faultyOne)
			before, err := cs.Read(t.Context(), webCapture("https://paper.example/calm"), pageOf("Nothing"))
			if err != nil || before.Mark != "" {
				t.Fatalf("an honest page: %+v, %v", before, err)
			}
			began := time.Now()
			got, err := cs.Read(t.Context(), webCapture("https://paper.example/a"), pageOf(tt.words))
			if took := time.Since(began); took > tt.most {
				t.Errorf("took %v", took)
			}
			if err != nil || got.Mark != "not extracted: "+tt.reason || len(got.Documents) != 1 {
				t.Fatalf("%+v, %v; want it marked for its %s", got, err, tt.reason)
			}
			if d := got.Documents[0]; d.Title != "The quay of Tarn" || !strings.Contains(d.Text, "stays open") || d.Stamp != linearStamp {
				t.Errorf("document %+v", d)
			}
			after, err := cs.Read(t.Context(), webCapture("https://paper.example/calm"), pageOf("Nothing"))
			if diff := cmp.Diff(before, after); diff != "" || err != nil {
				t.Errorf("an honest page afterwards: %v (-before +after):\n%s", err, diff)
			}
		})
	}
}

func TestAChildOpensNothing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux holds it to that")
	}
	got, err := children(t, faultyOne).Read(t.Context(), webCapture("https://paper.example/a"), pageOf("please open"))
	if err != nil || got.Mark != "" {
		t.Errorf("mark %q, %v", got.Mark, err)
	}
}

func TestWhatItsTokensCannotTellIsInvalid(t *testing.T) {
	cs := children(t, faultyOne)
	for name, payload := range map[string][]byte{
		"https://paper.example/twice":    pageOf("please panic twice"),
		"https://paper.example/feed.xml": []byte("<rss><channel><title>please panic</title></channel></rss>"),
	} {
		got, err := cs.Read(t.Context(), webCapture(name), payload)
		if !errors.Is(err, hearsay.ErrInvalid) || !strings.HasPrefix(err.Error(), "read "+name+": not extracted: crash, and then: ") || len(got.Documents) > 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestCallersDoNotWaitForOneAnother(t *testing.T) {
	cs := children(t, faultyOne)
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			words := "Nothing"
			if i == 0 {
				words = "please spin"
			}
			for range 5 {
				got, err := cs.Read(t.Context(), webCapture("https://paper.example/a"), pageOf(words))
				if err != nil || (got.Mark != "") != (i == 0) {
					t.Errorf("%s: mark %q, %v", words, got.Mark, err)
				}
				if i == 0 {
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestEndedContextEndsTheChildWithoutAMark(t *testing.T) {
	cs := children(t, faultyOne)
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	got, err := cs.Read(ctx, webCapture("https://paper.example/a"), pageOf("please spin"))
	if !errors.Is(err, context.DeadlineExceeded) || got.Mark != "" || errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("%+v, %v; want the context's error", got, err)
	}
}

func TestProgramThatIsNoChildIsATemporaryFailure(t *testing.T) {
	cs := &pipeline.Children{Command: func() *exec.Cmd { return exec.Command("/nowhere/hearsay") }}
	if _, err := cs.Read(t.Context(), webCapture("https://paper.example/a"), pageOf("x")); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("error %v, want temporary", err)
	}
}

// TestSameLedgerWithAndWithoutChildren derives the invented newsroom in both ways: to the byte the same.
func TestSameLedgerWithAndWithoutChildren(t *testing.T) {
	raced.Skip(t)
	derived := func(r pipeline.Reader) string {
		st, _ := fill(t, func(st *store.Store, a *archive.Archive) *pipeline.Engine {
			return &pipeline.Engine{Store: st, Archive: a, Reader: r}
		})
		return ledger(t, st, true)
	}
	if diff := cmp.Diff(derived(pipeline.Here{}), derived(children(t, honestOne))); diff != "" {
		t.Errorf("the ledger (-here +children):\n%s", diff)
	}
}

// TestH39MarkedCaptureIsStoredReadAndProved leads a page that is too much through the engine, beside one that is not.
func TestH39MarkedCaptureIsStoredReadAndProved(t *testing.T) {
	ctx := t.Context()
	p := newPlant(t, hearsaytest.Store(t))
	p.ingest(t, func(yield func(pipeline.Input, error) bool) {
		for i, words := range []string{"Nothing", "please panic", "please panic twice"} {
			url := fmt.Sprintf("https://paper.example/%d", i)
			if !yield(pipeline.Input{URL: url, MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9, i), Payload: pageOf(words)}, nil) {
				return
			}
		}
	})
	run(t, &pipeline.Engine{Store: p.Store, Archive: p.Archive, Reader: children(t, faultyOne)})
	r := p.Store.As(store.Everything)
	captures, err := r.Captures(ctx, store.CaptureFilter{})
	if err != nil || len(captures) != 3 {
		t.Fatalf("%d captures, %v", len(captures), err)
	}
	docs := map[hearsay.CaptureID]hearsay.Document{}
	all, err := r.Documents(ctx, store.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		docs[d.Capture] = d
	}
	calm, marked, lost := captures[0], captures[1], captures[2]
	if calm.Reason != "" || docs[calm.ID].Stamp != hearsay.NewStamp(read.Stage, read.Version) {
		t.Errorf("the page beside it: reason %q, document %+v", calm.Reason, docs[calm.ID])
	}
	if marked.Reason != "not extracted: crash" || docs[marked.ID].Stamp != linearStamp {
		t.Errorf("the page: reason %q, document %+v", marked.Reason, docs[marked.ID])
	}
	if !strings.Contains(lost.Reason, "not extracted: crash, and then: ") || docs[lost.ID].ID != "" {
		t.Errorf("the page that even its tokens are too much of: reason %q, document %+v", lost.Reason, docs[lost.ID])
	}
	if v := p.verify(t); len(v.Findings) > 0 {
		t.Errorf("findings: %v", v.Findings)
	}
	if err := pipeline.Prove(ctx, p.Archive, marked, docs[marked.ID]); err != nil {
		t.Errorf("prove a marked document: %v", err)
	}
	// Once the fault is mended, reading again gives what extraction gives, and the mark goes.
	if _, err := pipeline.Rebuild(ctx, p.Store, "read"); err != nil {
		t.Fatal(err)
	}
	run(t, &pipeline.Engine{Store: p.Store, Archive: p.Archive, Reader: children(t, honestOne)})
	for _, c := range captures {
		again, err := r.Capture(ctx, c.ID)
		if err != nil || again.Reason != "" {
			t.Errorf("rebuilt: reason %q, %v", again.Reason, err)
		}
	}
	if v := p.verify(t); len(v.Findings) > 0 || v.Documents != 3 {
		t.Errorf("%d documents, findings: %v", v.Documents, v.Findings)
	}
}
