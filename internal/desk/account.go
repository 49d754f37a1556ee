// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"hearsay"
	"hearsay/internal/store"
)

// hashing is what a password costs: 19 MiB and two passes, as OWASP's password storage cheat sheet has it for argon2id.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	shortestPassword = 12   // characters
	longestPassword  = 1000 // bytes
	longestName      = 64   // characters
	hashesAtOnce     = 4    // each takes 19 MiB
	hashesWaiting    = 64   // beyond which who comes in is sent away for a moment
)

// Doorkeeper lets people in. It is safe for use by many at once.
type Doorkeeper struct {
	store   *store.Store
	hashing chan struct{}
	waiting chan struct{}
	nobody  string // a hash that no password has, for names that nobody has
}

// NewDoorkeeper makes the doorkeeper of a store.
func NewDoorkeeper(st *store.Store) (*Doorkeeper, error) {
	nobody, err := argon2id.CreateHash(rand.Text(), hashing)
	if err != nil {
		return nil, fmt.Errorf("make a password hash: %w", err)
	}
	return &Doorkeeper{st, make(chan struct{}, hashesAtOnce), make(chan struct{}, hashesWaiting), nobody}, nil
}

var errCredentials = errors.New("name or password is wrong")

// Enter gives the account of a name and its password. A wrong name, a wrong password and a disabled account are hearsay.ErrDenied, with
// one text and after the same work; too many at once are hearsay.ErrTemporary.
func (d *Doorkeeper) Enter(ctx context.Context, name, password string) (hearsay.Account, error) {
	a, err := d.store.As(store.Everything).AccountNamed(ctx, name)
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return hearsay.Account{}, err
	}
	hash := a.Password
	if hash == "" {
		hash = d.nobody
	}
	leave, err := d.turn(ctx)
	if err != nil {
		return hearsay.Account{}, err
	}
	defer leave()
	match, err := argon2id.ComparePasswordAndHash(password[:min(len(password), longestPassword)], hash)
	if err != nil {
		return hearsay.Account{}, fmt.Errorf("check the password of %s: %w", a.Name, err)
	}
	if !match || a.ID == "" || a.Disabled {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in", Cause: errCredentials}
	}
	return a, nil
}

// turn waits until a password may be hashed.
func (d *Doorkeeper) turn(ctx context.Context) (leave func(), err error) {
	select {
	case d.waiting <- struct{}{}:
	default:
		return nil, &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "come in", Cause: errors.New("too many come in at once")}
	}
	defer func() { <-d.waiting }()
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Add lets somebody in from now on. A name that is taken is hearsay.ErrConflict.
func (d *Doorkeeper) Add(ctx context.Context, name, password string, role hearsay.Role, ceiling hearsay.TLP) (hearsay.Account, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > longestName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add an account", Cause: fmt.Errorf("a name has 1 to %d letters", longestName)}
	}
	if !slices.Contains(hearsay.Roles, role) {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add account " + name, Cause: fmt.Errorf("%q is no role", role),
			Hint: "reader, analyst, editor, publisher, admin, auditor or partner"}
	}
	hash, err := d.hash(ctx, password)
	if err != nil {
		return hearsay.Account{}, err
	}
	a := hearsay.Account{ID: hearsay.AccountID("u" + strings.ToLower(rand.Text())), Name: name, Role: role, Ceiling: ceiling, Password: hash, Created: time.Now().UTC().Truncate(time.Microsecond)}
	err = d.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.AccountNamed(ctx, name); !errors.Is(err, hearsay.ErrNotFound) {
			if err == nil {
				err = &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "add account " + name, Cause: errors.New("the name is taken")}
			}
			return err
		}
		return tx.AddAccount(ctx, a)
	})
	return a, err
}

// hash makes what is kept of a password.
func (d *Doorkeeper) hash(ctx context.Context, password string) (string, error) {
	if utf8.RuneCountInString(password) < shortestPassword || len(password) > longestPassword {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "set a password", Cause: fmt.Errorf("it has fewer than %d characters, or more than %d bytes", shortestPassword, longestPassword),
			Hint: "four words that have nothing to do with each other are easy to keep in mind"}
	}
	leave, err := d.turn(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(password, hashing)
}

// Change changes an account: edit gets it as it is.
func (d *Doorkeeper) Change(ctx context.Context, name string, edit func(*hearsay.Account) error) error {
	return d.store.Write(ctx, func(tx *store.Tx) error {
		a, err := tx.AccountNamed(ctx, name)
		if err != nil {
			return err
		}
		if err := edit(&a); err != nil {
			return err
		}
		return tx.SaveAccount(ctx, a)
	})
}

// SetPassword gives an account another password.
func (d *Doorkeeper) SetPassword(ctx context.Context, name, password string) error {
	hash, err := d.hash(ctx, password)
	if err != nil {
		return err
	}
	return d.Change(ctx, name, func(a *hearsay.Account) error { a.Password = hash; return nil })
}

// Account gives the account of somebody who is in. One that is disabled is hearsay.ErrDenied.
func (d *Doorkeeper) Account(ctx context.Context, id hearsay.AccountID) (hearsay.Account, error) {
	a, err := d.store.As(store.Everything).Account(ctx, id)
	if err == nil && a.Disabled {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in", Cause: errors.New("the account is disabled")}
	}
	return a, err
}

// Named gives the account of a name.
func (d *Doorkeeper) Named(ctx context.Context, name string) (hearsay.Account, error) {
	return d.store.As(store.Everything).AccountNamed(ctx, name)
}

// Empty reports whether there is no account yet: who comes first is let in as the first administrator.
func (d *Doorkeeper) Empty(ctx context.Context) (bool, error) {
	all, err := d.store.As(store.Everything).Accounts(ctx)
	return len(all) == 0, err
}

// tokenMark begins every token, so that one in the wrong place is found by who looks for such.
const tokenMark = "hs_"

// longestToken is how long a token lasts at most.
const longestToken = 365 * 24 * time.Hour

// AddToken makes a token for a machine, in the name of an account. It is given once and cannot be had again: what is kept is its hash.
func (d *Doorkeeper) AddToken(ctx context.Context, a hearsay.Account, name string, scope hearsay.Scope, ceiling hearsay.TLP, lasts time.Duration) (token string, err error) {
	if scope != hearsay.ScopeRead && scope != hearsay.ScopeAct {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "make a token", Cause: fmt.Errorf("%q is no scope", scope), Hint: "give read or act"}
	}
	if lasts <= 0 || lasts > longestToken {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "make a token", Cause: errors.New("a token lasts a year at most")}
	}
	if ceiling > a.Ceiling {
		return "", &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "make a token", Cause: fmt.Errorf("%s may see up to %s", a.Name, a.Ceiling)}
	}
	token = tokenMark + strings.ToLower(rand.Text()+rand.Text())
	now := time.Now().UTC()
	return token, d.store.Write(ctx, func(tx *store.Tx) error {
		return tx.AddAPIToken(ctx, store.APIToken{Hash: tokenHash(token), ID: hearsay.ID('q', tokenHash(token)), Account: a.ID, Name: name, Scope: scope, Ceiling: ceiling, Created: now, Expires: now.Add(lasts)})
	})
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// EnterByToken gives the account in whose name a token speaks, with the lower of the two ceilings. By a token for reading everybody is
// a reader.
func (d *Doorkeeper) EnterByToken(ctx context.Context, token string) (hearsay.Account, error) {
	now := time.Now()
	hash := tokenHash(token)
	t, err := d.store.As(store.Everything).APIToken(ctx, hash, now)
	if errors.Is(err, hearsay.ErrNotFound) || !strings.HasPrefix(token, tokenMark) {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in by token", Cause: errors.New("the token is wrong or over")}
	}
	if err != nil {
		return hearsay.Account{}, err
	}
	a, err := d.Account(ctx, t.Account)
	a.Ceiling = min(a.Ceiling, t.Ceiling)
	if t.Scope != hearsay.ScopeAct && a.Role.AtLeast(hearsay.RoleReader) {
		a.Role = hearsay.RoleReader
	}
	if err == nil && now.Sub(t.Used) > time.Minute {
		err = d.store.Write(ctx, func(tx *store.Tx) error { return tx.UsedAPIToken(ctx, hash, now) })
	}
	return a, err
}

// Tokens gives the tokens of an account.
func (d *Doorkeeper) Tokens(ctx context.Context, id hearsay.AccountID) ([]store.APIToken, error) {
	return d.store.As(store.Everything).APITokens(ctx, id)
}

// EndToken ends a token of an account.
func (d *Doorkeeper) EndToken(ctx context.Context, id hearsay.AccountID, token string) error {
	return d.store.Write(ctx, func(tx *store.Tx) error { return tx.DeleteAPIToken(ctx, id, token) })
}

// People gives everybody who may come in, by name.
func (d *Doorkeeper) People(ctx context.Context) ([]hearsay.Account, error) {
	return d.store.As(store.Everything).Accounts(ctx)
}

// Allow changes what somebody may do and see. Whoever does so cannot shut themselves out.
func (d *Doorkeeper) Allow(ctx context.Context, by hearsay.Account, name string, role hearsay.Role, ceiling hearsay.TLP, disabled bool) error {
	return d.Change(ctx, name, func(a *hearsay.Account) error {
		switch {
		case !slices.Contains(hearsay.Roles, role):
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "change account " + name, Cause: fmt.Errorf("%q is no role", role)}
		case a.ID == by.ID && (disabled || role != a.Role):
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "change account " + name, Cause: errors.New("nobody can take their own rights"),
				Hint: "another administrator can"}
		}
		a.Role, a.Ceiling, a.Disabled = role, ceiling, disabled
		return nil
	})
}
