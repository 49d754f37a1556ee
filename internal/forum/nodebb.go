// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"bytes"
	"encoding/json"
	"html"
	"strconv"
	"time"
)

// nodebbTopic is what NodeBB answers at /api/topic/ID.
type nodebbTopic struct {
	ID    word         `json:"tid"`
	Title string       `json:"title"` // as HTML
	Posts []nodebbPost `json:"posts"`
	Pages struct {
		Current int `json:"currentPage"`
		Count   int `json:"pageCount"`
	} `json:"pagination"`
}

type nodebbPost struct {
	ID      word   `json:"pid"`
	To      word   `json:"toPid"`
	Content string `json:"content"`
	Time    word   `json:"timestamp"` // milliseconds since 1970
	Edited  word   `json:"edited"`    // the same, 0 for never
	Deleted word   `json:"deleted"`
	Index   *int   `json:"index"` // from 0
	User    struct {
		Name string `json:"username"`
	} `json:"user"`
}

// word is a value of JSON that some versions write as a number, others as a string or as true and false.
type word string

// UnmarshalJSON takes any value that is no list and no object.
func (w *word) UnmarshalJSON(b []byte) error {
	switch s := string(bytes.TrimSpace(b)); {
	case s == "null" || s == "false" || s == "0" || s == `""`:
		*w = ""
	case s[0] == '"':
		return json.Unmarshal(b, (*string)(w))
	case s[0] != '{' && s[0] != '[':
		*w = word(s)
	}
	return nil
}

func nodebb(payload []byte, at string) ([]Thread, error) {
	var topic nodebbTopic
	if err := json.Unmarshal(payload, &topic); err != nil {
		return nil, err
	}
	t := Thread{Title: html.UnescapeString(topic.Title), Page: max(topic.Pages.Current, 1)}
	place := placeBefore(at, "/api/topic/", "/topic/")
	if place != "" && topic.ID != "" {
		t.Address = place + "/topic/" + string(topic.ID)
		if t.Page < topic.Pages.Count {
			t.Next = place + "/api/topic/" + string(topic.ID) + "?page=" + strconv.Itoa(t.Page+1)
		}
	}
	numbers := map[word]int{}
	for i := range topic.Posts {
		in := &topic.Posts[i]
		n := (t.Page-1)*usualPage + i + 1
		if in.Index != nil && *in.Index >= 0 {
			n = *in.Index + 1
		}
		numbers[in.ID] = n
		t.Posts = append(t.Posts, in.post(n, numbers[in.To], place))
	}
	return []Thread{t}, t.finish()
}

func (in *nodebbPost) post(number, answers int, place string) Post {
	p := Post{Number: number, Author: in.User.Name, Date: in.Time.moment(), Edited: in.Edited.moment(), Answers: answers,
		Gone: in.Deleted != "", markup: in.Content}
	if place != "" && in.ID != "" {
		p.Link = place + "/post/" + string(in.ID)
	}
	return p
}

// moment is a number of milliseconds as a date; anything else stays as it is.
func (w word) moment() string {
	n, err := strconv.ParseInt(string(w), 10, 64)
	if err != nil {
		return string(w)
	}
	return time.UnixMilli(n).UTC().Format(time.RFC3339)
}
