// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostRates is how many askers are kept in mind.
const mostRates = 10000

// Rates counts how often each asker asks.
type Rates struct {
	perSecond rate.Limit
	burst     int

	mu   sync.Mutex
	each map[string]*rate.Limiter
}

// NewRates lets each asker ask so often a second, and so often at once.
func NewRates(perSecond rate.Limit, burst int) *Rates {
	return &Rates{perSecond: perSecond, burst: burst, each: map[string]*rate.Limiter{}}
}

// Wait counts a request, and gives how long to wait with it; 0 where it may be answered.
func (r *Rates) Wait(key string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.each[key]
	if l == nil {
		r.forget()
		l = rate.NewLimiter(r.perSecond, r.burst)
		r.each[key] = l
	}
	now := time.Now()
	reserved := l.ReserveN(now, 1)
	wait := reserved.DelayFrom(now)
	if wait > 0 {
		reserved.CancelAt(now)
	}
	return wait
}

// forget drops those who have not asked for long; and all, where too many ask at once.
func (r *Rates) forget() {
	if len(r.each) < mostRates {
		return
	}
	for key, l := range r.each {
		if l.Tokens() >= float64(r.burst) {
			delete(r.each, key)
		}
	}
	if len(r.each) >= mostRates {
		clear(r.each)
	}
}
