// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// World is one of every noun, of one marking.
type World struct {
	Name     string
	TLP      hearsay.TLP
	Outlet   hearsay.Outlet
	Feed     hearsay.Feed
	Page     hearsay.Feed
	Capture  hearsay.Capture
	Document hearsay.Document
	Entity   hearsay.Entity
	Said     hearsay.Attribution
	Claim    hearsay.Claim
	Story    hearsay.Story
	Decision hearsay.Decision
	Remark   hearsay.Remark
}

// NewWorld makes a world; leaf is the place of its capture in the evidence log.
func NewWorld(name string, tlp hearsay.TLP, leaf int64) *World {
	w := &World{Name: name, TLP: tlp}
	w.Outlet = hearsay.Outlet{ID: "paper", Name: "The Paper", Domain: "paper.example"}
	id := func(kind byte) string { return hearsay.ID(kind, name) }
	w.Feed = hearsay.Feed{ID: hearsay.FeedID(id('f')), Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss/" + name, Every: time.Hour, TLP: tlp}
	w.Page = hearsay.Feed{ID: hearsay.FeedID(id('g')), Outlet: "paper", Kind: hearsay.FeedPage, URL: "https://paper.example/page/" + name, Every: time.Hour, TLP: tlp}
	d := Document("paper", "Envoys demanded a deal", "Han Kuo said the envoys demanded a deal. The ministry denied it. "+name)
	d.TLP, d.URL = tlp, "https://paper.example/envoys" // all are versions of one address
	w.Capture = hearsay.Capture{ID: hearsay.CaptureID(id('c')), Feed: w.Feed.ID, URL: d.URL, MediaType: "text/html", Status: 200, Fetched: d.Fetched, Digest: strings.Repeat("ab", 32), Outlet: "paper",
		Leaf: leaf, Salt: []byte{1}, TLP: tlp}
	d.Capture, d.ID = w.Capture.ID, hearsay.NewDocumentID(w.Capture.ID, "")
	w.Document = d
	w.Entity = hearsay.Entity{ID: hearsay.EntityID(id('e')), Kind: hearsay.PersonEntity, Name: "Han Kuo"}
	han := hearsay.Voice{Name: "Han Kuo", Kind: hearsay.PersonVoice, Named: true, Entity: w.Entity.ID}
	source := Find(d, "Han Kuo")
	w.Said = hearsay.Attribution{ID: hearsay.AttributionID(id('a')), Document: d.ID, Source: &source, Cue: []hearsay.Span{Find(d, "said")},
		Content: []hearsay.Span{Find(d, "the envoys demanded a deal")}, Act: hearsay.Assert, Voice: han, Chain: []hearsay.Voice{han}, Confidence: 0.9}
	w.Story = hearsay.Story{ID: hearsay.StoryID(id('t')), Title: d.Title, First: At(9, 0), Last: At(9, 0)}
	w.Claim = hearsay.Claim{ID: hearsay.ClaimID(id('k')), Story: w.Story.ID, Text: "the envoys demanded a deal", Source: d.ID, Span: w.Said.Content[0]}
	said := hearsay.RemarkID(id('r'))
	w.Remark = hearsay.Remark{ID: said, Document: d.ID, Claim: w.Claim.ID, Thread: said, Began: At(12, 0), Author: "uann", By: "ann", Text: "Who heard them? " + name, At: At(12, 0)}
	return w
}

// Save saves the world.
func (w *World) Save(t testing.TB, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	Write(t, st, func(tx *store.Tx) error {
		for _, step := range []func() error{
			func() error { return tx.SaveOutlets(ctx, w.Outlet) },
			func() error { return tx.SaveFeeds(ctx, w.Feed, w.Page) },
			func() error { return tx.AddCaptures(ctx, w.Capture) },
			func() error { return tx.SaveDocuments(ctx, w.Document) },
			func() error {
				return tx.SaveMentions(ctx, hearsay.Mention{Document: w.Document.ID, Span: *w.Said.Source, Kind: hearsay.PersonEntity, Name: "Han Kuo", Entity: w.Entity.ID})
			},
			func() error { return tx.SaveAttributions(ctx, w.Said) },
			func() error { return tx.SaveEntities(ctx, w.Entity) },
			func() error {
				return tx.SaveAliases(ctx, hearsay.Alias{Entity: w.Entity.ID, Name: "Han Kuo", Document: w.Document.ID})
			},
			func() error { return tx.SaveStories(ctx, w.Story) },
			func() error {
				return tx.SaveMemberships(ctx, hearsay.Membership{Story: w.Story.ID, Placed: w.Story.ID, Document: w.Document.ID, Score: 1, Reason: "first"})
			},
			func() error { return tx.SaveClaims(ctx, w.Claim) },
			func() error {
				return tx.SaveAssertions(ctx, hearsay.Assertion{Claim: w.Claim.ID, Document: w.Document.ID, Attribution: w.Said.ID, Reason: "its wording"})
			},
			func() error {
				_, err := tx.AddAssessment(ctx, hearsay.Assessment{Claim: w.Claim.ID, Status: hearsay.SingleOrigin, Low: 1, High: 1, At: At(9, 0), Known: At(10, 0), Cause: string(w.Document.ID),
					Origins: []hearsay.Origin{{Voice: w.Said.Voice, Document: w.Document.ID, Documents: 1, Reason: "first"}}, Reasons: []string{"one named origin"}})
				return err
			},
			func() error {
				return tx.SaveResponses(ctx, hearsay.Response{Claim: w.Claim.ID, Party: hearsay.Voice{Name: "the ministry"}, Stance: hearsay.Denies, What: "it", Document: w.Document.ID, At: At(9, 0)})
			},
			func() error {
				return tx.AddAttempts(ctx, hearsay.Attempt{Feed: w.Feed.ID, URL: w.Feed.URL, At: At(9, 0), Outcome: hearsay.Stored, Capture: w.Capture.ID})
			},
			func() error {
				return tx.SaveTracks(ctx, store.Track{Feed: w.Page.ID, Track: watch.Track{State: watch.Present, Since: At(9, 0), Looked: At(9, 0)}})
			},
			func() error { return tx.AddEvents(ctx, w.events()...) },
			func() error {
				_, err := tx.SaveRemark(ctx, w.Remark)
				return err
			},
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	d, err := desk.Decide(ctx, st, hearsay.Decision{Kind: hearsay.GradeVoice, Object: string(w.Claim.ID), Value: "3", Reason: "so it is", By: "ann", At: At(11, 0)})
	if err != nil {
		t.Fatal(err)
	}
	w.Decision = d
}

func (w *World) events() []hearsay.Event {
	return []hearsay.Event{
		{ID: hearsay.NewEventID(hearsay.ClaimMoved, w.Name), Kind: hearsay.ClaimMoved, Story: w.Story.ID, Claim: w.Claim.ID, Document: w.Document.ID, Text: "to single-origin", At: At(9, 0), Known: At(10, 0)},
		{ID: hearsay.NewEventID(hearsay.PageChanged, w.Name), Kind: hearsay.PageChanged, Feed: w.Page.ID, Text: "a name is gone", At: At(9, 0), Known: At(10, 0),
			Changes: []hearsay.Change{{Kind: hearsay.NameLost, Before: hearsay.Span{Start: 0, End: 7, Text: "Han Kuo"}, Entity: w.Entity.ID}}},
	}
}

// IDs gives the records by what stands before {id} in a path.
func (w *World) IDs() map[string]string {
	return map[string]string{"stories": string(w.Story.ID), "claims": string(w.Claim.ID), "documents": string(w.Document.ID), "impact": string(w.Document.ID), "captures": string(w.Capture.ID),
		"outlets": string(w.Outlet.ID), "entities": string(w.Entity.ID), "feeds": string(w.Feed.ID), "watches": string(w.Page.ID), "decisions": string(w.Decision.ID), "hooks": "wnothing"}
}
