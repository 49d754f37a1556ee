// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"time"

	"hearsay"
	"hearsay/internal/assess"
)

// ProfileView is what is known of the reliability of an outlet or a voice.
type ProfileView struct {
	Outlet    hearsay.OutletID   `json:"outlet,omitempty"`
	Name      string             `json:"name"`
	Owner     string             `json:"owner,omitempty"`
	Country   string             `json:"country,omitempty"`
	Entities  []hearsay.EntityID `json:"entities"`
	Grades    []DecisionLine     `json:"grades"`
	Doubt     *DoubtLine         `json:"doubt,omitempty"`
	Disagree  bool               `json:"grade_and_record_disagree"`
	Record    ShareLine          `json:"record"`
	AsOf      time.Time          `json:"as_of"`
	HalfLife  int                `json:"half_life_days"`
	Tested    []TestedLine       `json:"tested"`
	Described []DescribedLine    `json:"described"`
}

// TestedLine is a claim that was made and resolved later.
type TestedLine struct {
	Claim  hearsay.ClaimID `json:"claim"`
	Text   string          `json:"text"`
	Held   bool            `json:"held"`
	Status hearsay.Status  `json:"status"`
	At     time.Time       `json:"at"`
	By     string          `json:"decided_by,omitempty"`
	Made   time.Time       `json:"made"`
	Basis  string          `json:"basis"`
}

// DescribedLine is what a text says about a source.
type DescribedLine struct {
	Text      string             `json:"text"`
	By        string             `json:"by"`
	Document  hearsay.DocumentID `json:"document"`
	Documents int                `json:"documents"`
}

// RecordLine is a record in a list.
type RecordLine struct {
	Outlet hearsay.OutletID `json:"outlet,omitempty"`
	Name   string           `json:"name"`
	Record ShareLine        `json:"record"`
}

// ViewProfile gives a profile as JSON.
func ViewProfile(p *Profile, records *Records) *ProfileView {
	v := &ProfileView{Outlet: p.Outlet.ID, Name: p.Name, Owner: p.Outlet.OwnerAt(records.Now), Country: p.Outlet.Country,
		Entities: append([]hearsay.EntityID{}, p.Entities...), Grades: []DecisionLine{}, Record: LineOfShare(p.Record), AsOf: records.Now,
		HalfLife: int(assess.HalfLife / (24 * time.Hour)), Tested: []TestedLine{}, Described: []DescribedLine{}}
	v.Doubt = LineOfDoubt(p.Doubt)
	for _, d := range p.Grades {
		v.Grades = append(v.Grades, DecisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At})
		v.Disagree = v.Disagree || assess.Disagree(d.Value, p.Record)
	}
	for i := range p.Tested {
		t := &p.Tested[i]
		v.Tested = append(v.Tested, TestedLine{t.Claim.ID, t.Claim.Text, t.Held(), t.Status, t.At, t.By, t.Made, t.Basis})
	}
	for _, d := range p.Described {
		v.Described = append(v.Described, DescribedLine(d))
	}
	return v
}
