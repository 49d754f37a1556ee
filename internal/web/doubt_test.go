// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestOutletInDoubtIsShownAndAnEditorIsAsked: an analyst is not.
func TestOutletInDoubtIsShownAndAnEditorIsAsked(t *testing.T) {
	h := newHouse(t, nil)
	feeds, err := h.st.As(store.Everything).Feeds(t.Context(), store.FeedFilter{})
	if err != nil || len(feeds) == 0 {
		t.Fatal(err)
	}
	f := feeds[0]
	judged := time.Now().Add(-time.Hour)
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
		return tx.SaveLapses(t.Context(), hearsay.Lapse{Outlet: f.Outlet, Feed: f.ID, From: judged.AddDate(0, -2, 0), Until: judged, Judged: judged,
			Doubted: true, Reasons: []string{"Max Profit writes there"}})
	})
	h.add("ed", hearsay.RoleEditor, hearsay.Clear)
	h.add("ana", hearsay.RoleAnalyst, hearsay.Clear)
	page := "/outlet/" + string(f.Outlet)
	for name, asked := range map[string]bool{"": false, "ana": false, "ed": true} {
		body := h.visitor(name).do("GET", page, nil).Body.String()
		if !strings.Contains(body, "Max Profit writes there") || strings.Contains(body, "Who publishes it") != asked {
			t.Errorf("%q: asked %v, want %v", name, !asked, asked)
		}
	}
	if body := h.visitor("").do("GET", "/outlets", nil).Body.String(); !strings.Contains(body, "may be another publisher") {
		t.Error("the list of outlets does not tell")
	}
	answer := url.Values{"kind": {"publisher"}, "object": {string(f.Outlet)}, "value": {"same"}, "reason": {"they say so"}}
	if w := h.visitor("ana").do("POST", "/decide", answer); w.Code != 404 {
		t.Errorf("an analyst decides: %d", w.Code)
	}
	if w := h.visitor("ed").do("POST", "/decide", answer); w.Code != 303 {
		t.Errorf("an editor decides: %d %s", w.Code, w.Body)
	}
	if body := h.visitor("").do("GET", page, nil).Body.String(); strings.Contains(body, "Max Profit") {
		t.Error("the doubt is not lifted")
	}
}
