// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"hearsay"
	"hearsay/internal/digest"
)

// rule is what it takes to use an address. There is no route without one.
type rule struct {
	least hearsay.Role // empty for anybody, unless the desk is closed
	also  hearsay.Role // besides, whatever its place on the ladder; empty for none
	open  bool         // also on a closed desk
}

var (
	always   = rule{open: true}
	readable = rule{}
	inside   = rule{least: hearsay.RoleReader}
	deciding = rule{least: hearsay.RoleAnalyst}
	editing  = rule{least: hearsay.RoleEditor}
	ruling   = rule{least: hearsay.RoleAdmin}
	auditing = rule{least: hearsay.RoleAdmin, also: hearsay.RoleAuditor}
)

// route is an address with its rule.
type route struct {
	pattern string
	rule    rule
	handle  http.HandlerFunc
}

// routes are all addresses of the desk.
func (d *desk) routes() []route {
	return append(slices.Concat(d.doorRoutes(), d.mailRoutes(), d.followRoutes(), d.discussionRoutes()), []route{
		{"GET /{$}", readable, d.page("today", d.today)},
		{"GET /stories", readable, d.page("stories", d.stories)},
		{"GET /story/{id}", readable, d.page("story", d.story)},
		{"GET /claim/{id}", readable, d.page("claim", d.claim)},
		{"GET /document/{id}", readable, d.page("document", d.document)},
		{"GET /document/{id}/changes", readable, d.page("versions", d.versions)},
		{"GET /search", readable, d.page("search", d.search)},
		{"POST /search/save", inside, d.saveQuery},
		{"POST /search/drop", inside, d.dropQuery},
		{"GET /watches", readable, d.page("watches", d.watches)},
		{"GET /watch/{id}", readable, d.page("watch", d.watch)},
		{"GET /digests", readable, d.keeps(d.page("digests", d.digests))},
		{"GET /digest/{number}", readable, d.keeps(d.page("digest", d.digest))},
		{"GET /digests.atom", readable, d.keeps(d.digestFeed(digest.Atom))},
		{"GET /digests.rss", readable, d.keeps(d.digestFeed(digest.RSS))},
		{"GET /digests.json", readable, d.keeps(d.digestFeed(digest.JSONFeed))},
		{"GET /outlets", readable, d.page("outlets", d.outlets)},
		{"GET /outlet/{id}", readable, d.page("outlet", d.outlet)},
		{"GET /entity/{id}", readable, d.page("entity", d.entity)},
		{"GET /review", inside, d.page("review", d.review)},
		{"GET /decisions", readable, d.page("decisions", d.decisions)},
		{"POST /decide", deciding, d.decide},
		{"GET /people", ruling, d.page("people", d.people)},
		{"POST /people", ruling, d.addPerson},
		{"POST /people/change", ruling, d.changePerson},
		{"GET /settings", editing, d.page("settings", d.settings)},
		{"POST /settings/feed", editing, d.addFeed},
		{"POST /settings/stop", editing, d.stopFeed},
		{"GET /arrivals", auditing, d.page("arrivals", d.arrivals)},
		{"GET /static/{name}", always, d.static},
		{"/hub/{path}", always, d.hub},
		{"/api/", always, d.api},
		{"/mcp", always, d.api},
		{"/taxii2/", always, d.partners},
		{"/", always, d.elsewhere},
	}...)
}

// doorRoutes are the addresses by which one comes in and goes out, and those of one's own account.
func (d *desk) doorRoutes() []route {
	return []route{
		{"GET /login", always, d.page("login", d.login)},
		{"POST /login", always, d.enter},
		{"GET /login/issuer", always, d.depart},
		{"GET /login/issuer/return", always, d.arrive},
		{"POST /login/passkey", always, d.askPasskey},
		{"POST /login/passkey/answer", always, d.enterByPasskey},
		{"POST /logout", always, d.leave},
		{"GET /setup", always, d.page("setup", d.setup)},
		{"POST /setup", always, d.begin},
		{"GET /account", inside, d.page("account", d.account)},
		{"POST /account/password", inside, d.changePassword},
		{"POST /account/token", inside, d.addToken},
		{"POST /account/token/end", inside, d.endToken},
		{"POST /account/passkey", inside, d.beginPasskey},
		{"POST /account/passkey/answer", inside, d.addPasskey},
		{"POST /account/passkey/end", inside, d.endPasskey},
	}
}

// allowed lets only those in whom the rule of a route allows. Who is not in is shown the way in; who is in and may not is told that there
// is no such page.
func (d *desk) allowed(r route) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		me := whoIs(req.Context())
		least := r.rule.least
		if least == "" && d.Closed && !r.rule.open {
			least = hearsay.RoleReader
		}
		switch {
		case least == "" || me.Role.AtLeast(least) || r.rule.also != "" && me.Role == r.rule.also:
			r.handle(w, req)
		case me.ID == "" && d.Door != nil && req.Method == http.MethodGet:
			http.Redirect(w, req, "/login", http.StatusSeeOther)
		default:
			d.fail(w, req, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: req.Method + " " + req.URL.Path})
		}
	}
}

// Route is an address with its rule, for whoever checks that all have one.
type Route struct {
	Pattern string
	Least   hearsay.Role // empty for anybody, unless the desk is closed
	Also    hearsay.Role // besides; empty for none
	Open    bool         // also on a closed desk
}

// Routes gives all addresses with their rules.
func Routes() []Route {
	var out []Route
	for _, r := range new(desk).routes() {
		out = append(out, Route{r.pattern, r.rule.least, r.rule.also, r.rule.open})
	}
	return out
}
