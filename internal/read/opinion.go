// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"strings"

	"codeberg.org/readeck/go-readability"
	"golang.org/x/net/html"
)

// The two extractors fail on different pages. Where one finds a part of what the other found, the difference is
// nearly always a list of other articles or a form that the longer one took for prose, so the part is taken. Only
// where go-trafilatura kept less than half of what readability found has it lost the article's second half; a
// difference of more than three times is a page of many texts again.
const (
	mostlyInside  = 0.95 // of the 4-grams of the shorter text lie in the longer
	hardlyShorter = 0.93
	wholeInside   = 0.98
	leastKept     = 0.30
	mostKept      = 0.50
)

// secondOpinion gives the paragraphs that the page's article has after readability was asked too.
func secondOpinion(root *html.Node, body []string, base *url.URL) []string {
	article, err := readability.FromDocument(root, base)
	if err != nil || article.Node == nil {
		return body
	}
	other := contentBlocks(article.Node)
	if len(body) == 0 || len(other) == 0 {
		return other
	}
	a, b := wordGrams(body), wordGrams(other)
	shared := 0
	for g, n := range a.count {
		shared += min(n, b.count[g])
	}
	ofBody, ofOther := share(shared, a.total), share(shared, b.total)
	switch {
	case ofOther >= mostlyInside && ofBody < hardlyShorter:
		return other
	case ofBody >= wholeInside && ofOther >= leastKept && ofOther < mostKept:
		return other
	}
	return body
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// gramCounts are the runs of four words of a text, and how often each stands in it.
type gramCounts struct {
	count map[[4]string]int
	total int
}

func wordGrams(paragraphs []string) gramCounts {
	g := gramCounts{count: map[[4]string]int{}}
	var last [4]string
	seen := 0
	for _, p := range paragraphs {
		for _, w := range strings.Fields(p) {
			last = [4]string{last[1], last[2], last[3], w}
			if seen++; seen >= 4 {
				g.count[last]++
				g.total++
			}
		}
	}
	return g
}
