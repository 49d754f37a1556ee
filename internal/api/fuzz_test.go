// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/hearsaytest"
)

// FuzzAsk gives any query and any body to every operation: the answer is never a fault of ours, and always JSON.
func FuzzAsk(f *testing.F) {
	st := hearsaytest.Store(f)
	w := hearsaytest.NewWorld("base", hearsay.Clear, 0)
	w.Save(f, st)
	h := newHouse(f, st, api.Unhurried)
	token := h.token("admin", hearsay.RoleAdmin, hearsay.Red)
	table := api.Table()
	for i, s := range [][2]string{{"limit=2&after=c3RvcmllcyB0MQ", `{"kind":"grade","object":"k1","value":"3","reason":"so"}`}, {"q=\"a b\" -c d*", `{"url":"https://hook.example/","kinds":["page-state"]}`},
		{"as-known=2026-03-05T12:00:00Z", `{"a":[[[[1]]]]}`}, {"name=%00&from=0001-01-01T00:00:00Z", "\xff"}} {
		f.Add(uint8(i*7), s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, which uint8, query, body string) {
		o := table[int(which)%len(table)]
		if o.ID == "stream-events" || o.ID == "add-hook" && strings.Contains(body, "http") { // the one does not end, of the others there are a hundred at most
			return
		}
		path, _, _ := strings.Cut(address(o, w.IDs()), "?")
		r := httptest.NewRequestWithContext(t.Context(), o.Method, path, strings.NewReader(body))
		r.URL.RawQuery = query
		if q, err := url.ParseQuery(query); err == nil {
			r.URL.RawQuery = q.Encode()
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		got := httptest.NewRecorder()
		h.handler.ServeHTTP(got, r)
		if got.Code == http.StatusInternalServerError || got.Body.Len() > 0 && !json.Valid(got.Body.Bytes()) {
			t.Errorf("%s ?%q %q: %d %s", o.ID, query, body, got.Code, got.Body)
		}
	})
}
