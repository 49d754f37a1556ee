// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"slices"
	"strconv"
	"time"

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

// mostHolders is how many of the older documents that have a fingerprint are looked at, the oldest: a text that hundreds
// copied is found in them as well as in all, and what is read for one document is bounded, however many are stored.
const mostHolders = 12

// DocumentsSharing gives the documents that share at least so many fingerprints with a document, those that share
// most first, and how many they share: those that are not younger, or with later
// those that are not older.
func (r Reader) DocumentsSharing(ctx context.Context, id hearsay.DocumentID, later bool, least, limit int) ([]Count, error) {
	bound := ">= mine.moment"
	if !later {
		// One bound, so that both engines walk the index up to it and no further.
		bound = `<= COALESCE((SELECT held.moment FROM fingerprint held WHERE held.` + visible + ` AND held.hash = mine.hash
			AND held.moment <= mine.moment ORDER BY held.moment LIMIT 1 OFFSET ` + strconv.Itoa(mostHolders) + `), mine.moment)`
	}
	q := sel("SELECT (SELECT id FROM document WHERE "+visible+" AND seq = other.number), COUNT(*) FROM fingerprint mine JOIN fingerprint other"+
		" ON other.hash = mine.hash AND other.moment "+bound+" WHERE mine."+visible+" AND other."+visible).
		add(" AND mine.number = (SELECT seq FROM document WHERE "+visible+" AND id = ?) AND other.number <> mine.number", string(id)).
		add(" GROUP BY other.number HAVING COUNT(*) >= ? ORDER BY 2 DESC, 1 LIMIT ?", least, limit)
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

var fingerprintTable = table{"fingerprint", "hash, moment, number", "hash, moment, number, tlp"}

// SaveFingerprints replaces the fingerprints of a stored document of that date.
func (t *Tx) SaveFingerprints(ctx context.Context, id hearsay.DocumentID, when time.Time, hashes []uint64) error {
	number, err := t.number(ctx, id)
	if err != nil {
		return err
	}
	if err := t.exec(ctx, "replace fingerprints of "+string(id), "DELETE FROM fingerprint WHERE number = $1", number); err != nil {
		return err
	}
	const together = 32 // a hundred rows a document, one by one, took a tenth of all writing
	for some := range slices.Chunk(hashes, together) {
		var values []any
		for _, h := range some {
			values = append(values, int64(h), micros(when), number, int64(hearsay.Clear))
		}
		if err := t.exec(ctx, "save fingerprints of "+string(id), fingerprintTable.insertManyNew(len(some)), values...); err != nil {
			return err
		}
	}
	return nil
}
