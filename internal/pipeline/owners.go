// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// OwnerRow is a row of a table of owners.
type OwnerRow struct {
	Outlet string // its ID or its domain
	Line   int    // of the table
	hearsay.Ownership
}

var ownerColumns = []string{"outlet", "owner", "from", "until"}

// ReadOwners reads a table of who owned which outlet when: CSV whose first row is outlet,owner,from,until. Days are
// written 2031-05-01; only until may be empty, while an owner lasts. A table with one bad row is refused whole.
func ReadOwners(r io.Reader) ([]OwnerRow, error) {
	table := csv.NewReader(r)
	head, err := table.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !slices.Equal(head, ownerColumns) {
		return nil, fmt.Errorf("the first row is not %s", strings.Join(ownerColumns, ","))
	}
	var out []OwnerRow
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		o := OwnerRow{Outlet: row[0]}
		o.Line, _ = table.FieldPos(0)
		if o.Ownership, err = ownership(row[1], row[2], row[3]); err != nil {
			return nil, fmt.Errorf("line %d: %w", o.Line, err)
		}
		out = append(out, o)
	}
}

func ownership(owner, from, until string) (o hearsay.Ownership, err error) {
	if o.Owner = owner; owner == "" {
		return o, errors.New("it names no owner")
	}
	if o.From, err = time.Parse(time.DateOnly, from); err != nil {
		return o, fmt.Errorf("from: %w", err)
	}
	if until == "" {
		return o, nil
	}
	if o.Until, err = time.Parse(time.DateOnly, until); err != nil {
		return o, fmt.Errorf("until: %w", err)
	}
	if o.Until.Before(o.From) {
		return o, fmt.Errorf("until %s is before from %s", until, from)
	}
	return o, nil
}

// SaveOwners replaces the owners of the outlets that the table names, and gives how many these are. An outlet that is not
// known is hearsay.ErrNotFound.
func SaveOwners(ctx context.Context, tx *store.Tx, table []OwnerRow) (int, error) {
	named := map[hearsay.OutletID]*hearsay.Outlet{}
	for _, row := range table {
		o, err := tx.Outlet(ctx, hearsay.OutletID(row.Outlet))
		if errors.Is(err, hearsay.ErrNotFound) {
			o, err = tx.OutletByDomain(ctx, strings.ToLower(row.Outlet))
		}
		if errors.Is(err, hearsay.ErrNotFound) {
			return 0, fmt.Errorf("line %d: outlet %q: %w", row.Line, row.Outlet, hearsay.ErrNotFound)
		}
		if err != nil {
			return 0, err
		}
		if named[o.ID] == nil {
			o.Owners = nil
			named[o.ID] = &o
		}
		named[o.ID].Owners = append(named[o.ID].Owners, row.Ownership)
	}
	for _, o := range named {
		if err := tx.SaveOutlets(ctx, *o); err != nil {
			return 0, err
		}
	}
	return len(named), nil
}
