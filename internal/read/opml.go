// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"strings"

	"hearsay"
)

// Outline is a feed in an OPML list.
type Outline struct {
	Title string
	Feed  string // address of the feed
	Page  string // address of the site; may be empty
	Kind  string // what is found there, as hearsay's own lists say: "sitemap", "front", "page"; else empty or "rss"
}

// OPML gives the feeds of an OPML list in order, each address once, at most 10,000. Only web addresses are given; the
// guard of fetch judges them again before they are used.
//
// Errors are hearsay.ErrInvalid: the payload is no OPML, or over a bound of limits.go.
func OPML(payload []byte) ([]Outline, error) {
	text, _ := Decode(payload, "")
	count := 0
	root, _, err := parseXML(text, func(name string) bool {
		if name == "outline" {
			count++
		}
		return count > 2*maxOutlines // folders are outlines too
	})
	if err == nil && !strings.EqualFold(root.name, "opml") {
		err = errors.New("the root element is " + root.name)
	}
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read OPML", Cause: err}
	}
	seen := map[string]bool{}
	return outlines(root, nil, seen), nil
}

func outlines(n *xmlNode, out []Outline, seen map[string]bool) []Outline {
	if feed := attrFold(n, "xmlUrl"); feed != "" && len(out) < maxOutlines {
		link := webLink("", feed)
		if strings.HasPrefix(link, "http") && !seen[link] {
			seen[link] = true
			title := firstOf(attrFold(n, "title"), attrFold(n, "text"))
			out = append(out, Outline{Title: collapse(title), Feed: link, Page: webLink("", attrFold(n, "htmlUrl")), Kind: attrFold(n, "type")})
		}
	}
	for _, k := range n.kids {
		if k.node != nil {
			out = outlines(k.node, out, seen)
		}
	}
	return out
}

func attrFold(n *xmlNode, name string) string {
	for _, a := range n.attrs {
		if strings.EqualFold(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}
