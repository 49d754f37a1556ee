// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mcp

import (
	"cmp"
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

const (
	usual          = 20 // lines of a list
	most           = 100
	longestPassage = 20000 // bytes
)

func bounded(n int) int { return min(cmp.Or(max(n, 0), usual), most) }

type searchIn struct {
	Query string `json:"query" jsonschema:"words, \"phrases\", prefix*, -without, outlet:ID, after:2026-03-01, before:2026-04-01"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most so many; 20 if not given"`
}

type found struct {
	Document hearsay.DocumentID `json:"document"`
	Story    hearsay.StoryID    `json:"story,omitempty"`
	Title    string             `json:"title"`
	Snippet  string             `json:"snippet"`
}

func (k *desktop) search(ctx context.Context, w *work, in searchIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	q, err := search.Parse(in.Query)
	if err != nil {
		return nil, err
	}
	if k.Searches != nil {
		leave, err := k.Searches.Take(string(w.me.ID))
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	q.Limit = bounded(in.Limit)
	hits, err := w.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	out := []found{}
	for _, h := range hits {
		story, err := w.StoryOf(ctx, h.Document)
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return nil, err
		}
		out = append(out, found{h.Document, story.ID, h.Title, h.Snippet})
		if err := w.citeHead(ctx, h.Document); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type storiesIn struct {
	Text  string `json:"text,omitempty" jsonschema:"only stories whose title holds this"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most so many; 20 if not given"`
}

func (k *desktop) stories(ctx context.Context, w *work, in storiesIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	all, err := w.Stories(ctx, store.StoryFilter{Text: in.Text, Limit: bounded(in.Limit)})
	if err != nil {
		return nil, err
	}
	lines := []ledger.StoryLine{}
	for _, s := range all {
		lines = append(lines, ledger.LineOfStory(s))
		documents, err := w.StoryDocuments(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		if len(documents) > 0 {
			if err := w.citeHead(ctx, documents[0].ID); err != nil {
				return nil, err
			}
		}
	}
	return lines, nil
}

type idIn struct {
	ID string `json:"id" jsonschema:"as other tools give it"`
}

func (k *desktop) story(ctx context.Context, w *work, in idIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	v, err := ledger.ViewStory(ctx, w.Reader, hearsay.StoryID(in.ID))
	if err != nil {
		return nil, err
	}
	for _, d := range v.Documents {
		if err := w.citeHead(ctx, d.ID); err != nil {
			return nil, err
		}
	}
	return map[string]any{"story": v.Story, "claims": v.Claims, "documents": v.Documents, "differ": v.Differ}, nil
}

type claimIn struct {
	ID      string `json:"id" jsonschema:"as story gives it"`
	AsKnown string `json:"as_known,omitempty" jsonschema:"a time like 2026-03-05T12:00:00Z: from what we held and had decided by then"`
}

// viewed reads a claim, and cites where it is carried.
func (k *desktop) viewed(ctx context.Context, w *work, in claimIn) (*ledger.ClaimView, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	var m pipeline.Moment
	if in.AsKnown != "" {
		at, err := time.Parse(time.RFC3339, in.AsKnown)
		if err != nil {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read as_known", Cause: err, Hint: "2026-03-05T12:00:00Z"}
		}
		m.Known = at.UTC()
	}
	v, err := ledger.ViewClaim(ctx, w.Reader, hearsay.ClaimID(in.ID), m)
	if err != nil {
		return nil, err
	}
	for _, c := range v.Carriers {
		if err := w.citeCarrier(ctx, c.Document, c.Attribution, c.Statement); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (k *desktop) claim(ctx context.Context, w *work, in claimIn) (any, error) {
	return k.viewed(ctx, w, in)
}

func (k *desktop) origins(ctx context.Context, w *work, in claimIn) (any, error) {
	v, err := k.viewed(ctx, w, in)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"claim": v.ID, "text": v.Text, "origins": v.Origins, "chains": v.Carriers, "links": v.Links}
	if n := len(v.History); n > 0 {
		out["now"] = v.History[n-1]
	}
	return out, nil
}

func (k *desktop) answers(ctx context.Context, w *work, in claimIn) (any, error) {
	v, err := k.viewed(ctx, w, in)
	if err != nil {
		return nil, err
	}
	w.citations = []Citation{}
	responses, err := w.Responses(ctx, v.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range responses {
		if err := w.citeCarrier(ctx, x.Document, x.Attribution, ""); err != nil {
			return nil, err
		}
	}
	return map[string]any{"claim": v.ID, "text": v.Text, "responses": v.Responses, "decisions": v.Decisions}, nil
}

func (k *desktop) coverage(ctx context.Context, w *work, in idIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	s, err := w.Story(ctx, hearsay.StoryID(in.ID))
	if err != nil {
		return nil, err
	}
	c, err := ledger.CoverageOf(ctx, w.Reader, s)
	if err != nil {
		return nil, err
	}
	v := ledger.ViewCoverage(c)
	for _, o := range v.Outlets {
		if o.First == nil {
			continue
		}
		if err := w.citeHead(ctx, o.First.Document); err != nil {
			return nil, err
		}
	}
	return v, nil
}

type passageIn struct {
	Document string `json:"document" jsonschema:"ID of the document"`
	Start    int    `json:"start,omitempty" jsonschema:"first byte"`
	End      int    `json:"end,omitempty" jsonschema:"behind the last byte; the end of the text if not given. At most 20,000 bytes are quoted"`
}

type passage struct {
	Document hearsay.DocumentID    `json:"document"`
	Length   int                   `json:"length" jsonschema:"bytes of the whole text"`
	Span     hearsay.Span          `json:"span"`
	Said     []hearsay.Attribution `json:"said"`
}

func (k *desktop) passage(ctx context.Context, w *work, in passageIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	d, err := w.Document(ctx, hearsay.DocumentID(in.Document))
	if err != nil {
		return nil, err
	}
	w.documents[d.ID] = &d
	if in.End == 0 || in.End > len(d.Text) {
		in.End = len(d.Text)
	}
	if in.Start < 0 || in.Start > in.End || !boundary(d.Text, in.Start) || !boundary(d.Text, in.End) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "quote document " + in.Document, Cause: errors.New("start and end are not within its text, or within a character")}
	}
	in.End = in.Start + len(cut(d.Text[in.Start:in.End], longestPassage))
	p := passage{Document: d.ID, Length: len(d.Text), Span: hearsay.Cut(d.Text, in.Start, in.End), Said: []hearsay.Attribution{}}
	all, err := w.AttributionsOf(ctx, d.ID)
	for i := range all {
		if len(all[i].Content) == 0 {
			continue
		}
		if start, end := extent(&all[i]); start < in.End && end > in.Start {
			p.Said = append(p.Said, all[i])
		}
	}
	return p, errors.Join(err, w.cite(ctx, d.ID, in.Start, in.End, ""))
}

// boundary reports whether no character goes across a place.
func boundary(s string, at int) bool { return at == len(s) || s[at]&0xc0 != 0x80 }

type changesIn struct {
	Story    string `json:"story,omitempty"`
	Claim    string `json:"claim,omitempty"`
	Document string `json:"document,omitempty"`
	Behind   int64  `json:"behind,omitempty" jsonschema:"only events behind this number, the oldest first; the newest first if not given"`
	Limit    int    `json:"limit,omitempty" jsonschema:"at most so many; 20 if not given"`
}

func (k *desktop) changes(ctx context.Context, w *work, in changesIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	events, err := w.Events(ctx, store.EventFilter{Story: hearsay.StoryID(in.Story), Claim: hearsay.ClaimID(in.Claim), Document: hearsay.DocumentID(in.Document),
		After: max(in.Behind, 0), NewestFirst: in.Behind <= 0, Limit: bounded(in.Limit)})
	if err != nil {
		return nil, err
	}
	for i := range events {
		if err := w.citeEvent(ctx, &events[i]); err != nil {
			return nil, err
		}
	}
	return ledger.LinesOfEvents(events), nil
}

// citeEvent cites what a document says since it was changed, or else how the document begins that brought something about.
func (w *work) citeEvent(ctx context.Context, e *hearsay.Event) error {
	cited := len(w.citations)
	for _, c := range e.Changes {
		d, err := w.document(ctx, e.Document)
		if err != nil {
			return err
		}
		if d != nil && c.After.End <= len(d.Text) && c.After.Start >= 0 && c.After.Start < c.After.End && d.Text[c.After.Start:c.After.End] == c.After.Text {
			if err := w.cite(ctx, e.Document, c.After.Start, c.After.End, ""); err != nil {
				return err
			}
		}
	}
	if len(w.citations) > cited || e.Document == "" {
		return nil
	}
	return w.citeHead(ctx, e.Document)
}

type decisionsIn struct {
	About string `json:"about,omitempty" jsonschema:"ID of a claim, story, document, outlet or entity; all if not given"`
	Limit int    `json:"limit,omitempty" jsonschema:"at most so many; 20 if not given"`
}

func (k *desktop) decisions(ctx context.Context, w *work, in decisionsIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	all, err := w.Decisions(ctx, store.DecisionFilter{Object: in.About, Newest: true, Limit: bounded(in.Limit)})
	if err != nil {
		return nil, err
	}
	lines := []decided{}
	for i := range all {
		lines = append(lines, decidedOf(&all[i]))
		if err := w.citeDecision(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return lines, nil
}
