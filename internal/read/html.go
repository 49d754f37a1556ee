// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"net/url"
	"strings"

	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"hearsay"
)

// htmlDocuments reads an article page as one document, and a page of a thread as its posts.
func htmlDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	page, _ := Decode(payload, c.MediaType)
	size, title, body := skim(page)
	root := pageTree(page, size)
	if t, ok, err := threadPage(c, page, root); ok || err != nil {
		if err != nil {
			return nil, err
		}
		return forumDocuments(c, &t), nil
	}
	d := newDocument(c, "")
	if root != nil {
		body = readTree(&d, c, root)
		return pageDocument(d, body)
	}
	d.Title = title
	return pageDocument(d, body)
}

// pageDocument completes the document of a page whose paragraphs were found.
func pageDocument(d hearsay.Document, body []string) ([]hearsay.Document, error) {
	if len(body) == 0 && d.Title == "" {
		return nil, errors.New("the page holds no text")
	}
	body = withoutHead(&d, body)
	setText(&d, d.Title, body)
	d.Language = language(d.Language, d.Text[d.Body:])
	if d.Credit == "" {
		d.Credit = WireCredit(nil, body)
	}
	return []hearsay.Document{d}, nil
}

// pageTree parses a page; nil where it is too large or too deep.
func pageTree(page string, size pageSize) *html.Node {
	if size.isTooLarge() {
		return nil
	}
	root, _ := html.Parse(strings.NewReader(page)) // an error means too deep
	return root
}

// withoutHead takes the lines over the article that are not its text: the headline again, the byline, the date. What
// they say is kept where the page says it nowhere else.
func withoutHead(d *hearsay.Document, body []string) []string {
	if len(body) > 0 && sameWords(body[0], d.Title) {
		body = body[1:]
	}
	dates := newDateReader(d.Language, d.Fetched)
	for n := 0; n < 3 && len(body) > 1 && len(body[0]) <= 120; n++ {
		var f footer
		if !f.read(body[0], dates) {
			break
		}
		if len(d.Authors) == 0 {
			d.Authors = f.authors
		}
		if !d.Published.Known() {
			d.Published = f.date
		}
		body = body[1:]
	}
	return body
}

// readTree fills d from the page's tree and gives the paragraphs of its article.
func readTree(d *hearsay.Document, c hearsay.Capture, root *html.Node) []string {
	dropTemplates(root)
	m := pageMeta(root)
	d.Language = m.language
	address := pageURL(c, m.canonical)
	switch isFile := strings.HasPrefix(c.URL, "file:"); {
	case isFile && address != nil:
		d.URL = address.String()
	case !isFile && m.link != "":
		d.URL = canonicalURL(c, m.link)
	}
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		OriginalURL:      address,
		ExcludeComments:  true,
		HtmlDateOverride: &htmldate.Result{},
	})
	var body []string
	if err == nil {
		body = contentBlocks(result.ContentNode)
		m.fillFrom(&result.Metadata)
	}
	body = unglued(root, secondOpinion(root, body, address))
	d.Links = linksOf(root, body, address)
	d.Title = m.headline()
	d.Authors, d.Credit = m.byline()
	d.Caption = m.caption
	d.Published = m.published(root, c)
	if d.Outlet == "" && address != nil {
		d.Outlet = outletOf(address.Hostname())
	}
	return withoutCaptions(body, m.captions)
}

// canonicalURL is the address that a page says it has. One that names the front page for every page of the site says nothing.
func canonicalURL(c hearsay.Capture, link string) string {
	to := pageURL(c, link)
	if to == nil || strings.Trim(to.Path, "/") == "" && to.RawQuery == "" {
		return PageAddress(c.URL)
	}
	to.Fragment, to.RawFragment = "", ""
	return to.String()
}

// dropTemplates takes out what no browser shows: the contents of templates are there for scripts to use.
func dropTemplates(root *html.Node) {
	var templates []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "template" {
			templates = append(templates, n)
		}
	}
	for _, n := range templates {
		n.Parent.RemoveChild(n)
	}
}

// pageURL is the address of the page: that of the capture, or the canonical link of a page that was imported as a
// file or that stays on the capture's own site, and there in the part of the same user (see userPart); without what tells
// where a reader came from.
func pageURL(c hearsay.Capture, canonical string) *url.URL {
	at, err := url.Parse(c.URL)
	isFile := err == nil && at.Scheme == "file"
	to, errTo := url.Parse(strings.TrimSpace(canonical))
	if errTo == nil && at != nil && !isFile {
		to = at.ResolveReference(to)
	}
	usable := errTo == nil && (to.Scheme == "http" || to.Scheme == "https") && to.Host != ""
	switch {
	case usable && isFile, usable && err == nil && domainOf(to.Hostname()) == domainOf(at.Hostname()) && userPart(to) == userPart(at):
		to.Host = plainHost(to.Host)
		return withoutTracking(to)
	case err != nil || isFile:
		return nil
	}
	return withoutTracking(at)
}
