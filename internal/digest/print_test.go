// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/digest"
)

// TestPrintedIssueHoldsAllThatItShows: words are escaped, and nothing leads out.
func TestPrintedIssueHoldsAllThatItShows(t *testing.T) {
	i := &hearsay.Issue{ID: "i1", Title: "News <b>you</b> may have missed", Items: []hearsay.Item{{Kind: hearsay.MovedItem, Title: "The </title><script>x</script>",
		Lines: []hearsay.Line{{Text: "It closes.", Citations: []hearsay.Citation{{Document: "d1", Span: hearsay.Span{Text: "it closes"}}}}}}}}
	draft, err := digest.PrintHTML(digest.Reading{Issue: i})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>News &lt;b&gt;", "A draft: nobody has published it.", "@page { size: A4", "It closes.", "TLP:CLEAR"} {
		if !strings.Contains(string(draft), want) {
			t.Errorf("the page has no %q:\n%s", want, draft)
		}
	}
	for _, bad := range []string{"<script", "http:", "https:", "<img", "href"} {
		if strings.Contains(string(draft), bad) {
			t.Errorf("the page has %q", bad)
		}
	}
}
