// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"hearsay/internal/search"
)

//go:embed migrations
var migrations embed.FS

// dialect is every difference between the two engines. SQL that stands anywhere else runs on both as it is.
type dialect struct {
	engine     Engine
	driver     string
	goose      goose.Dialect
	migrations string
	// row limits of one write at a time: SQLite has one writer, so one connection saves it the waiting
	writers int
	// lock makes writers that append to a chain of hashes take turns; $1 is the number of the chain. Empty where
	// a writing transaction is alone anyway.
	lock string
	// skipLocked says that SELECT … FOR UPDATE SKIP LOCKED is there, and needed: several writers at a time.
	skipLocked bool
	// columns lists the column names of all tables: table, column.
	columns string
	// version gives a word that is another after every commit.
	version string
	// size gives the bytes the database takes.
	size string
	// index adds a document's words to the search index; match gives the numbers (seq) of those that match.
	index func(ctx context.Context, tx *Tx, seq int64, words []string) error
	match func(q search.Query) (condition, value string)
	// matchMany is match for queries that so many documents answer that it is quicker to walk the documents by date than to
	// sort the answers; nil where the engine decides that itself.
	matchMany func(ctx context.Context, db querier, q search.Query) (condition, value string, err error)
	// kind sorts an error of the driver into one of the five kinds; nil for none.
	kind func(error) error
}

// Engine names one of the two databases.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

var sqliteDialect = dialect{
	engine:     SQLite,
	driver:     "sqlite",
	goose:      goose.DialectSQLite3,
	migrations: "migrations/sqlite",
	writers:    1,
	columns: `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' ORDER BY m.name, c.name`,
	size:    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
	version: "PRAGMA data_version",
	index:   indexSQLite,
	match:   matchSQLite, matchMany: matchManySQLite,
	kind: kindSQLite,
}

var postgresDialect = dialect{
	engine:     Postgres,
	driver:     "pgx",
	goose:      goose.DialectPostgres,
	migrations: "migrations/postgres",
	writers:    8,
	lock:       "SELECT pg_advisory_xact_lock($1)",
	skipLocked: true,
	columns: `SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = current_schema() ORDER BY table_name, column_name`,
	size:    "SELECT pg_database_size(current_database())",
	version: "SELECT pg_current_snapshot()::text",
	index:   indexPostgres,
	match:   matchPostgres,
	kind:    kindPostgres,
}

// Primary result codes of SQLite.
const (
	sqliteBusy       = 5
	sqliteLocked     = 6
	sqliteFull       = 13
	sqliteConstraint = 19
)

func kindSQLite(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code() & 0xff {
	case sqliteBusy, sqliteLocked, sqliteFull:
		return errTemporary
	case sqliteConstraint:
		return errConflict
	}
	return nil
}

func kindPostgres(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		if errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
			return errTemporary
		}
		return nil
	}
	switch e.Code[:2] {
	case "23": // integrity constraint
		return errConflict
	case "40", "53", "57", "08": // rollback, no resources, operator intervention, connection
		return errTemporary
	}
	return nil
}
