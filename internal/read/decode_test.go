// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestH32CharsetsAreDecodedByRule(t *testing.T) {
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("<p>Zürich</p>")
	cyrillic, _ := charmap.Windows1251.NewEncoder().String("Привет")
	for name, tt := range map[string]struct {
		payload, mediaType, want string
		replaced                 int
	}{
		"UTF-8":                        {"Zürich", "", "Zürich", 0},
		"mark":                         {"\ufeffZürich", "", "Zürich", 0},
		"UTF-16 without a mark":        {utf16, "", "<p>Zürich</p>", 0},
		"declared by the server":       {cyrillic, "text/html; charset=windows-1251", "Привет", 0},
		"declared by the page":         {"<meta charset='windows-1251'>" + cyrillic, "", "<meta charset='windows-1251'>Привет", 0},
		"declared UTF-8, but is 1252":  {"caf\xe9 \x93so\x94", "text/html; charset=utf-8", "café “so”", 0},
		"nothing declared":             {"caf\xe9", "", "café", 0},
		"damaged UTF-8":                {"ça déjà \xff vu é", "", "ça déjà \ufffd vu é", 1},
		"a surrogate as UTF-8":         {"é é é a\xed\xa0\x80b", "", "é é é a\ufffdb", 1},
		"a surrogate without its pair": {"\xff\xfea\x00\x00\xd8b\x00", "", "a\ufffdb", 1},
		"overlong":                     {"é é a\xc0\xafb", "", "é é a\ufffdb", 1},
		"UTF-7 is not decoded":         {"+ADw-script+AD4-", "text/html; charset=utf-7", "+ADw-script+AD4-", 0},
		"NUL":                          {"a\x00b and more words here", "", "a\ufffdb and more words here", 1},
		"an encoding nobody knows":     {"Zürich", "text/html; charset=x-none", "Zürich", 0},
		"UTF-16 declared, but it is 8": {"<p>Zürich</p>", "text/html; charset=utf-16", "<p>Zürich</p>", 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, replaced := Decode([]byte(tt.payload), tt.mediaType)
			if got != tt.want || replaced != tt.replaced {
				t.Errorf("Decode(%q) = %q, %d; want %q, %d", tt.payload, got, replaced, tt.want, tt.replaced)
			}
		})
	}
}

func TestRecognise(t *testing.T) {
	for name, tt := range map[string]struct {
		file, payload string
		want          Format
	}{
		"page":           {"x", "<!DOCTYPE html><p>Hi</p>", HTML},
		"fragment":       {"x", "<div>Hi</div>", HTML},
		"page by name":   {"x.html", "Hi <b>there</b>", HTML},
		"RSS":            {"x", "<?xml version='1.0'?><!-- c --><rss version='2.0'>", XMLFeed},
		"Atom":           {"x", "\ufeff<feed xmlns='http://www.w3.org/2005/Atom'>", XMLFeed},
		"RDF":            {"x", "<rdf:RDF xmlns:rdf='x'>", XMLFeed},
		"feed with DTD":  {"x", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", XMLFeed},
		"JSON Feed":      {"x", `{"version": "https://jsonfeed.org/version/1"}`, JSONFeed},
		"OPML":           {"x", "<opml version='2.0'>", OPMLList},
		"WARC":           {"x", "WARC/1.0\r\n", WARC},
		"picture":        {"x.html", "\x89PNG\r\n\x1a\n", Unknown},
		"office file":    {"x", "PK\x03\x04", Unknown},
		"other XML":      {"x", "<plist><dict/></plist>", Unknown},
		"nothing":        {"x", "", Unknown},
		"text":           {"x", "Just words.\n", PlainText},
		"text with a <":  {"x.txt", "< 5 people came.\n", PlainText},
		"dashes in text": {"x", "One.\n---\nTwo.\n", PlainText},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Recognise(tt.file, []byte(tt.payload)); got != tt.want {
				t.Errorf("Recognise(%q) = %q, want %q", tt.payload, got, tt.want)
			}
		})
	}
}

func FuzzCapture(f *testing.F) {
	f.Add([]byte("A title\n\nBodyThe words.\n\nAuthor: A | Date: 1 May 2020\n"))
	f.Add([]byte("A thread\n-\nfirst line of it\n-\n@a said in A thread:\nfirst line of it\nown\n"))
	f.Add([]byte("<html><title>T</title><body><article><p>Words, many words.</p></article>"))
	f.Add([]byte("<rss><channel><title>T</title><item><title>a</title><description>b</description></item>"))
	f.Add([]byte("<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/a'><entry><title type='html'>&lt;b>"))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_text":"a"}]}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		docs, err := Capture(fileCapture("fuzz"), payload)
		if err != nil {
			return
		}
		for _, d := range docs {
			if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\x00") || d.Body > len(d.Text) {
				t.Fatalf("document %s: text %q, body at %d", d.Part, d.Text, d.Body)
			}
			for _, q := range d.ReplyTo {
				if d.Text[q.Span.Start:q.Span.End] != q.Span.Text {
					t.Fatalf("quote %+v is not in %q", q, d.Text)
				}
			}
		}
	})
}
