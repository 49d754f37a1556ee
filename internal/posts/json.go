// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// object is one value of JSON with fields.
type object map[string]json.RawMessage

// lists are the fields under which answers and exports keep their posts.
var lists = []string{"orderedItems", "feed", "posts", "records", "statuses", "data", "items"}

// isDocument reports whether a text that begins with a brace or bracket is one value of JSON that holds many posts, and
// not one post a line.
func isDocument(head string) bool {
	if head[0] == '[' {
		return true
	}
	line, _, _ := strings.Cut(head, "\n")
	var o object
	if json.Unmarshal([]byte(line), &o) == nil {
		return listIn(o) != ""
	}
	return slices.ContainsFunc(lists, func(l string) bool { return strings.Contains(head, `"`+l+`"`) })
}

func listIn(o object) string {
	for _, l := range lists {
		if v := bytes.TrimSpace(o[l]); len(v) > 0 && v[0] == '[' {
			return l
		}
	}
	return ""
}

// isExport reports whether JSON that begins so is what a network gives of its posts, or a table of them.
func isExport(head string) bool {
	switch {
	case strings.Contains(head, `"orderedItems"`) && strings.Contains(head, "activitystreams"),
		strings.Contains(head, "app.bsky.feed.post"),
		strings.Contains(head, `"account"`) && strings.Contains(head, `"content"`) && strings.Contains(head, `"created_at"`) && strings.Contains(head, `"acct"`):
		return true
	}
	line, _, _ := strings.Cut(strings.TrimLeft(head, "[ \t\r\n"), "\n")
	var o object
	d := json.NewDecoder(strings.NewReader(line))
	return d.Decode(&o) == nil && o.columns().missing(false) == ""
}

// lines reads one post a line.
func (w *reading) lines(r *bufio.Reader) {
	rows := &rowReader{r: r, line: 1}
	checked := false
	for !w.stopped {
		line := rows.line
		raw, err := rows.take()
		if err == io.EOF {
			return
		}
		if err != nil && !errors.Is(err, errRow) {
			w.yield(Post{}, fmt.Errorf("read %s: line %d: %w", w.Name, line, err))
			return
		}
		raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))
		if err == nil && len(raw) == 0 {
			continue
		}
		w.row++
		var o object
		if err == nil {
			err = unmarshal(raw, &o)
		}
		if err == nil && !checked {
			if checked = true; w.lacks(o) {
				return
			}
		}
		var p Post
		if err == nil {
			p, err = w.post(o)
		}
		w.give(p, line, raw, err)
	}
}

func unmarshal(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("no object of JSON: %w", err)
	}
	return nil
}

// lacks fails where the first post shows that the file has no column for something.
func (w *reading) lacks(o object) bool {
	if network(o) != nil {
		return false
	}
	m := o.columns().missing(w.Shares)
	if m != "" {
		w.fail(lack(m, slices.Sorted(maps.Keys(o)), w.Shares))
	}
	return m != ""
}

// document reads the posts of one value of JSON, element by element.
func (w *reading) document(r io.Reader) {
	d := json.NewDecoder(r)
	if err := enter(d); err != nil {
		w.fail("give lines of JSON, or what Mastodon or Bluesky export", fmt.Errorf("no list of posts in its JSON: %w", err))
		return
	}
	for !w.stopped && d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			w.fail("", fmt.Errorf("after %d posts: %w", w.row, err))
			return
		}
		w.row++
		var o object
		err := unmarshal(raw, &o)
		if err == nil && w.row == 1 && w.lacks(o) {
			return
		}
		var p Post
		if err == nil {
			p, err = w.post(o)
		}
		w.give(p, 0, raw, err)
	}
}

// enter goes to the first element of the list of posts.
func enter(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil || t == json.Delim('[') {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if name, _ := key.(string); !slices.Contains(lists, name) {
			var skip json.RawMessage
			if err := d.Decode(&skip); err != nil {
				return err
			}
			continue
		}
		if t, err = d.Token(); err != nil || t == json.Delim('[') {
			return err
		}
		if t == json.Delim('{') {
			if err := leave(d); err != nil {
				return err
			}
		}
	}
	return errors.New("there is none")
}

// leave goes behind the end of the value that was entered.
func leave(d *json.Decoder) error {
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}

// post makes a post of one value: in the form of a network, or as a row of a table.
func (w *reading) post(o object) (Post, error) {
	if read := network(o); read != nil {
		return read(w, o)
	}
	values := o.values()
	names := slices.Sorted(maps.Keys(values))
	key := strings.Join(names, "\n")
	c, known := w.known[key]
	if !known {
		c, _ = columnsOf(names)
		if w.known == nil || len(w.known) > 100 {
			w.known = map[string]columns{}
		}
		w.known[key] = c
	}
	return w.fill(func(r role) string {
		if i, ok := c[r]; ok {
			return values[names[i]]
		}
		return ""
	})
}

// columns finds the columns among the fields of an object, as if they were the row of names.
func (o object) columns() columns {
	c, _ := columnsOf(slices.Sorted(maps.Keys(o.values())))
	return c
}

// values gives the fields of an object that are text or numbers, those of objects within under both names: user.name.
func (o object) values() map[string]string {
	out := map[string]string{}
	for name, raw := range o {
		if v, ok := scalar(raw); ok {
			out[name] = v
			continue
		}
		var inner object
		if json.Unmarshal(raw, &inner) != nil {
			out[name] = strings.Join(addressesIn(raw), " ")
			continue
		}
		for sub, raw := range inner {
			if v, ok := scalar(raw); ok {
				out[name+"."+sub] = v
			}
		}
	}
	return out
}

// scalar is a value that is a text or a number, as text.
func scalar(raw json.RawMessage) (string, bool) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' {
		return "", false
	}
	if raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err == nil
	}
	if string(raw) == "null" {
		return "", true
	}
	return string(raw), true
}

// addressesIn gives the web addresses in a list: its texts, or what its objects have as one.
func addressesIn(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []string
	for _, e := range list[:min(len(list), mostLinks)] {
		if s, ok := scalar(e); ok {
			out = append(out, s)
			continue
		}
		var o object
		if json.Unmarshal(e, &o) != nil {
			continue
		}
		for _, name := range []string{"expanded_url", "unwound_url", "url", "href", "uri"} {
			if s, ok := scalar(o[name]); ok && isAddress(s) {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// text is a field that is a text.
func (o object) text(name string) string {
	s, _ := scalar(o[name])
	return s
}

// in is a field that is an object; an empty one where it is none.
func (o object) in(name string) object {
	var inner object
	if raw := bytes.TrimSpace(o[name]); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	_ = json.Unmarshal(o[name], &inner) // what is no object has no fields
	return inner
}

// list is a field that is a list of objects.
func (o object) list(name string) []object {
	var all []object
	_ = json.Unmarshal(o[name], &all) // as above
	return all[:min(len(all), mostLinks)]
}
