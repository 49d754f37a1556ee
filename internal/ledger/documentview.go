// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/export"
	"hearsay/internal/store"
)

// DocumentView is a document with what is said in it, and where it stands in the ledger.
type DocumentView struct {
	export.Extracted
	Capture hearsay.CaptureID  `json:"capture"`
	Prior   hearsay.DocumentID `json:"prior,omitempty"` // the version before this one
	Fetched time.Time          `json:"fetched"`
	Marking string             `json:"marking"`
	Story   hearsay.StoryID    `json:"story,omitempty"`
	Claims  []CarriedLine      `json:"claims"`
	Links   []LinkLine         `json:"links"`     // back from this document
	Back    []LinkLine         `json:"linked_by"` // from others to this document
}

// CarriedLine is a claim that a document carries, and where.
type CarriedLine struct {
	Claim       hearsay.ClaimID       `json:"claim"`
	Text        string                `json:"text"`
	Attribution hearsay.AttributionID `json:"attribution,omitempty"`
	Statement   hearsay.StatementID   `json:"statement,omitempty"`
	Reason      string                `json:"reason"`
	Replaced    hearsay.DocumentID    `json:"replaced,omitempty"` // the later version, which says so no more
}

// Annotated reads a document with what was found in it.
func Annotated(ctx context.Context, r store.Reader, id hearsay.DocumentID) (export.Annotated, error) {
	d, err := r.Document(ctx, id)
	if err != nil {
		return export.Annotated{}, err
	}
	out := export.Annotated{Document: &d}
	if out.Attributions, err = r.AttributionsOf(ctx, id); err != nil {
		return out, err
	}
	if out.Statements, err = r.StatementsOf(ctx, id); err != nil {
		return out, err
	}
	out.Mentions, err = r.MentionsOf(ctx, id)
	return out, err
}

// ViewDocument gives a document with what is said in it, and where it stands in the ledger.
func ViewDocument(ctx context.Context, r store.Reader, id hearsay.DocumentID) (*DocumentView, error) {
	annotated, err := Annotated(ctx, r, id)
	if err != nil {
		return nil, err
	}
	d := annotated.Document
	v := &DocumentView{Extracted: export.Extract(string(d.ID), string(d.Parent), annotated), Capture: d.Capture, Prior: d.Prior, Fetched: d.Fetched,
		Marking: d.TLP.String(), Claims: []CarriedLine{}, Links: []LinkLine{}, Back: []LinkLine{}}
	story, err := r.StoryOf(ctx, id)
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return nil, err
	}
	v.Story = story.ID
	if err := v.carried(ctx, r, id); err != nil {
		return nil, err
	}
	from, err := r.LinksFrom(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.Links, err = visibleLinks(ctx, r, from); err != nil {
		return nil, err
	}
	to, err := r.LinksTo(ctx, id)
	if err != nil {
		return nil, err
	}
	v.Back, err = visibleLinks(ctx, r, to)
	return v, err
}

func (v *DocumentView) carried(ctx context.Context, r store.Reader, id hearsay.DocumentID) error {
	assertions, err := r.AssertionsIn(ctx, id)
	if err != nil {
		return err
	}
	for _, a := range assertions {
		c, err := r.Claim(ctx, a.Claim)
		if errors.Is(err, hearsay.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		v.Claims = append(v.Claims, CarriedLine{c.ID, c.Text, a.Attribution, a.Statement, a.Reason, a.Replaced})
	}
	return nil
}

// visibleLinks gives links whose ends may be seen.
func visibleLinks(ctx context.Context, r store.Reader, links []hearsay.Link) ([]LinkLine, error) {
	var ends []hearsay.DocumentID
	for _, l := range links {
		ends = append(ends, l.From, l.To)
	}
	documents, err := r.DocumentsOf(ctx, ends...)
	seen := map[hearsay.DocumentID]bool{"": true}
	for i := range documents {
		seen[documents[i].ID] = true
	}
	lines := []LinkLine{}
	for _, l := range links {
		if seen[l.From] && seen[l.To] {
			lines = append(lines, LinkLine{l.From, l.To, l.Outlet, l.Kind, l.Loop, l.Reason})
		}
	}
	return lines, err
}

// VersionLine is a version of a document, with what it says otherwise than the one before it.
type VersionLine struct {
	ID        hearsay.DocumentID `json:"id"`
	Prior     hearsay.DocumentID `json:"prior,omitempty"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Fetched   time.Time          `json:"fetched"`
	Changes   []hearsay.Change   `json:"changes,omitempty"`
}

// Versions gives the versions of a document that are at its address, the oldest first.
func Versions(ctx context.Context, r store.Reader, id hearsay.DocumentID) ([]VersionLine, error) {
	d, err := r.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	all := []hearsay.Document{d}
	if d.URL != "" {
		if all, err = r.DocumentsByURL(ctx, d.URL); err != nil {
			return nil, err
		}
	}
	all = slices.DeleteFunc(all, func(x hearsay.Document) bool { return x.Part != d.Part || x.Kind != d.Kind })
	slices.SortFunc(all, func(a, b hearsay.Document) int { return cmp.Or(a.Fetched.Compare(b.Fetched), cmp.Compare(a.ID, b.ID)) })
	lines := []VersionLine{}
	for i := range all {
		x := &all[i]
		l := VersionLine{ID: x.ID, Prior: x.Prior, Title: x.Title, Published: x.Published.String(), Fetched: x.Fetched}
		events, err := r.Events(ctx, store.EventFilter{Document: x.ID, Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
		if err != nil {
			return nil, err
		}
		for j := range events {
			l.Changes = append(l.Changes, events[j].Changes...)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// CaptureView is where the bytes of a capture are, and whether they are what they were.
type CaptureView struct {
	ID        hearsay.CaptureID    `json:"id"`
	Feed      hearsay.FeedID       `json:"feed,omitempty"`
	Outlet    hearsay.OutletID     `json:"outlet,omitempty"`
	URL       string               `json:"url"`
	MediaType string               `json:"media_type"`
	Status    int                  `json:"status"`
	Fetched   time.Time            `json:"fetched"`
	Digest    string               `json:"sha256"`
	Size      int64                `json:"size"`
	Reason    string               `json:"reason,omitempty"` // why it is quarantined or was not extracted
	Marking   string               `json:"marking"`
	Segment   string               `json:"segment"`
	Offset    int64                `json:"offset"`
	Length    int64                `json:"length"`
	Leaf      int64                `json:"leaf"` // its place in the evidence log
	Documents []hearsay.DocumentID `json:"documents"`
	Verified  bool                 `json:"verified"` // its stored bytes were checked for this answer, and are what they were
	Trouble   string               `json:"trouble,omitempty"`
}

// ViewCapture gives a capture and the documents that were read from it. verify checks its bytes; its failure is told, not returned.
func ViewCapture(ctx context.Context, r store.Reader, id hearsay.CaptureID, verify func(context.Context, hearsay.Capture) error) (*CaptureView, error) {
	c, err := r.Capture(ctx, id)
	if err != nil {
		return nil, err
	}
	documents, err := r.Documents(ctx, store.DocumentFilter{Capture: id, OldestFirst: true})
	if err != nil {
		return nil, err
	}
	v := &CaptureView{ID: c.ID, Feed: c.Feed, Outlet: c.Outlet, URL: c.URL, MediaType: c.MediaType, Status: c.Status, Fetched: c.Fetched, Digest: c.Digest,
		Size: c.Size, Reason: c.Reason, Marking: c.TLP.String(), Segment: c.Segment, Offset: c.Offset, Length: c.Length, Leaf: c.Leaf, Documents: []hearsay.DocumentID{}}
	for i := range documents {
		v.Documents = append(v.Documents, documents[i].ID)
	}
	if verify == nil {
		return v, nil
	}
	if err := verify(ctx, c); err != nil {
		v.Trouble = "its stored bytes are missing, or are not what they were" // the error may name files of the machine
		return v, nil
	}
	v.Verified = true
	return v, nil
}
