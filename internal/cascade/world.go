// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import (
	"math/rand/v2"
	"slices"
	"strings"

	"hearsay"
)

// world is who knows, who told whom, and what was published.
type world struct {
	r      *rand.Rand
	event  event
	pieces []*piece // in the order in which they were published
	free   []int    // outlets that have published nothing yet
	roots  int      // who know of themselves; they are numbered
	body   int      // the root that the body concerned is
	minute int      // when the last piece came out
	names  map[string]bool
}

// source is whom a reporter asked, as the text tells it.
type source struct {
	voice  hearsay.Voice
	phrase string
	roots  []int // from whom it comes in the end
}

// telling is one place where a piece carries the claim.
type telling struct {
	through []int   // outlets credited, the nearest first
	from    *source // nil where the outlet speaks for itself, or only the outlet credited is named
	roots   []int   // from whom it comes in the end, whatever the text says
	seen    string  // the page on which the outlet saw it
	quote   string  // words of the source
	confirm bool
}

// piece is a document in the making.
type piece struct {
	outlet int
	minute int
	tells  []telling
	filler []string
	day    bool   // dated to the day
	lost   bool   // published, but we do not hold it
	credit string // of the byline
	link   *piece // what the text links to
}

func (p *piece) roots() []int {
	var out []int
	for _, t := range p.tells {
		out = append(out, t.roots...)
	}
	return out
}

func (w *world) chance(p float64) bool { return w.r.Float64() < p }

func (w *world) between(low, high int) int { return low + w.r.IntN(high-low+1) }

func (w *world) root() int { w.roots++; return w.roots }

// begin sets the scene: what happened, and to whom. The body concerned knows of it.
func (w *world) begin() {
	w.names = map[string]bool{}
	w.event = newEvent(w.r)
	w.free = w.r.Perm(len(press))
	w.body = w.root()
}

// outlet gives one that has not published yet.
func (w *world) outlet() int { return w.outletThat(func(hearsay.Outlet) bool { return true }) }

func (w *world) outletThat(fits func(hearsay.Outlet) bool) int {
	i := slices.IndexFunc(w.free, func(o int) bool { return fits(press[o]) })
	if i < 0 {
		i = 0
	}
	o := w.free[i]
	w.free = slices.Delete(slices.Clone(w.free), i, i+1)
	return o
}

func (w *world) held() []*piece {
	return slices.DeleteFunc(slices.Clone(w.pieces), func(p *piece) bool { return p.lost })
}

// publish adds a piece with paragraphs of its own.
func (w *world) publish(outlet int, tells ...telling) *piece {
	w.minute += w.between(20, 600)
	p := &piece{outlet: outlet, minute: w.minute, tells: tells, day: w.chance(dayOnly)}
	for range w.between(4, 8) {
		p.filler = append(p.filler, filler(w.r))
	}
	w.pieces = append(w.pieces, p)
	return p
}

// asked is what a reporter has from a source; he may quote it.
func (w *world) asked(s *source) telling {
	t := telling{from: s, roots: s.roots}
	if s.voice.Kind != hearsay.DocumentVoice && w.chance(quotes) {
		t.quote = strings.TrimSuffix(filler(w.r), ".")
	}
	return t
}

// someone is a named source that knows of itself: somebody of the body concerned, the body, or somebody else.
func (w *world) someone() *source {
	switch w.r.IntN(4) {
	case 0:
		return w.spokesman()
	case 1:
		return w.employee()
	}
	return w.witness()
}

func (w *world) name() string {
	for {
		n := pick(w.r, firstNames) + " " + pick(w.r, lastNames)
		last := n[strings.Index(n, " ")+1:]
		if !w.names[last] {
			w.names[last] = true
			return n
		}
	}
}

func (w *world) person(role, body string, root int) *source {
	name := w.name()
	s := &source{voice: hearsay.Voice{Name: name, Kind: hearsay.PersonVoice, Named: true, Role: role, Body: body}, roots: []int{root}}
	s.phrase = name + ", a " + role + ","
	if body != "" {
		s.phrase = name + ", a " + role + " of the " + body + ","
	}
	return s
}

// spokesman tells what the body says.
func (w *world) spokesman() *source { return w.person(pick(w.r, speakers), w.event.body, w.body) }

// employee works for the body, and may pass on what it says or tell what he saw.
func (w *world) employee() *source {
	root := w.body
	if w.chance(ownKnowledge) {
		root = w.root()
	}
	return w.person(pick(w.r, workers), w.event.body, root)
}

// witness has nothing to do with the body. Some only repeat what is told.
func (w *world) witness() *source {
	if published := w.pieces; len(published) > 0 && w.chance(secondHand) {
		return w.person(pick(w.r, strangers), "", published[0].roots()[0])
	}
	return w.person(pick(w.r, strangers), "", w.root())
}

// theBody is the body concerned, speaking as one.
func (w *world) theBody() *source {
	return &source{voice: hearsay.Voice{Name: w.event.body, Kind: hearsay.OrganizationVoice, Named: true}, phrase: "the " + w.event.body, roots: []int{w.body}}
}

// unnamed is one unnamed source. It may be one whom another outlet asked, or have it from that one.
func (w *world) unnamed(others ...*source) *source {
	root := w.root()
	if len(others) > 0 && w.chance(samePerson+heardIt) { // one person and hearing from one person are one root alike
		root = others[w.r.IntN(len(others))].roots[0]
	}
	d := pick(w.r, unnamedOnes)
	return &source{voice: hearsay.Voice{Name: strings.SplitN(d, " ", 2)[1], Kind: hearsay.UnnamedVoice}, phrase: d, roots: []int{root}}
}

// several are unnamed sources with their number, or (0) without. Not all of them need have seen it.
func (w *world) several(n int) *source {
	kind := pick(w.r, unnamedMany)
	s := &source{voice: hearsay.Voice{Name: kind, Kind: hearsay.OfficialVoice, Count: n, Plural: n == 0}, phrase: kind, roots: []int{w.root()}}
	if n > 0 {
		s.phrase = numerals[n] + " " + kind
		s.voice.Name = s.phrase
	} else if n = 2; w.chance(0.1) { // "officials" are two as a rule
		n = 3
	}
	for range n - 1 {
		if w.chance(knowsHimself) {
			s.roots = append(s.roots, w.root())
		}
	}
	return s
}

// page is what an outlet saw on a page; some pages are of the body concerned, and tell what it says.
func (w *world) page() telling {
	t := telling{roots: []int{w.body}, seen: pick(w.r, pages)}
	if !w.chance(ownPage) {
		t.roots = []int{w.root()}
	}
	return t
}

// paper is a document that the body concerned made, and then it tells what the body says; or somebody else did. Reporters
// name its author, or say no more than what it is.
func (w *world) paper() (describe func() *source) {
	author, root := w.event.body, w.body
	if w.chance(0.5) {
		author, root = pick(w.r, places)+" Survey Institute", w.root()
	}
	return func() *source {
		d := pick(w.r, paperKinds)
		s := &source{voice: hearsay.Voice{Kind: hearsay.DocumentVoice}, phrase: d, roots: []int{root}}
		if w.chance(namesAuthor) {
			s.voice.Named, s.voice.Body = true, author
			s.phrase = d + " of the " + author
		}
		s.voice.Name = strings.SplitN(s.phrase, " ", 2)[1]
		return s
	}
}
