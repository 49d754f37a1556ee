// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"maps"
	"slices"

	"hearsay"
)

// Reuses gives the copies that comparing found, by document, as links of the kind Copies. They are what links are
// made of; readers ask for those.
func (r Reader) Reuses(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Link, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Link, error) {
		q := in(sel("SELECT document, earlier, outlet, share, reason, stamp FROM reuse WHERE "+visible), "document", some)
		return list(ctx, r, "read reused passages", func(r row) (l hearsay.Link, err error) {
			l.Kind = hearsay.Copies
			return l, r.Scan(&l.From, &l.To, &l.Outlet, &l.Share, &l.Reason, &l.Stamp)
		}, q.add(" ORDER BY document, earlier"))
	})
}

var reuseTable = table{"reuse", "document, earlier", "document, earlier, outlet, share, reason, stamp, tlp"}

// SaveReuses replaces the copies that were found of what stands in documents.
func (t *Tx) SaveReuses(ctx context.Context, found map[hearsay.DocumentID][]hearsay.Link) error {
	documents := slices.Sorted(maps.Keys(found))
	if err := save(ctx, t, "DELETE FROM reuse WHERE document = $1", documents, func(id hearsay.DocumentID) []any {
		return []any{string(id)}
	}); err != nil {
		return err
	}
	ids := slices.Clone(documents)
	var copies []hearsay.Link
	for _, id := range documents {
		for _, l := range found[id] {
			l.From = id
			copies, ids = append(copies, l), append(ids, l.To)
		}
	}
	tlp, err := strictest(ctx, t, "document", ids)
	if err != nil {
		return err
	}
	return save(ctx, t, reuseTable.insert(), copies, func(l hearsay.Link) []any {
		return []any{string(l.From), string(l.To), string(l.Outlet), l.Share, words(l.Reason), string(l.Stamp), tlp(l.From, l.To)}
	})
}
