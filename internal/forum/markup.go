// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"strings"

	"golang.org/x/net/html"
)

// deepest is how deep the elements that hold quotations may lie in each other. The parser refuses what is deeper than
// 512; quotations and what boards wrap around them get less than half of that.
const deepest = 200

// Shallow takes the tags of quotations that lie too deep out of markup, and leaves their words where they are: a
// post with thousands of nested quotations is read like any other.
func Shallow(markup string) string {
	if strings.Count(markup, "<blockquote")+strings.Count(markup, "<div") < deepest {
		return markup
	}
	z := html.NewTokenizer(strings.NewReader(markup))
	z.SetMaxBuf(len(markup) + 1)
	var b strings.Builder
	depth := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := z.Raw()
		if kind != html.StartTagToken && kind != html.EndTagToken {
			b.Write(raw)
			continue
		}
		text := string(raw) // reading the name may overwrite it
		name, _ := z.TagName()
		switch {
		case !nests(string(name)):
		case kind == html.StartTagToken:
			depth++
			if depth > deepest {
				text = " "
			}
		case depth > 0:
			if depth > deepest {
				text = " "
			}
			depth--
		}
		b.WriteString(text)
	}
}

// nests reports whether boards wrap quotations in such elements. All of them must be closed, so their depth can be counted.
func nests(tag string) bool {
	switch tag {
	case "blockquote", "div", "aside", "section", "article", "span", "cite":
		return true
	}
	return false
}
