// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var addressPattern = regexp.MustCompile(`https?://[^\s<>"“”«»]+`)

// markup reads the text and the links of a post that is written as HTML. Names of accounts and tags lead to pages of the
// network, and are no links of the post.
func (p *Post) markup(s string) {
	z := html.NewTokenizer(strings.NewReader(s[:min(len(s), mostText)]))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.Text = cleanText(joinLines(b.String()))
			return
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			switch t := z.Token(); t.Data {
			case "br", "p", "li", "blockquote", "div":
				b.WriteByte('\n')
			case "a":
				if class := attr(t, "class"); !strings.Contains(class, "mention") && !strings.Contains(class, "hashtag") {
					p.link(attr(t, "href"))
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "p" || string(name) == "div" {
				b.WriteByte('\n')
			}
		}
	}
}

func attr(t html.Token, name string) string {
	if i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == name }); i >= 0 {
		return t.Attr[i].Val
	}
	return ""
}

func joinLines(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
