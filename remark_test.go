// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

func TestTheTextOfARemarkIsCutIntoParagraphsAndQuotes(t *testing.T) {
	const text = "> ann wrote:\n>\n> The line\n> closes.\n>> deeper\n\nYes.\nIndeed."
	want := []hearsay.Block{{Depth: 1, Text: "ann wrote:"}, {Depth: 1, Text: "The line\ncloses."}, {Depth: 2, Text: "deeper"}, {Text: "Yes.\nIndeed."}}
	if diff := cmp.Diff(want, hearsay.Blocks(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := hearsay.OwnWords(text); got != "Yes.\nIndeed." {
		t.Errorf("%q", got)
	}
	again := hearsay.Blocks(hearsay.QuoteOf("bo", text))
	for i := range want {
		want[i].Depth++
	}
	want = append([]hearsay.Block{{Depth: 1, Text: "bo wrote:"}}, want...)
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("quoted (-want +got):\n%s", diff)
	}
}

func TestMentionsAndAddressesAreFoundInARemark(t *testing.T) {
	var marked []string
	for _, p := range hearsay.Pieces("@ann: see (https://a.example/x). mail bo@paper.example, javascript:x, http:// @ https://b.example/\"><i> @周.") {
		if p.Link || p.Mention {
			marked = append(marked, p.Text)
		}
	}
	if diff := cmp.Diff([]string{"@ann", "https://a.example/x", "https://b.example/", "@周"}, marked); diff != "" {
		t.Error(diff)
	}
	names := []string{"ann", "Ann Lee", "bo", "everyone-else"}
	for text, want := range map[string]string{"@ann": "ann", "@ANN LEE, @ann": "Ann Lee ann", "@anna @everyone bo@bo x@ann": "", "> @bo\n@@bo": "bo", "@": ""} {
		if got := strings.Join(hearsay.Mentioned(text, names), " "); got != want {
			t.Errorf("%q mentions %q, want %q", text, got, want)
		}
	}
}

// TestH78QuotesWithoutEndAreQuick: what is too deep is as deep as the limit, and a long text is cut in the time that its length takes.
func TestH78QuotesWithoutEndAreQuick(t *testing.T) {
	begin := time.Now()
	for _, text := range []string{strings.Repeat(">", 1<<20), strings.Repeat(">>>>>>>>> x\n", 100_000), strings.Repeat("@", 10_000), strings.Repeat("https://", 10_000), strings.Repeat("@everyone ", 1000)} {
		for _, b := range hearsay.Blocks(text) {
			if b.Depth > hearsay.MostDepth {
				t.Fatalf("%d deep", b.Depth)
			}
		}
		hearsay.Pieces(text)
		hearsay.QuoteOf("ann", text)
		if got := hearsay.Mentioned(text, []string{"ann", "bo"}); len(got) != 0 {
			t.Errorf("%v", got)
		}
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}
