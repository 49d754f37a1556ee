// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hearsay"
)

// mergeBodies makes one of a person who speaks for a body and that body, and of a document and the body whose
// document it is.
func (f *follower) mergeBodies(keys []string, groups map[string]*group) []*group {
	var out []*group
	for _, k := range keys {
		g := groups[k]
		one := g // what g is merged into
		for i := 0; i < len(out); {
			o := out[i]
			if o == one || !o.speaksFor(g) {
				i++
				continue
			}
			f.because("%s and %s are one voice: one speaks for the other", o.voice.Name, g.voice.Name)
			if one == g {
				o.take(g)
				one = o
				i++
				continue
			}
			one.take(o)
			out = slices.Delete(out, i, i+1)
		}
		if one == g {
			out = append(out, g)
		}
	}
	return out
}

// mergeQuoted makes one of two voices that say the same words in quotation marks, whatever the articles call them: who
// prints the words of another outlet's source, and not its name, has the same source.
func (f *follower) mergeQuoted(groups []*group) []*group {
	said := map[*group][]Quotation{}
	for _, g := range groups {
		for _, q := range f.c.Quotations {
			if g.docs[q.Document] && g.isCalled(q.Voice) {
				said[g] = append(said[g], q)
			}
		}
	}
	// The one of which most can be checked stays; so the order of the groups plays no part.
	best := slices.Clone(groups)
	slices.SortFunc(best, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.weakness(), b.weakness()), cmp.Compare(a.key, b.key))
	})
	gone := map[*group]bool{}
	for _, g := range best {
		for !gone[g] { // what is taken in brings its own words along
			i := slices.IndexFunc(best, func(o *group) bool { return o != g && !gone[o] && align(said[g], said[o]) })
			if i < 0 {
				break
			}
			o := best[i]
			f.because("%s and %s are one: they say the same words", f.called(g), f.called(o))
			g.take(o)
			g.count = max(g.count, o.count)
			said[g] = append(said[g], said[o]...)
			gone[o] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(groups), func(g *group) bool { return gone[g] })
}

// isCalled reports whether one of the group's voices goes by a name.
func (g *group) isCalled(name string) bool {
	return strings.EqualFold(name, g.voice.Name) ||
		slices.ContainsFunc(g.others, func(v hearsay.Voice) bool { return strings.EqualFold(name, v.Name) })
}

func align(a, b []Quotation) bool {
	return slices.ContainsFunc(a, func(q Quotation) bool { return slices.ContainsFunc(b, q.aligns) })
}

// mergeNames makes one of a last name alone and the only full name that ends with it: a text that tells no first name
// means a person of whom the reader knows.
func (f *follower) mergeNames(groups []*group) []*group {
	return slices.DeleteFunc(slices.Clone(groups), func(g *group) bool {
		if !g.firm || g.voice.Kind != hearsay.PersonVoice || strings.Contains(g.voice.Name, " ") {
			return false
		}
		var full []*group
		for _, o := range groups {
			if o.firm && o.voice.Kind == hearsay.PersonVoice && strings.HasSuffix(strings.ToLower(o.voice.Name), " "+strings.ToLower(g.voice.Name)) {
				full = append(full, o)
			}
		}
		if len(full) != 1 {
			return false
		}
		full[0].take(g)
		f.because("%s is %s: no other of that name is told of", g.voice.Name, full[0].voice.Name)
		return true
	})
}

// take adds the documents and voices of another group.
func (g *group) take(o *group) {
	maps.Copy(g.docs, o.docs)
	maps.Copy(g.via, o.via)
	g.others = append(append(g.others, o.voice), o.others...)
}

// speaksFor reports whether a voice of one group speaks for a voice of the other.
func (g *group) speaksFor(o *group) bool {
	return g.firm && o.firm && g.anyVoices(o, func(a, b hearsay.Voice) bool { return speaksFor(a, b) || speaksFor(b, a) })
}

// anyVoices reports whether something holds of a voice of one group and one of the other.
func (g *group) anyVoices(o *group, holds func(a, b hearsay.Voice) bool) bool {
	for _, a := range append([]hearsay.Voice{g.voice}, g.others...) {
		for _, b := range append([]hearsay.Voice{o.voice}, o.others...) {
			if holds(a, b) {
				return true
			}
		}
	}
	return false
}

// speaksFor reports whether what the person says, or the document tells, is the word of the body, as the texts tell it.
// Whoever only works for a body may have seen for himself.
func speaksFor(voice, body hearsay.Voice) bool {
	if !belongs(voice, body) {
		return false
	}
	about := strings.ToLower(voice.Role + " " + voice.Description)
	return voice.Kind == hearsay.DocumentVoice || slices.ContainsFunc(speakers, func(s string) bool { return strings.Contains(about, s) })
}

// speakers are parts of the words for those whose word is that of the body.
var speakers = []string{"spokes", "press ", "director", "head", "chief", "minister", "president", "chair", "secretary", "mayor", "governor", "commissioner", "leader", "owner", "founder", "manager"}

// belongs reports whether the voice is of the body.
func belongs(voice, body hearsay.Voice) bool {
	if body.Kind != hearsay.OrganizationVoice || voice.Kind == hearsay.OrganizationVoice {
		return false
	}
	about := strings.ToLower(voice.Body + " " + voice.Role + " " + voice.Description)
	if voice.Kind == hearsay.DocumentVoice {
		about = strings.ToLower(voice.Name)
	}
	return strings.Contains(about, strings.ToLower(body.Name))
}

// mergeOutlets drops an outlet on its own authority where other words of that outlet, in its own articles or in those that
// credit it, name whom it has it from: what it says without a source rests on what it says with one.
func (f *follower) mergeOutlets(groups []*group) []*group {
	return slices.DeleteFunc(slices.Clone(groups), func(g *group) bool {
		id, ok := strings.CutPrefix(g.key, "outlet ")
		if !ok {
			return false
		}
		outlet := hearsay.OutletID(id)
		rests := slices.ContainsFunc(groups, func(o *group) bool {
			sourced := o.key != "loop" && !strings.HasPrefix(o.key, "outlet ")
			return sourced && (o.voice.Vouched == outlet || o.via[outlet] || f.of(o, outlet))
		})
		if rests {
			f.because("what %s says on its own authority rests on the sources that it names elsewhere", f.outletName(outlet))
		}
		return rests
	})
}

// of reports whether a document of the outlet leads to the group.
func (f *follower) of(g *group, outlet hearsay.OutletID) bool {
	for id := range g.docs {
		if f.docs[id][0].Document.Outlet == outlet {
			return true
		}
	}
	return false
}

// families are the firm origins with those together that may share a root, so that the low bound counts them once.
func (f *follower) families(groups []*group) int {
	firm := slices.DeleteFunc(slices.Clone(groups), func(g *group) bool { return !g.firm })
	family := make([]int, len(firm))
	for i := range firm {
		family[i] = i
	}
	for i, g := range firm {
		for j, o := range firm[:i] {
			why := ""
			g.anyVoices(o, func(a, b hearsay.Voice) bool { why = mayShare(a, b); return why != "" })
			if why == "" {
				continue
			}
			f.because("low bound: %s and %s %s, and are not counted apart", o.voice.Name, g.voice.Name, why)
			for k, was := 0, family[i]; k < len(family); k++ {
				if family[k] == was {
					family[k] = family[j]
				}
			}
		}
	}
	slices.Sort(family)
	return len(slices.Compact(family))
}

// mayShare tells why two firm voices may be one or rest on one, or is empty.
func mayShare(a, b hearsay.Voice) string {
	paper := func(v hearsay.Voice) bool { return v.Kind == hearsay.DocumentVoice }
	switch {
	case observed(a) && observed(b):
		return "may have looked at one page"
	case paper(a) && paper(b) && !observed(a) && !observed(b) && (sameName(a.Name, b.Name) || a.Body == "" || b.Body == ""):
		return "may be one paper"
	case a.Kind == b.Kind && sameName(a.Name, b.Name):
		return "may be one: the one name holds the other"
	case belongs(a, b) || belongs(b, a) || a.Body != "" && strings.EqualFold(a.Body, b.Body):
		return "are of one body, and may pass on what it says"
	}
	return ""
}

// sameName reports whether all words of the one name are words of the other ("Tolk", "Orla Tolk").
func sameName(a, b string) bool {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

const observation = "observation of "

func observed(v hearsay.Voice) bool {
	return v.Kind == hearsay.DocumentVoice && strings.HasPrefix(v.Name, observation)
}

// tally counts the origins.
func (f *follower) tally(groups []*group) Interval {
	var i Interval
	firm := 0
	for _, g := range groups {
		i.High += g.count
		reason := "named"
		switch {
		case g.firm && g.voice.Kind == hearsay.DocumentVoice:
			reason = "a document"
		case !g.firm && g.count > 1:
			reason = fmt.Sprintf("unnamed, counts as up to %d; may be known to any other origin", g.count)
		case !g.firm && g.voice.Kind == hearsay.OutletVoice:
			reason = "the outlet on its own authority; may rest on any other origin"
		case !g.firm:
			reason = "unnamed; may be or know any other origin"
		}
		if g.firm {
			firm++
		}
		i.Origins = append(i.Origins, hearsay.Origin{Voice: g.voice, Document: g.doc.ID, Documents: len(g.docs), Reason: reason})
	}
	i.Named = f.families(groups)
	i.Low = max(1, i.Named)
	i.High = max(i.High, i.Low)
	if unnamed := len(groups) - firm; unnamed > 1 {
		f.because("low bound: %d unnamed origins may share a root, and are not counted apart", unnamed)
	} else if unnamed == 1 && len(groups) > 1 {
		f.because("low bound: an unnamed origin may share a root with the others, and is not counted apart")
	}
	f.kin(groups)
	i.Reasons, i.Weakest, i.Raise = f.reasons, f.weakest(groups), f.raise(groups)
	return i
}

// kin says which outlets are one family: they had one owner when the documents came out that their origins stand in.
// Their origins are counted once already, for none of them is firm; families only tell why.
func (f *follower) kin(groups []*group) {
	owner := func(g *group) string {
		outlet := f.c.Outlets[g.doc.Outlet]
		return outlet.OwnerAt(g.doc.When())
	}
	for i, g := range groups {
		for _, o := range groups[:i] {
			if g.firm || o.firm || g.doc.Outlet == o.doc.Outlet || owner(g) == "" || owner(g) != owner(o) {
				continue
			}
			f.because("low bound: %s and %s are one family: both were owned by %s", f.name(o.doc), f.name(g.doc), owner(g))
		}
	}
}
