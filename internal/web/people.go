// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/store"
)

// whoIs gives who asks; the zero value for somebody who is not in.
func whoIs(ctx context.Context) hearsay.Account { return people.WhoIs(ctx) }

// Viewer is who asks, as the store sees them: somebody who is not in sees what is marked CLEAR.
func Viewer(ctx context.Context) store.Viewer { return people.Viewer(ctx) }

// asker is by whom turns are counted: by account, or by address for who is not in.
func asker(r *http.Request) string {
	if me := whoIs(r.Context()); me.ID != "" {
		return string(me.ID)
	}
	return "address " + from(r)
}

const (
	sessionIdle = 12 * time.Hour
	sessionLast = 7 * 24 * time.Hour
	accountKey  = "account"
)

// sessions makes the keeper of who is in.
func (o *Options) newSessions() *scs.SessionManager {
	s := scs.New()
	s.Store, s.HashTokenInStore = o.Sessions, true
	s.IdleTimeout, s.Lifetime = sessionIdle, sessionLast
	s.Cookie.Name, s.Cookie.HttpOnly, s.Cookie.SameSite, s.Cookie.Path = "hearsay", true, http.SameSiteLaxMode, "/"
	if o.Secure {
		s.Cookie.Name, s.Cookie.Secure = "__Host-hearsay", true
	}
	return s
}

// recognised tells from the session who asks. An account that was disabled or changed counts from the next request on.
func (d *desk) recognised(next http.Handler) http.Handler {
	if d.Door == nil {
		return next
	}
	return d.in.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		me, err := d.holder(ctx)
		if errors.Is(err, hearsay.ErrDenied) {
			err = d.in.Destroy(ctx)
		}
		if err != nil {
			d.fail(w, r, err)
			return
		}
		if me.ID != "" {
			token := d.in.Token(ctx)
			r = r.WithContext(people.InBy(ctx, me, func(context.Context) (hearsay.Account, error) { return d.holds(token) }))
		}
		next.ServeHTTP(w, r)
	}))
}

// holder gives whose session it is that ctx holds; nobody where it is nobody's. One that lets nobody in any more is hearsay.ErrDenied: the
// account is shut out or gone, or the password is another, and whoever had the old one is out.
func (d *desk) holder(ctx context.Context) (me hearsay.Account, err error) {
	id := d.in.GetString(ctx, accountKey)
	if id == "" {
		return me, nil
	}
	denied := &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "go on with a session"}
	me, err = d.Door.Account(ctx, hearsay.AccountID(id))
	switch {
	case errors.Is(err, hearsay.ErrNotFound):
		return hearsay.Account{}, denied
	case err == nil && d.in.GetString(ctx, passwordKey) != fingerprint(me):
		return hearsay.Account{}, denied
	}
	return me, err
}

// holds gives whose session a token is now: what the request knows of it is as old as the request.
func (d *desk) holds(token string) (me hearsay.Account, err error) {
	ctx, err := d.in.Load(context.Background(), token)
	if err == nil {
		me, err = d.holder(ctx)
	}
	if err == nil && me.ID == "" {
		err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "go on with a session", Cause: errors.New("it has ended")}
	}
	return me, err
}

const passwordKey = "password"

// fingerprint is what a session remembers of the password it was begun with.
func fingerprint(a hearsay.Account) string { return hearsay.ID('x', a.Password) }

// letIn begins a session under a new token, and notes it.
func (d *desk) letIn(r *http.Request, a hearsay.Account, by hearsay.Way) error {
	if err := d.begins(r.Context(), a); err != nil {
		return err
	}
	d.Log.InfoContext(r.Context(), "somebody came in", "account", a.ID, "way", by)
	return d.Door.Note(r.Context(), hearsay.Arrival{Account: a.ID, Way: by, Address: from(r), Admitted: true})
}

// begins begins a session under a new token.
func (d *desk) begins(ctx context.Context, a hearsay.Account) error {
	if err := d.in.RenewToken(ctx); err != nil {
		return err
	}
	d.in.Put(ctx, accountKey, string(a.ID))
	d.in.Put(ctx, passwordKey, fingerprint(a))
	return nil
}

// turnAway notes that somebody was not let in. A name that nobody has is not kept: it may be a password in the wrong field.
func (d *desk) turnAway(r *http.Request, by hearsay.Way, name string, why error) {
	a, err := d.Door.Named(r.Context(), name)
	if err == nil || errors.Is(err, hearsay.ErrNotFound) {
		err = d.Door.Note(r.Context(), hearsay.Arrival{Account: a.ID, Way: by, Address: from(r)})
	}
	d.Log.WarnContext(r.Context(), "somebody was not let in", "account", a.ID, "way", by, "err", why)
	if err != nil {
		d.Log.ErrorContext(r.Context(), "that somebody was not let in could not be noted", "err", err)
	}
}

// from is the address from which somebody asks, as the connection has it.
func from(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}
