// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay"
)

// The limits of a page: what is beyond is not seen.
const (
	mostBytes = 4 << 20
	mostLines = 3000
	mostDepth = 500
	longest   = 4000 // bytes of one line
	cardSize  = 300  // bytes of text up to which one of several like elements is an entry, not a section
	asideSize = 6000 // and up to which an element may be noise by its name: a page that is all "promo" is a page
)

// See gives what a reader sees of an HTML page that was found at an address: of all of it, or of what a selector chooses. A
// page of which the selector chooses nothing is seen as empty.
func See(page, address string, selector Selector) (*View, error) {
	root, err := html.Parse(strings.NewReader(page[:min(len(page), mostBytes)]))
	if err != nil {
		return nil, fmt.Errorf("see the page %s: %w", address, err)
	}
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	s := &seer{base: base, view: &View{Language: languageOf(root)}}
	s.view.Title = titleIn(root)
	for _, n := range selector.choose(root) {
		s.walk(n, context{})
		s.flush(context{})
	}
	s.view.Text = s.all.String()
	s.view.joinOffices()
	return s.view, nil
}

// context is what holds for all that stands in an element.
type context struct {
	depth int
	noise Noise
	place string
	list  int
	whole bool // what stands in it is one line
}

// seer gathers the lines of a page.
type seer struct {
	base  *url.URL
	view  *View
	all   strings.Builder
	cur   strings.Builder // the line on its way
	said  strings.Builder // and what of it is no noise
	links []Link
	lists int
}

func (s *seer) walk(n *html.Node, c context) {
	if c.depth > mostDepth || len(s.view.Lines) >= mostLines {
		return
	}
	switch n.Type {
	case html.TextNode:
		s.write(n.Data, c.noise)
		return
	case html.ElementNode:
		s.element(n, c)
		return
	}
	s.children(n, c)
}

func (s *seer) children(n *html.Node, c context) {
	c.depth++
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		s.walk(child, c)
	}
}

func (s *seer) element(n *html.Node, c context) {
	if unseen(n) {
		return
	}
	s.note(n)
	noisy := c.noise == ""
	if noise := noiseOf(n); noise != "" && noisy && atMost(n, asideSize) {
		c.noise = noise
	}
	noisy = noisy && c.noise != ""
	switch {
	case c.whole:
		if separates(n) {
			s.separate()
		} else if besides(n) {
			s.write(" ", "")
		}
		s.children(n, c)
		if isBlock(n.DataAtom) {
			s.separate()
		}
	case n.DataAtom == atom.Br:
		s.flush(c)
	case n.DataAtom == atom.Dd: // with its term
		s.separate()
		s.children(n, c)
	case !isBlock(n.DataAtom) && noisy:
		s.flush(context{place: c.place, list: c.list})
		s.children(n, c)
		s.flush(c)
	case n.DataAtom == atom.Dt:
		s.flush(c)
		c.place = placeOf(c.place, n)
		s.children(n, c)
	case !isBlock(n.DataAtom):
		if besides(n) {
			s.write(" ", "")
		}
		s.children(n, c)
	default:
		s.flush(c)
		c.place = placeOf(c.place, n)
		if holdsEntries(n) {
			s.lists++
			c.list = s.lists
		}
		c.whole = isEntry(n)
		s.children(n, c)
		s.flush(c)
	}
}

// note keeps what an element is besides its text.
func (s *seer) note(n *html.Node) {
	switch n.DataAtom {
	case atom.Input:
		s.view.Asks = s.view.Asks || attribute(n, "type") == "password"
	case atom.A:
		if to, err := s.base.Parse(attribute(n, "href")); err == nil && (to.Scheme == "http" || to.Scheme == "https" || to.Scheme == "mailto") {
			s.links = append(s.links, Link{Text: textOf(n), URL: plainAddress(to)})
		}
	}
}

// write adds to the line; what is noise is no part of what the line says.
func (s *seer) write(text string, noise Noise) {
	s.cur.WriteString(text)
	if noise == "" {
		s.said.WriteString(text)
	}
}

// separate sets what comes apart from what the line has so far.
func (s *seer) separate() {
	if t := strings.TrimSpace(s.cur.String()); t != "" && !strings.HasSuffix(t, "|") {
		s.write(" | ", "")
	}
}

// flush ends a line.
func (s *seer) flush(c context) {
	line, said, links := clean(s.cur.String()), clean(s.said.String()), s.links
	s.cur.Reset()
	s.said.Reset()
	s.links = nil
	if line == "" {
		return
	}
	start := s.all.Len()
	l := Line{Span: hearsay.Span{Start: start, End: start + len(line), Text: line}, Links: links, Place: c.place, List: c.list, Noise: c.noise}
	if l.key = line; c.noise == "" {
		l.key, l.Noise = quiet(said)
	}
	l.key = keyOf(l.key)
	s.all.WriteString(line + "\n")
	s.view.Lines = append(s.view.Lines, l)
}

func clean(s string) string {
	s = strings.Trim(collapse(s), " |")
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	return s
}

// besides reports whether an element within a line follows another without a blank: what pages set apart by style.
func besides(n *html.Node) bool {
	apart := func(n *html.Node) bool {
		return n != nil && n.Type == html.ElementNode && (n.DataAtom == atom.A || n.DataAtom == atom.Span || n.DataAtom == atom.Time || n.DataAtom == atom.Button)
	}
	return apart(n) && apart(n.PrevSibling)
}

func titleIn(root *html.Node) string {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Title {
			return textOf(n)
		}
		if n.DataAtom == atom.Body {
			break
		}
	}
	return ""
}

// languageOf is the language that a page says it is in; empty if it says none.
func languageOf(root *html.Node) string {
	for n := range root.ChildNodes() {
		if n.DataAtom == atom.Html {
			lang, _, _ := strings.Cut(strings.ToLower(attribute(n, "lang")), "-")
			return lang
		}
	}
	return ""
}

// unseen reports whether a reader sees nothing of an element.
func unseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Head, atom.Select, atom.Math:
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attribute(n, "style")), " ", "")
	return has(n, "hidden") || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// holdsEntries reports whether an element is a list: what stands in it are entries.
func holdsEntries(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Ul, atom.Ol, atom.Table, atom.Dl:
		return true
	}
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode && isCard(child) {
			return true
		}
	}
	return false
}

// isEntry reports whether all text of an element is one line: what is said of one thing in several elements.
func isEntry(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Tr:
		return true
	case atom.Li:
		return atMost(n, cardSize) && !holdsBlock(n, atom.Ul, atom.Ol, atom.Table)
	}
	return isCard(n)
}

// isCard reports whether an element is one of several of a kind beside each other, each with a few short lines.
func isCard(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Article && n.DataAtom != atom.Section && n.DataAtom != atom.A {
		return false
	}
	if !hasTwin(n) || !atMost(n, cardSize) || holdsBlock(n, atom.Ul, atom.Ol, atom.Table, atom.Dl) {
		return false
	}
	for child := range n.ChildNodes() { // a row of cards is none
		if child.Type == html.ElementNode && isBlock(child.DataAtom) && hasTwin(child) && blocksIn(child) >= 2 {
			return false
		}
	}
	return blocksIn(n) >= 2
}

func blocksIn(n *html.Node) (blocks int) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && isBlock(d.DataAtom) {
			blocks++
		}
	}
	return blocks
}

// hasTwin reports whether an element of the same kind stands beside it.
func hasTwin(n *html.Node) bool {
	for _, next := range []func(*html.Node) *html.Node{
		func(n *html.Node) *html.Node { return n.NextSibling }, func(n *html.Node) *html.Node { return n.PrevSibling },
	} {
		for x := next(n); x != nil; x = next(x) {
			if x.Type == html.ElementNode {
				if x.DataAtom == n.DataAtom && attribute(x, "class") == attribute(n, "class") && shape(x) == shape(n) {
					return true
				}
				break
			}
		}
	}
	return false
}

// shape is the kinds of the elements right in another.
func shape(n *html.Node) string {
	var b strings.Builder
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode && b.Len() < 200 {
			b.WriteString(child.Data + " ")
		}
	}
	return b.String()
}

func holdsBlock(n *html.Node, kinds ...atom.Atom) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(kinds, d.DataAtom) {
			return true
		}
	}
	return false
}

// separates reports whether an element stands apart from what is before it in the same line.
func separates(n *html.Node) bool {
	return isBlock(n.DataAtom) || n.DataAtom == atom.Td || n.DataAtom == atom.Th || n.DataAtom == atom.Br
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1,
		atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Legend, atom.Li, atom.Main,
		atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Tbody,
		atom.Tfoot, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// placeOf adds an element to a place. A place is a few elements deep: what holds the whole page tells nothing.
func placeOf(around string, n *html.Node) string {
	own := n.Data
	if class := strings.Fields(attribute(n, "class")); len(class) > 0 {
		own += "." + class[0]
	}
	parts := strings.Split(around, "/")
	if len(parts) > 3 {
		parts = parts[len(parts)-3:]
	}
	return strings.TrimPrefix(strings.Join(append(parts, own), "/"), "/")
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// atMost reports whether an element has no more text than that, and not many elements.
func atMost(n *html.Node, size int) bool {
	nodes := 0
	for d := range n.Descendants() {
		if nodes++; d.Type == html.TextNode {
			size -= len(collapse(d.Data))
		}
		if size < 0 || nodes > asideSize {
			return false
		}
	}
	return true
}

// textOf is the text in a small element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
		if b.Len() > asideSize {
			break
		}
	}
	return collapse(b.String())
}

func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }
