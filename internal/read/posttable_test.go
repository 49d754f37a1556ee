// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
)

const postTable = `id,author,created_at,text,url,repost_of,retweeted_user
101,@wren,2026-03-02T08:00:00Z,"The lamp on Skerry Point is dark, the keeper told the harbour office this morning. See https://courier.example/lamp",https://net.example/wren/101,,
102,@moss,2026-03-02,Still dark.,,,
,@moss,2026-03-02T09:00:00Z,,,,
103,@gannet,2026-03-02T09:30:00Z,The lamp on Skerry Point is dark.,,https://net.example/wren/101,wren
104,@gannet,2100-01-01T00:00:00Z,Not yet.,,,
`

func TestTableGivesOneDocumentPerPost(t *testing.T) {
	docs := readFixture(t, "posts.csv", []byte(postTable))
	var got []string
	for _, d := range docs {
		if d.Kind != hearsay.Post || d.Parent != "" || !strings.HasPrefix(d.Text, d.Title) {
			t.Errorf("post %s is a %s with parent %q, title %q", d.Part, d.Kind, d.Parent, d.Title)
		}
		got = append(got, strings.Join([]string{d.Part, d.Authors[0], d.Published.String(), string(d.Outlet), d.URL, strings.Join(d.Links, " ")}, "|"))
	}
	want := []string{
		"1|wren|2026-03-02T08:00:00Z|net.example|https://net.example/wren/101|https://courier.example/lamp",
		"2|moss|2026-03-02||file:posts.csv|",
		"4|gannet|2026-03-02T09:30:00Z||file:posts.csv|https://net.example/wren/101",
		"5|gannet|||file:posts.csv|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	if docs[0].Title != "The lamp on Skerry Point is dark, the keeper told the harbour office this morning. See" || docs[0].Language != "en" {
		t.Errorf("title %q, language %q", docs[0].Title, docs[0].Language)
	}
}

func TestPostThatIsPassedOnIsAnothersWords(t *testing.T) {
	docs := readFixture(t, "posts.csv", []byte(postTable))
	i := slices.IndexFunc(docs, func(d hearsay.Document) bool { return d.Part == "4" })
	want := []hearsay.Quote{{Author: "wren", Span: hearsay.Cut(docs[i].Text, 0, len(docs[i].Text))}}
	if diff := cmp.Diff(want, docs[i].ReplyTo); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
}

func TestTableOverTheLimitIsRefused(t *testing.T) {
	raced.Skip(t)
	var b strings.Builder
	b.WriteString("author,time,text\n")
	for i := range maxTablePosts + 1 {
		fmt.Fprintf(&b, "u%d,%d,Words.\n", i%999, 1772438400+i)
	}
	_, err := Capture(fileCapture("posts.csv"), []byte(b.String()))
	fault, _ := errors.AsType[*hearsay.Fault](err)
	if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), "more than 25000 posts") || !strings.Contains(fault.Hint, "split it") {
		t.Errorf("error %v", err)
	}
}

func TestTableOfBadRowsIsRefused(t *testing.T) {
	for _, file := range []string{"author,time,text\n,,\n", "author,text\nwren,Dark.\n"} {
		if _, err := Capture(fileCapture("posts.csv"), []byte(file)); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%q: %v", file, err)
		}
	}
}
