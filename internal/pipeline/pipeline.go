// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package pipeline introduces the stages to the places: it takes raw answers into archive and store, leads them
// through the stages as jobs, and verifies that what is stored is what was promised. It is one of the two
// packages that write to the store; internal/desk is the other.
package pipeline

import (
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

// Input is one raw answer on its way into the archive, or the refusal of one.
type Input struct {
	URL        string // "file:NAME" for a file, "file:NAME#N" for its Nth record
	MediaType  string
	Status     int       // HTTP status; 0 for a file
	Fetched    time.Time // zero for now
	Took       time.Duration
	Asked      string // the address that was looked at, where another answered; empty otherwise
	Feed       hearsay.FeedID
	Outlet     hearsay.Outlet // added if it is not there yet; the zero value for none
	Feeds      []Watched      // that it asks to look at from now on
	TLP        hearsay.TLP
	Listing    bool // a feed, or another place that is looked at again and again: the same bytes are one capture whatever came between
	Payload    []byte
	Truncated  string // why the payload is not whole; it is read all the same
	Quarantine string // why it is stored but not read further; empty otherwise
	Refused    string // why it is not stored; empty otherwise
}

// Ack says of one input what became of it. It is given only for what a power cut cannot take back.
type Ack struct {
	URL     string            `json:"url"`
	Outcome hearsay.Outcome   `json:"outcome"`
	Reason  string            `json:"reason"`
	Capture hearsay.CaptureID `json:"capture"` // stored now or before; empty for a refused input
}

// Report counts what became of inputs: Inputs = Stored + Duplicate + Quarantined + Refused.
type Report struct {
	Inputs      int `json:"inputs"`
	Stored      int `json:"stored"`
	Duplicate   int `json:"duplicate"`
	Quarantined int `json:"quarantined"`
	Refused     int `json:"refused"`
	Feeds       int `json:"feeds"` // that are looked at from now on

	// Problems are what a person should hear of besides: feeds that are left out of a list, looks that brought nothing.
	Problems []error `json:"-"`
}

// Balanced reports whether every input is accounted for.
func (r Report) Balanced() bool { return r.Inputs == r.Stored+r.Duplicate+r.Quarantined+r.Refused }

func (r *Report) count(o hearsay.Outcome) {
	switch o {
	case hearsay.Stored:
		r.Stored++
	case hearsay.Duplicate:
		r.Duplicate++
	case hearsay.Quarantined:
		r.Quarantined++
	case hearsay.Refused:
		r.Refused++
	}
}

// Intake is where inputs are taken in. It may be used by any number of goroutines.
type Intake struct {
	Store   *store.Store
	Archive *archive.Archive
	// Acknowledge hears what became of each batch, after it is safe; nil for nobody. An error of it ends Ingest.
	Acknowledge func([]Ack) error
	TLP         hearsay.TLP // the marking, at least, of all that is taken in
}
