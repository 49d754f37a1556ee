// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package cluster places documents in stories: in one pass, from names and words, each placement with its reason.
// A document about look-alike events (same kind, other actors or place) shares words but no names, and stays
// apart.
package cluster

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Version is raised when the same documents give other stories.
const Version = 1

const (
	Window     = 14 * 24 * time.Hour // a story without a new document for longer is over
	threshold  = 0.16                // similarity from which a document belongs to a story
	single     = 0.7                 // what likeness to one document counts against likeness to the story
	mostRecent = 24                  // documents of a story that a newcomer is compared with
	nameShare  = 0.65                // of the similarity that names account for
	prior      = 500                 // documents that every term is thought to be missing from: few documents tell little of what is rare
	maxTerms   = 60                  // of each kind that a story keeps
)

// Sketch is what is compared of a document: how often names and words stand in it.
type Sketch struct {
	Document hearsay.DocumentID
	When     time.Time
	Title    string
	With     hearsay.StoryID // where it belongs when nothing else is like it: the story of its thread; may be empty
	Names    map[string]float64
	Words    map[string]float64
}

// Index holds the stories that are still open and how common names and words are. It is not safe for
// concurrent use.
type Index struct {
	documents int
	common    map[string]int // documents that have the term; names begin with "@"
	stories   map[hearsay.StoryID]*story
	byName    map[string]map[hearsay.StoryID]bool
}

type story struct {
	id           hearsay.StoryID
	title        string
	first, last  time.Time
	members      int
	names, words map[string]float64
	recent       []Sketch // its latest documents, to which a newcomer may be more like than to the whole
}

// New allocates an empty index.
func New() *Index {
	return &Index{common: map[string]int{}, stories: map[hearsay.StoryID]*story{}, byName: map[string]map[hearsay.StoryID]bool{}}
}

// Place finds the story of a document, or founds one, and adds the document to it. Documents must come in the
// order of their time within an epoch for the result to be the same whatever the order of arrival.
func (x *Index) Place(s Sketch) hearsay.Membership {
	x.count(s)
	best, score := x.nearest(s)
	m := hearsay.Membership{Document: s.Document, Stamp: hearsay.NewStamp("cluster", Version)}
	if st := x.stories[s.With]; best == nil && st != nil {
		best, m.Score, m.Reason = st, 0, "stands in a thread that belongs to the story"
	} else if best == nil {
		id := hearsay.StoryID(hearsay.ID('t', string(s.Document)))
		best = x.open(id, s.Title, s.When)
		m.Score, m.Reason = 1, "begins the story: no open story shares enough names and words with it"
	} else {
		m.Score, m.Reason = score, x.reason(best, s, score)
	}
	m.Story = best.id
	x.join(best, s)
	return m
}

// Put adds a document to a story it is known to belong to, as when the index is filled from a store, or by a
// person's decision.
func (x *Index) Put(id hearsay.StoryID, s Sketch) {
	x.count(s)
	st := x.stories[id]
	if st == nil {
		st = x.open(id, s.Title, s.When)
	}
	x.join(st, s)
}

// Forget closes the stories whose last document is older than the window before now.
func (x *Index) Forget(now time.Time) {
	for id, st := range x.stories {
		if now.Sub(st.last) > 2*Window {
			for name := range st.names {
				delete(x.byName[name], id)
			}
			delete(x.stories, id)
		}
	}
}

// Story gives the title and the times of the first and last document of an open story.
func (x *Index) Story(id hearsay.StoryID) (title string, first, last time.Time) {
	if st := x.stories[id]; st != nil {
		return st.title, st.first, st.last
	}
	return "", time.Time{}, time.Time{}
}

func (x *Index) open(id hearsay.StoryID, title string, when time.Time) *story {
	st := &story{id: id, title: title, first: when, last: when, names: map[string]float64{}, words: map[string]float64{}}
	x.stories[id] = st
	return st
}

func (x *Index) count(s Sketch) {
	x.documents++
	for n := range s.Names {
		x.common["@"+n]++
	}
	for w := range s.Words {
		x.common[w]++
	}
}

func (x *Index) join(st *story, s Sketch) {
	st.members++
	if s.When.After(st.last) {
		st.last = s.When
	}
	if s.When.Before(st.first) {
		st.first = s.When
	}
	for n, k := range s.Names {
		st.names[n] += k
	}
	for w, k := range s.Words {
		st.words[w] += k
	}
	trim(st.names)
	trim(st.words)
	st.recent = append(st.recent, s)
	if len(st.recent) > mostRecent {
		st.recent = st.recent[1:]
	}
	for n := range st.names {
		if x.byName[n] == nil {
			x.byName[n] = map[hearsay.StoryID]bool{}
		}
		x.byName[n][st.id] = true
	}
}

// trim keeps the heaviest terms, so that a long story does not grow without bound.
func trim(terms map[string]float64) {
	if len(terms) <= 2*maxTerms {
		return
	}
	keys := slices.SortedFunc(maps.Keys(terms), func(a, b string) int {
		return cmp.Or(cmp.Compare(terms[b], terms[a]), cmp.Compare(a, b))
	})
	for _, k := range keys[maxTerms:] {
		delete(terms, k)
	}
}

// nearest gives the most similar open story that shares a name, and the similarity, or nil.
func (x *Index) nearest(s Sketch) (*story, float64) {
	candidates := map[hearsay.StoryID]bool{}
	for n := range s.Names {
		for id := range x.byName[n] {
			candidates[id] = true
		}
	}
	var best *story
	top := threshold
	for _, id := range slices.Sorted(maps.Keys(candidates)) {
		st := x.stories[id]
		if s.When.Sub(st.last) > Window || st.first.Sub(s.When) > Window {
			continue
		}
		if score := x.similar(st, s); score > top || score == top && best == nil {
			best, top = st, score
		}
	}
	return best, top
}

// similar is how like a document is to a story: to all of it, or to one of its latest documents, which must be
// clearly more alike to count as much.
func (x *Index) similar(st *story, s Sketch) float64 {
	best := x.alike(s, st.names, st.words)
	for _, m := range st.recent {
		best = max(best, single*x.alike(s, m.Names, m.Words))
	}
	return best
}

func (x *Index) alike(s Sketch, names, words map[string]float64) float64 {
	return nameShare*x.cosine(s.Names, names, "@") + (1-nameShare)*x.cosine(s.Words, words, "")
}

// cosine compares two weighted sets of terms, rare terms counting more.
func (x *Index) cosine(a, b map[string]float64, kind string) float64 {
	var dot, aa, bb float64
	for _, t := range slices.Sorted(maps.Keys(a)) {
		w := x.weight(kind+t, a[t])
		aa += w * w
		if k, ok := b[t]; ok {
			dot += w * x.weight(kind+t, k)
		}
	}
	for _, t := range slices.Sorted(maps.Keys(b)) {
		w := x.weight(kind+t, b[t])
		bb += w * w
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}

func (x *Index) weight(term string, count float64) float64 {
	return math.Sqrt(count) * math.Log((prior+float64(x.documents))/(1+float64(x.common[term])))
}

// reason says which names and words a document shares with its story.
func (x *Index) reason(st *story, s Sketch, score float64) string {
	shared := func(a, b map[string]float64, kind string) []string {
		var out []string
		for t := range a {
			if _, ok := b[t]; ok {
				out = append(out, t)
			}
		}
		slices.SortFunc(out, func(p, q string) int {
			return cmp.Or(cmp.Compare(x.weight(kind+q, a[q]), x.weight(kind+p, a[p])), cmp.Compare(p, q))
		})
		return out[:min(4, len(out))]
	}
	return fmt.Sprintf("similarity %.2f: shares the names %s and the words %s with the story", score,
		strings.Join(shared(s.Names, st.names, "@"), ", "), strings.Join(shared(s.Words, st.words, ""), ", "))
}
