// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	people "hearsay/internal/desk"
	"hearsay/internal/store"
)

// ArrivalsPage is who came in and who was not let in, the latest first; for administrators and auditors.
type ArrivalsPage struct {
	Arrivals []people.Arrived
	Next     time.Time // where the list goes on; zero at its end
	Later    bool      // this is not the first page of the list
}

const arrivalsOnPage = 100

func (p *ArrivalsPage) title() string { return "Who came in" }

func (d *desk) arrivals(r *http.Request) (titled, error) {
	before, err := moment(r, "before")
	if err != nil {
		return nil, err
	}
	p := &ArrivalsPage{Later: !before.IsZero()}
	p.Arrivals, err = d.Door.Arrivals(r.Context(), store.ArrivalFilter{Before: before, Limit: arrivalsOnPage})
	if len(p.Arrivals) == arrivalsOnPage {
		p.Next = p.Arrivals[arrivalsOnPage-1].Last
	}
	return p, err
}
