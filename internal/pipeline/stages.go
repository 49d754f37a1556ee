// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/cluster"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// The stages after collect, in the order of the data, as jobs are named. A job of ReadStage (read, annotate and
// resolve, which need one capture alone) has a capture for its record, one of clusterStage a document, one of
// traceStage (trace and assess) a story.
const (
	clusterStage = "cluster"
	traceStage   = "trace"
)

// readCapture is read, annotate and resolve: a capture gives documents with what is said in them, or credits.
func (e *Engine) readCapture(ctx context.Context, id hearsay.CaptureID) (*reading, error) {
	c, err := e.all.Capture(ctx, id)
	if err != nil {
		return nil, err
	}
	if isFront, err := e.isFront(ctx, c); err != nil || isFront {
		return &reading{capture: c}, err
	}
	payload, err := e.Archive.Read(ctx, c)
	if err != nil {
		return nil, err
	}
	got, err := e.reader().Read(ctx, c, payload)
	if err != nil {
		return nil, err
	}
	out := &reading{capture: c, credits: got.Credits, mark: got.Mark}
	docs := got.Documents
	for i := range docs {
		if docs[i].Outlet == "" {
			docs[i].Outlet = e.outlets.at(docs[i].URL)
		}
		a, err := prepare(Annotate(&docs[i], e.outlets.named))
		if err != nil {
			return nil, err
		}
		out.documents = append(out.documents, a)
	}
	return out, nil
}

// saveReading stores what a capture gave and asks for each document to be placed.
func (e *Engine) saveReading(ctx context.Context, tx *store.Tx, r *reading) error {
	if err := e.saveCredits(ctx, tx, r.credits); err != nil {
		return err
	}
	kept, err := e.dropOthers(ctx, tx, r)
	if err != nil {
		return err
	}
	if r.mark != "" {
		if err := tx.Quarantine(ctx, r.capture.ID, r.mark); err != nil {
			return err
		}
	}
	var place []string
	for i := range r.documents {
		a := &r.documents[i]
		if a.Document.Kind == hearsay.Thread || a.Document.Kind == hearsay.Digest { // nothing is in it but its parts
			if err := tx.SaveDocuments(ctx, *a.Document); err != nil {
				return err
			}
			continue
		}
		if err := saveAnnotated(ctx, tx, a, kept[a.Document.ID]); err != nil {
			return err
		}
		place = append(place, string(a.Document.ID))
	}
	return e.queue().Enqueue(ctx, tx, e.now(), clusterStage, place...)
}

// saveAnnotated stores a document with what was found in it; again says that there may be findings of an earlier time.
func saveAnnotated(ctx context.Context, tx *store.Tx, a *annotated, again bool) error {
	if err := tx.SaveDocuments(ctx, *a.Document); err != nil {
		return err
	}
	if again {
		if err := tx.DeleteDerived(ctx, a.Document.ID); err != nil {
			return err
		}
	}
	if err := tx.SaveMentions(ctx, a.Mentions...); err != nil {
		return err
	}
	if err := tx.SaveAttributions(ctx, a.Attributions...); err != nil {
		return err
	}
	if err := tx.SaveStatements(ctx, a.Statements...); err != nil {
		return err
	}
	entities, aliases := resolve.Entities(a.Document, a.Mentions, a.Attributions)
	if err := tx.SaveEntities(ctx, entities...); err != nil {
		return err
	}
	if err := tx.SaveAliases(ctx, aliases...); err != nil {
		return err
	}
	if err := tx.SaveFingerprints(ctx, a.Document.ID, a.Document.When(), a.fingerprints); err != nil {
		return err
	}
	return tx.SaveSketch(ctx, store.Sketch{Document: a.Document.ID, When: a.Document.When(), Terms: a.sketch})
}

// placeDocument is cluster: a document finds its story. What it was copied from was found before, beside others.
func (p *placement) placeDocument(ctx context.Context, h *store.Heading, index *cluster.Index) error {
	c, ok, err := p.copies.of(h.ID)
	if err == nil && !ok {
		c.sketch, err = sketchOf(ctx, p.tx.Reader, h.ID)
	}
	if err != nil {
		return err
	}
	n, err := p.newcomer(ctx, h, c)
	if err != nil {
		return err
	}
	memberships, err := index.Place(ctx, n, p)
	if err != nil {
		return err
	}
	m := p.decided.place(memberships[0])
	p.touched[m.Story] = true
	p.pending.place(hearsay.Story{ID: m.Story, Title: h.Title, First: h.When, Last: h.When, Stamp: m.Stamp}, m)
	if err := p.rehome(ctx, h, memberships[1:]); err != nil {
		return err
	}
	return p.saveCopies(ctx, h.ID, c)
}

// traceStory is trace and assess: the claims of a story with their responses, origins and status.
func (e *Engine) traceStory(ctx context.Context, id hearsay.StoryID) (*traced, error) {
	items, revisions, copies, err := loadStory(ctx, e.all, e.decided, id)
	if err != nil || len(items) == 0 {
		return &traced{id: id}, err
	}
	latin, err := latinNames(ctx, e.all, items)
	if err != nil {
		return nil, err
	}
	tie(items, latin)
	t := &traced{id: id, story: storyOf(id, items), revisions: revisions}
	t.judge(items, copies, e.outlets, e.decided.same())
	for i := range t.revisions {
		t.revisions[i].Tell(&t.Result)
	}
	return t, nil
}

// judge is what trace and assess make of the documents of the story. It asks no store.
func (t *traced) judge(items []trace.Item, copies []hearsay.Link, o *outlets, decided trace.Decided) {
	t.Result = trace.Story(t.id, items, copies, o.named, decided)
	for i := range t.Responses {
		if p := &t.Responses[i].Party; p.Kind == hearsay.OutletVoice && p.Name == "" {
			p.Name = o.byID[p.Vouched].Name
		}
	}
	t.cases = casesOf(items, &t.Result, o)
	intervals := map[hearsay.ClaimID]assess.Interval{}
	for cid, c := range t.cases {
		intervals[cid] = assess.Origins(*c)
	}
	for _, claim := range t.Claims {
		c := t.cases[claim.ID]
		c.Against = against(t.Claims, claim, intervals)
		t.assessments = append(t.assessments, assess.Claim(*c, intervals[claim.ID]))
	}
}

// Judge traces the documents of one story and assesses its claims as an [Engine] does, without a store: so that what
// is counted can be held against stories of which the truth is known. copies are what [trace.Copies] found.
func Judge(items []trace.Item, copies []hearsay.Link, list []hearsay.Outlet) (trace.Result, []hearsay.Assessment) {
	t := &traced{}
	t.judge(items, copies, newOutlets(list), nil)
	return t.Result, t.assessments
}

// saveTraced stores what a story gave.
func saveTraced(ctx context.Context, tx *store.Tx, t *traced) error {
	if t.story.ID == "" { // its documents went elsewhere
		return tx.DeleteStory(ctx, t.id)
	}
	if err := tx.SaveStories(ctx, t.story); err != nil {
		return err
	}
	if err := tx.ReplaceDerived(ctx, t.id, store.Derived{Claims: t.Claims, Assertions: t.Assertions, Responses: t.Responses, Links: t.Links}); err != nil {
		return err
	}
	var events []hearsay.Event
	for i := range t.assessments {
		a := &t.assessments[i]
		last, err := tx.LatestAssessment(ctx, a.Claim)
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return err
		}
		setCause(last, a, t.cases[a.Claim])
		added, err := tx.AddAssessment(ctx, *a)
		if err != nil {
			return err
		}
		if e, news := moved(&last, a, t.story.ID); added && news {
			events = append(events, e)
		}
	}
	for i := range t.revisions {
		if len(t.revisions[i].Changes) > 0 {
			events = append(events, changed(&t.revisions[i], t.story.ID))
		}
	}
	return tx.AddEvents(ctx, events...)
}
