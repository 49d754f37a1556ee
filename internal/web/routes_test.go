// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/web"
)

// TestEveryRouteHasARule asks for every address in every role, on an open and a closed desk. What is allowed may fail for other
// reasons; what is not allowed is a way in or no such page.
func TestEveryRouteHasARule(t *testing.T) {
	for _, closed := range []bool{false, true} {
		h := newHouse(t, func(o *web.Options) { o.Closed = closed })
		for _, r := range hearsay.Roles {
			h.add(string(r), r, hearsay.Clear)
		}
		in := map[hearsay.Role]*visitor{}
		var table strings.Builder
		for _, r := range web.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			path = strings.NewReplacer("{$}", "", "{id}", "nothing", "{name}", "nothing").Replace(path)
			if path == "" {
				continue
			}
			fmt.Fprintf(&table, "%-30s", r.Pattern)
			for _, role := range append([]hearsay.Role{""}, hearsay.Roles...) {
				may := r.Least == "" && (!closed || r.Open) || role != "" && (r.Least == "" || role.AtLeast(r.Least) || role == r.Also)
				if in[role] == nil {
					in[role] = h.visitor(string(role))
				}
				v := &visitor{house: h, cookie: in[role].cookie}
				if path == "/logout" {
					in[role] = nil
				}
				w := v.do(method, path, url.Values{})
				sentAway := w.Code == 303 && w.Header().Get("Location") == "/login" && path != "/login"
				if !may && !sentAway && w.Code != 404 {
					t.Errorf("closed %v: %q may %s: %d", closed, role, r.Pattern, w.Code)
				}
				if may && sentAway {
					t.Errorf("closed %v: %q may not %s", closed, role, r.Pattern)
				}
				fmt.Fprintf(&table, " %5v", may)
			}
			table.WriteString("\n")
		}
		t.Logf("closed %v\n%s", closed, table.String())
	}
}
