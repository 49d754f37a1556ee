// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"

	"hearsay"
)

// FrontPage is what the front page of a site leads to.
type FrontPage struct {
	Feeds    []FeedLink // that it offers, in order
	Offer    HubOffer   // of the links in its head
	Articles []string   // addresses that look like those of articles, of its own registrable domain, in order
}

// Front reads the links of a page. An address is taken for that of an article by its form (a date, a number, words joined by
// hyphens) together with the words of the link, outside of navigation, footers and asides; lists of tags and authors,
// logins and the like are none.
//
// Errors are hearsay.ErrInvalid: the page is over a bound of limits.go.
func Front(payload []byte, from FeedSource) (FrontPage, error) {
	page, _ := Decode(payload, from.MediaType)
	size, _, _ := skim(page)
	root := pageTree(page, size)
	at, err := url.Parse(from.URL)
	if root == nil || err != nil {
		return FrontPage{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read front page " + from.URL, Cause: errTooDeep}
	}
	r := frontReader{base: at, at: at, words: map[string]string{}}
	r.walk(root, 0, false)
	for _, link := range r.order {
		if len(r.Articles) < maxFeedItems && r.isArticle(link) {
			r.Articles = append(r.Articles, link)
		}
	}
	return r.FrontPage, nil
}

// frontReader gathers the links of a page.
type frontReader struct {
	FrontPage
	at, base *url.URL
	order    []string          // addresses outside of navigation
	words    map[string]string // the longest words of links to each
}

func (r *frontReader) walk(n *html.Node, depth int, aside bool) {
	if depth > maxDepth {
		return
	}
	if n.Type == html.ElementNode {
		aside = aside || isAside(n)
		switch n.Data {
		case "base":
			if to, err := r.at.Parse(attribute(n, "href")); err == nil {
				r.base = to
			}
		case "link":
			r.offer(n)
		case "a":
			if !aside {
				r.link(n)
			}
		}
	}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		r.walk(k, depth+1, aside)
	}
}

// feedTypes are the media types of feeds.
var feedTypes = map[string]bool{"application/rss+xml": true, "application/atom+xml": true, "application/feed+json": true, "application/rdf+xml": true}

func (r *frontReader) offer(n *html.Node) {
	mediaType, _, _ := strings.Cut(strings.ToLower(attribute(n, "type")), ";")
	if n.Parent != nil && n.Parent.Data == "head" { // in the body others may have written
		r.Offer.add(attribute(n, "rel"), r.base.String(), attribute(n, "href"))
	}
	isAlternate := false
	for _, rel := range strings.Fields(strings.ToLower(attribute(n, "rel"))) {
		isAlternate = isAlternate || rel == "alternate"
	}
	href := webLink(r.base.String(), attribute(n, "href"))
	if isAlternate && feedTypes[strings.TrimSpace(mediaType)] && strings.HasPrefix(href, "http") && len(r.Feeds) < maxLinks {
		r.Feeds = append(r.Feeds, FeedLink{Href: href, Rel: "alternate", Type: mediaType, Title: collapse(attribute(n, "title"))})
	}
}

// asideWords are found in the class, ID or role of what surrounds the articles of a front page.
var asideWords = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navigation|navbar|menu|breadcrumbs?|footer|login|pagination|tagcloud|social)(?:$|[\s_-])`)

func isAside(n *html.Node) bool {
	switch n.Data {
	case "nav", "footer", "form", "noscript", "template":
		return true
	case "html", "body", "main", "article":
		return false
	}
	return asideWords.MatchString(attribute(n, "class") + " " + attribute(n, "id") + " " + attribute(n, "role"))
}

func (r *frontReader) link(n *html.Node) {
	href := strings.TrimSpace(attribute(n, "href"))
	to, err := r.base.Parse(href)
	if err != nil || href == "" || len(href) > 2048 || to.Scheme != "http" && to.Scheme != "https" || domainOf(to.Hostname()) != domainOf(r.at.Hostname()) {
		return
	}
	to.Fragment, to.RawFragment = "", ""
	link := withoutTracking(to).String()
	words := collapse(nodeText(n))
	known, seen := r.words[link]
	if !seen {
		r.order = append(r.order, link)
	}
	if len(words) >= len(known) {
		r.words[link] = words
	}
}

var (
	datedPath  = regexp.MustCompile(`/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|\b)`)
	numberPart = regexp.MustCompile(`\d{5,}`)
	notArticle = sync.OnceValue(func() map[string]bool { return listWords("notarticles") })
)

// isArticle judges an address by its form and the words that lead to it.
func (r *frontReader) isArticle(link string) bool {
	u, err := url.Parse(link)
	if err != nil || strings.Trim(u.Path, "/") == "" || u.Path == r.at.Path && u.RawQuery == r.at.RawQuery {
		return false
	}
	parts := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	for _, p := range parts {
		if notArticle()[p] {
			return false
		}
	}
	last := strings.TrimSuffix(parts[len(parts)-1], path.Ext(parts[len(parts)-1]))
	hyphens := strings.Count(last, "-") + strings.Count(last, "_")
	words := r.words[link]
	isTitle := len(strings.Fields(words)) >= 4 || utf8.RuneCountInString(words) >= 24 || hasHan(words) && utf8.RuneCountInString(words) >= 8
	isForm := datedPath.MatchString(u.Path) && len(parts) > 2 || hyphens >= 3 || numberPart.MatchString(last) || numberPart.MatchString(u.RawQuery)
	return isForm && isTitle || hyphens >= 2 && datedPath.MatchString(u.Path)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x3040 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 })
}
