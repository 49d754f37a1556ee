// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"net/http"
	"testing"
	"time"
)

func TestFreshIsWhatMaxAgeLeaves(t *testing.T) {
	for control, want := range map[string]time.Duration{
		"":                              0,
		"max-age=600":                   590 * time.Second,
		"public, Max-Age=\"600\"":       590 * time.Second,
		"max-age=5":                     0,
		"max-age=-5":                    0,
		"max-age=99999999999999999999":  0,
		"max-age=315360000, immutable":  24*time.Hour - 10*time.Second,
		"no-cache, max-age=600":         0,
		"max-age=600, no-store":         0,
		"stale-while-revalidate=900, =": 0,
	} {
		if got := freshFor(http.Header{"Cache-Control": {control}, "Age": {"10"}}); got != want {
			t.Errorf("freshFor(%q) = %v, want %v", control, got, want)
		}
	}
}
