// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"hearsay"
)

// DocumentFilter chooses documents; the zero value chooses all.
type DocumentFilter struct {
	Outlet      hearsay.OutletID
	Capture     hearsay.CaptureID
	Parent      hearsay.DocumentID // parts of this thread or digest
	Prior       hearsay.DocumentID // the versions that follow this one
	Kind        hearsay.Kind
	Unplaced    bool               // only documents that are in no story
	From, To    time.Time          // From ≤ When() < To; a zero time is no bound
	OldestFirst bool               // by When(), then ID; otherwise the newest come first
	After       hearsay.DocumentID // go on behind this document, in the same order
	Limit       int                // 0 for no limit
}

const documentColumns = "id, capture, part, parent, prior, kind, outlet, url, title, authors, caption, credit, " +
	"reply_to, links, published, exactness, fetched, moment, language, text, body, stamp, tlp"

const selectDocument = "SELECT " + documentColumns + " FROM document WHERE " + visible

func scanDocument(r row) (d hearsay.Document, err error) {
	var moment int64
	err = r.Scan(&d.ID, &d.Capture, &d.Part, &d.Parent, &d.Prior, &d.Kind, &d.Outlet, &d.URL, &d.Title,
		jsonColumn{&d.Authors}, &d.Caption, &d.Credit, jsonColumn{&d.ReplyTo}, jsonColumn{&d.Links},
		timeColumn{&d.Published.Time}, &d.Published.Precision, timeColumn{&d.Fetched}, &moment,
		&d.Language, &d.Text, &d.Body, &d.Stamp, &d.TLP)
	return d, err
}

// Document gives one document.
func (r Reader) Document(ctx context.Context, id hearsay.DocumentID) (hearsay.Document, error) {
	return one(ctx, r, "read document "+string(id), scanDocument, sel(selectDocument).add(" AND id = ?", string(id)))
}

// Documents gives documents by their date.
func (r Reader) Documents(ctx context.Context, f DocumentFilter) ([]hearsay.Document, error) {
	order, beyond := "DESC", "<"
	if f.OldestFirst {
		order, beyond = "ASC", ">"
	}
	q := sel(selectDocument).
		when(f.Outlet != "", " AND outlet = ?", string(f.Outlet)).
		when(f.Capture != "", " AND capture = ?", string(f.Capture)).
		when(f.Parent != "", " AND parent = ?", string(f.Parent)).
		when(f.Prior != "", " AND prior = ?", string(f.Prior)).
		when(f.Kind != "", " AND kind = ?", string(f.Kind)).
		when(f.Unplaced, " AND id NOT IN (SELECT document FROM membership WHERE "+visible+")").
		when(!f.From.IsZero(), " AND moment >= ?", micros(f.From)).
		when(!f.To.IsZero(), " AND moment < ?", micros(f.To)).
		when(f.After != "", " AND (moment, id) "+beyond+" (SELECT moment, id FROM document WHERE "+visible+" AND id = ?)",
			string(f.After)).
		add(" ORDER BY moment "+order+", id "+order).
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read documents", scanDocument, q)
}

// DocumentsOf gives the documents with these IDs that are there, in no particular order.
func (r Reader) DocumentsOf(ctx context.Context, ids ...hearsay.DocumentID) ([]hearsay.Document, error) {
	return inBatches(unique(ids), func(some []hearsay.DocumentID) ([]hearsay.Document, error) {
		return list(ctx, r, "read documents", scanDocument, in(sel(selectDocument), "id", some))
	})
}

// Home is where and when a document appeared.
type Home struct {
	Document hearsay.DocumentID
	Outlet   hearsay.OutletID
	When     time.Time // [hearsay.Document.When]
	Fetched  time.Time
}

// HomesOf gives the homes of the documents with these IDs that are there.
func (r Reader) HomesOf(ctx context.Context, ids ...hearsay.DocumentID) (map[hearsay.DocumentID]Home, error) {
	homes, err := inBatches(unique(ids), func(some []hearsay.DocumentID) ([]Home, error) {
		return list(ctx, r, "read homes of documents", func(r row) (h Home, err error) {
			return h, r.Scan(&h.Document, &h.Outlet, timeColumn{&h.When}, timeColumn{&h.Fetched})
		}, in(sel("SELECT id, outlet, moment, fetched FROM document WHERE "+visible), "id", some))
	})
	m := make(map[hearsay.DocumentID]Home, len(homes))
	for _, h := range homes {
		m[h.Document] = h
	}
	return m, err
}

// StoryOfParent gives the story that the machine placed the first part of a document in, the first that is placed; empty
// where none is.
func (r Reader) StoryOfParent(ctx context.Context, parent hearsay.DocumentID) (hearsay.StoryID, error) {
	q := sel("SELECT placed FROM membership JOIN document ON document.id = membership.document WHERE membership."+visible+
		" AND document."+visible).add(" AND document.parent = ? ORDER BY document.moment, document.id LIMIT 1", string(parent))
	found, err := list(ctx, r, "read story of "+string(parent), func(r row) (id hearsay.StoryID, err error) { return id, r.Scan(&id) }, q)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// CountByOutlet counts the documents from one time to another (exclusive) by outlet; a zero time is no bound. Later versions of a document, and
// threads and digests, whose parts are documents, do not count.
func (r Reader) CountByOutlet(ctx context.Context, from, to time.Time) (map[hearsay.OutletID]int, error) {
	q := sel("SELECT outlet, COUNT(*) FROM document WHERE "+visible).
		when(!from.IsZero(), " AND moment >= ?", micros(from)).
		when(!to.IsZero(), " AND moment < ?", micros(to)).
		add(" AND NOT prior > ''"). // not by the index of versions: nearly all documents are the first
		add(" AND kind <> ? AND kind <> ? GROUP BY outlet", string(hearsay.Thread), string(hearsay.Digest))
	counts, err := list(ctx, r, "count documents by outlet", scanCount, q)
	m := map[hearsay.OutletID]int{}
	for _, c := range counts {
		m[hearsay.OutletID(c.ID)] = c.N
	}
	return m, err
}

// DocumentsByURL gives the documents of one address, the version captured last first.
func (r Reader) DocumentsByURL(ctx context.Context, url string) ([]hearsay.Document, error) {
	return list(ctx, r, "read documents of "+url, scanDocument,
		sel(selectDocument).add(" AND url = ? ORDER BY fetched DESC, id", url))
}

var documentTable = table{"document", "id", documentColumns}

func documentRow(d *hearsay.Document) []any {
	return []any{string(d.ID), string(d.Capture), words(d.Part), string(d.Parent), string(d.Prior), string(d.Kind),
		string(d.Outlet), words(d.URL), words(d.Title), asJSON(d.Authors), words(d.Caption), words(d.Credit),
		asJSON(d.ReplyTo), asJSON(d.Links), micros(d.Published.Time), string(d.Published.Precision), micros(d.Fetched),
		micros(d.When()), words(d.Language), d.Text, d.Body, string(d.Stamp), int64(d.TLP)}
}

// SaveDocuments adds documents and puts them into the search index; saving one again changes nothing. A document
// is marked at least as strictly as its capture and its parent. Text that differs from what is stored is
// ErrConflict if the stamp is the same; with another stamp it replaces the old text, and what was derived from
// that (mentions, attributions, statements, features) is deleted with it: a span is never moved to other text. A thread,
// which each capture of one of its pages gives, is the document of the earliest of them, in whatever order they come.
func (t *Tx) SaveDocuments(ctx context.Context, documents ...hearsay.Document) error {
	for i := range documents {
		d := documents[i]
		if err := t.saveDocument(ctx, &d); err != nil {
			return fault(t.dialect, "save document "+string(d.ID), err)
		}
	}
	return nil
}

func (t *Tx) saveDocument(ctx context.Context, d *hearsay.Document) error {
	if !utf8.ValidString(d.Text) || strings.Contains(d.Text, "\x00") {
		return fmt.Errorf("text is not UTF-8 or has a NUL: %w", hearsay.ErrInvalid)
	}
	if d.Body < 0 || d.Body > len(d.Text) {
		return fmt.Errorf("body begins at %d of %d bytes: %w", d.Body, len(d.Text), hearsay.ErrInvalid)
	}
	known, err := t.Document(ctx, d.ID)
	switch {
	case errors.Is(err, hearsay.ErrNotFound):
	case err != nil:
		return err
	case known.Capture != d.Capture && earlier(&known, d):
		return nil
	case known.Text == d.Text && known.Title == d.Title:
		err := t.writeDocument(ctx, d, false)
		if err == nil && (known.Outlet != d.Outlet || known.TLP < d.TLP) {
			err = t.remember(ctx, d)
		}
		return err
	case known.Stamp == d.Stamp && known.Capture == d.Capture:
		return fmt.Errorf("other text under the same stamp %s: %w", d.Stamp, hearsay.ErrConflict)
	default:
		if err := t.DeleteDerived(ctx, d.ID); err != nil {
			return err
		}
	}
	return t.writeDocument(ctx, d, true)
}

// earlier reports whether the capture of a came before that of b.
func earlier(a, b *hearsay.Document) bool {
	return cmp.Or(a.Fetched.Compare(b.Fetched.Truncate(time.Microsecond)), cmp.Compare(a.Capture, b.Capture)) < 0
}

func (t *Tx) writeDocument(ctx context.Context, d *hearsay.Document, index bool) error {
	ofCapture, err := strictest(ctx, t, "capture", []hearsay.CaptureID{d.Capture})
	if err != nil {
		return err
	}
	ofParent, err := strictest(ctx, t, "document", []hearsay.DocumentID{d.Parent})
	if err != nil {
		return err
	}
	d.TLP = hearsay.TLP(max(int64(d.TLP), ofCapture(d.Capture), ofParent(d.Parent)))
	rows, err := t.tx.QueryContext(ctx, documentTable.upsert()+" RETURNING seq", documentRow(d)...)
	seq, err := collect(rows, err, func(r row) (n int64, err error) { return n, r.Scan(&n) })
	if err != nil {
		return err
	}
	if !index {
		return nil
	}
	text := d.Text
	if !strings.HasPrefix(text, d.Title) {
		text = d.Title + "\n" + text
	}
	return t.index(ctx, seq[0], text)
}

// number is what the search index and the fingerprints know a document by.
func (t *Tx) number(ctx context.Context, id hearsay.DocumentID) (int64, error) {
	n, err := one(ctx, t.Reader, "read number of document "+string(id), scanInt, sel("SELECT seq FROM document WHERE "+visible).add(" AND id = ?", string(id)))
	return int64(n), err
}

// DeleteDocuments deletes documents that their captures do not give any more, with everything that was derived from
// them. Whoever deletes one sees to it that its story is traced again.
func (t *Tx) DeleteDocuments(ctx context.Context, ids ...hearsay.DocumentID) error {
	for _, id := range ids {
		if err := t.DeleteDerived(ctx, id); err != nil {
			return err
		}
		number, err := t.number(ctx, id)
		if err != nil {
			return err
		}
		if err := t.dialect.index(ctx, t, number, nil); err != nil {
			return fault(t.dialect, "take document "+string(id)+" out of the index", err)
		}
		for _, from := range []string{"membership WHERE document", "sketch WHERE document", "reuse WHERE document", "reuse WHERE earlier",
			"link WHERE from_document", "document WHERE id"} {
			if err := t.exec(ctx, "delete document "+string(id), "DELETE FROM "+from+" = $1", string(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// DeleteDerived deletes what was derived from a document's text.
func (t *Tx) DeleteDerived(ctx context.Context, id hearsay.DocumentID) error {
	for _, which := range []string{
		"mention WHERE document = $1", "attribution WHERE document = $1", "statement WHERE document = $1",
		"alias WHERE document = $1", "feature WHERE owner = $1",
		"fingerprint WHERE number = (SELECT seq FROM document WHERE id = $1)",
	} {
		if err := t.exec(ctx, "delete what was derived from "+string(id), "DELETE FROM "+which, string(id)); err != nil {
			return err
		}
	}
	return nil
}
