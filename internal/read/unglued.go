// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unglued takes apart what go-trafilatura makes of a page with little text: one line of all there is, the headline in it as if it were the
// beginning of the first sentence. Where the line is the headline and paragraphs of the page, and nothing else, it is those paragraphs.
func unglued(root *html.Node, body []string) []string {
	if len(body) != 1 || len(body[0]) > maxNodeText {
		return body
	}
	rest := collapse(body[0])
	var found []string
	for n := range root.Descendants() {
		if rest == "" || n.Type != html.ElementNode || n.DataAtom != atom.P && n.DataAtom != atom.H1 {
			continue
		}
		words := nodeText(n)
		after, ok := strings.CutPrefix(rest+" ", words+" ")
		if words == "" || !ok {
			continue
		}
		if rest = strings.TrimSpace(after); n.DataAtom == atom.P {
			found = append(found, words)
		}
	}
	if rest != "" || len(found) == 0 {
		return body
	}
	return found
}
