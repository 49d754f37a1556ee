// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hearsay"
)

// Beginnings of the two lines among the reasons of an assessment that are no reasons for it, but tell where to ask on.
const (
	WeakestLink = "weakest link: "
	WouldRaise  = "would raise the low bound: "
)

// weakness orders origins by how little of them can be checked: a document least of all, nobody most of all.
func (g *group) weakness() int {
	switch {
	case g.firm && g.voice.Kind == hearsay.DocumentVoice:
		return 0
	case g.firm:
		return 1
	case g.voice.Kind == hearsay.UnknownVoice:
		return 4
	case g.voice.Kind == hearsay.OutletVoice:
		return 3
	}
	return 2
}

// weakest tells on which origin least can be checked, and how many documents rest on it; among equals it is the one on
// which most do.
func (f *follower) weakest(groups []*group) string {
	if len(groups) == 0 {
		return ""
	}
	g := slices.MinFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.weakness(), a.weakness()), cmp.Compare(len(b.docs), len(a.docs)), cmp.Compare(a.key, b.key))
	})
	kind := []string{"a document that can be asked for", "a named source", "unnamed", "an outlet that does not say whom it has it from", "nobody says who began with it"}
	return fmt.Sprintf("%s, %s: %d of %d documents rest on it", f.called(g), kind[g.weakness()], len(g.docs), len(f.docs))
}

// called names an origin for a reader, an unnamed one with the outlet that vouches.
func (f *follower) called(g *group) string {
	name := g.voice.Name
	if g.voice.Vouched != "" && g.weakness() == 2 {
		name += " of " + f.outletName(g.voice.Vouched)
	}
	return name
}

// raise tells one fact which, if it were found out, would raise the low bound by one.
func (f *follower) raise(groups []*group) string {
	var firm, loose []*group
	for _, g := range groups {
		if g.firm {
			firm = append(firm, g)
		} else {
			loose = append(loose, g)
		}
	}
	for _, list := range [][]*group{firm, loose} {
		slices.SortFunc(list, func(a, b *group) int {
			return cmp.Or(cmp.Compare(a.weakness(), b.weakness()), cmp.Compare(len(b.docs), len(a.docs)), cmp.Compare(a.key, b.key))
		})
	}
	if a, b := related(firm); a != nil {
		return fmt.Sprintf("that %s and %s know of it each for themselves", f.called(a), f.called(b))
	}
	switch {
	case len(groups) == 0:
		return ""
	case len(firm) > 0 && len(loose) > 0:
		return fmt.Sprintf("the name of %s, if it has it neither of nor through %s", f.called(loose[0]), f.names(firm))
	case len(firm) > 0:
		return "a source or a document that has it neither of nor through " + f.names(firm)
	case len(loose) > 1:
		return fmt.Sprintf("the names of %s and %s, if neither has it of the other", f.called(loose[0]), f.called(loose[1]))
	case loose[0].count > 1:
		return fmt.Sprintf("the names of two of %s, if each knows of it for himself", f.called(loose[0]))
	}
	return fmt.Sprintf("the name of %s and one more source that does not have it of the same", f.called(loose[0]))
}

// related gives the first two firm origins that the low bound does not count apart.
func related(firm []*group) (a, b *group) {
	for i, g := range firm {
		for _, o := range firm[:i] {
			if g.anyVoices(o, func(x, y hearsay.Voice) bool { return mayShare(x, y) != "" }) {
				return o, g
			}
		}
	}
	return nil, nil
}

func (f *follower) names(groups []*group) string {
	var names []string
	for _, g := range groups {
		names = append(names, g.voice.Name)
	}
	if len(names) > 3 {
		names = append(names[:3], "the others")
	}
	return strings.Join(names, ", ")
}
