// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// alerted has an account told of events because of something that it follows.
func (h *house) alerted(f hearsay.Follow, events ...hearsay.Event) {
	h.t.Helper()
	ctx := h.t.Context()
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error {
		if err := tx.AddEvents(ctx, events...); err != nil {
			return err
		}
		for _, e := range events {
			if err := tx.AddAlerts(ctx, hearsay.NewAlert(&f, e.ID, "", april(9, 12))); err != nil {
				return err
			}
		}
		return nil
	})
}

// told has somebody follow one thing of each kind, and be told of each.
func (h *house) told(name string) {
	h.t.Helper()
	ctx := h.t.Context()
	me, err := h.door.Named(ctx, name)
	if err == nil {
		err = h.door.SaveQuery(ctx, me.ID, "ferries", "ferry")
	}
	if err == nil {
		_, err = (&people.Subscribers{Store: h.st}).AddFor(ctx, me, name+"@paper.example", april(9, 12))
	}
	if err != nil {
		h.t.Fatal(err)
	}
	follow := func(kind hearsay.FollowKind, about string) hearsay.Follow {
		f, err := h.door.Follow(ctx, me, kind, about, kind == hearsay.FollowClaim)
		if err != nil {
			h.t.Fatal(err)
		}
		return f
	}
	history, err := h.st.As(store.Everything).Assessments(ctx, closing)
	if err != nil || len(history) < 2 {
		h.t.Fatalf("%d assessments: %v", len(history), err)
	}
	last, now := history[len(history)-2], history[len(history)-1]
	h.alerted(follow(hearsay.FollowClaim, string(closing)), hearsay.Event{ID: pipeline.MoveID(&last, &now), Kind: hearsay.ClaimMoved, Story: ferryStory, Claim: closing,
		Document: wirePiece, Text: "from " + string(last.Status) + " to " + string(now.Status), At: april(9, 12), Known: april(9, 12)})
	events := newSample().events()
	h.alerted(follow(hearsay.FollowStory, string(ferryStory)), events[1])
	h.alerted(follow(hearsay.FollowPage, "fpeople"), events[2:]...)
	q := follow(hearsay.FollowQuery, "ferries")
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error {
		return tx.AddAlerts(ctx, hearsay.NewAlert(&q, "", "danchor", april(9, 13)))
	})
}

func (h *house) followOf(name string) []hearsay.Follow {
	h.t.Helper()
	me, err := h.door.Named(h.t.Context(), name)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.door.Follows(h.t.Context(), me.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func TestFollowingTellsOnTodayUntilItIsSeen(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Green)
	v := h.visitor("ann")
	if w := v.do("GET", "/claim/kclosing", nil); !strings.Contains(w.Body.String(), `action="/follow"`) || strings.Contains(w.Body.String(), "by e-mail too") {
		t.Error("the page of a claim has no button, or offers e-mail without an address")
	}
	if w := h.visitor("").do("GET", "/claim/kclosing", nil); strings.Contains(w.Body.String(), `action="/follow"`) {
		t.Error("who is not in is shown the button")
	}
	if w := v.do("POST", "/follow", url.Values{"kind": {"claim"}, "about": {"kclosing"}}); w.Code != 303 || w.Header().Get("Location") != "/claim/kclosing" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if w := v.do("POST", "/follow", url.Values{"kind": {"claim"}, "about": {"//evil.example"}}); w.Code != 404 {
		t.Errorf("what is not there: %d", w.Code)
	}
	if w := v.do("GET", "/claim/kclosing", nil); !strings.Contains(w.Body.String(), "You follow this.") {
		t.Error("the page of the claim does not say so")
	}
	all := h.followOf("ann")
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	h.alerted(all[0], hearsay.Event{ID: "vclear", Kind: hearsay.ClaimMoved, Story: ferryStory, Claim: closing, Document: wirePiece, Text: "from rumour to denied", At: april(9, 12), Known: april(9, 12)},
		hearsay.Event{ID: "vamber", Kind: hearsay.ClaimMoved, Story: ferryStory, Claim: closing, Text: "a move that is AMBER", At: april(9, 12), Known: april(9, 12), TLP: hearsay.Amber})
	page := v.do("GET", "/", nil).Body.String()
	for _, want := range []string{`id="alerts"`, "from rumour to denied", "you follow the claim", `href="/document/dwire"`} {
		if !strings.Contains(page, want) {
			t.Errorf("Today has no %q", want)
		}
	}
	if strings.Contains(page, "AMBER") || strings.Contains(h.visitor("").do("GET", "/", nil).Body.String(), `id="alerts"`) {
		t.Error("Today tells of what may not be seen, or tells others of it")
	}
	if w := v.do("POST", "/alerts/seen", url.Values{"upto": {"1"}}); w.Code != 303 {
		t.Fatalf("%d", w.Code)
	}
	if page := v.do("GET", "/", nil).Body.String(); strings.Contains(page, `id="alerts"`) {
		t.Error("what was seen is still there")
	}
	if page := v.do("GET", "/account", nil).Body.String(); !strings.Contains(page, `href="/claim/kclosing"`) {
		t.Error("the account does not show what it follows")
	}
	other := h.visitorOf("bo")
	if w := other.do("POST", "/unfollow", url.Values{"id": {string(all[0].ID)}}); w.Code != 404 {
		t.Errorf("somebody else's: %d", w.Code)
	}
	if w := v.do("POST", "/unfollow", url.Values{"id": {string(all[0].ID)}}); w.Code != 303 || len(h.followOf("ann")) != 0 {
		t.Errorf("%d", w.Code)
	}
}

func (h *house) visitorOf(name string) *visitor {
	h.t.Helper()
	h.add(name, hearsay.RoleReader, hearsay.Green)
	return h.visitor(name)
}

func TestAQueryThatIsKeptIsFollowedAndLeftWithIt(t *testing.T) {
	h := newHouse(t, nil)
	v := h.visitorOf("ann")
	v.do("POST", "/search/save", url.Values{"q": {"ferry"}, "name": {"ferries"}})
	if w := v.do("POST", "/follow", url.Values{"kind": {"query"}, "about": {"ferries"}}); w.Code != 303 || len(h.followOf("ann")) != 1 {
		t.Fatalf("%d", w.Code)
	}
	if w := v.do("POST", "/follow", url.Values{"kind": {"query"}, "about": {"others"}}); w.Code != 404 {
		t.Errorf("a query that is not kept: %d", w.Code)
	}
	if page := v.do("GET", "/search", nil).Body.String(); !strings.Contains(page, "You follow this.") {
		t.Error("the search does not show it")
	}
	if v.do("POST", "/search/drop", url.Values{"name": {"ferries"}}); len(h.followOf("ann")) != 0 {
		t.Error("it is followed without being kept")
	}
}

func TestTheAddressOfAnAccountIsAskedFirst(t *testing.T) {
	h := newHouse(t, nil)
	v := h.visitorOf("ann")
	ask := func(address string) int {
		return v.do("POST", "/account/address", url.Values{"address": {address}}).Code
	}
	if code := ask("ann@paper.example"); code != 200 {
		t.Fatalf("%d", code)
	}
	for _, address := range []string{"ann@paper.example", "stranger@paper.example", "none"} {
		if code := ask(address); code != 400 {
			t.Errorf("%s within the hour: %d", address, code)
		}
	}
	if code := h.visitorOf("bo").do("POST", "/account/address", url.Values{"address": {"ANN@paper.example"}}).Code; code != 400 {
		t.Errorf("somebody else asks the same address: %d", code)
	}
	me, err := h.door.Named(t.Context(), "ann")
	if err != nil {
		t.Fatal(err)
	}
	subs := people.Subscribers{Store: h.st}
	x, err := subs.Address(t.Context(), me.ID)
	if err != nil || x.State != hearsay.SubscriberAsked {
		t.Fatalf("%+v: %v", x, err)
	}
	confirm := link("/subscribe/confirm", x, people.ConfirmToken(&x))
	if w := h.visitor("").do("GET", confirm, nil); !strings.Contains(w.Body.String(), "Shall the alerts be sent") {
		t.Errorf("%s", w.Body)
	}
	if w := h.visitor("").do("POST", confirm, url.Values{}); w.Code != 200 || !strings.Contains(w.Body.String(), "The next alerts come") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if all, err := h.st.As(store.Everything).Subscribers(t.Context(), ""); err != nil || len(all) != 0 {
		t.Errorf("it is a subscriber to issues: %+v, %v", all, err)
	}
	if w := v.do("GET", "/claim/kclosing", nil); !strings.Contains(w.Body.String(), "by e-mail too") {
		t.Error("e-mail is not offered")
	}
	old := link("/unsubscribe", x, people.LeaveToken(&x))
	if _, err := subs.AddFor(t.Context(), me, "new@paper.example", time.Now()); err != nil {
		t.Fatal(err)
	}
	if w := h.visitor("").do("POST", old, url.Values{}); w.Code != 404 {
		t.Errorf("a link to the old address does something to the new one: %d", w.Code)
	}
	if w := v.do("POST", "/account/address/end", url.Values{}); w.Code != 200 {
		t.Errorf("%d", w.Code)
	}
	if x, err := subs.Address(t.Context(), me.ID); err != nil || x.Address != "" {
		t.Errorf("%+v: %v", x, err)
	}
}
