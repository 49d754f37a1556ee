// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"cmp"
	"context"
	"fmt"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/read"
)

const mostLater = 20

// follow gives the pages behind one page of a thread, each an input of its own, until the last, until a page leads back
// to one that it has seen or away from the site, or until there are too many: then the page that is left out is an input
// that is refused. It reports whether the caller goes on.
func (c *Collector) follow(ctx context.Context, f hearsay.Feed, in Input, yield func(Input, error) bool) bool {
	most := cmp.Or(c.Later, mostLater)
	seen := map[string]bool{in.URL: true}
	for n := 0; ; n++ {
		next := after(&in)
		if next == "" || seen[next] || !sameSite(next, in.URL) {
			return true
		}
		if n == most {
			why := fmt.Sprintf("the thread goes on; %d pages behind its first are followed", most)
			return yield(Input{URL: next, Fetched: c.now(), Feed: f.ID, Refused: why}, nil)
		}
		seen[next] = true
		page, _, err := c.get(ctx, fetch.Request{URL: next, Kind: fetch.Page})
		if err != nil {
			yield(Input{}, err)
			return false
		}
		page.URL, page.Feed, page.Outlet = next, f.ID, in.Outlet
		if !yield(page, nil) {
			return false
		}
		in = page
	}
}

// after is the address of the page of a thread behind an input; empty where there is none.
func after(in *Input) string {
	if in.Payload == nil || in.Quarantine != "" || in.Refused != "" {
		return ""
	}
	next, _ := read.NextPage(hearsay.Capture{URL: in.URL, MediaType: in.MediaType, Status: in.Status, Fetched: in.Fetched}, in.Payload)
	return next
}
