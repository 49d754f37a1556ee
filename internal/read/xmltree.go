// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// xmlNode is an element of a bounded XML tree.
type xmlNode struct {
	space, name string
	attrs       []xml.Attr
	kids        []xmlKid
	cut         bool // the input ended, or became unreadable, inside this element
}

// xmlKid is an element or, where node is nil, a piece of text.
type xmlKid struct {
	node *xmlNode
	text string
}

func (n *xmlNode) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// xmlAttr gives xml:base or xml:lang.
func (n *xmlNode) xmlAttr(name string) (string, bool) {
	for _, a := range n.attrs {
		isXML := a.Name.Space == "xml" || a.Name.Space == "http://www.w3.org/XML/1998/namespace"
		if a.Name.Local == name && isXML {
			return strings.TrimSpace(a.Value), true
		}
	}
	return "", false
}

// text is the text of the element itself and, where deep, of all below it.
func (n *xmlNode) text(deep bool) string {
	var b strings.Builder
	for _, k := range n.kids {
		if k.node == nil {
			b.WriteString(k.text)
		} else if deep {
			b.WriteString(k.node.text(true))
		}
	}
	return b.String()
}

func (n *xmlNode) hasElements() bool {
	for _, k := range n.kids {
		if k.node != nil {
			return true
		}
	}
	return false
}

var (
	errTooManyTokens = errors.New("more than 600,000 tokens of XML")
	errTooDeep       = errors.New("elements nested deeper than 512")
	errTooManyAttrs  = errors.New("more than 256 attributes on one element")
	errNestedEntity  = errors.New("an entity made of other entities")
	errNoElement     = errors.New("no XML element")
)

// nestedEntity finds the declaration that every expansion bomb needs and no feed does.
var nestedEntity = regexp.MustCompile(`<!ENTITY\s+([^\s%]+)\s+(?:"[^"]*&[A-Za-z_][^"]*"|'[^']*&[A-Za-z_][^']*')`)

// parseXML reads text as XML, leniently: undeclared entities stay as they are and no entity is ever expanded, nothing
// outside is fetched, a missing end tag is supplied. stop says, when an element opens, that enough has been read.
// Where the text breaks off, the tree holds what came before, and the elements that were still open are marked cut.
// Over a bound there is no tree but an error.
func parseXML(text string, stop func(name string) bool) (root *xmlNode, complete bool, err error) {
	dec := xml.NewDecoder(strings.NewReader(cleanXML(text)))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.AutoClose = []string{"br", "hr", "img"} // not all of HTML's: a link of RSS has text
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	t := xmlBuilder{stop: stop}
	for range maxXMLTokens {
		token, err := dec.Token()
		if err != nil {
			return t.finish(err == io.EOF && len(t.open) == 0)
		}
		done, err := t.add(token)
		if err != nil {
			line, _ := dec.InputPos()
			return nil, false, fmt.Errorf("line %d: %w", line, err)
		}
		if done {
			return t.finish(false)
		}
	}
	return nil, false, errTooManyTokens
}

type xmlBuilder struct {
	root *xmlNode
	open []*xmlNode
	stop func(string) bool
}

func (t *xmlBuilder) add(token xml.Token) (done bool, err error) {
	switch v := token.(type) {
	case xml.StartElement:
		if len(v.Attr) > maxAttributes {
			return false, errTooManyAttrs
		}
		if len(t.open) >= maxDepth {
			return false, errTooDeep
		}
		if t.stop(strings.ToLower(v.Name.Local)) {
			return true, nil
		}
		n := &xmlNode{space: v.Name.Space, name: v.Name.Local, attrs: v.Copy().Attr}
		if len(t.open) > 0 {
			top := t.open[len(t.open)-1]
			top.kids = append(top.kids, xmlKid{node: n})
		} else if t.root == nil {
			t.root = n
		}
		t.open = append(t.open, n)
	case xml.EndElement:
		if len(t.open) > 0 {
			t.open = t.open[:len(t.open)-1]
		}
	case xml.Directive:
		if m := nestedEntity.FindSubmatch(v); m != nil {
			return false, fmt.Errorf("%w: %s", errNestedEntity, m[1])
		}
	case xml.CharData:
		if len(t.open) > 0 {
			top := t.open[len(t.open)-1]
			top.kids = append(top.kids, xmlKid{text: fixC1(string(v))})
		}
	}
	return false, nil
}

func (t *xmlBuilder) finish(complete bool) (*xmlNode, bool, error) {
	for _, n := range t.open {
		n.cut = true
	}
	if t.root == nil {
		return nil, false, errNoElement
	}
	return t.root, complete, nil
}

var (
	xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	upperReference = regexp.MustCompile(`&#X[0-9A-Fa-f]+;`)
)

// cleanXML takes out what encoding/xml refuses although readers of feeds live with it: a declaration of another
// version or charset (the text is UTF-8 by now) and characters that XML does not allow.
func cleanXML(text string) string {
	text = strings.TrimLeft(text, "\ufeff \t\r\n")
	text = xmlDeclaration.ReplaceAllString(text, "")
	text = upperReference.ReplaceAllStringFunc(text, strings.ToLower)
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
}

// c1 are the characters that windows-1252 has where Latin-1 has controls; feeds write them as &#146;.
const c1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// fixC1 replaces them. Where the controls are the bytes of UTF-8 text that was taken for Latin-1, that text is meant.
func fixC1(s string) string {
	if !strings.ContainsFunc(s, isC1) {
		return s
	}
	if b, err := charmap.ISO8859_1.NewEncoder().String(s); err == nil && utf8.ValidString(b) {
		return b
	}
	table := []rune(c1)
	return strings.Map(func(r rune) rune {
		if isC1(r) {
			return table[r-0x80]
		}
		return r
	}, s)
}

func isC1(r rune) bool { return r >= 0x80 && r < 0xa0 }

// innerXML writes the content of an element as markup again, without namespaces.
func (n *xmlNode) innerXML(b *strings.Builder) {
	for _, k := range n.kids {
		if k.node == nil {
			b.WriteString(escapeText(k.text))
			continue
		}
		k.node.outerXML(b)
	}
}

func (n *xmlNode) outerXML(b *strings.Builder) {
	b.WriteString("<" + n.name)
	for _, a := range n.attrs {
		if a.Name.Local == "xmlns" || a.Name.Space == "xmlns" || a.Name.Space != "" {
			continue
		}
		b.WriteString(" " + a.Name.Local + `="` + escapeValue(a.Value) + `"`)
	}
	if len(n.kids) == 0 && isVoid(n.name) {
		b.WriteString(" />")
		return
	}
	b.WriteString(">")
	n.innerXML(b)
	b.WriteString("</" + n.name + ">")
}

func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

func escapeValue(s string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(s)
}
