// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package read turns a capture into documents: it recognises what the bytes are (an article page, a feed, a blog
// archive, a page of a forum thread, plain text), decodes them by rule and gives the readable text with title, authors, date,
// language and home.
//
// It is pure: the same capture gives the same documents, byte for byte. Every reader is bounded (see limits.go), so
// that a hostile page costs no more than a large honest one; what is over a bound is read more simply, or refused
// with hearsay.ErrInvalid, never half-read in silence.
package read

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Stage and Version make the stamp of every document; raise Version when the same capture would be read otherwise.
// The documents of [Linear] have LinearStage in theirs.
const (
	Stage       = "read"
	LinearStage = "read-linear"
	Version     = 6
)

// Capture reads the documents in one capture, parents before their parts and parts in the order of the page. The
// documents' IDs derive from the capture's ID and the part. A capture that holds addresses and no prose (OPML, a sitemap) gives
// no documents and no error; a WARC is a file of captures and is refused here: collect gives its records.
//
// Errors are hearsay.ErrInvalid: the bytes are of no kind that can be read, or hold no text.
func Capture(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	docs, err := capture(c, payload)
	if err == nil {
		return docs, nil
	}
	fault := &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + c.URL, Cause: err}
	if inner, ok := errors.AsType[*hearsay.Fault](err); ok {
		fault.Hint = inner.Hint
	}
	return nil, fault
}

// Linear reads a capture that is too much for [Capture]: by its tokens alone, in one pass, as one document. A page gives
// its prose with the title, a text its paragraphs. A feed is refused: its entries are not to be told apart that way.
//
// Errors are hearsay.ErrInvalid.
func Linear(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	docs, err := linearDocuments(c, payload)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + c.URL + " by its tokens alone", Cause: err}
	}
	for i := range docs {
		docs[i].Stamp = hearsay.NewStamp(LinearStage, Version)
	}
	return docs, nil
}

func linearDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	switch f := recogniseCapture(c, payload); f {
	case HTML:
		page, _ := Decode(payload, c.MediaType)
		d := newDocument(c, "")
		_, title, body := skim(page)
		d.Title = title
		return pageDocument(d, body)
	case BlogArchive, ForumThread, PlainText:
		return plainDocuments(c, decodeText(c, payload))
	default:
		return nil, fmt.Errorf("a capture of the format %q has no text to be read so", f)
	}
}

func capture(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	if isRemark(&c) {
		return remarkDocuments(c, payload)
	}
	switch f := recogniseCapture(c, payload); f {
	case HTML:
		return htmlDocuments(c, payload)
	case XMLFeed, JSONFeed:
		return feedDocuments(c, payload)
	case OPMLList, SiteMap:
		return nil, nil
	case ForumJSON:
		return forumJSONDocuments(c, payload)
	case PostTable:
		return postDocuments(c, payload)
	case BlogArchive:
		return archiveDocuments(c, decodeText(c, payload))
	case ForumThread:
		return threadDocuments(c, decodeText(c, payload))
	case PlainText:
		return plainDocuments(c, decodeText(c, payload))
	case WARC:
		return nil, errors.New("a WARC holds captures; its records are read one by one")
	}
	return nil, refuseUnknown(payload)
}

func refuseUnknown(payload []byte) error {
	if len(payload) == 0 {
		return errors.New("the file is empty")
	}
	n := min(len(payload), 8)
	return &hearsay.Fault{
		Kind:  hearsay.ErrInvalid,
		Doing: "recognise",
		Cause: fmt.Errorf("neither a page, a feed, a WARC nor text (it begins with % x)", payload[:n]),
		Hint:  "hearsay reads HTML, RSS, Atom, JSON Feed, OPML, WARC, tables of posts and plain text",
	}
}

// Plain gives the whole payload as one document whose text is the payload's bytes exactly, so that offsets are
// offsets into the file. Bytes that are not valid UTF-8 are refused with hearsay.ErrInvalid.
func Plain(c hearsay.Capture, payload []byte) (hearsay.Document, error) {
	if at := invalidAt(payload); at >= 0 {
		return hearsay.Document{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + c.URL,
			Cause: fmt.Errorf("byte %d is not valid UTF-8", at)}
	}
	d := newDocument(c, "")
	d.Text = string(payload)
	d.Language = language("", d.Text)
	return d, nil
}

func invalidAt(payload []byte) int {
	for i := 0; i < len(payload); {
		r, n := utf8.DecodeRune(payload[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// newDocument makes the document of a part of c with everything that the capture itself decides.
func newDocument(c hearsay.Capture, part string) hearsay.Document {
	return hearsay.Document{
		ID:      hearsay.NewDocumentID(c.ID, part),
		Capture: c.ID,
		Part:    part,
		Kind:    hearsay.Article,
		Outlet:  c.Outlet,
		URL:     PageAddress(c.URL),
		Fetched: c.Fetched,
		TLP:     c.TLP,
		Stamp:   hearsay.NewStamp(Stage, Version),
	}
}

// setText gives d its text: the headline, if there is one, then the paragraphs, two line feeds between them.
func setText(d *hearsay.Document, headline string, paragraphs []string) {
	body := strings.Join(paragraphs, "\n\n")
	d.Title = headline
	switch {
	case headline == "":
		d.Text, d.Body = body, 0
	case body == "":
		d.Text, d.Body = headline, len(headline)
	default:
		d.Text, d.Body = headline+"\n\n"+body, len(headline)+2
	}
}
