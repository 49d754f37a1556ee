// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"errors"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"hearsay"
)

// Selector chooses the part of a page that is compared. The zero value chooses all of it.
type Selector struct{ of cascadia.SelectorGroup }

// longestSelector is in bytes; a person writes a few dozen.
const longestSelector = 200

// NewSelector reads a CSS selector; an empty one chooses all. Those that look into all that an element holds, or hold patterns, or have two
// steps of any depth, are refused: what they cost grows with the square of the page, or faster.
func NewSelector(css string) (Selector, error) {
	if css == "" {
		return Selector{}, nil
	}
	doing := fmt.Sprintf("choose %.60q of a page", css)
	if len(css) > longestSelector {
		return Selector{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: fmt.Errorf("it is longer than %d bytes", longestSelector)}
	}
	for _, costly := range []string{":has", ":contains", ":matches", ":not", "~", "[", "+"} {
		if strings.Contains(css, costly) {
			return Selector{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: fmt.Errorf("%s is not taken", costly),
				Hint: "give elements, classes, IDs, attributes and > between them: main table.people"}
		}
	}
	for part := range strings.SplitSeq(css, ",") {
		direct := strings.Count(part, ">")
		if steps := len(strings.Fields(strings.ReplaceAll(part, ">", " "))) - 1; steps-direct > 1 {
			return Selector{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: errors.New("it has more than one step of any depth"),
				Hint: "set > between elements of which one is right in the other: main table > tbody > tr"}
		}
	}
	group, err := cascadia.ParseGroup(css)
	if err != nil {
		return Selector{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing, Cause: err, Hint: "a CSS selector, as in main table.people"}
	}
	return Selector{group}, nil
}

// choose gives the outermost elements that are chosen, in the order of the page.
func (s Selector) choose(root *html.Node) []*html.Node {
	if s.of == nil {
		return []*html.Node{root}
	}
	var out []*html.Node
	var within func(n *html.Node, depth int)
	within = func(n *html.Node, depth int) {
		if n.Type == html.ElementNode && s.of.Match(n) {
			out = append(out, n)
			return
		}
		for child := n.FirstChild; child != nil && depth < mostDepth; child = child.NextSibling {
			within(child, depth+1)
		}
	}
	within(root, 0)
	return out
}
