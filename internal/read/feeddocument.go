// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"mime"
	"strconv"
	"strings"

	"hearsay"
)

// feedDocuments reads a feed that was captured or imported: each entry with text is a document of its own. The
// publisher that an entry names as its source is its credit.
func feedDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	base := c.URL
	if strings.HasPrefix(base, "file:") {
		base = ""
	}
	f, err := readFeed(payload, FeedSource{URL: base, MediaType: c.MediaType, Fetched: c.Fetched})
	if err != nil {
		return nil, err
	}
	var docs []hearsay.Document
	for i := range f.Entries {
		if d, ok := entryDocument(c, strconv.Itoa(i+1), &f.Entries[i], &f); ok {
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 && len(f.Entries) > 0 {
		return nil, errors.New("no entry of the feed has text")
	}
	return docs, nil
}

func entryDocument(c hearsay.Capture, part string, e *FeedRecord, f *FeedContent) (hearsay.Document, bool) {
	d := newDocument(c, part)
	titles, _ := e.Title.plainText()
	headline := collapse(strings.Join(titles, " "))
	longest := e.Summary
	for _, t := range e.Content {
		if len(t.Value) > len(longest.Value) {
			longest = t
		}
	}
	body, links := longest.plainText()
	if headline == "" && len(body) == 0 {
		return d, false
	}
	if len(body) > 0 && sameWords(body[0], headline) {
		body = body[1:]
	}
	setText(&d, headline, body)
	d.Links = links
	d.URL = firstOf(PageAddress(PlainAddress(e.Link)), d.URL)
	d.Authors = e.names()
	d.Published = e.published()
	d.Language = language(firstOf(e.Language, f.Language), d.Text)
	d.Credit = entryCredit(e, f)
	if d.Credit == "" {
		d.Credit = WireCredit(nil, body)
	}
	return d, true
}

// published is when an entry came out: its date of publication, or of the last change where it gives no other.
func (rec *FeedRecord) published() hearsay.Date {
	for _, d := range []FeedDate{rec.Published, rec.Created, rec.Updated} {
		if d.Date.Known() {
			return d.Date
		}
	}
	return hearsay.Date{}
}

func entryCredit(e *FeedRecord, f *FeedContent) string {
	if e.Source != nil {
		if t, _ := e.Source.Title.plainText(); len(t) > 0 && !sameWords(t[0], f.Title.Value) {
			return firstOf(agencyNamed(t[0]), t[0])
		}
	}
	for _, p := range e.Authors {
		if a := agencyNamed(p.Name); a != "" {
			return a
		}
	}
	return ""
}

// namedEncoding gives the encoding of a feed by its name, in the order of RFC 3023: the charset of the media type; for
// text types without one US-ASCII, as long as the bytes agree; the document's own declaration; UTF-8. The bytes are
// decoded by the rule of Decode, which believes them more than the labels.
func namedEncoding(payload []byte, mediaType string) string {
	_, name, _ := encodingOf(payload, mediaType)
	label := strings.ToLower(charsetParam(mediaType))
	kind, _, _ := mime.ParseMediaType(mediaType)
	isText := strings.HasPrefix(kind, "text/") && strings.Contains(kind, "xml")
	switch {
	case strings.HasPrefix(name, "utf-16"), strings.HasPrefix(name, "utf-32"):
		return name
	case label == "" && isText && isASCII(payload):
		return "us-ascii"
	case label == "":
		label = strings.ToLower(declaredCharset(payload))
	}
	switch _, known := lookup(label); {
	case known == "" || known == "utf-8" && name != "utf-8":
		return name
	case label == "gb2312" || label == "gbk":
		return "gb18030"
	}
	return label
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
