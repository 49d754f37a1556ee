// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"net/url"
	"strings"
	"sync"
)

var trackingNames = sync.OnceValue(func() map[string]bool { return listWords("tracking") })

// withoutTracking gives an address without the parameters that tell where a reader came from. What is left keeps its order
// and its spelling; an address without such parameters is given as it is.
func withoutTracking(u *url.URL) *url.URL {
	if u.RawQuery == "" {
		return u
	}
	var kept []string
	parts := strings.Split(u.RawQuery, "&")
	for _, p := range parts {
		name, _, _ := strings.Cut(p, "=")
		if !isTracking(strings.ToLower(name)) {
			kept = append(kept, p)
		}
	}
	if len(kept) == len(parts) {
		return u
	}
	to := *u
	to.RawQuery = strings.Join(kept, "&")
	return &to
}

func isTracking(name string) bool {
	if trackingNames()[name] {
		return true
	}
	for i := 1; i < len(name); i++ {
		if trackingNames()[name[:i]+"*"] {
			return true
		}
	}
	return false
}

// PageAddress gives the address that a page goes by: without the parameters that tell where a reader came from. What is no
// web address is given as it is.
func PageAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	if to := withoutTracking(u); to != u {
		return to.String()
	}
	return address
}
