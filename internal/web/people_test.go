// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

const secret = "four words of no kin"

// house is a desk with people.
type house struct {
	t       *testing.T
	st      *store.Store
	door    *people.Doorkeeper
	handler http.Handler
	decided []hearsay.Decision
}

// newHouse is a desk that holds the sample.
func newHouse(t *testing.T, change func(*web.Options)) *house {
	t.Helper()
	st := hearsaytest.Store(t)
	newSample().save(t, st)
	return houseOf(t, st, change)
}

func houseOf(t *testing.T, st *store.Store, change func(*web.Options)) *house {
	t.Helper()
	h := &house{t: t, st: st}
	door, err := people.NewDoorkeeper(h.st)
	if err != nil {
		t.Fatal(err)
	}
	h.door = door
	keys, err := people.NewPasskeys(door, "https://desk.example", "desk.example")
	if err != nil {
		t.Fatal(err)
	}
	o := web.Options{
		Passkeys:    keys,
		Subscribers: &people.Subscribers{Store: h.st}, Mails: true,
		Discussions: &people.Discussions{Store: h.st, Open: people.DiscussReaders},
		Log:         slog.New(slog.DiscardHandler),
		Ledger:      web.FromStore(h.st, web.Viewer), Version: h.st.Version, Door: door, Sessions: people.Sessions{Store: h.st},
		Decide: func(ctx context.Context, d hearsay.Decision) error {
			d, err := people.Decide(ctx, h.st, d)
			h.decided = append(h.decided, d)
			return err
		},
	}
	if change != nil {
		change(&o)
	}
	h.handler = web.Handler(o)
	return h
}

func (h *house) add(name string, role hearsay.Role, ceiling hearsay.TLP) {
	h.t.Helper()
	if _, err := h.door.Add(h.t.Context(), name, secret, role, ceiling); err != nil {
		h.t.Fatal(err)
	}
}

// visitor is a browser: it keeps its cookie.
type visitor struct {
	*house
	cookie *http.Cookie
}

func (v *visitor) do(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequestWithContext(v.t.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookie = c
	}
	return w
}

func (h *house) visitor(name string) *visitor {
	h.t.Helper()
	v := &visitor{house: h}
	if name != "" {
		if w := v.do("POST", "/login", url.Values{"name": {name}, "password": {secret}}); w.Code != 303 {
			h.t.Fatalf("%s is not let in: %d %s", name, w.Code, w.Body)
		}
	}
	return v
}

func (v *visitor) me() string {
	v.t.Helper()
	doc, err := goquery.NewDocumentFromReader(v.do("GET", "/stories", nil).Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return strings.TrimSpace(doc.Find(".me a[href='/account']").Text())
}

func TestPeopleComeInAndLeave(t *testing.T) {
	h := newHouse(t, nil)
	h.add("Ann", hearsay.RoleAnalyst, hearsay.Green)
	v := h.visitor("")
	for _, wrong := range []url.Values{{"name": {"ann"}, "password": {"wrong words of no kin"}}, {"name": {"nobody"}, "password": {secret}}, {}} {
		if w := v.do("POST", "/login", wrong); w.Code != 403 || v.me() != "" {
			t.Errorf("%v: %d", wrong, w.Code)
		}
	}
	v = h.visitor("ann")
	if v.me() != "Ann" || !v.cookie.HttpOnly || v.cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("in as %q with %+v", v.me(), v.cookie)
	}
	old := *v.cookie
	if v.do("POST", "/logout", nil); v.me() != "" {
		t.Error("still in after leaving")
	}
	v.cookie = &old
	if v.me() != "" {
		t.Error("an old cookie lets in again")
	}
}

func TestH67WhoIsInIsAskedAnewAtEveryRequest(t *testing.T) {
	ctx := t.Context()
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Clear)
	fixed := &visitor{house: h, cookie: &http.Cookie{Name: "hearsay", Value: "chosen-by-somebody-else"}}
	fixed.do("POST", "/login", url.Values{"name": {"ann"}, "password": {secret}})
	if fixed.cookie.Value == "chosen-by-somebody-else" || fixed.me() != "ann" {
		t.Error("a session that somebody else chose is taken")
	}
	demote := func(a *hearsay.Account) error { a.Role = hearsay.RoleReader; return nil }
	ann, other := h.visitor("ann"), h.visitor("ann")
	if err := h.door.Change(ctx, "ann", demote); err != nil {
		t.Fatal(err)
	}
	form := url.Values{"kind": {"grade"}, "object": {"nordwire"}, "value": {"B"}, "reason": {"x"}}
	if w := ann.do("POST", "/decide", form); w.Code != 404 {
		t.Errorf("who was demoted decides: %d", w.Code)
	}
	w := ann.do("POST", "/account/password", url.Values{"old": {secret}, "new": {"another set of four words"}})
	if w.Code != 200 || ann.me() != "ann" || other.me() != "" {
		t.Errorf("%d; after another password ann is in as %q, and elsewhere as %q", w.Code, ann.me(), other.me())
	}
	if err := h.door.Change(ctx, "ann", func(a *hearsay.Account) error { a.Disabled = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if ann.me() != "" {
		t.Error("who was shut out is in")
	}
}

func TestH65OtherSitesCannotActInSomebodysName(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Clear)
	v := h.visitor("ann")
	form := url.Values{"kind": {"grade"}, "object": {"nordwire"}, "value": {"B"}, "reason": {"x"}}
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "null"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
		{"Sec-Fetch-Site", "cross-site", "X-HTTP-Method-Override", "GET"},
	} {
		if w := v.do("POST", "/decide", form, headers...); w.Code != 403 || len(h.decided) > 0 {
			t.Errorf("%v: %d, %d decided", headers, w.Code, len(h.decided))
		}
	}
}

func TestTheFirstAdministratorNeedsTheWordOfTheConsole(t *testing.T) {
	h := newHouse(t, func(o *web.Options) { o.Setup = "the-word" })
	v := h.visitor("")
	form := url.Values{"word": {"a-word"}, "name": {"ann"}, "password": {secret}}
	if w := v.do("POST", "/setup", form); w.Code != 403 || v.me() != "" {
		t.Errorf("without the word: %d", w.Code)
	}
	form.Set("word", "the-word")
	form.Set("password", "short")
	if w := v.do("POST", "/setup", form); w.Code != 400 {
		t.Errorf("with a short password: %d", w.Code)
	}
	form.Set("password", secret)
	if w := v.do("POST", "/setup", form); w.Code != 303 || v.me() != "ann" {
		t.Errorf("with the word: %d", w.Code)
	}
	form.Set("name", "eve")
	if w := h.visitor("").do("POST", "/setup", form); w.Code != 404 {
		t.Errorf("a second time: %d", w.Code)
	}
}

func TestPeopleDecideOnPages(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Clear)
	h.add("ed", hearsay.RoleEditor, hearsay.Clear)
	h.add("rea", hearsay.RoleReader, hearsay.Clear)
	kinds := func(name, path string) (out []string) {
		doc, err := goquery.NewDocumentFromReader(h.visitor(name).do("GET", path, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		doc.Find(".choices input[name=kind]").Each(func(_ int, s *goquery.Selection) { out = append(out, s.AttrOr("value", "")) })
		return out
	}
	for _, tt := range []struct {
		name, path string
		want       []string
	}{
		{"", "/claim/kclosing", nil}, {"rea", "/claim/kclosing", nil},
		{"ann", "/claim/kclosing", []string{"grade", "same", "not-same"}}, {"ed", "/claim/kclosing", []string{"status", "grade", "same", "not-same"}},
		{"ann", "/story/sferry", []string{"merge", "split"}}, {"ann", "/outlet/nordwire", []string{"grade"}}, {"ann", "/decisions", []string{"undo"}},
	} {
		if got := kinds(tt.name, tt.path); !slices.Equal(got, tt.want) {
			t.Errorf("%q on %s may decide %v, want %v", tt.name, tt.path, got, tt.want)
		}
	}
	ed, ann := h.visitor("ed"), h.visitor("ann")
	form := url.Values{"kind": {"status"}, "object": {"kclosing"}, "value": {"refuted"}, "reason": {"the harbour's own log"}, "by": {"somebody else"}}
	if w := ann.do("POST", "/decide", form); w.Code != 404 {
		t.Errorf("an analyst sets a status: %d", w.Code)
	}
	if w := ed.do("POST", "/decide", form); w.Code != 303 || w.Header().Get("Location") != "/claim/kclosing" {
		t.Errorf("an editor: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if got := h.decided[len(h.decided)-1]; got.By != "ed" || got.Value != "refuted" {
		t.Errorf("decided %+v", got)
	}
	form.Set("reason", "  ")
	if w := ed.do("POST", "/decide", form); w.Code != 400 || !strings.Contains(w.Body.String(), "reason") {
		t.Errorf("without a reason: %d", w.Code)
	}
	last := h.decided[0].ID
	if w := ann.do("POST", "/decide", url.Values{"kind": {"undo"}, "object": {string(last)}, "reason": {"not so"}}); w.Code != 303 {
		t.Errorf("taking back: %d %s", w.Code, w.Body)
	}
}

func TestAnAccountSeesUpToItsCeiling(t *testing.T) {
	h := newHouse(t, nil)
	s := newSample()
	for i := range s.documents {
		if s.documents[i].ID == "danchor" {
			s.documents[i].TLP = hearsay.Amber
		}
	}
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), s.documents...) })
	h.add("green", hearsay.RoleAdmin, hearsay.Green)
	h.add("amber", hearsay.RoleReader, hearsay.Amber)
	for name, want := range map[string]int{"": 404, "green": 404, "amber": 200} {
		if w := h.visitor(name).do("GET", "/document/danchor", nil); w.Code != want {
			t.Errorf("%q: %d, want %d", name, w.Code, want)
		}
	}
}

// TestItIsKnownWhoCameIn: to administrators and auditors of all, to others of themselves.
func TestItIsKnownWhoCameIn(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Clear)
	h.add("ed", hearsay.RoleAuditor, hearsay.Clear)
	stranger := h.visitor("")
	for _, wrong := range []url.Values{{"name": {"ann"}, "password": {"wrong words of no kin"}}, {"name": {"ann"}, "password": {"wrong words of no kin"}}, {"name": {secret}, "password": {""}}} {
		stranger.do("POST", "/login", wrong)
	}
	ann, ed := h.visitor("ann"), h.visitor("ed")
	rows := func(v *visitor, path, under string) []string {
		doc, err := goquery.NewDocumentFromReader(v.do("GET", path, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		return doc.Find(under + " tbody tr").Map(func(_ int, s *goquery.Selection) string {
			return strings.Join(s.Find("td").Slice(1, goquery.ToEnd).Map(func(_ int, s *goquery.Selection) string { return strings.TrimSpace(s.Text()) }), ", ")
		})
	}
	want := []string{"ed, came in by password, 192.0.2.1, 1", "ann, came in by password, 192.0.2.1, 1", "somebody unknown, was not let in by password, 192.0.2.1, 1", "ann, was not let in by password, 192.0.2.1, 2"}
	if got := rows(ed, "/arrivals", "main"); !slices.Equal(got, want) {
		t.Errorf("to an auditor: %q", got)
	}
	if got, want := rows(ann, "/account", "section[aria-labelledby=arrivals]"), []string{"came in by password, 192.0.2.1, 1", "was not let in by password, 192.0.2.1, 2"}; !slices.Equal(got, want) {
		t.Errorf("to ann of herself: %q", got)
	}
	if w := ann.do("GET", "/arrivals", nil); w.Code != 404 {
		t.Errorf("to an analyst of all: %d", w.Code)
	}
	if body := ed.do("GET", "/arrivals", nil).Body.String(); strings.Contains(body, secret) {
		t.Error("what was typed for a name is shown")
	}
}

func TestH66TooManyAtOnceAreSentAwayForAMoment(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Clear)
	codes := make(chan int, 100)
	began := time.Now()
	for range 100 {
		go func() {
			v := &visitor{house: h}
			codes <- v.do("POST", "/login", url.Values{"name": {"ann"}, "password": {"wrong words of no kin"}}).Code
		}()
	}
	counts := map[int]int{}
	for range 100 {
		counts[<-codes]++
	}
	if counts[403] == 0 || counts[403]+counts[503] != 100 {
		t.Errorf("%v after %s", counts, time.Since(began))
	}
}

func TestTokensAreShownOnceAndEnd(t *testing.T) {
	ctx := t.Context()
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Green)
	v := h.visitor("ann")
	doc, err := goquery.NewDocumentFromReader(v.do("POST", "/account/token", url.Values{"name": {"script"}, "scope": {"read"}, "ceiling": {"GREEN"}}).Body)
	if err != nil {
		t.Fatal(err)
	}
	token := doc.Find("code.token").Text()
	a, err := h.door.EnterByToken(ctx, token)
	if err != nil || a.Name != "ann" || a.Ceiling != hearsay.Green {
		t.Fatalf("by token %q: %+v, %v", token, a, err)
	}
	if strings.Contains(v.do("GET", "/account", nil).Body.String(), token) {
		t.Error("the token is shown again")
	}
	if w := v.do("POST", "/account/token", url.Values{"name": {"script"}, "scope": {"read"}, "ceiling": {"RED"}}); w.Code != 400 {
		t.Errorf("a token above the ceiling: %d", w.Code)
	}
	kept, err := h.door.Tokens(ctx, a.ID)
	if err != nil || len(kept) != 1 || strings.Contains(fmt.Sprint(kept), token) {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	v.do("POST", "/account/token/end", url.Values{"id": {kept[0].ID}})
	if _, err := h.door.EnterByToken(ctx, token); err == nil {
		t.Error("an ended token lets in")
	}
}
