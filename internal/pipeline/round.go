// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"iter"
	"sync"

	"hearsay"
	"hearsay/internal/collect"
)

// feedsAtOnce is how many feeds are looked at side by side. It is far more than the machine has cores: a look waits for
// its hosts nearly all the time.
const feedsAtOnce = 256

// Round looks at feeds side by side, so that one that is slow keeps no other waiting; how often one host is asked is for
// the fetcher to see to. It ends when feeds does and all looks have. look gives what comes of a feed; tell hears how it
// went, of one feed at a time, and may end the round with an error. See [Intake.Collected] for what becomes of what comes.
func (in *Intake) Round(ctx context.Context, feeds iter.Seq[hearsay.Feed], look func(context.Context, hearsay.Feed) iter.Seq2[collect.Input, error], tell func(hearsay.Feed, Report) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	places := make(chan struct{}, feedsAtOnce)
	var mu sync.Mutex // of tell and errs
	var errs []error
	var wg sync.WaitGroup
	for f := range feeds {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
		wg.Go(func() {
			defer func() { <-places }()
			report, err := in.marked(f.TLP).Collected(ctx, look(ctx, f))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				err = tell(f, report)
			}
			if err != nil {
				errs = append(errs, err)
				cancel()
			}
		})
	}
	wg.Wait()
	if len(errs) == 0 {
		return ctx.Err()
	}
	return errors.Join(firstCauses(errs)...)
}

// marked takes in what is marked at least so.
func (in *Intake) marked(tlp hearsay.TLP) *Intake {
	m := *in
	m.TLP = max(m.TLP, tlp)
	return &m
}

// firstCauses leaves out the errors of those that were cancelled because of the first.
func firstCauses(errs []error) []error {
	causes := errs[:1]
	for _, err := range errs[1:] {
		if !errors.Is(err, context.Canceled) {
			causes = append(causes, err)
		}
	}
	return causes
}
