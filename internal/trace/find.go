// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"

	"hearsay"
)

// finder finds the drafts that share something with a proposition. Nothing that shares no word, name or number with
// it says the same, denies it or answers it, so the others need not be compared: a story may have thousands of them.
type finder struct {
	at   map[uint64][]int
	seen []int // for each draft the number of the last search that found it
	last int
}

// note adds a wording of draft i.
func (f *finder) note(i int, p proposition) {
	for key := range p.keys {
		if in := f.at[key]; len(in) == 0 || in[len(in)-1] != i {
			f.at[key] = append(in, i)
		}
	}
	for len(f.seen) <= i {
		f.seen = append(f.seen, 0)
	}
}

// near gives the drafts that share something with one of the propositions, in the order in which they were made.
func (f *finder) near(ps ...proposition) []int {
	var found []int
	f.last++
	for _, p := range ps {
		for key := range p.keys {
			for _, i := range f.at[key] {
				if f.seen[i] != f.last {
					f.seen[i] = f.last
					found = append(found, i)
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

// keys yields a number for each word, name and number of a proposition.
func (p proposition) keys(yield func(uint64) bool) {
	for kind, s := range []set{p.words, p.names, p.numbers} {
		for _, m := range s {
			if !yield(m.hash + uint64(kind)) {
				return
			}
		}
	}
}

// sayer gives the draft that says what p says, or -1, and why. What a person decided comes first.
func (t *tracer) sayer(p proposition, own hearsay.ClaimID) (best int, why string) {
	apart := map[int]bool{}
	if t.decided != nil {
		for i, d := range t.drafts {
			for _, id := range d.founds {
				same, ok := t.decided(id, own)
				if ok && same {
					return i, "a person decided that it says the same"
				}
				apart[i] = apart[i] || ok
			}
		}
	}
	best, top := -1, 0.0
	for _, i := range t.finder.near(p) {
		if l := t.drafts[i].says(p); l > top && !apart[i] {
			best, top = i, l
		}
	}
	return best, "says the same: " + percent(top) + " of words, names and numbers"
}

// says is how alike p is to the wording of the claim that says the same; 0 if none does.
func (d *draft) says(p proposition) float64 {
	best := 0.0
	for _, m := range d.members {
		if rel, l := compare(m, p); rel == same {
			best = max(best, l)
		}
	}
	return best
}
