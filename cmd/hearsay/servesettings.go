// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"strings"

	"hearsay/internal/desk"
	"hearsay/internal/web"
)

// discussed is what each mode of discussions means.
var discussed = map[desk.Openness]string{
	desk.DiscussOff: "nobody", desk.DiscussInside: "who is in reads, analysts and above write", desk.DiscussReaders: "who is in writes, who may read the desk reads",
}

// facts are how the desk was started.
func (c *serveCommand) facts(a *app) []web.Fact {
	either := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	var denied []string
	for _, p := range c.Deny {
		denied = append(denied, p.String())
	}
	return []web.Fact{
		{Name: "Ledger", Value: either(a.store.SkipLocked(), "PostgreSQL", "SQLite in the data folder"), Change: "--database"},
		{Name: "Public address", Value: cmp.Or(c.Public, "none: no passkeys, no pushes of hubs"), Change: "serve --public URL"},
		{Name: "Who may read", Value: either(c.Closed, "who is in", "everybody what is marked CLEAR; who is in up to their ceiling"), Change: "serve --closed"},
		{Name: "Who discusses stories", Value: discussed[c.Talk], Change: "serve --discussion"},
		{Name: "Cookies", Value: either(c.TLS, "for TLS alone", "without TLS too"), Change: "serve --behind-tls"},
		{Name: "Who vouches for people", Value: cmp.Or(c.Issuer.Issuer, "nobody: passwords and passkeys"), Change: "serve --issuer URL"},
		{Name: "E-mail", Value: cmp.Or(c.SMTP.Server, "none is sent"), Change: "serve --smtp HOST:PORT"},
		{Name: "Never asked", Value: fmt.Sprintf("addresses that are not public%s", strings.Join(append([]string{""}, denied...), ", ")), Change: "serve --deny PREFIX"},
	}
}
