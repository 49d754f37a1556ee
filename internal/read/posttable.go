// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/forum"
	"hearsay/internal/posts"
)

// maxTablePosts is how many posts of one capture are documents, as of a thread; a longer table is refused, not cut.
const maxTablePosts = forum.MaxPosts

// BadRows gives the rows of a table of posts that cannot be read, at most so many, and an error where the whole cannot be.
func BadRows(c hearsay.Capture, payload []byte, most int) ([]*posts.RowError, error) {
	var bad []*posts.RowError
	for _, err := range tableOf(c, payload).Posts() {
		if row, ok := errors.AsType[*posts.RowError](err); ok {
			if bad = append(bad, row); len(bad) >= most {
				break
			}
		} else if err != nil {
			return nil, err
		}
	}
	return bad, nil
}

func tableOf(c hearsay.Capture, payload []byte) posts.File {
	text, _ := Decode(payload, c.MediaType)
	return posts.File{Name: strings.TrimPrefix(c.URL, "file:"), Reader: strings.NewReader(text)}
}

// postDocuments makes a document of each post of a table. They have no parent: what stands in one table need not have
// anything to do with each other. Rows that cannot be read are passed over; see [BadRows].
func postDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	var all []posts.Post
	var beginning strings.Builder
	rows := 0
	for p, err := range tableOf(c, payload).Posts() {
		if row, ok := errors.AsType[*posts.RowError](err); ok {
			rows = row.Row
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(all) == maxTablePosts {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + c.URL, Hint: "split it; hearsay coordination reads tables of any size",
				Cause: fmt.Errorf("the table holds more than %d posts", maxTablePosts)}
		}
		all = append(all, p)
		if beginning.Len() < enoughBytes {
			beginning.WriteString(p.Text + "\n")
		}
	}
	if len(all) == 0 && rows > 0 {
		return nil, errors.New("no row of the table can be read")
	}
	languages := languagesOf(beginning.String())
	docs := make([]hearsay.Document, len(all))
	for i := range all {
		docs[i] = tablePost(c, &all[i], languages)
	}
	return docs, nil
}

func tablePost(c hearsay.Capture, p *posts.Post, languages *partLanguages) hearsay.Document {
	d := newDocument(c, strconv.Itoa(p.Row))
	d.Kind, d.Authors, d.URL = hearsay.Post, []string{p.Account}, firstOf(p.URL, c.URL)
	lines := strings.Split(p.Text, "\n")
	if p.Text == "" {
		lines = append(p.Links[:len(p.Links):len(p.Links)], nonEmpty(p.RepostOf, p.Object)...)
	}
	setText(&d, "", nonEmpty(lines...))
	d.Title = headOf(d.Text)
	d.Links = p.Links
	if isWebAddress(p.RepostOf) && p.RepostOf != d.URL {
		d.Links = append([]string{p.RepostOf}, d.Links...)
	}
	d.Published = hearsay.Date{Time: p.At, Precision: hearsay.ToTheTime}
	if p.Day {
		d.Published.Precision = hearsay.ToDay
	}
	if !plausible(d.Published, c.Fetched) {
		d.Published = hearsay.Date{}
	}
	if !p.Edited.IsZero() {
		d.Edited = hearsay.Date{Time: p.Edited, Precision: hearsay.ToTheTime}
	}
	if p.RepostOf != "" && p.Text != "" { // it says nothing of its own
		d.ReplyTo = []hearsay.Quote{{Author: firstOf(p.Original, p.RepostOf), Span: hearsay.Cut(d.Text, 0, len(d.Text))}}
	}
	if d.Language = language(p.Language, ""); d.Language == "" {
		d.Language = languages.of(d.Text)
	}
	if at, err := url.Parse(p.URL); err == nil && d.Outlet == "" && at.Host != "" {
		d.Outlet = outletOf(at.Hostname())
	}
	return d
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

func nonEmpty(texts ...string) []string {
	var out []string
	for _, s := range texts {
		if s = collapse(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

const maxHead = 90 // bytes

// headOf is the beginning of a text, by which lists call it.
func headOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if len(line) <= maxHead {
		return line
	}
	if i := strings.LastIndexByte(line[:maxHead], ' '); i > 0 {
		return line[:i]
	}
	return strings.ToValidUTF8(line[:maxHead], "")
}
