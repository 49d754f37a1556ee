// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

type serveCommand struct {
	Listen string `default:"127.0.0.1:8321" help:"Address to listen on; port 0 takes a free one."`
	JSON   bool   `help:"Print the address as JSON."`
}

// Help is shown by hearsay serve --help.
func (serveCommand) Help() string {
	return `Serves the desk: stories, claims with their chains, documents, search. It has no login yet and therefore listens on
loopback unless told otherwise, and shows what is marked CLEAR.

Examples:
  hearsay serve
  hearsay serve --listen 127.0.0.1:0`
}

// Run serves until it is interrupted.
func (c *serveCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	return a.serve(ctx, c.Listen, func(address string) error {
		if c.JSON {
			return a.printJSON(map[string]string{"address": address})
		}
		_, err := fmt.Fprintf(a.stdout, "the desk is at %s\n", address)
		return err
	})
}

// serve listens, tells the address, and serves until ctx ends.
func (a *app) serve(ctx context.Context, listen string, ready func(address string) error) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "listen on " + listen, Cause: err, Hint: "give another --listen HOST:PORT"}
	}
	s := &http.Server{
		Handler: web.Handler(web.Options{
			Ledger: web.FromStore(a.store, func(context.Context) store.Viewer { return store.Viewer{} }),
			Verify: a.verified,
		}),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
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

// verified reports whether the bytes of a capture are what they were when they were stored, and the document what they
// give.
func (a *app) verified(ctx context.Context, c hearsay.Capture, d hearsay.Document) error {
	return pipeline.Prove(ctx, a.archive, c, d)
}
