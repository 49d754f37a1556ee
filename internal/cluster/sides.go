// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"
	"slices"
	"strings"
)

// When two events are sides of one story; chosen as the figures of dividing were.
const (
	sameActors = 0.33 // likeness of names across two events, against that within them, from which they name the same
	otherWords = 2.15 // how often it is the likeness of the other words, from which they do not tell the same kind of thing
	elsewhere  = 0.2  // share of the other open documents that may name an actor who marks a story
	fewOthers  = 2    // documents that may name it in any case
)

// event is reports of one event.
type event struct {
	members []int   // numbers in the group
	named   float64 // root of the likeness of names within it, without copies
	actors  []mark  // by term
}

// mark is a word of names that stands in at least half of the reports of an event.
type mark struct {
	term    int32
	reports int
	names   []string // that it is a word of
}

// sides puts the events together that hang together: each is a side of another. It gives their numbers.
func (x *Index) sides(g *group, parts [][]int) [][]int {
	events := make([]event, len(parts))
	for e, members := range parts {
		events[e] = event{members, g.named(members), g.actors(members)}
	}
	of := make([]int, len(events)) // the first event of its story
	for b := range events {
		of[b] = b
		for a := range b {
			if of[a] != of[b] && g.oneCourse(&events[a], &events[b]) && x.marked(&events[a], &events[b]) {
				first, other := min(of[a], of[b]), max(of[a], of[b])
				for e := range of[:b+1] {
					if of[e] == other {
						of[e] = first
					}
				}
			}
		}
	}
	stories := make([][]int, len(events))
	for e, first := range of {
		stories[first] = append(stories[first], e)
	}
	return slices.DeleteFunc(stories, func(s []int) bool { return s == nil })
}

// oneCourse reports whether two events may be sides of one story: the same actors do other things. Of look-alikes the
// opposite is true: the same is told, with other names, so that the words are nearly as alike as the names or more.
func (g *group) oneCourse(a, b *event) bool {
	called, told := 0.0, 0.0
	for _, i := range a.members {
		for _, j := range b.members {
			called += g.called[i][j]
			told += g.told[i][j]
		}
	}
	between := float64(len(a.members) * len(b.members))
	return called >= sameActors*a.named*b.named*between && called >= otherWords*told
}

// marked reports whether two events share an actor that few other documents name.
func (x *Index) marked(a, b *event) bool {
	others := float64(x.documents - len(a.members) - len(b.members))
	for _, s := range a.actors {
		i, ok := slices.BinarySearchFunc(b.actors, s.term, func(s mark, term int32) int { return cmp.Compare(s.term, term) })
		if !ok || !oneName(s.names, b.actors[i].names) {
			continue
		}
		if rest := int(x.common[s.term]) - s.reports - b.actors[i].reports; float64(rest) <= fewOthers+elsewhere*others {
			return true
		}
	}
	return false
}

// oneName reports whether a name of the one may stand for the same as one of the other: all words of the shorter are in the
// longer ("tolk", "orla tolk"), unlike those of "port of lanwan" and "lanwan ferries".
func oneName(some, others []string) bool {
	holds := func(name, other string) bool {
		words := strings.Fields(name)
		return !slices.ContainsFunc(strings.Fields(other), func(w string) bool { return !slices.Contains(words, w) })
	}
	return slices.ContainsFunc(some, func(a string) bool {
		return slices.ContainsFunc(others, func(b string) bool { return holds(a, b) || holds(b, a) })
	})
}

// named is the root of the likeness of names within an event, without copies.
func (g *group) named(members []int) float64 {
	sum, counted := 0.0, 0.0
	for _, i := range members {
		for _, j := range members {
			if j < i && g.alike[i][j] < aCopy {
				sum += g.called[i][j]
				counted++
			}
		}
	}
	return length(sum, counted)
}

// actors gives the actors of an event.
func (g *group) actors(members []int) []mark {
	marks := map[int32]*mark{}
	for _, i := range members {
		last := int32(-1)
		for _, a := range g.members[i].actors {
			m := marks[a.term]
			if m == nil {
				m = &mark{term: a.term}
				marks[a.term] = m
			}
			if !slices.Contains(m.names, a.name) {
				m.names = append(m.names, a.name)
			}
			if a.term != last {
				m.reports++
			}
			last = a.term
		}
	}
	var actors []mark
	for _, m := range marks {
		if 2*m.reports >= len(members) {
			actors = append(actors, *m)
		}
	}
	slices.SortFunc(actors, func(a, b mark) int { return cmp.Compare(a.term, b.term) })
	return actors
}
