// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"hearsay"
)

// FeedSource is where a feed's bytes came from and what the answer said of them.
type FeedSource struct {
	URL       string // base of relative addresses
	MediaType string // with its charset, if it names one
	Language  string // of the answer; empty where not known
	Fetched   time.Time
}

// FeedContent is a feed as it was published.
type FeedContent struct {
	FeedRecord
	Encoding  string        // as the answer or the document declares it, in lower case
	Every     time.Duration // between looks, as the feed asks (ttl), up to a day; 0 where it does not ask
	SkipHours []int         // of the day, UTC, in which it asks not to be looked at; from 0 to 23
	Offer     HubOffer      // of its own elements
	Entries   []FeedRecord
	Truncated bool // entries past the 5,000th, or an incomplete last one, are missing
}

// FeedRecord is what a feed, an entry, or the source that an entry names says of itself.
type FeedRecord struct {
	Title     FeedText
	Summary   FeedText // of a feed: its description
	Content   []FeedText
	ID        string
	IDIsLink  bool   // the ID is the entry's address
	Link      string // the page it is about; always http or https, or empty
	Links     []FeedLink
	Author    string // as the feed writes it
	Authors   []FeedPerson
	Published FeedDate
	Updated   FeedDate
	Created   FeedDate
	Language  string
	Source    *FeedRecord // the feed that an entry was taken from
}

// FeedText is a text in a feed. Type is text/plain, text/html or application/xhtml+xml; Value has markup unless it is
// text/plain, with addresses made absolute, and is never to be shown as HTML.
type FeedText struct {
	Value, Type, Language, Base string
}

// FeedLink is one address that a feed gives.
type FeedLink struct {
	Href, Rel, Type, Title string
	Language, Length       string // of what it leads to, as declared
}

// FeedPerson is an author.
type FeedPerson struct {
	Name, Email, URL string
}

// FeedDate is a date as the feed writes it, and what it means; Date is not known where it cannot be read.
type FeedDate struct {
	Raw  string
	Date hearsay.Date
}

// Feed reads an RSS, Atom, RDF or JSON feed. Entries that the feed breaks off in are dropped and the feed is marked
// Truncated, as it is after 5,000 entries. No entity is expanded and nothing is fetched.
//
// Errors are hearsay.ErrInvalid: the payload is no feed, or over a bound of limits.go.
func Feed(payload []byte, from FeedSource) (FeedContent, error) {
	f, err := readFeed(payload, from)
	if err != nil {
		return FeedContent{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read feed " + from.URL, Cause: err}
	}
	return f, nil
}

func readFeed(payload []byte, from FeedSource) (FeedContent, error) {
	cut := payload[:min(len(payload), maxFeedBytes)] // what breaks off there is marked like any other broken feed
	text, _ := Decode(cut, from.MediaType)
	if strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		f, err := readJSONFeed(text, from)
		f.Encoding = "utf-8"
		return f, err
	}
	items := 0
	tooMany := false
	root, complete, err := parseXML(text, func(name string) bool {
		if name == "item" || name == "entry" {
			items++
		}
		tooMany = tooMany || items > maxFeedItems
		return tooMany
	})
	if err != nil {
		return FeedContent{}, err
	}
	r := newFeedReader(root, from)
	f, err := r.feed(root)
	f.Truncated = !complete || tooMany
	f.Encoding = namedEncoding(payload, from.MediaType)
	return f, err
}

// feedReader turns the elements of one feed into records.
type feedReader struct {
	home  string // the namespace of the root element: the feed's own vocabulary, whatever it is called
	atom  bool
	dates *dateReader
	env   feedEnv
}

// feedEnv is what elements inherit.
type feedEnv struct{ base, language string }

func newFeedReader(root *xmlNode, from FeedSource) *feedReader {
	return &feedReader{
		home:  root.space,
		atom:  strings.EqualFold(root.name, "feed") || strings.EqualFold(root.name, "entry"),
		dates: newDateReader(from.Language, from.Fetched),
		env:   feedEnv{base: from.URL, language: from.Language},
	}
}

var errNoFeed = errors.New("the XML is no feed")

// feed finds the channel and the entries; RSS 0.9 and 1.0 keep the items beside the channel.
func (r *feedReader) feed(root *xmlNode) (FeedContent, error) {
	var f FeedContent
	env := r.env.under(root)
	var entries []*xmlNode
	switch name := strings.ToLower(root.name); name {
	case "feed":
		f.FeedRecord = r.record(root, r.env, true)
		f.Offer.links(root, r.env)
		entries = itemsOf(root)
	case "rss", "rdf", "channel":
		entries = itemsOf(root)
		channel := root
		for _, k := range root.kids {
			if k.node != nil && strings.EqualFold(k.node.name, "channel") {
				channel = k.node
				entries = append(itemsOf(channel), entries...)
				break
			}
		}
		if channel != root {
			f.FeedRecord = r.record(channel, env, true)
			f.habits(channel)
			f.Offer.links(channel, env)
			env = env.under(channel)
		}
	case "entry":
		entries = []*xmlNode{root}
	default:
		return f, fmt.Errorf("%w: its root is %q", errNoFeed, root.name)
	}
	if r.dates.lang == "" {
		r.dates.lang, _, _ = strings.Cut(strings.ToLower(f.Language), "-")
	}
	for _, e := range entries {
		if !e.cut {
			f.Entries = append(f.Entries, r.record(e, env, false))
		}
	}
	return f, nil
}

func itemsOf(n *xmlNode) []*xmlNode {
	var out []*xmlNode
	for _, k := range n.kids {
		if k.node == nil {
			continue
		}
		switch strings.ToLower(k.node.name) {
		case "item", "entry":
			out = append(out, k.node)
		case "items": // RSS 0.9 variants wrap them
			out = append(out, itemsOf(k.node)...)
		}
	}
	return out
}

// under gives what the children of n inherit.
func (e feedEnv) under(n *xmlNode) feedEnv {
	if b, ok := n.xmlAttr("base"); ok {
		e.base = joinURL(e.base, b)
	}
	if l, ok := n.xmlAttr("lang"); ok {
		e.language = strings.ReplaceAll(l, "_", "-")
	}
	return e
}

// joinURL resolves ref; a base that is no web address is not taken over.
func joinURL(base, ref string) string {
	to, err := url.Parse(ref)
	if err != nil {
		return base
	}
	if from, err := url.Parse(base); err == nil && base != "" {
		to = from.ResolveReference(to)
	}
	switch to.Scheme {
	case "http", "https", "":
		return to.String()
	}
	return base
}
