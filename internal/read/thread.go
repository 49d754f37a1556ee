// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/forum"
)

// threadPost is one post of a forum thread while it is being read.
type threadPost struct {
	lines  []textLine
	quotes []lineQuote
	own    []bool // for each line, whether the poster wrote it
	author string // as a later quote names them, or as the page says
	links  []string

	answers int // place among the posts of the one that it is marked as a reply to; negative for none
}

// lineQuote is a quotation that covers lines [from, to) of a post, its header line among them.
type lineQuote struct {
	author   string
	from, to int
	bare     bool // no line of its own says who is quoted
}

// threadDocuments reads a forum thread that was pasted as text: a title, then posts between lines of dashes. The
// thread is a document without text of its own but the title; each post is a part of it. What a post quotes stays in
// its text and is marked in ReplyTo; authors are known where a later post quotes them by name. A pasted article stays
// in the post that pasted it, and its address is kept as a link.
func threadDocuments(c hearsay.Capture, text string) ([]hearsay.Document, error) {
	title, posts := threadPosts(splitLines(text))
	if len(posts) == 0 {
		return nil, errors.New("the thread holds no post")
	}
	if len(posts) > forum.MaxPosts {
		return nil, fmt.Errorf("the thread holds %d posts, more than %d; take it page by page", len(posts), forum.MaxPosts)
	}
	markQuotes(posts)
	thread := newDocument(c, "")
	thread.Kind = hearsay.Thread
	setText(&thread, title, nil)
	languages := languagesOf(text)
	thread.Language = languages.whole
	docs := []hearsay.Document{thread}
	for i := range posts {
		d := newDocument(c, strconv.Itoa(i+1))
		d.Kind, d.Parent = hearsay.Post, thread.ID
		fillPost(&d, &posts[i])
		d.Title = title
		d.Language = languages.of(d.Text)
		docs = append(docs, d)
	}
	return docs, nil
}

// threadPosts parts a thread at its lines of dashes. A line of addresses alone at the head of a post is taken out of
// the prose.
func threadPosts(lines []textLine) (title string, posts []threadPost) {
	cur := threadPost{}
	flush := func() {
		if len(cur.lines) == 0 { // a post that is nothing but an address says that address
			for _, a := range cur.links {
				cur.lines = append(cur.lines, textLine{text: a})
			}
		}
		if len(cur.lines) > 0 {
			posts = append(posts, cur)
		}
		cur = threadPost{}
	}
	for i, l := range lines {
		switch {
		case i == 0 && !l.isBreak && isTitle(l.text):
			title = l.text
		case l.isBreak:
			flush()
		case len(cur.lines) == 0 && isAddress(l.text):
			cur.links = append(cur.links, addressesIn(l.text)...)
		default:
			cur.lines = append(cur.lines, l)
		}
	}
	flush()
	return title, posts
}

func isAddress(line string) bool {
	return (strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://")) && !strings.ContainsAny(line, " \t")
}

// fillPost gives d the text of p, one paragraph a line, and turns the quoted lines into spans.
func fillPost(d *hearsay.Document, p *threadPost) {
	lines := make([]string, len(p.lines))
	at := make([]int, len(p.lines)+1)
	for i, l := range p.lines {
		lines[i] = l.text
		at[i+1] = at[i] + len(l.text) + 2
	}
	setText(d, "", lines)
	for _, q := range p.quotes {
		end := at[q.to] - 2
		d.ReplyTo = append(d.ReplyTo, hearsay.Quote{Author: q.author, Span: hearsay.Cut(d.Text, at[q.from], end)})
	}
	if p.author != "" {
		d.Authors = []string{p.author}
	}
	d.Links = p.links
	for _, a := range addressesIn(d.Text) {
		if len(d.Links) < maxLinks && !slices.Contains(d.Links, a) {
			d.Links = append(d.Links, a)
		}
	}
}

// looksLikeThread reports whether a text is a thread: posts between lines of dashes, and either a quotation of one
// post by another, or nothing but a title before the first of several such lines.
func looksLikeThread(lines []textLine) bool {
	breaks, quotes := 0, 0
	for _, l := range lines {
		if l.isBreak {
			breaks++
		} else if _, ok := quoteHeader(l.text); ok {
			quotes++
		}
	}
	if breaks == 0 {
		return false
	}
	return quotes > 0 || breaks > 1 && len(lines) > 3 && !lines[0].isBreak && lines[1].isBreak && isTitle(lines[0].text)
}
