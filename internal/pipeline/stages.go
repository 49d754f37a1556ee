// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/cluster"
	"hearsay/internal/export"
	"hearsay/internal/read"
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

// readCapture is read, annotate and resolve: a capture gives documents with what is said in them. A feed that
// came over the network gives none, for its pages are captured themselves; it gives credits to its entries.
func (e *Engine) readCapture(ctx context.Context, id hearsay.CaptureID) (*reading, error) {
	c, err := e.all.Capture(ctx, id)
	if err != nil {
		return nil, err
	}
	payload, err := e.Archive.Read(ctx, c)
	if err != nil {
		return nil, err
	}
	out := &reading{capture: c}
	if f := read.Recognise(c.URL, payload); c.Status != 0 && (f == read.XMLFeed || f == read.JSONFeed) {
		out.credits, err = feedCredits(c, payload)
		return out, err
	}
	docs, err := read.Capture(c, payload)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		if err := e.settle(ctx, &docs[i]); err != nil {
			return nil, err
		}
		out.documents = append(out.documents, Annotate(&docs[i], e.outlets.named))
	}
	return out, nil
}

// saveReading stores what a capture gave and asks for each document to be placed.
func (e *Engine) saveReading(ctx context.Context, tx *store.Tx, r *reading) error {
	for url, source := range r.credits {
		if err := tx.SaveFeatures(ctx, "url "+url, creditKind, map[string]float64{source: 1}); err != nil {
			return err
		}
	}
	var place []string
	for i := range r.documents {
		a := &r.documents[i]
		if err := saveAnnotated(ctx, tx, a); err != nil {
			return err
		}
		if a.Document.Kind != hearsay.Thread && a.Document.Kind != hearsay.Digest {
			place = append(place, string(a.Document.ID))
		}
	}
	return e.queue().Enqueue(ctx, tx, e.now(), clusterStage, place...)
}

func saveAnnotated(ctx context.Context, tx *store.Tx, a *export.Annotated) error {
	if err := tx.SaveDocuments(ctx, *a.Document); err != nil {
		return err
	}
	if err := tx.DeleteDerived(ctx, a.Document.ID); err != nil {
		return err
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
	entities, aliases := resolve.Entities(a.Mentions)
	if err := tx.SaveEntities(ctx, entities...); err != nil {
		return err
	}
	if err := tx.SaveAliases(ctx, aliases...); err != nil {
		return err
	}
	return tx.SaveFingerprints(ctx, a.Document.ID, trace.Fingerprints(a.Document))
}

// placeDocument is cluster: a document finds its story, and its copies are linked.
func (e *Engine) placeDocument(ctx context.Context, tx *store.Tx, d *hearsay.Document) error {
	mentions, err := tx.MentionsOf(ctx, d.ID)
	if err != nil {
		return err
	}
	s := cluster.NewSketch(d, mentions)
	if s.With, err = e.storyOfThread(ctx, tx, d); err != nil {
		return err
	}
	before, err := tx.Memberships(ctx, d.ID)
	if err != nil {
		return err
	}
	m := e.decided.place(d.ID, e.index.Place(s), func(id hearsay.StoryID) { e.index.Put(id, s) })
	e.loaded[m.Story] = true
	if err := tx.SaveStories(ctx, e.story(m.Story)); err != nil {
		return err
	}
	if err := tx.SaveMemberships(ctx, m); err != nil {
		return err
	}
	copies, err := trace.Copy(ctx, d, trace.Fingerprints(d), copySource{tx})
	if err != nil {
		return err
	}
	if err := tx.SaveLinks(ctx, copies...); err != nil {
		return err
	}
	touched := []string{string(m.Story)}
	for _, old := range before {
		touched = append(touched, string(old.Story))
	}
	for _, l := range copies {
		if l.From != d.ID {
			other, err := tx.StoryOf(ctx, l.From)
			if err == nil {
				touched = append(touched, string(other.ID))
			}
		}
	}
	return e.queue().Enqueue(ctx, tx, e.now(), traceStage, touched...)
}

// traceStory is trace and assess: the claims of a story with their responses, origins and status.
func (e *Engine) traceStory(ctx context.Context, tx *store.Tx, id hearsay.StoryID) error {
	items, copies, err := loadStory(ctx, tx, id)
	if err != nil {
		return err
	}
	if len(items) == 0 { // its documents went elsewhere
		if err := tx.DeleteClaimsOf(ctx, id); err != nil {
			return err
		}
		return tx.DeleteStory(ctx, id)
	}
	result := trace.Story(id, items, copies, e.outlets.named, e.decided.same)
	if err := saveTraced(ctx, tx, id, &result); err != nil {
		return err
	}
	cases := casesOf(items, &result, e.outlets)
	intervals := map[hearsay.ClaimID]assess.Interval{}
	for cid, c := range cases {
		intervals[cid] = assess.Origins(*c)
	}
	for _, claim := range result.Claims {
		c := cases[claim.ID]
		c.Against = against(result.Claims, claim, intervals)
		a := assess.Claim(*c, intervals[claim.ID])
		if err := setCause(ctx, tx, &a, c); err != nil {
			return err
		}
		if _, err := tx.AddAssessment(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func saveTraced(ctx context.Context, tx *store.Tx, id hearsay.StoryID, r *trace.Result) error {
	if err := tx.DeleteClaimsOf(ctx, id); err != nil {
		return err
	}
	if err := tx.SaveClaims(ctx, r.Claims...); err != nil {
		return err
	}
	if err := tx.SaveAssertions(ctx, r.Assertions...); err != nil {
		return err
	}
	if err := tx.SaveResponses(ctx, r.Responses...); err != nil {
		return err
	}
	return tx.SaveLinks(ctx, r.Links...)
}

// loadStory reads the documents of a story with what is said in them, and the copies among them. Of several
// versions of one document only the latest says something.
func loadStory(ctx context.Context, tx *store.Tx, id hearsay.StoryID) ([]trace.Item, []hearsay.Link, error) {
	docs, err := tx.StoryDocuments(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	superseded := map[hearsay.DocumentID]bool{}
	var ids []hearsay.DocumentID
	for _, d := range docs {
		superseded[d.Prior] = true
		ids = append(ids, d.ID)
	}
	attributions, err := tx.AttributionsOf(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	statements, err := tx.StatementsOf(ctx, ids...)
	if err != nil {
		return nil, nil, err
	}
	at := map[hearsay.DocumentID]int{}
	var items []trace.Item
	for _, d := range docs {
		if !superseded[d.ID] {
			at[d.ID] = len(items)
			items = append(items, trace.Item{Document: d})
		}
	}
	for _, a := range attributions {
		if i, ok := at[a.Document]; ok {
			items[i].Attributions = append(items[i].Attributions, a)
		}
	}
	for _, s := range statements {
		if i, ok := at[s.Document]; ok {
			items[i].Statements = append(items[i].Statements, s)
		}
	}
	links, err := tx.LinksFrom(ctx, ids...)
	copies := slices.DeleteFunc(links, func(l hearsay.Link) bool { return l.Kind != hearsay.Copies })
	return items, copies, err
}

// casesOf gathers for each claim what assess must know.
func casesOf(items []trace.Item, r *trace.Result, o *outlets) map[hearsay.ClaimID]*assess.Case {
	attributions := map[hearsay.AttributionID]*hearsay.Attribution{}
	statements := map[hearsay.StatementID]*hearsay.Statement{}
	docs := map[hearsay.DocumentID]*hearsay.Document{}
	for i := range items {
		docs[items[i].Document.ID] = &items[i].Document
		for j := range items[i].Attributions {
			attributions[items[i].Attributions[j].ID] = &items[i].Attributions[j]
		}
		for j := range items[i].Statements {
			statements[items[i].Statements[j].ID] = &items[i].Statements[j]
		}
	}
	cases := map[hearsay.ClaimID]*assess.Case{}
	for _, c := range r.Claims {
		cases[c.ID] = &assess.Case{Claim: c, Links: r.Links, Outlets: o.byID, Outlet: o.named, Documents: docs}
	}
	for _, a := range r.Assertions {
		c := cases[a.Claim]
		c.Assertions = append(c.Assertions, assess.Assertion{
			Document: docs[a.Document], Attribution: attributions[a.Attribution], Statement: statements[a.Statement],
		})
	}
	for _, x := range r.Responses {
		cases[x.Claim].Responses = append(cases[x.Claim].Responses, x)
	}
	return cases
}

// against gives the origins of the claims that contradict one.
func against(claims []hearsay.Claim, claim hearsay.Claim, intervals map[hearsay.ClaimID]assess.Interval) []hearsay.Origin {
	var out []hearsay.Origin
	for _, other := range claims {
		if other.Negates == claim.ID || claim.Negates == other.ID {
			out = append(out, intervals[other.ID].Origins...)
		}
	}
	return out
}

// setCause names the document that moved the assessment, and from it when it was so, and when we knew. That is
// the one that assess names where the status moved, else the newest one that the assessment rests on.
func setCause(ctx context.Context, tx *store.Tx, a *hearsay.Assessment, c *assess.Case) error {
	last, err := tx.LatestAssessment(ctx, a.Claim)
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return err
	}
	if d := c.Documents[hearsay.DocumentID(a.Cause)]; d != nil && last.Status != a.Status {
		a.At, a.Known = d.When(), d.Fetched
		return nil
	}
	a.Cause = ""
	consider := func(d *hearsay.Document) {
		if d != nil && (a.Cause == "" || d.Fetched.After(a.Known) || d.Fetched.Equal(a.Known) && d.When().After(a.At)) {
			a.Cause, a.At, a.Known = string(d.ID), d.When(), d.Fetched
		}
	}
	for _, s := range c.Assertions {
		consider(s.Document)
	}
	for _, r := range c.Responses {
		consider(c.Documents[r.Document])
	}
	return nil
}

// feedCredits gives the publishers that a feed's entries name as their sources, by the address of the entry.
func feedCredits(c hearsay.Capture, payload []byte) (map[string]string, error) {
	f, err := read.Feed(payload, read.FeedSource{URL: c.URL, MediaType: c.MediaType, Fetched: c.Fetched})
	if err != nil {
		return nil, err
	}
	credits := map[string]string{}
	for _, e := range f.Entries {
		if e.Source != nil && e.Link != "" {
			if name := strings.TrimSpace(e.Source.Title.Value); name != "" {
				credits[e.Link] = name
			}
		}
	}
	return credits, nil
}

func stageError(stage, record string, err error) error {
	return fmt.Errorf("%s %s: %w", stage, record, err)
}
