// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// postLines turns the markup of a post into lines and the quotations in them. The line that names who is quoted belongs to
// the quotation, as in a thread that was pasted as text.
type postLines struct {
	post  threadPost
	base  *url.URL
	cur   strings.Builder
	depth int // of quotations
	size  int
}

// linesOf reads the body of a post; base is what its addresses are relative to.
func linesOf(body *html.Node, base *url.URL) threadPost {
	l := postLines{base: base}
	if body != nil {
		l.walk(body, 0)
	}
	l.flush()
	if len(l.post.lines) == 0 { // a post that is nothing but an address says that address
		for _, a := range l.post.links {
			l.post.lines = append(l.post.lines, textLine{text: a})
		}
	}
	return l.post
}

// notSaid are elements whose text nobody wrote into the post.
var notSaid = setOf(strings.Fields("script style noscript template svg math form button select textarea iframe object head"))

func (l *postLines) walk(n *html.Node, depth int) {
	if depth > maxDepth || l.size > maxPageText {
		return
	}
	switch {
	case n.Type == html.TextNode:
		l.cur.WriteString(n.Data)
		l.size += len(n.Data)
		return
	case n.Type == html.ElementNode && (notSaid[n.Data] || hasClass(n, "bbCodeBlock-expandLink", "quote-controls")):
		return
	case n.Type == html.ElementNode && hasClass(n, "onebox"):
		l.preview(n)
		return
	case n.Type == html.ElementNode && isQuotation(n) && l.depth < maxQuoteDepth:
		l.quotation(n, depth)
		return
	case n.Type == html.ElementNode && n.Data == "a":
		l.link(n)
	}
	breaks := n.Type == html.ElementNode && (blockTags()[n.Data] || n.Data == "br" || n.Data == "hr")
	if breaks {
		l.flush()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		l.walk(child, depth+1)
	}
	if breaks {
		l.flush()
	}
}

func (l *postLines) flush() {
	if text := collapse(l.cur.String()); text != "" {
		l.post.lines = append(l.post.lines, textLine{text: text})
	}
	l.cur.Reset()
}

// link keeps where a link leads. Names of members and tags are links of the board, not of the post.
func (l *postLines) link(n *html.Node) {
	if hasClass(n, "mention", "hashtag", "plugin-mentions-a", "username", "bbCodeBlock-sourceJump") {
		return
	}
	to := resolveLink(l.base, attribute(n, "href"))
	if to != "" && len(l.post.links) < maxLinks && !slices.Contains(l.post.links, to) {
		l.post.links = append(l.post.links, to)
	}
}

// preview keeps the address of what a board shows as a card in its place: the words on it are another page's.
func (l *postLines) preview(n *html.Node) {
	l.flush()
	if to := resolveLink(l.base, attribute(n, "data-onebox-src")); to != "" {
		l.link(&html.Node{Type: html.ElementNode, Data: "a", Attr: []html.Attribute{{Key: "href", Val: to}}})
		return
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "a" && resolveLink(l.base, attribute(d, "href")) != "" {
			l.link(d)
			return
		}
	}
}

// quotation marks what a quotation holds, and those inside it; outer ones come first.
func (l *postLines) quotation(n *html.Node, depth int) {
	l.flush()
	name, head := quotationHead(n)
	q := lineQuote{author: name, from: len(l.post.lines), bare: true}
	if last := q.from - 1; last >= 0 && head == nil {
		if by := l.announced(n); by != "" && !l.endsQuote(q.from) {
			q.author, q.from, q.bare = by, last, false
		}
	}
	if head != nil {
		if text := collapse(nodeWords(head)); text != "" {
			l.post.lines, q.bare = append(l.post.lines, textLine{text: text}), false
		}
	}
	me := len(l.post.quotes)
	l.post.quotes = append(l.post.quotes, q)
	l.depth++
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		l.around(child, head, depth+1)
	}
	l.flush()
	l.depth--
	l.post.quotes[me].to = len(l.post.lines)
}

// announced is who is named in the line before a quotation, where that line says who is quoted.
func (l *postLines) announced(n *html.Node) string {
	line := l.post.lines[len(l.post.lines)-1].text
	if by, ok := quoteHeader(line); ok {
		return by
	}
	before := n.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	if before != nil && hasClass(before, "quoteheader") {
		return quotedBy(line)
	}
	return ""
}

// around walks what holds head, but for head itself.
func (l *postLines) around(n, head *html.Node, depth int) {
	switch {
	case n == head:
		return
	case head == nil || !holds(n, head) || isQuotation(n):
		l.walk(n, depth)
		return
	}
	l.flush()
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		l.around(child, head, depth+1)
	}
	l.flush()
}

// endsQuote reports whether a quotation ends with the line before a given one: then that is no header of what follows.
func (l *postLines) endsQuote(line int) bool {
	return slices.ContainsFunc(l.post.quotes, func(q lineQuote) bool { return q.to == line })
}

func isQuotation(n *html.Node) bool {
	switch n.Data {
	case "blockquote":
		// Discourse wraps it in an aside that has the name.
		return n.Parent == nil || n.Parent.Data != "aside" || !hasClass(n.Parent, "quote")
	case "aside":
		return hasClass(n, "quote")
	case "div":
		return hasClass(n, "bbcode_quote")
	}
	return false
}

// quotationHead gives who is quoted and the element that says so; nil where none does.
func quotationHead(n *html.Node) (name string, head *html.Node) {
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		if isQuotation(d) {
			break
		}
		if d.Data == "cite" || hasClass(d, "title", "bbCodeBlock-title", "ipsQuote_citation", "bbcode_postedby", "quoteheader", "topslice_quote") {
			head = d
			break
		}
	}
	text := ""
	if head != nil {
		text = collapse(nodeWords(head))
	}
	for _, key := range []string{"data-username", "data-quote", "data-ipsquote-username", "data-author"} {
		name = attribute(n, key)
		if name != "" && len(name) <= maxNameBytes && (text == "" || strings.Contains(text, name)) {
			return name, head
		}
	}
	return quotedBy(text), head
}

const maxNameBytes = 120

// quoteForms are the forms of lists/quoted-by.txt.
var quoteForms = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, form := range listLines("quoted-by") {
		exp := strings.ReplaceAll(regexp.QuoteMeta(form), "NAME", `([^\s:].{0,60}?)`)
		exp = strings.ReplaceAll(exp, "REST", `.{1,200}?`)
		if strings.HasSuffix(form, "NAME") {
			exp += `(?:$|\s*[:»→↑(]|\s+on\s)`
		}
		out = append(out, regexp.MustCompile("(?i)^"+exp))
	}
	return out
})

var leadingDate = regexp.MustCompile(`^\([^)]{1,60}\)\s*`)

// quotedBy takes the name out of the line at the head of a quotation.
func quotedBy(line string) string {
	if len(line) > 400 {
		return ""
	}
	line = leadingDate.ReplaceAllString(line, "")
	for _, f := range quoteForms() {
		if m := f.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(strings.TrimPrefix(m[1], "@"))
		}
	}
	return ""
}

// nodeWords is the text of an element, with a blank between its blocks.
func nodeWords(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case b.Len() > maxNodeText:
			return b.String()
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Type == html.ElementNode && blockTags()[d.Data]:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func hasClass(n *html.Node, names ...string) bool {
	for c := range strings.FieldsSeq(attribute(n, "class")) {
		if slices.Contains(names, c) {
			return true
		}
	}
	return false
}

func holds(n, inner *html.Node) bool {
	for at := inner; at != nil; at = at.Parent {
		if at == n {
			return true
		}
	}
	return false
}
