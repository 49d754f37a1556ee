// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"testing"
	"time"

	"hearsay/internal/hearsaytest/raced"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "“Well,” said Orla Tolk, “it’s gone.”", "DIDN’T\nIT’S", "Mr. Tolk (U.S.A.) met J. R.", "''a'' ``b'' \"c", "据Nordwire报道，“船”。",
		"\xff\xfe a\u200bb\ufeff", strings.Repeat(")", 400), strings.Repeat("a.", 300), strings.Repeat("'", 301),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 {
			s = s[:20_000]
		}
		p := Parse(s, Default())
		checkTokens(t, s, p.Tokens)
		last := 0
		for _, sent := range p.Sentences {
			if sent.First != last || sent.Last <= sent.First {
				t.Fatalf("sentence %+v of %q does not begin at token %d or is empty", sent, s, last)
			}
			last = sent.Last
		}
		if last != len(p.Tokens) {
			t.Fatalf("%d of %d tokens of %q stand in sentences", last, len(p.Tokens), s)
		}
		for i, k := range p.Tokens {
			if k.Tag == "" {
				t.Fatalf("token %d of %q has no tag", i, s)
			}
		}
	})
}

// hostile are 100 kB texts that are slow where a rule looks back or ahead without bound.
func hostile() map[string]string {
	const size = 100_000
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"prose":              fill("Orla Tolk told the Harrow Ledger on Friday that the quay at Elsund had burned. "),
		"closing brackets":   fill(")"),
		"closing quotes":     fill("”"),
		"apostrophes":        fill("'"),
		"dots":               fill("."),
		"dots and letters":   fill("a."),
		"dots and brackets":  fill(".)"),
		"one word":           fill("a"),
		"one line":           fill("a b "),
		"hyphens":            fill("a-"),
		"clitics":            fill("n't"),
		"opening quotes":     fill("“a "),
		"capitals":           fill("Ab "),
		"commas":             fill("said, "),
		"Han":                fill("船"),
		"broken bytes":       fill("\xff"),
		"marks of width 0":   fill("\u200b"),
		"joining marks":      fill("\u0301"),
		"numbers":            fill("1,"),
		"initials":           fill("A. "),
		"brackets and words": fill("(a "),
	}
}

func TestParseTakesLessThanASecondPer100kB(t *testing.T) {
	raced.Skip(t)
	Default()
	for name, s := range hostile() {
		t.Run(name, func(t *testing.T) {
			raced.Within(t, time.Second, func() { Parse(s, Default()) })
		})
	}
}
