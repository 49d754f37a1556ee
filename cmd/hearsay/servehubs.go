// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"hearsay/internal/fetch"
	"hearsay/internal/pipeline"
	"hearsay/internal/web"
)

// hubsEvery is how often is asked which hubs are due.
const hubsEvery = 30 * time.Second

// hubs asks hubs to push, and hears them.
type hubs struct{ pipeline.Subscriber }

// subscriber makes what deals with hubs; nil without --public.
func (c *serveCommand) subscriber(a *app) (*hubs, error) {
	at, err := c.public()
	if err != nil || at == nil {
		return nil, err
	}
	return &hubs{pipeline.Subscriber{Store: a.store, Hubs: fetch.New(fetch.Options{Deny: c.Deny}), Callback: strings.TrimRight(c.Public, "/") + web.HubPath}}, nil
}

// forever asks the hubs that are due, again and again until ctx ends.
func (h *hubs) forever(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.Round(ctx); err != nil && ctx.Err() == nil {
			slog.Error("hubs were not asked", "stage", "collect", "err", err)
		}
		pause(ctx, hubsEvery)
	}
}

// beside runs something beside the rest; end ends it and waits.
func beside(ctx context.Context, what func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		what(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}
