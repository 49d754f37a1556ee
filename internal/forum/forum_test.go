// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package forum

import (
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

func TestPagesOfAThreadShareItsAddress(t *testing.T) {
	for page, thread := range map[string]string{
		"https://Q.example/viewtopic.php?f=3&t=412&sid=ab&start=25#p7": "https://q.example/viewtopic.php?t=412",
		"https://q.example/viewtopic.php?p=7002&t=412":                 "https://q.example/viewtopic.php?t=412",
		"https://x.example/threads/grain.88/page-3":                    "https://x.example/threads/grain.88",
		"https://x.example/threads/grain.88/":                          "https://x.example/threads/grain.88",
		"https://v.example/showthread.php?t=9&page=2":                  "https://v.example/showthread.php?t=9",
		"https://v.example/threads/9-grain/page2":                      "https://v.example/threads/9-grain",
		"https://s.example/index.php?topic=12.40":                      "https://s.example/index.php?topic=12.0",
		"https://s.example/index.php?topic=12.msg99#new":               "https://s.example/index.php?topic=12.0",
		"https://i.example/topic/5-grain/?do=findComment&comment=44":   "https://i.example/topic/5-grain",
	} {
		u, err := url.Parse(page)
		if err != nil {
			t.Fatal(err)
		}
		if got := threadAddress(u); got != thread {
			t.Errorf("threadAddress(%s) = %s, want %s", page, got, thread)
		}
		if again, _ := url.Parse(thread); threadAddress(again) != thread {
			t.Errorf("threadAddress of %s is %s: it is not stable", thread, threadAddress(again))
		}
	}
	if got := threadAddress(nil); got != "" {
		t.Errorf("no address gives %q", got)
	}
}

func TestDateOfAnEditIsTakenFromItsNote(t *testing.T) {
	for note, date := range map[string]string{
		"Last edited by Marrok on Tue Mar 03, 2026 9:40 am, edited 2 times in total.": "Tue Mar 03, 2026 9:40 am",
		"Last Edit: March 03, 2026, 09:15:00 AM by wren":                              "March 03, 2026, 09:15:00 AM",
		"This post was last modified: 03-03-2026, 09:20 AM by wren. Edited 1 time":    "03-03-2026, 09:20 AM",
		"Last edited by wren; 03-03-2026 at 09:15 AM.":                                "03-03-2026 at 09:15 AM",
		"2026-03-03T09:15:00Z": "2026-03-03T09:15:00Z",
		"Moved by a moderator": "",
		"":                     "",
	} {
		if got := editedIn(note); got != date {
			t.Errorf("editedIn(%q) = %q, want %q", note, got, date)
		}
	}
}

func TestSelectorsOfAllBoardsAreRead(t *testing.T) {
	root, err := html.Parse(strings.NewReader("<p>No thread.</p>"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range boards() {
		if b.Name == "" || b.Hint == "" || b.Post == "" || len(b.Body) == 0 || len(b.Author) == 0 || len(b.Date) == 0 {
			t.Errorf("%+v lacks a field", b)
		}
		for _, list := range [][]string{{b.Marked, b.Post, b.Number}, b.Body, b.Author, b.Date, b.Edited, b.Link, b.Title, b.Next, b.Page} {
			for _, sel := range list {
				if _, err := cascadia.ParseGroup(sel); err != nil && sel != "" && sel[0] != '@' {
					t.Errorf("%s: %q: %v", b.Name, sel, err)
				}
			}
		}
	}
	if len(boards()) < 9 {
		t.Errorf("%d boards", len(boards()))
	}
	if _, ok, err := Page(root, nil); ok || err != nil {
		t.Errorf("a page without posts is a thread: %v, %v", ok, err)
	}
}

func TestShallowMarkupKeepsItsWords(t *testing.T) {
	for _, n := range []int{1, deepest - 1, deepest, deepest + 1, 5000} {
		markup := strings.Repeat("<blockquote><p>a</p>", n) + "<b>inner</b>" + strings.Repeat("</blockquote>b", n)
		out := Shallow(markup)
		root, err := html.Parse(strings.NewReader(out))
		if err != nil {
			t.Fatalf("%d deep: %v", n, err)
		}
		var words strings.Builder
		depth := 0
		for d := range root.Descendants() {
			if d.Type == html.TextNode {
				words.WriteString(strings.ReplaceAll(d.Data, " ", ""))
			}
			if d.Data == "blockquote" {
				depth++
			}
		}
		if want := strings.Repeat("a", n) + "inner" + strings.Repeat("b", n); words.String() != want || depth != min(n, deepest) {
			t.Errorf("%d deep: %d quotations are left, and %d bytes of %d", n, depth, words.Len(), len(want))
		}
	}
}

func TestBoardsThatShowNoNumbersAreCounted(t *testing.T) {
	thread := Thread{Posts: []Post{{}, {Number: 7}, {}, {Number: 7}, {Number: 3, Answers: 3}}}
	if err := thread.finish(); err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, p := range thread.Posts {
		got = append(got, p.Number)
	}
	if len(got) != 4 || got[0] != 1 || got[1] != 3 || got[2] != 7 || got[3] != 8 || thread.Posts[1].Answers != 0 {
		t.Errorf("numbers %v", got)
	}
}
