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

// TestPermanentIsWhereRedirectsLeadForGood: as far as every one from the first on says so.
func TestPermanentIsWhereRedirectsLeadForGood(t *testing.T) {
	to := func(status int, path string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, path, status) }
	}
	c, at := serve(t, map[string]http.HandlerFunc{
		"/end": say("here"), "/301": to(301, "/end"), "/308": to(308, "/301"), "/302": to(302, "/end"),
		"/then302": to(301, "/302"), "/302then": to(302, "/301"),
	})
	for path, want := range map[string]string{"/end": "", "/301": at + "/end", "/308": at + "/end", "/302": "", "/then302": at + "/302", "/302then": ""} {
		a, err := c.Get(t.Context(), Request{URL: at + path})
		if err != nil || string(a.Payload) != "here" || a.Permanent != want {
			t.Errorf("%s: permanent %q, %v; want %q", path, a.Permanent, err, want)
		}
	}
}
