// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/digest"
)

// index is what leads to what: IDs alone, so that a large ledger is not held at once.
type index struct {
	issues    []issueRef                  // the newest first
	corrected map[string][]string         // by the place of a line: the items of later issues that correct it
	tellers   map[hearsay.StoryID][]int   // by story: the numbers of issues that tell of it
	titles    map[hearsay.StoryID]string  // of the stories on the site
	days      map[string]*shelf           // by day
	outlets   map[hearsay.OutletID]*shelf // by outlet
	authors   map[string]*author          // by the name of the page
	tags      map[string]*tagShelf        // by the name of the page
}

// shelf is what stands on a page of the archive.
type shelf struct {
	documents []hearsay.DocumentID // the newest first, once all are there
	issues    []int
}

// author is a name at an outlet: two papers' "Staff" are not one. Who publishes issues is an author at no outlet.
type author struct {
	shelf
	ID     string
	Name   string
	Outlet hearsay.OutletID
}

// tagShelf is what bears a tag.
type tagShelf struct {
	tag
	stories []hearsay.StoryID
	issues  []int
}

func newIndex() index {
	return index{corrected: map[string][]string{}, tellers: map[hearsay.StoryID][]int{}, titles: map[hearsay.StoryID]string{},
		days: map[string]*shelf{}, outlets: map[hearsay.OutletID]*shelf{}, authors: map[string]*author{}, tags: map[string]*tagShelf{}}
}

// note keeps an issue; the newest comes first.
func (x *index) note(i *hearsay.Issue) {
	ref := issueRef{Number: i.Number, Title: digest.Name(i), Published: i.Published, Publisher: i.Publisher}
	for n, it := range i.Items {
		if !slices.Contains(ref.Kinds, it.Kind) {
			ref.Kinds = append(ref.Kinds, it.Kind)
			x.tagged(kindTag(it.Kind)).issues = append(x.tagged(kindTag(it.Kind)).issues, i.Number)
		}
		if it.Corrects != "" {
			x.corrected[it.Corrects] = append(x.corrected[it.Corrects], hearsay.Place(i.Number, n+1, 1))
		}
	}
	x.issues = append(x.issues, ref)
	day := x.day(dayOf(i.Published))
	day.issues = append(day.issues, i.Number)
	by := x.by(i.Publisher, "")
	by.issues = append(by.issues, i.Number)
}

// issue gives a public issue; nil where there is none of that number.
func (x *index) issue(number int) *issueRef {
	n, found := slices.BinarySearchFunc(x.issues, number, func(i issueRef, number int) int { return cmp.Compare(number, i.Number) })
	if !found {
		return nil
	}
	return &x.issues[n]
}

// told keeps that an issue tells of a story.
func (x *index) told(story hearsay.StoryID, number int) {
	if !slices.Contains(x.tellers[story], number) {
		x.tellers[story] = append(x.tellers[story], number)
	}
}

func (x *index) day(day string) *shelf { return entry(x.days, day) }

func (x *index) tagged(t tag) *tagShelf {
	s := entry(x.tags, t.ID)
	s.tag = t
	return s
}

// by gives the shelf of an author.
func (x *index) by(name string, outlet hearsay.OutletID) *author {
	a := entry(x.authors, authorID(name, outlet))
	if a.ID == "" {
		a.ID, a.Name, a.Outlet = authorID(name, outlet), strings.Join(strings.Fields(name), " "), outlet
	}
	return a
}

// authorID names the page of an author, whatever the case of the letters.
func authorID(name string, outlet hearsay.OutletID) string {
	return hearsay.ID('u', string(outlet), strings.ToLower(strings.Join(strings.Fields(name), " ")))
}

func entry[K comparable, V any](m map[K]*V, k K) *V {
	v := m[k]
	if v == nil {
		v = new(V)
		m[k] = v
	}
	return v
}
