// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mcp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/mcp"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// filled gives a store with the newsroom.
func filled(t *testing.T) *store.Store {
	t.Helper()
	ctx := t.Context()
	st := hearsaytest.Store(t)
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
	in := &pipeline.Intake{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Look(ctx, looks, newsroom.First.Add(-time.Hour), newsroom.Last.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := (&pipeline.Engine{Store: st, Archive: a}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	return st
}

// connect gives a client of the tools.
func connect(t *testing.T, o mcp.Options) *sdk.ClientSession {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	if _, err := mcp.Server(o).Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	s, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// answer is what a tool gives.
type answer struct {
	Note      string
	Citations []mcp.Citation
	Answer    json.RawMessage
	raw       string
	failed    bool
}

func call(t *testing.T, s *sdk.ClientSession, name string, in map[string]any) answer {
	t.Helper()
	r, err := s.CallTool(t.Context(), &sdk.CallToolParams{Name: name, Arguments: in})
	if err != nil {
		return answer{raw: err.Error(), failed: true}
	}
	a := answer{failed: r.IsError}
	for _, c := range r.Content {
		if text, ok := c.(*sdk.TextContent); ok {
			a.raw += text.Text
		}
	}
	if !r.IsError {
		if err := json.Unmarshal([]byte(a.raw), &a); err != nil {
			t.Fatalf("%s: %v: %s", name, err, a.raw)
		}
	}
	return a
}

// field gives a value of the answer by its path.
func (a *answer) field(t *testing.T, path ...any) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(a.Answer, &v); err != nil {
		t.Fatal(err)
	}
	for _, p := range path {
		switch p := p.(type) {
		case int:
			list, _ := v.([]any)
			if p >= len(list) {
				t.Fatalf("nothing at %v of %s", path, a.Answer)
			}
			v = list[p]
		case string:
			v = v.(map[string]any)[p]
		}
	}
	s, _ := v.(string)
	return s
}

// TestEveryAnswerIsCitedVerbatim asks each tool of the newsroom; every citation is the very bytes of its document.
func TestEveryAnswerIsCitedVerbatim(t *testing.T) {
	st := filled(t)
	s := connect(t, mcp.Options{Store: st, Address: "http://desk.example/"})
	r := st.As(store.Everything)
	check := func(name string, in map[string]any) answer {
		a := call(t, s, name, in)
		if a.failed || a.Note != mcp.Note || len(a.Citations) == 0 && name != "decisions" {
			t.Fatalf("%s %v: %.600s", name, in, a.raw)
		}
		for _, c := range a.Citations {
			d, err := r.Document(t.Context(), c.Document)
			if err != nil || d.Text[c.Start:c.End] != c.Text || c.Outlet == "" || !c.Seen.Equal(d.Fetched) || c.Date != d.Published.String() || c.Title != d.Title || !strings.HasPrefix(c.Page, "http://desk.example/document/"+string(d.ID)) {
				t.Errorf("%s cites %+v: %v", name, c, err)
			}
		}
		return a
	}
	found := check("search", map[string]any{"query": "ferry licence", "limit": 3})
	check("stories", map[string]any{"limit": 2})
	id := found.field(t, 0, "story")
	story := check("story", map[string]any{"id": id})
	claim := map[string]any{"id": story.field(t, "claims", 0, "id")}
	whole := check("claim", claim)
	check("origins", claim)
	check("who_answered", claim)
	check("coverage", map[string]any{"id": id})
	check("changes", map[string]any{"story": id})
	check("decisions", map[string]any{})
	c := whole.Citations[0]
	p := check("passage", map[string]any{"document": string(c.Document), "start": c.Start, "end": c.End})
	if p.field(t, "span", "text") != c.Text {
		t.Errorf("the passage is %s, cited %q", p.Answer, c.Text)
	}
	past := map[string]any{"id": claim["id"], "as_known": "2026-03-04T00:00:00Z"}
	if a := call(t, s, "claim", past); !a.failed && string(a.Answer) == string(whole.Answer) {
		t.Error("the claim was known on 4 March as it is now")
	}
}

func TestToolsOnlyReadUnlessDecidingIsPermitted(t *testing.T) {
	st := hearsaytest.Store(t)
	ctx := t.Context()
	d := hearsaytest.Document("paper", "Title", "Han said so.")
	d.TLP = hearsay.Green
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := tx.SaveOutlets(ctx, hearsay.Outlet{ID: "paper"}); err != nil {
			return err
		}
		return tx.SaveDocuments(ctx, d)
	})
	reads := connect(t, mcp.Options{Store: st})
	tools, err := reads.ListTools(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools.Tools {
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not said to only read", tool.Name)
		}
	}
	if len(tools.Tools) != 10 {
		t.Errorf("%d tools", len(tools.Tools))
	}
	grade := map[string]any{"kind": "grade", "object": "paper", "value": "B", "reason": "it corrects itself"}
	if a := call(t, reads, "decide", grade); !a.failed {
		t.Errorf("decided without permission: %s", a.raw)
	}
	me := hearsay.Account{ID: "u1", Name: "ann", Role: hearsay.RoleAnalyst, Ceiling: hearsay.Green}
	decides := connect(t, mcp.Options{Store: st, Who: func(context.Context) (hearsay.Account, error) { return me, nil },
		Decide: func(ctx context.Context, d hearsay.Decision) (hearsay.Decision, error) {
			return desk.DecideFor(ctx, st, desk.Viewer(ctx), d)
		}})
	if a := call(t, decides, "decide", grade); a.failed || a.field(t, "by") != "ann" {
		t.Errorf("permitted: %s", a.raw)
	}
	for _, in := range []map[string]any{
		{"kind": "status", "object": "k1", "value": "refuted", "reason": "x"}, // takes an editor
		{"kind": "grade", "object": "paper", "value": "B", "reason": " "},
		{"kind": "grade", "object": "k1", "value": "3", "reason": "x"},
		{"kind": "grade", "object": "paper", "value": "B", "reason": "x", "by": "somebody else"},
	} {
		if a := call(t, decides, "decide", in); !a.failed {
			t.Errorf("%v: %s", in, a.raw)
		}
	}
	document := map[string]any{"document": string(d.ID)}
	if a := call(t, reads, "passage", document); !a.failed || !strings.Contains(a.raw, "not found") {
		t.Errorf("above the ceiling: %s", a.raw)
	}
	if a := call(t, decides, "passage", document); a.failed {
		t.Errorf("up to the ceiling: %s", a.raw)
	}
	for _, in := range []map[string]any{{"document": string(d.ID), "start": -1}, {"document": string(d.ID), "start": 9, "end": 3}, {"document": string(d.ID), "start": 1 << 40}} {
		if a := call(t, decides, "passage", in); !a.failed {
			t.Errorf("%v: %s", in, a.raw)
		}
	}
}

// TestToolsOverHTTPTakeAToken and see what it may; they decide nothing.
func TestToolsOverHTTPTakeAToken(t *testing.T) {
	st := hearsaytest.Store(t)
	d := hearsaytest.Document("paper", "Title", "Han said so.")
	d.TLP = hearsay.Green
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), d) })
	tools := mcp.Handler(mcp.Options{Store: st, Decide: func(context.Context, hearsay.Decision) (hearsay.Decision, error) { panic("decided") }})
	for _, ceiling := range []hearsay.TLP{hearsay.Clear, hearsay.Green} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			tools.ServeHTTP(w, r.WithContext(desk.In(r.Context(), hearsay.Account{ID: "u1", Name: "ann", Role: hearsay.RoleEditor, Ceiling: ceiling})))
		}))
		defer server.Close()
		s, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: server.URL, DisableStandaloneSSE: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a := call(t, s, "passage", map[string]any{"document": string(d.ID)}); a.failed != (ceiling < hearsay.Green) {
			t.Errorf("up to %s: %s", ceiling, a.raw)
		}
		if a := call(t, s, "decide", map[string]any{"kind": "grade", "object": "paper", "value": "B", "reason": "x"}); !a.failed {
			t.Errorf("decided: %s", a.raw)
		}
		s.Close()
	}
}
