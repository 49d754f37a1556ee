// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/cluster"
)

var start = time.Date(2031, 5, 1, 8, 0, 0, 0, time.UTC)

// shelf is the documents that were placed.
type shelf []cluster.Placed

func (s *shelf) DocumentsNear(_ context.Context, from, to time.Time) ([]cluster.Placed, error) {
	var near []cluster.Placed
	for _, p := range *s {
		if !p.When.Before(from) && p.When.Before(to) {
			near = append(near, p)
		}
	}
	return near, nil
}

// place places a document, puts it on the shelf, and moves what it moves.
func (s *shelf) place(t *testing.T, x *cluster.Index, n cluster.Newcomer) hearsay.Membership {
	t.Helper()
	ms, err := x.Place(t.Context(), n, s)
	if err != nil {
		t.Fatal(err)
	}
	*s = append(*s, cluster.Placed{Newcomer: n, Story: ms[0].Placed})
	for _, m := range ms[1:] {
		i := slices.IndexFunc(*s, func(p cluster.Placed) bool { return p.Document == m.Document })
		if (*s)[i].Story == m.Placed || m.Reason == "" {
			t.Errorf("%+v moves nothing, or gives no reason", m)
		}
		(*s)[i].Story = m.Placed
	}
	return ms[0]
}

// about makes a document with names and words of its own kind of event.
func about(id string, hours int, names, words string) cluster.Newcomer {
	n := cluster.Newcomer{Document: hearsay.DocumentID(id), When: start.Add(time.Duration(hours) * time.Hour)}
	n.Names, n.Words = map[string]float64{}, map[string]float64{}
	for _, w := range strings.Split(names, ",") {
		n.Names[w]++
	}
	for w := range strings.FieldsSeq(words) {
		n.Words[w]++
	}
	return n
}

func TestSameKindOfEventElsewhereIsAnotherStory(t *testing.T) {
	var s shelf
	x := cluster.New()
	first := s.place(t, x, about("d1", 0, "olmer bridge,grete lunn", "bridge collapse lorry river inquiry"))
	second := s.place(t, x, about("d2", 5, "olmer bridge,grete lunn,port office", "bridge inquiry engineer lorry"))
	other := s.place(t, x, about("d3", 6, "tarn viaduct,pieter oss", "bridge collapse lorry river inquiry"))
	if first.Placed != second.Placed || !strings.Contains(second.Reason, "olmer bridge") {
		t.Errorf("the second report is in %s (%s), want %s", second.Placed, second.Reason, first.Placed)
	}
	if other.Placed == first.Placed {
		t.Errorf("a collapse of another bridge is in the same story: %s", other.Reason)
	}
}

func TestStoryIsOverAfterTheWindow(t *testing.T) {
	var s shelf
	x := cluster.New()
	first := s.place(t, x, about("d1", 0, "olmer bridge", "bridge collapse lorry"))
	days := int(cluster.Window / (24 * time.Hour))
	if m := s.place(t, x, about("d2", 24*days, "olmer bridge", "bridge collapse lorry")); m.Placed != first.Placed {
		t.Errorf("on the last day of the window: %s", m.Reason)
	}
	if m := s.place(t, x, about("d3", 24*(2*days)+1, "olmer bridge", "bridge collapse lorry")); m.Placed == first.Placed {
		t.Errorf("an hour behind the window: %s", m.Reason)
	}
}

func TestPostThatNamesNobodyStaysWithItsThread(t *testing.T) {
	var s shelf
	x := cluster.New()
	first := s.place(t, x, about("d1", 0, "olmer bridge", "bridge collapse lorry"))
	post := about("d2", 1, "nobody of note", "indeed quite so")
	post.With = first.Placed
	if m := s.place(t, x, post); m.Placed != first.Placed || !strings.Contains(m.Reason, "thread") {
		t.Errorf("the post is in %s: %s", m.Placed, m.Reason)
	}
}

// stream gives documents of several stories over weeks, in the order of their dates.
func stream(n int) []cluster.Newcomer {
	r := rand.New(rand.NewPCG(3, 3))
	var all []cluster.Newcomer
	for i := range n {
		theme := r.IntN(9) + 9*(i/60)
		var names, words []string
		for range 2 + r.IntN(4) {
			names = append(names, fmt.Sprintf("name %d-%d", theme, r.IntN(6)))
		}
		if r.IntN(3) == 0 {
			names = append(names, "capital")
		}
		for range 20 {
			words = append(words, fmt.Sprintf("w%d", theme*40+r.IntN(60)))
		}
		all = append(all, about(fmt.Sprintf("d%03d", i), 4*i, strings.Join(names, ","), strings.Join(words, " ")))
	}
	return all
}

// TestPlaceDoesNotDependOnTheLifeOfTheIndex places the same documents with one index, with a new one for each
// document, and with one that is led back and forth in time.
func TestPlaceDoesNotDependOnTheLifeOfTheIndex(t *testing.T) {
	documents := stream(300)
	run := func(index func(i int, x *cluster.Index) *cluster.Index) []hearsay.Membership {
		var s shelf
		var out []hearsay.Membership
		x := cluster.New()
		for i, d := range documents {
			x = index(i, x)
			out = append(out, s.place(t, x, d))
		}
		return out
	}
	one := run(func(_ int, x *cluster.Index) *cluster.Index { return x })
	stories := map[hearsay.StoryID]int{}
	for _, m := range one {
		stories[m.Placed]++
	}
	if len(stories) < 20 || len(stories) > 150 {
		t.Fatalf("%d stories of %d documents: the stream tests nothing", len(stories), len(one))
	}
	each := run(func(int, *cluster.Index) *cluster.Index { return cluster.New() })
	if diff := cmp.Diff(one, each); diff != "" {
		t.Errorf("a new index for each document (-one +each):\n%s", diff)
	}
	if !slices.ContainsFunc(one, func(m hearsay.Membership) bool { return m.Score < 1 && m.Score > 0 }) {
		t.Error("nothing was placed by its likeness")
	}
}

func TestLateDocumentFindsTheStoryOfItsTime(t *testing.T) {
	documents := stream(300)
	var s shelf
	x := cluster.New()
	for _, d := range documents {
		s.place(t, x, d)
	}
	late := documents[10]
	late.Document, late.When = "late", late.When.Add(time.Minute)
	before := slices.Clone(s)
	kept := s.place(t, x, late)
	fresh := before.place(t, cluster.New(), late)
	if kept.Placed != s[10].Story {
		t.Errorf("a late copy of document 10 is in %s, want %s", kept.Placed, s[10].Story)
	}
	if diff := cmp.Diff(fresh, kept); diff != "" {
		t.Errorf("placed by a new index and by the one at hand (-new +at hand):\n%s", diff)
	}
}
