// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// pageSize is what decides whether a page may be parsed into a tree.
type pageSize struct {
	elements, blocks, attributes, textNode, text int
}

// isTooLarge reports whether the tree of the page could cost more than two seconds. How deep a page is, the parser of
// the tree finds out and says.
func (s pageSize) isTooLarge() bool {
	return s.elements > maxElements || s.blocks > maxBlocks || s.attributes > maxAttributes ||
		s.textNode > maxTextNode || s.text >= maxPageText
}

var blockTags = sync.OnceValue(func() map[string]bool { return listWords("blocks") })

// skim reads a page in one pass over its tokens, without a tree: how large it is, its title, and a paragraph for each
// block that is prose. For a page that is too large or too deep to parse that is all there is; it takes time and memory
// in proportion to the page alone.
func skim(page string) (size pageSize, title string, paragraphs []string) {
	l := linear{z: html.NewTokenizer(strings.NewReader(page))}
	l.z.SetMaxBuf(len(page) + 1)
	for l.step() {
	}
	l.flush()
	return l.size, collapse(l.title.String()), l.paragraphs
}

// linear is the state of skim, and of the reader of a feed's texts.
type linear struct {
	z          *html.Tokenizer
	skipping   string // the tag whose content is left out, until it closes
	inTitle    bool
	title      strings.Builder
	block      bytes.Buffer
	linked     int // bytes of block inside links
	inLink     bool
	size       pageSize
	paragraphs []string
	all        bool // short blocks and links are prose too: a feed's text has no menus
	links      []string
}

func (l *linear) step() bool {
	switch l.z.Next() {
	case html.ErrorToken:
		return l.z.Err() == nil && l.z.Err() != io.EOF
	case html.StartTagToken:
		name, more := l.z.TagName()
		l.open(string(name), more)
		l.measure(string(name), more)
	case html.SelfClosingTagToken:
		name, more := l.z.TagName()
		l.open(string(name), more)
	case html.EndTagToken:
		name, _ := l.z.TagName()
		l.close(string(name))
	case html.TextToken:
		l.size.textNode = max(l.size.textNode, len(l.z.Raw()))
		l.text(l.z.Text())
	}
	return l.size.text < maxPageText
}

// measure counts an element and, as far as it matters, its attributes.
func (l *linear) measure(tag string, more bool) {
	l.size.elements++
	if blockTags()[tag] {
		l.size.blocks++
	}
	n := 0
	for ; more && n <= maxAttributes; n++ {
		_, _, more = l.z.TagAttr()
	}
	l.size.attributes = max(l.size.attributes, n)
}

func isVoid(tag string) bool {
	switch tag {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

func (l *linear) open(tag string, attributes bool) {
	switch {
	case l.skipping != "":
	case tag == "title" && l.title.Len() == 0:
		l.inTitle = true
	case skippedTags()[tag]:
		l.flush()
		l.skipping = tag
	case tag == "a":
		l.inLink = true
		l.address(attributes)
	case tag == "br" || blockTags()[tag]:
		l.flush()
	}
}

// address keeps where a link of a feed's text leads to.
func (l *linear) address(more bool) {
	for n := 0; more && l.all && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = l.z.TagAttr()
		if string(key) != "href" {
			continue
		}
		to := resolveLink(nil, string(value))
		if to != "" && len(l.links) < maxLinks && !slices.Contains(l.links, to) {
			l.links = append(l.links, to)
		}
	}
}

func (l *linear) close(tag string) {
	switch {
	case l.skipping != "":
		if tag == l.skipping {
			l.skipping = ""
		}
	case tag == "title":
		l.inTitle = false
	case tag == "a":
		l.inLink = false
	case blockTags()[tag]:
		l.flush()
	}
}

func (l *linear) text(b []byte) {
	switch {
	case l.skipping != "":
		return
	case l.inTitle:
		l.title.Write(b[:min(len(b), 1000)])
		return
	}
	if l.inLink {
		l.linked += len(b)
	}
	l.size.text += len(b)
	l.block.Write(b)
}

// minProse is the least number of bytes in a block that is prose and not a label or a menu.
const minProse = 40

func (l *linear) flush() {
	if l.block.Len() == 0 {
		return
	}
	text := collapse(l.block.String())
	if text != "" && l.all || len(text) >= minProse && l.linked*2 < l.block.Len() {
		l.paragraphs = append(l.paragraphs, text)
	}
	l.block.Reset()
	l.linked = 0
}

var inlineTags = sync.OnceValue(func() map[string]bool { return listWords("inline") })

var skippedTags = sync.OnceValue(func() map[string]bool { return listWords("skipped") })

// collapse turns every run of blanks and line ends into one blank and takes them off the ends; a no-break space is a
// character of the text and stays.
func collapse(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && !isBlank(s[i]) {
			i++
		}
		if i-start == len(s) {
			return s
		}
		if i > start {
			if b.Len() == 0 {
				b.Grow(len(s) - start)
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(s[start:i])
		}
		for i < len(s) && isBlank(s[i]) {
			i++
		}
	}
	return b.String()
}

func isBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
