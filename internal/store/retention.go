// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

var retentionTable = table{"retention", "id", "id, kind, outlet, days, reason, made_by, created"}

// Retentions gives the rules of how long things are kept. Only [Everything] may ask.
func (r Reader) Retentions(ctx context.Context) ([]hearsay.Retention, error) {
	rows, err := r.operator(ctx, "SELECT "+retentionTable.columns+" FROM retention ORDER BY kind, outlet")
	rules, err := collect(rows, err, func(r row) (x hearsay.Retention, err error) {
		return x, r.Scan(&x.ID, &x.Kind, &x.Outlet, &x.Days, &x.Reason, &x.By, timeColumn{&x.Created})
	})
	return rules, fault(r.dialect, "read retention rules", err)
}

// SaveRetention saves a rule in the place of the one for the same kind and outlet.
func (t *Tx) SaveRetention(ctx context.Context, x hearsay.Retention) error {
	return t.exec(ctx, "save retention rule "+string(x.ID), retentionTable.upsert(), string(x.ID), string(x.Kind), string(x.Outlet), x.Days, words(x.Reason), words(x.By), micros(x.Created))
}

// DeleteRetention deletes a rule; what is not there is hearsay.ErrNotFound.
func (t *Tx) DeleteRetention(ctx context.Context, id hearsay.RetentionID) error {
	done, err := t.tx.ExecContext(ctx, "DELETE FROM retention WHERE id = $1", string(id))
	if err == nil {
		if n, _ := done.RowsAffected(); n == 0 {
			return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "remove retention rule " + string(id), Hint: "hearsay retention list shows them"}
		}
	}
	return fault(t.dialect, "remove retention rule "+string(id), err)
}

// Expired gives captures that were fetched before a time, whose documents all fall under a rule, and that nobody decided to erase, the oldest first.
func (r Reader) Expired(ctx context.Context, x hearsay.Retention, before time.Time, limit int) ([]hearsay.CaptureID, error) {
	q := sel("SELECT id FROM capture WHERE "+visible).add(" AND fetched < ?", micros(before)).
		add(" AND NOT EXISTS (SELECT 1 FROM decision WHERE "+visible+" AND decision.object = capture.id AND decision.kind = ?)", string(hearsay.EraseCapture)).
		when(x.Kind != "", " AND EXISTS (SELECT 1 FROM document WHERE "+visible+" AND document.capture = capture.id AND kind = ?)", string(x.Kind)).
		when(x.Kind != "", " AND NOT EXISTS (SELECT 1 FROM document WHERE "+visible+" AND document.capture = capture.id AND kind <> ? AND kind <> ?)", string(x.Kind), string(hearsay.Thread)).
		when(x.Outlet != "", " AND (outlet = ? OR EXISTS (SELECT 1 FROM document WHERE "+visible+" AND document.capture = capture.id AND document.outlet = ?))", string(x.Outlet), string(x.Outlet)).
		when(x.Outlet != "", " AND NOT EXISTS (SELECT 1 FROM document WHERE "+visible+" AND document.capture = capture.id AND document.outlet <> ?)", string(x.Outlet)).
		add(" ORDER BY fetched, id LIMIT ?", limit)
	return list(ctx, r, "read what is older than it is kept", func(r row) (id hearsay.CaptureID, err error) { return id, r.Scan(&id) }, q)
}
