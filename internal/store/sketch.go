// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// Sketch is what is compared of a document when stories are looked for. Like features it belongs to the machine:
// only [Everything] may read it.
type Sketch struct {
	Document hearsay.DocumentID
	When     time.Time
	Terms    []byte          // JSON, in the form of the stage that made it
	Placed   hearsay.StoryID // where the machine placed it; empty while it is not placed
}

const selectSketch = `SELECT document, moment, terms,
	COALESCE((SELECT placed FROM membership WHERE ` + visible + ` AND membership.document = sketch.document), '')
	FROM sketch WHERE ` + visible

func scanSketch(r row) (s Sketch, err error) {
	return s, r.Scan(&s.Document, timeColumn{&s.When}, &s.Terms, &s.Placed)
}

// placedToo keeps those whose document is placed. It asks for each, and not first for all that are: they may be hundreds of thousands.
const placedToo = " AND EXISTS (SELECT 1 FROM membership WHERE " + visible + " AND membership.document = sketch.document)"

// SketchOf gives the sketch of one document.
func (r Reader) SketchOf(ctx context.Context, id hearsay.DocumentID) (Sketch, error) {
	found, err := machine(ctx, r, "read sketch of "+string(id), scanSketch, sel(selectSketch).add(" AND document = ?", string(id)))
	if err == nil && len(found) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read sketch of " + string(id)}
	}
	if err != nil {
		return Sketch{}, err
	}
	return found[0], nil
}

// SketchesPlaced gives the sketches of the placed documents dated at from or later and before to.
func (r Reader) SketchesPlaced(ctx context.Context, from, to time.Time) ([]Sketch, error) {
	return machine(ctx, r, "read sketches", scanSketch, sel(selectSketch).
		add(" AND moment >= ? AND moment < ?", micros(from), micros(to)).
		add(placedToo))
}

// LastEpoch is the number of the last epoch; 0 before the first.
func (r Reader) LastEpoch(ctx context.Context) (int64, error) {
	n, err := machine(ctx, r, "read last epoch", func(r row) (n int64, err error) { return n, r.Scan(&n) },
		sel("SELECT COALESCE(MAX(epoch), 0) FROM sketch WHERE "+visible))
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// NewestPlaced is the date of the newest document that is placed; the zero time where none is.
func (r Reader) NewestPlaced(ctx context.Context) (newest time.Time, err error) {
	_, err = machine(ctx, r, "read date of the newest placed document", func(r row) (struct{}, error) {
		return struct{}{}, r.Scan(timeColumn{&newest})
	}, sel("SELECT moment FROM sketch WHERE "+visible).
		add(placedToo+" ORDER BY moment DESC LIMIT 1"))
	return newest, err
}

// SaveSketch adds or replaces the sketch of a document; its epoch stays.
func (t *Tx) SaveSketch(ctx context.Context, s Sketch) error {
	const statement = `INSERT INTO sketch (document, moment, epoch, terms, tlp) VALUES ($1, $2, 0, $3, $4)
		ON CONFLICT (document) DO UPDATE SET moment = excluded.moment, terms = excluded.terms`
	return save(ctx, t, statement, []Sketch{s}, func(s Sketch) []any {
		return []any{string(s.Document), micros(s.When), string(s.Terms), int64(hearsay.Clear)}
	})
}

// SetEpoch notes in which epoch documents were placed.
func (t *Tx) SetEpoch(ctx context.Context, epoch int64, documents ...hearsay.DocumentID) error {
	return save(ctx, t, "UPDATE sketch SET epoch = $2 WHERE document = $1", documents,
		func(id hearsay.DocumentID) []any { return []any{string(id), epoch} })
}
