// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"hearsay"
)

// contentBlocks gives the paragraphs under a node of extracted content.
func contentBlocks(node *html.Node) []string {
	var b blocks
	b.walk(node, 0)
	b.flush()
	return b.paragraphs
}

type blocks struct {
	cur        strings.Builder
	paragraphs []string
	size       int
}

func (b *blocks) walk(n *html.Node, depth int) {
	if n == nil || depth > maxDepth || b.size > maxPageText {
		return
	}
	switch n.Type {
	case html.TextNode:
		b.cur.WriteString(n.Data)
		b.size += len(n.Data)
		return
	case html.ElementNode:
		if n.Data == "br" || n.Data == "hr" {
			b.flush()
			return
		}
	}
	isCell := n.Type == html.ElementNode && (n.Data == "td" || n.Data == "th")
	if isCell && strings.TrimSpace(b.cur.String()) != "" {
		b.cur.WriteString(" | ") // a row is one paragraph
	}
	own := n.Type == html.ElementNode && blockTags()[n.Data] && !isCell
	if own {
		b.flush()
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		b.walk(child, depth+1)
	}
	if own {
		b.flush()
	}
}

func (b *blocks) flush() {
	if text := collapse(b.cur.String()); text != "" {
		b.paragraphs = append(b.paragraphs, text)
	}
	b.cur.Reset()
}

// linksOf gives the addresses that the paragraphs link to. The extractor keeps links only at a cost in text (F1 0.961
// instead of 0.964), so the paragraphs are found again in the page's own tree.
func linksOf(root *html.Node, paragraphs []string, base *url.URL) []string {
	known := make(map[string]bool, len(paragraphs))
	for _, p := range paragraphs {
		known[paragraphKey(p)] = true
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !isParagraph(n.Data) || !known[paragraphKey(nodeText(n))] {
			continue
		}
		for a := range n.Descendants() {
			if a.Type != html.ElementNode || a.Data != "a" {
				continue
			}
			to := resolveLink(base, attribute(a, "href"))
			if to != "" && !slices.Contains(out, to) && len(out) < maxLinks {
				out = append(out, to)
			}
		}
	}
	return out
}

func isParagraph(tag string) bool {
	switch tag {
	case "p", "li", "td", "dd", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	return false
}

func paragraphKey(s string) string { return bareWords(s[:min(len(s), 300)]) }

// resolveLink makes an address absolute; anything but a web address gives nothing.
func resolveLink(base *url.URL, ref string) string {
	to, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" || strings.HasPrefix(ref, "#") {
		return ""
	}
	if base != nil {
		to = base.ResolveReference(to)
	}
	if to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return ""
	}
	return to.String()
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// withoutCaptions takes the captions of pictures out of the paragraphs.
func withoutCaptions(paragraphs, captions []string) []string {
	return slices.DeleteFunc(paragraphs, func(p string) bool { return slices.Contains(captions, p) })
}

// sameWords compares without case, blanks and punctuation.
func sameWords(a, b string) bool {
	if a == "" {
		return false
	}
	for {
		var x, y rune
		x, a = nextLetter(a)
		y, b = nextLetter(b)
		if x != y {
			return false
		}
		if x < 0 {
			return true
		}
	}
}

// nextLetter gives the first letter or digit of s in lower case, and what follows it; -1 where there is none.
func nextLetter(s string) (letter rune, rest string) {
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r), s[i+utf8.RuneLen(r):]
		}
	}
	return -1, ""
}

func bareWords(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// PlainAddress gives an address with its host as the network knows it: letters past ASCII, which may look like others, in
// the form that begins with xn--. What is no address, or has no such host, is given as it is.
func PlainAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || isASCII([]byte(u.Host)) {
		return address
	}
	u.Host = plainHost(u.Host)
	return u.String()
}

func plainHost(host string) string {
	if plain, err := idna.Punycode.ToASCII(host); err == nil {
		return plain
	}
	return host
}

// domainOf gives the registrable domain of a host, or the host where there is none.
func domainOf(host string) string {
	host = plainHost(strings.ToLower(strings.TrimSuffix(host, ".")))
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// outletOf names the outlet of a page that no feed has named: its registrable domain.
func outletOf(host string) hearsay.OutletID { return hearsay.OutletID(domainOf(host)) }
