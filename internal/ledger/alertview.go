// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// AlertView is what an account is told, with what it rests on. Where several things that it follows gave the same, that is one.
type AlertView struct {
	Seq      int64            `json:"seq"` // of the newest of its alerts
	ID       hearsay.AlertID  `json:"id"`
	Because  []FollowView     `json:"because"`
	Made     time.Time        `json:"made"`
	Seen     bool             `json:"seen"`
	Event    *EventLine       `json:"event,omitempty"` // null for a document that a query found
	Story    *StoryName       `json:"story,omitempty"`
	Claim    *AlertedClaim    `json:"claim,omitempty"`
	Document *AlertedDocument `json:"document,omitempty"` // that brought it about, or was found
	Page     *PageName        `json:"page,omitempty"`
	TLP      string           `json:"tlp"`
	Marking  hearsay.TLP      `json:"-"`
}

// FollowView is what is followed. Name is what a reader calls it; empty where it is no more, or may not be seen.
type FollowView struct {
	ID    hearsay.FollowID   `json:"id"`
	Kind  hearsay.FollowKind `json:"kind"`
	About string             `json:"about"`
	Name  string             `json:"name,omitempty"`
	Mail  bool               `json:"mail"`
	Since time.Time          `json:"since"`
}

// StoryName is a story by its title.
type StoryName struct {
	ID    hearsay.StoryID `json:"id"`
	Title string          `json:"title"`
}

// PageName is a watched page by its address.
type PageName struct {
	ID  hearsay.FeedID `json:"id"`
	URL string         `json:"url"`
}

// AlertedClaim is a claim in its clearest wording, verbatim, with where it stood and where it stands since. Before is null for a new one, and
// both are where the event is not of a move.
type AlertedClaim struct {
	ID       hearsay.ClaimID `json:"id"`
	Text     string          `json:"text"`
	Language string          `json:"language,omitempty"`
	Before   *Stood          `json:"before,omitempty"`
	After    *Stood          `json:"after,omitempty"`
	Origins  []AlertedOrigin `json:"origins"`
}

// Stood is a status with the interval of origins.
type Stood struct {
	Status hearsay.Status `json:"status"`
	Low    int            `json:"low"`
	High   int            `json:"high"`
}

// Origins is the interval in words.
func (s *Stood) Origins() string {
	switch {
	case s.Low == 1 && s.High == 1:
		return "1 origin"
	case s.Low == s.High:
		return fmt.Sprintf("%d origins", s.Low)
	}
	return fmt.Sprintf("%d to %d origins", s.Low, s.High)
}

// AlertedOrigin is where chains end, and the outlet of the first document that has it.
type AlertedOrigin struct {
	Name   string            `json:"name"`
	Kind   hearsay.VoiceKind `json:"kind"`
	Outlet string            `json:"outlet,omitempty"`
}

// AlertedDocument is a document by outlet, title and date.
type AlertedDocument struct {
	ID        hearsay.DocumentID `json:"id"`
	Outlet    string             `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Language  string             `json:"language,omitempty"`
	Dates     hearsay.Document   `json:"-"` // with its dates alone
}

// ViewAlerts gives what alerts are of, as a reader may see it now: what it may not see is not there, and not counted. follows are what their
// account follows.
func ViewAlerts(ctx context.Context, r store.Reader, alerts []hearsay.Alert, follows []hearsay.Follow) ([]AlertView, error) {
	v := alertViews{Reader: r, because: map[hearsay.FollowID]FollowView{}, at: map[string]int{}}
	for i := range follows {
		f, err := ViewFollow(ctx, r, &follows[i])
		if err != nil {
			return nil, err
		}
		v.because[f.ID] = f
	}
	var err error
	if v.names, err = OutletNames(ctx, r); err != nil {
		return nil, err
	}
	for i := range alerts {
		if err := v.add(ctx, &alerts[i]); err != nil {
			return nil, err
		}
	}
	return v.all, nil
}

// ViewFollow gives what is followed under the name that a reader may see.
func ViewFollow(ctx context.Context, r store.Reader, f *hearsay.Follow) (FollowView, error) {
	v := FollowView{ID: f.ID, Kind: f.Kind, About: f.About, Mail: f.Mail, Since: f.Created}
	var err error
	switch f.Kind {
	case hearsay.FollowQuery:
		v.Name = f.About
	case hearsay.FollowStory:
		var s hearsay.Story
		s, err = r.Story(ctx, hearsay.StoryID(f.About))
		v.Name = s.Title
	case hearsay.FollowClaim:
		var c hearsay.Claim
		c, err = r.Claim(ctx, hearsay.ClaimID(f.About))
		v.Name = c.Text
	case hearsay.FollowPage:
		var p hearsay.Feed
		p, err = r.Feed(ctx, hearsay.FeedID(f.About))
		v.Name = p.URL
	}
	if errors.Is(err, hearsay.ErrNotFound) {
		err = nil
	}
	return v, err
}

// alertViews is the work on a list of alerts.
type alertViews struct {
	store.Reader
	because map[hearsay.FollowID]FollowView
	names   map[hearsay.OutletID]string
	all     []AlertView
	at      map[string]int // where in all an event or a document is
}

func (v *alertViews) add(ctx context.Context, a *hearsay.Alert) error {
	key := cmp.Or(string(a.Event), string(a.Document))
	because, followed := v.because[a.Follow]
	if i, known := v.at[key]; known {
		x := &v.all[i]
		x.Seq, x.Seen = max(x.Seq, a.Seq), x.Seen && a.Seen
		if followed {
			x.Because = append(x.Because, because)
		}
		return nil
	}
	x := AlertView{Seq: a.Seq, ID: a.ID, Because: []FollowView{}, Made: a.Made, Seen: a.Seen}
	if followed {
		x.Because = append(x.Because, because)
	}
	there, err := v.fill(ctx, &x, a)
	if err != nil || !there {
		return err
	}
	x.TLP = x.Marking.String()
	v.at[key] = len(v.all)
	v.all = append(v.all, x)
	return nil
}

// fill fills in what an alert is of, and reports whether that is there.
func (v *alertViews) fill(ctx context.Context, x *AlertView, a *hearsay.Alert) (there bool, err error) {
	if a.Document != "" {
		if err = v.document(ctx, x, a.Document); err != nil || x.Document == nil {
			return false, err
		}
		s, err := v.StoryOf(ctx, a.Document)
		return true, x.inStory(&s, err)
	}
	events, err := v.EventsOf(ctx, a.Event)
	if err != nil || len(events) == 0 {
		return false, err
	}
	e := &events[0]
	line := LineOfEvent(e)
	x.Event, x.Marking = &line, e.TLP
	if e.Document != "" {
		err = v.document(ctx, x, e.Document)
	}
	if err == nil && e.Claim != "" {
		err = v.claim(ctx, x, e)
	}
	if err == nil && e.Story != "" {
		s, wrong := v.Story(ctx, e.Story)
		err = x.inStory(&s, wrong)
	}
	if err == nil && e.Feed != "" {
		var f hearsay.Feed
		if f, err = v.Feed(ctx, e.Feed); err == nil {
			x.Page = &PageName{f.ID, f.URL}
			x.Marking = max(x.Marking, f.TLP)
		} else if errors.Is(err, hearsay.ErrNotFound) {
			err = nil
		}
	}
	return true, err
}

func (x *AlertView) inStory(s *hearsay.Story, err error) error {
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil
	}
	if err == nil {
		x.Story = &StoryName{s.ID, s.Title}
		x.Marking = max(x.Marking, s.TLP)
	}
	return err
}

func (v *alertViews) document(ctx context.Context, x *AlertView, id hearsay.DocumentID) error {
	all, err := v.DocumentsOf(ctx, id)
	if err != nil || len(all) == 0 {
		return err
	}
	d := &all[0]
	x.Document = &AlertedDocument{d.ID, cmp.Or(v.names[d.Outlet], string(d.Outlet)), d.Title, d.Published.String(), d.Language, hearsay.Document{Published: d.Published, Fetched: d.Fetched}}
	x.Marking = max(x.Marking, d.TLP)
	return nil
}

// claim fills in the claim of an event, and between which assessments it moved.
func (v *alertViews) claim(ctx context.Context, x *AlertView, e *hearsay.Event) error {
	c, err := v.Claim(ctx, e.Claim)
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	x.Claim = &AlertedClaim{ID: c.ID, Text: c.Text, Origins: []AlertedOrigin{}}
	x.Marking = max(x.Marking, c.TLP)
	home, err := v.DocumentsOf(ctx, c.Source)
	if err != nil {
		return err
	}
	if len(home) > 0 {
		x.Claim.Language = home[0].Language
	}
	history, err := v.Assessments(ctx, e.Claim)
	if err != nil {
		return err
	}
	last := hearsay.Assessment{}
	for _, now := range history {
		if pipeline.MoveID(&last, &now) == e.ID {
			return v.moved(ctx, x.Claim, &last, &now)
		}
		last = now
	}
	return v.decided(ctx, x.Claim, e)
}

// decided does so for a claim that a decision about its status moved, or the decision that took it back.
func (v *alertViews) decided(ctx context.Context, c *AlertedClaim, e *hearsay.Event) error {
	if e.Kind != hearsay.ClaimMoved {
		return nil
	}
	about, err := v.Decisions(ctx, store.DecisionFilter{Object: string(c.ID), Kind: hearsay.SetStatus})
	if err != nil || len(about) == 0 {
		return err
	}
	undoing, err := v.Decisions(ctx, store.DecisionFilter{Kind: hearsay.UndoDecision})
	if err != nil {
		return err
	}
	for _, by := range append(slices.Clone(about), undoing...) {
		i := slices.IndexFunc(about, func(d hearsay.Decision) bool { return d.ID == by.ID || d.ID == by.Undoes })
		if i < 0 || pipeline.StatusMoveID(by.ID) != e.ID {
			continue
		}
		m, err := pipeline.StatusMoveOf(ctx, v.Reader, by, about[i])
		if err != nil || m.Derived == nil {
			return err
		}
		before, after := *m.Derived, *m.Derived
		before.Status, after.Status = m.Before, m.After
		return v.moved(ctx, c, &before, &after)
	}
	return nil
}

// moved fills in from where to where a claim moved, and its origins since.
func (v *alertViews) moved(ctx context.Context, c *AlertedClaim, last, now *hearsay.Assessment) error {
	if last.Status != "" {
		c.Before = &Stood{last.Status, last.Low, last.High}
	}
	c.After = &Stood{now.Status, now.Low, now.High}
	var ids []hearsay.DocumentID
	for _, o := range now.Origins {
		ids = append(ids, o.Document)
	}
	first, err := v.DocumentsOf(ctx, ids...)
	if err != nil {
		return err
	}
	outlets := map[hearsay.DocumentID]hearsay.OutletID{}
	for i := range first {
		outlets[first[i].ID] = first[i].Outlet
	}
	for _, o := range now.Origins {
		outlet := outlets[o.Document]
		c.Origins = append(c.Origins, AlertedOrigin{cmp.Or(o.Voice.Name, o.Voice.Description), o.Voice.Kind, cmp.Or(v.names[outlet], string(outlet))})
	}
	return nil
}
