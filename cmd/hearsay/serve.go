// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/deliver"
	"hearsay/internal/desk"
	"hearsay/internal/fetch"
	"hearsay/internal/mcp"
	"hearsay/internal/pipeline"
	"hearsay/internal/stix"
	"hearsay/internal/taxii"
	"hearsay/internal/web"
)

type serveCommand struct {
	Listen string         `default:"127.0.0.1:8321" help:"Address to listen on; port 0 takes a free one."`
	Closed bool           `help:"Only who is in may read."`
	Talk   desk.Openness  `name:"discussion" default:"inside" enum:"off,inside,readers" help:"Who discusses stories: nobody (off); who is in reads, analysts and above write (inside); who is in writes, and everybody reads what is CLEAR unless the desk is closed (readers)." env:"HEARSAY_DISCUSSION"`
	TLS    bool           `name:"behind-tls" help:"What stands before it speaks TLS: cookies are for TLS alone."`
	Public string         `help:"Address at which this desk is reached from outside. It answers to that name, passkeys are taken, and the hubs of feeds are asked to push." env:"HEARSAY_PUBLIC" placeholder:"URL"`
	Deny   []netip.Prefix `help:"Addresses that are never asked and to which no event is sent, besides those that are not public." env:"HEARSAY_DENY" placeholder:"PREFIX"`
	Name   string         `default:"hearsay" help:"Whose claims they are, for who reads them under /taxii2/." env:"HEARSAY_NAME"`
	JSON   bool           `help:"Print the address as JSON."`

	Issuer issuerFlags `embed:""`
	SMTP   smtpFlags   `embed:""`
}

// Help is shown by hearsay serve --help.
func (serveCommand) Help() string {
	return `Serves the desk: what moved, stories, claims with their chains, documents, watched pages, outlets, people, decisions, search;
the same for machines under /api/v1, for assistants at /mcp, and for other desks under /taxii2/ (TAXII 2.1); and sends events to hooks.
Whoever is not in sees what is marked CLEAR, or nothing with --closed. As long as there is no account, the console shows a word
by which the first administrator is let in. Without a server before it that speaks TLS, keep it on loopback.

With --public, hubs that feeds name (WebSub) are asked to tell at once what is new, under addresses below /hub/ that must
be reached from outside; hearsay collect then looks. Without it nothing is asked for, and feeds are looked at as they are due.

With --smtp, digests are sent to subscribers by e-mail when they are published, and can be asked for on the page /subscribe.

Examples:
  hearsay serve
  hearsay serve --closed --behind-tls
  hearsay serve --discussion readers
  hearsay serve --behind-tls --public https://desk.example
  hearsay serve --behind-tls --public https://desk.example --smtp mail.example:587 --smtp-from desk@desk.example
  hearsay serve --listen 127.0.0.1:0`
}

// Run serves until it is interrupted.
func (c *serveCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	return a.serve(ctx, *c, func(address string) error {
		if c.JSON {
			return a.printJSON(map[string]string{"address": address})
		}
		_, err := fmt.Fprintf(a.stdout, "the desk is at %s\n", address)
		return err
	})
}

// serve listens, tells the address, and serves until ctx ends.
func (a *app) serve(ctx context.Context, c serveCommand, ready func(address string) error) error {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "listen on " + c.Listen, Cause: err, Hint: "give another --listen HOST:PORT"}
	}
	o, err := a.deskOptions(ctx, c)
	if err != nil {
		return err
	}
	hubs, err := c.subscriber(a)
	if err != nil {
		return err
	}
	if hubs != nil {
		o.Hubs = hubs
		defer beside(ctx, hubs.forever)()
	}
	end, err := c.messengers(ctx, a, &o)
	if err != nil {
		return err
	}
	defer end()
	s := &http.Server{
		Handler:           web.Handler(o),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	if o.Setup != "" {
		fmt.Fprintf(a.stderr, "nobody can come in yet; the first administrator is let in at http://%s/setup with the word %s\n", l.Addr(), o.Setup)
	}
	if err := ready("http://" + l.Addr().String() + "/"); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	if err := s.Shutdown(last); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// searchesAtOnce is how many searches of one asker run at once, on the pages and through the API.
const searchesAtOnce = 2

// deskOptions are what the desk stands on.
func (a *app) deskOptions(ctx context.Context, c serveCommand) (web.Options, error) {
	door, err := desk.NewDoorkeeper(a.store)
	if err != nil {
		return web.Options{}, err
	}
	decide := a.decideAndHeed()
	searches := desk.NewTurns(searchesAtOnce, 0)
	talk := &desk.Discussions{Store: a.store, Open: c.Talk, Closed: c.Closed}
	o := web.Options{
		Discussions: talk,
		Ledger:      web.FromStore(a.store, web.Viewer), Version: a.store.Version, Verify: a.verified,
		Looking: &pipeline.Looking{Store: a.store}, Facts: c.facts(a),
		Subscribers: &desk.Subscribers{Store: a.store},
		Door:        door, Sessions: desk.Sessions{Store: a.store}, Closed: c.Closed, Secure: c.TLS, Searches: searches,
		Decide: func(ctx context.Context, d hearsay.Decision) error {
			_, err := decide(ctx, d)
			return err
		},
	}
	o.API = api.Handler(api.Options{Discussions: talk, Store: a.store, Door: door, Closed: c.Closed, Decide: decide, Searches: searches,
		Verify: func(ctx context.Context, c hearsay.Capture) error {
			_, err := a.archive.Read(ctx, c)
			return err
		},
		TestHook: a.courier(c.Deny).Test,
		Tools:    mcp.Handler(mcp.Options{Store: a.store, Version: api.Version, Searches: searches}),
		Stop:     ctx.Done(),
	})
	o.Partners = taxii.Handler(taxii.Options{Store: a.store, Door: door, Desk: stix.Desk{Name: c.Name}, Public: c.Public, Secure: c.TLS})
	if err := c.doors(ctx, door, &o); err != nil {
		return o, err
	}
	empty, err := door.Empty(ctx)
	if err == nil && empty {
		o.Setup = strings.ToLower(rand.Text())
	}
	return o, err
}

// courier is what sends events to hooks, through the guarded client.
func (a *app) courier(deny []netip.Prefix) *deliver.Courier {
	return &deliver.Courier{Store: a.store, Fetch: fetch.New(fetch.Options{Deny: deny})}
}

// decideAndHeed records decisions and lets them take effect at once, unless another process writes: then it does so when it
// looks the next time.
func (a *app) decideAndHeed() func(context.Context, hearsay.Decision) (hearsay.Decision, error) {
	var mu sync.Mutex
	return func(ctx context.Context, d hearsay.Decision) (hearsay.Decision, error) {
		mu.Lock()
		defer mu.Unlock()
		d, err := desk.DecideFor(ctx, a.store, desk.Viewer(ctx), d)
		if err != nil {
			return d, err
		}
		if a.lock == nil {
			if err := a.takeLock(); errors.Is(err, hearsay.ErrConflict) {
				return d, nil
			} else if err != nil {
				return d, err
			}
			defer func() { _ = a.releaseLock() }() // the process ends with it in the worst case
		}
		if err := a.work(context.WithoutCancel(ctx), 0); err != nil {
			return d, fmt.Errorf("decided %s; let it take effect: %w", d.ID, err)
		}
		return d, nil
	}
}

// verified reports whether the bytes of a capture are what they were when they were stored, and the document what they
// give.
func (a *app) verified(ctx context.Context, c hearsay.Capture, d hearsay.Document) error {
	return pipeline.Prove(ctx, a.archive, c, d)
}
