// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// figures are a number and a date as a text may have them.
var figures = []hearsay.Figure{
	{Kind: hearsay.NumberFigure, Span: hearsay.Span{Start: 1, End: 3, Text: "40"}, Value: "40", Unit: "envoy", Bound: "at least", Change: -1, When: "2026-03"},
	{Kind: hearsay.DateFigure, Span: hearsay.Span{Start: 5, End: 10, Text: "March"}, Value: "2026-03", EDTF: "2026-03", From: "2026-03-01", To: "2026-04-01"},
}

// world is one of every noun, all of one story.
type world struct {
	outlet      hearsay.Outlet
	feed        hearsay.Feed
	document    hearsay.Document
	copy        hearsay.Document
	mention     hearsay.Mention
	attribution hearsay.Attribution
	statement   hearsay.Statement
	entity      hearsay.Entity
	alias       hearsay.Alias
	story       hearsay.Story
	memberships []hearsay.Membership
	claim       hearsay.Claim
	assertion   hearsay.Assertion
	event       hearsay.Event
	link        hearsay.Link
	response    hearsay.Response
	assessment  hearsay.Assessment
}

func newWorld() *world {
	d := hearsaytest.Document("paper", "Envoys demanded a deal", "Han Kuo, citing a diplomat, said the envoys demanded a deal. Energy 能源部 denied it.")
	d.Authors, d.Links = []string{"A. Writer"}, []string{"https://wire.example/1"}
	d.ReplyTo = []hearsay.Quote{{Author: "x", Span: hearsaytest.Find(d, "Han Kuo")}}
	c := hearsaytest.Document("wire", "Copied", "Han Kuo, citing a diplomat, said the envoys demanded a deal.")
	c.Published = hearsay.Date{Time: hearsaytest.At(9, 30), Precision: hearsay.ToTheTime}
	w := &world{document: d, copy: c}
	w.outlet = hearsay.Outlet{ID: "paper", Name: "The Paper", Domain: "paper.example", Owners: []hearsay.Ownership{{Owner: "Owner", From: hearsaytest.At(1, 0), Until: hearsaytest.At(2, 0)}}, Country: "TW", Language: "en", Agency: true, Aliases: []string{"Paper"}}
	w.feed = hearsay.Feed{ID: "paper-rss", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss", Every: time.Minute, Next: hearsaytest.At(11, 0), ETag: "\"x\"", Changed: "y"}
	w.entity = hearsay.Entity{ID: hearsay.NewEntityID(hearsay.PersonEntity, "han kuo"), Kind: hearsay.PersonEntity, Name: "Han Kuo"}
	w.alias = hearsay.Alias{Entity: w.entity.ID, Name: "Han Kuo", Document: d.ID}
	name := hearsaytest.Find(d, "Han Kuo")
	w.mention = hearsay.Mention{Document: d.ID, Span: name, Kind: hearsay.PersonEntity, Name: "Han Kuo", Entity: w.entity.ID}
	han := hearsay.Voice{Name: "Han Kuo", Kind: hearsay.PersonVoice, Named: true, Entity: w.entity.ID}
	diplomat := hearsay.Voice{Name: "a diplomat", Kind: hearsay.OfficialVoice, Count: 1, Vouched: "paper"}
	w.attribution = hearsay.Attribution{ID: "a1", Document: d.ID, Source: &name, Cue: []hearsay.Span{hearsaytest.Find(d, "said")},
		Content: []hearsay.Span{hearsaytest.Find(d, "the envoys demanded a deal")}, Act: hearsay.Allege, Hedged: true,
		Voice: han, Chain: []hearsay.Voice{han, diplomat}, Channel: "a call", Confidence: 0.75, Bare: true, Figures: figures, Stamp: "annotate@1"}
	w.statement = hearsay.Statement{ID: "t1", Document: d.ID, Span: hearsaytest.Find(d, "Envoys demanded a deal"), Act: hearsay.Assert, Observed: true, Figures: figures, Stamp: "annotate@1"}
	w.story = hearsay.Story{ID: "s1", Title: d.Title, First: hearsaytest.At(9, 0), Last: hearsaytest.At(9, 30), Documents: 2, Claims: 1, Stamp: "cluster@1"}
	w.memberships = []hearsay.Membership{
		{Story: "s1", Placed: "s1", Document: d.ID, Score: 1, Reason: "first", Found: "first", Stamp: "cluster@1"},
		{Story: "s1", Placed: "s7", Document: c.ID, Score: 0.5, Reason: "a person decided", Found: "same words", Stamp: "cluster@1"},
	}
	w.claim = hearsay.Claim{ID: "c1", Story: "s1", Text: "the envoys demanded a deal", Source: d.ID, Span: w.attribution.Content[0], Negates: "c0", Silent: "The Paper", Figures: figures,
		Differs: []hearsay.Difference{{Claim: "c2", In: hearsay.NumberFigure, Here: "40", There: "400"}}, Stamp: "trace@1"}
	w.assertion = hearsay.Assertion{Claim: "c1", Document: d.ID, Attribution: "a1", Reason: "its wording", Founds: "c7", Replaced: c.ID}
	w.event = hearsay.Event{ID: "v1", Kind: hearsay.DocumentChanged, Story: "s1", Other: "s0", Claim: "c1", Document: d.ID, Text: "hedge lost, without a note",
		Changes: []hearsay.Change{{Kind: hearsay.HedgeLost, Before: name, After: name, Claim: "c1"}}, At: hearsaytest.At(9, 0), Known: hearsaytest.At(10, 0), Stamp: "trace@1"}
	w.link = hearsay.Link{From: c.ID, To: d.ID, Outlet: "paper", Kind: hearsay.Copies, Share: 0.9, Reason: "90 % of the words", Loop: true, Stamp: "trace@1"}
	w.response = hearsay.Response{Claim: "c1", Party: hearsay.Voice{Name: "Energy", Kind: hearsay.OrganizationVoice, Named: true}, Stance: hearsay.Denies,
		What: "it", Asker: "the Paper", Due: "by press time", Concerned: true, Document: d.ID, Attribution: "a1", At: hearsaytest.At(9, 0), Stamp: "trace@1"}
	w.assessment = hearsay.Assessment{Claim: "c1", Status: hearsay.Rumoured, Low: 1, High: 2, Origins: []hearsay.Origin{{Voice: diplomat, Document: d.ID, Documents: 2, Reason: "copy"}},
		Reasons: []string{"no named origin"}, Cause: string(d.ID), At: hearsaytest.At(9, 0), Known: hearsaytest.At(10, 0), Stamp: "assess@1"}
	return w
}

// save gives a transaction that saves the world; running it again saves it again.
func (w *world) save(t *testing.T) func(*store.Tx) error {
	ctx := t.Context()
	return func(tx *store.Tx) error {
		steps := []func() error{
			func() error { return tx.SaveOutlets(ctx, w.outlet) },
			func() error { return tx.SaveFeeds(ctx, w.feed) },
			func() error { return w.saveCaptures(t, tx) },
			func() error { return tx.SaveDocuments(ctx, w.document, w.copy) },
			func() error { return tx.SaveMentions(ctx, w.mention) },
			func() error { return tx.SaveAttributions(ctx, w.attribution) },
			func() error { return tx.SaveStatements(ctx, w.statement) },
			func() error { return tx.SaveEntities(ctx, w.entity) },
			func() error { return tx.SaveAliases(ctx, w.alias) },
			func() error { return tx.SaveStories(ctx, w.story) },
			func() error { return tx.SaveMemberships(ctx, w.memberships...) },
			func() error { return tx.SaveClaims(ctx, w.claim) },
			func() error { return tx.SaveAssertions(ctx, w.assertion) },
			func() error { return tx.SaveLinks(ctx, w.link) },
			func() error { return tx.SaveResponses(ctx, w.response) },
			func() error { _, err := tx.AddAssessment(ctx, w.assessment); return err },
			func() error { return tx.AddEvents(ctx, w.event) },
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	}
}

// saveCaptures saves the captures that the documents come from, unless they are there.
func (w *world) saveCaptures(t *testing.T, tx *store.Tx) error {
	for i, d := range []*hearsay.Document{&w.document, &w.copy} {
		c := hearsay.Capture{ID: hearsay.CaptureID("k" + string(d.ID)), URL: d.URL, Fetched: d.Fetched, Leaf: int64(i), Salt: []byte{1}, TLP: d.TLP}
		d.Capture = c.ID
		found, err := tx.CapturesOf(t.Context(), c.ID)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			err = tx.AddCaptures(t.Context(), c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
