// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/deliver"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestHooksAreMadeTestedAndRemoved(t *testing.T) {
	st := hearsaytest.Store(t)
	seen, hidden := hearsaytest.NewWorld("seen", hearsay.Clear, 0), hearsaytest.NewWorld("hidden", hearsay.Red, 1)
	seen.Save(t, st)
	hidden.Save(t, st)
	var tested []hearsay.HookID
	h := newHouse(t, st, func(o *api.Options) {
		o.TestHook = func(_ context.Context, id hearsay.HookID) (int, error) {
			tested = append(tested, id)
			return 204, nil
		}
	})
	admin, lower := h.token("admin", hearsay.RoleAdmin, hearsay.Amber), h.token("lower", hearsay.RoleAdmin, hearsay.Clear)
	s := newSchemas(t)
	add := func(token, body string) (int, deliver.View) {
		w := h.do(token, "POST", api.Root+"/hooks", strings.NewReader(body))
		var v deliver.View
		_ = json.Unmarshal(w.Body.Bytes(), &v)
		s.check("POST", api.Root+"/hooks", w.Code, w.Result().Header.Get("Content-Type"), w.Body.Bytes())
		return w.Code, v
	}
	for body, want := range map[string]int{
		`{"url":"http://127.0.0.1/"}`:                                                          403,
		`{"url":"https://hook.example/","ceiling":"RED"}`:                                      403,
		`{"url":"https://hook.example/","story":"` + string(hidden.Story.ID) + `"}`:            404,
		`{"url":"https://hook.example/","claim":"` + string(hidden.Claim.ID) + `"}`:            404,
		`{"url":"https://hook.example/","outlet":"nobody"}`:                                    404,
		`{"url":"https://hook.example/","kinds":["everything"]}`:                               422,
		`{"url":"https://hook.example/","secret":"mine"}`:                                      422,
		`{"url":"https://hook.example/","by":"somebody else"}`:                                 422,
		`{"url":"https://hook.example/","headers":{"authorization":"Basic aGVhcnNheTpoZWFy"}}`: 422,
	} {
		if got, _ := add(admin, body); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
	if all, err := st.As(store.Everything).Hooks(t.Context()); err != nil || len(all) > 0 {
		t.Fatalf("%d hooks, %v", len(all), err)
	}
	status, made := add(admin, `{"url":"https://hook.example/","kinds":["claim-moved","page-state"],"claim":"`+string(seen.Claim.ID)+`","ceiling":"AMBER"}`)
	if status != 201 || !strings.HasPrefix(made.Secret, "whsec_") || made.By != "admin" || made.Ceiling != "AMBER" {
		t.Fatalf("%d %+v", status, made)
	}
	path := api.Root + "/hooks/" + string(made.ID)
	for _, token := range []string{lower} {
		for method, at := range map[string]string{"GET": path, "DELETE": path, "POST": path + "/test"} {
			if w := h.do(token, method, at, nil); w.Code != 404 {
				t.Errorf("who may not see what it sends: %s %s: %d", method, at, w.Code)
			}
		}
		if w := h.do(token, "GET", api.Root+"/hooks", nil); strings.Contains(w.Body.String(), string(made.ID)) {
			t.Errorf("who may not see what it sends: %s", w.Body)
		}
	}
	shown := h.do(admin, "GET", path, nil)
	s.check("GET", api.Root+"/hooks/{id}", shown.Code, shown.Result().Header.Get("Content-Type"), shown.Body.Bytes())
	if shown.Code != 200 || strings.Contains(shown.Body.String(), "whsec_") {
		t.Errorf("shown: %d %s", shown.Code, shown.Body)
	}
	test := h.do(admin, "POST", path+"/test", nil)
	s.check("POST", api.Root+"/hooks/{id}/test", test.Code, test.Result().Header.Get("Content-Type"), test.Body.Bytes())
	if test.Code != 200 || len(tested) != 1 || tested[0] != made.ID {
		t.Errorf("tested: %d %s %v", test.Code, test.Body, tested)
	}
	if w := h.do(admin, "DELETE", path, nil); w.Code != 204 || w.Body.Len() > 0 {
		t.Errorf("removed: %d %s", w.Code, w.Body)
	}
	if w := h.do(admin, "GET", path, nil); w.Code != 404 {
		t.Errorf("after that: %d", w.Code)
	}
}
