// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hearsay"
	"hearsay/internal/desk"
)

// rule is what it takes to use an operation. There is no operation without one: the empty rule lets nobody.
type rule string

const (
	readable rule = "readable" // anybody, unless the desk is closed
	inside   rule = "inside"   // who is in
	deciding rule = "deciding" // analysts, by token; setting a status takes an editor
	ruling   rule = "ruling"   // administrators, by token
)

// least are the roles that the rules ask for.
var least = map[rule]hearsay.Role{inside: hearsay.RoleReader, deciding: hearsay.RoleAnalyst, ruling: hearsay.RoleAdmin}

// operation is something that can be asked, with its rule.
type operation struct {
	id, method, path string
	rule             rule
	summary          string
	add              func(huma.API, huma.Operation)
}

// operations are all that can be asked.
func (a *api) operations() []operation {
	return []operation{
		{"list-stories", "GET", "/stories", readable, "Stories, the one with the newest document first", answers(a, a.stories)},
		{"get-story", "GET", "/stories/{id}", readable, "A story: its claims, its documents, who covers it", answers(a, a.story)},
		{"get-coverage", "GET", "/stories/{id}/coverage", readable, "Who covers a story, who is silent though we looked, and whom we could not observe", answers(a, a.coverage)},
		{"list-remarks", "GET", "/stories/{id}/remarks", readable, "What people say about a story, by thread; none of it is a source. Who may not read the discussion is told that there is none", answers(a, a.remarks)},
		{"list-claims", "GET", "/claims", readable, "Claims with where they stand, in the order of their IDs", answers(a, a.claims)},
		{"get-claim", "GET", "/claims/{id}", readable, "A claim: who says it on whose authority, origins, responses, history; also as it was known at a moment", answers(a, a.claim)},
		{"list-documents", "GET", "/documents", readable, "Documents, the newest first", answers(a, a.documents)},
		{"get-document", "GET", "/documents/{id}", readable, "A document: its text, and what is said in it with byte spans", answers(a, a.document)},
		{"list-versions", "GET", "/documents/{id}/versions", readable, "The versions of a document, and what each says otherwise", answers(a, a.versions)},
		{"get-impact", "GET", "/impact/{id}", readable, "What rests on a document, or on all documents of a capture", answers(a, a.impact)},
		{"get-capture", "GET", "/captures/{id}", readable, "A capture: where its bytes lie, and whether they are what they were. Never the bytes", answers(a, a.capture)},
		{"list-outlets", "GET", "/outlets", readable, "Outlets with their records", answers(a, a.outlets)},
		{"get-outlet", "GET", "/outlets/{id}", readable, "An outlet: record, grades, what texts say of it", answers(a, a.outlet)},
		{"list-entities", "GET", "/entities", readable, "Who goes by a name", answers(a, a.entities)},
		{"get-entity", "GET", "/entities/{id}", readable, "A person, body or place: names, what it said, what is claimed of it", answers(a, a.entity)},
		{"list-feeds", "GET", "/feeds", readable, "Feeds, and how it stands with them", answers(a, a.feeds)},
		{"get-feed", "GET", "/feeds/{id}", readable, "A feed: its health, and the proof that we were looking", answers(a, a.feed)},
		{"list-watches", "GET", "/watches", readable, "Watched pages, and in which state they are", answers(a, a.watches)},
		{"get-watch", "GET", "/watches/{id}", readable, "A watched page: what appeared and vanished, and which claims that bears on", answers(a, a.watch)},
		{"list-events", "GET", "/events", readable, "What happened in the ledger, in the order in which it became known", answers(a, a.events)},
		{"stream-events", "GET", "/events/stream", readable, "The same as it happens: server-sent events whose IDs are the numbers of the events", a.addStream},
		{"search", "GET", "/search", readable, "Documents that answer a query, the newest first", answers(a, a.search)},
		{"list-decisions", "GET", "/decisions", readable, "What people decided, the newest first", answers(a, a.decisions)},
		{"get-decision", "GET", "/decisions/{id}", readable, "A decision", answers(a, a.decision)},
		{"decide", "POST", "/decisions", deciding, "Decide something, with a reason; undoing is a decision too", answers(a, a.decide)},
		{"list-hooks", "GET", "/hooks", ruling, "Where events are sent as they happen", answers(a, a.hooks)},
		{"get-hook", "GET", "/hooks/{id}", ruling, "A hook with its state and its last deliveries", answers(a, a.hook)},
		{"add-hook", "POST", "/hooks", ruling, "Send events to an address from now on, signed as Standard Webhooks has it. The secret is in this answer alone", answers(a, a.addHook)},
		{"remove-hook", "DELETE", "/hooks/{id}", ruling, "Send no more to a hook", answers(a, a.removeHook)},
		{"test-hook", "POST", "/hooks/{id}/test", ruling, "Send a message that tells of nothing; a dead hook that answers well is alive again", answers(a, a.testHook)},
		{"list-alerts", "GET", "/alerts", inside, "What I was told of what I follow, the newest first", answers(a, a.alerts)},
		{"get-account", "GET", "/account", inside, "Who I am, and what I may see", answers(a, a.account)},
	}
}

// answers makes an operation of a function that answers or gives an error of the five kinds.
func answers[I, O any](a *api, f func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	return func(h huma.API, op huma.Operation) {
		huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := f(ctx, in)
			if err != nil {
				return nil, a.told(ctx, op.OperationID, err)
			}
			return out, nil
		})
	}
}

// told makes a problem of an error, and logs it if it is a fault of ours.
func (a *api) told(ctx context.Context, what string, err error) *Problem {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError && p.Kind == "internal error" && ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "not answered", "operation", what, "err", err)
	}
	return p
}

// described is an operation as the document tells it, with its rule before it.
func (a *api) described(op operation, problem *huma.Schema) huma.Operation {
	o := huma.Operation{OperationID: op.id, Method: op.method, Path: Root + op.path, Summary: op.summary, MaxBodyBytes: mostBody,
		Middlewares: huma.Middlewares{a.allows(op.rule)}, Extensions: map[string]any{"x-rule": string(op.rule)},
		Responses: map[string]*huma.Response{"default": {Description: "Why it was not done",
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}}}}
	if op.method == http.MethodPost && !strings.Contains(op.path, "{") {
		o.DefaultStatus = http.StatusCreated
	}
	switch op.rule {
	case readable:
		o.Security = []map[string][]string{{}, {"token": {}}, {"session": {}}}
	case inside:
		o.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	default:
		o.Security = []map[string][]string{{"token": {}}}
	}
	return o
}

// bearer tells how to come in.
var bearer = http.Header{"Www-Authenticate": {`Bearer realm="hearsay"`}}

var (
	errIn    = errors.New("this takes a token")
	errRole  = errors.New("your role may not do this")
	errToken = errors.New("the browser's session is for reading; this takes a token")
)

// allows lets only those in whom a rule allows. What operations there are is no secret, so who may not is told so.
func (a *api) allows(r rule) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		me, who := desk.WhoIs(c.Context()), askerOf(c.Context())
		role := least[r]
		isOpen := r == readable
		if isOpen && a.Closed {
			role, isOpen = hearsay.RoleReader, false
		}
		doing := c.Method() + " " + c.Operation().Path
		var err error
		switch {
		case isOpen:
		case role == "": // a rule that nobody knows
			err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing}
		case me.ID == "":
			err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing, Cause: errIn, Hint: "Authorization: Bearer hs_…"}
		case !me.Role.AtLeast(role):
			err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing, Cause: errRole, Hint: "it takes the role " + string(role)}
		case who.token == "" && c.Operation().Method != http.MethodGet:
			err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing, Cause: errToken}
		}
		if err == nil {
			next(c)
			return
		}
		p := problemOf(err)
		if errors.Is(err, errIn) {
			p.Status, p.header = http.StatusUnauthorized, bearer
		}
		_, w := humaParts(c)
		a.refuse(w, p.titled())
	}
}
