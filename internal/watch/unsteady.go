// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"slices"
	"strings"

	"hearsay"
)

// steady is a view whose unsteady places say nothing.
func (t *Track) steady(v *View) *View {
	if len(t.Unsteady) == 0 {
		return v
	}
	out := *v
	out.Lines = slices.Clone(v.Lines)
	for i := range out.Lines {
		if l := &out.Lines[i]; l.Noise == "" && t.isUnsteady(l.Place) {
			l.Noise = Rotation
		}
	}
	return &out
}

func (t *Track) isUnsteady(place string) bool {
	return slices.ContainsFunc(t.Unsteady, func(u Unsteady) bool { return u.Place == place })
}

// unsteady takes the places at which two views differ for unsteady from now on. Which page was there before is the
// settled one.
func (t *Track) unsteady(a, b *View) {
	for _, place := range append(a.beyond(b), b.beyond(a)...) {
		if !t.isUnsteady(place) && len(t.Unsteady) < mostUnsteady {
			t.Unsteady = append(t.Unsteady, Unsteady{Place: place, Was: t.Settled, Last: b.at(place)})
		}
	}
}

// beyond gives the places of the lines that another view has not.
func (v *View) beyond(other *View) []string {
	there := map[string]bool{}
	for i := range other.Lines {
		there[other.Lines[i].key] = true
	}
	var out []string
	for i := range v.Lines {
		if l := &v.Lines[i]; l.Noise == "" && !there[l.key] && !slices.Contains(out, l.Place) {
			out = append(out, l.Place)
		}
	}
	return out
}

// at is what stands in a place.
func (v *View) at(place string) string {
	var keys []string
	for i := range v.Lines {
		if l := &v.Lines[i]; l.Place == place && l.Noise == "" {
			keys = append(keys, l.key)
		}
	}
	return digest(strings.Join(keys, "\n"))
}

// quieted takes places that did not differ for a while for steady again, and tells what has changed there since they were.
func (t *Track) quieted(l *Look, pages Pages) (found []Found) {
	left := t.Unsteady[:0:0]
	for _, u := range t.Unsteady {
		if now := l.View.at(u.Place); now != u.Last {
			u.Last, u.Quiet = now, 0
		} else {
			u.Quiet++
		}
		if u.Quiet < quietLooks {
			left = append(left, u)
			continue
		}
		was := pages(u.Was)
		if was == nil {
			continue
		}
		if changes := Compare(was.alone(u.Place), l.View.alone(u.Place)); len(changes) > 0 {
			found = append(found, Found{From: t.State, To: t.State, Before: u.Was, After: l.Capture, Changes: changes, At: l.At})
		}
	}
	t.Unsteady = left
	return found
}

// alone is a view in which only one place says anything.
func (v *View) alone(place string) *View {
	out := *v
	out.Lines = slices.Clone(v.Lines)
	for i := range out.Lines {
		if l := &out.Lines[i]; l.Place != place {
			l.Noise = Rotation
		}
	}
	return &out
}

// digest is short for what may be long.
func digest(s string) string { return hearsay.ID('x', s) }
