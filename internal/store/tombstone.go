// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"slices"
	"strings"

	"hearsay"
)

const tombstoneColumns = "capture, address, shut, decision, at, leaf, segment, place, length, wiped, tlp"

const selectTombstone = "SELECT " + tombstoneColumns + " FROM tombstone WHERE " + visible

var tombstoneTable = table{"tombstone", "capture", tombstoneColumns}

func scanTombstone(r row) (t hearsay.Tombstone, err error) {
	return t, r.Scan(&t.Capture, &t.Address, &t.Shut, &t.Decision, timeColumn{&t.At}, &t.Leaf, &t.Segment, &t.Offset, &t.Length, &t.Wiped, &t.TLP)
}

// TombstoneFilter chooses tombstones; the zero value chooses all.
type TombstoneFilter struct {
	Segment  string
	Unwiped  bool  // only those whose bytes are not overwritten yet
	From, To int64 // of leaves; To 0 for no end
}

// Tombstones gives what was erased, in the order in which it was stored.
func (r Reader) Tombstones(ctx context.Context, f TombstoneFilter) ([]hearsay.Tombstone, error) {
	q := sel(selectTombstone).
		when(f.Segment != "", " AND segment = ?", f.Segment).
		when(f.Unwiped, " AND NOT wiped").
		when(f.From > 0, " AND leaf >= ?", f.From).
		when(f.To > 0, " AND leaf < ?", f.To).
		add(" ORDER BY leaf")
	return list(ctx, r, "read tombstones", scanTombstone, q)
}

// Erased gives the tombstones of captures, and those that shut one of the addresses.
func (r Reader) Erased(ctx context.Context, captures []hearsay.CaptureID, addresses []string) ([]hearsay.Tombstone, error) {
	found, err := inBatches(unique(captures), func(some []hearsay.CaptureID) ([]hearsay.Tombstone, error) {
		return list(ctx, r, "read tombstones", scanTombstone, in(sel(selectTombstone), "capture", some))
	})
	if err != nil {
		return nil, err
	}
	shut, err := inBatches(unique(addresses), func(some []string) ([]hearsay.Tombstone, error) {
		return list(ctx, r, "read tombstones", scanTombstone, in(sel(selectTombstone+" AND shut"), "address", some))
	})
	return append(found, shut...), err
}

// SaveTombstones saves tombstones.
func (t *Tx) SaveTombstones(ctx context.Context, stones ...hearsay.Tombstone) error {
	return save(ctx, t, tombstoneTable.upsert(), stones, func(s hearsay.Tombstone) []any {
		return []any{string(s.Capture), s.Address, s.Shut, string(s.Decision), micros(s.At), s.Leaf, s.Segment, s.Offset, s.Length, s.Wiped, int64(s.TLP)}
	})
}

// Erase takes a capture and its documents away with all that was derived from them, puts the tombstone in its place, and gives the stories that
// are to be traced anew. Claims that the documents carried or answered lose their history: it was judged by them.
func (t *Tx) Erase(ctx context.Context, c hearsay.Capture, stone hearsay.Tombstone) ([]hearsay.StoryID, error) {
	if err := t.overwriteDeleted(ctx); err != nil {
		return nil, err
	}
	documents, err := t.HeadingsIn(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var stories []hearsay.StoryID
	var words []string // that only what is erased has: its IDs, and names that nobody else uses
	for _, d := range documents {
		touched, names, err := t.eraseDocument(ctx, d)
		if err != nil {
			return nil, err
		}
		stories, words = append(stories, touched...), append(append(words, string(d.ID)), names...)
	}
	if err := t.erasePast(ctx, words); err != nil {
		return nil, err
	}
	if err := t.eraseCapture(ctx, c, stone.Shut); err != nil {
		return nil, err
	}
	return unique(stories), t.SaveTombstones(ctx, stone)
}

// overwriteDeleted has SQLite overwrite what is deleted on this connection from now on. PostgreSQL does so when it vacuums.
func (t *Tx) overwriteDeleted(ctx context.Context) error {
	if t.dialect.engine != SQLite {
		return nil
	}
	rows, err := t.tx.QueryContext(ctx, "PRAGMA secure_delete = 1")
	_, err = collect(rows, err, scanInt)
	return fault(t.dialect, "have what is deleted overwritten", err)
}

// eraseDocument takes a document away, with what rests on it, and gives the stories that it touched and the names that nobody uses any more.
func (t *Tx) eraseDocument(ctx context.Context, d Heading) (stories []hearsay.StoryID, names []string, err error) {
	story := func(r row) (s hearsay.StoryID, err error) { return s, r.Scan(&s) }
	stories, err = list(ctx, t.Reader, "read what rests on "+string(d.ID), story, sel("SELECT story FROM membership WHERE "+visible).add(" AND (document = ? OR document IN (SELECT from_document FROM link WHERE "+visible+" AND to_document = ?))",
		string(d.ID), string(d.ID)))
	if err != nil {
		return nil, nil, err
	}
	named, err := t.namedIn(ctx, d.ID)
	if err != nil {
		return nil, nil, err
	}
	if err := t.eraseClaimsOn(ctx, d.ID); err != nil {
		return nil, nil, err
	}
	for _, s := range []string{
		"DELETE FROM event WHERE document = $1 OR document IN (SELECT id FROM document WHERE prior = $1)", // what a later version says otherwise holds words of this one
		"DELETE FROM link WHERE to_document = $1",
		"DELETE FROM failure WHERE record = $1",
		"DELETE FROM job WHERE stage = 'cluster' AND record = $1",
		"UPDATE document SET prior = COALESCE((SELECT d.prior FROM document d WHERE d.id = $1), '') WHERE prior = $1",
	} {
		if err := t.exec(ctx, "erase document "+string(d.ID), s, string(d.ID)); err != nil {
			return nil, nil, err
		}
	}
	if err := t.moveRemarks(ctx, d.ID); err != nil {
		return nil, nil, err
	}
	if err := t.DeleteDocuments(ctx, d.ID); err != nil {
		return nil, nil, err
	}
	names, err = t.eraseEntities(ctx, named)
	return stories, names, err
}

// eraseEntities takes those entities away that no document names any more, and gives their names.
func (t *Tx) eraseEntities(ctx context.Context, named map[string][]string) (names []string, err error) {
	for entity, called := range named {
		done, err := t.tx.ExecContext(ctx, `DELETE FROM entity WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM alias WHERE entity = $1)
			AND NOT EXISTS (SELECT 1 FROM mention WHERE entity = $1) AND NOT EXISTS (SELECT 1 FROM attribution WHERE entity = $1)`, entity)
		if err != nil {
			return nil, fault(t.dialect, "erase entity "+entity, err)
		}
		if n, _ := done.RowsAffected(); n > 0 {
			names = append(names, called...)
		}
	}
	return names, nil
}

// eraseClaimsOn takes the claims away that a document carries or answers, with their history.
func (t *Tx) eraseClaimsOn(ctx context.Context, id hearsay.DocumentID) error {
	claims, err := t.claimsOn(ctx, id)
	if err != nil {
		return err
	}
	for _, c := range claims {
		for _, from := range []string{"assertion WHERE claim", "response WHERE claim", "assessment WHERE claim", "event WHERE claim", "claim WHERE id"} {
			if err := t.exec(ctx, "erase claim "+string(c), "DELETE FROM "+from+" = $1", string(c)); err != nil {
				return err
			}
		}
	}
	return nil
}

// namedIn gives the entities of a document with the names that it has for them.
func (t *Tx) namedIn(ctx context.Context, id hearsay.DocumentID) (map[string][]string, error) {
	type name struct{ entity, text string }
	found, err := list(ctx, t.Reader, "read names in "+string(id), func(r row) (n name, err error) { return n, r.Scan(&n.entity, &n.text) },
		sel("SELECT entity, name FROM mention WHERE "+visible).add(" AND document = ?", string(id)).
			add(" UNION SELECT entity, name FROM alias WHERE "+visible).add(" AND document = ?", string(id)).
			add(" UNION SELECT entity, '' FROM attribution WHERE "+visible).add(" AND document = ?", string(id)))
	named := map[string][]string{}
	for _, n := range found {
		named[n.entity] = append(named[n.entity], n.text)
	}
	return named, err
}

// erasePast deletes the history of claims, and events, that have some words. It looks through all of them: a claim that was carried by what is
// erased may not be there now, since everything is being derived anew, and its past is.
func (t *Tx) erasePast(ctx context.Context, words []string) error {
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) < shortestName })
	for i := range words {
		inJSON := asJSON(words[i])
		words = append(words, inJSON[1:len(inJSON)-1])
	}
	has := func(s string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
	scan := func(r row) (key string, err error) { // nothing of what stays is held: there may be millions
		var a, b string
		if err = r.Scan(&key, &a, &b); !has(a) && !has(b) {
			key = ""
		}
		return key, err
	}
	for _, from := range []struct {
		read string
		drop []string
	}{
		{"SELECT claim, origins, reasons FROM assessment WHERE ", []string{"assessment WHERE claim", "event WHERE claim"}},
		{"SELECT id, text, changes FROM event WHERE ", []string{"event WHERE id"}},
	} {
		all, err := list(ctx, t.Reader, "read what was judged and told", scan, sel(from.read+visible))
		if err != nil {
			return err
		}
		for _, key := range unique(all) {
			for _, which := range from.drop {
				if err := t.exec(ctx, "erase what was judged and told of "+key, "DELETE FROM "+which+" = $1", key); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// shortestName is how many bytes a name has at least by which the past is looked through: shorter ones stand in words of others.
const shortestName = 4

// claimsOn gives the claims that a document carries or answers, and those that its words would begin.
func (t *Tx) claimsOn(ctx context.Context, id hearsay.DocumentID) ([]hearsay.ClaimID, error) {
	scan := func(r row) (c hearsay.ClaimID, err error) { return c, r.Scan(&c) }
	claims, err := list(ctx, t.Reader, "read claims of "+string(id), scan,
		sel("SELECT claim FROM assertion WHERE "+visible).add(" AND document = ?", string(id)).
			add(" UNION SELECT claim FROM response WHERE "+visible).add(" AND document = ?", string(id)))
	if err != nil {
		return nil, err
	}
	said, err := list(ctx, t.Reader, "read what "+string(id)+" says", scan,
		sel("SELECT id FROM attribution WHERE "+visible).add(" AND document = ?", string(id)).
			add(" UNION SELECT id FROM statement WHERE "+visible).add(" AND document = ?", string(id)))
	for _, s := range said {
		claims = append(claims, hearsay.NewClaimID(string(s)))
	}
	return unique(claims), err
}

// eraseCapture takes the row of a capture away, and what else tells of it. Its looks stay, without its name: that we looked is ours to keep.
func (t *Tx) eraseCapture(ctx context.Context, c hearsay.Capture, shut bool) error {
	doing, id := "erase capture "+string(c.ID), string(c.ID)
	type statement struct {
		text string
		args []any
	}
	statements := []statement{
		{"DELETE FROM event WHERE before = $1 OR after = $1", []any{id}},
		{"DELETE FROM job WHERE stage = 'read' AND record = $1", []any{id}},
		{"DELETE FROM failure WHERE record = $1", []any{id}},
		{"UPDATE attempt SET capture = '', reason = 'erased' WHERE capture = $1 AND (url = $2 OR feed = $3 AND feed <> '')", []any{id, c.URL, string(c.Feed)}},
		{"UPDATE log_leaf SET record = $2 WHERE leaf = $1", []any{c.Leaf, []byte{}}},
		{"DELETE FROM capture WHERE id = $1", []any{id}},
	}
	if shut {
		statements = append(statements,
			statement{"UPDATE attempt SET url = $2 WHERE url = $1", []any{c.URL, "erased:" + hearsay.AddressID(c.URL)}},
			statement{"DELETE FROM page WHERE url = $1", []any{c.URL}})
	}
	for _, s := range statements {
		if err := t.exec(ctx, doing, s.text, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// Scrub leaves nothing of what was deleted in the files of the database. It takes as long as copying the database, and others wait. On PostgreSQL it marks
// the room for reuse; bytes stay in its files until they are written over.
func (s *Store) Scrub(ctx context.Context) error {
	statements := []string{"VACUUM"}
	if s.dialect.engine == SQLite {
		statements = []string{"INSERT INTO document_search(document_search) VALUES ('optimize')", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"}
	}
	for _, q := range statements {
		if _, err := s.write.ExecContext(ctx, q); err != nil {
			return fault(s.dialect, "scrub the database", err)
		}
	}
	return nil
}
