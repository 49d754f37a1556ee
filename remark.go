// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"strconv"
	"time"
)

// RemarkID is a hash of who remarked what when.
type RemarkID string

// Remark is what somebody with an account says in the discussion of a story. It is of the house: nothing of it is a source, unless an editor
// has it taken in as a document. It hangs on a document, and so is in whatever story holds that document.
type Remark struct {
	ID       RemarkID
	Document DocumentID // the first of its story, the one that its claim is worded in, or the one that its link leads from
	Claim    ClaimID    // that it is about; empty for none
	To       DocumentID // of the link from Document that it is about: one of the two, or neither
	Outlet   OutletID   //
	Answers  RemarkID   // empty for one that begins a thread
	Thread   RemarkID   // the one that began its thread; itself, if it did
	Began    time.Time  // when that was said
	Depth    int        // how many answers stand above it
	Author   AccountID
	By       string // the author's name as it was
	Text     string // plain, with ">" before what it quotes; empty where it was erased
	At       time.Time
	Edited   time.Time // zero where it never was
	Versions int       // that there are of the text
	TLP      TLP       // at least that of what it is about and answers

	Withdrawn time.Time  // by its author; zero where it was not
	Hidden    DecisionID // by which an editor hid it; empty where none did
	HiddenBy  string
	HiddenFor string     // why
	Taken     DecisionID // by which an editor made it a document; empty where none did
	Capture   CaptureID  // that came of that; empty as long as none has
}

// RemarkVersion is a text that a remark has or had.
type RemarkVersion struct {
	Remark RemarkID
	Number int // from 1
	Text   string
	By     string
	At     time.Time
}

// The limits of a remark.
const (
	MostRemark   = 10_000 // bytes
	MostVersions = 50
	MostDepth    = 5 // of quotes, and of answers as they are indented: what is deeper is as deep as that
)

// NewRemarkID is the ID of what an account says at a time.
func NewRemarkID(by AccountID, at time.Time, text string) RemarkID {
	return RemarkID(ID('r', string(by), strconv.FormatInt(at.UnixMicro(), 10), text))
}

// HouseOutlet is the outlet whose documents are remarks that an editor took in.
const HouseOutlet OutletID = "desk"

// RemarkAddress is what the addresses of their captures begin with; the remark's ID follows.
const RemarkAddress = "desk:remark/"

// The values of a [HideRemark] decision.
const (
	KeepText  = "keep"  // editors and the author see it
	EraseText = "erase" // the texts are taken away, and stay so
)
