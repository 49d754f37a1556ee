// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

const selectLink = `SELECT from_document, to_document, outlet, kind, span_start, span_end, span_text, share, reason,
	in_loop, stamp FROM link WHERE ` + visible

func scanLink(r row) (l hearsay.Link, err error) {
	return l, r.Scan(&l.From, &l.To, &l.Outlet, &l.Kind, &l.Span.Start, &l.Span.End, &l.Span.Text, &l.Share, &l.Reason,
		&l.Loop, &l.Stamp)
}

const linkOrder = " ORDER BY from_document, kind, to_document, outlet, span_start"

// LinksFrom gives the steps back that lead from documents.
func (r Reader) LinksFrom(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Link, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Link, error) {
		return list(ctx, r, "read links", scanLink, in(sel(selectLink), "from_document", some).add(linkOrder))
	})
}

// LinksToOutlet gives the links that credit an outlet or copy it; limit 0 is no limit.
func (r Reader) LinksToOutlet(ctx context.Context, id hearsay.OutletID, limit int) ([]hearsay.Link, error) {
	return list(ctx, r, "read links to outlet "+string(id), scanLink,
		sel(selectLink).add(" AND outlet = ?"+linkOrder, string(id)).when(limit > 0, " LIMIT ?", limit))
}

// LinksTo gives the steps back that lead to documents.
func (r Reader) LinksTo(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Link, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Link, error) {
		return list(ctx, r, "read links", scanLink, in(sel(selectLink), "to_document", some).add(linkOrder))
	})
}

// FirstLinksTo gives the first limit steps back that lead to a document, in the order of [Reader.LinksTo], and how many there are.
func (r Reader) FirstLinksTo(ctx context.Context, id hearsay.DocumentID, limit int) (links []hearsay.Link, all int, err error) {
	all, err = one(ctx, r, "count links to "+string(id), scanInt, sel("SELECT COUNT(*) FROM link WHERE "+visible).add(" AND to_document = ?", string(id)))
	if err != nil || all == 0 {
		return nil, 0, err
	}
	links, err = list(ctx, r, "read links to "+string(id), scanLink, sel(selectLink).add(" AND to_document = ?"+linkOrder+" LIMIT ?", string(id), limit))
	return links, all, err
}

var linkTable = table{"link", "from_document, kind, to_document, outlet, span_start",
	"from_document, to_document, outlet, kind, span_start, span_end, span_text, share, reason, in_loop, stamp, tlp"}

// SaveLinks adds links or replaces those between the same ends at the same place, each marked as the stricter
// of the two documents.
func (t *Tx) SaveLinks(ctx context.Context, links ...hearsay.Link) error {
	var documents []hearsay.DocumentID
	for i := range links {
		documents = append(documents, links[i].From, links[i].To)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	return save(ctx, t, linkTable.upsertChanged(), links, func(l hearsay.Link) []any {
		return []any{string(l.From), string(l.To), string(l.Outlet), string(l.Kind), l.Span.Start, l.Span.End, l.Span.Text,
			l.Share, words(l.Reason), l.Loop, string(l.Stamp), tlp(l.From, l.To)}
	})
}
