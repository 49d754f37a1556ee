// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package search_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/search"
)

func TestParse(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for line, want := range map[string]search.Query{
		"":                          {},
		"han said":                  {Terms: []string{"han", "said"}},
		`"an unnamed  source" -tv`:  {Phrases: []string{"an unnamed source"}, Not: []string{"tv"}},
		`x -"a b"`:                  {Terms: []string{"x"}, Not: []string{"a b"}},
		"minis* outlet:paper":       {Prefixes: []string{"minis"}, Outlet: "paper"},
		"after:2020 before:2020-05": {From: day(2020, 1, 1), To: day(2020, 5, 1)},
		"AFTER:2020-04-16 x":        {Terms: []string{"x"}, From: day(2020, 4, 16)},
		"http://a.b/c":              {Terms: []string{"http://a.b/c"}},
		"a\"b c\"d":                 {Terms: []string{"a", "d"}, Phrases: []string{"b c"}},
	} {
		got, err := search.Parse(line)
		if err != nil {
			t.Errorf("Parse(%q) = %v", line, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", line, diff)
		}
	}
}

func TestWrongQueryNamesThePlace(t *testing.T) {
	for line, at := range map[string]int{
		`a "b`:                                   3,
		"a ab*":                                  3,
		"a -b*":                                  3,
		"a !!!":                                  3,
		`a ""`:                                   3,
		"-a":                                     1,
		"a outlet:":                              3,
		"a after:yesterday":                      9,
		"abc* abd* abe* abf* abg*":               21,
		strings.Repeat("a ", 33):                 65,
		"x \"" + strings.Repeat("a ", 17) + "\"": 3,
		strings.Repeat("x", 5000):                4097,
		"a \xff":                                 1,
	} {
		_, err := search.Parse(line)
		var e *search.Error
		if !errors.As(err, &e) || !errors.Is(err, hearsay.ErrInvalid) || e.At+1 != at {
			t.Errorf("Parse(%.40q) = %v, want an error at %d", line, err, at)
		}
	}
}

// TestH53WhatIsSyntaxElsewhereIsWords: nothing of a query reaches the database as its syntax.
func TestH53WhatIsSyntaxElsewhereIsWords(t *testing.T) {
	for _, line := range []string{"NEAR(ferry licence, 5)", "title:ferry", "text : ferry", "ferry AND NOT licence", "ferry OR", "^ferry", "{title text}: ferry", "ferry'; DROP TABLE document;--",
		strings.Repeat("(", 4000) + "ferry", "ferry & !licence | :*", "ferry <-> licence", `\"ferry`, "f\x00erry"} {
		q, err := search.Parse(line)
		if err != nil {
			var e *search.Error
			if !errors.As(err, &e) || e.At < 0 || e.At > len(line) {
				t.Errorf("Parse(%.40q) = %v, without a place", line, err)
			}
			continue
		}
		for _, s := range append(q.Wanted(), q.Unwanted()...) {
			for _, w := range s.Words {
				if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
					t.Errorf("Parse(%.40q) looks for %q", line, w)
				}
			}
		}
	}
	for _, line := range []string{`"ferry`, "-ferry", strings.Repeat("(", 5000), `ferry ""`, "outlet:"} {
		if _, err := search.Parse(line); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("Parse(%.40q) = %v, want ErrInvalid", line, err)
		}
	}
}

// TestH54QueriesAreSmall: what costs a database seconds is refused when it is read.
func TestH54QueriesAreSmall(t *testing.T) {
	for name, line := range map[string]string{
		"20,000 terms":     strings.Repeat("ferry ", 20000),
		"33 terms":         strings.Repeat("ferry ", 33),
		"a long phrase":    `"` + strings.Repeat("ferry ", 17) + `"`,
		"a short prefix":   "fe*",
		"five prefixes":    "ferry* licen* minis* harbo* quays*",
		"a phrase of 5000": `"` + strings.Repeat("f ", 5000) + `"`,
	} {
		if _, err := search.Parse(line); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := search.Parse(strings.Repeat("ferry ", 28) + "ferry* licen* minis* harbo*"); err != nil {
		t.Errorf("32 terms: %v", err)
	}
}

func TestH46WordsAreNormalised(t *testing.T) {
	for text, want := range map[string]string{
		"It's ZÜRICH, naïve—3.5%": "it s zurich naive 3 5",
		"董经纬 x":                   "董经 经纬 纬 x",
		"A株式":                     "a 株式 式",
		"コンピューター":                 "コン ンピ ピュ ュー ータ ター ー",
		"Москва й":                "москва и",
		"co\u00adop ﬁre":          "coop fire",
		"\u00ad":                  "",
		"za\u200bro \u202ead\u200dmin\u202c \U000e0041x": "zaro admin x",
		"经\u200b纬": "经纬 纬",
	} {
		if got := strings.Join(search.Tokens(text), " "); got != want {
			t.Errorf("Tokens(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSnippetMarksTheAnswer(t *testing.T) {
	text := strings.Repeat("Nothing here. ", 40) + "Then Dong Jingwei (董经纬) spoke. " + strings.Repeat("More. ", 50)
	q := search.Query{Terms: []string{"经纬"}, Phrases: []string{"dong jingwei"}}
	snippet, marks := search.Snippet(text, q.Wanted(), 120)
	var got []string
	for _, m := range marks {
		got = append(got, snippet[m.Start:m.End])
	}
	if diff := cmp.Diff([]string{"Dong Jingwei", "经纬"}, got); diff != "" {
		t.Errorf("marks in %q (-want +got):\n%s", snippet, diff)
	}
	if !strings.HasPrefix(snippet, "here. ") && !strings.HasPrefix(snippet, "Nothing ") || !strings.HasSuffix(snippet, "More.") {
		t.Errorf("the snippet %q begins or ends within a word", snippet)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`han "a b" -c d* outlet:x after:2020 before:2021-01-02`, `NEAR(a b)`, `"`, "部 董经纬*", "-\"", "a:b:c", "*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q, err := search.Parse(line)
		if err != nil {
			if !errors.Is(err, hearsay.ErrInvalid) {
				t.Errorf("Parse(%q) = %v, want ErrInvalid", line, err)
			}
			return
		}
		again, err := search.Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q) printed as %q: %v", line, q.String(), err)
		}
		if diff := cmp.Diff(q, again); diff != "" {
			t.Errorf("Parse(%q) printed as %q (-first +second):\n%s", line, q.String(), diff)
		}
		for _, s := range append(q.Wanted(), q.Unwanted()...) {
			for _, w := range s.Words {
				if w == "" || strings.ContainsAny(w, "\"'\\ \t\n()*:") {
					t.Errorf("word %q would be syntax", w)
				}
			}
		}
	})
}

func FuzzSnippet(f *testing.F) {
	f.Add("Dong Jingwei (董经纬) spoke", "经纬")
	f.Fuzz(func(t *testing.T, text, term string) {
		q := search.Query{Terms: []string{term}}
		snippet, marks := search.Snippet(text, q.Wanted(), 50)
		for _, m := range marks {
			if snippet[m.Start:m.End] != m.Text {
				t.Errorf("mark %v is not in the snippet", m)
			}
		}
	})
}
