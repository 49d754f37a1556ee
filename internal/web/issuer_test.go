// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/web"
)

// voucher is an issuer of OpenID Connect, honest unless told otherwise.
type voucher struct {
	*httptest.Server
	t       *testing.T
	keys    map[string]*ecdsa.PrivateKey // that it publishes
	signs   string                       // the key that it signs with
	claims  map[string]any               // what it says otherwise
	none    bool                         // it does not sign
	foreign *ecdsa.PrivateKey            // signs in the name of its own key; nil for nobody
	asked   url.Values                   // of the last departure
}

func newVoucher(t *testing.T) *voucher {
	t.Helper()
	v := &voucher{t: t, keys: map[string]*ecdsa.PrivateKey{}, claims: map[string]any{}}
	v.rotate("first")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		v.answer(w, map[string]any{"issuer": v.URL, "authorization_endpoint": v.URL + "/authorize", "token_endpoint": v.URL + "/token", "jwks_uri": v.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		var set jose.JSONWebKeySet
		for id, key := range v.keys {
			set.Keys = append(set.Keys, jose.JSONWebKey{Key: key.Public(), KeyID: id, Algorithm: "ES256", Use: "sig"})
		}
		v.answer(w, set)
	})
	mux.HandleFunc("POST /token", v.token)
	v.Server = httptest.NewServer(mux)
	t.Cleanup(v.Close)
	return v
}

// rotate signs with another key from now on; the old one is published no more.
func (v *voucher) rotate(name string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		v.t.Fatal(err)
	}
	v.keys, v.signs = map[string]*ecdsa.PrivateKey{name: key}, name
}

func (v *voucher) answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// token gives an identity for a code, if the code's verifier is the one of the departure.
func (v *voucher) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if r.PostFormValue("code") != "the code" || base64.RawURLEncoding.EncodeToString(sum[:]) != v.asked.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		v.answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	v.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": v.identity()})
}

func (v *voucher) identity() string {
	claims := map[string]any{"iss": v.URL, "aud": "hearsay", "sub": "s-1", "nonce": v.asked.Get("nonce"), "email": "ann@paper.example", "email_verified": true,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	for k, x := range v.claims {
		claims[k] = x
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		v.t.Fatal(err)
	}
	if v.none {
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
	}
	key := v.keys[v.signs]
	if v.foreign != nil {
		key = v.foreign
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: v.signs}}, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		v.t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		v.t.Fatal(err)
	}
	return token
}

// vouched is a desk at which the voucher vouches for people.
func vouched(t *testing.T, v *voucher) *house {
	t.Helper()
	h := newHouse(t, nil)
	issuer, err := people.NewIssuer(t.Context(), h.door, people.IssuerOptions{URL: v.URL, Client: "hearsay", Secret: "quiet", Callback: "https://desk.example/login/issuer/return", HTTP: v.Client()})
	if err != nil {
		t.Fatal(err)
	}
	h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer), Door: h.door, Sessions: people.Sessions{Store: h.st}, Issuer: issuer, Log: slog.New(slog.DiscardHandler)})
	return h
}

// depart sends a visitor to the voucher, and gives the state that they come back with.
func (v *voucher) depart(who *visitor) string {
	v.t.Helper()
	w := who.do("GET", "/login/issuer", nil)
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != 303 || !strings.HasPrefix(to.String(), v.URL+"/authorize?") {
		v.t.Fatalf("depart = %d to %s, %v", w.Code, to, err)
	}
	v.asked = to.Query()
	return v.asked.Get("state")
}

func back(state string) string {
	return "/login/issuer/return?code=the+code&state=" + url.QueryEscape(state)
}

// TestH68OnlyWhatTheIssuerVouchesForLetsIn comes back from an issuer as it should be, and in the ways in which others would.
func TestH68OnlyWhatTheIssuerVouchesForLetsIn(t *testing.T) {
	v := newVoucher(t)
	h := vouched(t, v)
	h.add("ann@paper.example", hearsay.RoleAnalyst, hearsay.Amber)
	h.add("bo@paper.example", hearsay.RoleReader, hearsay.Green)

	stranger := func(claims map[string]any, change func()) int {
		t.Helper()
		v.claims, v.none = claims, false
		if change != nil {
			change()
		}
		who := h.visitor("")
		code := who.do("GET", back(v.depart(who)), nil).Code
		if in := who.do("GET", "/account", nil).Code; (code == 303) != (in == 200) {
			t.Errorf("answer %d, and the account page gives %d", code, in)
		}
		return code
	}
	for name, claims := range map[string]map[string]any{
		"another issuer":      {"iss": "https://evil.example"},
		"another audience":    {"aud": "someone else"},
		"an old one":          {"exp": time.Now().Add(-time.Hour).Unix()},
		"another nonce":       {"nonce": "replayed"},
		"unverified address":  {"email_verified": false},
		"verified as a word":  {"email_verified": "true"},
		"nobody of that name": {"email": "eve@paper.example"},
		"no address":          {"email": ""},
	} {
		if code := stranger(claims, nil); code != 403 {
			t.Errorf("%s: %d", name, code)
		}
	}
	if code := stranger(nil, func() { v.none = true }); code != 403 {
		t.Errorf("alg none: %d", code)
	}
	foreign, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if code := stranger(nil, func() { v.foreign = foreign }); code != 403 {
		t.Errorf("a key that the issuer does not publish: %d", code)
	}
	v.foreign = nil

	ann := h.visitor("")
	state := v.depart(ann)
	if w := ann.do("GET", back(state), nil); w.Code != 303 || w.Header().Get("Location") != "/" || ann.me() != "ann@paper.example" {
		t.Fatalf("ann comes back: %d %s %q", w.Code, w.Header().Get("Location"), ann.me())
	}
	if w := ann.do("GET", back(state), nil); w.Code != 403 {
		t.Errorf("the same return again: %d", w.Code)
	}
	if w := h.visitor("").do("GET", back(state), nil); w.Code != 403 {
		t.Errorf("the return in another browser: %d", w.Code)
	}
	v.rotate("second")
	if code := stranger(nil, nil); code != 303 {
		t.Errorf("after the issuer has another key: %d", code)
	}
	if code := stranger(map[string]any{"sub": "s-2"}, nil); code != 403 {
		t.Errorf("another subject with ann's address: %d", code)
	}
	if code := stranger(map[string]any{"sub": "s-3", "email": "bo@paper.example"}, nil); code != 303 {
		t.Errorf("bo: %d", code)
	}
	if code := stranger(map[string]any{"sub": "s-3", "email": "ann@paper.example"}, nil); code != 303 {
		t.Errorf("bo, whose address is another now: %d", code)
	}
}

// TestH69RedirectsStayHere gives every form addresses that lead elsewhere, in every way of writing them.
func TestH69RedirectsStayHere(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAdmin, hearsay.Red)
	for _, evil := range []string{"//evil.example", `/\evil.example`, "/%09/evil.example", "http:///evil.example", "https://evil.example/claim/kclosing", "javascript:alert(1)", "\t//evil.example", "/../..//evil.example"} {
		ann := h.visitor("ann")
		for _, w := range []*httptest.ResponseRecorder{
			ann.do("POST", "/login?next="+url.QueryEscape(evil)+"&return="+url.QueryEscape(evil), url.Values{"name": {"ann"}, "password": {secret}, "next": {evil}, "redirect": {evil}}),
			ann.do("POST", "/decide", url.Values{"kind": {"status"}, "object": {evil}, "value": {"denied"}, "reason": {"x"}, "next": {evil}}),
			ann.do("POST", "/decide", url.Values{"kind": {"same"}, "object": {"kclosing"}, "other": {evil}, "reason": {"x"}}),
			ann.do("POST", "/search/save", url.Values{"q": {evil}}),
			ann.do("POST", "/logout?next="+url.QueryEscape(evil), url.Values{"next": {evil}}),
			ann.do("GET", "/account?next="+url.QueryEscape(evil), nil),
		} {
			to := w.Header().Get("Location")
			u, err := url.Parse(to)
			if err != nil || u.Host != "" || u.Scheme != "" || to != "" && !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\t") || strings.HasPrefix(u.Path, "//") {
				t.Errorf("%q leads to %q", evil, to)
			}
		}
	}
}

// TestH70OnlyItsOwnNameIsAnswered asks under names that others point here, and with what proxies say.
func TestH70OnlyItsOwnNameIsAnswered(t *testing.T) {
	h := newHouse(t, func(o *web.Options) { o.Hosts = []string{"desk.example"} })
	h.add("ann", hearsay.RoleReader, hearsay.Red)
	for host, want := range map[string]int{"desk.example": 200, "DESK.example:443": 200, "127.0.0.1:8321": 200, "[::1]:8321": 200, "localhost:8321": 200,
		"evil.example": 421, "desk.example.evil.example": 421, "": 421, "desk.example@evil.example": 421, "localhost.evil.example": 421} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q = %d, want %d", host, w.Code, want)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/login", strings.NewReader(url.Values{"name": {"ann"}, "password": {secret}}.Encode()))
	r.Host = "desk.example"
	for k, v := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1",
		"Forwarded": "host=evil.example", "X-Original-URL": "/people", "X-Rewrite-URL": "/people", "X-HTTP-Method-Override": "DELETE"} {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	all := w.Body.String() + strings.Join(w.Result().Header["Location"], " ") + strings.Join(w.Result().Header["Set-Cookie"], " ")
	if w.Code != 303 || w.Header().Get("Location") != "/" || strings.Contains(all, "evil") {
		t.Errorf("with what a proxy says: %d %s", w.Code, all)
	}
}
