// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hearsay/internal/coordinate"
)

// inStep reports whether two accounts are found that write the texts of a and b, each pair at the same moment.
func inStep(a, b []string) bool {
	t := &coordinate.Table{}
	for i := range a {
		at := begin.Add(time.Duration(i) * 3 * time.Hour)
		t.AddPost("ann", at, coordinate.Shared{Text: a[i]}, coordinate.By{})
		t.AddPost("bob", at.Add(2*time.Second), coordinate.Shared{Text: b[i]}, coordinate.By{})
	}
	return len(t.Find(coordinate.Options{}).Flagged) == 2
}

// said are eight texts of twenty words, none like another.
func said() []string {
	var out []string
	for i := range 8 {
		var words []string
		for k := range 20 {
			words = append(words, fmt.Sprintf("word%d", i*100+k))
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

func TestNearlyTheSameTextIsOne(t *testing.T) {
	change := func(f func(string) string) []string {
		out := said()
		for i := range out {
			out[i] = f(out[i])
		}
		return out
	}
	for _, c := range []struct {
		name string
		b    []string
		one  bool
	}{
		{"the same", said(), true},
		{"other names, tags and addresses", change(func(s string) string { return "RT @moss: " + s + " #lamp @gull https://x.example/1" }), true},
		{"capitals and marks", change(func(s string) string { return strings.ToUpper(s) + "!!" }), true},
		{"a word changed", change(func(s string) string { return strings.Replace(s, "word3 ", "lamp ", 1) }), true},
		{"another word changed in each", change(func(s string) string { return strings.Replace(strings.Replace(s, "5 ", "5x ", 1), "12 ", "lamp ", 1) }), true},
		{"a sentence added", change(func(s string) string { return s + " And that is all I have to say." }), true},
		{"half of it new", change(func(s string) string { return s[:len(s)/2] + " " + strings.Join(strings.Fields(said()[7]), "x ") }), false},
		{"other words", slices.Concat(said()[1:], said()[:1]), false},
	} {
		if got := inStep(said(), c.b); got != c.one {
			t.Errorf("%s: found in step: %v", c.name, got)
		}
	}
}

func TestWhatAnybodyWritesTellsNothing(t *testing.T) {
	short := slices.Repeat([]string{"Good morning, all!"}, 8)
	tags := slices.Repeat([]string{"#one #two #three #four #five https://x.example/ @gull"}, 8)
	for _, s := range [][]string{short, tags} {
		table := &coordinate.Table{}
		for _, text := range s {
			table.AddPost("ann", begin, coordinate.Shared{Text: text}, coordinate.By{})
		}
		if table.Len() != 0 {
			t.Errorf("%q is compared", s[0])
		}
	}
}

func TestLinksAreComparedWithoutTheMarkOfACampaign(t *testing.T) {
	for in, want := range map[string]string{
		"http://www.Courier.example/lamp/?utm_source=x&id=7&fbclid=abc#top": "https://courier.example/lamp?id=7",
		"https://courier.example/lamp?id=7":                                 "https://courier.example/lamp?id=7",
		"https://courier.example/":                                          "https://courier.example",
		"mailto:x@courier.example":                                          "",
		"javascript:alert(1)":                                               "",
		"https://courier.example/%zz":                                       "",
	} {
		if got := coordinate.Link(in); got != want {
			t.Errorf("Link(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`https?://[a-z.]{1,12}(/[a-zA-Z0-9%]{0,8}){0,3}(\?[a-z_=&0-9]{0,20})?`).Draw(t, "address")
		once := coordinate.Link(in)
		if twice := coordinate.Link(once); twice != once {
			t.Fatalf("Link(%q) = %q, and of that %q", in, once, twice)
		}
	})
}

func TestKindsOfObjectsCanBeChosen(t *testing.T) {
	post := coordinate.Shared{Links: []string{"https://courier.example/lamp"}, Repost: "7", Text: "The lamp is dark again tonight.", Object: "x"}
	for _, c := range []struct {
		by   coordinate.By
		acts int
	}{{coordinate.By{}, 3}, {coordinate.By{Links: true}, 2}, {coordinate.By{Texts: true}, 1}, {coordinate.By{Reposts: true}, 2}} {
		table := &coordinate.Table{}
		table.AddPost("ann", begin, post, c.by)
		if table.Len() != c.acts {
			t.Errorf("%+v gives %d acts, want %d: the words of a repost are another's", c.by, table.Len(), c.acts)
		}
	}
	table := &coordinate.Table{}
	post.Repost = ""
	table.AddPost("ann", begin, post, coordinate.By{})
	table.AddPost("bob", begin, post, coordinate.By{})
	if table.Len() != 6 {
		t.Errorf("%d acts", table.Len())
	}
}

func TestObjectsOfAGroupAreNamed(t *testing.T) {
	table := &coordinate.Table{}
	for i := range 8 {
		at := begin.Add(time.Duration(i) * 3 * time.Hour)
		for _, a := range []string{"ann", "bob", "eve"} {
			table.AddPost(a, at, coordinate.Shared{Links: []string{fmt.Sprintf("https://courier.example/%d", i)}, Text: said()[i]}, coordinate.By{})
		}
	}
	got := table.Find(coordinate.Options{})
	if len(got.Groups) != 1 || len(got.Groups[0].Joint) != 16 {
		t.Fatalf("%+v", got)
	}
	want := []string{"link https://courier.example/0", "text " + said()[0][:80] + "…"}
	if diff := cmp.Diff(want, []string{got.Groups[0].Joint[0].Object, got.Groups[0].Joint[1].Object}); diff != "" {
		t.Errorf("objects (-want +got):\n%s", diff)
	}
}
