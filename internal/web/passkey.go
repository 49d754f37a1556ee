// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"hearsay"
)

const (
	addingKey   = "adding-passkey"
	enteringKey = "entering-by-passkey"
)

// beginPasskey asks a browser for a new key.
func (d *desk) beginPasskey(w http.ResponseWriter, r *http.Request) {
	if d.Passkeys == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	options, remember, err := d.Passkeys.BeginAdd(r.Context(), whoIs(r.Context()))
	d.askBrowser(w, r, addingKey, options, remember, err)
}

// addPasskey keeps the key that the browser made.
func (d *desk) addPasskey(w http.ResponseWriter, r *http.Request) {
	answer, err := d.browserAnswered(w, r)
	if err == nil {
		err = d.Passkeys.FinishAdd(r.Context(), whoIs(r.Context()), []byte(d.in.PopString(r.Context(), addingKey)), r.URL.Query().Get("name"), answer)
	}
	if err == nil {
		d.Log.InfoContext(r.Context(), "a passkey was added", "account", whoIs(r.Context()).ID)
	}
	d.endOf(w, r, err)
}

// endPasskey forgets a key.
func (d *desk) endPasskey(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if err == nil && d.Passkeys == nil {
		err = hearsay.ErrNotFound
	}
	if err == nil {
		err = d.Passkeys.Drop(r.Context(), whoIs(r.Context()).ID, r.PostForm.Get("id"))
	}
	d.tellAccount(w, r, AccountPage{Done: "The passkey opens nothing any more."}, err)
}

// askPasskey asks a browser for one of the keys it has.
func (d *desk) askPasskey(w http.ResponseWriter, r *http.Request) {
	if d.Passkeys == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	options, remember, err := d.Passkeys.BeginEnter()
	d.askBrowser(w, r, enteringKey, options, remember, err)
}

// enterByPasskey lets in whose key answers.
func (d *desk) enterByPasskey(w http.ResponseWriter, r *http.Request) {
	answer, err := d.browserAnswered(w, r)
	var a hearsay.Account
	if err == nil {
		a, err = d.Passkeys.FinishEnter(r.Context(), []byte(d.in.PopString(r.Context(), enteringKey)), answer)
	}
	if err == nil {
		err = d.letIn(r, a, hearsay.ByPasskey)
	} else if errors.Is(err, hearsay.ErrDenied) {
		d.turnAway(r, hearsay.ByPasskey, "", err)
	}
	d.endOf(w, r, err)
}

// askBrowser sends what a browser is asked, and remembers it in the session.
func (d *desk) askBrowser(w http.ResponseWriter, r *http.Request, key string, options any, remember []byte, err error) {
	if err != nil {
		d.endOf(w, r, err)
		return
	}
	d.in.Put(r.Context(), key, string(remember))
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(options) // the reader has gone; there is nobody to tell
}

func (d *desk) browserAnswered(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if d.Passkeys == nil {
		return nil, hearsay.ErrNotFound
	}
	answer, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostForm))
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the answer of a browser", Cause: err}
	}
	return answer, nil
}

// endOf answers the script: with nothing where it went well, else with a line to show.
func (d *desk) endOf(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case err == nil:
		w.WriteHeader(http.StatusNoContent)
	case errors.Is(err, hearsay.ErrDenied):
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "This passkey opens nothing here.")
	case errors.Is(err, hearsay.ErrInvalid), errors.Is(err, hearsay.ErrConflict):
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, problem(err))
	default:
		d.fail(w, r, err)
	}
}
