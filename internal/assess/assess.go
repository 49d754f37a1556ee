// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package assess judges one claim from its chains: how many independent origins it has, as an interval with a
// reason for every merge, and where it stands on the ladder of statuses. It also judges what outlets do about a story,
// and how often what somebody claimed was borne out. It is pure: the same case gives the same assessment.
package assess

import (
	"hearsay"
)

// Version is raised when the same case gives another assessment.
const Version = 7

// Assertion is one place where a document carries the claim; one of Attribution and Statement is set. Replaced is the later
// version of the document that says so no more, nil where there is none.
type Assertion struct {
	Document    *hearsay.Document
	Attribution *hearsay.Attribution
	Statement   *hearsay.Statement
	Replaced    *hearsay.Document
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
	Quotations []Quotation                              // of its story
	Against    []hearsay.Origin                         // origins of the claims that contradict this one
}

// Claim judges the case by its origins, which [Origins] gives. Cause is the document that put the claim on its
// rung, empty where no single one did; At and Known are left to the caller, who knows what came last.
func Claim(c Case, o Interval) hearsay.Assessment {
	v := c.status(o)
	reasons := append([]string{string(v.status) + ": " + v.why}, o.Reasons...)
	if o.Weakest != "" {
		reasons = append(reasons, WeakestLink+o.Weakest, WouldRaise+o.Raise)
	}
	return hearsay.Assessment{
		Claim: c.Claim.ID, Status: v.status, Low: o.Low, High: o.High, Origins: o.Origins, Cause: string(v.cause),
		Reasons: reasons, Stamp: hearsay.NewStamp("assess", Version),
	}
}

// verdict is a rung of the ladder, why it holds, and the document that brought it about.
type verdict struct {
	status hearsay.Status
	why    string
	cause  hearsay.DocumentID
}

// status gives the first rung of the ladder that holds.
func (c Case) status(o Interval) verdict {
	denied, confirmed, taken := c.byConcerned(hearsay.Denies), c.byConcerned(hearsay.Confirms), c.by(hearsay.Retracts)
	counter, record := documentary(c.Against)
	_, _, retracted := c.standing()
	switch {
	case taken != nil && retracted:
		return verdict{hearsay.Retracted, taken.Party.Name + " has taken it back", taken.Document}
	case denied != nil && counter != "":
		return verdict{hearsay.Refuted, denied.Party.Name + ", who can know, denies it, and " + counter + " shows otherwise", record}
	case confirmed != nil:
		return verdict{hearsay.Confirmed, confirmed.Party.Name + ", who can know, confirms it", confirmed.Document}
	case denied != nil:
		return verdict{hearsay.Denied, denied.Party.Name + ", who can know, denies it", denied.Document}
	}
	if other, from := c.otherSays(); other != "" {
		return verdict{hearsay.Disputed, other + " says what cannot be so if this is", from}
	}
	switch {
	case o.Low >= 2 && o.Named > 0:
		return verdict{hearsay.Corroborated, "at least two independent origins, one of them named or a document", ""}
	case o.Named > 0:
		return verdict{hearsay.SingleOrigin, "one named or documentary origin", ""}
	}
	return verdict{hearsay.Rumoured, "no named or documentary origin", ""}
}

// by gives the first response of that stance, or nil: it is the one that moved the status.
func (c Case) by(s hearsay.Stance) *hearsay.Response {
	for i := range c.Responses {
		if c.Responses[i].Stance == s {
			return &c.Responses[i]
		}
	}
	return nil
}

func (c Case) byConcerned(s hearsay.Stance) *hearsay.Response {
	for i := range c.Responses {
		if c.Responses[i].Stance == s && c.Responses[i].Concerned {
			return &c.Responses[i]
		}
	}
	return nil
}

// otherSays names somebody, not the party concerned, who says the contrary.
func (c Case) otherSays() (name string, in hearsay.DocumentID) {
	for _, r := range c.Responses {
		if r.Stance == hearsay.Denies && r.Party.Named {
			return r.Party.Name, r.Document
		}
	}
	for _, o := range c.Against {
		if o.Voice.Named {
			return o.Voice.Name, o.Document
		}
	}
	return "", ""
}

// documentary names a document among the origins, and where we have it from, or is empty.
func documentary(origins []hearsay.Origin) (name string, in hearsay.DocumentID) {
	for _, o := range origins {
		if o.Voice.Kind == hearsay.DocumentVoice && o.Voice.Named {
			return "the " + o.Voice.Name, o.Document
		}
	}
	return "", ""
}
