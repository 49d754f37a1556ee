// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package newsroom is the invented press of the demonstration and the tests: fifteen outlets, four stories, two
// weeks. It plays the part of the web: what a collector that looked every two hours would have got. README.md
// tells what is in it and what the ledger must say of it.
package newsroom

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"hearsay"
)

//go:embed README.md data templates
var files embed.FS

// README is the text that says what the ledger must hold.
func README() string {
	b, _ := files.ReadFile("README.md") // embedded: it is there
	return string(b)
}

// Look is one look at an address at a time, with what it gave.
type Look struct {
	Feed      hearsay.FeedID // empty for a page that a feed led to
	Outlet    hearsay.OutletID
	URL       string
	MediaType string
	At        time.Time
	Unchanged bool   // the same bytes as at the look before; Payload is empty
	Payload   []byte //
}

// Newsroom is everything that was there to be seen.
type Newsroom struct {
	Outlets  []hearsay.Outlet
	Feeds    []hearsay.Feed
	Articles []Article
	pages    []page
	pageOf   *template.Template
	feedOf   *template.Template
}

// Article is one version of one article.
type Article struct {
	File      string
	Outlet    hearsay.OutletID
	URL       string
	Title     string
	Author    string
	Source    string // publisher that the feed credits
	Language  string
	Published time.Time
	Edited    time.Time // when this version appeared; zero for the first
	Body      []string  // paragraphs
}

// page is one version of an official page or of a thread.
type page struct {
	outlet    hearsay.OutletID
	url       string
	mediaType string
	since     time.Time
	payload   []byte
}

const (
	feedType = "application/rss+xml; charset=utf-8"
	pageType = "text/html; charset=utf-8"
)

// Every is how often the collector looked.
const Every = 2 * time.Hour

// First and Last are the first and the last look.
var (
	First = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	Last  = time.Date(2026, 3, 15, 22, 0, 0, 0, time.UTC)
)

// Open reads the newsroom.
func Open() (*Newsroom, error) {
	n := &Newsroom{}
	var err error
	if n.pageOf, err = template.ParseFS(files, "templates/article.html"); err != nil {
		return nil, err
	}
	if n.feedOf, err = template.ParseFS(files, "templates/feed.xml"); err != nil {
		return nil, err
	}
	for _, read := range []func() error{n.readOutlets, n.readArticles, n.readPages, n.readThreads} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("read newsroom: %w", err)
		}
	}
	return n, nil
}

func (n *Newsroom) readOutlets() error {
	b, err := files.ReadFile("data/outlets.toml")
	if err != nil {
		return err
	}
	var list struct {
		Outlet []struct {
			ID, Name, Country, Language, Kind, Home, Feed string
			Owners                                        []hearsay.Ownership
		}
	}
	if err := toml.Unmarshal(b, &list); err != nil {
		return err
	}
	for _, o := range list.Outlet {
		home, err := url.Parse(o.Home)
		if err != nil {
			return err
		}
		n.Outlets = append(n.Outlets, hearsay.Outlet{
			ID: hearsay.OutletID(o.ID), Name: o.Name, Domain: home.Hostname(), Owners: o.Owners, Country: o.Country,
			Language: o.Language, Agency: o.Kind == "agency", Official: o.Kind == "official",
		})
		if o.Feed != "" {
			n.Feeds = append(n.Feeds, hearsay.Feed{
				ID: hearsay.FeedID(o.ID), Outlet: hearsay.OutletID(o.ID), Kind: hearsay.FeedRSS, URL: o.Feed, Every: Every,
			})
		}
	}
	return nil
}

func (n *Newsroom) readArticles() error {
	names, err := fs.Glob(files, "data/articles/*.txt")
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		a, err := parseArticle(path.Base(name), string(b))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		n.Articles = append(n.Articles, a)
	}
	return nil
}

// header reads "key: value" lines up to an empty line.
func header(s string) (map[string]string, string) {
	head, body, _ := strings.Cut(s, "\n\n")
	fields := map[string]string{}
	for line := range strings.Lines(head) {
		k, v, _ := strings.Cut(line, ":")
		fields[strings.TrimSpace(k)] = strings.TrimSpace(v)
	}
	return fields, body
}

func parseArticle(file, s string) (Article, error) {
	h, body := header(s)
	a := Article{
		File: file, Outlet: hearsay.OutletID(h["outlet"]), URL: h["url"], Title: h["title"], Author: h["author"], Source: h["source"],
		Language: h["language"],
	}
	if a.Language == "" {
		a.Language = "en"
	}
	for p := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		a.Body = append(a.Body, strings.TrimSpace(p))
	}
	var err error
	if a.Published, err = time.Parse(time.RFC3339, h["published"]); err != nil {
		return a, err
	}
	if h["edited"] != "" {
		a.Edited, err = time.Parse(time.RFC3339, h["edited"])
	}
	return a, err
}

// since is when this version could first be seen.
func (a Article) since() time.Time {
	if a.Edited.IsZero() {
		return a.Published
	}
	return a.Edited
}

// readPages reads official pages; the comment in their first line says where and since when they stand.
func (n *Newsroom) readPages() error {
	names, err := fs.Glob(files, "data/pages/*.html")
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		first, rest, _ := bytes.Cut(b, []byte("\n"))
		f := strings.Fields(string(first))
		p := page{mediaType: "text/html; charset=utf-8", payload: rest}
		for i := 0; i+1 < len(f); i++ {
			switch f[i] {
			case "url:":
				p.url = f[i+1]
			case "changed:":
				if p.since, err = time.Parse(time.RFC3339, f[i+1]); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		p.outlet = n.outletAt(p.url)
		n.pages = append(n.pages, p)
	}
	return nil
}

func (n *Newsroom) readThreads() error {
	names, err := fs.Glob(files, "data/forum/*.txt")
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		h, body := header(string(b))
		since, err := time.Parse(time.RFC3339, h["posted"])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		n.pages = append(n.pages, page{n.outletAt(h["url"]), h["url"], "text/plain; charset=utf-8", since, []byte(body)})
	}
	return nil
}

func (n *Newsroom) outletAt(address string) hearsay.OutletID {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, o := range n.Outlets {
		if u.Hostname() == o.Domain {
			return o.ID
		}
	}
	return ""
}

// Looks gives what the collector saw, look by look, in the order of time: each feed every two hours, each new or
// changed article at the first look after it appeared, official pages and threads once a day.
func (n *Newsroom) Looks() ([]Look, error) {
	var out []Look
	lastFeed := map[hearsay.FeedID][]byte{}
	lastPage := map[string][]byte{}
	for at := First; !at.After(Last); at = at.Add(Every) {
		for _, f := range n.Feeds {
			b, err := n.feed(f, at)
			if err != nil {
				return nil, err
			}
			l := Look{Feed: f.ID, Outlet: f.Outlet, URL: f.URL, MediaType: feedType, At: at, Payload: b}
			if bytes.Equal(lastFeed[f.ID], b) {
				l.Unchanged, l.Payload = true, nil
			}
			lastFeed[f.ID] = b
			out = append(out, l)
		}
		articles, err := n.articlesAt(at)
		if err != nil {
			return nil, err
		}
		out = append(out, articles...)
		if at.Hour() == 18 {
			out = append(out, n.pagesAt(at, lastPage)...)
		}
	}
	return out, nil
}

// articlesAt gives the pages that appeared or changed since the look before.
func (n *Newsroom) articlesAt(at time.Time) ([]Look, error) {
	var out []Look
	for _, a := range n.Articles {
		if s := a.since(); s.After(at) || !s.After(at.Add(-Every)) {
			continue
		}
		b, err := n.Page(a)
		if err != nil {
			return nil, err
		}
		out = append(out, Look{Outlet: a.Outlet, URL: a.URL, MediaType: pageType, At: at.Add(time.Minute), Payload: b})
	}
	return out, nil
}

func (n *Newsroom) pagesAt(at time.Time, last map[string][]byte) []Look {
	var out []Look
	now := map[string]page{}
	for _, p := range n.pages {
		if old, ok := now[p.url]; !p.since.After(at) && (!ok || p.since.After(old.since)) {
			now[p.url] = p
		}
	}
	for _, p := range n.pages {
		current, ok := now[p.url]
		if !ok {
			continue
		}
		delete(now, p.url)
		l := Look{Outlet: current.outlet, URL: current.url, MediaType: current.mediaType, At: at.Add(2 * time.Minute), Payload: current.payload}
		if bytes.Equal(last[p.url], l.Payload) {
			l.Unchanged, l.Payload = true, nil
		} else {
			last[p.url] = l.Payload
		}
		out = append(out, l)
	}
	return out
}

// Page gives the HTML page of an article.
func (n *Newsroom) Page(a Article) ([]byte, error) {
	i := slices.IndexFunc(n.Outlets, func(o hearsay.Outlet) bool { return o.ID == a.Outlet })
	if i < 0 {
		return nil, fmt.Errorf("article %s: no such outlet: %q", a.File, a.Outlet)
	}
	var b bytes.Buffer
	err := n.pageOf.Execute(&b, struct {
		Article
		Site hearsay.Outlet
	}{a, n.Outlets[i]})
	return b.Bytes(), err
}

const feedLength = 20 // items that a feed shows

// feed gives the outlet's feed as it stood at a time.
func (n *Newsroom) feed(f hearsay.Feed, at time.Time) ([]byte, error) {
	var items []Article
	for _, a := range n.Articles {
		if a.Outlet == f.Outlet && !a.since().After(at) {
			items = slices.DeleteFunc(items, func(b Article) bool { return b.URL == a.URL })
			items = append(items, a)
		}
	}
	slices.SortStableFunc(items, func(a, b Article) int { return b.Published.Compare(a.Published) })
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	err := n.feedOf.Execute(&b, struct {
		Site  hearsay.OutletID
		Link  string
		Items []Article
	}{f.Outlet, f.URL, items[:min(feedLength, len(items))]})
	return b.Bytes(), err
}
