// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Index holds the placed documents around the date of the newcomer. It can be thrown away at any time: it asks for
// what it needs. It is not safe for concurrent use.
type Index struct {
	docs     []*member // every placed document dated from from on and before to, in the order of [inTime]
	from, to time.Time
	first    int // docs[first:last] are open: dated within Window of the newcomer
	last     int

	// What follows from the open documents alone.
	documents int
	common    []int32 // by term: documents that have it
	stories   map[hearsay.StoryID]*story
	holders   map[int32]map[*story]int // by name: documents of the story that have it

	ids     map[string]int32 // of terms; names begin with "@"
	texts   []string
	weights []float64 // of the newcomer, by term; 0 outside of nearest
	logs    []float64
}

// term is a name or word with its weight in one document, or in all documents of a story.
type term struct {
	id int32
	n  float32
}

// vector is terms in an order that follows from their texts, so that sums over it come out the same everywhere.
type vector []term

type member struct {
	document     hearsay.DocumentID
	when         time.Time
	story        hearsay.StoryID
	names, words vector
}

func inTime(a, b *member) int {
	return cmp.Or(a.when.Compare(b.when), cmp.Compare(a.document, b.document))
}

// story is what its open documents add up to.
type story struct {
	id           hearsay.StoryID
	members      []*member // in time
	names, words map[int32]float32

	topNames, topWords vector // of names and words; nil when they have changed
}

// New allocates an empty index.
func New() *Index {
	return &Index{stories: map[hearsay.StoryID]*story{}, holders: map[int32]map[*story]int{}, ids: map[string]int32{}}
}

// mostTexts is how many names and words an index remembers before it begins anew.
const mostTexts = 1 << 20

// cover asks for the documents around when that are not there yet, and forgets those far from it. More than the
// window is asked for, so that a run of newcomers does not ask for each.
func (x *Index) cover(ctx context.Context, when time.Time, near Near) error {
	from, to := when.Add(-Window), when.Add(Window+1)
	if x.to.IsZero() || to.Before(x.from) || from.After(x.to) || len(x.texts) > mostTexts {
		*x = *New()
		x.from, x.to = from, from
	}
	if from.Before(x.from) {
		if err := x.load(ctx, from.Add(-Window), x.from, near); err != nil {
			return err
		}
		x.from = from.Add(-Window)
	}
	if to.After(x.to) {
		if err := x.load(ctx, x.to, to.Add(Window), near); err != nil {
			return err
		}
		x.to = to.Add(Window)
	}
	if early := from.Add(-2 * Window); early.After(x.from) {
		x.forget(early)
	}
	return nil
}

func (x *Index) load(ctx context.Context, from, to time.Time, near Near) error {
	placed, err := near.DocumentsNear(ctx, from, to)
	if err != nil {
		return err
	}
	x.close(x.first, x.last)
	for _, p := range placed {
		x.docs = append(x.docs, x.member(p))
	}
	slices.SortFunc(x.docs, inTime)
	x.first, x.last = 0, 0
	return nil
}

// forget drops the documents dated before early, which are not open.
func (x *Index) forget(early time.Time) {
	n, _ := slices.BinarySearchFunc(x.docs, early, func(d *member, t time.Time) int { return d.when.Compare(t) })
	x.close(x.first, min(n, x.last))
	x.docs = slices.Delete(x.docs, 0, n)
	x.first, x.last = max(0, x.first-n), max(0, x.last-n)
	x.from = early
}

// move opens the documents dated within Window of when, and closes the others.
func (x *Index) move(when time.Time) {
	before := func(d *member, t time.Time) int { return d.when.Compare(t) }
	first, _ := slices.BinarySearchFunc(x.docs, when.Add(-Window), before)
	last, _ := slices.BinarySearchFunc(x.docs, when.Add(Window+1), before)
	x.close(x.first, min(first, x.last))
	x.close(max(last, x.first), x.last)
	x.open(first, min(last, x.first))
	x.open(max(first, x.last), last)
	x.first, x.last = first, last
}

// insert adds a document of the open time.
func (x *Index) insert(d *member) {
	i, _ := slices.BinarySearchFunc(x.docs, d, inTime)
	x.docs = slices.Insert(x.docs, i, d)
	x.last++
	x.open(i, i+1)
}

func (x *Index) open(from, to int) {
	for ; from < to; from++ {
		d := x.docs[from]
		x.count(d, 1)
		st := x.stories[d.story]
		if st == nil {
			st = &story{id: d.story, names: map[int32]float32{}, words: map[int32]float32{}}
			x.stories[d.story] = st
		}
		i, _ := slices.BinarySearchFunc(st.members, d, inTime)
		st.members = slices.Insert(st.members, i, d)
		x.add(st, d, 1)
	}
}

func (x *Index) close(from, to int) {
	for ; from < to; from++ {
		d := x.docs[from]
		x.count(d, -1)
		st := x.stories[d.story]
		i, _ := slices.BinarySearchFunc(st.members, d, inTime)
		st.members = slices.Delete(st.members, i, i+1)
		x.add(st, d, -1)
		if len(st.members) == 0 {
			delete(x.stories, st.id)
		}
	}
}

// add adds a document's terms to its story, or with sign -1 takes them away.
func (x *Index) add(st *story, d *member, sign float32) {
	st.topNames, st.topWords = nil, nil
	sum := func(to map[int32]float32, v vector) {
		for _, t := range v {
			if to[t.id] += sign * t.n; to[t.id] == 0 {
				delete(to, t.id)
			}
		}
	}
	sum(st.names, d.names)
	sum(st.words, d.words)
	for _, t := range d.names {
		held := x.holders[t.id]
		if held == nil {
			held = map[*story]int{}
			x.holders[t.id] = held
		}
		if held[st] += int(sign); held[st] == 0 {
			delete(held, st)
		}
		if len(held) == 0 {
			delete(x.holders, t.id)
		}
	}
}

// count counts a document among those that have its terms.
func (x *Index) count(d *member, n int) {
	x.documents += n
	for _, v := range []vector{d.names, d.words} {
		for _, t := range v {
			x.common[t.id] += int32(n)
		}
	}
}

// recent gives the latest documents of the story.
func (st *story) recent() []*member { return st.members[max(0, len(st.members)-mostRecent):] }

// terms gives what the story is compared by: its heaviest names and words.
func (st *story) terms(x *Index) (names, words vector) {
	if st.topNames == nil {
		st.topNames, st.topWords = x.heaviest(st.names), x.heaviest(st.words)
	}
	return st.topNames, st.topWords
}

func (x *Index) heaviest(weights map[int32]float32) vector {
	v := make(vector, 0, len(weights))
	for id, n := range weights {
		v = append(v, term{id, n})
	}
	slices.SortFunc(v, func(a, b term) int {
		return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(x.texts[a.id], x.texts[b.id]))
	})
	return slices.Clip(v[:min(len(v), maxTerms)])
}

func (x *Index) member(p Placed) *member {
	return &member{document: p.Document, when: p.When, story: p.Story, names: x.vector(p.Names, "@"), words: x.vector(p.Words, "")}
}

func (x *Index) vector(weights map[string]float64, kind string) vector {
	v := make(vector, 0, len(weights))
	for _, text := range slices.Sorted(maps.Keys(weights)) {
		text, n := kind+text, float32(weights[text])
		id, ok := x.ids[text]
		if !ok {
			id = int32(len(x.texts))
			x.ids[text] = id
			x.texts, x.common, x.weights = append(x.texts, text), append(x.common, 0), append(x.weights, 0)
		}
		v = append(v, term{id, n})
	}
	return v
}
