// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"net/url"
	"strings"
)

// address is where a database is: the engine and the driver's own form of the address, once for writing and
// once for reading.
type address struct {
	dialect     *dialect
	write, read string
}

// parseAddress reads a path, "sqlite:PATH" or "postgres://…". A path may end in ?synchronous=normal or =off,
// which trades acknowledged work for speed (docs/design/storage.md); without it a commit survives a power cut.
func parseAddress(dsn string) address {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return address{&postgresDialect, dsn, dsn}
	}
	path := strings.TrimPrefix(strings.TrimPrefix(dsn, "sqlite:"), "file:")
	synchronous := "full"
	if before, level, ok := strings.Cut(path, "?synchronous="); ok {
		path, synchronous = before, level
	}
	// What the sizes cost and give is in docs/design/storage.md. The driver drops everything behind "?" unless the name begins with "file:"; PRAGMAs stand in the name so
	// that every connection of a pool gets them.
	base := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=temp_store(memory)"
	write := base + "&_txlock=immediate&_pragma=journal_mode(wal)&_pragma=wal_autocheckpoint(8192)&_pragma=cache_size(-96000)&_pragma=synchronous(" + url.QueryEscape(synchronous) + ")"
	return address{&sqliteDialect, write, base + "&_pragma=query_only(1)&_pragma=cache_size(-16000)"}
}
