// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"cmp"
	"slices"
	"time"

	"hearsay"
)

// Revision is what a later version of a document says otherwise than the one before it.
type Revision struct {
	Document hearsay.Document // the later version
	Prior    hearsay.Document
	Changes  []hearsay.Change // in the order of the later version, what it says no more last; Claim is not set
	AsOf     time.Time        // of which capture its text is again what it was then, after it was another; zero for none

	about []string // of each change: the attribution or statement of the version that has it, "" for none
}

// Revise prepares the documents of a story of which some are later versions of others. Of several versions only the latest
// speaks; the earlier ones keep what the version after them says no more, for it was said. What a later version
// says again is tied to where it was first said, so that its claim stays the same claim.
func Revise(items []Item) ([]Item, []Revision) {
	at := map[hearsay.DocumentID]int{}
	for i := range items {
		at[items[i].Document.ID] = i
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { // an earlier version before a later one
		a, b := &items[i].Document, &items[j].Document
		return cmp.Or(a.Fetched.Compare(b.Fetched), cmp.Compare(a.ID, b.ID))
	})
	var revisions []Revision
	out := slices.Clone(items)
	for _, i := range order {
		k, ok := at[items[i].Document.Prior]
		if !ok || k == i {
			continue
		}
		r := compareVersions(&items[k], &items[i])
		r.AsOf = returned(items, at, i)
		revisions = append(revisions, r.Revision)
		out[i].Was = map[string]string{}
		for now, before := range r.kept {
			out[i].Was[now] = cmp.Or(out[k].Was[before], before)
		}
		out[k] = out[k].only(r.dropped)
		out[k].Replaced = items[i].Document.ID
	}
	return slices.DeleteFunc(out, func(item Item) bool {
		return item.Replaced != "" && len(item.Attributions) == 0 && len(item.Statements) == 0
	}), revisions
}

// returned gives when a version before the last one had the text that a document has again.
func returned(items []Item, at map[hearsay.DocumentID]int, i int) time.Time {
	d := &items[i].Document
	k, ok := at[d.Prior]
	for range items { // versions may lead in a circle only by a fault of the store
		if !ok {
			break
		}
		v := &items[k].Document
		if v.ID != d.Prior && v.Text == d.Text {
			return v.Fetched
		}
		k, ok = at[v.Prior]
	}
	return time.Time{}
}

// first is the attribution or statement in which what this one says was said first by the document.
func (item *Item) first(id string) string { return cmp.Or(item.Was[id], id) }

// only is an earlier version with nothing but what was dropped from it.
func (item Item) only(dropped map[string]bool) Item {
	out := item
	out.Attributions, out.Statements = nil, nil
	for _, a := range item.Attributions {
		if dropped[string(a.ID)] {
			out.Attributions = append(out.Attributions, a)
		}
	}
	for _, s := range item.Statements {
		if dropped[string(s.ID)] {
			out.Statements = append(out.Statements, s)
		}
	}
	return out
}

// unit is one thing that a version says.
type unit struct {
	id     string
	said   proposition
	span   hearsay.Span // where it says so
	text   string       // all of what is said
	source hearsay.Span // who is said to say it; empty for nobody
	voice  string
	hedged bool
	act    hearsay.Act
}

// units gives what a version says, apart from its headline and from what only frames other things.
func units(item *Item) []unit {
	var out []unit
	owns := mayOwnUp(item.Document.Text)
	for i := range item.Attributions {
		a := &item.Attributions[i]
		if _, answers := stances[a.Act]; headline(item, a) || a.Frames() || a.Bare && !answers || owns && item.quotesEarlier(a) {
			continue
		}
		u := unit{id: string(a.ID), said: saidBy(a), span: a.Content[0], text: a.Said(), voice: a.Origin().Name, act: a.Act}
		u.hedged = a.Hedged || u.said.manner == possible || leavesOpen(whole(&item.Document, a).Text)
		if len(a.Content) > 1 {
			u.span = whole(&item.Document, a)
		}
		if a.Source != nil {
			u.source = *a.Source
		}
		out = append(out, u)
	}
	for i := range item.Statements {
		if s := &item.Statements[i]; s.Span.Start >= item.Document.Body {
			u := unit{id: string(s.ID), said: stated(s), span: s.Span, text: s.Span.Text, act: s.Act}
			u.hedged = u.said.manner == possible || leavesOpen(u.text)
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b unit) int { return a.span.Before(b.span) })
	return out
}

// whole is the text from the first to the last place of an attribution: what is said with the words that tell so, which may be
// in its midst.
func whole(d *hearsay.Document, a *hearsay.Attribution) hearsay.Span {
	start, end := len(d.Text), 0
	for _, s := range append(slices.Clone(a.Content), a.Cue...) {
		start, end = min(start, s.Start), max(end, s.End)
	}
	if start >= end || end > len(d.Text) {
		return a.Content[0]
	}
	return hearsay.Cut(d.Text, start, end)
}

// compared is a revision on its way.
type compared struct {
	Revision
	kept    map[string]string // by what the later version says, what says the same in the earlier one
	dropped map[string]bool   // what the earlier version alone says
}

// alikeEnough is the likeness of words and names from which two things said, in two versions of one text, are one place
// that was worked over.
const alikeEnough = 0.5

func compareVersions(earlier, later *Item) compared {
	c := compared{Revision{Document: later.Document, Prior: earlier.Document}, map[string]string{}, map[string]bool{}}
	c.titles()
	before, after := units(earlier), units(later)
	pairs := align(before, after)
	gone := map[int]bool{}
	for j := range after {
		i, ok := pairs[j]
		if !ok {
			c.change(hearsay.SaidNow, hearsay.Span{}, after[j].span, after[j].id)
			continue
		}
		gone[i] = true
		c.pair(&before[i], &after[j])
	}
	for i := range before {
		if !gone[i] {
			c.dropped[before[i].id] = true
			c.change(hearsay.SaidNoMore, before[i].span, hearsay.Span{}, before[i].id)
		}
	}
	if note, ok := correctionNote(&later.Document, &earlier.Document); ok {
		c.change(hearsay.CorrectionNote, hearsay.Span{}, note, "")
	}
	return c
}

func (c *compared) change(kind hearsay.ChangeKind, before, after hearsay.Span, id string) {
	c.Changes = append(c.Changes, hearsay.Change{Kind: kind, Before: before, After: after})
	c.about = append(c.about, id)
}

func (c *compared) titles() {
	if c.Prior.Title != c.Document.Title && c.Prior.Title != "" && c.Document.Title != "" {
		c.change(hearsay.TitleChanged, titleOf(&c.Prior), titleOf(&c.Document), "")
	}
}

// titleOf is the headline where the text begins with it.
func titleOf(d *hearsay.Document) hearsay.Span {
	if len(d.Title) <= len(d.Text) && d.Text[:len(d.Title)] == d.Title {
		return hearsay.Cut(d.Text, 0, len(d.Title))
	}
	return hearsay.Span{Text: d.Title}
}

// align pairs what two versions say: what stands there word for word first, then what is most alike, each once.
func align(before, after []unit) map[int]int {
	pairs, used := map[int]int{}, map[int]bool{}
	for j := range after {
		for i := range before {
			if _, done := pairs[j]; !done && !used[i] && before[i].text == after[j].text && before[i].act == after[j].act {
				pairs[j], used[i] = i, true
			}
		}
	}
	type candidate struct {
		i, j int
		like float64
	}
	var all []candidate
	for j := range after {
		for i := range before {
			if _, done := pairs[j]; done || used[i] {
				continue
			}
			if l := reworded(before[i].said, after[j].said); l >= alikeEnough {
				all = append(all, candidate{i, j, l})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.like, a.like) })
	for _, x := range all {
		if _, done := pairs[x.j]; !done && !used[x.i] {
			pairs[x.j], used[x.i] = x.i, true
		}
	}
	return pairs
}

// reworded is how alike two things said are in words and names alone.
func reworded(a, b proposition) float64 {
	size := len(a.words) + len(b.words) + 2*(len(a.names)+len(b.names))
	if size == 0 {
		return 0
	}
	return float64(2*(common(a.words, b.words)+2*common(a.names, b.names))) / float64(size)
}

// pair tells what became of something that both versions say, more or less.
func (c *compared) pair(before, after *unit) {
	relation, _ := compare(before.said, after.said)
	if relation == same || before.text == after.text {
		c.kept[after.id] = before.id
	} else {
		c.dropped[before.id] = true
	}
	c.sources(before, after)
	switch {
	case before.hedged && !after.hedged:
		c.change(hearsay.HedgeLost, before.span, after.span, after.id)
	case !before.hedged && after.hedged:
		c.change(hearsay.HedgeGiven, before.span, after.span, after.id)
	}
	if before.said.negated != after.said.negated || relation == contrary {
		c.change(hearsay.Reversed, before.span, after.span, after.id)
	}
	if x, y, found := difference(before.said, after.said); found {
		c.change(hearsay.FigureChanged, x.Span, y.Span, after.id)
	} else if !before.said.weighed && conflict(before.said.numbers, after.said.numbers) {
		c.change(hearsay.FigureChanged, before.span, after.span, after.id)
	}
	if n := common(before.said.names, after.said.names); n < len(before.said.names) {
		c.change(hearsay.NameLost, before.span, after.span, after.id)
	} else if n < len(after.said.names) {
		c.change(hearsay.NameGiven, before.span, after.span, after.id)
	}
}

func (c *compared) sources(before, after *unit) {
	switch {
	case before.voice == after.voice:
	case after.voice == "":
		c.change(hearsay.SourceLost, before.source, after.span, after.id)
	case before.voice == "":
		c.change(hearsay.SourceGiven, before.span, after.source, after.id)
	default:
		c.change(hearsay.SourceChanged, before.source, after.source, after.id)
	}
}

// Tell sets the claims that the changes are about, of those that the story gave.
func (r *Revision) Tell(story *Result) {
	claims := map[string]hearsay.ClaimID{}
	for _, a := range story.Assertions {
		claims[cmp.Or(string(a.Attribution), string(a.Statement))] = a.Claim
	}
	for _, x := range story.Responses {
		if id := string(x.Attribution); claims[id] == "" {
			claims[id] = x.Claim
		}
	}
	for i := range r.Changes {
		r.Changes[i].Claim = claims[r.about[i]]
	}
}
