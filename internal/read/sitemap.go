// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"hearsay"
	"hearsay/internal/coding"
)

// SitemapContent is what a sitemap lists: pages, or other sitemaps where it is an index.
type SitemapContent struct {
	Index     bool
	News      bool // at least one page has the news extension
	Pages     []SitemapPage
	Truncated bool // addresses past the 50,000th, or past a break, are missing
}

// SitemapPage is one address of a sitemap with what is said of it.
type SitemapPage struct {
	URL       string // http or https
	Modified  hearsay.Date
	Published hearsay.Date // of the news extension
	Title     string       // the same
}

// Sitemap reads a sitemap or an index of sitemaps, also compressed. Only web addresses are given; which of them are to be
// believed is for the caller. The payload is read once, from its beginning; no entity is expanded and nothing is fetched.
//
// Errors are hearsay.ErrInvalid: the payload is no sitemap, or over a bound of limits.go.
func Sitemap(payload []byte, from FeedSource) (SitemapContent, error) {
	s, err := readSitemap(payload, from)
	if err != nil {
		return SitemapContent{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read sitemap " + from.URL, Cause: err}
	}
	return s, nil
}

var (
	errNoSitemap  = errors.New("the XML is no sitemap")
	errMapTokens  = errors.New("more than 4,000,000 tokens of XML")
	gzipBeginning = []byte("\x1f\x8b")
)

func readSitemap(payload []byte, from FeedSource) (SitemapContent, error) {
	cut := false
	if bytes.HasPrefix(payload, gzipBeginning) {
		unpacked, err := coding.Decode(payload, "gzip", maxSitemapBytes)
		if errors.Is(err, coding.ErrRefused) || errors.Is(err, coding.ErrForeign) {
			return SitemapContent{}, err
		}
		payload, cut = unpacked, err != nil
	}
	if len(payload) > maxSitemapBytes {
		payload, cut = payload[:maxSitemapBytes], true
	}
	text, _ := Decode(payload, from.MediaType)
	dec := xml.NewDecoder(strings.NewReader(cleanXML(text)))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	r := sitemapReader{dates: newDateReader(from.Language, from.Fetched)}
	err := r.read(dec)
	r.Truncated = r.Truncated || cut
	return r.SitemapContent, err
}

// sitemapReader holds the one entry that is open.
type sitemapReader struct {
	SitemapContent
	dates *dateReader
	path  []string // names of the open elements
	entry SitemapPage
	text  strings.Builder
	root  bool // it was one of a sitemap
}

// read reads to the end, to a break, or to a bound.
func (r *sitemapReader) read(dec *xml.Decoder) error {
	for range maxSitemapTokens {
		token, err := dec.Token()
		if err != nil {
			r.Truncated = err != io.EOF || len(r.path) > 0
			if !r.root {
				return errNoSitemap
			}
			return nil
		}
		done, err := r.add(token)
		if err != nil || done {
			return err
		}
	}
	return errMapTokens
}

func (r *sitemapReader) add(token xml.Token) (done bool, err error) {
	switch v := token.(type) {
	case xml.StartElement:
		return false, r.open(&v)
	case xml.CharData:
		if r.text.Len() < maxIDBytes {
			r.text.Write(v)
		}
	case xml.EndElement:
		return r.close(), nil
	}
	return false, nil
}

func (r *sitemapReader) open(v *xml.StartElement) error {
	name := strings.ToLower(v.Name.Local)
	switch {
	case len(r.path) >= maxSitemapDepth:
		return fmt.Errorf("elements nested deeper than %d", maxSitemapDepth)
	case len(v.Attr) > maxAttributes:
		return errTooManyAttrs
	case len(r.path) == 0 && name != "urlset" && name != "sitemapindex":
		return fmt.Errorf("%w: its root is %q", errNoSitemap, name)
	case len(r.path) == 0:
		r.Index = name == "sitemapindex"
		r.root = true
	case len(r.path) == 1:
		r.entry = SitemapPage{}
	}
	r.path = append(r.path, name)
	r.text.Reset()
	return nil
}

// close takes over what an element said; done is whether there are enough addresses.
func (r *sitemapReader) close() (done bool) {
	if len(r.path) == 0 {
		return false
	}
	depth, name, text := len(r.path), r.path[len(r.path)-1], strings.TrimSpace(r.text.String())
	r.path = r.path[:depth-1]
	r.text.Reset()
	inNews := depth == 4 && r.path[2] == "news"
	switch {
	case depth == 2:
		return r.end()
	case depth == 3 && name == "loc":
		if link := webLink("", text); strings.HasPrefix(link, "http") {
			r.entry.URL = link
		}
	case depth == 3 && name == "lastmod":
		r.entry.Modified, _ = r.dates.parse(text)
	case depth == 3 && name == "news":
		r.News = true
	case inNews && name == "publication_date":
		r.entry.Published, _ = r.dates.parse(text)
	case inNews && name == "title":
		r.entry.Title = collapse(text)
	}
	return false
}

func (r *sitemapReader) end() (done bool) {
	if r.entry.URL == "" {
		return false
	}
	if len(r.Pages) == maxSitemapPages {
		r.Truncated = true
		return true
	}
	r.Pages = append(r.Pages, r.entry)
	return false
}

// isSitemap reports whether a packed payload is a sitemap.
func isSitemap(payload []byte) bool {
	if !bytes.HasPrefix(payload, gzipBeginning) {
		return false
	}
	head, _ := coding.Decode(payload, "gzip", 4<<10) // longer ones are cut
	return bytes.Contains(head, []byte("<urlset")) || bytes.Contains(head, []byte("<sitemapindex"))
}
