// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package assess judges one claim from its chains: how many independent origins it has, as an interval with a
// reason for every merge, and where it stands on the ladder of statuses. It is pure: the same case gives the same
// assessment.
package assess

import (
	"hearsay"
)

// Version is raised when the same case gives another assessment.
const Version = 1

// Assertion is one place where a document carries the claim; one of Attribution and Statement is set.
type Assertion struct {
	Document    *hearsay.Document
	Attribution *hearsay.Attribution
	Statement   *hearsay.Statement
}

// Case is what is known of a claim.
type Case struct {
	Claim      hearsay.Claim
	Assertions []Assertion
	Responses  []hearsay.Response
	Links      []hearsay.Link // of its story
	Outlets    map[hearsay.OutletID]hearsay.Outlet
	Outlet     func(name string) (hearsay.OutletID, bool)
	Documents  map[hearsay.DocumentID]*hearsay.Document // of its story, for the responses
	Against    []hearsay.Origin                         // origins of the claims that contradict this one
}

// Claim judges the case by its origins, which [Origins] gives. Cause, At and Known are left to the caller, who
// knows what came last.
func Claim(c Case, o Interval) hearsay.Assessment {
	status, why := c.status(o)
	return hearsay.Assessment{
		Claim: c.Claim.ID, Status: status, Low: o.Low, High: o.High, Origins: o.Origins,
		Reasons: append([]string{string(status) + ": " + why}, o.Reasons...), Stamp: hearsay.NewStamp("assess", Version),
	}
}

// status gives the first rung of the ladder that holds, and why.
func (c Case) status(o Interval) (hearsay.Status, string) {
	denied, confirmed := c.byConcerned(hearsay.Denies), c.byConcerned(hearsay.Confirms)
	counter := documentary(c.Against)
	switch {
	case c.by(hearsay.Retracts) != nil:
		return hearsay.Retracted, c.by(hearsay.Retracts).Party.Name + " has taken it back"
	case denied != nil && counter != "":
		return hearsay.Refuted, denied.Party.Name + ", who can know, denies it, and " + counter + " shows otherwise"
	case confirmed != nil:
		return hearsay.Confirmed, confirmed.Party.Name + ", who can know, confirms it"
	case denied != nil:
		return hearsay.Denied, denied.Party.Name + ", who can know, denies it"
	}
	if other := c.otherSays(); other != "" {
		return hearsay.Disputed, other + " says what cannot be so if this is"
	}
	switch {
	case o.Low >= 2 && o.Named > 0:
		return hearsay.Corroborated, "at least two independent origins, one of them named or a document"
	case o.Named > 0:
		return hearsay.SingleOrigin, "one named or documentary origin"
	}
	return hearsay.Rumoured, "no named or documentary origin"
}

// by gives the latest response of that stance, or nil.
func (c Case) by(s hearsay.Stance) *hearsay.Response {
	for i := len(c.Responses) - 1; i >= 0; i-- {
		if c.Responses[i].Stance == s {
			return &c.Responses[i]
		}
	}
	return nil
}

func (c Case) byConcerned(s hearsay.Stance) *hearsay.Response {
	for i := len(c.Responses) - 1; i >= 0; i-- {
		if c.Responses[i].Stance == s && c.Responses[i].Concerned {
			return &c.Responses[i]
		}
	}
	return nil
}

// otherSays names somebody, not the party concerned, who says the contrary.
func (c Case) otherSays() string {
	for _, r := range c.Responses {
		if r.Stance == hearsay.Denies && r.Party.Named {
			return r.Party.Name
		}
	}
	for _, o := range c.Against {
		if o.Voice.Named {
			return o.Voice.Name
		}
	}
	return ""
}

// documentary names a document among the origins, or is empty.
func documentary(origins []hearsay.Origin) string {
	for _, o := range origins {
		if o.Voice.Kind == hearsay.DocumentVoice && o.Voice.Named {
			return "the " + o.Voice.Name
		}
	}
	return ""
}
