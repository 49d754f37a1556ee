// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"strings"
)

// feedField is what an element of a feed means.
type feedField int

const (
	noField feedField = iota
	titleField
	summaryField
	summaryHTML // a summary that may be markup without saying so
	contentField
	contentHTML
	linkField
	idField
	authorField
	publishedField
	updatedField
	createdField
	languageField
	sourceField
)

// feedFields gives the meaning of elements by vocabulary and name. The empty vocabulary is the feed's own.
var feedFields = map[string]map[string]feedField{
	"": {
		"title": titleField, "description": summaryHTML, "summary": summaryField, "subtitle": summaryField,
		"tagline": summaryField, "abstract": summaryField, "content": contentField, "body": contentHTML,
		"fullitem": contentHTML, "link": linkField, "id": idField, "guid": idField, "author": authorField,
		"managingeditor": authorField, "pubdate": publishedField, "published": publishedField, "issued": publishedField,
		"updated": updatedField, "modified": updatedField, "lastbuilddate": updatedField, "created": createdField,
		"language": languageField, "source": sourceField,
	},
	"dc": {
		"title": titleField, "description": summaryHTML, "creator": authorField, "author": authorField,
		"date": updatedField, "language": languageField,
	},
	"dcterms": {"created": createdField, "issued": publishedField, "modified": updatedField},
	"content": {"encoded": contentHTML},
	"xhtml":   {"body": contentHTML},
	"itunes":  {"author": authorField, "summary": summaryField, "subtitle": summaryField},
}

// feedSpaces gives the vocabulary of a namespace, or of a prefix that the feed forgot to declare.
var feedSpaces = map[string]string{
	"": "", "http://www.w3.org/2005/atom": "", "http://purl.org/atom/ns#": "", "atom": "",
	"http://example.com/newformat#": "", "http://example.com/necho": "", "http://purl.org/echo/": "",
	"uri/of/echo/namespace#": "", "http://purl.org/pie/": "", "http://my.netscape.com/rdf/simple/0.9/": "",
	"http://purl.org/rss/1.0/": "", "http://purl.org/net/rss1.1#": "", "http://channel.netscape.com/rdf/simple/0.9/": "",
	"http://backend.userland.com/rss": "", "http://blogs.law.harvard.edu/tech/rss": "",
	"http://backend.userland.com/rss2": "", "http://backend.userland.com/rss191": "", "http://purl.org/rss/1.0/modules/rss091#": "",
	"http://purl.org/dc/elements/1.1/": "dc", "dc": "dc", "http://purl.org/dc/elements/1.0/": "dc",
	"http://purl.org/dc/terms/": "dcterms", "dcterms": "dcterms",
	"http://purl.org/rss/1.0/modules/content/": "content", "content": "content",
	"http://www.w3.org/1999/xhtml": "xhtml", "xhtml": "xhtml",
	"http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "itunes": "itunes",
}

func (r *feedReader) fieldOf(n *xmlNode) feedField {
	space, ok := feedSpaces[strings.ToLower(n.space)]
	if !ok {
		space = "x"
		if n.space == r.home {
			space = ""
		}
	}
	return feedFields[space][strings.ToLower(n.name)]
}

// record reads the direct children of a feed, an entry or a source; what lies deeper belongs to something else.
func (r *feedReader) record(n *xmlNode, env feedEnv, isFeed bool) FeedRecord {
	env = env.under(n)
	rec := FeedRecord{Language: env.language, ID: rdfAbout(n)}
	own := map[feedField]bool{} // fields that the feed's own vocabulary has set
	for _, k := range n.kids {
		if k.node == nil {
			continue
		}
		f := r.fieldOf(k.node)
		foreign := k.node.space != n.space
		if f == noField || foreign && own[f] && f != authorField && f != contentHTML {
			continue
		}
		if r.set(&rec, f, k.node, env) && !foreign {
			own[f] = true
		}
	}
	rec.finish(isFeed)
	return rec
}

// rdfAbout gives the address by which RDF names an item.
func rdfAbout(n *xmlNode) string {
	for _, a := range n.attrs {
		if a.Name.Local == "about" && (a.Name.Space == "rdf" || strings.HasSuffix(a.Name.Space, "rdf-syntax-ns#")) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// set reads one element into its field and reports whether it said anything.
func (r *feedReader) set(rec *FeedRecord, f feedField, n *xmlNode, env feedEnv) bool {
	inner := env.under(n)
	switch f {
	case titleField:
		rec.Title = r.textOf(n, "text/plain", inner)
	case summaryField, summaryHTML:
		t := r.textOf(n, typeOfSummary(f), inner)
		if rec.Summary.Value != "" && !r.atom && feedSpaces[strings.ToLower(n.space)] == "" {
			rec.Content = append(rec.Content, t)
			return true
		}
		rec.Summary = t
	case contentField, contentHTML:
		t := r.textOf(n, typeOfContent(f), inner)
		rec.Content = append(rec.Content, t)
	case linkField:
		rec.link(n, inner)
	case idField:
		rec.id(n, inner)
	case authorField:
		rec.author(n, inner)
	case publishedField:
		rec.Published = r.dateOf(n)
	case updatedField:
		rec.Updated = r.dateOf(n)
	case createdField:
		rec.Created = r.dateOf(n)
	case languageField:
		rec.Language = strings.TrimSpace(n.text(true))
	case sourceField:
		r.source(rec, n, env)
	}
	return true
}

func typeOfSummary(f feedField) string {
	if f == summaryHTML {
		return "text/html"
	}
	return "text/plain"
}

func typeOfContent(f feedField) string {
	if f == contentHTML {
		return "text/html"
	}
	return "text/plain"
}

func (r *feedReader) dateOf(n *xmlNode) FeedDate {
	d := FeedDate{Raw: strings.TrimSpace(n.text(true))}
	d.Date, _ = r.dates.parse(d.Raw)
	return d
}

// source is a feed in small in Atom, and a title with an address in RSS.
func (r *feedReader) source(rec *FeedRecord, n *xmlNode, env feedEnv) {
	if n.hasElements() {
		s := r.record(n, env, true)
		rec.Source = &s
		return
	}
	s := FeedRecord{Title: r.textOf(n, "text/plain", env.under(n)), Link: webLink(env.base, n.attr("url"))}
	rec.Source = &s
}

// link reads a link of RSS (its text) or Atom (its attributes). An Atom link without href is read as RSS's.
func (rec *FeedRecord) link(n *xmlNode, env feedEnv) {
	l := FeedLink{Href: n.attr("href"), Rel: relation(n.attr("rel")), Type: n.attr("type"), Title: n.attr("title"),
		Language: n.attr("hreflang"), Length: n.attr("length")}
	text := strings.TrimSpace(n.text(true))
	if l.Href == "" {
		l.Href = text
	}
	if l.Href == "" && n.attr("rel") == "" {
		return
	}
	l.Href = webLink(env.base, l.Href)
	if l.Rel == "" {
		l.Rel = "alternate"
	}
	if l.Type == "" && l.Rel != "self" {
		l.Type = "text/html"
	} else if l.Type == "" {
		l.Type = "application/atom+xml"
	}
	if len(rec.Links) < maxLinks {
		rec.Links = append(rec.Links, l)
	}
	if l.Rel == "alternate" && l.Href != "" && (htmlTypes[l.Type] || rec.Link == "") {
		rec.Link = l.Href
	}
}

var htmlTypes = map[string]bool{"text/html": true, "application/xhtml+xml": true, "application/xhtml": true}

// relation strips the address of the registry from a relation.
func relation(rel string) string {
	for _, p := range []string{"http://www.iana.org/assignments/relation/", "http://www.iana.org/assignments/link-relations/"} {
		rel = strings.TrimPrefix(rel, p)
	}
	return rel
}

// webLink resolves an address; what is no web address is dropped.
func webLink(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > 8192 {
		return ""
	}
	var from *url.URL
	if base != "" {
		from, _ = url.Parse(base)
	}
	to, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if !to.IsAbs() && from != nil {
		return from.ResolveReference(to).String()
	}
	switch to.Scheme {
	case "http", "https", "":
		return ref
	}
	return ""
}

func (rec *FeedRecord) id(n *xmlNode, env feedEnv) {
	rec.ID = strings.TrimSpace(n.text(true))
	if len(rec.ID) > maxIDBytes {
		rec.ID = ""
	}
	isGuid := strings.EqualFold(n.name, "guid")
	if !isGuid {
		if strings.HasPrefix(rec.ID, "/") || strings.HasPrefix(rec.ID, ".") {
			rec.ID = joinURL(env.base, rec.ID)
		}
		return
	}
	permalink := !strings.EqualFold(n.attr("isPermaLink"), "false")
	rec.IDIsLink = permalink
	if permalink && rec.Link == "" && !strings.HasPrefix(rec.ID, "tag:") {
		rec.ID = firstOf(webLink(env.base, rec.ID), rec.ID)
	}
}

// maxIDBytes is the longest ID that is kept; entries with a longer one are told apart by link and title.
const maxIDBytes = 4096

// finish fills a field from the next best one.
func (rec *FeedRecord) finish(isFeed bool) {
	if rec.IDIsLink && rec.Link == "" {
		rec.Link = webLink("", rec.ID)
	} else {
		rec.IDIsLink = false
	}
	if rec.Summary.Value == "" && len(rec.Content) > 0 && !isFeed {
		rec.Summary = rec.Content[0]
	}
}
