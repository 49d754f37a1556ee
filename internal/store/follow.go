// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

const followColumns = "id, account, kind, about, mail, created, passed, found, leaf"

var followTable = table{"follow", "id", followColumns}

func scanFollow(r row) (f hearsay.Follow, err error) {
	return f, r.Scan(&f.ID, &f.Account, &f.Kind, &f.About, &f.Mail, timeColumn{&f.Created}, &f.Passed, &f.Found, &f.Leaf)
}

// Follows gives what an account follows, or what all do where it is empty, the newest first. Only [Everything] may ask.
func (r Reader) Follows(ctx context.Context, id hearsay.AccountID) ([]hearsay.Follow, error) {
	return r.follows(ctx, " WHERE $1 = '' OR account = $1 ORDER BY created DESC, id", string(id))
}

// FollowsBehind gives what is followed and not looked at up to these numbers of events and documents. Only [Everything] may ask.
func (r Reader) FollowsBehind(ctx context.Context, event, document int64) ([]hearsay.Follow, error) {
	return r.follows(ctx, " WHERE kind <> 'query' AND passed < $1 OR kind = 'query' AND found < $2 ORDER BY account, id", event, document)
}

// Follow gives one. Only [Everything] may ask.
func (r Reader) Follow(ctx context.Context, id hearsay.FollowID) (hearsay.Follow, error) {
	all, err := r.follows(ctx, " WHERE id = $1", string(id))
	if err == nil && len(all) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read follow " + string(id)}
	}
	if err != nil {
		return hearsay.Follow{}, err
	}
	return all[0], nil
}

func (r Reader) follows(ctx context.Context, where string, args ...any) ([]hearsay.Follow, error) {
	rows, err := r.operator(ctx, "SELECT "+followColumns+" FROM follow"+where, args...)
	all, err := collect(rows, err, scanFollow)
	return all, fault(r.dialect, "read what is followed", err)
}

// AddFollow adds what an account follows. Of what it follows already only the way is changed.
func (t *Tx) AddFollow(ctx context.Context, f hearsay.Follow) error {
	return t.exec(ctx, "follow "+f.About, followTable.insert()+" ON CONFLICT (id) DO UPDATE SET mail = excluded.mail",
		string(f.ID), string(f.Account), string(f.Kind), words(f.About), f.Mail, micros(f.Created), f.Passed, f.Found, f.Leaf)
}

// PassFollow keeps up to which numbers something followed was looked at; they never go back.
func (t *Tx) PassFollow(ctx context.Context, id hearsay.FollowID, passed, found int64) error {
	return t.exec(ctx, "pass by "+string(id), `UPDATE follow SET passed = CASE WHEN passed < $1 THEN $1 ELSE passed END,
		found = CASE WHEN found < $2 THEN $2 ELSE found END WHERE id = $3`, passed, found, string(id))
}

// DeleteFollow ends that something is followed. What was told because of it and is in no letter yet, or not seen, is told no more.
func (t *Tx) DeleteFollow(ctx context.Context, account hearsay.AccountID, id hearsay.FollowID) error {
	err := t.exec(ctx, "unfollow "+string(id), "DELETE FROM alert WHERE follow = $1 AND account = $2", string(id), string(account))
	if err != nil {
		return err
	}
	return t.exec(ctx, "unfollow "+string(id), "DELETE FROM follow WHERE id = $1 AND account = $2", string(id), string(account))
}

const alertColumns = "id, account, follow, event, document, mail, letter, made, seen"

func scanAlert(r row) (a hearsay.Alert, err error) {
	return a, r.Scan(&a.Seq, &a.ID, &a.Account, &a.Follow, &a.Event, &a.Document, &a.Mail, &a.Letter, timeColumn{&a.Made}, &a.Seen)
}

// AlertFilter chooses alerts; the zero value chooses all.
type AlertFilter struct {
	Account     hearsay.AccountID
	Letter      hearsay.LetterID
	After       int64 // only those with a greater Seq
	Before      int64 // only those with a smaller Seq; 0 for no bound
	Unseen      bool
	Unsent      bool // only those that are to go out by e-mail, and are in no letter yet
	NewestFirst bool
	Limit       int // 0 for no limit
}

// Alerts gives alerts in the order in which they were made, or the newest first. Only [Everything] may ask: they have no marking, what they
// are of has.
func (r Reader) Alerts(ctx context.Context, f AlertFilter) ([]hearsay.Alert, error) {
	q := sel("SELECT seq, "+alertColumns+" FROM alert WHERE seq > $1").
		when(f.Account != "", " AND account = ?", string(f.Account)).
		when(f.Letter != "", " AND letter = ?", string(f.Letter)).
		when(f.Before > 0, " AND seq < ?", f.Before).
		when(f.Unseen, " AND seen = ?", false).
		when(f.Unsent, " AND mail = ? AND letter = ''", true).
		when(f.NewestFirst, " ORDER BY seq DESC").
		when(!f.NewestFirst, " ORDER BY seq").
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	rows, err := r.operator(ctx, q.String(), append([]any{f.After}, q.args...)...)
	all, err := collect(rows, err, scanAlert)
	return all, fault(r.dialect, "read alerts", err)
}

// LastAlert gives the number of the newest alert of an account; 0 where there is none. Only [Everything] may ask.
func (r Reader) LastAlert(ctx context.Context, id hearsay.AccountID) (int64, error) {
	rows, err := r.operator(ctx, "SELECT COALESCE(MAX(seq), 0) FROM alert WHERE account = $1", string(id))
	all, err := collect(rows, err, func(r row) (n int64, err error) { return n, r.Scan(&n) })
	if err != nil {
		return 0, fault(r.dialect, "read last alert", err)
	}
	return all[0], nil
}

// AccountsUnsent gives the accounts that have alerts which are to go out by e-mail, and are in no letter yet. Only [Everything] may ask.
func (r Reader) AccountsUnsent(ctx context.Context) ([]hearsay.AccountID, error) {
	rows, err := r.operator(ctx, "SELECT DISTINCT account FROM alert WHERE mail = $1 AND letter = '' ORDER BY account", true)
	all, err := collect(rows, err, func(r row) (id hearsay.AccountID, err error) { return id, r.Scan(&id) })
	return all, fault(r.dialect, "read who waits for letters", err)
}

var alertTable = table{"alert", "id", alertColumns}

// AddAlerts adds alerts; one that was made before stays as it is. As with events, who has seen a number has seen all before it.
func (t *Tx) AddAlerts(ctx context.Context, alerts ...hearsay.Alert) error {
	if len(alerts) == 0 {
		return nil
	}
	if err := t.lock(ctx, alertOrder); err != nil {
		return err
	}
	return save(ctx, t, alertTable.insertNew(), alerts, func(a hearsay.Alert) []any {
		return []any{string(a.ID), string(a.Account), string(a.Follow), string(a.Event), string(a.Document), a.Mail, string(a.Letter), micros(a.Made), a.Seen}
	})
}

// PutInLetter keeps in which letter alerts go out; one that is in a letter already stays there.
func (t *Tx) PutInLetter(ctx context.Context, letter hearsay.LetterID, alerts ...hearsay.Alert) error {
	return save(ctx, t, "UPDATE alert SET letter = $1 WHERE id = $2 AND letter = ''", alerts, func(a hearsay.Alert) []any { return []any{string(letter), string(a.ID)} })
}

// UnmailAlerts has the alerts of an account that are in no letter yet go out in none.
func (t *Tx) UnmailAlerts(ctx context.Context, id hearsay.AccountID) error {
	return t.exec(ctx, "hold alerts", "UPDATE alert SET mail = $1 WHERE account = $2 AND letter = '' AND mail <> $1", false, string(id))
}

// SeeAlerts keeps that an account has seen its alerts up to a number.
func (t *Tx) SeeAlerts(ctx context.Context, id hearsay.AccountID, upTo int64) error {
	return t.exec(ctx, "keep what was seen", "UPDATE alert SET seen = $1 WHERE account = $2 AND seq <= $3 AND seen <> $1", true, string(id), upTo)
}

// found is a document that answers a query, with what tells it from its other versions.
type found struct {
	seq      int64
	document hearsay.DocumentID
	url      string
	kind     hearsay.Kind
	part     string
	leaf     int64
}

// LastDocument gives the number of the newest document; 0 where there is none. Only [Everything] may ask.
func (r Reader) LastDocument(ctx context.Context) (int64, error) {
	rows, err := r.operator(ctx, "SELECT COALESCE(MAX(seq), 0) FROM document")
	all, err := collect(rows, err, func(r row) (n int64, err error) { return n, r.Scan(&n) })
	if err != nil {
		return 0, fault(r.dialect, "read last document", err)
	}
	return all[0], nil
}

// FindNew gives the documents with numbers in (after, to] that answer a query and were captured from a leaf of the evidence log on, in the
// order of their numbers, of limit at most, and the number up to which it has looked. A later version of what the query had found already is
// not new.
func (r Reader) FindNew(ctx context.Context, q Query, after, to, leaf int64, limit int) ([]hearsay.DocumentID, int64, error) {
	const columns = "SELECT seq, id, url, kind, part, COALESCE((SELECT leaf FROM capture WHERE " + visible + " AND capture.id = document.capture), -1) FROM document WHERE " + visible
	s, err := r.answering(ctx, sel(columns), q)
	if err != nil {
		return nil, after, err
	}
	s.add(" AND seq > ? AND seq <= ? AND capture IN (SELECT id FROM capture WHERE "+visible+" AND leaf >= ?) ORDER BY seq LIMIT ?", after, to, leaf, limit)
	all, err := list(ctx, r, "look for what is new", func(r row) (f found, err error) {
		return f, r.Scan(&f.seq, &f.document, &f.url, &f.kind, &f.part, &f.leaf)
	}, s)
	if err != nil {
		return nil, after, err
	}
	if len(all) == limit {
		to = all[limit-1].seq
	}
	var out []hearsay.DocumentID
	for _, f := range all {
		known, err := r.foundBefore(ctx, q, &f)
		if err != nil {
			return nil, after, err
		}
		if !known {
			out = append(out, f.document)
		}
	}
	return out, to, nil
}

// foundBefore reports whether an earlier capture of the same address answers a query too. Posts may share the address of their page: theirs
// is that and their place.
func (r Reader) foundBefore(ctx context.Context, q Query, f *found) (bool, error) {
	if f.url == "" {
		return false, nil
	}
	s, err := r.answering(ctx, sel("SELECT id FROM document WHERE "+visible), q)
	if err != nil {
		return false, err
	}
	s.add(" AND url = ?", f.url).when(f.kind == hearsay.Post, " AND part = ?", f.part).
		add(" AND capture IN (SELECT id FROM capture WHERE "+visible+" AND leaf < ?) LIMIT 1", f.leaf)
	before, err := list(ctx, r, "look for an earlier version", func(r row) (id hearsay.DocumentID, err error) { return id, r.Scan(&id) }, s)
	return len(before) > 0, err
}
