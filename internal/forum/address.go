// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// notOfThread are parameters that tell which page or view of a thread an address leads to, or whose session it was.
var notOfThread = []string{"page", "start", "st", "sid", "s", "f", "highlight", "hilit", "view", "sort", "order", "sk", "sd", "pp", "do",
	"comment", "post_number", "asc", "lang", "utm_source", "utm_medium", "utm_campaign"}

var (
	pagePath = regexp.MustCompile(`/page[-/]?([0-9]+)/?$`)
	smfTopic = regexp.MustCompile(`^([0-9]+)\.(?:msg)?([0-9]+|new)$`)
)

// farthest is the greatest number of a page or post that is believed.
const farthest = 10_000_000

// threadAddress is the address that the pages of a thread share.
func threadAddress(page *url.URL) string {
	if page == nil || page.Host == "" {
		return ""
	}
	u := *page
	u.Fragment, u.RawFragment, u.Host = "", "", strings.ToLower(u.Host)
	u.Path = pagePath.ReplaceAllString(u.Path, "/")
	u.RawPath = ""
	q := u.Query()
	for _, name := range notOfThread {
		q.Del(name)
	}
	if q.Get("t") != "" {
		q.Del("p") // of a post in it
	}
	if m := smfTopic.FindStringSubmatch(q.Get("topic")); m != nil {
		q.Set("topic", m[1]+".0")
	}
	u.RawQuery = q.Encode()
	return strings.TrimSuffix(u.String(), "/")
}

// pageNumber is the number of the page that an address tells, or 1.
func pageNumber(page *url.URL) int {
	if page == nil {
		return 1
	}
	text := page.Query().Get("page")
	if m := pagePath.FindStringSubmatch(page.Path); m != nil {
		text = m[1]
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > farthest {
		return 1
	}
	return n
}

// offset is how many posts stand on the pages before this one: some boards tell it in the address, and the pages of
// others are thought to be as long as this one.
func (p page) offset(number, posts int) int {
	if p.base != nil {
		text := p.base.Query().Get("start")
		if m := smfTopic.FindStringSubmatch(p.base.Query().Get("topic")); m != nil {
			text = m[2]
		}
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < farthest {
			return n
		}
	}
	return (number - 1) * posts
}

// absolute resolves an address of the page and takes out whose session it was.
func (p page) absolute(ref string) string {
	to, err := url.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" {
		return ""
	}
	if p.base != nil {
		to = p.base.ResolveReference(to)
	}
	if to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return ""
	}
	if q := to.Query(); q.Has("sid") || q.Has("s") {
		q.Del("sid")
		q.Del("s")
		to.RawQuery = q.Encode()
	}
	return to.String()
}

// pageAfter is where the link to the next page leads, if that is another page of the same site.
func (p page) pageAfter(ref string) string {
	to, err := url.Parse(p.absolute(ref))
	if err != nil || p.base == nil || !strings.EqualFold(to.Host, p.base.Host) {
		return ""
	}
	to.Fragment, to.RawFragment = "", ""
	if here := *p.base; to.Path == here.Path && to.RawQuery == here.RawQuery {
		return ""
	}
	return to.String()
}

// sort orders the posts by their numbers and keeps one of each. A post without a number gets the one after the post
// before it.
func (t *Thread) sort() {
	for i := range t.Posts {
		if t.Posts[i].Number > 0 {
			continue
		}
		t.Posts[i].Number = 1
		if i > 0 {
			t.Posts[i].Number = t.Posts[i-1].Number + 1
		}
	}
	slices.SortStableFunc(t.Posts, func(a, b Post) int { return cmp.Compare(a.Number, b.Number) })
	t.Posts = slices.CompactFunc(t.Posts, func(a, b Post) bool { return a.Number == b.Number })
}
