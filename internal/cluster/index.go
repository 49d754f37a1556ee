// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"hearsay"
)

// Index holds the placed documents around the date of the newcomer. It can be thrown away at any time: it asks for
// what it needs. It is not safe for concurrent use.
type Index struct {
	// Fixed reports whether a document stays in a story whatever newcomers show, since a person decided on it. It may
	// be nil.
	Fixed func(hearsay.DocumentID, hearsay.StoryID) bool

	docs     []*member // every placed document dated from from on and before to, in the order of [inTime]
	from, to time.Time
	first    int // docs[first:last] are open: dated within Window of the newcomer
	last     int

	// What follows from the open documents alone.
	documents int
	common    []int32 // by term: documents that have it
	stories   map[hearsay.StoryID]*story
	holders   map[int32]map[*story]int // by term: documents of the story that it stands out in

	ids     map[string]int32 // of terms
	texts   []string
	weights []float64 // of the newcomer, by term; 0 outside of nearest
	slots   []int32   // by term; 0 outside of gather
	logs    []float64
}

type member struct {
	document hearsay.DocumentID
	when     time.Time
	story    hearsay.StoryID // empty for the newcomer
	terms    []term          // in the order of their texts, so that sums over them come out the same everywhere
	thread   hearsay.DocumentID
	names    []string // as they are written, in lower case
	forms    []form   // of its words, see [Sketch]; in the order of their stems' numbers
	actors   []actor  // words that tell one name from others of its kind, with each name that has them
}

// form is how a word stands in a document, both by their numbers among the texts of the index: tens of thousands of documents are held.
type form struct{ of, is int32 }

// actor is a word of a name, and the name that it stands in.
type actor struct {
	term int32
	name string
}

// term is a word of a document, which may be a word of a name.
type term struct {
	id     int32
	weight float32 // how much it counts in the document, apart from how rare it is
	name   bool
	stands bool // it stands out: a name, a day, a number, or a word of the beginning
}

func inTime(a, b *member) int {
	return cmp.Or(a.when.Compare(b.when), cmp.Compare(a.document, b.document))
}

// story is the open documents of a story.
type story struct {
	id      hearsay.StoryID
	members []*member // in time
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
		fixed := x.Fixed
		*x = *New()
		x.Fixed = fixed
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
		x.count(x.docs[from], 1)
		x.join(x.docs[from])
	}
}

func (x *Index) close(from, to int) {
	for ; from < to; from++ {
		x.count(x.docs[from], -1)
		x.leave(x.docs[from])
	}
}

// transfer moves an open document to another story.
func (x *Index) transfer(d *member, to hearsay.StoryID) {
	x.leave(d)
	d.story = to
	x.join(d)
}

// join adds an open document to its story.
func (x *Index) join(d *member) {
	st := x.stories[d.story]
	if st == nil {
		st = &story{id: d.story}
		x.stories[d.story] = st
	}
	i, _ := slices.BinarySearchFunc(st.members, d, inTime)
	st.members = slices.Insert(st.members, i, d)
	x.hold(st, d, 1)
}

// leave takes an open document out of its story.
func (x *Index) leave(d *member) {
	st := x.stories[d.story]
	i, _ := slices.BinarySearchFunc(st.members, d, inTime)
	st.members = slices.Delete(st.members, i, i+1)
	x.hold(st, d, -1)
	if len(st.members) == 0 {
		delete(x.stories, st.id)
	}
}

// hold notes that a story has one document more or less in which certain terms stand out.
func (x *Index) hold(st *story, d *member, n int) {
	for _, t := range d.terms {
		if !t.stands {
			continue
		}
		held := x.holders[t.id]
		if held == nil {
			held = map[*story]int{}
			x.holders[t.id] = held
		}
		if held[st] += n; held[st] == 0 {
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
	for _, t := range d.terms {
		x.common[t.id] += int32(n)
	}
}

// latest gives the latest documents of the story, at most n.
func (st *story) latest(n int) []*member { return st.members[max(0, len(st.members)-n):] }

// member makes a document of its sketch.
func (x *Index) member(p Placed) *member {
	d := &member{document: p.Document, when: p.When, story: p.Story, thread: p.Thread, names: slices.Sorted(maps.Keys(p.Names))}
	terms := p.terms()
	d.terms = make([]term, 0, len(terms))
	for _, text := range slices.Sorted(maps.Keys(terms)) {
		t := terms[text]
		t.id = x.number(text)
		d.terms = append(d.terms, t)
	}
	d.forms = make([]form, 0, len(p.Forms))
	for _, stem := range slices.Sorted(maps.Keys(p.Forms)) {
		d.forms = append(d.forms, form{x.number(stem), x.number(p.Forms[stem])})
	}
	slices.SortFunc(d.forms, func(a, b form) int { return cmp.Compare(a.of, b.of) })
	for i, name := range d.names {
		name = x.texts[x.number(name)] // one string for all who have the name
		d.names[i] = name
		for _, w := range nameWords(name) {
			if terms[w].name && !kinds[w] {
				d.actors = append(d.actors, actor{x.ids[w], name})
			}
		}
	}
	slices.SortStableFunc(d.actors, func(a, b actor) int { return cmp.Compare(a.term, b.term) })
	return d
}

// number gives the number of a text, a new one where it is not known yet.
func (x *Index) number(text string) int32 {
	id, ok := x.ids[text]
	if !ok {
		id = int32(len(x.texts))
		x.ids[text] = id
		x.texts, x.common = append(x.texts, text), append(x.common, 0)
		x.weights, x.slots = append(x.weights, 0), append(x.slots, 0)
	}
	return id
}

// written is how a term stands in the document.
func (x *Index) written(d *member, id int32) string {
	if i, ok := slices.BinarySearchFunc(d.forms, id, func(f form, id int32) int { return cmp.Compare(f.of, id) }); ok {
		return x.texts[d.forms[i].is]
	}
	return x.texts[id]
}
