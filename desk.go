// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Decision is what a person at the desk decided, with name and reason. Decisions stand beside machine values,
// win over them, and are never changed: undoing is a new decision.
type Decision struct {
	ID     DecisionID
	Kind   DecisionKind
	Object string // the ID decided about
	Other  string // the second ID of a merge, split or same-claim decision; empty otherwise
	Value  string // the grade, status or marking given; empty otherwise
	Reason string
	By     string
	At     time.Time
	Undoes DecisionID
}

// DecisionKind is what can be decided.
type DecisionKind string

// The kinds of decision.
const (
	MergeStories DecisionKind = "merge"    // Object and Other are one story
	SplitStory   DecisionKind = "split"    // document Object does not belong to story Other
	SameClaim    DecisionKind = "same"     // claims Object and Other say the same
	NotSameClaim DecisionKind = "not-same" // they do not
	GradeVoice   DecisionKind = "grade"    // reliability A–F of an outlet or voice, or credibility 1–6 of a claim
	SetStatus    DecisionKind = "status"   // status of a claim
	UndoDecision DecisionKind = "undo"     // Undoes is taken back
)
