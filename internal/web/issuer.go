// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"hearsay"
	people "hearsay/internal/desk"
)

const journeyKey = "journey"

// depart sends somebody to who vouches for them.
func (d *desk) depart(w http.ResponseWriter, r *http.Request) {
	if d.Issuer == nil || d.in == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	address, j := d.Issuer.Depart()
	kept, err := json.Marshal(j)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.in.Put(r.Context(), journeyKey, string(kept))
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// arrive lets in who comes back vouched for. A journey is good for one return.
func (d *desk) arrive(w http.ResponseWriter, r *http.Request) {
	if d.Issuer == nil || d.in == nil {
		d.fail(w, r, hearsay.ErrNotFound)
		return
	}
	var j people.Journey
	kept := d.in.PopString(r.Context(), journeyKey)
	_ = json.Unmarshal([]byte(kept), &j) // nothing is no journey, which is refused
	q := r.URL.Query()
	a, err := d.Issuer.Arrive(r.Context(), j, q.Get("state"), q.Get("code"))
	if errors.Is(err, hearsay.ErrDenied) {
		d.turnAway(r, hearsay.ByIssuer, "", err)
		d.show(w, r, http.StatusForbidden, "login", &LoginPage{Problem: "You were not let in. An administrator finds the reason in the log of the server.", Ways: d.ways()})
		return
	}
	if err == nil {
		err = d.letIn(r, a, hearsay.ByIssuer)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
