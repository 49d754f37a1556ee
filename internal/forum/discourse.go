// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// discourseTopic is what Discourse answers at /t/ID.json, /t/ID/NUMBER.json, /t/ID/posts.json and /posts.json. The last
// two have no title, and the last has posts of many topics.
type discourseTopic struct {
	ID     int64  `json:"id"`
	Title  string `json:"title"`
	Chunk  int    `json:"chunk_size"`
	Stream struct {
		Posts []discoursePost `json:"posts"`
		All   []int64         `json:"stream"` // the IDs of all posts of the topic
	} `json:"post_stream"`
	Latest []discoursePost `json:"latest_posts"`
}

type discoursePost struct {
	ID      int64   `json:"id"`
	User    string  `json:"username"`
	Created string  `json:"created_at"`
	Updated string  `json:"updated_at"`
	Version int     `json:"version"`
	Cooked  string  `json:"cooked"`
	Number  int     `json:"post_number"`
	Type    int     `json:"post_type"`
	ReplyTo int     `json:"reply_to_post_number"`
	Topic   int64   `json:"topic_id"`
	Slug    string  `json:"topic_slug"`
	Title   string  `json:"topic_title"`
	Hidden  bool    `json:"hidden"`
	Removed bool    `json:"user_deleted"`
	Deleted *string `json:"deleted_at"`
}

const (
	usualPage       = 20 // posts on a page
	discourseAction = 3  // the type of what the board notes itself: closed, moved
)

// JSON reads what Discourse or NodeBB answered to a program; at is the address that was asked, or anything else where
// that is not known. Nearly always it is one thread. A page without posts gives a thread without posts.
func JSON(payload []byte, at string) ([]Thread, error) {
	if !bytes.Contains(payload, []byte(`"post_stream"`)) && !bytes.Contains(payload, []byte(`"latest_posts"`)) {
		return nodebb(payload, at)
	}
	var topic discourseTopic
	if err := json.Unmarshal(payload, &topic); err != nil {
		return nil, err
	}
	if topic.Latest != nil {
		return latestThreads(topic.Latest, at)
	}
	t := Thread{Title: topic.Title, Page: pageParam(at)}
	posts := topic.Stream.Posts
	if len(posts) > 0 {
		topic.ID = max(topic.ID, posts[0].Topic)
	}
	place := discoursePlace(at)
	t.fill(posts, place, topic.ID)
	if err := t.finish(); err != nil || len(posts) == 0 {
		return []Thread{t}, err
	}
	chunk := topic.Chunk
	if chunk <= 0 {
		chunk = usualPage
	}
	if t.Page == 1 {
		t.Page = (t.Posts[0].Number-1)/chunk + 1
	}
	t.Next = topic.next(at, chunk, t)
	return []Thread{t}, nil
}

// IsJSON reports whether a text that begins so is what [JSON] reads.
func IsJSON(head string) bool {
	if !strings.HasPrefix(head, "{") {
		return false
	}
	isDiscourse := strings.Contains(head, `"cooked"`) &&
		(strings.Contains(head, `"post_stream"`) || strings.Contains(head, `"latest_posts"`))
	isNodeBB := strings.Contains(head, `"mainPid"`) && strings.Contains(head, `"tid"`)
	return isDiscourse || isNodeBB || strings.Contains(head, `"post_stream":{"posts":[]`)
}

// fill adds the posts of a topic.
func (t *Thread) fill(posts []discoursePost, place string, topic int64) {
	if place != "" && topic > 0 {
		t.Address = place + "/t/" + strconv.FormatInt(topic, 10)
	}
	for i := range posts {
		in := &posts[i]
		if in.Type == discourseAction {
			continue
		}
		if t.Title == "" {
			t.Title = in.Title
		}
		if t.Title == "" {
			t.Title = strings.ReplaceAll(in.Slug, "-", " ")
		}
		t.Posts = append(t.Posts, in.post(t.Address))
	}
}

func (in *discoursePost) post(address string) Post {
	p := Post{Number: in.Number, Author: in.User, Date: in.Created, Answers: in.ReplyTo, markup: in.Cooked,
		Gone: in.Hidden || in.Removed || in.Deleted != nil}
	if in.Version > 1 {
		p.Edited = in.Updated
	}
	if address != "" && in.Number > 0 {
		p.Link = address + "/" + strconv.Itoa(in.Number)
	}
	return p
}

// next is the address of the page after the posts that t has. Where the answer lists all posts, the topic's pages are
// counted; otherwise a full page is followed by those behind its last post.
func (topic *discourseTopic) next(at string, chunk int, t Thread) string {
	last := slices.MaxFunc(topic.Stream.Posts, func(a, b discoursePost) int { return a.Number - b.Number })
	place := discoursePlace(at)
	if place == "" {
		return ""
	}
	base := place + "/t/" + strconv.FormatInt(topic.ID, 10)
	if all := topic.Stream.All; len(all) > 0 {
		seen := slices.Index(all, last.ID) + 1
		if seen == 0 || seen >= len(all) {
			return ""
		}
		return base + ".json?page=" + strconv.Itoa(seen/chunk+1)
	}
	if len(topic.Stream.Posts) < chunk {
		return ""
	}
	return base + "/posts.json?post_number=" + strconv.Itoa(last.Number) + "&asc=true"
}

// latestThreads parts the newest posts of a board into their threads. Each is a later page: its thread begins elsewhere.
func latestThreads(posts []discoursePost, at string) ([]Thread, error) {
	place := discoursePlace(at)
	var order []int64
	of := map[int64][]discoursePost{}
	for _, p := range posts {
		if of[p.Topic] == nil {
			order = append(order, p.Topic)
		}
		of[p.Topic] = append(of[p.Topic], p)
	}
	var out []Thread
	for _, id := range order {
		t := Thread{ID: strconv.FormatInt(id, 10)}
		t.fill(of[id], place, id)
		if err := t.finish(); err != nil {
			return nil, err
		}
		if len(t.Posts) > 0 {
			t.Page = (t.Posts[0].Number-1)/usualPage + 1
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, errors.New("the board has no newest posts")
	}
	return out, nil
}

// discoursePlace is where a board lies: what stands before /t/ or /posts in the address of an answer.
func discoursePlace(at string) string { return placeBefore(at, "/t/", "/posts.json") }

// placeBefore gives scheme, host and folder of a web address up to the first of some paths; empty where at is none.
func placeBefore(at string, paths ...string) string {
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	for _, p := range paths {
		if before, _, ok := strings.Cut(u.Path, p); ok {
			return u.Scheme + "://" + strings.ToLower(u.Host) + before
		}
	}
	return ""
}

// pageParam is the number in the parameter page of an address, or 1.
func pageParam(at string) int {
	u, err := url.Parse(at)
	if err != nil {
		return 1
	}
	n, err := strconv.Atoi(u.Query().Get("page"))
	if err != nil || n < 1 || n > farthest {
		return 1
	}
	return n
}
