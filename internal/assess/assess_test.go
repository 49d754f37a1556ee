// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess_test

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/assess"
)

var start = time.Date(2031, 5, 1, 8, 0, 0, 0, time.UTC)

// outlets: the Ledger and the Courier are of one owner.
var outlets = map[hearsay.OutletID]hearsay.Outlet{
	"ledger":  {ID: "ledger", Name: "Harrow Ledger", Owners: owned("quillon", -100, 0)},
	"courier": {ID: "courier", Name: "Elsund Courier", Owners: owned("quillon", -50, 0)},
	"wire":    {ID: "wire", Name: "Nordwire"},
	"post":    {ID: "post", Name: "Quorn Post"},
}

// owned makes a row of an owner, in days from the start; 0 for an end is none.
func owned(owner string, from, until int) []hearsay.Ownership {
	o := hearsay.Ownership{Owner: owner, From: start.AddDate(0, 0, from)}
	if until != 0 {
		o.Until = start.AddDate(0, 0, until)
	}
	return []hearsay.Ownership{o}
}

func named(name string) (hearsay.OutletID, bool) {
	for id, o := range outlets {
		if strings.EqualFold(o.Name, name) {
			return id, true
		}
	}
	return "", false
}

func doc(id string, outlet hearsay.OutletID, hours int) *hearsay.Document {
	return &hearsay.Document{
		ID: hearsay.DocumentID(id), Outlet: outlet, Title: "Title of " + id,
		Published: hearsay.Date{Time: start.Add(time.Duration(hours) * time.Hour), Precision: hearsay.ToTheTime},
	}
}

// says is a place where a document carries the claim through voices.
func says(d *hearsay.Document, chain ...hearsay.Voice) assess.Assertion {
	a := &hearsay.Attribution{Document: d.ID, Act: hearsay.Assert, Chain: chain, Cue: []hearsay.Span{{Start: 100, End: 104, Text: "said"}}}
	if len(chain) > 0 {
		a.Voice = chain[0]
	}
	return assess.Assertion{Document: d, Attribution: a}
}

// own is a place where a document says it on its own authority.
func own(d *hearsay.Document, observed bool) assess.Assertion {
	return assess.Assertion{Document: d, Statement: &hearsay.Statement{Document: d.ID, Observed: observed}}
}

func person(name, body string) hearsay.Voice {
	v := hearsay.Voice{Name: name, Kind: hearsay.PersonVoice, Named: true, Body: body}
	if body != "" {
		v.Role = "spokeswoman"
	}
	return v
}

func body(name string) hearsay.Voice {
	return hearsay.Voice{Name: name, Kind: hearsay.OrganizationVoice, Named: true}
}

// word is a voice whose name was taken for a word.
func word(name string) hearsay.Voice { return hearsay.Voice{Name: name, Kind: hearsay.UnnamedVoice} }

func outlet(name string) hearsay.Voice {
	return hearsay.Voice{Name: name, Kind: hearsay.OutletVoice, Named: true}
}

func record(name string) hearsay.Voice {
	return hearsay.Voice{Name: name, Kind: hearsay.DocumentVoice, Named: true}
}

func officials(n int) hearsay.Voice {
	return hearsay.Voice{Name: "officials", Kind: hearsay.OfficialVoice, Count: n, Plural: n == 0}
}

func response(party hearsay.Voice, s hearsay.Stance, concerned bool) hearsay.Response {
	return hearsay.Response{Party: party, Stance: s, Concerned: concerned, Document: "answer"}
}

func caseOf(as ...assess.Assertion) assess.Case {
	return assess.Case{Claim: hearsay.Claim{ID: "k1"}, Assertions: as, Outlets: outlets, Outlet: named}
}

// TestLadder goes from the lowest rung to the highest: each case has what the rungs below it need as well, and the
// first rung that holds counts.
func TestLadder(t *testing.T) {
	tolk, holloway, firm := person("Orla Tolk", ""), person("Mira Holloway", ""), body("Corrin Freight")
	against := []hearsay.Origin{{Voice: person("Jonas Amsel", "")}}
	log := []hearsay.Origin{{Voice: record("harbour log")}}
	one := says(doc("a", "ledger", 0), officials(3))
	two := says(doc("b", "post", 1), tolk)
	three := says(doc("c", "wire", 2), holloway)
	denies, confirms := response(firm, hearsay.Denies, true), response(firm, hearsay.Confirms, true)
	for _, c := range []struct {
		name      string
		as        []assess.Assertion
		responses []hearsay.Response
		against   []hearsay.Origin
		want      hearsay.Status
	}{
		{"nobody named", []assess.Assertion{one}, nil, nil, hearsay.Rumoured},
		{"three outlets, nobody named", []assess.Assertion{one, own(doc("b", "post", 1), false), own(doc("c", "wire", 1), false)}, nil, nil, hearsay.Rumoured},
		{"one named", []assess.Assertion{one, two}, nil, nil, hearsay.SingleOrigin},
		{"what the outlet saw itself", []assess.Assertion{own(doc("a", "ledger", 0), true)}, nil, nil, hearsay.SingleOrigin},
		{"two named", []assess.Assertion{one, two, three}, nil, nil, hearsay.Corroborated},
		{"a named voice says the contrary", []assess.Assertion{one, two, three}, nil, against, hearsay.Disputed},
		{"a bystander denies", []assess.Assertion{one, two, three}, []hearsay.Response{response(tolk, hearsay.Denies, false)}, nil, hearsay.Disputed},
		{"who can know denies", []assess.Assertion{one, two, three}, []hearsay.Response{denies}, against, hearsay.Denied},
		{"who can know confirms", []assess.Assertion{one, two, three}, []hearsay.Response{denies, confirms}, against, hearsay.Confirmed},
		{"who can know denies, and a record shows it", []assess.Assertion{one, two, three}, []hearsay.Response{denies, confirms}, log, hearsay.Refuted},
		{"taken back", []assess.Assertion{one, two, three}, []hearsay.Response{denies, confirms, response(outlet("Harrow Ledger"), hearsay.Retracts, false)}, log, hearsay.Retracted},
		{"a record alone refutes nothing", []assess.Assertion{one}, nil, log, hearsay.Disputed},
		{"declining moves nothing", []assess.Assertion{one}, []hearsay.Response{response(firm, hearsay.Declines, true)}, nil, hearsay.Rumoured},
		{"no reply moves nothing", []assess.Assertion{one}, []hearsay.Response{response(firm, hearsay.NoReply, true)}, nil, hearsay.Rumoured},
		{"doubt moves nothing", []assess.Assertion{two}, []hearsay.Response{response(firm, hearsay.Doubts, true)}, nil, hearsay.SingleOrigin},
		{"a bystander confirms", []assess.Assertion{one}, []hearsay.Response{response(tolk, hearsay.Confirms, false)}, nil, hearsay.Rumoured},
		{"somebody unnamed denies", []assess.Assertion{one}, []hearsay.Response{response(officials(1), hearsay.Denies, false)}, nil, hearsay.Rumoured},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := caseOf(c.as...)
			k.Responses, k.Against = c.responses, c.against
			a := assess.Claim(k, assess.Origins(k))
			if a.Status != c.want {
				t.Errorf("status = %s (%s), want %s", a.Status, strings.Join(a.Reasons, "; "), c.want)
			}
			if len(a.Reasons) == 0 || !strings.HasPrefix(a.Reasons[0], string(a.Status)+": ") {
				t.Errorf("reasons = %q, want the reason of the status first", a.Reasons)
			}
			if a.Claim != "k1" || a.Stamp == "" {
				t.Errorf("assessment %+v is of no claim or has no stamp", a)
			}
		})
	}
}

func TestCauseIsTheDocumentThatMovedTheStatus(t *testing.T) {
	k := caseOf(says(doc("a", "ledger", 0), officials(2)))
	first := response(body("Corrin Freight"), hearsay.Denies, true)
	second := first
	second.Document = "later"
	k.Responses = []hearsay.Response{first, second}
	if a := assess.Claim(k, assess.Origins(k)); a.Cause != "answer" {
		t.Errorf("cause = %q, want the first denial, %q", a.Cause, "answer")
	}
	k.Responses = nil
	if a := assess.Claim(k, assess.Origins(k)); a.Cause != "" {
		t.Errorf("cause = %q, want none: no single document did it", a.Cause)
	}
}
