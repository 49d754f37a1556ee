// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/digest"
)

// TestWhatIsCitedIsNoMarkup: words of others are text in every form of an issue.
func TestWhatIsCitedIsNoMarkup(t *testing.T) {
	i := &hearsay.Issue{ID: "i1", Number: 905, Title: "News", Items: []hearsay.Item{{Title: "# No <b>title</b>", Lines: []hearsay.Line{
		{Text: "1. [a](javascript:x) *b*", Citations: []hearsay.Citation{{Document: "d1", Span: hearsay.Span{End: 3, Text: "<script>\n\x00]]>"}}}},
		{Text: "- no list"},
	}}}}
	r := digest.Reading{Issue: i, Changed: map[string][]string{"#905.1.2": {"gone"}}}
	got := digest.Markdown(r)
	for _, want := range []string{"# News \\#905\n", "## \\# No \\<b\\>title\\</b\\>\n", "\n1\\. \\[a\\](javascript:x) \\*b\\* [1]\n", "\n\\- no list\n\n> **Basis changed:** gone\n", "\\<script\\>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	page, err := digest.HTML(r)
	if err != nil || strings.Contains(page, "<script>") || strings.Contains(page, "<b>") {
		t.Errorf("%v\n%s", err, page)
	}
	for _, form := range []digest.FeedForm{digest.Atom, digest.RSS, digest.JSONFeed} {
		a, err := digest.Feed(form, "https://desk.example", []digest.Entry{{Reading: r}})
		b, _ := digest.Feed(form, "https://desk.example", []digest.Entry{{Reading: r}})
		if err != nil || string(a) != string(b) || strings.ContainsRune(string(a), 0) || strings.Contains(string(a), "<script>") {
			t.Errorf("%s: %v\n%s", form, err, a)
		}
	}
}
