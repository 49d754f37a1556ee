// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

// RemarkView is a remark as somebody may see it. Text is empty where it is hidden or withdrawn, unless it is for who asks all the same.
type RemarkView struct {
	ID        hearsay.RemarkID   `json:"id"`
	Story     hearsay.StoryID    `json:"story"` // that it is in now
	Claim     *ClaimName         `json:"claim,omitempty"`
	Link      *LinkName          `json:"link,omitempty"`
	Answers   hearsay.RemarkID   `json:"answers,omitempty"`
	Thread    hearsay.RemarkID   `json:"thread"`
	By        string             `json:"by"`
	Text      string             `json:"text,omitempty"`
	At        time.Time          `json:"at"`
	Edited    *time.Time         `json:"edited,omitempty"`
	Versions  int                `json:"versions"`
	Withdrawn bool               `json:"withdrawn,omitempty"`
	Hidden    bool               `json:"hidden,omitempty"`
	HiddenBy  string             `json:"hidden_by,omitempty"` // for its author and for editors
	HiddenFor string             `json:"hidden_for,omitempty"`
	Document  hearsay.DocumentID `json:"document,omitempty"` // that it was made
	TLP       string             `json:"tlp"`

	Depth    int                `json:"-"` // at most hearsay.MostDepth
	AnswerTo string             `json:"-"` // who said what it answers
	Decision hearsay.DecisionID `json:"-"` // that hides it
	Own      bool               `json:"-"` // of who asks
	Shown    bool               `json:"-"` // neither hidden nor withdrawn
	Taken    bool               `json:"-"` // it is, or becomes, a document
	Marking  hearsay.TLP        `json:"-"`
}

// ClaimName is a claim by its wording.
type ClaimName struct {
	ID   hearsay.ClaimID `json:"id"`
	Text string          `json:"text,omitempty"` // empty for one that is no more
}

// LinkName is a link by its ends.
type LinkName struct {
	From   hearsay.DocumentID `json:"from"`
	To     hearsay.DocumentID `json:"to,omitempty"`
	Outlet hearsay.OutletID   `json:"outlet,omitempty"`

	FromTitle string `json:"-"`
	ToTitle   string `json:"-"` // or the name of the outlet
}

// ViewRemarks gives remarks as somebody sees them through r.
func ViewRemarks(ctx context.Context, r store.Reader, me hearsay.Account, remarks []hearsay.Remark) ([]RemarkView, error) {
	views := make([]RemarkView, 0, len(remarks))
	stories := map[hearsay.DocumentID]hearsay.StoryID{}
	claims := map[hearsay.ClaimID]*ClaimName{}
	var answered []hearsay.RemarkID
	for i := range remarks {
		answered = append(answered, remarks[i].Answers)
	}
	known, err := r.RemarksCalled(ctx, answered...)
	if err != nil {
		return nil, err
	}
	for i := range remarks {
		m := &remarks[i]
		v := viewRemark(m, me)
		for _, k := range known {
			if k.ID == m.Answers {
				v.AnswerTo = k.By
			}
		}
		if _, ok := stories[m.Document]; !ok {
			s, err := r.StoryOf(ctx, m.Document)
			if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
				return nil, err
			}
			stories[m.Document] = s.ID
		}
		v.Story = stories[m.Document]
		if v.Claim, err = claimName(ctx, r, m.Claim, claims); err != nil {
			return nil, err
		}
		if v.Link, err = NameLink(ctx, r, m); err != nil {
			return nil, err
		}
		if v.Document, err = madeOf(ctx, r, m); err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

func viewRemark(m *hearsay.Remark, me hearsay.Account) RemarkView {
	v := RemarkView{ID: m.ID, Answers: m.Answers, Thread: m.Thread, By: m.By, At: m.At, Versions: m.Versions, Withdrawn: !m.Withdrawn.IsZero(), Hidden: m.Hidden != "",
		TLP: m.TLP.String(), Depth: min(m.Depth, hearsay.MostDepth), Own: me.ID != "" && m.Author == me.ID, Marking: m.TLP, Taken: m.Taken != ""}
	v.Shown = !v.Hidden && !v.Withdrawn
	if !m.Edited.IsZero() {
		v.Edited = &m.Edited
	}
	if SeesText(m, me) {
		v.Text = m.Text
	}
	if v.Hidden && (desk.Moderates(me) || v.Own) {
		v.HiddenBy, v.HiddenFor, v.Decision = m.HiddenBy, m.HiddenFor, m.Hidden
	}
	return v
}

// SeesText reports whether somebody who may see a remark sees what it says and said: of what is hidden its author and editors do, of what was
// withdrawn editors.
func SeesText(m *hearsay.Remark, me hearsay.Account) bool {
	switch {
	case desk.Moderates(me):
		return true
	case !m.Withdrawn.IsZero():
		return false
	}
	return m.Hidden == "" || me.ID != "" && m.Author == me.ID
}

func claimName(ctx context.Context, r store.Reader, id hearsay.ClaimID, known map[hearsay.ClaimID]*ClaimName) (*ClaimName, error) {
	if id == "" {
		return nil, nil
	}
	if n, ok := known[id]; ok {
		return n, nil
	}
	c, err := r.Claim(ctx, id)
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return nil, err
	}
	n := &ClaimName{ID: id}
	if c.ID != "" {
		n = &ClaimName{c.ID, c.Text}
	}
	known[id] = n
	return n, nil
}

// NameLink gives the link that a remark is about; nil where it is about none.
func NameLink(ctx context.Context, r store.Reader, m *hearsay.Remark) (*LinkName, error) {
	if m.To == "" && m.Outlet == "" {
		return nil, nil
	}
	n := &LinkName{From: m.Document, To: m.To, Outlet: m.Outlet, ToTitle: string(m.Outlet)}
	ends, err := r.DocumentsOf(ctx, m.Document, m.To)
	for i := range ends {
		switch ends[i].ID {
		case m.Document:
			n.FromTitle = ends[i].Title
		case m.To:
			n.ToTitle = ends[i].Title
		}
	}
	if m.To == "" {
		if o, err := r.Outlet(ctx, m.Outlet); err == nil && o.Name != "" {
			n.ToTitle = o.Name
		}
	}
	return n, err
}

// madeOf gives the document that a remark was made.
func madeOf(ctx context.Context, r store.Reader, m *hearsay.Remark) (hearsay.DocumentID, error) {
	if m.Capture == "" {
		return "", nil
	}
	d, err := r.Document(ctx, hearsay.NewDocumentID(m.Capture, ""))
	if errors.Is(err, hearsay.ErrNotFound) {
		err = nil
	}
	return d.ID, err
}
