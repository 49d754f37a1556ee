// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"hearsay"
	"hearsay/internal/forum"
)

// maxThreadPage bytes of a page are parsed where it looks like one of a thread. Its tree is walked once, so it may be
// larger than that of an article.
const maxThreadPage = 16 << 20

// NextPage gives the address of the page after this one where a capture is a page of a thread, and ok is true where it
// is. The address is empty on the last page; it is on the same host.
func NextPage(c hearsay.Capture, payload []byte) (next string, ok bool) {
	switch recogniseCapture(c, payload) {
	case ForumJSON:
		threads, err := forum.JSON(payload, c.URL)
		if err != nil || len(threads) != 1 {
			return "", false
		}
		return threads[0].Next, true
	case HTML:
		page, _ := Decode(payload, c.MediaType)
		size, _, _ := skim(page)
		t, ok, err := threadPage(c, page, pageTree(page, size))
		return t.Next, ok && err == nil
	}
	return "", false
}

// forumJSONDocuments reads what a board answered to a program.
func forumJSONDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	text, _ := Decode(payload, c.MediaType)
	threads, err := forum.JSON([]byte(text), c.URL)
	if err != nil {
		return nil, err
	}
	var docs []hearsay.Document
	for i := range threads {
		docs = append(docs, forumDocuments(c, &threads[i])...)
	}
	return docs, nil
}

// threadPage reads an HTML page as one of a thread, if it is one. root is its tree, nil where it is too large or too
// deep for an article.
func threadPage(c hearsay.Capture, page string, root *html.Node) (t forum.Thread, ok bool, err error) {
	switch {
	case root != nil:
	case !forum.Likely(page):
		return t, false, nil
	case len(page) > maxThreadPage:
		return t, false, errThreadTooLarge
	default:
		if root, err = html.Parse(strings.NewReader(forum.Shallow(page))); err != nil {
			return t, false, nil // too deep for reasons of its own
		}
	}
	return forum.Page(root, pageURL(c, pageMeta(root).canonical))
}

// forumDocuments makes the documents of one page of a thread: the thread, and its posts as parts of it. The ID of the
// thread follows from its address, so that it is one document whatever page gives it; where the address is not known,
// every page is a thread of its own. A post that is gone gives no document.
func forumDocuments(c hearsay.Capture, t *forum.Thread) []hearsay.Document {
	if len(t.Posts) == 0 {
		return nil
	}
	thread := newDocument(c, t.ID)
	thread.Kind = hearsay.Thread
	base, _ := url.Parse(c.URL)
	if t.Address != "" {
		thread.ID, thread.URL = hearsay.NewThreadID(t.Address), t.Address
		base, _ = url.Parse(t.Address)
	}
	if thread.Outlet == "" && base != nil && base.Host != "" {
		thread.Outlet = outletOf(base.Hostname())
	}
	posts, beginning := linesOfAll(t, base)
	setText(&thread, t.Title, nil)
	languages := languagesOf(beginning)
	thread.Language = languages.whole
	docs := []hearsay.Document{thread}
	dates := newDateReader(languages.whole, c.Fetched)
	for i := range posts {
		part := strconv.Itoa(t.Posts[i].Number)
		if t.ID != "" {
			part = t.ID + "." + part
		}
		if d, ok := postOf(newDocument(c, part), &t.Posts[i], &posts[i], dates); ok {
			d.Parent, d.Title, d.Outlet, d.Language = thread.ID, t.Title, thread.Outlet, languages.of(d.Text)
			docs = append(docs, d)
		}
	}
	return docs
}

// linesOfAll reads what the posts of a page say and quote; beginning is as much of their text as tells its language.
func linesOfAll(t *forum.Thread, base *url.URL) (posts []threadPost, beginning string) {
	posts = make([]threadPost, len(t.Posts))
	place := map[int]int{}
	var text strings.Builder
	for i := range t.Posts {
		p := &t.Posts[i]
		place[p.Number] = i
		posts[i] = linesOf(p.Body(), base)
		posts[i].author, posts[i].answers = p.Author, -1
		if at, ok := place[p.Answers]; ok {
			posts[i].answers = at
		}
		for _, l := range posts[i].lines {
			if text.Len() < enoughBytes {
				text.WriteString(l.text + "\n")
			}
		}
	}
	markGiven(posts)
	return posts, text.String()
}

// postOf fills d from a post; ok is false where that says nothing.
func postOf(d hearsay.Document, in *forum.Post, p *threadPost, dates *dateReader) (_ hearsay.Document, ok bool) {
	if len(p.lines) == 0 {
		return d, false
	}
	d.Kind, d.URL = hearsay.Post, firstOf(in.Link, d.URL)
	fillPost(&d, p)
	d.Published, _ = dates.parse(in.Date)
	d.Edited, _ = dates.parse(in.Edited)
	return d, true
}

var errThreadTooLarge = errors.New("the page looks like one of a thread and is larger than 16 MiB; take the thread page by page")
