// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// Passkey is a key that a device of somebody's holds. Credential is the public half, in the form of who checks it.
type Passkey struct {
	ID         string
	Account    hearsay.AccountID
	Name       string
	Credential []byte
	Created    time.Time
	Used       time.Time
}

// Passkeys gives the keys of an account, the oldest first. Only [Everything] may ask.
func (r Reader) Passkeys(ctx context.Context, id hearsay.AccountID) ([]Passkey, error) {
	rows, err := r.operator(ctx, "SELECT id, account, name, credential, created, used FROM passkey WHERE account = $1 ORDER BY created, id", string(id))
	all, err := collect(rows, err, func(r row) (k Passkey, err error) {
		return k, r.Scan(&k.ID, &k.Account, &k.Name, &k.Credential, timeColumn{&k.Created}, timeColumn{&k.Used})
	})
	return all, fault(r.dialect, "read passkeys", err)
}

// AddPasskey adds a key; one that is there already is hearsay.ErrConflict.
func (t *Tx) AddPasskey(ctx context.Context, k Passkey) error {
	return t.exec(ctx, "add passkey "+k.Name, "INSERT INTO passkey (id, account, name, credential, created, used) VALUES ($1, $2, $3, $4, $5, $6)",
		k.ID, string(k.Account), words(k.Name), string(k.Credential), micros(k.Created), micros(k.Used))
}

// UsedPasskey keeps when a key was used last, and the state it is in since.
func (t *Tx) UsedPasskey(ctx context.Context, id string, credential []byte, at time.Time) error {
	return t.exec(ctx, "note the use of a passkey", "UPDATE passkey SET credential = $2, used = $3 WHERE id = $1", id, string(credential), micros(at))
}

// DeletePasskey ends a key of an account.
func (t *Tx) DeletePasskey(ctx context.Context, account hearsay.AccountID, id string) error {
	return t.exec(ctx, "end passkey "+id, "DELETE FROM passkey WHERE id = $1 AND account = $2", id, string(account))
}
