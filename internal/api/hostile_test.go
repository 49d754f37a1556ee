// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
)

// endless is a body that never ends, and counts what was taken of it.
type endless struct{ taken int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	e.taken += len(b)
	return len(b), nil
}

func TestH55WhatIsAskedAndSentIsBounded(t *testing.T) {
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("base", hearsay.Clear, 0).Save(t, st)
	h := newHouse(t, st, nil)
	token := h.token("ed", hearsay.RoleEditor, hearsay.Clear)
	for _, path := range []string{"/stories?limit=1000000000", "/stories?limit=0", "/stories?limit=-1", "/stories?limit=ten", "/stories?limit=1e3", "/stories?offset=1000000000", "/stories?sort=password", "/stories?after=%ff",
		"/stories?after=" + strings.Repeat("a", 201), "/events?after=c3RvcmllcyB0MQ", "/stories?text=%00", "/stories?text=%ff", "/claims/%00", "/claims/" + strings.Repeat("k", 65), "/stories?text=" + strings.Repeat("a", 9000),
		"/claims/k1?as-known=yesterday", "/events?kind=everything", "/events?behind=-5", "/documents?kind=secret", "/search?q=" + strings.Repeat("a+", 1001), "/feeds/f1?from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z"} {
		if w := h.do(token, "GET", api.Root+path, nil); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%.60s: %d %s", path, w.Code, w.Body)
		}
	}
	for name, tt := range map[string]struct {
		body string
		want int
	}{
		"nested ten thousand deep": {strings.Repeat("[", 10000) + strings.Repeat("]", 10000), 400},
		"nested in a field":        {`{"kind":"grade","reason":` + strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000) + `}`, 400},
		"a name twice":             {`{"kind":"grade","object":"k1","value":"3","reason":"a","reason":"b"}`, 400},
		"a wrong type":             {`{"kind":"grade","object":17,"value":"3","reason":"a"}`, 422},
		"a list":                   {`[]`, 422},
		"null":                     {`null`, 422},
		"nothing":                  {``, 400},
		"two values":               {`{"kind":"grade","object":"k1","value":"3","reason":"a"} {}`, 400},
		"not UTF-8":                {"{\"kind\":\"grade\",\"object\":\"k1\",\"value\":\"3\",\"reason\":\"\xff\"}", 400},
		"a long reason":            {`{"kind":"grade","object":"k1","value":"3","reason":"` + strings.Repeat("a", 2001) + `"}`, 422},
		"a NUL in an ID":           {`{"kind":"grade","object":"k\u0000","value":"3","reason":"a"}`, 422},
		"a name in other letters":  {`{"kind":"grade","object":"k1","value":"3","reason":"a","Reason":"b"}`, 400},
		"a number out of range":    {`{"kind":"grade","object":"k1","value":1e999,"reason":"a"}`, 400},
	} {
		if w := h.do(token, "POST", api.Root+"/decisions", strings.NewReader(tt.body)); w.Code != tt.want || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d, want %d: %s", name, w.Code, tt.want, w.Body)
		}
	}
	flood := &endless{}
	w := h.do(token, "POST", api.Root+"/decisions", io.LimitReader(flood, 100<<20))
	if w.Code != 413 || flood.taken > 1<<20 {
		t.Errorf("100 MB: %d after %d bytes", w.Code, flood.taken)
	}
	if w := h.do(token, "POST", api.Root+"/decisions", strings.NewReader("kind=grade"), "Content-Type", "application/x-www-form-urlencoded"); w.Code != 415 && w.Code != 400 {
		t.Errorf("a form: %d %s", w.Code, w.Body)
	}
}

func TestH57FieldsThatNobodyAskedForAreRefused(t *testing.T) {
	st := hearsaytest.Store(t)
	w := hearsaytest.NewWorld("base", hearsay.Clear, 0)
	w.Save(t, st)
	h := newHouse(t, st, nil)
	token := h.token("ana", hearsay.RoleAnalyst, hearsay.Clear)
	before := decisions(t, st)
	for _, field := range []string{`"by":"somebody else"`, `"role":"admin"`, `"owner":"ana"`, `"tlp":0`, `"marking":"CLEAR"`, `"verified":true`, `"at":"2020-01-01T00:00:00Z"`, `"id":"j1"`, `"undoes":"j1"`} {
		body := `{"kind":"grade","object":"` + string(w.Claim.ID) + `","value":"3","reason":"so",` + field + `}`
		if r := h.do(token, "POST", api.Root+"/decisions", strings.NewReader(body)); r.Code != 422 || !strings.Contains(r.Body.String(), "unexpected property") {
			t.Errorf("%s: %d %s", field, r.Code, r.Body)
		}
	}
	if after := decisions(t, st); after != before {
		t.Errorf("%d decisions, there were %d", after, before)
	}
	// The rules are those of the pages: an analyst sets no status, and decides in no other name.
	status := `{"kind":"status","object":"` + string(w.Claim.ID) + `","value":"refuted","reason":"so"}`
	if r := h.do(token, "POST", api.Root+"/decisions", strings.NewReader(status)); r.Code != 403 {
		t.Errorf("an analyst sets a status: %d %s", r.Code, r.Body)
	}
	r := h.do(token, "POST", api.Root+"/decisions", strings.NewReader(`{"kind":"grade","object":"`+string(w.Claim.ID)+`","value":"4","reason":"thin"}`))
	var made struct{ ID, By string }
	if err := json.Unmarshal(r.Body.Bytes(), &made); err != nil || r.Code != 201 || made.By != "ana" || r.Result().Header.Get("Location") != api.Root+"/decisions/"+made.ID {
		t.Errorf("an analyst grades: %d %s", r.Code, r.Body)
	}
}

func TestH63WhoAsksTooOftenIsToldWhenToComeAgain(t *testing.T) {
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("base", hearsay.Clear, 0).Save(t, st)
	h := newHouse(t, st, nil)
	token, other := h.token("ann", hearsay.RoleReader, hearsay.Clear), h.token("ben", hearsay.RoleReader, hearsay.Clear)
	first := h.do(token, "GET", api.Root+"/stories", nil)
	tag := first.Result().Header.Get("ETag")
	again := h.do(token, "GET", api.Root+"/stories", nil, "If-None-Match", tag)
	if tag == "" || again.Code != 304 || again.Body.Len() > 0 || again.Result().Header.Get("ETag") != tag {
		t.Errorf("the same again: %d %s", again.Code, again.Body)
	}
	refused := false
	for range 300 {
		w := h.do(token, "GET", api.Root+"/account", nil)
		if w.Code == 429 {
			refused = w.Result().Header.Get("Retry-After") == "1"
			break
		}
	}
	if !refused {
		t.Error("300 requests at once are all answered")
	}
	if w := h.do(other, "GET", api.Root+"/account", nil); w.Code != 200 {
		t.Errorf("another token is refused with it: %d", w.Code)
	}
	time.Sleep(300 * time.Millisecond)
	if w := h.do(token, "GET", api.Root+"/account", nil); w.Code != 200 {
		t.Errorf("a moment later: %d", w.Code)
	}
	codes := map[int]int{}
	for range 300 {
		codes[h.do("hs_guess", "GET", api.Root+"/account", nil).Code]++
	}
	if codes[401] == 0 || codes[429] == 0 || codes[200] > 0 {
		t.Errorf("guessing tokens: %v", codes)
	}
}

// TestEveryOperationAsksItsRule asks each in each role, by token and without, on an open and on a closed desk.
func TestEveryOperationAsksItsRule(t *testing.T) {
	least := map[string]hearsay.Role{"inside": hearsay.RoleReader, "deciding": hearsay.RoleAnalyst, "ruling": hearsay.RoleAdmin}
	for _, closed := range []bool{false, true} {
		h := newHouse(t, hearsaytest.Store(t), func(o *api.Options) {
			o.Closed = closed
			api.Unhurried(o)
		})
		ids := hearsaytest.NewWorld("none", hearsay.Clear, 0).IDs()
		ids["decisions"] = "jnothing"
		for _, role := range append([]hearsay.Role{""}, hearsay.Roles...) {
			token := ""
			if role != "" {
				token = h.token(string(role), role, hearsay.Clear)
			}
			for _, o := range api.Table() {
				if o.ID == "stream-events" && !closed {
					continue
				}
				may := o.Rule == "readable" && (!closed || role != "") || o.Rule != "readable" && role.AtLeast(least[o.Rule])
				if o.ID == "stream-events" && may {
					continue
				}
				var body io.Reader
				if o.Method == "POST" {
					body = strings.NewReader("{}")
				}
				w := h.do(token, o.Method, address(o, ids), body)
				if refused := w.Code == 401 || w.Code == 403; refused == may {
					t.Errorf("closed %v: %q, may %v, %s: %d", closed, role, may, o.ID, w.Code)
				}
			}
		}
	}
}

func TestToolsTakeAToken(t *testing.T) {
	asked := ""
	h := newHouse(t, hearsaytest.Store(t), func(o *api.Options) {
		o.Tools = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked = desk.WhoIs(r.Context()).Name })
	})
	if w := h.do("", "POST", "/mcp", strings.NewReader("{}")); w.Code != 401 || asked != "" {
		t.Errorf("without: %d, %q", w.Code, asked)
	}
	if w := h.do(h.token("ann", hearsay.RoleReader, hearsay.Clear), "POST", "/mcp", strings.NewReader("{}")); w.Code != 200 || asked != "ann" {
		t.Errorf("with: %d, %q", w.Code, asked)
	}
}
