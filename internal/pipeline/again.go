// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"hearsay/internal/collect"
	"hearsay/internal/store"
)

// pagesAtOnce is how many pages are looked at again side by side; new ones come first, and their hosts are the same.
const pagesAtOnce = 32

// Again looks at known pages again that are due at a time, at most so many, and reports what came: an edit in silence is a
// new capture, and becomes a later version of its document if its text is another.
func (in *Intake) Again(ctx context.Context, c *collect.Collector, now time.Time, most int) (Report, error) {
	pages, err := in.Store.As(store.Everything).PagesDue(ctx, now, most)
	if err != nil || len(pages) == 0 {
		return Report{}, err
	}
	var mu sync.Mutex // of all and errs
	var all Report
	var errs []error
	next := make(chan store.Page)
	var wg sync.WaitGroup
	for range min(pagesAtOnce, len(pages)) {
		wg.Go(func() {
			for p := range next {
				report, err := in.again(ctx, c, p, now)
				mu.Lock()
				all.add(report)
				if err != nil {
					errs = append(errs, err)
				}
				mu.Unlock()
			}
		})
	}
	for _, p := range pages {
		next <- p
	}
	close(next)
	wg.Wait()
	return all, errors.Join(errs...)
}

// again looks at one page. Whatever comes of it, the next look is the next one: a page that is gone stays as it was read.
func (in *Intake) again(ctx context.Context, c *collect.Collector, p store.Page, now time.Time) (Report, error) {
	report, err := in.marked(p.TLP).Collected(ctx, noting(c.Again(ctx, p.URL, p.Outlet, p.ETag, p.Changed), &p))
	if err != nil {
		return report, err
	}
	at, more := collect.NextAgain(p.URL, p.First, now)
	p.Next = at
	return report, in.Store.Write(ctx, func(tx *store.Tx) error {
		if !more {
			return tx.DeletePage(ctx, p.URL)
		}
		return tx.SavePages(ctx, p)
	})
}

// noting notes of an answer what makes the next request conditional.
func noting(inputs iter.Seq2[collect.Input, error], p *store.Page) iter.Seq2[collect.Input, error] {
	return func(yield func(collect.Input, error) bool) {
		for c, err := range inputs {
			if c.Payload != nil {
				p.ETag, p.Changed = c.ETag, c.LastModified
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// pageOf gives the page to be looked at again behind an input that a feed led to.
func pageOf(c *collect.Input) (p store.Page, ok bool) {
	if c.After != nil || c.Index || c.Feed == "" || c.Payload == nil || c.Quarantine != "" {
		return p, false
	}
	p = store.Page{URL: c.URL, Outlet: c.Outlet, First: c.Fetched, ETag: c.ETag, Changed: c.LastModified}
	p.Next, ok = collect.NextAgain(p.URL, p.First, c.Fetched)
	return p, ok
}

// add counts what another report counts.
func (r *Report) add(o Report) {
	r.Inputs, r.Stored, r.Duplicate = r.Inputs+o.Inputs, r.Stored+o.Stored, r.Duplicate+o.Duplicate
	r.Quarantined, r.Refused, r.Feeds = r.Quarantined+o.Quarantined, r.Refused+o.Refused, r.Feeds+o.Feeds
	r.Problems = append(r.Problems, o.Problems...)
}
