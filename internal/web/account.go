// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// AccountPage is somebody's own account.
type AccountPage struct {
	Me       hearsay.Account
	Tokens   []store.APIToken
	Passkeys []store.Passkey
	Arrivals []people.Arrived // their own
	Follows  []ledger.FollowView
	Address  hearsay.Subscriber // to which their alerts go; the zero value for none
	Mails    bool               // letters are sent
	Ways     Ways
	Token    string // made just now; shown once
	Done     string
	Problem  string
}

// PeoplePage is who may come in; for administrators.
type PeoplePage struct {
	People  []hearsay.Account
	Roles   []hearsay.Role
	Done    string
	Problem string
}

func (p *AccountPage) title() string { return "Your account" }

func (p *PeoplePage) title() string { return "People" }

func (d *desk) account(r *http.Request) (titled, error) { return d.accountPage(r, AccountPage{}) }

func (d *desk) accountPage(r *http.Request, p AccountPage) (*AccountPage, error) {
	p.Me = whoIs(r.Context())
	var err error
	p.Ways = d.ways()
	if p.Tokens, err = d.Door.Tokens(r.Context(), p.Me.ID); err == nil && p.Ways.Passkeys {
		p.Passkeys, err = d.Passkeys.List(r.Context(), p.Me.ID)
	}
	if err == nil {
		p.Arrivals, err = d.Door.Arrivals(r.Context(), store.ArrivalFilter{Account: p.Me.ID, Limit: ownArrivals})
	}
	if err == nil {
		p.Follows, err = d.Ledger.Follows(r.Context(), p.Me.ID)
	}
	if p.Mails = d.Subscribers != nil && d.Mails; err == nil && p.Mails {
		p.Address, err = d.Subscribers.Address(r.Context(), p.Me.ID)
	}
	return &p, err
}

// ownArrivals is how many of their own arrivals somebody is shown.
const ownArrivals = 10

// tell shows the account again after something was done there.
func (d *desk) tellAccount(w http.ResponseWriter, r *http.Request, p AccountPage, err error) {
	status := http.StatusOK
	if errors.Is(err, hearsay.ErrInvalid) || errors.Is(err, hearsay.ErrDenied) {
		p.Done, p.Problem, status, err = "", problem(err), http.StatusBadRequest, nil
	}
	if err == nil {
		var page *AccountPage
		if page, err = d.accountPage(r, p); err == nil {
			d.show(w, r, status, "account", page)
			return
		}
	}
	d.fail(w, r, err)
}

// changePassword gives somebody another password; the old one is asked for. All sessions of the old one end.
func (d *desk) changePassword(w http.ResponseWriter, r *http.Request) {
	me := whoIs(r.Context())
	err := form(w, r)
	if err == nil {
		_, err = d.Door.Enter(r.Context(), me.Name, r.PostForm.Get("old"))
	}
	if err == nil {
		err = d.Door.SetPassword(r.Context(), me.Name, r.PostForm.Get("new"))
	}
	if err == nil {
		if me, err = d.Door.Account(r.Context(), me.ID); err == nil {
			err = d.begins(r.Context(), me)
		}
	}
	p := AccountPage{}
	if err == nil {
		p.Done = "The password is changed. Whoever was in with the old one is out."
	}
	d.tellAccount(w, r, p, err)
}

// addToken makes a token for a machine.
func (d *desk) addToken(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	p := AccountPage{}
	if err == nil {
		me := whoIs(r.Context())
		ceiling, wrong := hearsay.ParseTLP(r.PostForm.Get("ceiling"))
		if err = wrong; err == nil {
			p.Token, err = d.Door.AddToken(r.Context(), me, r.PostForm.Get("name"), hearsay.Scope(r.PostForm.Get("scope")), ceiling, 90*24*time.Hour)
		}
	}
	d.tellAccount(w, r, p, err)
}

func (d *desk) endToken(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if err == nil {
		err = d.Door.EndToken(r.Context(), whoIs(r.Context()).ID, r.PostForm.Get("id"))
	}
	d.tellAccount(w, r, AccountPage{Done: "The token is ended."}, err)
}

func (d *desk) people(r *http.Request) (titled, error) { return d.peoplePage(r, PeoplePage{}) }

func (d *desk) peoplePage(r *http.Request, p PeoplePage) (*PeoplePage, error) {
	var err error
	p.Roles = hearsay.Roles
	p.People, err = d.Door.People(r.Context())
	return &p, err
}

func (d *desk) tellPeople(w http.ResponseWriter, r *http.Request, p PeoplePage, err error) {
	status := http.StatusOK
	if errors.Is(err, hearsay.ErrInvalid) || errors.Is(err, hearsay.ErrConflict) || errors.Is(err, hearsay.ErrNotFound) {
		p.Done, p.Problem, status, err = "", problem(err), http.StatusBadRequest, nil
	}
	if err == nil {
		var page *PeoplePage
		if page, err = d.peoplePage(r, p); err == nil {
			d.show(w, r, status, "people", page)
			return
		}
	}
	d.fail(w, r, err)
}

// addPerson lets somebody in from now on.
func (d *desk) addPerson(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	p := PeoplePage{}
	if err == nil {
		ceiling, wrong := hearsay.ParseTLP(r.PostForm.Get("ceiling"))
		if err = wrong; err == nil {
			var a hearsay.Account
			a, err = d.Door.Add(r.Context(), r.PostForm.Get("name"), r.PostForm.Get("password"), hearsay.Role(r.PostForm.Get("role")), ceiling)
			p.Done = a.Name + " may come in."
		}
	}
	d.tellPeople(w, r, p, err)
}

// changePerson changes what somebody may do and see. An administrator cannot shut themselves out.
func (d *desk) changePerson(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	p := PeoplePage{}
	if err == nil {
		name := r.PostForm.Get("name")
		ceiling, wrong := hearsay.ParseTLP(r.PostForm.Get("ceiling"))
		if err = wrong; err == nil {
			err = d.Door.Allow(r.Context(), whoIs(r.Context()), name, hearsay.Role(r.PostForm.Get("role")), ceiling, r.PostForm.Get("disabled") != "")
			p.Done = "What " + name + " may do is changed."
		}
	}
	d.tellPeople(w, r, p, err)
}
