// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/export"
	"hearsay/internal/read"
	"hearsay/internal/resolve"
)

// extract does to a file what `hearsay extract` does, without a store.
func extract(t *testing.T, name string, payload []byte) []export.Extracted {
	t.Helper()
	docs, err := read.Capture(hearsay.Capture{ID: "c1", URL: "file:" + name, Fetched: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}, payload)
	if err != nil {
		t.Fatal(err)
	}
	var out []export.Extracted
	for i := range docs {
		r := annotate.Document(&docs[i])
		resolve.Document(&docs[i], r.Mentions, r.Attributions, nil)
		out = append(out, export.Extract(name, "", export.Annotated{Document: &docs[i], Attributions: r.Attributions, Statements: r.Statements, Mentions: r.Mentions}))
	}
	return out
}

const quayText = `The quay at Elsund burned on Friday night.

Orla Tolk, the harbour master, said that two cranes had fallen into the water.

"Nobody was on the quay," she said. The Elsund Courier reported, citing a fireman, that a cable had caught fire.
`

const quayGold = `{"source": "Orla Tolk", "cue": "said", "content": "that two cranes had fallen into the water", "act": "assert", "chain": ["Orla Tolk"]}

{"source": "she", "cue": "said", "content": "Nobody was on the quay", "act": "assert", "chain": ["Tolk"]}
{"source": "The Elsund Courier", "cue": "reported", "content": "that a cable had caught fire", "act": "announce", "chain": ["The Elsund Courier", "an engineer"]}
{"source": "the mayor", "cue": "denied", "content": "that the quay was old", "act": "deny", "chain": ["the mayor"]}
`

func goldFile(t *testing.T, rows string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "gold.jsonl")
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestGoldRowsAreFoundWholeOrMissed(t *testing.T) {
	rows, err := ReadGold(goldFile(t, quayGold))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("ReadGold gave %d rows, want 4: empty lines are none", len(rows))
	}
	got := Gold(rows, extract(t, "quay.txt", []byte(quayText)))
	want := GoldScore{
		Rows: 4, Found: 3, Whole: 2, Acts: 2, Given: 3, Missed: rows[3:],
		Broken: []string{`["The Elsund Courier" "an engineer"] / ["Elsund Courier" "fireman"]`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Gold (-want +got):\n%s", diff)
	}
}

func TestGoldNeedsItsCueAndHalfItsWords(t *testing.T) {
	a := export.ExtractedAttribution{Cue: []hearsay.Span{{Text: "had said"}}, Content: []hearsay.Span{{Text: "the quay"}, {Text: "burned down"}}}
	for _, c := range []struct {
		name, cue, content string
		want               bool
	}{
		{"the same", "said", "the quay burned down", true},
		{"half of it", "said", "the quay was lost", true},
		{"less than half", "said", "a quay was lost altogether", false},
		{"another cue", "told", "the quay burned down", false},
	} {
		if got := goldMatches(GoldRow{Cue: c.cue, Content: c.content}, &a); got != c.want {
			t.Errorf("%s: goldMatches(%q, %q) = %v, want %v", c.name, c.cue, c.content, got, c.want)
		}
	}
}

func TestChainIsWholeWhenEachNameHoldsTheOther(t *testing.T) {
	for _, c := range []struct {
		want, got []string
		whole     bool
	}{
		{[]string{"Tolk"}, []string{"Orla Tolk"}, true},
		{[]string{"Orla Tolk", "a fireman"}, []string{"tolk", "fireman"}, true},
		{[]string{"Orla Tolk"}, []string{"Orla Tolk", "fireman"}, false},
		{[]string{"Orla Tolk"}, []string{""}, false},
		{[]string{"Orla Tolk"}, []string{"Vexley"}, false},
		{nil, nil, true},
	} {
		if got := wholeChain(c.want, c.got); got != c.whole {
			t.Errorf("wholeChain(%q, %q) = %v, want %v", c.want, c.got, got, c.whole)
		}
	}
}

func TestBrokenGoldTellsItsLine(t *testing.T) {
	_, err := ReadGold(goldFile(t, "{}\n{\"source\": 3}\n"))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("ReadGold = %v, want an error of line 2", err)
	}
	if _, err := ReadGold(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("ReadGold of no file gives no error")
	}
}

// TestSharedGold holds the floors on a thread that is no part of the project.
func TestSharedGold(t *testing.T) {
	gold := sharedData(t, "seeds/forum-thread-gold.jsonl")
	text, err := os.ReadFile(sharedData(t, "../seeds/forum-thread.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := ReadGold(gold)
	if err != nil {
		t.Fatal(err)
	}
	s := Gold(rows, extract(t, "forum-thread.txt", text))
	t.Logf("rows %d  found %d  chains whole %d  acts right %d  attributions given %d", s.Rows, s.Found, s.Whole, s.Acts, s.Given)
	for _, m := range s.Missed {
		t.Logf("missed: %s | %s | %s", m.Source, m.Cue, m.Content)
	}
	for _, b := range s.Broken {
		t.Logf("chain: %s", b)
	}
	if s.Found < 22 || s.Whole < 19 || s.Given > 60 {
		t.Errorf("found %d, whole %d, given %d; want at least 22, at least 19, at most 60", s.Found, s.Whole, s.Given)
	}
}
