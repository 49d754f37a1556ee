// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package misp writes claims as events in the core format of MISP, one a claim. What MISP has no words for is told in comments, or is
// lost: docs/design/sharing.md says what.
package misp

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"hearsay"
	"hearsay/internal/stix"
)

// Response is an event as MISP takes it in a list.
type Response struct {
	Event Event `json:"Event"`
}

// Event is a claim. Numbers are texts, as MISP writes them.
type Event struct {
	UUID         string      `json:"uuid"`
	Info         string      `json:"info"`
	Date         string      `json:"date"` // when it was first judged
	Timestamp    string      `json:"timestamp"`
	Published    bool        `json:"published"`
	Threat       string      `json:"threat_level_id"`
	Analysis     string      `json:"analysis"`
	Distribution string      `json:"distribution"`
	Orgc         Org         `json:"Orgc"`
	Tags         []Tag       `json:"Tag"`
	Attributes   []Attribute `json:"Attribute"`
}

// Org is who made an event.
type Org struct {
	UUID string `json:"uuid"`
	Name string `json:"name"`
}

// Tag is a word of a taxonomy.
type Tag struct {
	Name string `json:"name"`
}

// Attribute is one thing that an event holds.
type Attribute struct {
	UUID         string `json:"uuid"`
	Type         string `json:"type"`
	Category     string `json:"category"`
	Value        string `json:"value"`
	Comment      string `json:"comment"`
	IDS          bool   `json:"to_ids"` // nothing here is to be looked for on machines
	Uncorrelated bool   `json:"disable_correlation"`
	Distribution string `json:"distribution"`
	Timestamp    string `json:"timestamp"`
	Tags         []Tag  `json:"Tag,omitempty"`
}

// What MISP calls undefined, and as the event is.
const (
	undefinedThreat = "4"
	asTheEvent      = "5"
)

// distributions are how far MISP may carry an event of a marking by itself: CLEAR to all, GREEN to the community of the server, anything
// stricter nowhere.
var distributions = map[hearsay.TLP]string{hearsay.Clear: "3", hearsay.Green: "1"}

// namespace is that of the IDs that are derived from ours: the same record has the same ID wherever it is written.
var namespace = uuid.MustParse("b1c6f0de-3a57-4d0b-8f2e-64a9c7d51e38")

func newID(parts ...string) string {
	return uuid.NewSHA1(namespace, []byte(strings.Join(parts, "\x00"))).String()
}

// settled are the statuses, decided or else derived, after which MISP calls an analysis completed.
var settled = []hearsay.Status{hearsay.Confirmed, hearsay.Refuted, hearsay.Retracted}

// New makes the event of a claim that is assessed; grades are the letters of outlets that have one. The same claim gives the same event.
func New(from stix.Desk, s *stix.Shared, grades map[hearsay.OutletID]string) Event {
	v := &s.Claim
	first, now := v.History[0], v.Derived()
	e := Event{UUID: newID("event", string(v.ID)), Info: v.Text, Date: first.Known.UTC().Format(time.DateOnly), Timestamp: seconds(s.Moved()),
		Threat: undefinedThreat, Analysis: "1", Distribution: cmp.Or(distributions[s.Marking], "0"), Orgc: Org{newID("org", from.Name), from.Name},
		Tags: []Tag{{"tlp:" + strings.ToLower(s.Marking.String())}}}
	if slices.Contains(settled, v.Status()) {
		e.Analysis = "2"
	}
	if grade := credibility(s); grade != "" {
		e.Tags = append(e.Tags, Tag{`admiralty-scale:information-credibility="` + grade + `"`})
	}
	e.add("text", "Other", v.Text, "the claim")
	e.add("comment", "Other", fmt.Sprintf("%s, %d to %d independent origins. %s", s.Standing(), now.Low, now.High, strings.Join(now.Reasons, "; ")), "where the claim stands")
	for i := range s.Documents {
		e.document(&s.Documents[i], grades)
	}
	for _, c := range v.Carriers {
		e.add("text", "Other", cmp.Or(c.Said, v.Text), "said by "+cmp.Or(strings.Join(append([]string{c.Outlet}, c.Chain...), " < "), "nobody named"))
	}
	for _, a := range v.Responses {
		e.add("text", "Other", strings.TrimSpace(fmt.Sprintf("%s %s %s", a.Party, a.Stance, a.What)), "a response")
	}
	return e
}

// document adds where a document lies, or what it is called where it lies nowhere on the web.
func (e *Event) document(d *stix.Document, grades map[hearsay.OutletID]string) {
	comment := strings.Join(slices.DeleteFunc([]string{d.Name, d.Title, d.Published, "sha256 " + d.SHA256}, func(s string) bool { return s == "" || s == "sha256 " }), ", ")
	var a *Attribute
	if strings.HasPrefix(d.URL, "http://") || strings.HasPrefix(d.URL, "https://") {
		a = e.add("link", "External analysis", d.URL, comment)
	} else {
		a = e.add("text", "Other", cmp.Or(d.Title, string(d.ID)), comment)
	}
	if letter := grades[d.Outlet]; letter != "" {
		if tag := (Tag{`admiralty-scale:source-reliability="` + strings.ToLower(letter) + `"`}); !slices.Contains(a.Tags, tag) {
			a.Tags = append(a.Tags, tag)
		}
	}
}

// add adds an attribute. MISP takes a value once in each category and type: what else is to be said of it goes into its comment.
func (e *Event) add(kind, category, value, comment string) *Attribute {
	for i := range e.Attributes {
		a := &e.Attributes[i]
		if a.Type == kind && a.Category == category && a.Value == value {
			if !slices.Contains(strings.Split(a.Comment, "; "), comment) {
				a.Comment += "; " + comment
			}
			return a
		}
	}
	e.Attributes = append(e.Attributes, Attribute{UUID: newID(e.UUID, kind, value), Type: kind, Category: category, Value: value, Comment: comment,
		Uncorrelated: kind != "link", Distribution: asTheEvent, Timestamp: e.Timestamp})
	return &e.Attributes[len(e.Attributes)-1]
}

// credibility is the number that people gave the claim last.
func credibility(s *stix.Shared) (grade string) {
	var last time.Time
	for _, d := range s.Claim.Decisions {
		if d.Kind == hearsay.GradeVoice && !d.At.Before(last) {
			grade, last = d.Value, d.At
		}
	}
	return grade
}

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
