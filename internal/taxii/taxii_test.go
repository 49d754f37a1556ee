// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/stix"
	"hearsay/internal/store"
	"hearsay/internal/taxii"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

const mediaType = "application/taxii+json;version=2.1"

var harbour = stix.Desk{Name: "Harbour Desk"}

// house is a door with partners.
type house struct {
	t       testing.TB
	st      *store.Store
	door    *desk.Doorkeeper
	handler http.Handler
	log     bytes.Buffer
}

func newHouse(t testing.TB, st *store.Store, change func(*taxii.Options)) *house {
	t.Helper()
	door, err := desk.NewDoorkeeper(st)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, st: st, door: door}
	o := taxii.Options{Store: st, Door: door, Desk: harbour, Log: slog.New(slog.NewTextHandler(&h.log, nil))}
	if change != nil {
		change(&o)
	}
	h.handler = taxii.Handler(o)
	return h
}

// token gives a token of a partner.
func (h *house) token(name string, ceiling hearsay.TLP) string {
	h.t.Helper()
	a := hearsay.Account{ID: hearsay.AccountID(hearsay.ID('u', name)), Name: name, Role: hearsay.RolePartner, Ceiling: ceiling, Created: hearsaytest.At(9, 0)}
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error { return tx.AddAccount(h.t.Context(), a) })
	token, err := h.door.AddToken(h.t.Context(), a, "test", hearsay.ScopeRead, ceiling, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// do asks as TAXII's clients do; headers are pairs.
func (h *house) do(token, method, path string, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, nil)
	r.Header.Set("Accept", mediaType)
	if token != "" {
		r.SetBasicAuth("partner", token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// get asks for what must be there.
func (h *house) get(token, path string, into any) http.Header {
	h.t.Helper()
	w := h.do(token, "GET", path)
	if w.Code != 200 || w.Header().Get("Content-Type") != mediaType {
		h.t.Fatalf("%s: %d %s %s", path, w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		h.t.Fatalf("%s: %v", path, err)
	}
	return w.Header()
}

// collectionOf gives the address of the collection of a marking, found as a client finds it.
func (h *house) collectionOf(token string, marking hearsay.TLP) string {
	h.t.Helper()
	var found struct {
		Roots []string `json:"api_roots"`
	}
	h.get(token, "/taxii2/", &found)
	root, err := url.Parse(found.Roots[0])
	if err != nil {
		h.t.Fatal(err)
	}
	var list struct{ Collections []struct{ ID, Title string } }
	h.get(token, root.Path+"collections/", &list)
	for _, c := range list.Collections {
		if strings.HasSuffix(c.Title, "TLP:"+marking.String()) {
			return root.Path + "collections/" + c.ID + "/"
		}
	}
	h.t.Fatalf("no collection of %s among %v", marking, list)
	return ""
}

type page struct {
	More    bool
	Next    string
	Objects []json.RawMessage
}

// objectID is what an object is called.
func objectID(t testing.TB, text json.RawMessage) string {
	t.Helper()
	var o struct{ ID string }
	if err := json.Unmarshal(text, &o); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// pages reads a list to its end, and gives what it has and when the last of it was added.
func (h *house) pages(token, path string, parameters url.Values) (all []json.RawMessage, last string) {
	h.t.Helper()
	q := url.Values{}
	for k, v := range parameters {
		q[k] = v
	}
	for range 10_000 {
		var p page
		header := h.get(token, path+"?"+q.Encode(), &p)
		first := header.Get("X-TAXII-Date-Added-First")
		if (first == "") != (len(p.Objects) == 0) || last != "" && first != "" && first <= last {
			h.t.Fatalf("%s: a page of %d from %q, behind one to %q", path, len(p.Objects), first, last)
		}
		all = append(all, p.Objects...)
		if at := header.Get("X-TAXII-Date-Added-Last"); at != "" {
			last = at
		}
		if p.More != (p.Next != "") {
			h.t.Fatalf("more %v, next %q", p.More, p.Next)
		}
		if !p.More {
			return all, last
		}
		q.Set("next", p.Next)
	}
	h.t.Fatal("the list does not end")
	return nil, ""
}

// opened gives what fills a store with what the newsroom published until a time.
func opened(t testing.TB, st *store.Store) (until func(day time.Time)) {
	t.Helper()
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	in, e := &pipeline.Intake{Store: st, Archive: a}, &pipeline.Engine{Store: st, Archive: a}
	if err := in.AddNewsroom(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	last := newsroom.First.Add(-time.Hour)
	return func(end time.Time) {
		t.Helper()
		if _, err := in.Look(t.Context(), looks, last, end); err != nil {
			t.Fatal(err)
		}
		if err := e.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		last = end
	}
}

// TestAConversation, written from the specification: discovery, root, collections, objects page by page, manifest, one object, and after the
// ledger moved only what is new.
func TestAConversation(t *testing.T) {
	raced.Skip(t) // the newsroom is read one after another
	st := hearsaytest.Store(t)
	until := opened(t, st)
	until(newsroom.First.Add(24 * time.Hour))
	h := newHouse(t, st, taxii.Unhurried)
	token := h.token("north", hearsay.Green)
	at := h.collectionOf(token, hearsay.Green)
	var collection struct {
		ID         string
		CanRead    bool     `json:"can_read"`
		CanWrite   bool     `json:"can_write"`
		MediaTypes []string `json:"media_types"`
	}
	h.get(token, at, &collection)
	if !strings.HasSuffix(at, collection.ID+"/") || !collection.CanRead || collection.CanWrite || !slices.Equal(collection.MediaTypes, []string{"application/stix+json;version=2.1"}) {
		t.Errorf("the collection: %+v", collection)
	}
	first, last := h.pages(token, at+"objects/", url.Values{"limit": {"7"}})
	agree(t, h, token, at, first)
	same(t, st, hearsay.Green, first)

	until(newsroom.First.Add(4 * 24 * time.Hour))
	news, _ := h.pages(token, at+"objects/", url.Values{"added_after": {last}})
	whole, _ := h.pages(token, at+"objects/", nil)
	agree(t, h, token, at, whole)
	same(t, st, hearsay.Green, whole)
	held := map[string]string{}
	for _, o := range append(first, news...) {
		held[objectID(t, o)] = string(o)
	}
	now := map[string]string{}
	for _, o := range whole {
		now[objectID(t, o)] = string(o)
	}
	if diff := cmp.Diff(now, held); diff != "" {
		t.Errorf("who followed has something else than who comes now: %.2000s", diff)
	}
	if len(first) < 20 || len(news) < 20 || len(news) >= len(whole) {
		t.Errorf("%d objects, then %d news, %d in all: the newsroom does not move", len(first), len(news), len(whole))
	}
	for _, o := range news {
		if slices.ContainsFunc(first, func(old json.RawMessage) bool { return bytes.Equal(old, o) }) {
			t.Errorf("no news: %.200s", o)
		}
	}
}

// agree holds the manifest against the objects, and asks for some of them one by one.
func agree(t *testing.T, h *house, token, at string, objects []json.RawMessage) {
	t.Helper()
	entries, _ := h.pages(token, at+"manifest/", url.Values{"limit": {"11"}})
	if len(entries) != len(objects) {
		t.Fatalf("the manifest has %d, there are %d objects", len(entries), len(objects))
	}
	for i, text := range entries {
		var m struct {
			ID, Version string
			Added       string `json:"date_added"`
			MediaType   string `json:"media_type"`
		}
		var o struct{ ID, Type, Created, Modified string }
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(objects[i], &o); err != nil {
			t.Fatal(err)
		}
		if m.ID != o.ID || m.Version != o.Modified && (o.Type != "marking-definition" || m.Version != o.Created) || m.MediaType != "application/stix+json;version=2.1" {
			t.Errorf("the manifest says %s of %.200s", text, objects[i])
		}
		if i%9 != 0 {
			continue
		}
		var one page
		h.get(token, at+"objects/"+m.ID+"/", &one)
		if len(one.Objects) != 1 || !bytes.Equal(one.Objects[0], objects[i]) {
			t.Errorf("%s by itself is another", m.ID)
		}
		var versions struct{ Versions []string }
		if header := h.get(token, at+"objects/"+m.ID+"/versions/", &versions); !slices.Equal(versions.Versions, []string{m.Version}) || header.Get("X-TAXII-Date-Added-First") != m.Added {
			t.Errorf("%s has the versions %v", m.ID, versions.Versions)
		}
	}
}

// same holds objects against those that export stix prints.
func same(t *testing.T, st *store.Store, ceiling hearsay.TLP, objects []json.RawMessage) {
	t.Helper()
	r := st.As(store.Viewer{TLP: ceiling})
	claims, err := r.Claims(t.Context(), store.ClaimFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var shared []stix.Shared
	for i := range claims {
		s, err := stix.Gather(t.Context(), r, claims[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		shared = append(shared, s)
	}
	b, err := stix.New(harbour, shared...)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for i := range b.Objects {
		text, err := json.Marshal(b.Objects[i])
		if err != nil {
			t.Fatal(err)
		}
		want[b.Objects[i].ID] = string(text)
	}
	got := map[string]string{}
	for _, o := range objects {
		if !strings.Contains(string(o), `"revoked":true`) {
			got[objectID(t, o)] = string(o)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the export and the collection differ: %.3000s", diff)
	}
}

// TestWhoMayComeIn: by token, in either way, and to no collection above the ceiling, which is written down.
func TestWhoMayComeIn(t *testing.T) {
	h := newHouse(t, hearsaytest.Store(t), taxii.Unhurried)
	low, high := h.token("low", hearsay.Green), h.token("high", hearsay.Amber)
	for name, headers := range map[string][]string{"nobody": nil, "a guess": {"Authorization", "Bearer hs_guess"}, "another scheme": {"Authorization", "Digest " + low}} {
		w := h.do("", "GET", "/taxii2/", headers...)
		if w.Code != 401 || len(w.Header().Values("WWW-Authenticate")) != 2 || !strings.Contains(w.Body.String(), `"http_status":"401"`) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := h.do("", "GET", "/taxii2/", "Authorization", "Bearer "+low); w.Code != 200 || !strings.Contains(w.Body.String(), "http://example.com/taxii2/ledger/") {
		t.Errorf("by Bearer: %d %s", w.Code, w.Body)
	}
	amber := h.collectionOf(high, hearsay.Amber)
	h.get(high, h.collectionOf(high, hearsay.Clear)+"objects/", &page{})
	for _, path := range []string{"", "objects/", "manifest/", "objects/report--1/", "objects/report--1/versions/"} {
		if w := h.do(low, "GET", amber+path); w.Code != 403 || strings.Contains(w.Body.String(), `"id"`) {
			t.Errorf("%s above the ceiling: %d %s", path, w.Code, w.Body)
		}
	}
	if n := strings.Count(h.log.String(), "account=low ceiling=GREEN collection=AMBER"); n != 5 {
		t.Errorf("%d of 5 are in the log: %s", n, &h.log)
	}
	for method, path := range map[string]string{"POST": amber + "objects/", "DELETE": amber + "objects/report--1/"} {
		if w := h.do(high, method, path); w.Code != 403 || !strings.Contains(w.Body.String(), "only read") {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
	if w := h.do(high, "PUT", amber+"objects/"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("PUT: %d", w.Code)
	}
	if w := h.do(high, "GET", fmt.Sprintf("/taxii2/ledger/collections/%s/", "00000000-0000-4000-8000-000000000000")); w.Code != 404 {
		t.Errorf("a collection that is not: %d", w.Code)
	}
}
