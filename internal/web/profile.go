// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
)

// OutletsPage lists the outlets.
type OutletsPage struct{ Outlets []OutletLine }

// OutletLine is an outlet as the list shows it.
type OutletLine struct {
	Outlet    hearsay.Outlet
	Owner     string // today
	Doubt     *ledger.Doubt
	Documents int
	Tested    int // claims of its own that were resolved
	Held      int // and held
}

// OutletPage is what is known of one outlet.
type OutletPage struct {
	Profile *ledger.Profile
	Owner   string // today; empty where it is not known
	Feeds   []FeedLine
	Latest  []DocumentLine
	Given   []Credit // to whom it gives credit, or whom it copies
	Taken   []Credit // who does so of it
	Unnamed Part     // of its attributions, those to unnamed sources
	Tested  []TestedLine
}

// FeedLine is a feed with how looking at it went in the last thirty days before the last look.
type FeedLine struct {
	Feed         hearsay.Feed
	Good, Failed int
	Health       ledger.Health // the zero value for what is not looked at
}

// Credit counts links with one other outlet.
type Credit struct {
	Outlet  hearsay.Outlet
	Copies  int
	Credits int
	Example LinkLine
}

// Part is some of all.
type Part struct{ Some, All int }

// Percent is the part in hundredths.
func (p Part) Percent() int {
	if p.All == 0 {
		return 0
	}
	return (100*p.Some + p.All/2) / p.All
}

// TestedLine is a claim that was resolved.
type TestedLine struct {
	Claim ClaimLine
	Held  bool
	At    time.Time
}

// EntityPage is a person, body or place: who calls it what, what it said and what that came to.
type EntityPage struct {
	Entity  hearsay.Entity
	Profile *ledger.Profile
	Aliases []AliasLine
	Said    []SaidLine
	Named   []ClaimLine // claims that name it
	Pages   []PageEvent // changes of watched pages that name it
	Tested  []TestedLine
}

// AliasLine is a name with the documents that use it.
type AliasLine struct {
	Name      string
	Documents int
	First     DocumentLine
}

// SaidLine is something that an entity is said to have said.
type SaidLine struct {
	Attribution hearsay.Attribution
	Home        DocumentLine
	Address     string // of its place in the document
}

func (p *OutletsPage) title() string { return "Outlets" }

func (p *OutletPage) title() string { return p.Profile.Name }

func (p *EntityPage) title() string { return p.Entity.Name }

func (d *desk) outlets(r *http.Request) (titled, error) { return d.Ledger.Outlets(r.Context()) }

func (d *desk) outlet(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	return d.Ledger.Outlet(r.Context(), hearsay.OutletID(s))
}

func (d *desk) entity(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	return d.Ledger.Entity(r.Context(), hearsay.EntityID(s))
}
