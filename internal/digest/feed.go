// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode"

	"hearsay"
)

// FeedForm is a format of feeds.
type FeedForm string

// The formats: RFC 4287, RSS 2.0, JSON Feed 1.1.
const (
	Atom     FeedForm = "atom"
	RSS      FeedForm = "rss"
	JSONFeed FeedForm = "json"
)

// MediaType is that of a feed in the format.
func (f FeedForm) MediaType() string {
	return map[FeedForm]string{Atom: "application/atom+xml; charset=utf-8", RSS: "application/rss+xml; charset=utf-8", JSONFeed: "application/feed+json"}[f]
}

const feedTitle = "Digests"

// StableID is the name of an issue in feeds: the same under every address of the desk, and for ever.
func StableID(id hearsay.IssueID) string { return uuid("issue " + string(id)) }

// uuid is a UUID of version 8 (RFC 9562): of the hash of a name.
func uuid(name string) string {
	h := sha256.Sum256([]byte("hearsay " + name))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// Entry is an issue in a feed.
type Entry struct {
	Reading
	Changed time.Time // when its basis changed last; zero for never
}

func (e *Entry) updated() time.Time {
	if e.Changed.After(e.Issue.Published) {
		return e.Changed
	}
	return e.Issue.Published
}

// Feed gives published issues, the newest first, as a feed. base is the address of the desk without a slash at its end. The same issues
// give the same bytes.
func Feed(form FeedForm, base string, entries []Entry) ([]byte, error) {
	f := feed{base: base, form: form}
	for i := range entries {
		body, err := HTML(entries[i].Reading)
		if err != nil {
			return nil, err
		}
		e := &entries[i]
		f.entries = append(f.entries, feedEntry{StableID(e.Issue.ID), fmt.Sprintf("%s/digest/%d", base, e.Issue.Number), clean(Name(e.Issue)),
			clean(e.Issue.Publisher), clean(body), e.Issue.Published.UTC(), e.updated().UTC()})
		if f.updated.Before(e.updated()) {
			f.updated = e.updated().UTC()
		}
	}
	switch form {
	case RSS:
		return f.rss()
	case JSONFeed:
		return f.json()
	}
	return f.atom()
}

// clean leaves out what XML 1.0 has no place for.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

type feed struct {
	base    string
	form    FeedForm
	updated time.Time
	entries []feedEntry
}

type feedEntry struct {
	id, url, title, author, body string
	published, updated           time.Time
}

func (f *feed) self() string { return f.base + "/digests." + string(f.form) }

// The forms of Atom.
type (
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	atomEntry struct {
		ID        string   `xml:"id"`
		Title     string   `xml:"title"`
		Published string   `xml:"published"`
		Updated   string   `xml:"updated"`
		Author    string   `xml:"author>name"`
		Link      atomLink `xml:"link"`
		Content   atomText `xml:"content"`
	}
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
)

func (f *feed) atom() ([]byte, error) {
	out := atomFeed{ID: uuid("digests of " + f.base), Title: feedTitle, Updated: f.updated.Format(time.RFC3339),
		Links: []atomLink{{"self", f.self()}, {"alternate", f.base + "/digests"}}}
	for _, e := range f.entries {
		out.Entries = append(out.Entries, atomEntry{e.id, e.title, e.published.Format(time.RFC3339), e.updated.Format(time.RFC3339), e.author,
			atomLink{"alternate", e.url}, atomText{"html", e.body}})
	}
	return asXML(out)
}

// The forms of RSS.
type (
	rssGUID struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		ID        string `xml:",chardata"`
	}
	rssItem struct {
		GUID        rssGUID `xml:"guid"`
		Title       string  `xml:"title"`
		Link        string  `xml:"link"`
		Published   string  `xml:"pubDate"`
		Description string  `xml:"description"`
	}
	rssFeed struct {
		XMLName     xml.Name  `xml:"rss"`
		Version     string    `xml:"version,attr"`
		Title       string    `xml:"channel>title"`
		Link        string    `xml:"channel>link"`
		Description string    `xml:"channel>description"`
		Items       []rssItem `xml:"channel>item"`
	}
)

func (f *feed) rss() ([]byte, error) {
	out := rssFeed{Version: "2.0", Title: feedTitle, Link: f.base + "/digests", Description: "Numbered digests, in which each sentence cites."}
	for _, e := range f.entries {
		out.Items = append(out.Items, rssItem{rssGUID{false, e.id}, e.title, e.url, e.published.Format(time.RFC1123Z), e.body})
	}
	return asXML(out)
}

func asXML(v any) ([]byte, error) {
	b, err := xml.MarshalIndent(v, "", " ")
	return append([]byte(xml.Header), append(b, '\n')...), err
}

// The forms of JSON Feed.
type (
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		HTML      string       `json:"content_html"`
		Published string       `json:"date_published"`
		Modified  string       `json:"date_modified"`
		Authors   []jsonAuthor `json:"authors"`
	}
	jsonFeed struct {
		Version string     `json:"version"`
		Title   string     `json:"title"`
		Home    string     `json:"home_page_url"`
		Self    string     `json:"feed_url"`
		Items   []jsonItem `json:"items"`
	}
)

func (f *feed) json() ([]byte, error) {
	out := jsonFeed{"https://jsonfeed.org/version/1.1", feedTitle, f.base + "/digests", f.self(), []jsonItem{}}
	for _, e := range f.entries {
		out.Items = append(out.Items, jsonItem{e.id, e.url, e.title, e.body, e.published.Format(time.RFC3339), e.updated.Format(time.RFC3339), []jsonAuthor{{e.author}}})
	}
	b, err := json.MarshalIndent(out, "", " ")
	return append(b, '\n'), err
}
