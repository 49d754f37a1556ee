// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/digest"
)

func sample() *hearsay.Issue {
	return &hearsay.Issue{Title: "News you may have missed", Items: []hearsay.Item{
		{Kind: hearsay.MovedItem, Title: "The ferry: an end", Story: "tferry", Lines: []hearsay.Line{
			{Text: "The line is likely to close.", Judgement: true},
			{Text: "The line will close in May, said Ida Tarn.", Citations: []hearsay.Citation{
				{Document: "dwire", Span: hearsay.Span{Start: 20, End: 41, Text: "close\nin “May”  \"now\""}, Claim: "kclosing"},
				{Document: "dwire", Span: hearsay.Span{Text: "looked for"}},
			}},
			{Text: "# no comment", Citations: []hearsay.Citation{{Document: "d2", Span: hearsay.Span{Start: 0, End: 1, Text: "x"}}}},
			{Text: `\[judgement: of a court]`},
			{Text: "judgement: it reports"},
		}},
		{Kind: hearsay.CorrectionItem, Corrects: "#1.2.3", Title: "What we wrote", Lines: []hearsay.Line{{Text: "It says so no more."}}},
	}}
}

func TestTheTextFormGoesRound(t *testing.T) {
	form := digest.Format(sample())
	got, err := digest.Parse([]byte(form))
	if err != nil {
		t.Fatalf("%v\n%s", err, form)
	}
	if diff := cmp.Diff(sample(), got); diff != "" {
		t.Errorf("round trip (-want +got):\n%s\n%s", diff, form)
	}
}

func TestAFaultInTheTextFormNamesTheLine(t *testing.T) {
	for form, want := range map[string]string{
		"title: a\n\nA sentence.":                         "line 3: no item",
		"== rumour: a":                                    "line 1: \"rumour\" is no kind",
		"== correction: a":                                "names the place",
		"== moved: a\n[d1] \"x\"":                         "line 2: a citation stands behind",
		"== moved: a\nB.\n  [d1] x":                       "line 3: a citation is",
		"== moved: a\nB.\n  [d1 9-2] \"x\"":               "\"9-2\" is no range",
		"== moved: a\ntitle: b":                           "before the items",
		"== moved: a" + strings.Repeat("\nA line.", 6000): "more than 5000",
		"\xff": "UTF-8",
	} {
		_, err := digest.Parse([]byte(form))
		if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", form, err, want)
		}
	}
}

// FuzzParse: whatever is read is read again from what is written of it.
func FuzzParse(f *testing.F) {
	f.Add([]byte(digest.Format(sample())))
	f.Add([]byte("== moved: \\x\njudgement:\n\\\\a\n[d1 1-2 k1] `x`"))
	f.Fuzz(func(t *testing.T, form []byte) {
		i, err := digest.Parse(form)
		if err != nil {
			return
		}
		again, err := digest.Parse([]byte(digest.Format(i)))
		if err != nil {
			t.Fatalf("%v\n%s", err, digest.Format(i))
		}
		if diff := cmp.Diff(i, again); diff != "" {
			t.Errorf("round trip:\n%s", diff)
		}
	})
}
