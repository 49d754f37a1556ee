// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/export"
)

var update = flag.Bool("update", false, "write the golden files anew")

// full is a post with something in every field.
func full() export.Annotated {
	text := "Wall <old> & cracked\n\nTolk, “we” denied: three clerks alleged it fell."
	cut := func(part string) hearsay.Span {
		i := strings.Index(text, part)
		return hearsay.Cut(text, i, i+len(part))
	}
	source := cut("Tolk")
	tolk := hearsay.Voice{Name: "Orla Tolk", Kind: hearsay.PersonVoice, Named: true, Description: "of the board"}
	clerks := hearsay.Voice{Name: "three clerks", Kind: hearsay.UnnamedVoice, Count: 3}
	return export.Annotated{
		Document: &hearsay.Document{
			ID: "d1", Kind: hearsay.Post, Title: "Wall <old> & cracked", Authors: []string{"Mira Holloway"}, Outlet: "ledger", Caption: "The wall.",
			URL: "https://ledger.example/wall", Language: "en", Text: text, Body: 22,
			Published: hearsay.Date{Time: time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToDay},
		},
		Attributions: []hearsay.Attribution{
			{ID: "a1", Source: &source, Cue: []hearsay.Span{cut("denied")}, Content: []hearsay.Span{cut("“we”"), cut("three clerks alleged it fell")}, Act: hearsay.Deny,
				Negated: true, Voice: tolk, Chain: []hearsay.Voice{tolk, clerks}, Channel: "a post", Answers: "a2", Confidence: 0.9},
			{ID: "a2", Cue: []hearsay.Span{cut("alleged")}, Content: []hearsay.Span{cut("it fell")}, Act: hearsay.Allege, Hedged: true, Voice: clerks,
				Chain: []hearsay.Voice{clerks}, Confidence: 0.5, Inside: "a1"},
			{ID: "a3", Cue: []hearsay.Span{cut("alleged")}, Content: []hearsay.Span{cut("it fell")}, Act: hearsay.Rumour, Voice: hearsay.Voice{Kind: hearsay.UnknownVoice}},
		},
		Statements: []hearsay.Statement{{ID: "s1", Span: cut("Wall <old> & cracked"), Act: hearsay.Assert}},
		Mentions:   []hearsay.Mention{{Span: source, Kind: hearsay.PersonEntity, Name: "Orla Tolk"}},
	}
}

func line(t *testing.T, id, parent string, a export.Annotated) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.Line(&b, export.Extract(id, parent, a)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLinesAreAsTheContractHasThem(t *testing.T) {
	got := line(t, "wall.txt#1", "wall.txt", full()) + line(t, "empty.txt", "", export.Annotated{Document: &hearsay.Document{Kind: hearsay.Page}})
	file := filepath.Join("testdata", "extract.golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("lines (-golden +got), run with -update to accept:\n%s", diff)
	}
}

// contract lists the fields that other tools read; they are added to, never renamed.
var contract = map[string][]string{
	"":             {"id", "kind", "title", "authors", "outlet", "published", "published_precision", "parent", "language", "text", "attributions", "statements", "mentions"},
	"attributions": {"id", "source", "cue", "content", "act", "hedged", "negated", "voice", "channel", "answers", "confidence", "chain", "inside"},
	"statements":   {"start", "end", "text", "act"},
	"mentions":     {"start", "end", "text", "kind", "entity"},
	"voice":        {"name", "kind", "named", "count", "description"},
	"source":       {"start", "end", "text"},
}

func TestEveryFieldIsThereAlsoWhereItIsEmpty(t *testing.T) {
	var v map[string]any
	if err := json.Unmarshal([]byte(line(t, "wall.txt#1", "wall.txt", full())), &v); err != nil {
		t.Fatal(err)
	}
	lacks := func(what string, v map[string]any, fields []string) {
		for _, f := range fields {
			if _, ok := v[f]; !ok {
				t.Errorf("%s has no field %q, only %v", what, f, slices.Sorted(maps.Keys(v)))
			}
		}
	}
	lacks("the line", v, contract[""])
	for _, list := range []string{"attributions", "statements", "mentions"} {
		for _, e := range v[list].([]any) {
			lacks(list, e.(map[string]any), contract[list])
		}
	}
	for _, e := range v["attributions"].([]any) {
		a := e.(map[string]any)
		lacks("voice", a["voice"].(map[string]any), contract["voice"])
		if source, ok := a["source"].(map[string]any); ok {
			lacks("source", source, contract["source"])
		}
	}
}

func TestNothingIsNullAndListsAreEmpty(t *testing.T) {
	got := line(t, "empty.txt", "", export.Annotated{Document: &hearsay.Document{Kind: hearsay.Page}})
	for _, want := range []string{
		`"outlet":null`, `"published":null`, `"published_precision":null`, `"parent":null`, `"language":null`,
		`"authors":[]`, `"attributions":[]`, `"statements":[]`, `"mentions":[]`, `"text":""`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("line = %s, want %s in it", got, want)
		}
	}
	got = line(t, "wall.txt#1", "", full())
	for _, want := range []string{`"source":null`, `"inside":null`, `"channel":null`, `"answers":null`, `"count":null`, `"description":null`, `"name":null`, `"chain":[]`, "<old> &"} {
		if !strings.Contains(got, want) {
			t.Errorf("line = %s, want %s in it", got, want)
		}
	}
	if strings.Count(got, "\n") != 1 {
		t.Errorf("line = %q, want one line", got)
	}
}
