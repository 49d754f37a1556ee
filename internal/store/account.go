// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const selectAccount = "SELECT id, name, role, ceiling, password, disabled, created FROM account"

func scanAccount(r row) (a hearsay.Account, err error) {
	return a, r.Scan(&a.ID, &a.Name, &a.Role, &a.Ceiling, &a.Password, &a.Disabled, timeColumn{&a.Created})
}

// Accounts gives everybody who may come in, by name. Only [Everything] may ask.
func (r Reader) Accounts(ctx context.Context) ([]hearsay.Account, error) {
	rows, err := r.operator(ctx, selectAccount+" ORDER BY folded")
	all, err := collect(rows, err, scanAccount)
	return all, fault(r.dialect, "read accounts", err)
}

// Account gives one account by its ID. Only [Everything] may ask.
func (r Reader) Account(ctx context.Context, id hearsay.AccountID) (hearsay.Account, error) {
	return r.account(ctx, "read account "+string(id), selectAccount+" WHERE id = $1", string(id))
}

// AccountNamed gives one account by its name, whatever the case of its letters. Only [Everything] may ask.
func (r Reader) AccountNamed(ctx context.Context, name string) (hearsay.Account, error) {
	return r.account(ctx, "read account "+name, selectAccount+" WHERE folded = $1", fold(name))
}

func (r Reader) account(ctx context.Context, doing, query, arg string) (hearsay.Account, error) {
	rows, err := r.operator(ctx, query, arg)
	all, err := collect(rows, err, scanAccount)
	if err == nil && len(all) == 0 {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: doing}
	}
	if err != nil {
		return hearsay.Account{}, fault(r.dialect, doing, err)
	}
	return all[0], nil
}

// AddAccount adds somebody; a name that is taken is ErrConflict.
func (t *Tx) AddAccount(ctx context.Context, a hearsay.Account) error {
	return t.exec(ctx, "add account "+a.Name, "INSERT INTO account (id, name, folded, role, ceiling, password, disabled, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		string(a.ID), words(a.Name), fold(a.Name), string(a.Role), int64(a.Ceiling), a.Password, a.Disabled, micros(a.Created))
}

// SaveAccount changes role, ceiling, password and whether it is disabled.
func (t *Tx) SaveAccount(ctx context.Context, a hearsay.Account) error {
	return t.exec(ctx, "save account "+a.Name, "UPDATE account SET role = $1, ceiling = $2, password = $3, disabled = $4 WHERE id = $5",
		string(a.Role), int64(a.Ceiling), a.Password, a.Disabled, string(a.ID))
}

// Session is what is kept of somebody who is in. Token is a hash of what their browser has.
type Session struct {
	Token   string
	Data    []byte
	Expires time.Time
}

// Session gives a session that is not over at a time. Only [Everything] may ask.
func (r Reader) Session(ctx context.Context, token string, now time.Time) (Session, error) {
	rows, err := r.operator(ctx, "SELECT token, data, expires FROM session WHERE token = $1 AND expires > $2", token, micros(now))
	all, err := collect(rows, err, func(r row) (s Session, err error) {
		return s, r.Scan(&s.Token, &s.Data, timeColumn{&s.Expires})
	})
	if err == nil && len(all) == 0 {
		return Session{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read session"}
	}
	if err != nil {
		return Session{}, fault(r.dialect, "read session", err)
	}
	return all[0], nil
}

// SaveSession keeps a session, and drops those that are over.
func (t *Tx) SaveSession(ctx context.Context, s Session, now time.Time) error {
	if err := t.exec(ctx, "drop sessions that are over", "DELETE FROM session WHERE expires <= $1", micros(now)); err != nil {
		return err
	}
	return t.exec(ctx, "save session", "INSERT INTO session (token, data, expires) VALUES ($1, $2, $3) "+
		"ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires", s.Token, s.Data, micros(s.Expires))
}

// DeleteSession ends a session.
func (t *Tx) DeleteSession(ctx context.Context, token string) error {
	return t.exec(ctx, "end session", "DELETE FROM session WHERE token = $1", token)
}

// APIToken is what a machine comes in with, in the name of an account and up to a ceiling of its own. Hash is the SHA-256 of the token.
type APIToken struct {
	Hash    string
	ID      string
	Account hearsay.AccountID
	Name    string
	Ceiling hearsay.TLP
	Scope   hearsay.Scope
	Created time.Time
	Expires time.Time
	Used    time.Time
}

const selectToken = "SELECT hash, id, account, name, ceiling, scope, created, expires, used FROM api_token"

func scanToken(r row) (t APIToken, err error) {
	return t, r.Scan(&t.Hash, &t.ID, &t.Account, &t.Name, &t.Ceiling, &t.Scope, timeColumn{&t.Created}, timeColumn{&t.Expires}, timeColumn{&t.Used})
}

// APITokens gives the tokens of an account, or of all where it is empty. Only [Everything] may ask.
func (r Reader) APITokens(ctx context.Context, id hearsay.AccountID) ([]APIToken, error) {
	rows, err := r.operator(ctx, selectToken+" WHERE $1 = '' OR account = $1 ORDER BY created, id", string(id))
	all, err := collect(rows, err, scanToken)
	return all, fault(r.dialect, "read tokens", err)
}

// APIToken gives the token of a hash that is not over at a time. Only [Everything] may ask.
func (r Reader) APIToken(ctx context.Context, hash string, now time.Time) (APIToken, error) {
	rows, err := r.operator(ctx, selectToken+" WHERE hash = $1 AND expires > $2", hash, micros(now))
	all, err := collect(rows, err, scanToken)
	if err == nil && len(all) == 0 {
		return APIToken{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read token"}
	}
	if err != nil {
		return APIToken{}, fault(r.dialect, "read token", err)
	}
	return all[0], nil
}

// AddAPIToken adds a token.
func (t *Tx) AddAPIToken(ctx context.Context, a APIToken) error {
	return t.exec(ctx, "add token "+a.Name, "INSERT INTO api_token (hash, id, account, name, ceiling, scope, created, expires, used) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		a.Hash, a.ID, string(a.Account), words(a.Name), int64(a.Ceiling), string(a.Scope), micros(a.Created), micros(a.Expires), micros(a.Used))
}

// DeleteAPIToken ends a token of an account.
func (t *Tx) DeleteAPIToken(ctx context.Context, account hearsay.AccountID, id string) error {
	return t.exec(ctx, "end token "+id, "DELETE FROM api_token WHERE id = $1 AND account = $2", id, string(account))
}

// UsedAPIToken keeps when a token was used last.
func (t *Tx) UsedAPIToken(ctx context.Context, hash string, at time.Time) error {
	return t.exec(ctx, "note the use of a token", "UPDATE api_token SET used = $1 WHERE hash = $2", micros(at), hash)
}
