// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	_ "embed"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/net/html"
)

// board is where one software keeps what a thread page tells: selectors, the better ones first.
type board struct {
	Name   string
	Hint   string // letters that its pages have
	Marked string // must be found in the page
	Post   string
	Body   []string
	Author []string
	Date   []string
	Edited []string
	Number string
	Index  string // the number, counted from 0
	Link   []string
	Title  []string
	Next   []string
	Page   []string
	Least  int // posts that there must be
}

//go:embed boards.toml
var boardsFile []byte

// boards is the list of boards.toml. A mistake in it is one in the source, and shows in the first test.
var boards = sync.OnceValue(func() []board {
	var file struct{ Board []board }
	if err := toml.Unmarshal(boardsFile, &file); err != nil {
		panic(err)
	}
	return file.Board
})

// Likely reports whether a page may be one of a thread, from its letters alone.
func Likely(page string) bool {
	return strings.Contains(page, "DiscussionForumPosting") ||
		slices.ContainsFunc(boards(), func(b board) bool { return strings.Contains(page, b.Hint) })
}

// Page reads what a board shows in a browser. base is the page's own address, nil where it is not known. ok is false
// where the page is none of a thread.
func Page(root *html.Node, base *url.URL) (t Thread, ok bool, err error) {
	p := page{goquery.NewDocumentFromNode(root), base}
	for i := range boards() {
		b := &boards()[i]
		if b.Marked != "" && p.Find(b.Marked).Length() == 0 {
			continue
		}
		if t := p.read(b); len(t.Posts) >= max(b.Least, 1) {
			return t, true, t.finish()
		}
	}
	for _, read := range []func() (Thread, bool){p.linkedData, p.siblings} {
		if t, ok := read(); ok {
			return t, true, t.finish()
		}
	}
	return Thread{}, false, nil
}

// page is the work on one page.
type page struct {
	*goquery.Document
	base *url.URL
}

// read takes the posts of a page as a board writes it. What has no body or no author is no post.
func (p page) read(b *board) Thread {
	t := p.thread(b.Title, b.Next, b.Page)
	var found []*goquery.Selection
	p.Find(b.Post).EachWithBreak(func(_ int, s *goquery.Selection) bool {
		post := Post{Author: oneLine(valueIn(s, b.Author)), Date: dateIn(s, b.Date), Edited: editedIn(dateIn(s, b.Edited))}
		if body := firstIn(s, b.Body); body != nil && post.Author != "" {
			post.body = body.Get(0)
			t.Posts, found = append(t.Posts, post), append(found, s)
		}
		return len(t.Posts) <= MaxPosts
	})
	first := p.offset(t.Page, len(t.Posts))
	for i, s := range found {
		t.Posts[i].Number = numberIn(s, b, first+i+1)
		t.Posts[i].Link = p.link(s, b.Link, t.Address)
	}
	return t
}

// thread is what the page tells of the whole.
func (p page) thread(title, next, number []string) Thread {
	whole := p.Selection
	t := Thread{Title: oneLine(valueIn(whole, title)), Address: threadAddress(p.base), Page: p.number(number)}
	if t.Title == "" {
		t.Title = oneLine(valueIn(whole, []string{"meta[property='og:title']", "h1", "title"}))
	}
	if to := firstIn(whole, append(next, "link[rel=next]", "a[rel~=next]")); to != nil {
		t.Next = p.pageAfter(to.AttrOr("href", ""))
	}
	return t
}

// number is that of the page, as it is marked in the list of pages or stands in its address.
func (p page) number(selectors []string) int {
	if s := firstIn(p.Selection, selectors); s != nil {
		if n := lastNumber(oneLine(s.Text())); n > 0 && n <= farthest {
			return n
		}
	}
	return pageNumber(p.base)
}

// link is a post's own address: what it shows as such, or its place in the page.
func (p page) link(s *goquery.Selection, selectors []string, thread string) string {
	for _, sel := range selectors {
		if to := p.absolute(firstAttr(s, sel, "href")); to != "" {
			return to
		}
	}
	if id := s.AttrOr("id", ""); id != "" && thread != "" {
		return thread + "#" + id
	}
	return ""
}

// firstIn gives the first element that one of the selectors finds, the better selectors first; nil where none does.
func firstIn(s *goquery.Selection, selectors []string) *goquery.Selection {
	for _, sel := range selectors {
		if found := s.Find(sel); found.Length() > 0 {
			return found.First()
		}
	}
	return nil
}

func firstAttr(s *goquery.Selection, selector, name string) string {
	return s.Find(selector).First().AttrOr(name, "")
}

// valueIn is what stands in the first place that is not empty: in an attribute that holds the value, or as text.
func valueIn(s *goquery.Selection, selectors []string, attributes ...string) string {
	for _, sel := range selectors {
		if name, ok := strings.CutPrefix(sel, "@"); ok {
			if v := s.AttrOr(name, ""); v != "" {
				return v
			}
			continue
		}
		found := s.Find(sel).First()
		for _, name := range append(attributes, "content") {
			if v := strings.TrimSpace(found.AttrOr(name, "")); v != "" {
				return v
			}
		}
		if v := strings.TrimSpace(found.Text()); v != "" {
			return v
		}
	}
	return ""
}

func dateIn(s *goquery.Selection, selectors []string) string {
	v := valueIn(s, selectors, "datetime", "title")
	if v == "" {
		return ""
	}
	v = strings.Trim(oneLine(v), "«» ")
	for _, before := range []string{"» ", " on: ", "Posted: ", "Posted on "} {
		if i := strings.LastIndex(v, before); i >= 0 {
			v = v[i+len(before):]
		}
	}
	return v
}

var (
	editDate  = regexp.MustCompile(`(?: on |: |; )([^;]*?[0-9].*)$`)
	editRest  = regexp.MustCompile(`(?i),? (?:edited [0-9]+ times?|by |reason:).*$|\.$`)
	digits    = regexp.MustCompile(`[0-9]+`)
	isoMoment = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}`)
)

// editedIn takes the date out of a note that a post was changed: "Last edited by N on D, edited 2 times in total."
func editedIn(note string) string {
	if note == "" || isoMoment.MatchString(note) {
		return note
	}
	m := editDate.FindStringSubmatch(note)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(editRest.ReplaceAllString(m[1], ""))
}

// numberIn is the number that a post shows, or another.
func numberIn(s *goquery.Selection, b *board, otherwise int) int {
	if b.Index != "" {
		if n, err := strconv.Atoi(valueIn(s, []string{b.Index})); err == nil && n >= 0 {
			return n + 1
		}
	}
	if b.Number != "" {
		if n := lastNumber(oneLine(valueIn(s, []string{b.Number}))); n > 0 {
			return n
		}
	}
	return otherwise
}

// lastNumber is the last number in a text, as in "#1,026"; 0 where there is none.
func lastNumber(s string) int {
	all := digits.FindAllString(strings.ReplaceAll(s, ",", ""), -1)
	if len(all) == 0 {
		return 0
	}
	n, err := strconv.Atoi(all[len(all)-1])
	if err != nil {
		return 0
	}
	return n
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
