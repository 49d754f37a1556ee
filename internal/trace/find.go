// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"maps"
	"slices"

	"hearsay"
)

// finder finds the drafts that share something with a proposition. Nothing that shares no word, name or number with
// it says the same, denies it or answers it, so the others need not be compared: a story may have thousands of them.
type finder map[string][]int

// note adds a wording of draft i.
func (f finder) note(i int, p proposition) {
	for key := range p.keys {
		f[key] = append(f[key], i)
	}
}

// near gives the drafts that share something with p, in the order in which they were made.
func (f finder) near(p proposition) []int {
	found := map[int]bool{}
	for key := range p.keys {
		for _, i := range f[key] {
			found[i] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// keys yields the words, names and numbers of a proposition.
func (p proposition) keys(yield func(string) bool) {
	for kind, set := range map[string]map[string]bool{"": p.words, "@": p.names, "#": p.numbers} {
		for w := range set {
			if !yield(kind + w) {
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
			same, ok := t.decided(d.claim.ID, own)
			if ok && same {
				return i, "a person decided that it says the same"
			}
			apart[i] = ok
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
