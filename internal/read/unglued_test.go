// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/read"
)

// TestHeadlineOfAShortPageIsNoPartOfItsFirstSentence: pages of three sentences.
func TestHeadlineOfAShortPageIsNoPartOfItsFirstSentence(t *testing.T) {
	const first, second = "Quorn Timber bought the mill for 3 million crowns in March, Vesk said.", "Quorn Timber paid no taxes on it, a clerk said."
	for _, title := range []string{"Mill bought", "Mill", "Quorn Timber"} {
		page := "<html><head><title>" + title + "</title></head><body><main><article><h1>" + title + "</h1>\n<p>" + first + "</p>\n<p>" + second + "</p></article></main></body></html>"
		docs, err := read.Capture(hearsay.Capture{ID: "c", URL: "https://quorn.example/mill"}, []byte(page))
		if err != nil || len(docs) != 1 {
			t.Fatalf("%d documents, %v", len(docs), err)
		}
		if got := docs[0].Text[docs[0].Body:]; strings.Join(strings.Fields(got), " ") != first+" "+second || !strings.HasPrefix(got, first) {
			t.Errorf("%s: the text is %q", title, got)
		}
	}
}
