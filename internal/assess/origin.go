// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// Interval is the number of independent origins: Low with everything merged that may share a root, High with
// only what provably does. Named counts the named and documentary origins.
type Interval struct {
	Low, High, Named int
	Origins          []hearsay.Origin
	Reasons          []string
	Weakest          string // the origin of which least can be checked; empty where there is none
	Raise            string // one fact that would raise Low; empty where there is no origin
}

// end is where one chain ends.
type end struct {
	key   string // ends of one key are one origin
	voice hearsay.Voice
	doc   *hearsay.Document
	firm  bool // named or documentary
	count int  // how many it may be: the stated number of an unnamed source

	through hearsay.OutletID // the outlet credited, where we do not hold its document
}

// Origins follows every chain of the case to its end and counts the ends. The order of the assertions makes no difference.
func Origins(c Case) Interval {
	left, taken, _ := c.standing()
	c.Assertions = slices.Clone(left)
	slices.SortStableFunc(c.Assertions, Assertion.before)
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
				g = &group{end: e, docs: map[hearsay.DocumentID]bool{}, via: map[hearsay.OutletID]bool{}}
				groups[e.key] = g
				keys = append(keys, e.key)
			}
			g.docs[id], g.via[e.through] = true, true
			g.count = max(g.count, e.count)
			if g.voice.Body == "" {
				g.voice.Body, g.voice.Role = e.voice.Body, cmp.Or(g.voice.Role, e.voice.Role)
			}
		}
	}
	f.dropped()
	for _, id := range taken {
		f.because("%s has taken it back: what rests on it is not counted", f.outletName(id))
	}
	return f.tally(f.mergeOutlets(f.mergeNames(f.mergeQuoted(f.mergeBodies(keys, groups)))))
}

// before orders assertions by time, then by where they stand in their document.
func (a Assertion) before(b Assertion) int {
	place := func(x Assertion) (hearsay.Span, string) {
		switch {
		case x.Attribution == nil && x.Statement == nil:
			return hearsay.Span{}, ""
		case x.Attribution == nil:
			return x.Statement.Span, string(x.Statement.ID)
		case len(x.Attribution.Content) > 0:
			return x.Attribution.Content[0], string(x.Attribution.ID)
		}
		return hearsay.Span{}, string(x.Attribution.ID)
	}
	s, id := place(a)
	t, other := place(b)
	return cmp.Or(a.Document.When().Compare(b.Document.When()), cmp.Compare(a.Document.ID, b.Document.ID), s.Before(t), cmp.Compare(id, other))
}

// dropped tells which documents say so no more since they were changed. What they said was said, and counts.
func (f *follower) dropped() {
	for _, a := range f.c.Assertions {
		if a.Replaced != nil && f.docs[a.Replaced.ID] == nil {
			f.because("%s says so no more: its article was another when we looked at %s", f.name(a.Document), a.Replaced.Fetched.UTC().Format("2006-01-02 15:04"))
		}
	}
}

// group is one origin with the documents that lead to it.
type group struct {
	end
	docs   map[hearsay.DocumentID]bool
	via    map[hearsay.OutletID]bool // outlets credited with it
	others []hearsay.Voice           // that are one with it
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
// noticed. A document that was followed on another path gives nothing new.
func (f *follower) document(id hearsay.DocumentID, path []hearsay.DocumentID) []end {
	if i := slices.Index(path, id); i >= 0 {
		return []end{f.loop(path[i:])}
	}
	if f.seen[id] {
		return nil
	}
	f.seen[id] = true
	path = append(slices.Clone(path), id)
	doc := f.docs[id][0].Document
	if ends, ok := f.takenOver(doc, path); ok {
		return ends
	}
	var ends []end
	told := f.told(id)
	for _, a := range told {
		ends = append(ends, f.attribution(doc, a, path)...)
	}
	if len(told) > 0 {
		return ends
	}
	return f.own(doc, f.docs[id])
}

// told gives the attributions by which a document carries the claim; the headline only sums up those of the body.
func (f *follower) told(id hearsay.DocumentID) []*hearsay.Attribution {
	var body, head []*hearsay.Attribution
	for _, a := range f.docs[id] {
		switch {
		case a.Attribution == nil:
		case headline(a):
			head = append(head, a.Attribution)
		default:
			body = append(body, a.Attribution)
		}
	}
	if len(body) > 0 {
		return body
	}
	return head
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
	if _, ok := f.outlet(v); ok {
		v.Kind, v.Named = hearsay.OutletVoice, true
	}
	vouch := doc.Outlet
	if through != "" {
		vouch = through
	} else if id, ok := f.creditedFor(doc); ok {
		vouch = id
	}
	if v.Kind == hearsay.OutletVoice && v.Named || through != "" && v.Name == "" {
		key := "outlet " + string(vouch)
		if through == "" { // an outlet that we know by no more than its name
			key += " " + strings.ToLower(v.Name)
		}
		return []end{{key: key, voice: v, doc: doc, count: 1}}
	}
	e := f.voice(v, vouch, doc)
	e.through = through
	return []end{e}
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
			v = hearsay.Voice{Name: observation + f.name(doc), Kind: hearsay.DocumentVoice, Named: true}
			key := cmp.Or(pageOf(a.Statement.Span.Text), string(doc.Outlet)+string(doc.ID))
			return []end{{key: "observed " + key, voice: v, doc: doc, firm: true, count: 1}}
		}
	}
	if f.c.Outlets[doc.Outlet].Official { // what a body's own page says, the body says
		v = hearsay.Voice{Name: f.name(doc), Kind: hearsay.OrganizationVoice, Named: true}
		return []end{{key: "named " + strings.ToLower(v.Name), voice: v, doc: doc, firm: true, count: 1}}
	}
	outlet := doc.Outlet
	if id, ok := f.creditedFor(doc); ok {
		outlet, v.Name = id, f.outletName(id)
		f.because("%s credits %s for the text", f.name(doc), v.Name)
	}
	key := "outlet " + string(outlet)
	if outlet == "" {
		key += string(doc.ID)
	}
	return []end{{key: key, voice: v, doc: doc, count: 1}}
}

// pageOf gives which page or list an observation is of ("page archive"), or nothing. Two outlets that tell the same of
// one page have looked at one document, and that is the origin, however many look.
func pageOf(said string) string {
	words := strings.FieldsFunc(strings.ToLower(said), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	for i, w := range words {
		switch w {
		case "page", "website", "site", "webpage", "section":
			w = "page"
		case "list", "register", "roster", "directory":
		default:
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(words[i+1:min(i+4, len(words))]), func(w string) bool { return w == "the" })
		if len(rest) > 1 && (rest[0] == "of" || rest[0] == "at") {
			return w + " " + rest[1]
		}
		if i > 0 {
			owner, _, _ := strings.Cut(strings.ReplaceAll(words[i-1], "’", "'"), "'")
			return w + " " + owner
		}
	}
	return ""
}

func (f *follower) outlet(v hearsay.Voice) (hearsay.OutletID, bool) {
	if !v.MayBeOutlet() {
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

// loop is the end of a circle: somebody in it, or outside, began with it, and none of them says who. All circles of a
// claim are one end.
func (f *follower) loop(path []hearsay.DocumentID) end {
	var names []string
	e := end{key: "loop", voice: hearsay.Voice{Name: "nobody named", Kind: hearsay.UnknownVoice}, count: 1}
	for _, id := range path {
		d := f.docs[id][0].Document
		names = append(names, f.name(d))
		if e.doc == nil || d.When().Before(e.doc.When()) {
			e.doc = d
		}
	}
	slices.Sort(names)
	f.because("a loop: %s credit one another, and none of them names an origin", strings.Join(slices.Compact(names), ", "))
	return e
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
