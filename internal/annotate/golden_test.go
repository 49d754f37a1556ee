// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/resolve"
)

var update = flag.Bool("update", false, "write the golden files anew")

// document makes the document of a test file: the language stands before "_" in its name, else it is English; the
// first line of a "headline" or "observation" is a headline.
func document(name, s string) *hearsay.Document {
	d := &hearsay.Document{ID: hearsay.DocumentID(name), Kind: hearsay.Article, Language: "en", Text: s}
	if language, _, ok := strings.Cut(name, "_"); ok && language != "none" {
		d.Language = language
	}
	if strings.HasPrefix(name, "headline") || strings.HasPrefix(name, "observation") {
		d.Body = strings.Index(s, "\n\n") + 2
		d.Title = s[:d.Body-2]
	}
	return d
}

// TestTextsAreAnnotated compares what is found in each text of testdata with its golden file.
func TestTextsAreAnnotated(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d texts in testdata: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := document(name, string(b))
			r := annotate.Document(d)
			resolve.Document(d, r.Mentions, r.Attributions, nil)
			golden(t, strings.TrimSuffix(file, ".txt")+".golden", printed(r))
			if strings.HasPrefix(name, "none_") && len(r.Attributions) > 0 {
				t.Errorf("%d attributions in a text that is no news, want none", len(r.Attributions))
			}
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
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
		t.Errorf("%s (-golden +got), run with -update to accept:\n%s", file, diff)
	}
}

// printed writes attributions and statements as people read them.
func printed(r annotate.Result) string {
	var b strings.Builder
	number := map[hearsay.AttributionID]int{}
	for i, a := range r.Attributions {
		number[a.ID] = i + 1
	}
	for i, a := range r.Attributions {
		source := "-"
		if a.Source != nil {
			source = a.Source.Text
		}
		fmt.Fprintf(&b, "%d  source   %s\n   cue      %s\n   content  %s\n   act      %s%s\n   chain    %s\n", i+1, source, pieces(a.Cue), pieces(a.Content),
			a.Act, marks(a), chain(a))
		if a.Channel != "" {
			fmt.Fprintf(&b, "   channel  %s\n", a.Channel)
		}
		if a.Inside != "" {
			fmt.Fprintf(&b, "   inside   %d\n", number[a.Inside])
		}
		if n := number[hearsay.AttributionID(a.Answers)]; n > 0 {
			fmt.Fprintf(&b, "   answers  %d\n", n)
		} else if a.Answers != "" {
			fmt.Fprintf(&b, "   answers  a statement\n")
		}
	}
	for _, s := range r.Statements {
		word := "states"
		if s.Observed {
			word = "observes"
		}
		fmt.Fprintf(&b, "%s  %s\n", word, s.Span.Text)
	}
	return b.String()
}

func pieces(spans []hearsay.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, s.Text)
	}
	return strings.Join(out, " | ")
}

func marks(a hearsay.Attribution) string {
	s := ""
	if a.Hedged {
		s += ", hedged"
	}
	if a.Negated {
		s += ", negated"
	}
	return s
}

func chain(a hearsay.Attribution) string {
	var out []string
	for _, v := range a.Chain {
		s := fmt.Sprintf("%s (%s", v.Name, v.Kind)
		if v.Count > 0 {
			s += fmt.Sprintf(", %d", v.Count)
		}
		if v.Plural {
			s += ", several"
		}
		if !v.Named {
			s += ", unnamed"
		}
		out = append(out, s+")")
	}
	return strings.Join(out, " ← ")
}
