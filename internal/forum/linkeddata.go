// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"encoding/json"
	"html"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

const (
	maxScript = 8 << 20 // bytes of JSON-LD that are read
	maxNested = 32
)

// linkedData reads a discussion that a page tells as JSON-LD of schema.org: a DiscussionForumPosting with its comments.
func (p page) linkedData() (Thread, bool) {
	t := p.thread(nil, nil, nil)
	p.Find("script[type='application/ld+json']").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		var v any
		if text := s.Text(); len(text) <= maxScript && json.Unmarshal([]byte(text), &v) == nil {
			if posting := discussionIn(v, 0); posting != nil {
				t.posting(posting, p, 0)
			}
		}
		return len(t.Posts) < 2
	})
	first := p.offset(t.Page, len(t.Posts))
	for i := range t.Posts {
		t.Posts[i].Number = first + i + 1
	}
	return t, len(t.Posts) > 1
}

// discussionIn finds the posting in what a page tells.
func discussionIn(v any, depth int) map[string]any {
	if depth > maxNested {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if found := discussionIn(e, depth+1); found != nil {
				return found
			}
		}
	case map[string]any:
		if said(v["@type"]) == "DiscussionForumPosting" {
			return v
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if found := discussionIn(v[key], depth+1); found != nil {
				return found
			}
		}
	}
	return nil
}

// posting adds a posting and the comments on it, in the order of the page.
func (t *Thread) posting(v map[string]any, p page, depth int) {
	if depth > maxNested || len(t.Posts) > MaxPosts {
		return
	}
	text := said(v["text"])
	if text == "" {
		text = said(v["articleBody"])
	}
	post := Post{Author: said(v["author"]), Date: said(v["datePublished"]), Edited: said(v["dateModified"]), Link: p.absolute(said(v["url"]))}
	if post.Edited == post.Date {
		post.Edited = ""
	}
	if t.Title == "" {
		t.Title = oneLine(said(v["headline"]))
	}
	if text != "" && post.Author != "" {
		post.markup = "<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</p>"
		t.Posts = append(t.Posts, post)
	}
	comments, _ := v["comment"].([]any)
	for _, c := range comments {
		if c, ok := c.(map[string]any); ok {
			t.posting(c, p, depth+1)
		}
	}
}

// said is a value as text: itself, the first of a list, or the name of a thing.
func said(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		if len(v) > 0 {
			return said(v[0])
		}
	case map[string]any:
		if name, ok := v["name"].(string); ok {
			return strings.TrimSpace(name)
		}
	}
	return ""
}
