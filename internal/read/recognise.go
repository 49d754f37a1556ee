// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"regexp"
	"strings"

	"hearsay"
	"hearsay/internal/forum"
	"hearsay/internal/posts"
)

// Format is what the bytes of a capture are.
type Format string

// The formats. Unknown is everything that hearsay does not read: images, office files, archives, programs.
const (
	Unknown     Format = ""
	HTML        Format = "html"
	XMLFeed     Format = "feed" // RSS, Atom, RDF
	JSONFeed    Format = "json-feed"
	ForumJSON   Format = "forum-json" // what Discourse and NodeBB answer to programs
	PostTable   Format = "posts"      // a table of social posts, or what a network exports
	OPMLList    Format = "opml"
	SiteMap     Format = "sitemap" // also compressed
	WARC        Format = "warc"    // the same
	PlainText   Format = "text"
	BlogArchive Format = "blog-archive"
	ForumThread Format = "forum-thread"
)

const headBytes = 64 << 10

// magics begin files that are not text, whatever a server or a file name says of them.
var magics = []string{"%PDF-", "GIF8", "\x89PNG", "\xff\xd8\xff", "PK\x03\x04", "PK\x05\x06", "RIFF", "\x7fELF",
	"\x28\xb5\x2f\xfd", "BZh", "\xfd7zXZ", "7z\xbc\xaf", "\xd0\xcf\x11\xe0", "SQLite format 3\x00", "OggS", "ID3"}

// Recognise tells the format of payload from its bytes; name (a path or an address) decides only between formats
// that the bytes leave open. It looks at the first 64 KiB, and at the whole of a text.
func Recognise(name string, payload []byte) Format {
	if bytes.HasPrefix(payload, []byte("WARC/")) || isGzipWARC(payload) {
		return WARC
	}
	if isSitemap(payload) {
		return SiteMap
	}
	if len(payload) == 0 || isBinary(payload) {
		return Unknown
	}
	head := payload[:min(len(payload), headBytes)]
	text, _ := Decode(head, "")
	text = strings.TrimLeft(text, "\ufeff \t\r\n")
	if strings.HasPrefix(text, "<") {
		if f, ok := recogniseMarkup(name, text); ok {
			return f
		}
	}
	if strings.HasPrefix(text, "{") && strings.Contains(text, "jsonfeed.org/version") {
		return JSONFeed
	}
	if forum.IsJSON(text) {
		return ForumJSON
	}
	if posts.Recognise(name, text) {
		return PostTable
	}
	if hasPageName(name) && strings.Contains(text, "<") {
		return HTML
	}
	if len(payload) > len(head) {
		text, _ = Decode(payload, "")
	}
	return recogniseText(text)
}

// recogniseCapture also asks the declared media type: a page with words before its first tag is still a page.
func recogniseCapture(c hearsay.Capture, payload []byte) Format {
	f := Recognise(c.URL, payload)
	declared, _, _ := strings.Cut(strings.ToLower(c.MediaType), ";")
	isText := f == PlainText || f == BlogArchive || f == ForumThread
	switch strings.TrimSpace(declared) {
	case "text/html", "application/xhtml+xml":
		if isText {
			return HTML
		}
	}
	return f
}

func hasPageName(name string) bool {
	name, _, _ = strings.Cut(name, "?")
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

func isGzipWARC(payload []byte) bool {
	if !bytes.HasPrefix(payload, []byte("\x1f\x8b")) {
		return false
	}
	z, err := gzip.NewReader(bytes.NewReader(payload[:min(len(payload), headBytes)]))
	if err != nil {
		return false
	}
	var head [5]byte
	_, err = io.ReadFull(z, head[:])
	return err == nil && string(head[:]) == "WARC/"
}

// isBinary reports bytes that are no text: a known magic number, or control characters that no encoding of text
// has. NUL bytes alone do not tell: UTF-16 is full of them.
func isBinary(payload []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(payload, []byte(m)) {
			return true
		}
	}
	if bytes.HasPrefix(payload, []byte("\x1f\x8b")) {
		return true
	}
	head := payload[:min(len(payload), 8<<10)]
	if wideEncoding(head) != "" {
		return false
	}
	odd := 0
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b && b != 0x0b {
			odd++
		}
	}
	return odd*20 > len(head)
}

var (
	markupSkip = regexp.MustCompile(`^(?s:\s+|<\?.*?\?>|<!--.*?-->|<!(?i:doctype)\s+[a-zA-Z:]*[^\[>]*(?:\[.*?\]\s*)?>)`)
	firstTag   = regexp.MustCompile(`^<([a-zA-Z][a-zA-Z0-9:._-]*)[\s/>]`)
	pageTag    = regexp.MustCompile(`(?i)<(?:html|head|body|article|section|main|title|meta|div|p|h[1-6]|table|ul|br|a|span|script|style)[\s>/]`)
	htmlType   = regexp.MustCompile(`^(?i)<!doctype\s+html`)
)

// recogniseMarkup reports false where the text is no markup at all.
func recogniseMarkup(name, text string) (Format, bool) {
	for range 1000 {
		if htmlType.MatchString(text) {
			return HTML, true
		}
		skip := markupSkip.FindString(text)
		if skip == "" {
			break
		}
		text = text[len(skip):]
	}
	m := firstTag.FindStringSubmatch(text)
	if m == nil {
		return HTML, pageTag.MatchString(text)
	}
	root := strings.ToLower(m[1])
	if _, local, ok := strings.Cut(root, ":"); ok {
		root = local
	}
	switch root {
	case "rss", "feed", "rdf", "channel", "entry":
		return XMLFeed, true
	case "opml":
		return OPMLList, true
	case "urlset", "sitemapindex":
		return SiteMap, true
	}
	if pageTag.MatchString(text) || hasPageName(name) {
		return HTML, true
	}
	return Unknown, true
}

func recogniseText(text string) Format {
	lines := splitLines(text)
	switch {
	case looksLikeThread(lines):
		return ForumThread
	case looksLikeArchive(lines):
		return BlogArchive
	case strings.TrimSpace(text) == "":
		return Unknown
	}
	return PlainText
}
