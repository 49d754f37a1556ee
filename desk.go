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
	MergeStories DecisionKind = "merge"     // Object and Other are one story
	SplitStory   DecisionKind = "split"     // document Object does not belong to story Other
	SameClaim    DecisionKind = "same"      // claims Object and Other say the same
	NotSameClaim DecisionKind = "not-same"  // they do not
	GradeVoice   DecisionKind = "grade"     // reliability A–F of an outlet or voice, or credibility 1–6 of a claim
	SetStatus    DecisionKind = "status"    // status of a claim
	NameSource   DecisionKind = "source"    // the source of attribution Object is entity or outlet Other
	SetAct       DecisionKind = "act"       // attribution Object does Value, one of the thirteen acts
	SetPublisher DecisionKind = "publisher" // whether outlet Object is the same as before its last lapse: Value "same" or "another"
	PublishIssue DecisionKind = "publish"   // issue Object is published: Value is its number ("#905"), Other the [Issue.Sum] of what it says
	EraseCapture DecisionKind = "erase"     // capture Object is forgotten: Value [EraseBytes] or [EraseAddress]. Of an issue that cited it: Other is the [Issue.Sum] of what is left
	HideRemark   DecisionKind = "hide"      // remark Object is not shown: Value is [KeepText] or [EraseText]
	LockStory    DecisionKind = "lock"      // the discussion of story Object, whose first document is Other, is closed
	TakeRemark   DecisionKind = "take"      // remark Object, in the version Value, is made a document
	UndoDecision DecisionKind = "undo"      // Undoes is taken back
)

// AboutDiscussion reports whether it is decided about what people say at the desk.
func (k DecisionKind) AboutDiscussion() bool {
	return k == HideRemark || k == LockStory || k == TakeRemark
}

// Account is somebody who may come in.
type Account struct {
	ID       AccountID
	Name     string // by which they come in and by which they decide; unique, whatever the case of its letters
	Role     Role
	Ceiling  TLP    // the strictest marking that they may see
	Password string // as a PHC string; never shown
	Disabled bool
	Created  time.Time
}

// SavedQuery is a query that somebody keeps, under a name of theirs.
type SavedQuery struct {
	Account AccountID
	Name    string
	Query   string
	Created time.Time
}

// Scope is what a token is for.
type Scope string

// The scopes.
const (
	ScopeRead Scope = "read" // reading, whatever the account may do besides
	ScopeAct  Scope = "act"  // whatever the account may do
)

// AccountID is random: names may change hands.
type AccountID string

// Way is how somebody came in.
type Way string

// The ways in.
const (
	ByPassword Way = "password"
	ByPasskey  Way = "passkey"
	ByIssuer   Way = "issuer" // somebody else vouched for them
	BySetup    Way = "setup"  // the first administrator
)

// Arrival is that somebody came in or was not let in, by one way from one address within one hour.
type Arrival struct {
	Last     time.Time
	Account  AccountID // empty where the name is nobody's: it may be a password in the wrong field
	Way      Way
	Address  string // from where
	Admitted bool
	Times    int // at least 1
}

// Role is what somebody may do. Each has a purpose of its own; only the first five are a ladder.
type Role string

// The roles.
const (
	RoleReader    Role = "reader"    // reads
	RoleAnalyst   Role = "analyst"   // decides what is the same, and grades
	RoleEditor    Role = "editor"    // sets statuses, and takes back what others decided
	RolePublisher Role = "publisher" // publishes
	RoleAdmin     Role = "admin"     // lets people in
	RoleAuditor   Role = "auditor"   // reads, and sees who did what
	RolePartner   Role = "partner"   // a machine of another desk
)

// Roles are all roles.
var Roles = []Role{RoleReader, RoleAnalyst, RoleEditor, RolePublisher, RoleAdmin, RoleAuditor, RolePartner}

var ladder = map[Role]int{RoleReader: 1, RoleAnalyst: 2, RoleEditor: 3, RolePublisher: 4, RoleAdmin: 5, RoleAuditor: 1, RolePartner: 1}

// AtLeast reports whether a role may do what another may, of those on the ladder. Nobody, the empty role, may do nothing that
// needs one.
func (r Role) AtLeast(least Role) bool { return ladder[r] >= ladder[least] && ladder[r] > 0 }
