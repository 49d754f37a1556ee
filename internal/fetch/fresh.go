// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// freshFor reads for how long a server lets its answer be kept (RFC 9111): max-age, less the age that it has already; at
// most a day. It is 0 where nothing is said, or where the answer must not be kept.
func freshFor(h http.Header) time.Duration {
	var seconds int64
	for _, directive := range strings.Split(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(name) {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			n, err := strconv.ParseInt(strings.Trim(value, `" `), 10, 64)
			if err == nil {
				seconds = min(n, int64(mostWait/time.Second))
			}
		}
	}
	if age, err := strconv.ParseInt(strings.TrimSpace(h.Get("Age")), 10, 64); err == nil && age > 0 {
		seconds -= min(age, seconds)
	}
	return max(0, time.Duration(seconds)*time.Second)
}
