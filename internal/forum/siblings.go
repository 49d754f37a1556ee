// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// Boards that nobody has described show posts as elements that are alike and stand one after another, each with a name,
// a date and a text. So do comments under an article, and lists of articles; therefore the page must say of itself that
// it is a thread, and the posts must be most of what stands on it.

var (
	threadWords = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:thread|topic|forum|board|viewtopic|showthread|discussion)s?(?:[^a-z]|$)`)
	postWords   = regexp.MustCompile(`(?i)post|message|reply|msg`)
	authorWords = regexp.MustCompile(`(?i)author|user-?name|poster|nick|member|byline`)
	bodyWords   = regexp.MustCompile(`(?i)body|content|text|message|post`)
	dateText    = regexp.MustCompile(`[0-9]{1,4}[-./ ][0-9A-Za-z]{1,9}[-./, ]+[0-9]{2,4}`)
)

const (
	mostPosts   = 0.6 // of the words of a page stand in its posts
	maxName     = 60  // bytes of a name
	maxElements = 20_000
	maxWithin   = 300 // elements of one post that are looked at
)

// alike is the work of finding posts of an unknown board on a page.
type alike struct {
	page
	size map[*html.Node]int // bytes of text in each element, without blanks at the edges
}

func (p page) siblings() (Thread, bool) {
	t := p.thread(nil, nil, nil)
	if !p.isThread() {
		return t, false
	}
	a := alike{p, map[*html.Node]int{}}
	whole := a.measure(p.Get(0))
	if len(a.size) > maxElements {
		return t, false
	}
	best := 0
	seen := map[*html.Node]bool{}
	p.Find("[class]").Each(func(_ int, s *goquery.Selection) {
		parent := s.Parent()
		if parent.Length() == 0 || seen[parent.Get(0)] || !postWords.MatchString(s.AttrOr("class", "")) {
			return
		}
		seen[parent.Get(0)] = true
		if posts, size := a.postsUnder(parent, t.Address); len(posts) > 1 && size > best {
			t.Posts, best = posts, size
		}
	})
	first := p.offset(t.Page, len(t.Posts))
	for i := range t.Posts {
		t.Posts[i].Number = first + i + 1
	}
	return t, len(t.Posts) > 1 && float64(best) >= mostPosts*float64(whole)
}

func (a *alike) measure(n *html.Node) int {
	total := 0
	for child := n.FirstChild; child != nil && len(a.size) <= maxElements; child = child.NextSibling {
		switch {
		case child.Type == html.TextNode:
			total += len(strings.TrimSpace(child.Data))
		case child.Type == html.ElementNode && child.Data != "script" && child.Data != "style":
			total += a.measure(child)
		}
	}
	a.size[n] = total
	return total
}

// isThread reports whether the page calls itself a thread: in its address, or by the class of its body or main part.
func (p page) isThread() bool {
	if p.base != nil && threadWords.MatchString(p.base.Path+"?"+p.base.RawQuery) {
		return true
	}
	said := false
	p.Find("body, main, #content, [role=main], meta[name=generator]").Each(func(_ int, s *goquery.Selection) {
		said = said || threadWords.MatchString(marks(s)+" "+s.AttrOr("content", ""))
	})
	return said
}

func marks(s *goquery.Selection) string { return s.AttrOr("class", "") + " " + s.AttrOr("id", "") }

// postsUnder reads the children of an element that look like posts, and tells how many bytes of text they have.
func (a *alike) postsUnder(parent *goquery.Selection, thread string) (posts []Post, size int) {
	class := commonClass(parent.Children())
	if class == "" {
		return nil, 0
	}
	parent.ChildrenFiltered("[class]").Each(func(_ int, s *goquery.Selection) {
		if !s.HasClass(class) {
			return
		}
		within := s.Find("*")
		if within.Length() > maxWithin {
			within = within.Slice(0, maxWithin)
		}
		post := Post{Author: a.nameIn(within), Date: a.dateIn(within), Link: a.link(s, []string{"a.permalink", "a[rel=bookmark]"}, thread)}
		if post.body = a.bodyIn(within); post.Author == "" || post.Date == "" || post.body == nil {
			return
		}
		posts, size = append(posts, post), size+a.size[s.Get(0)]
	})
	return posts, size
}

// commonClass is the class that most of some elements have, if it is one of posts and two have it.
func commonClass(all *goquery.Selection) (class string) {
	count := map[string]int{}
	all.Each(func(_ int, s *goquery.Selection) {
		for c := range strings.FieldsSeq(s.AttrOr("class", "")) {
			if count[c]++; postWords.MatchString(c) && count[c] > 1 && count[c] > count[class] {
				class = c
			}
		}
	})
	return class
}

// short is the text of an element that is no longer than a name or date.
func (a *alike) short(s *goquery.Selection) string {
	if n := a.size[s.Get(0)]; n == 0 || n > maxName {
		return ""
	}
	return oneLine(s.Text())
}

func (a *alike) nameIn(within *goquery.Selection) (name string) {
	within.EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if authorWords.MatchString(marks(s)) || s.AttrOr("rel", "") == "author" {
			name = a.short(s)
		}
		return name == ""
	})
	for _, by := range []string{"by ", "By "} {
		name = strings.TrimPrefix(name, by)
	}
	return name
}

func (a *alike) dateIn(within *goquery.Selection) (date string) {
	within.EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if goquery.NodeName(s) == "time" {
			date = s.AttrOr("datetime", a.short(s))
		} else if text := a.short(s); dateText.MatchString(text) && s.Children().Length() == 0 {
			date = text
		}
		return date == ""
	})
	return date
}

// bodyIn is the element with the most text of those that are called a text and do not hold name and date as well.
func (a *alike) bodyIn(within *goquery.Selection) (body *html.Node) {
	within.Each(func(_ int, s *goquery.Selection) {
		n := s.Get(0)
		if body != nil && a.size[n] <= a.size[body] || !bodyWords.MatchString(marks(s)) || authorWords.MatchString(marks(s)) {
			return
		}
		if inner := s.Find("*"); a.size[n] > 0 && (a.nameIn(inner) == "" || a.dateIn(inner) == "") {
			body = n
		}
	})
	return body
}
