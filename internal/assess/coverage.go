// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hearsay"
)

// Coverage is what an outlet does about a story, as far as we could see.
type Coverage string

// The three words. "Not observable" is no kind of silence: we could not have known.
const (
	Covered       Coverage = "covered"
	Silent        Coverage = "silent"
	NotObservable Coverage = "not observable"
)

// Outlook is what is known of one outlet while a story ran.
type Outlook struct {
	Outlet    hearsay.Outlet
	Documents int       // in the story
	First     *Sighting // of its first document there; nil where there is none
	Feeds     int
	Good      int // looks at its feeds that gave something to read, or the word that nothing is new
	Failed    int // looks that gave nothing
	Unread    int // pages of it that could not be had
	Others    int // documents of it that are not in the story
	Expected  Share
}

// Sighting is when a document was first seen, and between which looks it must have appeared.
type Sighting struct {
	Document hearsay.DocumentID
	Dated    hearsay.Date // what it says itself
	Seen     time.Time    // when it was captured
	After    time.Time    // the last look that did not show it; zero where none is known
	By       time.Time    // the first look that did
}

// Outside reports whether the document's own date lies outside of what the looks allow: it says that it appeared before a
// look that did not show it, or after one that did.
func (s *Sighting) Outside() bool {
	return s.Dated.Precision == hearsay.ToTheTime && (!s.After.IsZero() && s.Dated.Time.Before(s.After) || s.Dated.Time.After(s.By))
}

// Judge gives the word for the outlet and, where it is not observable, why. Silence takes a look that succeeded, and a
// page that could be read where pages were found.
func (o *Outlook) Judge() (Coverage, string) {
	switch {
	case o.Documents > 0:
		return Covered, ""
	case o.Feeds == 0:
		return NotObservable, "no feed of it is known"
	case o.Good == 0 && o.Failed > 0:
		return NotObservable, fmt.Sprintf("%d looks, and all of them failed", o.Failed)
	case o.Good == 0:
		return NotObservable, "its feeds were not looked at"
	case o.Others == 0 && o.Unread > 0:
		return NotObservable, fmt.Sprintf("of the pages that its feeds led to none could be read: %d looks failed", o.Unread)
	}
	return Silent, ""
}

// Expectation says in words how telling a silence is.
func (o *Outlook) Expectation() string {
	switch e := o.Expected; {
	case e.All == 0:
		return "no earlier story to compare"
	case e.Low >= 0.5:
		return "usually covers such stories"
	case e.High <= 0.5:
		return "seldom covers such stories"
	}
	return "may or may not cover such stories"
}

// SortOutlooks puts them into the order in which they are shown: those that cover the story by when they were first seen,
// those that are silent by how much that tells, those that could not be observed.
func SortOutlooks(all []Outlook) {
	rank := map[Coverage]int{Covered: 0, Silent: 1, NotObservable: 2}
	slices.SortFunc(all, func(a, b Outlook) int {
		x, _ := a.Judge()
		y, _ := b.Judge()
		if c := cmp.Compare(rank[x], rank[y]); c != 0 {
			return c
		}
		if x == Covered && !a.First.By.Equal(b.First.By) {
			return a.First.By.Compare(b.First.By)
		}
		if x == Silent && a.Expected.Low != b.Expected.Low {
			return cmp.Compare(b.Expected.Low, a.Expected.Low)
		}
		return cmp.Compare(a.Outlet.ID, b.Outlet.ID)
	})
}
