// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"hearsay"
)

// Snapshot writes a copy of the database, as it is at one moment, into a new file; other processes may write meanwhile. Only
// SQLite does it: a server has tools of its own, and is hearsay.ErrInvalid here.
func (s *Store) Snapshot(ctx context.Context, path string) error {
	if s.dialect.engine != SQLite {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "copy the database", Cause: errors.New("it is a server's"), Hint: "use pg_dump"}
	}
	_, err := s.write.ExecContext(ctx, "VACUUM INTO $1", path)
	return fault(s.dialect, "copy the database to "+path, err)
}

// secrets are what lets somebody in, makes others believe us, or tells who our readers are. Accounts stay, so that nobody becomes the first
// administrator by coming first; nobody comes in to them until they have a new password.
var secrets = []string{
	"DELETE FROM session", "DELETE FROM api_token", "DELETE FROM passkey", "DELETE FROM identity",
	"DELETE FROM hook", "DELETE FROM delivery", "DELETE FROM subscription", "DELETE FROM subscriber", "DELETE FROM letter", "DELETE FROM arrival",
	"DELETE FROM job WHERE stage IN ('deliver', 'mail')", "DELETE FROM failure WHERE stage IN ('deliver', 'mail')",
	"UPDATE account SET password = ''",
}

// DropSecrets takes the secrets out of a database that lies in a file which nobody has open: sessions, tokens, passkeys,
// identities, hooks, subscriptions, subscribers, arrivals and passwords. Nothing of them is left in its bytes.
func DropSecrets(ctx context.Context, path string) error {
	return onFile(ctx, path, "&_pragma=secure_delete(1)&_pragma=journal_mode(memory)", func(db *sql.DB) error {
		for _, statement := range secrets {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fault(&sqliteDialect, "take the secrets out of "+path, err)
			}
		}
		return nil
	})
}

// CheckFile says whether a file that somebody gave us is a whole database of ours, before anything else is done with it:
// nothing but tables and indexes may be in it, so that opening it runs nothing.
//
// What is wrong is of the kind hearsay.ErrInvalid.
func CheckFile(ctx context.Context, path string) error {
	invalid := func(cause error) error {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "check the database " + path, Cause: cause}
	}
	return onFile(ctx, path, "&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=query_only(1)", func(db *sql.DB) error {
		others, err := strs(ctx, db, "SELECT type || ' ' || name FROM sqlite_master WHERE type NOT IN ('table', 'index')")
		if err != nil {
			return invalid(err)
		}
		if len(others) > 0 {
			return invalid(fmt.Errorf("it has a %.100q", others[0]))
		}
		said, err := strs(ctx, db, "PRAGMA integrity_check(5)")
		if err != nil {
			return invalid(err)
		}
		if !slices.Equal(said, []string{"ok"}) {
			return invalid(fmt.Errorf("it is damaged: %.300s", strings.Join(said, "; ")))
		}
		return nil
	})
}

// CheckTables says whether the tables of an open database are those of this program and no others; others are
// hearsay.ErrInvalid.
func (s *Store) CheckTables(ctx context.Context) error {
	fresh, err := sql.Open(sqliteDialect.driver, "file::memory:")
	if err != nil {
		return err
	}
	defer fresh.Close()
	fresh.SetMaxOpenConns(1) // each connection has a memory of its own
	if err := migrate(ctx, &sqliteDialect, fresh); err != nil {
		return err
	}
	want, err := strs(ctx, fresh, "SELECT name FROM ("+sqliteColumns+")")
	if err != nil {
		return err
	}
	got, err := strs(ctx, s.read, "SELECT name FROM ("+sqliteColumns+")")
	if err != nil {
		return err
	}
	if !slices.Equal(want, got) {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "check the tables of the database",
			Cause: errors.New("they are not those of this hearsay"), Hint: "use the version that wrote it, or a newer one"}
	}
	return nil
}

// sqliteColumns are all tables with their columns.
const sqliteColumns = `SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c
	WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1`

// onFile opens a database file, without bringing its tables up to date.
func onFile(ctx context.Context, path, pragmas string, do func(*sql.DB) error) error {
	db, err := sql.Open(sqliteDialect.driver, "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(10000)"+pragmas)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(do(db), db.Close())
}

// strs gives the one column of an answer.
func strs(ctx context.Context, db *sql.DB, query string) ([]string, error) {
	rows, err := db.QueryContext(ctx, query)
	return collect(rows, err, func(r row) (s string, err error) { return s, r.Scan(&s) })
}

// SegmentEnds gives, for each segment of the archive, where the last record that a capture lies in ends.
func (r Reader) SegmentEnds(ctx context.Context) (map[string]int64, error) {
	type end struct {
		segment string
		at      int64
	}
	ends := map[string]int64{}
	all, err := list(ctx, r, "read the ends of segments", func(r row) (e end, err error) { return e, r.Scan(&e.segment, &e.at) },
		sel("SELECT segment, MAX(place + length) FROM capture WHERE "+visible+" GROUP BY segment").
			add(" UNION ALL SELECT segment, MAX(place + length) FROM tombstone WHERE "+visible+" GROUP BY segment"))
	for _, e := range all {
		ends[e.segment] = max(ends[e.segment], e.at)
	}
	return ends, err
}

// DropFeed removes a feed that may not be looked at. What it gave stays.
func (t *Tx) DropFeed(ctx context.Context, id hearsay.FeedID) error {
	for _, statement := range []string{"DELETE FROM feed WHERE id = $1", "DELETE FROM feed_address WHERE feed = $1"} {
		if err := t.exec(ctx, "drop feed "+string(id), statement, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// DropPages removes the pages that may not be looked at, and gives their addresses.
func (t *Tx) DropPages(ctx context.Context, isAllowed func(url string) bool) (dropped []string, err error) {
	urls, err := list(ctx, t.Reader, "read pages", func(r row) (s string, err error) { return s, r.Scan(&s) },
		sel("SELECT url FROM page WHERE "+visible+" ORDER BY url"))
	for _, u := range urls {
		if isAllowed(u) {
			continue
		}
		if err := t.exec(ctx, "drop page "+u, "DELETE FROM page WHERE url = $1", u); err != nil {
			return dropped, err
		}
		dropped = append(dropped, u)
	}
	return dropped, err
}
