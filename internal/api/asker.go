// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"math"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

// How often may be asked by one token, account or address.
const (
	perSecond = 10
	atOnce    = 100
)

// asker is what is known of who asks besides their account.
type asker struct {
	key   string // by which requests, searches and streams are counted
	token string // empty where the session tells
	url   string // what is asked for, with its query
}

type askerKey struct{}

func askerOf(ctx context.Context) asker {
	a, _ := ctx.Value(askerKey{}).(asker)
	return a
}

// asked tells who asks, and counts how often.
func (a *api) asked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		me := desk.WhoIs(ctx)
		who := asker{key: "account " + string(me.ID), url: r.URL.RequestURI()}
		if me.ID == "" {
			who.key = "address " + hostOf(r.RemoteAddr)
		}
		if header := r.Header.Get("Authorization"); header != "" {
			var err error
			if who.token, me, err = a.byToken(ctx, header); err != nil {
				if wait := a.rates.Wait(who.key); wait > 0 { // guessing tokens is asking, too
					a.refuse(w, tooOften(wait))
					return
				}
				a.refuse(w, unknown(err))
				return
			}
			who.key = "token " + hearsay.ID('x', who.token)
		}
		if wait := a.rates.Wait(who.key); wait > 0 {
			a.refuse(w, tooOften(wait))
			return
		}
		if !readableQuery(r) {
			a.refuse(w, problemOf(&hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the address", Cause: errors.New("it is not UTF-8, has a NUL, or is too long")}))
			return
		}
		ctx = context.WithValue(desk.In(ctx, me), askerKey{}, who)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// longestQuery is the length up to which the query of an address is read.
const longestQuery = 8 << 10

// readableQuery reports whether the query of an address is text that a database takes.
func readableQuery(r *http.Request) bool {
	if len(r.URL.RawQuery) > longestQuery {
		return false
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return false
	}
	for name, values := range q {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.Contains(v, "\x00") {
				return false
			}
		}
	}
	return true
}

func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}

// byToken gives the account in whose name a token speaks.
func (a *api) byToken(ctx context.Context, header string) (string, hearsay.Account, error) {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || a.Door == nil {
		return "", hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in by token", Cause: errors.New("the header is not Bearer and a token")}
	}
	token = strings.TrimSpace(token)
	me, err := a.Door.EnterByToken(ctx, token)
	if errors.Is(err, hearsay.ErrNotFound) { // the account is gone
		err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in by token", Cause: errors.New("the token is wrong or over")}
	}
	return token, me, err
}

// unknown is the problem of who is not let in, whatever the reason.
func unknown(err error) *Problem {
	p := problemOf(err)
	if p.Kind == "denied" {
		p.Status, p.Hint = http.StatusUnauthorized, "make a token on your account's page, or by hearsay account token"
		p.Detail = "the token is wrong or over, or its account is shut out"
		p.header = bearer
	}
	return p.titled()
}

func tooOften(wait time.Duration) *Problem {
	p := &Problem{Status: http.StatusTooManyRequests, Kind: "temporarily impossible", Detail: "asked too often",
		Hint:   "If-None-Match saves answers; events come by themselves from " + Root + "/events/stream",
		header: http.Header{"Retry-After": {strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))}}}
	return p.titled()
}

// reader gives the ledger as who asks may see it.
func (a *api) reader(ctx context.Context) store.Reader { return a.Store.As(desk.Viewer(ctx)) }
