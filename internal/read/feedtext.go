// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"encoding/base64"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// textOf reads a text of a feed: plain, escaped markup, inline markup or base64, as type and mode say.
func (r *feedReader) textOf(n *xmlNode, def string, env feedEnv) FeedText {
	t := FeedText{Type: contentType(n.attr("type"), def), Language: env.language, Base: env.base}
	mode := strings.ToLower(n.attr("mode"))
	switch {
	case isBase64(n, t.Type, mode):
		t.Value = decodeBase64(n.text(true))
	case n.hasElements():
		if !strings.HasSuffix(t.Type, "xml") {
			t.Type = "application/xhtml+xml"
		}
		t.Value = r.inline(n)
	case strings.HasSuffix(t.Type, "xml") && mode != "escaped":
		t.Value = escapeText(n.text(true))
	default:
		t.Value = n.text(true)
	}
	t.Value = strings.TrimSpace(t.Value)
	if !r.atom && t.Type == "text/plain" && looksLikeHTML(t.Value) {
		t.Type = "text/html"
	}
	if htmlTypes[t.Type] {
		t.Value = tidyMarkup(t.Value, env.base)
	}
	if len(t.Value) > maxItemText {
		t.Value = strings.ToValidUTF8(t.Value[:maxItemText], "")
	}
	return t
}

// inline writes inline markup as text; Atom's wrapper, one div around everything, is not part of the text.
func (r *feedReader) inline(n *xmlNode) string {
	const atom = "http://www.w3.org/2005/atom"
	var only *xmlNode
	for _, k := range n.kids {
		if k.node == nil && strings.TrimSpace(k.text) == "" {
			continue
		}
		if k.node == nil || only != nil {
			only = nil
			break
		}
		only = k.node
	}
	var b strings.Builder
	isWrapper := only != nil && strings.EqualFold(only.name, "div") &&
		(strings.EqualFold(r.home, atom) || contentType(n.attr("type"), "") == "")
	if isWrapper {
		only.innerXML(&b)
	} else {
		n.innerXML(&b)
	}
	return b.String()
}

func contentType(declared, def string) string {
	declared, _, _ = strings.Cut(strings.ToLower(declared), ";")
	switch declared = strings.TrimSpace(declared); declared {
	case "":
		return def
	case "text":
		return "text/plain"
	case "html":
		return "text/html"
	case "xhtml":
		return "application/xhtml+xml"
	}
	return declared
}

func isBase64(n *xmlNode, typ, mode string) bool {
	if mode == "base64" {
		return true
	}
	if n.attr("type") == "" || mode != "" || n.attr("src") != "" {
		return false
	}
	return !strings.HasPrefix(typ, "text/") && !strings.HasSuffix(typ, "+xml") && !strings.HasSuffix(typ, "/xml")
}

func decodeBase64(s string) string {
	out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		return s
	}
	text, _ := cleanUTF8(out)
	return text
}

var (
	markupEnd    = regexp.MustCompile(`</[a-zA-Z][a-zA-Z0-9]*>|&#?[a-zA-Z0-9]+;`)
	markupTag    = regexp.MustCompile(`</?([a-zA-Z][a-zA-Z0-9]*)`)
	markupEntity = regexp.MustCompile(`&([a-zA-Z][a-zA-Z0-9]*);`)
)

// looksLikeHTML guesses whether a text that is declared plain is markup: it closes a tag or has an entity, and all
// its tags and entities are HTML's.
func looksLikeHTML(s string) bool {
	if !markupEnd.MatchString(s) {
		return false
	}
	for _, m := range markupTag.FindAllStringSubmatch(s, -1) {
		if tag := strings.ToLower(m[1]); !inlineTags()[tag] && !blockTags()[tag] {
			return false
		}
	}
	for _, m := range markupEntity.FindAllString(s, -1) {
		if html.UnescapeString(m) == m {
			return false
		}
	}
	return true
}

// addressAttributes hold addresses.
var addressAttributes = map[string]bool{"href": true, "src": true, "cite": true, "action": true, "background": true,
	"longdesc": true, "data": true, "poster": true}

// tidyMarkup writes markup again with addresses made absolute and without scripts. The result is for reading text
// out of, not for showing.
func tidyMarkup(s, base string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(len(s) + 1)
	var b strings.Builder
	skipping := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			if skipping == "" {
				b.WriteString(tidyText(string(z.Raw())))
			}
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data == "script" || t.Data == "style" || t.Data == "noscript" {
				skipping = t.Data
			}
			if skipping == "" {
				writeTag(&b, t, base)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if skipping == "" && !isVoid(string(name)) {
				b.WriteString("</" + string(name) + ">")
			}
			if string(name) == skipping {
				skipping = ""
			}
		case html.TextToken:
			if skipping == "" {
				b.WriteString(tidyText(string(z.Raw())))
			}
		}
	}
}

var bareAmpersand = regexp.MustCompile(`&(?:#[0-9]+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)?`)

// tidyText escapes what begins no entity.
func tidyText(s string) string {
	s = bareAmpersand.ReplaceAllStringFunc(s, func(m string) string {
		if m == "&" {
			return "&amp;"
		}
		return m
	})
	return strings.ReplaceAll(s, "<", "&lt;")
}

func writeTag(b *strings.Builder, t html.Token, base string) {
	b.WriteString("<" + t.Data)
	for _, a := range t.Attr[:min(len(t.Attr), maxAttributes)] {
		if addressAttributes[a.Key] {
			a.Val = firstOf(webLink(base, a.Val), "#")
		}
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			continue
		}
		b.WriteString(" " + a.Key + `="` + escapeValue(a.Val) + `"`)
	}
	if isVoid(t.Data) {
		b.WriteString(" />")
		return
	}
	b.WriteString(">")
	if t.Type == html.SelfClosingTagToken {
		b.WriteString("</" + t.Data + ">")
	}
}

// plainText gives the words of a feed's text: its paragraphs and the addresses they link to.
func (t FeedText) plainText() (paragraphs, links []string) {
	if !htmlTypes[t.Type] {
		for line := range strings.Lines(t.Value) {
			if line = collapse(line); line != "" {
				paragraphs = append(paragraphs, line)
			}
		}
		return paragraphs, addressesIn(t.Value)
	}
	l := linear{z: html.NewTokenizer(strings.NewReader(t.Value)), all: true}
	l.z.SetMaxBuf(len(t.Value) + 1)
	for l.step() {
	}
	l.flush()
	return l.paragraphs, l.links
}
