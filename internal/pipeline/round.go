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
// the fetcher to see to. look gives what comes of a feed; tell hears how it went, of one feed at a time, and may end the
// round with an error. See [Intake.Collected] for what becomes of what comes.
func (in *Intake) Round(ctx context.Context, feeds []hearsay.Feed, look func(context.Context, hearsay.Feed) iter.Seq2[collect.Input, error], tell func(hearsay.Feed, Report) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan hearsay.Feed)
	var mu sync.Mutex // of tell and errs
	var errs []error
	var wg sync.WaitGroup
	for range min(feedsAtOnce, len(feeds)) {
		wg.Go(func() {
			for f := range next {
				report, err := in.Collected(ctx, look(ctx, f))
				mu.Lock()
				if err == nil {
					err = tell(f, report)
				}
				if err != nil {
					errs = append(errs, err)
					cancel()
				}
				mu.Unlock()
			}
		})
	}
	for _, f := range feeds {
		if ctx.Err() != nil {
			break
		}
		next <- f
	}
	close(next)
	wg.Wait()
	if len(errs) == 0 {
		return ctx.Err()
	}
	return errors.Join(firstCauses(errs)...)
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
