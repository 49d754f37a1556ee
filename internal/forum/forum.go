// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package forum reads the pages of discussion boards: what Discourse and NodeBB answer to a program, and what boards
// show in a browser. It tells who posted what when, and how the pages of a thread hang together. What the posts quote
// of each other stays in them, as markup.
package forum

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// MaxPosts is how many posts one page may have; a page with more is refused. What one capture gives is held in memory and
// stored at once, and 25,000 posts take half a gigabyte there.
const MaxPosts = 25_000

// Thread is one page of a thread.
type Thread struct {
	ID      string // by which an answer that has posts of several threads tells them apart
	Title   string
	Address string // of the thread, the same on each of its pages; empty where the page does not tell
	Page    int    // 1 for the first
	Next    string // address of the next page; empty on the last
	Posts   []Post // in the order of the thread, with rising numbers
}

// Post is one post. Dates are as the page writes them.
type Post struct {
	Number  int // place in the thread, from 1
	Author  string
	Date    string
	Edited  string // when it was changed last; empty where the page tells of no change
	Link    string // its own address
	Answers int    // the number of the earlier post that it is marked as a reply to; 0 for none
	Gone    bool   // deleted, or hidden by the board: what is shown instead are not its words

	markup string
	body   *html.Node
}

// Body is an element that holds what the post says; nil where it says nothing.
func (p *Post) Body() *html.Node {
	if p.body != nil || p.Gone || strings.TrimSpace(p.markup) == "" {
		return p.body
	}
	root, err := html.Parse(strings.NewReader(Shallow(p.markup)))
	if err != nil {
		return nil
	}
	return root
}

var errTooMany = errors.New("the page holds more than 25,000 posts; take the thread page by page")

// finish puts the posts of a page in order: one for each number, rising. An answer leads to an earlier post, so that no
// chain of answers returns to its start.
func (t *Thread) finish() error {
	if len(t.Posts) > MaxPosts {
		return errTooMany
	}
	t.sort()
	for i := range t.Posts {
		if p := &t.Posts[i]; p.Answers >= p.Number || p.Answers < 0 {
			p.Answers = 0
		}
	}
	t.Page = max(t.Page, 1)
	return nil
}
