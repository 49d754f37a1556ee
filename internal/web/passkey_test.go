// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/web"
)

// TestAPasskeyLetsIn adds a passkey in a browser with a device of its own, comes in with it, and is sent away once it is ended.
func TestAPasskeyLetsIn(t *testing.T) {
	ctx := browser(t)
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Red)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.handler.ServeHTTP(w, r) }))
	defer server.Close()
	origin := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	keys, err := people.NewPasskeys(h.door, origin, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer), Door: h.door, Sessions: people.Sessions{Store: h.st}, Passkeys: keys, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	do(t, ctx, chromedp.Navigate(origin+"/login"))
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}}); err != nil {
		t.Fatal(err)
	}
	w := &walk{t, ctx, origin, false}
	w.press("[data-passkey] button")
	w.sees("[role=status]", "passkey")

	w.fill("#name", "ann")
	w.fill("#password", secret)
	w.press("form.fields button")
	w.sees(".me", "ann")
	w.open("/account")
	w.fill("#kname", "this laptop")
	w.press("[data-passkey] button")
	w.sees("#passkeys ~ table", "this laptop")
	w.press(".me form button")
	w.sees(".me", "Come in")

	w.open("/login")
	w.press("[data-passkey] button")
	w.sees(".me", "ann")
	w.open("/account")
	w.press("#passkeys ~ table button")
	w.sees(".done", "opens nothing any more")
	w.press(".me form button")
	w.sees(".me", "Come in")
	w.open("/login")
	w.press("[data-passkey] button")
	w.sees("[role=status]", "This passkey opens nothing here.")
}

// TestPasskeysNeedTheirSession answers what was never asked, and what was asked of somebody else.
func TestPasskeysNeedTheirSession(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Red)
	ann := h.visitor("ann")
	for path, want := range map[string]int{"/account/passkey/answer?name=x": 403, "/login/passkey/answer": 403, "/account/passkey/answer": 400} {
		if w := ann.do("POST", path, nil); w.Code != want {
			t.Errorf("POST %s = %d, want %d", path, w.Code, want)
		}
	}
	if w := h.visitor("").do("POST", "/account/passkey", nil); w.Code != 404 {
		t.Errorf("who is not in asks for a passkey: %d", w.Code)
	}
	ann.do("POST", "/login/passkey", nil)
	if w := ann.do("POST", "/login/passkey/answer", nil); w.Code != 403 {
		t.Errorf("an empty answer = %d", w.Code)
	}
}
