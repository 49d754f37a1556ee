// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Act is what a source does in an attribution.
type Act string

// The thirteen acts. Cues of attitude ("believes", "expects", "supports") have the act [Assess].
const (
	Assert    Act = "assert"
	Allege    Act = "allege"
	Rumour    Act = "rumour"
	Announce  Act = "announce"
	Assess    Act = "assess"
	Confirm   Act = "confirm"
	Deny      Act = "deny"
	Doubt     Act = "doubt"
	NoComment Act = "no-comment"
	Demand    Act = "demand"
	Warn      Act = "warn"
	Promise   Act = "promise"
	Ask       Act = "ask"
)

// Acts are the thirteen.
var Acts = [...]Act{Assert, Allege, Rumour, Announce, Assess, Confirm, Deny, Doubt, NoComment, Demand, Warn, Promise, Ask}

// PostChannel is the channel of what somebody wrote earlier in the same thread and a later post repeats.
const PostChannel = "a post"

// TextChannel is the channel of a whole text, where it says itself whose words it is: who signed it or stands over it. TurnChannel is
// that of what a speaker of a transcript says until the next one speaks.
const (
	TextChannel = "the text"
	TurnChannel = "a turn"
)

// VoiceKind tells what sort of voice speaks.
type VoiceKind string

// The kinds of voice.
const (
	PersonVoice       VoiceKind = "person"
	OrganizationVoice VoiceKind = "organization"
	OutletVoice       VoiceKind = "outlet"
	OfficialVoice     VoiceKind = "official" // an unnamed official, diplomat, spokesman
	UnnamedVoice      VoiceKind = "unnamed"  // any other unnamed source
	DocumentVoice     VoiceKind = "document"
	CollectiveVoice   VoiceKind = "collective"
	UnknownVoice      VoiceKind = "unknown"
)

// Voice is a source after resolving: whoever says it. An unnamed voice keeps its description, the stated count
// and the outlet that vouches for it.
type Voice struct {
	Name        string // resolved name, or the description of an unnamed one; empty where it cannot be resolved
	Kind        VoiceKind
	Named       bool
	Count       int    // the stated number ("three officials" is 3); 0 where none is stated
	Plural      bool   // more than one, number not stated ("officials")
	Role        string // what the text says they are: "spokesman of the ministry"
	Body        string // the person's body, where the text gives it: "Ministry of Transport"
	Description string // what the text says about the source, verbatim
	Described   Span   // where it says so; who says it is the document, or the source of the attribution around it
	Entity      EntityID
	Vouched     OutletID // who vouches for an unnamed voice
}

// MayBeOutlet reports whether the voice may be an outlet that goes by its name: it was taken for one or for a body, or it is one that
// is written as a name, whatever it was taken for. At the beginning of a sentence a name looks like a word.
func (v Voice) MayBeOutlet() bool {
	if v.Kind == OutletVoice || v.Kind == OrganizationVoice {
		return true
	}
	first, _ := utf8.DecodeRuneInString(v.Name)
	return unicode.IsUpper(first) && v.Count < 2 && !v.Plural
}

// Attribution is one place where a text says that somebody said something.
type Attribution struct {
	ID         AttributionID
	Document   DocumentID
	Source     *Span  // nil where the text names none ("allegedly")
	Cue        []Span // may be discontinuous, as may Content
	Content    []Span
	Act        Act
	Hedged     bool
	Negated    bool
	Voice      Voice   // of the source
	Chain      []Voice // from the voice the document quotes to the origin; the document's author is left out
	Channel    string  // where it was said, if the text says so: "a tweet"
	Answers    string  // AttributionID or StatementID of the same document that a response answers; empty for none
	Inside     AttributionID
	Confidence float64  // 0 to 1
	Bare       bool     // the content only names something ("the ferry") and says nothing of it
	Figures    []Figure // dates and numbers in the content, in order
	Stamp      Stamp
}

// Said is the content as one string, its pieces joined by a blank.
func (a *Attribution) Said() string { return joinSpans(a.Content) }

// Frames reports whether it gives a whole text or turn to somebody, and so says nothing by itself: what it holds does.
func (a *Attribution) Frames() bool { return a.Channel == TextChannel || a.Channel == TurnChannel }

// Origin is the last voice of the chain: where the document says the content comes from.
func (a *Attribution) Origin() Voice {
	if len(a.Chain) == 0 {
		return a.Voice
	}
	return a.Chain[len(a.Chain)-1]
}

// Statement is what a document says on its own authority: its voice is the outlet.
type Statement struct {
	ID       StatementID
	Document DocumentID
	Span     Span
	Act      Act
	Observed bool     // the outlet's own observation ("the page no longer lists …"), an origin of kind document
	Figures  []Figure // dates and numbers in it, in order
	Stamp    Stamp
}

func joinSpans(spans []Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Text
	}
	return strings.Join(parts, " ")
}

// Claim is what is said, apart from who says it and where.
type Claim struct {
	ID      ClaimID
	Story   StoryID
	Text    string // its clearest wording, verbatim from Document
	Source  DocumentID
	Span    Span
	Negates ClaimID      // the claim this one contradicts; empty for none
	Silent  string       // the outlet that has nothing on the story, if the claim says so; as the claim names it
	Differs []Difference // from earlier claims that say the same with another number or date
	Figures []Figure     // dates and numbers in Span, in order
	TLP     TLP
	Stamp   Stamp
}

// Difference is a number or date in which a claim is another than one that says the same otherwise.
type Difference struct {
	Claim ClaimID    `json:"claim"`
	In    FigureKind `json:"in"`
	Here  string     `json:"here"`  // verbatim, in this claim's words
	There string     `json:"there"` // verbatim, in the other's
}

// NewClaimID derives the ID of the claim that begins with an attribution or a statement.
func NewClaimID(first string) ClaimID { return ClaimID(ID('k', first)) }

// Assertion is one place where a document carries a claim: an attribution or a statement.
type Assertion struct {
	Claim       ClaimID
	Document    DocumentID
	Attribution AttributionID // empty for a statement
	Statement   StatementID   // empty for an attribution
	Reason      string        // why it is counted to this claim
	Founds      ClaimID       // the claim that it would begin, were it the first to say so
	Replaced    DocumentID    // the later version of the document, which says so no more; empty where there is none
}

// LinkKind is how one thing rests on another.
type LinkKind string

// The kinds of link, each one step back.
const (
	Quotes     LinkKind = "quotes"
	Cites      LinkKind = "cites"
	Credits    LinkKind = "credits"
	Copies     LinkKind = "copies"
	Translates LinkKind = "translates"
	Resembles  LinkKind = "resembles"
)

// Link is one step back from a document: to another document, or to an outlet whose document we do not hold.
type Link struct {
	From   DocumentID
	To     DocumentID // empty where we do not hold it
	Outlet OutletID   // who is credited or copied
	Kind   LinkKind
	Span   Span    // the sentence that says so; empty for a copy found by comparison
	Share  float64 // copies: the share of From's words that To has as well, 0 to 1
	Reason string
	Loop   bool // lies on a path that returns to its start
	Stamp  Stamp
}

// Origin is where chains end.
type Origin struct {
	Voice     Voice
	Document  DocumentID // the first document that carries it
	Documents int        // how many carry it
	Reason    string     // why these are one
}
