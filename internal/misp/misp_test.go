// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package misp_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/misp"
	"hearsay/internal/stix"
)

// ferry is a claim with one of everything.
func ferry() stix.Shared {
	at := time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)
	return stix.Shared{Marking: hearsay.Green, Claim: ledger.ClaimView{
		ID: "kclosing", Text: "the ferry line will close in May",
		Carriers: []ledger.Carrier{
			{Document: "dwire", Outlet: "Nordwire", Title: "Ferry to close", Chain: []string{"the operator", "an engineer"}, Said: "the ferry line will close in May"},
			{Document: "dpost", Outlet: "Harbour Post", Title: "Line shuts", Said: "The line shuts in May"},
		},
		Responses: []ledger.Answer{{Party: "the ministry", Stance: hearsay.Denies, What: "that it will close"}},
		History: []ledger.Judgement{{Status: hearsay.SingleOrigin, Low: 1, High: 1, Known: at, Reasons: []string{"one named origin"}},
			{Status: hearsay.Denied, Low: 1, High: 2, Known: at.Add(time.Hour), Reasons: []string{"the ministry denies it"}}},
		Decisions: []ledger.DecisionLine{{Kind: hearsay.GradeVoice, Value: "3", At: at.Add(2 * time.Hour)}, {Kind: hearsay.GradeVoice, Value: "6", At: at.Add(3 * time.Hour)}},
	}, Documents: []stix.Document{
		{ID: "dpost", Outlet: "post", Name: "Harbour Post", URL: "https://post.example/1", Title: "Line shuts", Published: "2026-04-03", Fetched: at, SHA256: strings.Repeat("ab", 32)},
		{ID: "dpost2", Outlet: "post", Name: "Harbour Post", URL: "https://post.example/1", Title: "Line shuts", Published: "2026-04-04", Fetched: at},
		{ID: "dwire", Outlet: "nordwire", Name: "Nordwire", URL: "file:wire.txt", Title: "Ferry to close", Fetched: at},
	}}
}

func TestAClaimIsAnEvent(t *testing.T) {
	s := ferry()
	e := misp.New(stix.Desk{Name: "Harbour Desk"}, &s, map[hearsay.OutletID]string{"post": "B"})
	said := map[string]string{}
	for _, a := range e.Attributes {
		tags := ""
		for _, tag := range a.Tags {
			tags += " " + tag.Name
		}
		said[a.Type+"|"+a.Value] = a.Comment + tags
		if id, err := uuid.Parse(a.UUID); err != nil || id.Version() != 5 || a.IDS || a.Distribution != "5" {
			t.Errorf("%+v: %v", a, err)
		}
	}
	if diff := cmp.Diff(map[string]string{
		"text|the ferry line will close in May":                              "the claim; said by Nordwire < the operator < an engineer",
		"comment|denied, 1 to 2 independent origins. the ministry denies it": "where the claim stands",
		"link|https://post.example/1":                                        "Harbour Post, Line shuts, 2026-04-03, sha256 " + strings.Repeat("ab", 32) + `; Harbour Post, Line shuts, 2026-04-04 admiralty-scale:source-reliability="b"`,
		"text|Ferry to close":                                                "Nordwire, Ferry to close",
		"text|The line shuts in May":                                         "said by Harbour Post",
		"text|the ministry denies that it will close":                        "a response",
	}, said); diff != "" {
		t.Error(diff)
	}
	e.Attributes = nil
	want := misp.Event{UUID: e.UUID, Info: "the ferry line will close in May", Date: "2026-04-02", Timestamp: "1775131200", Threat: "4", Analysis: "1", Distribution: "1",
		Orgc: misp.Org{UUID: e.Orgc.UUID, Name: "Harbour Desk"}, Tags: []misp.Tag{{Name: "tlp:green"}, {Name: `admiralty-scale:information-credibility="6"`}}}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

// TestEventsGoNoFurtherThanTheirMarking, and the same claim gives the same bytes.
func TestEventsGoNoFurtherThanTheirMarking(t *testing.T) {
	for marking, want := range map[hearsay.TLP]string{hearsay.Clear: "3 tlp:clear", hearsay.Green: "1 tlp:green", hearsay.Amber: "0 tlp:amber", hearsay.AmberStrict: "0 tlp:amber+strict", hearsay.Red: "0 tlp:red"} {
		s := ferry()
		s.Marking = marking
		e := misp.New(stix.Desk{Name: "Harbour Desk"}, &s, nil)
		if got := e.Distribution + " " + e.Tags[0].Name; got != want {
			t.Errorf("%s: %s", marking, got)
		}
		a, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := json.Marshal(misp.New(stix.Desk{Name: "Harbour Desk"}, &s, nil)); err != nil || string(a) != string(b) {
			t.Errorf("%v: %s, then %s", err, a, b)
		}
	}
}

// TestAnEventSaysWhatWasDecided before what is derived, and is completed where that settles it.
func TestAnEventSaysWhatWasDecided(t *testing.T) {
	for status, want := range map[hearsay.Status]string{hearsay.Refuted: "2", hearsay.Confirmed: "2", hearsay.Retracted: "2", hearsay.Corroborated: "1"} {
		s := ferry()
		s.Claim.Decided = &ledger.DecisionLine{ID: "j1", Kind: hearsay.SetStatus, Value: string(status), Reason: "the log says so", By: "ann", At: time.Date(2026, 4, 3, 9, 0, 0, 0, time.UTC)}
		e := misp.New(stix.Desk{Name: "Harbour Desk"}, &s, nil)
		said := string(status) + ", as was decided on 2026-04-03 because the log says so; denied by what is derived, 1 to 2 independent origins. the ministry denies it"
		if i := slices.IndexFunc(e.Attributes, func(a misp.Attribute) bool { return a.Type == "comment" }); e.Analysis != want || e.Attributes[i].Value != said {
			t.Errorf("analysis %s, %s", e.Analysis, e.Attributes[i].Value)
		}
	}
}
