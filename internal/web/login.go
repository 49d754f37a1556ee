// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/subtle"
	"errors"
	"net/http"

	"hearsay"
)

// LoginPage is the way in.
type LoginPage struct {
	Problem string
	Ways
}

func (p *LoginPage) title() string { return "Come in" }

// Ways are the ways in besides a password.
type Ways struct {
	Issuer   bool // somebody else vouches for people
	Passkeys bool
}

func (d *desk) ways() Ways { return Ways{d.Issuer != nil, d.Passkeys != nil} }

// SetupPage lets the first administrator in.
type SetupPage struct{ Problem string }

func (p *SetupPage) title() string { return "The first administrator" }

// mostForm is how large what a form sends may be, in bytes.
const mostForm = 64 << 10

// form reads what a form sent, at most mostForm of it.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read a form", Cause: err}
	}
	return nil
}

func (d *desk) login(r *http.Request) (titled, error) {
	if d.Door == nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "come in"}
	}
	return &LoginPage{Ways: d.ways()}, nil
}

// enter lets somebody in who gives a name and its password.
func (d *desk) enter(w http.ResponseWriter, r *http.Request) {
	if d.Door == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	if err := form(w, r); err != nil {
		d.fail(w, r, err)
		return
	}
	a, err := d.Door.Enter(r.Context(), r.PostForm.Get("name"), r.PostForm.Get("password"))
	if errors.Is(err, hearsay.ErrDenied) {
		d.turnAway(r, hearsay.ByPassword, r.PostForm.Get("name"), err)
		d.show(w, r, http.StatusForbidden, "login", &LoginPage{Problem: "Name or password is wrong.", Ways: d.ways()})
		return
	}
	if err == nil {
		err = d.letIn(r, a, hearsay.ByPassword)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// leave ends the session, here and at the server.
func (d *desk) leave(w http.ResponseWriter, r *http.Request) {
	if d.Door != nil {
		if err := d.in.Destroy(r.Context()); err != nil {
			d.fail(w, r, err)
			return
		}
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (d *desk) setup(r *http.Request) (titled, error) {
	if err := d.awaits(r); err != nil {
		return nil, err
	}
	return &SetupPage{}, nil
}

// awaits reports whether the first administrator is still to come.
func (d *desk) awaits(r *http.Request) error {
	if d.Door != nil && d.Setup != "" {
		if empty, err := d.Door.Empty(r.Context()); err != nil || empty {
			return err
		}
	}
	return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "let the first administrator in"}
}

// begin makes the first administrator of whoever has the word that the console shows.
func (d *desk) begin(w http.ResponseWriter, r *http.Request) {
	err := d.awaits(r)
	if err == nil {
		err = form(w, r)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if subtle.ConstantTimeCompare([]byte(r.PostForm.Get("word")), []byte(d.Setup)) != 1 {
		d.show(w, r, http.StatusForbidden, "setup", &SetupPage{Problem: "That is not the word that the console shows."})
		return
	}
	a, err := d.Door.Add(r.Context(), r.PostForm.Get("name"), r.PostForm.Get("password"), hearsay.RoleAdmin, hearsay.Red)
	if errors.Is(err, hearsay.ErrInvalid) {
		d.show(w, r, http.StatusBadRequest, "setup", &SetupPage{Problem: problem(err)})
		return
	}
	if err == nil {
		err = d.letIn(r, a, hearsay.BySetup)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

// problem says what was wrong with what somebody typed, and what helps.
func problem(err error) string {
	if f, ok := errors.AsType[*hearsay.Fault](err); ok && f.Cause != nil {
		s := "Not possible: " + f.Cause.Error() + "."
		if f.Hint != "" {
			s += " Hint: " + f.Hint + "."
		}
		return s
	}
	return "Not possible."
}
