// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/resolve"
)

var acts = []hearsay.Act{
	hearsay.Assert, hearsay.Allege, hearsay.Rumour, hearsay.Announce, hearsay.Assess, hearsay.Confirm, hearsay.Deny, hearsay.Doubt,
	hearsay.NoComment, hearsay.Demand, hearsay.Warn, hearsay.Promise, hearsay.Ask,
}

// failer is a *testing.T or a *rapid.T.
type failer interface{ Fatalf(string, ...any) }

// checkResult holds what is promised of every annotated and resolved document.
func checkResult(t failer, d *hearsay.Document, r annotate.Result) {
	verbatim := func(spans ...hearsay.Span) {
		for _, s := range spans {
			if s.Start < 0 || s.End > len(d.Text) || s.Start >= s.End || d.Text[s.Start:s.End] != s.Text {
				t.Fatalf("span %+v is not verbatim in %q", s, d.Text)
			}
		}
	}
	byID := map[hearsay.AttributionID]*hearsay.Attribution{}
	for i := range r.Attributions {
		a := &r.Attributions[i]
		if byID[a.ID] != nil {
			t.Fatalf("two attributions %+v and %+v of %q have one ID", byID[a.ID], a, d.Text)
		}
		byID[a.ID] = a
		verbatim(a.Cue...)
		verbatim(a.Content...)
		if a.Source != nil {
			verbatim(*a.Source)
		}
		checkPieces(t, d, a)
		var names []string
		for _, v := range a.Chain {
			if v.Name == "" || slices.Contains(names, v.Name) {
				t.Fatalf("chain %q of %q holds %q twice, or an empty voice", names, d.Text, v.Name)
			}
			names = append(names, v.Name)
		}
	}
	checkNesting(t, d, byID)
	checkAnswers(t, d, r)
	for _, s := range r.Statements {
		verbatim(s.Span)
	}
	for _, m := range r.Mentions {
		verbatim(m.Span)
	}
}

// checkPieces holds that cue and content are there, in order, apart from one another, and the act one of the thirteen.
func checkPieces(t failer, d *hearsay.Document, a *hearsay.Attribution) {
	if len(a.Cue) == 0 || len(a.Content) == 0 || !slices.Contains(acts, a.Act) || a.Confidence <= 0 || a.Confidence > 1 {
		t.Fatalf("attribution %+v of %q lacks cue, content, act or confidence", a, d.Text)
	}
	for _, spans := range [][]hearsay.Span{a.Cue, a.Content} {
		for i := 1; i < len(spans); i++ {
			if spans[i].Start < spans[i-1].End {
				t.Fatalf("pieces %+v of %q overlap or are out of order", spans, d.Text)
			}
		}
	}
}

// checkAnswers holds that only responses answer, and only what stands in the document.
func checkAnswers(t failer, d *hearsay.Document, r annotate.Result) {
	ids := map[string]bool{"": true}
	for _, a := range r.Attributions {
		ids[string(a.ID)] = true
	}
	for _, s := range r.Statements {
		ids[string(s.ID)] = true
	}
	responses := []hearsay.Act{hearsay.Confirm, hearsay.Deny, hearsay.Doubt, hearsay.NoComment}
	for _, a := range r.Attributions {
		if !ids[a.Answers] || a.Answers == string(a.ID) || a.Answers != "" && !slices.Contains(responses, a.Act) {
			t.Fatalf("attribution %+v of %q answers what it cannot", a, d.Text)
		}
	}
}

// checkNesting holds that inside names an attribution of the document and never leads back.
func checkNesting(t failer, d *hearsay.Document, byID map[hearsay.AttributionID]*hearsay.Attribution) {
	for _, a := range byID {
		steps := 0
		for b := a; b.Inside != ""; b = byID[b.Inside] {
			if byID[b.Inside] == nil {
				t.Fatalf("attribution %+v of %q stands inside none", b, d.Text)
			}
			if steps++; steps > len(byID) {
				t.Fatalf("attribution %+v of %q stands inside itself", a, d.Text)
			}
		}
	}
}

func annotated(t failer, d *hearsay.Document) {
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, nil)
	checkResult(t, d, r)
}

var languages = []string{"en", "", "fr", "es", "de", "zh", "fi"}

func TestPromisesHoldForAnyOrderOfPhrases(t *testing.T) {
	phrase := rapid.SampledFrom([]string{
		"Orla Tolk", "the Harrow Ledger", "he", "it", "the paper", "two officials", "an unnamed clerk", "Jonas Amsel's", "The Elsund Water Board (EWB)", "who",
		"said", "told", "says that", "alleged", "denied that", "quoted", "as saying", "was quoted", "citing", "according to", "did not respond", "declined to comment",
		"allegedly", "is believed to", "rumours that", "cast doubt on", "could not be reached", "has withdrawn its report", "accused", "of", "by",
		"the wall had fallen", "that the lake was empty", "the plan", "on Friday", "in May", "two cracks",
		",", ".", ";", ":", "—", "“", "”", "\"", "''", "(", ")", "\n", "and", "but", "that", "to", "if", "!", "dijo", "a déclaré", "sagte", "表示", "据",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(phrase, 0, 60).Draw(t, "phrases"), " ")
		d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: rapid.SampledFrom(languages).Draw(t, "language"), Text: s}
		if i := strings.IndexByte(s, '\n'); i > 0 && rapid.Bool().Draw(t, "headline") {
			d.Body = i + 1
		}
		annotated(t, d)
	})
}

func TestPromisesHoldForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		annotated(t, &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: rapid.SampledFrom(languages).Draw(t, "language"), Text: rapid.String().Draw(t, "text")})
	})
}

func FuzzDocument(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), uint8(i), 0)
	}
	f.Fuzz(func(t *testing.T, s string, language uint8, body int) {
		if len(s) > 10_000 {
			s = s[:10_000]
		}
		d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: languages[int(language)%len(languages)], Text: s}
		if body > 0 && body <= len(s) {
			d.Body = body
		}
		annotated(t, d)
	})
}

// TestAnnotatingIsQuick holds that no text makes a rule look back and ahead without bound.
func TestAnnotatingIsQuick(t *testing.T) {
	raced.Skip(t)
	const size = 100_000
	for name, s := range map[string]string{
		"prose":            "Orla Tolk told the Harrow Ledger on Friday that the wall at Elsund had fallen, citing two officials. ",
		"one sentence":     "Orla Tolk said that the wall, citing a clerk, alleged, and ",
		"names":            "Orla Tolk ",
		"lines":            "said Tolk\n",
		"quotations":       "“a” said ",
		"commas":           "said, that, ",
		"brackets":         "(said ",
		"cues":             "said ",
		"no sentence ends": "he said it ",
		"short sentences":  "He said it. ",
		"attributions":     "Tolk said it fell. ",
		"nested":           "Tolk said that ",
	} {
		for _, language := range []string{"en", "fr"} {
			t.Run(name+" "+language, func(t *testing.T) {
				d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: language, Text: strings.Repeat(s, size/len(s))}
				raced.Within(t, 2*time.Second, func() {
					r := annotate.Document(d)
					resolve.Document(d, r.Mentions, r.Attributions, nil)
				})
			})
		}
	}
}
