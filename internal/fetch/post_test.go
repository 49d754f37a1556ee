// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
)

func TestFormGoesWhereRedirectsAskForIt(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Method+" "+r.URL.Path+" "+r.Header.Get("Content-Type")+" "+r.PostFormValue("a"))
		switch r.URL.Path {
		case "/again", "/elsewhere", "/inside":
			to := map[string]string{"/again": "/end", "/elsewhere": "/end", "/inside": "http://169.254.169.254/"}[r.URL.Path]
			status := http.StatusTemporaryRedirect
			if r.URL.Path == "/elsewhere" {
				status = http.StatusFound
			}
			http.Redirect(w, r, to, status)
		default:
			w.WriteHeader(http.StatusAccepted)
			fmt.Fprint(w, strings.Repeat("x", 1<<20))
		}
	}))
	t.Cleanup(server.Close)
	c := New(Options{Every: time.Nanosecond, Loopback: []netip.AddrPort{netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://"))}})
	a, err := c.Post(t.Context(), server.URL+"/again", url.Values{"a": {"b c"}})
	if err != nil || a.Status != 202 || a.URL != server.URL+"/end" || len(a.Payload) > maxReply {
		t.Errorf("307: %+v, %v", a, err)
	}
	if a, err = c.Post(t.Context(), server.URL+"/elsewhere", url.Values{"a": {"b"}}); err != nil || a.Status != 302 {
		t.Errorf("302: %+v, %v", a, err)
	}
	if _, err = c.Post(t.Context(), server.URL+"/inside", url.Values{}); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("a redirect inside: %v", err)
	}
	const form = " application/x-www-form-urlencoded "
	want := "POST /again" + form + "b c|POST /end" + form + "b c|POST /elsewhere" + form + "b|POST /inside" + form
	if strings.Join(got, "|") != want {
		t.Errorf("asked for %q, want %q", got, want)
	}
}
