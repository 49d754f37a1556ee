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

// Forms are all of them.
var Forms = [...]FeedForm{Atom, RSS, JSONFeed}

// Channel is a feed of anything, in the order in which it is to be shown.
type Channel struct {
	Name  string // what its ID is made of: the same for ever, and no other feed's
	Title string
	About string // in a sentence
	Home  string // address of the page that it is the feed of
	Self  string // its own address, without the ending that tells the format
	Items []ChannelItem
}

// ChannelItem is an entry of a feed.
type ChannelItem struct {
	ID        string // see [Named]
	URL       string
	Title     string
	Author    string // not empty: Atom wants one
	HTML      string // without style, links to our own address, or images
	Published time.Time
	Updated   time.Time
}

// Named is an ID for entries of feeds, of a name that is the same for ever.
func Named(name string) string { return uuid(name) }

// Write gives the feed in a format. The same feed gives the same bytes.
func (c Channel) Write(form FeedForm) ([]byte, error) {
	items := make([]ChannelItem, len(c.Items))
	for i, e := range c.Items {
		items[i] = ChannelItem{e.ID, e.URL, clean(e.Title), clean(e.Author), clean(e.HTML), e.Published.UTC(), e.Updated.UTC()}
	}
	c.Items, c.Title, c.About = items, clean(c.Title), clean(c.About)
	switch form {
	case RSS:
		return c.rss()
	case JSONFeed:
		return c.json()
	}
	return c.atom()
}

// updated is when something in the feed changed last.
func (c *Channel) updated() time.Time {
	var last time.Time
	for _, e := range c.Items {
		if e.Updated.After(last) {
			last = e.Updated
		}
	}
	return last
}

func (c *Channel) self(form FeedForm) string { return c.Self + "." + string(form) }

// uuid is a UUID of version 8 (RFC 9562): of the hash of a name.
func uuid(name string) string {
	h := sha256.Sum256([]byte("hearsay " + name))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
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

func (c *Channel) atom() ([]byte, error) {
	out := atomFeed{ID: uuid(c.Name), Title: c.Title, Updated: c.updated().Format(time.RFC3339),
		Links: []atomLink{{"self", c.self(Atom)}, {"alternate", c.Home}}}
	for _, e := range c.Items {
		out.Entries = append(out.Entries, atomEntry{e.ID, e.Title, e.Published.Format(time.RFC3339), e.Updated.Format(time.RFC3339), e.Author,
			atomLink{"alternate", e.URL}, atomText{"html", e.HTML}})
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

func (c *Channel) rss() ([]byte, error) {
	out := rssFeed{Version: "2.0", Title: c.Title, Link: c.Home, Description: c.About}
	for _, e := range c.Items {
		out.Items = append(out.Items, rssItem{rssGUID{false, e.ID}, e.Title, e.URL, e.Published.Format(time.RFC1123Z), e.HTML})
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

func (c *Channel) json() ([]byte, error) {
	out := jsonFeed{"https://jsonfeed.org/version/1.1", c.Title, c.Home, c.self(JSONFeed), []jsonItem{}}
	for _, e := range c.Items {
		out.Items = append(out.Items, jsonItem{e.ID, e.URL, e.Title, e.HTML, e.Published.Format(time.RFC3339), e.Updated.Format(time.RFC3339), []jsonAuthor{{e.Author}}})
	}
	b, err := json.MarshalIndent(out, "", " ")
	return append(b, '\n'), err
}
