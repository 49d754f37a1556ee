// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

// Feature is a weighted term of a document or a story. Kind says what the terms are: words, names, places.
// Features belong to the machine: only [Everything] may read them.
type Feature struct {
	Owner  string // ID of a document or story
	Kind   string
	Term   string
	Weight float64
}

func scanFeature(r row) (f Feature, err error) {
	return f, r.Scan(&f.Owner, &f.Kind, &f.Term, &f.Weight)
}

// FeaturesOf gives the features of owners of one kind, by owner, then by term.
func (r Reader) FeaturesOf(ctx context.Context, kind string, owners ...string) ([]Feature, error) {
	return inBatches(unique(owners), func(some []string) ([]Feature, error) {
		q := in(sel("SELECT owner, kind, term, weight FROM feature WHERE "+visible).add(" AND kind = ?", kind), "owner", some)
		return machine(ctx, r, "read features", scanFeature, q.add(" ORDER BY owner, term"))
	})
}

// Count is how often something was found.
type Count struct {
	ID string
	N  int
}

func scanCount(r row) (c Count, err error) { return c, r.Scan(&c.ID, &c.N) }

// OwnersSharing gives the owners that have some of the terms, with the number of terms they share, those with
// most first; limit bounds the answer for every 500 terms.
func (r Reader) OwnersSharing(ctx context.Context, kind string, terms []string, limit int) (map[string]int, error) {
	counts, err := inBatches(unique(terms), func(some []string) ([]Count, error) {
		q := in(sel("SELECT owner, COUNT(*) FROM feature WHERE "+visible).add(" AND kind = ?", kind), "term", some)
		return machine(ctx, r, "read owners of features", scanCount,
			q.add(" GROUP BY owner ORDER BY COUNT(*) DESC, owner LIMIT ?", limit))
	})
	m := map[string]int{}
	for _, c := range counts {
		m[c.ID] += c.N
	}
	return m, err
}

// CountOwners counts how many owners have each of the terms; a term that nobody has is missing.
func (r Reader) CountOwners(ctx context.Context, kind string, terms []string) (map[string]int, error) {
	counts, err := inBatches(unique(terms), func(some []string) ([]Count, error) {
		q := in(sel("SELECT term, COUNT(*) FROM feature WHERE "+visible).add(" AND kind = ?", kind), "term", some)
		return machine(ctx, r, "count owners of features", scanCount, q.add(" GROUP BY term"))
	})
	m := map[string]int{}
	for _, c := range counts {
		m[c.ID] = c.N
	}
	return m, err
}

// mostHolders is how many documents may have a fingerprint for it to tell of a copy: a line that more have is a
// standing phrase. It also bounds what is read for one document, however many are stored.
const mostHolders = 48

// DocumentsSharing gives the documents that share at least so many fingerprints with a document, those that share
// most first, and how many they share. Fingerprints that very many documents have are passed over.
func (r Reader) DocumentsSharing(ctx context.Context, id hearsay.DocumentID, least, limit int) ([]Count, error) {
	q := sel("SELECT document, COUNT(*) FROM fingerprint WHERE "+visible).
		add(" AND hash IN (SELECT mine.hash FROM fingerprint mine WHERE mine."+visible+" AND mine.document = ?", string(id)).
		add(" AND NOT EXISTS (SELECT 1 FROM fingerprint held WHERE held."+visible+" AND held.hash = mine.hash LIMIT 1 OFFSET ?))", mostHolders).
		add(" AND document <> ?", string(id)).
		add(" GROUP BY document HAVING COUNT(*) >= ? ORDER BY COUNT(*) DESC, document LIMIT ?", least, limit)
	return machine(ctx, r, "read documents that share passages with "+string(id), scanCount, q)
}

// machine is list for what only the operator may read.
func machine[T any](ctx context.Context, r Reader, doing string, scan func(row) (T, error), q *query) ([]T, error) {
	if r.ceiling < hearsay.Red {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing}
	}
	return list(ctx, r, doing, scan, q)
}

var featureTable = table{"feature", "owner, kind, term", "owner, kind, term, weight, tlp"}

// SaveFeatures replaces all features of owner of one kind.
func (t *Tx) SaveFeatures(ctx context.Context, owner, kind string, weights map[string]float64) error {
	if err := t.exec(ctx, "replace features of "+owner, "DELETE FROM feature WHERE owner = $1 AND kind = $2", owner, kind); err != nil {
		return err
	}
	terms := make([]string, 0, len(weights))
	for term := range weights {
		terms = append(terms, term)
	}
	return save(ctx, t, featureTable.insert(), terms, func(term string) []any {
		return []any{owner, kind, words(term), weights[term], int64(hearsay.Clear)}
	})
}

var fingerprintTable = table{"fingerprint", "hash, document", "hash, document, tlp"}

// SaveFingerprints replaces the fingerprints of a document.
func (t *Tx) SaveFingerprints(ctx context.Context, id hearsay.DocumentID, hashes []uint64) error {
	if err := t.exec(ctx, "replace fingerprints of "+string(id), "DELETE FROM fingerprint WHERE document = $1", string(id)); err != nil {
		return err
	}
	return save(ctx, t, fingerprintTable.insertNew(), hashes, func(h uint64) []any {
		return []any{int64(h), string(id), int64(hearsay.Clear)}
	})
}
