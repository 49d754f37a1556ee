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

// Interval is the number of independent origins: Low with everything merged that may share a root, High with
// only what provably does. Named counts the named and documentary origins.
type Interval struct {
	Low, High, Named int
	Origins          []hearsay.Origin
	Reasons          []string
}

// end is where one chain ends.
type end struct {
	key   string // ends of one key are one origin
	voice hearsay.Voice
	doc   *hearsay.Document
	firm  bool // named or documentary
	count int  // how many it may be: the stated number of an unnamed source
}

// Origins follows every chain of the case to its end and counts the ends.
func Origins(c Case) Interval {
	f := &follower{c: c, docs: map[hearsay.DocumentID][]Assertion{}}
	var order []hearsay.DocumentID
	for _, a := range c.Assertions {
		if _, ok := f.docs[a.Document.ID]; !ok {
			order = append(order, a.Document.ID)
		}
		f.docs[a.Document.ID] = append(f.docs[a.Document.ID], a)
	}
	groups := map[string]*group{}
	var keys []string
	for _, id := range order {
		f.seen = map[hearsay.DocumentID]bool{}
		for _, e := range f.document(id, nil) {
			g := groups[e.key]
			if g == nil {
				g = &group{end: e, docs: map[hearsay.DocumentID]bool{}}
				groups[e.key] = g
				keys = append(keys, e.key)
			}
			g.docs[id] = true
			g.count = max(g.count, e.count)
			if g.voice.Body == "" {
				g.voice.Body, g.voice.Role = e.voice.Body, cmp.Or(g.voice.Role, e.voice.Role)
			}
		}
	}
	return f.tally(f.mergeBodies(keys, groups))
}

// group is one origin with the documents that lead to it.
type group struct {
	end
	docs   map[hearsay.DocumentID]bool
	others []hearsay.Voice // that are one with it
}

// follower walks from documents back to the ends of their chains.
type follower struct {
	c       Case
	docs    map[hearsay.DocumentID][]Assertion
	reasons []string
	seen    map[hearsay.DocumentID]bool // documents that were followed from the one in question
}

func (f *follower) because(format string, args ...any) {
	if r := fmt.Sprintf(format, args...); !slices.Contains(f.reasons, r) {
		f.reasons = append(f.reasons, r)
	}
}

// document gives the ends of a document's chains; path holds the documents that led here, so that a circle is
// noticed and gives no end. A document that was followed on another path gives nothing new.
func (f *follower) document(id hearsay.DocumentID, path []hearsay.DocumentID) []end {
	if i := slices.Index(path, id); i >= 0 {
		f.loop(path[i:])
		return nil
	}
	if f.seen[id] {
		return nil
	}
	f.seen[id] = true
	path = append(slices.Clone(path), id)
	doc := f.docs[id][0].Document
	for _, l := range f.c.Links {
		if l.Kind == hearsay.Copies && l.From == id && f.docs[l.To] != nil && !slices.Contains(path, l.To) {
			f.because("%s copies %s: %s", f.name(doc), f.name(f.docs[l.To][0].Document), l.Reason)
			return f.document(l.To, path)
		}
	}
	var ends []end
	told := false
	inBody := slices.ContainsFunc(f.docs[id], func(a Assertion) bool { return a.Attribution != nil && !headline(a) })
	for _, a := range f.docs[id] {
		if a.Attribution != nil && !(inBody && headline(a)) {
			told = true
			ends = append(ends, f.attribution(doc, a.Attribution, path)...)
		}
	}
	if told {
		return ends
	}
	return f.own(doc, f.docs[id])
}

// headline reports whether the assertion stands in the headline, which only sums up what the body attributes.
func headline(a Assertion) bool { return a.Attribution.Cue[0].Start < a.Document.Body }

// attribution follows one chain: to the document of an outlet in it that we hold, else to its last voice.
func (f *follower) attribution(doc *hearsay.Document, a *hearsay.Attribution, path []hearsay.DocumentID) []end {
	var through hearsay.OutletID
	for _, v := range a.Chain {
		id, ok := f.outlet(v)
		if !ok || id == doc.Outlet {
			continue
		}
		through = id
		if held := f.held(id, doc); held != "" {
			f.because("%s credits %s, whose own article leads to the same origin", f.name(doc), f.outletName(id))
			return f.document(held, path)
		}
	}
	v := a.Origin()
	vouch := doc.Outlet
	if through != "" {
		vouch = through
	}
	if v.Kind == hearsay.OutletVoice && v.Named || through != "" && v.Name == "" {
		key := "outlet " + string(vouch)
		if through == "" { // an outlet that we know by no more than its name
			key += " " + strings.ToLower(v.Name)
		}
		return []end{{key: key, voice: v, doc: doc, count: 1}}
	}
	return []end{f.voice(v, vouch, doc)}
}

// voice is the end that a voice is: a named one is the same wherever it speaks, an unnamed one belongs to the
// outlet that vouches for it.
func (f *follower) voice(v hearsay.Voice, vouch hearsay.OutletID, doc *hearsay.Document) end {
	e := end{voice: v, doc: doc, count: 1}
	if v.Name == "" {
		e.key, e.voice.Name, e.voice.Kind = "nobody "+string(doc.ID), "nobody named", hearsay.UnknownVoice
		return e
	}
	name := strings.ToLower(strings.TrimPrefix(v.Name, "The "))
	if v.Named {
		e.key, e.firm = "named "+name, true
		return e
	}
	e.voice.Vouched = vouch
	if e.key = "unnamed " + string(vouch) + " " + name; vouch == "" {
		e.key += " " + string(doc.ID)
	}
	switch {
	case v.Count > 0:
		e.count = v.Count
	case v.Plural:
		e.count = 2
	}
	return e
}

// own is the end of a document that names no source: what the outlet itself observed is a documentary origin,
// anything else it says on its own authority.
func (f *follower) own(doc *hearsay.Document, as []Assertion) []end {
	v := hearsay.Voice{Name: f.name(doc), Kind: hearsay.OutletVoice}
	for _, a := range as {
		if a.Statement != nil && a.Statement.Observed {
			v = hearsay.Voice{Name: "observation of " + f.name(doc), Kind: hearsay.DocumentVoice, Named: true}
			return []end{{key: "observed " + string(doc.Outlet) + string(doc.ID), voice: v, doc: doc, firm: true, count: 1}}
		}
	}
	if f.c.Outlets[doc.Outlet].Official { // what a body's own page says, the body says
		v = hearsay.Voice{Name: f.name(doc), Kind: hearsay.OrganizationVoice, Named: true}
		return []end{{key: "named " + strings.ToLower(v.Name), voice: v, doc: doc, firm: true, count: 1}}
	}
	outlet := doc.Outlet
	if id, ok := f.c.Outlet(doc.Credit); ok && doc.Credit != "" {
		outlet, v.Name = id, f.outletName(id)
		f.because("%s credits %s for the text", f.name(doc), v.Name)
	}
	key := "outlet " + string(outlet)
	if outlet == "" {
		key += string(doc.ID)
	}
	return []end{{key: key, voice: v, doc: doc, count: 1}}
}

func (f *follower) outlet(v hearsay.Voice) (hearsay.OutletID, bool) {
	if v.Kind != hearsay.OutletVoice && v.Kind != hearsay.OrganizationVoice {
		return "", false
	}
	return f.c.Outlet(v.Name)
}

// held gives the outlet's own document on the claim: its last before the crediting one, else its first.
func (f *follower) held(id hearsay.OutletID, from *hearsay.Document) hearsay.DocumentID {
	var found *hearsay.Document
	for _, a := range f.c.Assertions {
		d := a.Document
		if d.Outlet != id || d.ID == from.ID {
			continue
		}
		if found == nil || nearer(d, found, from) {
			found = d
		}
	}
	if found == nil {
		return ""
	}
	return found.ID
}

// nearer reports whether d rather than other is what from credits: the last before it, else the first after it.
func nearer(d, other, from *hearsay.Document) bool {
	before, otherBefore := !d.When().After(from.When()), !other.When().After(from.When())
	if before != otherBefore {
		return before
	}
	later := cmp.Or(d.When().Compare(other.When()), cmp.Compare(d.ID, other.ID)) > 0
	return later == before && d.ID != other.ID
}

func (f *follower) loop(path []hearsay.DocumentID) {
	var names []string
	for _, id := range path {
		names = append(names, f.name(f.docs[id][0].Document))
	}
	slices.Sort(names)
	f.because("a loop: %s credit one another, and none of them names an origin", strings.Join(names, ", "))
}

func (f *follower) name(d *hearsay.Document) string {
	if d.Outlet == "" {
		return "“" + d.Title + "”"
	}
	return f.outletName(d.Outlet)
}

func (f *follower) outletName(id hearsay.OutletID) string {
	if o, ok := f.c.Outlets[id]; ok {
		return o.Name
	}
	return string(id)
}

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

// take adds the documents and voices of another group.
func (g *group) take(o *group) {
	maps.Copy(g.docs, o.docs)
	g.others = append(append(g.others, o.voice), o.others...)
}

// speaksFor reports whether a voice of one group speaks for a voice of the other.
func (g *group) speaksFor(o *group) bool {
	if !g.firm || !o.firm {
		return false
	}
	for _, a := range append([]hearsay.Voice{g.voice}, g.others...) {
		for _, b := range append([]hearsay.Voice{o.voice}, o.others...) {
			if speaksFor(a, b) {
				return true
			}
		}
	}
	return false
}

// speaksFor reports whether one of two voices is a body that the other belongs to, as the texts tell it.
func speaksFor(a, b hearsay.Voice) bool {
	belongs := func(person, body hearsay.Voice) bool {
		if body.Kind != hearsay.OrganizationVoice || person.Kind == hearsay.OrganizationVoice {
			return false
		}
		name := strings.ToLower(body.Name)
		about := strings.ToLower(person.Body + " " + person.Role + " " + person.Description)
		if person.Kind == hearsay.DocumentVoice {
			about = strings.ToLower(person.Name)
		}
		return strings.Contains(about, name)
	}
	return belongs(a, b) || belongs(b, a)
}

// tally counts the origins.
func (f *follower) tally(groups []*group) Interval {
	var i Interval
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
			i.Named++
		}
		i.Origins = append(i.Origins, hearsay.Origin{Voice: g.voice, Document: g.doc.ID, Documents: len(g.docs), Reason: reason})
	}
	i.Low = max(1, i.Named)
	i.High = max(i.High, i.Low)
	if unnamed := len(groups) - i.Named; unnamed > 1 {
		f.because("low bound: %d unnamed origins may share a root, and are not counted apart", unnamed)
	} else if unnamed == 1 && len(groups) > 1 {
		f.because("low bound: an unnamed origin may share a root with the others, and is not counted apart")
	}
	if f.sameOwner(groups) {
		f.because("low bound: outlets of one owner are one family")
	}
	i.Reasons = f.reasons
	return i
}

func (f *follower) sameOwner(groups []*group) bool {
	owners := map[string]bool{}
	for _, g := range groups {
		owner := f.c.Outlets[g.doc.Outlet].Owner
		if g.firm || owner == "" {
			continue
		}
		if owners[owner] {
			return true
		}
		owners[owner] = true
	}
	return false
}
