// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Tombstone stands where a capture was that was erased. The bytes, the salt and everything derived from them are gone; what is left says
// nothing of them, and keeps the evidence log adding up.
type Tombstone struct {
	Capture  CaptureID  // a hash of its address and bytes
	Address  string     // [AddressID] of where it came from
	Shut     bool       // nothing from this address is taken in again
	Decision DecisionID // by which it was erased; it has the reason and the name
	At       time.Time
	TLP      TLP

	Leaf    int64 // index in the evidence log
	Segment string
	Offset  int64 // where it lay in the segment
	Length  int64
	Wiped   bool // the bytes in the segment are overwritten
}

// AddressID is a hash of an address: by it an address is known again that is itself forgotten.
func AddressID(url string) string { return ID('u', url) }

// What an [EraseCapture] decision has for its value.
const (
	EraseBytes   = "bytes"   // these bytes; others may come from the same address
	EraseAddress = "address" // and nothing from that address any more
)

// Retention is a rule of how long what was collected is kept. What is older is erased, by a decision that names the rule.
type Retention struct {
	ID      RetentionID
	Kind    Kind     // only captures all of whose documents are of this kind, or threads of them; empty for all
	Outlet  OutletID // only those of this outlet; empty for all
	Days    int      // since it was fetched
	Reason  string
	By      string // who made it
	Created time.Time
}

// RetentionID names a retention rule: a hash of what it says.
type RetentionID string

// NewRetentionID derives the ID of a rule.
func NewRetentionID(kind Kind, outlet OutletID) RetentionID {
	return RetentionID(ID('n', string(kind), string(outlet)))
}
