// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

type documentsInput struct {
	Paged
	Outlet string    `query:"outlet" maxLength:"64"`
	Kind   string    `query:"kind" enum:"article,post,thread,digest,page"`
	From   time.Time `query:"from" doc:"only documents of this time or later"`
	To     time.Time `query:"to" doc:"only documents before this time"`
}

// documentItem is a document in a list.
type documentItem struct {
	ID        hearsay.DocumentID `json:"id"`
	Kind      hearsay.Kind       `json:"kind"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	URL       string             `json:"url"`
	Title     string             `json:"title"`
	Published string             `json:"published" doc:"as exactly as it is known; empty where it is not"`
	Fetched   time.Time          `json:"fetched"`
	Language  string             `json:"language"`
	Marking   string             `json:"marking"`
}

func (a *api) documents(ctx context.Context, in *documentsInput) (*body[List[documentItem]], error) {
	after, err := in.place("documents")
	if err != nil {
		return nil, err
	}
	all, err := a.reader(ctx).Documents(ctx, store.DocumentFilter{Outlet: hearsay.OutletID(in.Outlet), Kind: hearsay.Kind(in.Kind), From: in.From, To: in.To,
		After: hearsay.DocumentID(after), Limit: in.Limit + 1})
	lines := make([]documentItem, len(all))
	for i := range all {
		d := &all[i]
		lines[i] = documentItem{d.ID, d.Kind, d.Outlet, d.URL, d.Title, d.Published.String(), d.Fetched, d.Language, d.TLP.String()}
	}
	return of(page(ctx, &in.Paged, "documents", lines, func(d *documentItem) string { return string(d.ID) }), err)
}

func (a *api) document(ctx context.Context, in *One) (*body[*ledger.DocumentView], error) {
	return of(ledger.ViewDocument(ctx, a.reader(ctx), hearsay.DocumentID(in.ID)))
}

func (a *api) versions(ctx context.Context, in *One) (*body[List[ledger.VersionLine]], error) {
	all, err := ledger.Versions(ctx, a.reader(ctx), hearsay.DocumentID(in.ID))
	return of(List[ledger.VersionLine]{Items: all}, err)
}

func (a *api) impact(ctx context.Context, in *One) (*body[*ledger.ImpactView], error) {
	found, err := ledger.ImpactOf(ctx, a.reader(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return of(ledger.ViewImpact(found), nil)
}

func (a *api) capture(ctx context.Context, in *One) (*body[*ledger.CaptureView], error) {
	verify := a.Verify
	if verify != nil {
		verify = func(ctx context.Context, c hearsay.Capture) error {
			err := a.Verify(ctx, c)
			if err != nil {
				a.Log.ErrorContext(ctx, "a capture is not what it was", "capture", c.ID, "err", err)
			}
			return err
		}
	}
	return of(ledger.ViewCapture(ctx, a.reader(ctx), hearsay.CaptureID(in.ID), verify))
}

type searchInput struct {
	Paged
	Query string `query:"q" required:"true" minLength:"1" maxLength:"2000" doc:"words, \"phrases\", prefix*, -without, outlet:ID, after:2026-03-01, before:2026-04-01"`
}

// hitLine is a document that was found.
type hitLine struct {
	Document hearsay.DocumentID `json:"document"`
	Outlet   hearsay.OutletID   `json:"outlet"`
	Title    string             `json:"title"`
	When     time.Time          `json:"when"`
	Snippet  string             `json:"snippet" doc:"quoted from the document"`
	Marks    []hearsay.Span     `json:"marks" doc:"places in the snippet"`
}

func (a *api) search(ctx context.Context, in *searchInput) (*body[List[hitLine]], error) {
	q, err := search.Parse(in.Query)
	if wrong := (*search.Error)(nil); errors.As(err, &wrong) {
		err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the query", Cause: wrong, Hint: "words, \"phrases\", prefix*, -without, outlet:ID, after:DAY, before:DAY"}
	}
	if err != nil {
		return nil, err
	}
	after, err := in.place("search")
	if err != nil {
		return nil, err
	}
	leave, err := a.Searches.Take(turnsOf(ctx))
	if err != nil {
		return nil, err
	}
	defer leave()
	q.After, q.Limit = hearsay.DocumentID(after), in.Limit+1
	hits, err := a.reader(ctx).Search(ctx, q)
	lines := make([]hitLine, len(hits))
	for i, h := range hits {
		lines[i] = hitLine{h.Document, h.Outlet, h.Title, h.When, h.Snippet, h.Marks}
	}
	return of(page(ctx, &in.Paged, "search", lines, func(h *hitLine) string { return string(h.Document) }), err)
}

// turnsOf is by whom turns are counted: by account, whatever tokens it has; and by address for who is not in.
func turnsOf(ctx context.Context) string {
	if me := desk.WhoIs(ctx); me.ID != "" {
		return string(me.ID)
	}
	return askerOf(ctx).key
}
