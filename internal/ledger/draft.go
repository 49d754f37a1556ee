// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/text"
)

// Draft is how much of a draft there is to be.
type Draft struct {
	Title  string
	Moved  int // items of what moved, at most
	Missed int // items of what few outlets cover, at most
}

const (
	fewOutlets    = 2     // that cover a story which may have been missed
	linesOfDraft  = 3     // of one item
	movesLooked   = 20000 // the latest, that a draft is made of
	storiesLooked = 200
)

// DraftIssue gives the items of a new issue: what moved since the last one, by story; of the stories that few outlets cover, those
// that matter most; and corrections due. Each line quotes a claim, verbatim, and cites it. Only what the reader may see is in it.
// What matters is ordered by who responds, how many origins there may be, and how many outlets carry it; that number is shown nowhere.
func DraftIssue(ctx context.Context, r store.Reader, o Draft) (hearsay.Issue, error) {
	issue := hearsay.Issue{Title: o.Title}
	published, err := r.Issues(ctx, store.IssueFilter{Published: true})
	if err != nil {
		return issue, err
	}
	after, since := int64(0), time.Time{}
	if len(published) > 0 {
		after, since = published[0].Seen, published[0].Published
	}
	if issue.Seen, err = r.LastEvent(ctx); err != nil {
		return issue, err
	}
	issue.Seen = max(issue.Seen, after)
	d := &drafter{Reader: r}
	if err := d.look(ctx, after, since); err != nil {
		return issue, err
	}
	left := map[hearsay.ItemKind]int{hearsay.MovedItem: o.Moved, hearsay.MissedItem: o.Missed}
	for _, s := range d.stories {
		if left[s.kind] == 0 {
			continue
		}
		left[s.kind]--
		it, err := d.item(ctx, s)
		if err != nil {
			return issue, err
		}
		issue.Items = append(issue.Items, it)
	}
	slices.SortStableFunc(issue.Items, func(a, b hearsay.Item) int { return -cmp.Compare(a.Kind, b.Kind) }) // moved, then missed
	corrections, err := d.corrections(ctx, published)
	issue.Items = append(issue.Items, corrections...)
	return issue, err
}

// drafter is the work on one draft.
type drafter struct {
	store.Reader
	stories []*drafted // the weightiest first
}

// drafted is a story that moved.
type drafted struct {
	id     hearsay.StoryID
	kind   hearsay.ItemKind
	weight int
	claims []hearsay.Claim // the weightiest first
}

// look finds what moved after an event, or was new after a time: that a claim is new is no event by itself.
func (d *drafter) look(ctx context.Context, after int64, since time.Time) error {
	moves, err := d.Events(ctx, store.EventFilter{After: after, Kinds: []hearsay.EventKind{hearsay.ClaimMoved}, NewestFirst: true, Limit: movesLooked})
	if err != nil {
		return err
	}
	if moves, err = d.lasting(ctx, moves); err != nil {
		return err
	}
	var ids []hearsay.ClaimID
	for _, e := range moves {
		ids = append(ids, e.Claim)
	}
	fresh, err := d.fresh(ctx, since)
	if err != nil {
		return err
	}
	claims, err := d.ClaimsCalled(ctx, append(ids, fresh...)...)
	if err != nil {
		return err
	}
	weights, err := d.weigh(ctx, claims)
	if err != nil {
		return err
	}
	slices.SortFunc(claims, func(a, b hearsay.Claim) int {
		return cmp.Or(weights[b.ID]-weights[a.ID], cmp.Compare(a.ID, b.ID))
	})
	in := map[hearsay.StoryID]*drafted{}
	var stories []hearsay.StoryID
	for _, c := range claims {
		s := in[c.Story]
		if s == nil {
			s = &drafted{id: c.Story, kind: hearsay.MovedItem}
			in[c.Story] = s
			d.stories, stories = append(d.stories, s), append(stories, c.Story)
		}
		s.claims = append(s.claims, c)
		s.weight += weights[c.ID]
	}
	outlets, err := d.OutletsIn(ctx, stories...)
	for _, s := range d.stories {
		if len(outlets[s.id]) <= fewOutlets {
			s.kind = hearsay.MissedItem
		}
	}
	slices.SortStableFunc(d.stories, func(a, b *drafted) int { return cmp.Or(b.weight-a.weight, cmp.Compare(a.id, b.id)) })
	return err
}

// lasting leaves out of moves those by decisions that were taken back again, with their ways back: between the two nobody was told.
func (d *drafter) lasting(ctx context.Context, moves []hearsay.Event) ([]hearsay.Event, error) {
	undoing, err := d.Decisions(ctx, store.DecisionFilter{Kind: hearsay.UndoDecision})
	there, gone := map[hearsay.EventID]bool{}, map[hearsay.EventID]bool{}
	for i := range moves {
		there[moves[i].ID] = true
	}
	for _, u := range undoing {
		if away, back := pipeline.StatusMoveID(u.Undoes), pipeline.StatusMoveID(u.ID); there[away] && there[back] {
			gone[away], gone[back] = true, true
		}
	}
	return slices.DeleteFunc(moves, func(e hearsay.Event) bool { return gone[e.ID] }), err
}

// fresh gives the claims of the latest stories that something became known of after a time.
func (d *drafter) fresh(ctx context.Context, since time.Time) (ids []hearsay.ClaimID, err error) {
	stories, err := d.Stories(ctx, store.StoryFilter{Limit: storiesLooked})
	if err != nil {
		return nil, err
	}
	var all []hearsay.ClaimID
	for _, s := range stories {
		claims, err := d.ClaimsOf(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			all = append(all, c.ID)
		}
	}
	latest, err := d.LatestAssessments(ctx, all...)
	for _, id := range all {
		if a, ok := latest[id]; ok && a.Known.After(since) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// weigh tells of claims how much they matter.
func (d *drafter) weigh(ctx context.Context, claims []hearsay.Claim) (map[hearsay.ClaimID]int, error) {
	ids := make([]hearsay.ClaimID, len(claims))
	for i := range claims {
		ids[i] = claims[i].ID
	}
	weights, err := d.CountOutlets(ctx, ids...)
	if err != nil {
		return nil, err
	}
	latest, err := d.LatestAssessments(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for id, a := range latest {
		weights[id] += 2 * a.High
	}
	responses, err := d.Responses(ctx, ids...)
	for _, x := range responses {
		weights[x.Claim] += 3
	}
	return weights, err
}

// item gives what is drafted of a story: its headline, and its weightiest claims.
func (d *drafter) item(ctx context.Context, s *drafted) (hearsay.Item, error) {
	it := hearsay.Item{Kind: s.kind, Story: s.id}
	for _, c := range s.claims[:min(len(s.claims), linesOfDraft)] {
		home, err := d.Document(ctx, c.Source)
		if err != nil {
			return it, err
		}
		name, err := d.outletName(ctx, &home)
		if err != nil {
			return it, err
		}
		span := sentenceOf(home.Text, c.Span)
		if slices.ContainsFunc(it.Lines, func(l hearsay.Line) bool { return l.Citations[0].Document == c.Source && l.Citations[0].Span == span }) {
			continue // two claims in one sentence
		}
		it.Lines = append(it.Lines, hearsay.Line{Text: name + ": " + quoted(span.Text), Citations: []hearsay.Citation{{Document: c.Source, Span: span, Claim: c.ID}}})
	}
	documents, err := d.StoryDocuments(ctx, s.id)
	if err != nil || len(documents) == 0 {
		return it, err
	}
	it.Title = begin(squeezed(s.claims[0].Span.Text))
	if first := &documents[0]; strings.TrimSpace(first.Title) != "" && strings.HasPrefix(first.Text, first.Title) {
		it.Title = squeezed(first.Title) // cited too: it names whom it will
		it.Lines[0].Citations = append(it.Lines[0].Citations, hearsay.Citation{Document: first.ID, Span: hearsay.Cut(first.Text, 0, len(first.Title))})
	}
	return it, nil
}

// outletName is who a text is of, as far as is recorded.
func (d *drafter) outletName(ctx context.Context, home *hearsay.Document) (string, error) {
	if home.Outlet == "" {
		return strings.Join(append(home.Authors, "A text")[:1], ""), nil
	}
	o, err := d.Outlet(ctx, home.Outlet)
	if errors.Is(err, hearsay.ErrNotFound) {
		err = nil // nobody told more of it
	}
	return cmp.Or(o.Name, string(home.Outlet)), err
}

// sentenceOf is the sentence around a span, or the span itself where that would be long to read.
func sentenceOf(s string, span hearsay.Span) hearsay.Span {
	const most = 600 // bytes
	t := text.Parse(s, nil)
	for _, sent := range t.Sentences {
		start, end := t.Tokens[sent.First].Start, t.Tokens[sent.Last-1].End
		if start <= span.Start && span.End <= end && end-start <= most {
			return hearsay.Cut(s, start, end)
		}
	}
	return span
}

// quoted puts words between quotation marks, unless they stand between some.
func quoted(words string) string {
	words = squeezed(words)
	if strings.HasPrefix(words, "“") && strings.HasSuffix(words, "”") {
		return words
	}
	return "“" + words + "”"
}

// begin is the beginning of words that are too long for a title.
func begin(words string) string {
	const most = 100 // bytes
	if len(words) <= most {
		return words
	}
	return strings.ToValidUTF8(words[:strings.LastIndexAny(words[:most], " ")+1], "") + "…"
}

// corrections gives an item for each line of an earlier issue whose basis has changed and that no issue has corrected.
func (d *drafter) corrections(ctx context.Context, published []hearsay.Issue) (out []hearsay.Item, err error) {
	done := map[string]bool{}
	for _, i := range published {
		for _, it := range i.Items {
			done[it.Corrects] = true
		}
	}
	for i := range published {
		changes, err := BasisOf(ctx, d.Reader, &published[i])
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			if done[c.Place] {
				continue
			}
			done[c.Place] = true
			it, err := d.correction(ctx, &published[i].Items[c.Item-1].Lines[c.Line-1], &c)
			if err != nil {
				return nil, err
			}
			out = append(out, it)
		}
	}
	return out, nil
}

func (d *drafter) correction(ctx context.Context, l *hearsay.Line, c *BasisChange) (hearsay.Item, error) {
	it := hearsay.Item{Kind: hearsay.CorrectionItem, Corrects: c.Place, Title: "Correction", Lines: []hearsay.Line{{Text: "We wrote: “" + l.Text + "”"}}}
	var cited []hearsay.Citation
	for _, x := range l.Citations {
		cited = append(cited, hearsay.Citation{Document: x.Document, Span: x.Span, Claim: x.Claim})
	}
	it.Lines[0].Citations = cited
	if c.Version == "" {
		it.Lines = append(it.Lines, hearsay.Line{Text: fmt.Sprintf("What it rests on was %s and is %s now.", orUnknown(c.Was), c.Now), Citations: cited})
		return it, nil
	}
	later, err := d.Document(ctx, c.Version)
	if err != nil {
		return it, err
	}
	now := hearsay.Line{Text: "A later version of what we cited says no more: “" + squeezed(c.Words) + "”", Citations: slices.Clone(cited)}
	if head := min(max(later.Body, 0), len(later.Text)); strings.TrimSpace(later.Text[:head]) != "" {
		end := len(strings.TrimRight(later.Text[:head], " \n"))
		now.Citations = append(now.Citations, hearsay.Citation{Document: later.ID, Span: hearsay.Cut(later.Text, 0, end)})
	}
	it.Lines = append(it.Lines, now)
	return it, nil
}
