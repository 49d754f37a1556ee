// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// words gives the tokens of s joined by "|".
func words(s string) string {
	var out []string
	for _, t := range Tokens(s) {
		out = append(out, t.Word)
	}
	return strings.Join(out, "|")
}

func TestTokensAreSplitAsATreebankSplitsThem(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"nothing", "", ""},
		{"blanks alone", " \t\n ", ""},
		{"a sentence", "The quay burned.", "The|quay|burned|."},
		{"clitics", "She didn't say it's Orla's.", "She|did|n't|say|it|'s|Orla|'s|."},
		{"curly clitics", "She didn’t say it’s Orla’s.", "She|did|n’t|say|it|’s|Orla|’s|."},
		{"clitics in capitals", "DIDN'T IT'S", "DID|N'T|IT|'S"},
		{"curly clitics in capitals", "DIDN’T IT’S WE’LL", "DID|N’T|IT|’S|WE|’LL"},
		{"a clitic alone", "'s n't", "'|s|n't"},
		{"hyphens stay", "a state-owned ferry", "a|state-owned|ferry"},
		{"abbreviations keep their period", "Mr. Tolk of the U.S. Navy", "Mr.|Tolk|of|the|U.S.|Navy"},
		{"initials keep their period", "J. R. Tolk", "J.|R.|Tolk"},
		{"a final period stands apart", "He met Tolk.", "He|met|Tolk|."},
		{"numbers keep their marks", "3,400 crates at 10:30, $4.5 each", "3,400|crates|at|10:30|,|$|4.5|each"},
		{"dots and dashes in a row", "Well... no -- yes…", "Well|...|no|--|yes|…"},
		{"straight quotes", `"Go," he said`, `"|Go|,|"|he|said`},
		{"curly quotes", "“Go,” he said", "“|Go|,|”|he|said"},
		{"doubled quotes", "``Go,'' he said, ''now''", "``|Go|,|''|he|said|,|''|now|''"},
		{"handles", "@orla_t and #ferry", "@orla_t|and|#ferry"},
		{"addresses of mail", "orla@quay.example", "orla@quay.example"},
		{"Han is cut at each character", "海岚日报。OK", "海|岚|日|报|。|OK"},
		{"Han beside Latin", "据Nordwire报道", "据|Nordwire|报|道"},
		{"marks of width nought", "a\u200bb\ufeffc", "a|b|c"},
		{"broken bytes", "a\xffb", "a|\xff|b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := words(c.s); got != c.want {
				t.Errorf("Tokens(%q) = %s, want %s", c.s, got, c.want)
			}
		})
	}
}

func TestTokensHoldTheirPlaceAndLine(t *testing.T) {
	s := "One’s\n\ntwo 三"
	got := Tokens(s)
	want := []Token{
		{Start: 0, End: 3, Word: "One", Lower: "one", Lemma: "one", Line: 0, Head: -1}, {Start: 3, End: 7, Word: "’s", Lower: "'s", Lemma: "'s", Line: 0, Head: -1},
		{Start: 9, End: 12, Word: "two", Lower: "two", Lemma: "two", Line: 2, Head: -1}, {Start: 13, End: 16, Word: "三", Lower: "三", Lemma: "三", Line: 2, Head: -1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tokens(%q) (-want +got):\n%s", s, diff)
	}
}

// checkTokens reports tokens that are not verbatim, overlap or leave out something other than blanks.
func checkTokens(t interface{ Fatalf(string, ...any) }, s string, tokens []Token) {
	last, valid := 0, utf8.ValidString(s)
	for _, k := range tokens {
		if k.Start < last || k.End <= k.Start || k.End > len(s) || s[k.Start:k.End] != k.Word {
			t.Fatalf("Tokens(%q): token %+v is out of order or not verbatim", s, k)
		}
		if valid && !utf8.ValidString(k.Word) {
			t.Fatalf("Tokens(%q): token %+v cuts a character", s, k)
		}
		if gap := strings.Trim(strings.ReplaceAll(strings.ReplaceAll(s[last:k.Start], "\uFEFF", ""), "\u200B", ""), "\n"); strings.TrimSpace(gap) != "" {
			t.Fatalf("Tokens(%q): %q is in no token", s, gap)
		}
		last = k.End
	}
}

func TestTokensLeaveOutOnlyBlanks(t *testing.T) {
	piece := rapid.SampledFrom([]string{"Orla", "’s", "N’T", "'", "''", "“", "”", "\"", " ", "\n", "U.S.", ".", "…", "-", "海", "4,5", "@x", "/", "\xff", "é", "İ", "ſ", "ß’D", "\u0301", "n't", "&", "_"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		checkTokens(t, s, Tokens(s))
	})
}

func TestQuotationsAreMarked(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"straight", `He said "not now" and left`, "not now"},
		{"curly", "He said “not now” and left", "not now"},
		{"doubled apostrophes", "He said ''not now'' and left", "not now"},
		{"guillemets", "Il dit « pas maintenant » et part", "pas maintenant"},
		{"corners", "他「不」说", "不"},
		{"none", "He said it was not the time", ""},
		{"two", `"Yes" and "no"`, "Yes no"},
		{"an open one ends with its paragraph", "He said “not\nnow", "not"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var quoted []string
			for _, k := range Parse(c.s, nil).Tokens {
				if k.Quoted {
					quoted = append(quoted, k.Word)
				}
			}
			if got := strings.Join(quoted, " "); got != c.want {
				t.Errorf("quoted words of %q = %q, want %q", c.s, got, c.want)
			}
		})
	}
}
