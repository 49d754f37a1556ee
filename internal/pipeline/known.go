// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// markKnown marks what is stored already, or came earlier in the same batch. A page that is what it was before it was something
// else is no duplicate: it came back, and is a capture of its own.
func markKnown(ctx context.Context, r store.Reader, items []*item) error {
	var ids []hearsay.CaptureID
	for _, it := range items {
		if it.isNew() {
			ids = append(ids, it.capture.ID)
		}
	}
	if err := refuseErased(ctx, r, items, ids); err != nil {
		return err
	}
	stored, err := r.CapturesOf(ctx, ids...)
	if err != nil {
		return err
	}
	known := map[hearsay.CaptureID]bool{}
	for _, c := range stored {
		known[c.ID] = true
	}
	past, err := pastOf(ctx, r, items, known)
	if err != nil {
		return err
	}
	for _, it := range items {
		if !it.isNew() {
			continue
		}
		c := &it.capture
		if known[c.ID] && !it.input.Listing && past.isBack(c) {
			c.ID = hearsay.NewReturnID(c.URL, c.Digest, c.Fetched)
		}
		if known[c.ID] {
			it.outcome, it.reason = hearsay.Duplicate, ""
			continue
		}
		known[c.ID] = true
		past.add(c)
	}
	return nil
}

// past is what addresses gave, and when.
type past map[string][]given

type given struct {
	digest string
	at     time.Time
}

// pastOf reads what the addresses gave of which a capture is known, or comes twice.
func pastOf(ctx context.Context, r store.Reader, items []*item, known map[hearsay.CaptureID]bool) (past, error) {
	p := past{}
	seen := map[hearsay.CaptureID]bool{}
	var urls []string
	for _, it := range items {
		if id := it.capture.ID; it.isNew() && !it.input.Listing {
			if known[id] || seen[id] {
				urls = append(urls, it.capture.URL)
			}
			seen[id] = true
		}
	}
	captures, err := r.CapturesAt(ctx, urls...)
	for i := range captures {
		p.add(&captures[i])
	}
	return p, err
}

func (p past) add(c *hearsay.Capture) { p[c.URL] = append(p[c.URL], given{c.Digest, c.Fetched}) }

// isBack reports whether the address of a capture gave its bytes before, and others since.
func (p past) isBack(c *hearsay.Capture) bool {
	var last time.Time
	for _, g := range p[c.URL] {
		if g.digest == c.Digest && !g.at.After(c.Fetched) && g.at.After(last) {
			last = g.at
		}
	}
	for _, g := range p[c.URL] {
		if !last.IsZero() && g.digest != c.Digest && g.at.After(last) && !g.at.After(c.Fetched) {
			return true
		}
	}
	return false
}
