// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"hearsay"
)

// HubPath is where hubs call; the path of a subscription stands behind it.
const HubPath = "/hub/"

// Hubs is what is done with the calls of hubs; *pipeline.Subscriber is one. What is not known to it is hearsay.ErrNotFound.
type Hubs interface {
	Confirm(ctx context.Context, path string, asked url.Values) (challenge string, err error)
	Pushed(ctx context.Context, path, signature string, body io.Reader) error
}

// hub answers a hub: it wants something confirmed, or pushes. An address that no subscription has, and one that has and is used
// in another way, are answered alike. That a signature was wrong is not told to who made it.
func (d *desk) hub(w http.ResponseWriter, r *http.Request) {
	path, err := r.PathValue("path"), error(&hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "answer a hub"})
	switch {
	case d.Hubs == nil || len(path) > longestID:
	case r.Method == http.MethodGet:
		var challenge string
		if challenge, err = d.Hubs.Confirm(r.Context(), path, r.URL.Query()); err == nil {
			w.Header().Set("Content-Type", "application/octet-stream") // it is somebody else's text
			_, _ = io.WriteString(w, challenge)
		}
	case r.Method == http.MethodPost:
		err = d.Hubs.Pushed(r.Context(), path, r.Header.Get("X-Hub-Signature"), r.Body)
		if errors.Is(err, hearsay.ErrDenied) {
			d.Log.WarnContext(r.Context(), "a push was not believed", "err", err)
			err = nil
		}
		if err == nil {
			w.WriteHeader(http.StatusAccepted)
		}
	}
	switch {
	case errors.Is(err, hearsay.ErrInvalid):
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case err != nil:
		d.fail(w, r, err)
	}
}
