// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// Moment is a point in two times; a zero time is no bound.
type Moment struct {
	Known time.Time // what we held and had decided by then
	So    time.Time // what had appeared by then, whenever we came to know of it
}

// Has reports whether a document belongs to the moment.
func (m Moment) Has(d *hearsay.Document) bool {
	return !after(d.Fetched, m.Known) && !after(appeared(d), m.So)
}

// After reports whether an assessment is of a later time than the moment.
func (m Moment) After(a *hearsay.Assessment) bool {
	return after(a.Known, m.Known) || after(a.At, m.So)
}

func after(t, bound time.Time) bool { return !bound.IsZero() && t.After(bound) }

// Retold is what trace and assess make of a part of a story's documents. It is stored nowhere.
type Retold struct {
	trace.Result
	Documents   map[hearsay.DocumentID]*hearsay.Document
	Assessments map[hearsay.ClaimID]hearsay.Assessment // of each claim, with cause and times

	cases map[hearsay.ClaimID]*assess.Case
}

// Without judges a claim as if some documents did not carry or answer it; nil where none is left that carries it.
func (r *Retold) Without(id hearsay.ClaimID, gone map[hearsay.DocumentID]bool) *hearsay.Assessment {
	c := *r.cases[id]
	c.Assertions = slices.DeleteFunc(slices.Clone(c.Assertions), func(a assess.Assertion) bool { return gone[a.Document.ID] })
	c.Responses = slices.DeleteFunc(slices.Clone(c.Responses), func(x hearsay.Response) bool { return gone[x.Document] })
	c.Against = slices.DeleteFunc(slices.Clone(c.Against), func(o hearsay.Origin) bool { return gone[o.Document] })
	if len(c.Assertions) == 0 {
		return nil
	}
	a := assess.Claim(c, assess.Origins(c))
	return &a
}

// Retell traces anew the story that a document is in, with those of its documents that keep lets through, under the
// decisions that had been made by known (a zero time is no bound). Links to documents of other stories that keep does
// not let through are left out. That is how an earlier page of the ledger, and the ledger without a document, are had:
// the stages give the same for the same documents. Without a story it is [hearsay.ErrNotFound].
func Retell(ctx context.Context, r store.Reader, home hearsay.DocumentID, known time.Time, keep func(*hearsay.Document) bool) (*Retold, error) {
	decisions, err := r.Decisions(ctx, store.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	var parted []hearsay.DocumentID
	for _, d := range decisions {
		if d.Kind == hearsay.SplitStory {
			parted = append(parted, hearsay.DocumentID(d.Object))
		}
	}
	decisions = slices.DeleteFunc(decisions, func(d hearsay.Decision) bool { return after(d.At, known) })
	then, _, err := decidedBy(ctx, r, decisions)
	if err != nil {
		return nil, err
	}
	story, docs, err := storyThen(ctx, r, home, then, parted)
	if err != nil {
		return nil, err
	}
	docs = slices.DeleteFunc(docs, func(d hearsay.Document) bool { return !keep(&d) })
	items, _, copies, err := loadItems(ctx, r, then, docs)
	if err != nil {
		return nil, err
	}
	if copies, err = heldCopies(ctx, r, copies, keep); err != nil {
		return nil, err
	}
	outlets, err := loadOutlets(ctx, r)
	if err != nil {
		return nil, err
	}
	latin, err := latinNames(ctx, r, items)
	if err != nil {
		return nil, err
	}
	tie(items, latin)
	t := &traced{id: story}
	t.judge(items, copies, outlets, then.same())
	out := &Retold{Result: t.Result, Documents: map[hearsay.DocumentID]*hearsay.Document{}, Assessments: map[hearsay.ClaimID]hearsay.Assessment{}, cases: t.cases}
	for i := range docs {
		out.Documents[docs[i].ID] = &docs[i]
	}
	for _, a := range t.assessments {
		setCause(hearsay.Assessment{}, &a, t.cases[a.Claim])
		out.Assessments[a.Claim] = a
	}
	return out, nil
}

// storyThen gives the story that a document was in under the decisions of then, with the documents that were in it: of
// those that are in one story with it now, were placed in the story it was in, or were parted from any by a person.
func storyThen(ctx context.Context, r store.Reader, home hearsay.DocumentID, then *decided, parted []hearsay.DocumentID) (hearsay.StoryID, []hearsay.Document, error) {
	now, err := r.StoryOf(ctx, home)
	if err != nil {
		return "", nil, err
	}
	own, err := r.Memberships(ctx, home)
	if err != nil {
		return "", nil, err
	}
	story := then.place(own[0]).Story
	var docs []hearsay.Document
	for _, id := range slices.Compact([]hearsay.StoryID{now.ID, story}) {
		some, err := r.StoryDocuments(ctx, id)
		if err != nil {
			return "", nil, err
		}
		docs = append(docs, some...)
	}
	for _, d := range docs {
		parted = slices.DeleteFunc(parted, func(id hearsay.DocumentID) bool { return id == d.ID })
	}
	more, err := r.DocumentsOf(ctx, parted...)
	if err != nil {
		return "", nil, err
	}
	docs = append(docs, more...)
	ids := make([]hearsay.DocumentID, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	memberships, err := r.Memberships(ctx, ids...)
	in := map[hearsay.DocumentID]bool{}
	for _, m := range memberships {
		in[m.Document] = then.place(m).Story == story
	}
	return story, slices.DeleteFunc(docs, func(d hearsay.Document) bool { return !in[d.ID] }), err
}

// heldCopies leaves out copies of documents that are not let through.
func heldCopies(ctx context.Context, r store.Reader, copies []hearsay.Link, keep func(*hearsay.Document) bool) ([]hearsay.Link, error) {
	var ids []hearsay.DocumentID
	for _, l := range copies {
		ids = append(ids, l.To)
	}
	docs, err := r.DocumentsOf(ctx, ids...)
	held := map[hearsay.DocumentID]bool{}
	for i := range docs {
		held[docs[i].ID] = keep(&docs[i])
	}
	return slices.DeleteFunc(copies, func(l hearsay.Link) bool { return !held[l.To] }), err
}

// HomeOf gives a document of the story that a claim is, or was, told in: that of its wording or, where the claim is gone
// because its document was replaced by a later version, one that an assessment of it rests on.
func HomeOf(ctx context.Context, r store.Reader, id hearsay.ClaimID) (hearsay.DocumentID, error) {
	claim, missing := r.Claim(ctx, id)
	if !errors.Is(missing, hearsay.ErrNotFound) {
		return claim.Source, missing
	}
	history, err := r.Assessments(ctx, id)
	if err != nil {
		return "", err
	}
	for _, a := range history {
		for _, o := range a.Origins {
			if _, err := r.StoryOf(ctx, o.Document); !errors.Is(err, hearsay.ErrNotFound) {
				return o.Document, err
			}
		}
	}
	return "", missing
}
