// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Facts are what the page of a claim is made of, now or at a moment that is past.
type Facts struct {
	Claim      hearsay.Claim
	Assertions []hearsay.Assertion
	Responses  []hearsay.Response
	Links      []hearsay.Link       // from the documents that carry it
	History    []hearsay.Assessment // the last one stands
	Decisions  []hearsay.Decision

	Story     []hearsay.Claim    // the claims of its story, by ID
	Documents []hearsay.Document // of the story, oldest first
	carriers  func(hearsay.ClaimID) ([]hearsay.Assertion, error)
}

// FactsOf reads a claim as it stands; with a moment, as it stood then.
func FactsOf(ctx context.Context, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) (*Facts, error) {
	if m == (pipeline.Moment{}) {
		return presentClaim(ctx, r, id)
	}
	return pastClaim(ctx, r, id, m)
}

// presentClaim reads a claim as it stands.
func presentClaim(ctx context.Context, r store.Reader, id hearsay.ClaimID) (f *Facts, err error) {
	f = &Facts{carriers: func(id hearsay.ClaimID) ([]hearsay.Assertion, error) { return r.Assertions(ctx, id) }}
	if f.Claim, err = r.Claim(ctx, id); err != nil {
		return nil, err
	}
	if f.Story, err = r.ClaimsOf(ctx, f.Claim.Story); err != nil {
		return nil, err
	}
	if f.Documents, err = r.StoryDocuments(ctx, f.Claim.Story); err != nil {
		return nil, err
	}
	if f.Assertions, err = r.Assertions(ctx, id); err != nil {
		return nil, err
	}
	if f.Responses, err = r.Responses(ctx, id); err != nil {
		return nil, err
	}
	var ids []hearsay.DocumentID
	for _, x := range f.Assertions {
		ids = append(ids, x.Document)
	}
	if f.Links, err = r.LinksFrom(ctx, ids...); err != nil {
		return nil, err
	}
	if f.Decisions, err = r.Decisions(ctx, store.DecisionFilter{Object: string(id), Standing: true}); err != nil {
		return nil, err
	}
	f.History, err = r.Assessments(ctx, id)
	return f, err
}

// pastClaim derives a claim from the documents of a moment. The judgements that were made by then are those that are
// stored; where the documents of the moment give another than the last of these, that one stands.
func pastClaim(ctx context.Context, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) (*Facts, error) {
	home, err := pipeline.HomeOf(ctx, r, id)
	if err != nil {
		return nil, err
	}
	told, err := pipeline.Retell(ctx, r, home, m.Known, m.Has)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(told.Claims, func(c hearsay.Claim) bool { return c.ID == id })
	if i < 0 {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read claim " + string(id) + " " + Describe(m),
			Cause: errors.New("nobody had made it then"), Hint: "hearsay claim shows under HISTORY since when it is known"}
	}
	f := factsOf(told, told.Claims[i])
	for _, x := range told.Responses {
		if x.Claim == id {
			f.Responses = append(f.Responses, x)
		}
	}
	slices.SortStableFunc(f.Responses, func(a, b hearsay.Response) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Attribution, b.Attribution),
			cmp.Compare(a.Stance, b.Stance), cmp.Compare(a.Party.Name, b.Party.Name))
	})
	stored, err := r.Assessments(ctx, id)
	if err != nil {
		return nil, err
	}
	f.History = slices.DeleteFunc(stored, func(a hearsay.Assessment) bool { return m.After(&a) })
	now, n := told.Assessments[id], len(f.History)
	if n == 0 || f.History[n-1].Status != now.Status || f.History[n-1].Low != now.Low || f.History[n-1].High != now.High {
		f.History = append(f.History, now)
	}
	f.Decisions, err = decidedThen(ctx, r, id, m.Known)
	return f, err
}

// factsOf gives what a part of a story tells of one of its claims, in the order in which the store gives it.
func factsOf(told *pipeline.Retold, claim hearsay.Claim) *Facts {
	f := &Facts{Claim: claim, Links: ordered(told.Links), Story: slices.Clone(told.Claims)}
	slices.SortFunc(f.Story, func(a, b hearsay.Claim) int { return cmp.Compare(a.ID, b.ID) })
	f.carriers = func(id hearsay.ClaimID) (some []hearsay.Assertion, err error) {
		for _, a := range told.Assertions {
			if a.Claim == id {
				some = append(some, a)
			}
		}
		slices.SortFunc(some, func(a, b hearsay.Assertion) int {
			return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Attribution, b.Attribution), cmp.Compare(a.Statement, b.Statement))
		})
		return some, nil
	}
	f.Assertions, _ = f.carriers(claim.ID) // they are at hand: nothing can fail
	for _, d := range told.Documents {
		f.Documents = append(f.Documents, *d)
	}
	slices.SortFunc(f.Documents, func(a, b hearsay.Document) int {
		return cmp.Or(a.When().Compare(b.When()), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// ordered gives links in the order in which the store gives them, each once.
func ordered(links []hearsay.Link) []hearsay.Link {
	slices.SortFunc(links, func(a, b hearsay.Link) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.To, b.To), cmp.Compare(a.Outlet, b.Outlet),
			cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return links
}

// decidedThen gives what people had decided about a claim by a time and not yet taken back; a zero time is no bound.
func decidedThen(ctx context.Context, r store.Reader, id hearsay.ClaimID, known time.Time) ([]hearsay.Decision, error) {
	all, err := r.Decisions(ctx, store.DecisionFilter{})
	undone := map[hearsay.DecisionID]bool{}
	all = slices.DeleteFunc(all, func(d hearsay.Decision) bool { return !known.IsZero() && d.At.After(known) })
	for _, d := range all {
		undone[d.Undoes] = true
	}
	return slices.DeleteFunc(all, func(d hearsay.Decision) bool {
		return undone[d.ID] || d.Kind == hearsay.UndoDecision || d.Object != string(id) && d.Other != string(id)
	}), err
}

// Describe says which moment a page is of.
func Describe(m pipeline.Moment) string {
	var parts []string
	if !m.Known.IsZero() {
		parts = append(parts, "as known at "+m.Known.Format(time.RFC3339))
	}
	if !m.So.IsZero() {
		parts = append(parts, "as of "+m.So.Format(time.RFC3339))
	}
	return strings.Join(parts, ", ")
}
