// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestCrowdSeesWhoIsImpolite is the control of the test that none is: two requests at once, one right after the other, are
// noticed; and a client that hangs up asks no more.
func TestCrowdSeesWhoIsImpolite(t *testing.T) {
	h := NewCrowd(t, nil, "dripping").Hosts[0]
	get := func() {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, address, _ := strings.Cut(h.URL, ".example")
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1"+address+"/page/1", nil)
		if err != nil {
			t.Error(err)
			return
		}
		if resp, err := http.DefaultClient.Do(r); err == nil {
			<-ctx.Done()
			resp.Body.Close()
		}
	}
	forgotten := func() { // the host hears of a hang-up a moment after it
		busy := func() bool {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.busy > 0
		}
		for busy() {
			time.Sleep(time.Millisecond)
		}
	}
	get()
	forgotten()
	get()
	forgotten()
	if when, atOnce := h.Asked(); len(when) != 2 || atOnce != 1 || when[1].Sub(when[0]) < 100*time.Millisecond {
		t.Errorf("requests at %v, %d at once; want 2, one after the other", when, atOnce)
	}
	var wg sync.WaitGroup
	wg.Go(get)
	wg.Go(get)
	wg.Wait()
	if when, atOnce := h.Asked(); len(when) != 4 || atOnce != 2 || when[3].Sub(when[2]) > 100*time.Millisecond {
		t.Errorf("requests at %v, %d at once; want 4, two of them at once", when, atOnce)
	}
}

func TestEveryMannerIsServed(t *testing.T) {
	for _, m := range BadManners {
		if crowdManners[m] == nil {
			t.Errorf("there is no manner %q", m)
		}
	}
	for m := range crowdManners {
		if m != "good" && !slices.Contains(BadManners, m) {
			t.Errorf("no host of a crowd has the manner %q", m)
		}
	}
}
