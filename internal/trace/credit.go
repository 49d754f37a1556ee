// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"

	"hearsay"
)

// credits makes the links of the story: the copies found; for each outlet in a chain a credit to it, with the sentence,
// to its own document on the claim where we hold one; and credits to the documents that the text links to. Links on a
// circular path are marked.
func (t *tracer) credits(copies []hearsay.Link) {
	t.out.Links = append(t.out.Links, t.nearest(copies)...)
	at := t.addresses()
	for i := range t.items {
		item := &t.items[i]
		for j := range item.Attributions {
			t.credit(item, &item.Attributions[j])
		}
		if c := item.Document.Credit; c != "" {
			t.wireCredit(item, c)
		}
		t.linked(item, at)
	}
	t.loops()
}

// addresses gives the documents of the story by their addresses.
func (t *tracer) addresses() map[string]*hearsay.Document {
	at := map[string]*hearsay.Document{}
	for i := range t.items {
		if d := &t.items[i].Document; d.URL != "" {
			at[address(d.URL)] = d
		}
	}
	return at
}

// address is an address without what does not tell pages apart: scheme, fragment and last slash.
func address(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	rest, _, _ = strings.Cut(rest, "#")
	return strings.TrimSuffix(rest, "/")
}

// linked adds a credit to each document of another outlet in the story that the text links to: who sends readers to an
// article has read it.
func (t *tracer) linked(item *Item, at map[string]*hearsay.Document) {
	for _, url := range item.Document.Links {
		if d := at[address(url)]; d != nil && d.Outlet != item.Document.Outlet {
			t.addLink(hearsay.Link{From: item.Document.ID, To: d.ID, Outlet: d.Outlet, Kind: hearsay.Credits, Stamp: t.stamp, Reason: "links to it"})
		}
	}
}

// nearest keeps of the copies of one document the one that it shares most with; of those that it shares nearly as
// much with the earliest, which the others copy too.
func (t *tracer) nearest(copies []hearsay.Link) []hearsay.Link {
	order := map[hearsay.DocumentID]int{}
	for i := range t.items {
		order[t.items[i].Document.ID] = i
	}
	best := map[hearsay.DocumentID]hearsay.Link{}
	var from []hearsay.DocumentID
	for _, l := range copies {
		b, ok := best[l.From]
		if !ok {
			from = append(from, l.From)
		}
		closer := l.Share > b.Share+nearlyAll
		if at, held := order[l.To]; !ok || closer || held && l.Share > b.Share-nearlyAll && at < order[b.To] {
			best[l.From] = l
		}
	}
	out := make([]hearsay.Link, 0, len(from))
	for _, id := range from {
		out = append(out, best[id])
	}
	return out
}

const nearlyAll = 0.1 // difference of shares that says nothing of who copied whom

func (t *tracer) credit(item *Item, a *hearsay.Attribution) {
	for _, v := range a.Chain {
		id, ok := t.outletOf(v)
		if !ok || id == item.Document.Outlet {
			continue
		}
		kind := hearsay.Credits
		if v.Name != a.Voice.Name {
			kind = hearsay.Cites
		}
		l := hearsay.Link{From: item.Document.ID, Outlet: id, Kind: kind, Span: a.Cue[0], Stamp: t.stamp, Reason: "credits " + v.Name + " in prose"}
		if i, ok := t.of[string(a.ID)]; ok {
			l.To = t.documentBy(id, t.drafts[i], item)
		}
		t.addLink(l)
	}
}

func (t *tracer) wireCredit(item *Item, name string) {
	id, ok := t.outlet(name)
	if !ok || id == item.Document.Outlet {
		return
	}
	t.addLink(hearsay.Link{From: item.Document.ID, Outlet: id, Kind: hearsay.Credits, Stamp: t.stamp, Reason: "its byline, dateline or last line credits " + name})
}

func (t *tracer) addLink(l hearsay.Link) {
	same := func(o hearsay.Link) bool {
		return o.From == l.From && o.Kind == l.Kind && o.To == l.To && o.Outlet == l.Outlet && o.Span.Start == l.Span.Start
	}
	if l.From != l.To && !slices.ContainsFunc(t.out.Links, same) {
		t.out.Links = append(t.out.Links, l)
	}
}

// outletOf tells which outlet a voice is; one we do not know by name has its name for an ID nowhere, so it gives
// no link.
func (t *tracer) outletOf(v hearsay.Voice) (hearsay.OutletID, bool) {
	if !v.MayBeOutlet() {
		return "", false
	}
	return t.outlet(v.Name)
}

// documentBy is the outlet's own document that carries the claim: the last one before the crediting document,
// else its first.
func (t *tracer) documentBy(id hearsay.OutletID, d *draft, from *Item) hearsay.DocumentID {
	var found hearsay.DocumentID
	for i := range t.items {
		doc := &t.items[i].Document
		if doc.Outlet != id || !d.inDoc[doc.ID] || doc.ID == from.Document.ID {
			continue
		}
		if found != "" && doc.When().After(from.Document.When()) {
			break
		}
		found = doc.ID
	}
	return found
}

// loops marks the links that lie on a circular path of credits.
func (t *tracer) loops() {
	next := map[hearsay.DocumentID][]hearsay.DocumentID{}
	for _, l := range t.out.Links {
		if l.To != "" {
			next[l.From] = append(next[l.From], l.To)
		}
	}
	for i := range t.out.Links {
		l := &t.out.Links[i]
		if l.To != "" && reaches(next, l.To, l.From) {
			l.Loop = true
		}
	}
}

// reaches reports whether a path of links leads from one document to another.
func reaches(next map[hearsay.DocumentID][]hearsay.DocumentID, from, to hearsay.DocumentID) bool {
	seen := map[hearsay.DocumentID]bool{}
	todo := []hearsay.DocumentID{from}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at == to {
			return true
		}
		if !seen[at] {
			seen[at] = true
			todo = append(todo, next[at]...)
		}
	}
	return false
}
