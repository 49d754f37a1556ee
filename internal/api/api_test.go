// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// address gives a path with a record in it, and what the operation cannot do without.
func address(o api.Known, ids map[string]string) string {
	path := o.Path
	noun := strings.Split(strings.TrimPrefix(path, api.Root+"/"), "/")[0]
	path = strings.ReplaceAll(path, "{id}", ids[noun])
	switch o.ID {
	case "search":
		return path + "?q=envoys"
	case "get-feed":
		return path + "?from=2024-04-16T00:00:00Z&to=2024-04-17T00:00:00Z"
	case "list-entities":
		return path + "?name=Han+Kuo"
	}
	return path
}

// house is an API with people.
type house struct {
	t       testing.TB
	st      *store.Store
	door    *desk.Doorkeeper
	handler http.Handler
}

func newHouse(t testing.TB, st *store.Store, change func(*api.Options)) *house {
	t.Helper()
	door, err := desk.NewDoorkeeper(st)
	if err != nil {
		t.Fatal(err)
	}
	o := api.Options{Store: st, Discussions: &desk.Discussions{Store: st, Open: desk.DiscussReaders}, Door: door, Log: slog.New(slog.DiscardHandler), Tick: time.Millisecond,
		Decide: func(ctx context.Context, d hearsay.Decision) (hearsay.Decision, error) {
			return desk.DecideFor(ctx, st, desk.Viewer(ctx), d)
		}}
	if change != nil {
		change(&o)
	}
	return &house{t, st, door, api.Handler(o)}
}

// token lets somebody in, who has no password, and gives a token of theirs.
func (h *house) token(name string, role hearsay.Role, ceiling hearsay.TLP) string {
	h.t.Helper()
	a := hearsay.Account{ID: hearsay.AccountID(hearsay.ID('u', name)), Name: name, Role: role, Ceiling: ceiling, Created: hearsaytest.At(9, 0)}
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error { return tx.AddAccount(h.t.Context(), a) })
	token, err := h.door.AddToken(h.t.Context(), a, "test", hearsay.ScopeAct, ceiling, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// do asks; headers are pairs.
func (h *house) do(token, method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, body)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// answer is what of an answer who asks can see, with the record that was asked for left out.
func answer(w *httptest.ResponseRecorder, id string) string {
	return strings.ReplaceAll(fmt.Sprintf("%d %v\n%s", w.Code, w.Result().Header, w.Body), id, "ID")
}
