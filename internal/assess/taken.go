// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"slices"

	"hearsay"
)

// standing is what is left of the case where outlets have taken the claim back: the assertions that rest on none of them, and who
// took it back. Where none is left, or a person took it back, the claim is retracted: then all are given, for the ledger tells what
// was said.
func (c Case) standing() (left []Assertion, gone []hearsay.OutletID, retracted bool) {
	left = c.Assertions
	for _, r := range c.Responses {
		if r.Stance != hearsay.Retracts {
			continue
		}
		id := c.outletOf(r.Party)
		if id == "" {
			return c.Assertions, nil, true
		}
		before := len(left)
		left = c.without(left, id, &r)
		if len(left) == before && !slices.Contains(gone, id) {
			retracted = true // it was not its article that we hold
		} else if !slices.Contains(gone, id) {
			gone = append(gone, id)
		}
	}
	if retracted || len(left) == 0 {
		return c.Assertions, nil, len(c.Assertions) > 0 || retracted
	}
	return left, gone, false
}

// outletOf is the outlet that a party is, or nothing.
func (c Case) outletOf(v hearsay.Voice) hearsay.OutletID {
	if v.Kind != hearsay.OutletVoice {
		return ""
	}
	if v.Vouched != "" {
		return v.Vouched
	}
	id, _ := c.Outlet(v.Name)
	return id
}

// without leaves out what the outlet said until it took it back, and what others have from it: those that name it as their
// source, step by step, and those that link to it, but for the sources that they name themselves.
func (c Case) without(as []Assertion, id hearsay.OutletID, taken *hearsay.Response) []Assertion {
	gone := map[hearsay.OutletID]bool{id: true}
	for {
		voices := map[string]bool{}
		for _, a := range as {
			if a.Attribution != nil && gone[a.Document.Outlet] {
				voices[a.Attribution.Origin().Name] = true
			}
		}
		left := slices.DeleteFunc(slices.Clone(as), func(a Assertion) bool {
			if a.Document.Outlet == id {
				return !a.Document.When().After(taken.At)
			}
			return c.restsOn(a, gone, voices)
		})
		more := false
		for _, a := range as {
			if o := a.Document.Outlet; o != "" && !gone[o] && !slices.ContainsFunc(left, func(b Assertion) bool { return b.Document.Outlet == o }) {
				gone[o], more = true, true
			}
		}
		if !more {
			return left
		}
	}
}

// restsOn reports whether an assertion has the claim from one of the outlets.
func (c Case) restsOn(a Assertion, gone map[hearsay.OutletID]bool, voices map[string]bool) bool {
	linked := slices.ContainsFunc(c.Links, func(l hearsay.Link) bool {
		to := l.Outlet
		if d := c.Documents[l.To]; d != nil {
			to = d.Outlet
		}
		return l.From == a.Document.ID && gone[to]
	})
	if a.Attribution == nil || headline(a) {
		return linked
	}
	if slices.ContainsFunc(a.Attribution.Chain, func(v hearsay.Voice) bool {
		id, ok := c.Outlet(v.Name)
		return ok && gone[id]
	}) {
		return true
	}
	return linked && voices[a.Attribution.Origin().Name]
}
