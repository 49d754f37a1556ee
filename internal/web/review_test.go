// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"hearsay"
)

// TestReviewHoldsWhatNobodyDecided follows a claim through the queue: it is there with its reasons, goes when somebody
// decides, and is there again when somebody else decides otherwise.
func TestReviewHoldsWhatNobodyDecided(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleEditor, hearsay.Red)
	h.add("bo", hearsay.RoleEditor, hearsay.Red)
	ann, bo := h.visitor("ann"), h.visitor("bo")
	wants := func(v *visitor, words ...string) {
		t.Helper()
		page := v.do("GET", "/review", nil).Body.String()
		for _, w := range words {
			if w, not := strings.CutPrefix(w, "no "); strings.Contains(page, w) == not {
				t.Errorf("to review: %q found %t", w, !not)
			}
		}
	}
	decide := func(v *visitor, status string) {
		t.Helper()
		w := v.do("POST", "/decide", url.Values{"kind": {"status"}, "object": {string(closing)}, "value": {status}, "reason": {"I asked the ministry"}})
		if w.Code != 303 {
			t.Fatalf("decide = %d %s", w.Code, w.Body)
		}
	}
	wants(ann, "/claim/kclosing#decide", "it is denied", "1 to 2 origins", "4 outlets carry it", "hedge given")
	decide(ann, "denied")
	wants(ann, "no /claim/kclosing#decide", "There is nothing to review")
	decide(bo, "confirmed")
	wants(ann, "ann says denied, bo says confirmed")
	decide(bo, "denied")
	wants(ann, "no /claim/kclosing#decide")
	if w := h.visitor("").do("GET", "/review", nil); w.Code != 303 {
		t.Errorf("who is not in gets %d", w.Code)
	}
}
