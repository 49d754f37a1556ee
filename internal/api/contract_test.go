// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

var update = flag.Bool("update", false, "write openapi.json anew")

const golden = "openapi.json"

// TestTheDocumentIsWhatIsCommitted: a change of the API is a change of this file, which a reviewer sees.
func TestTheDocumentIsWhatIsCommitted(t *testing.T) {
	got := api.Document()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("the API is another (go test ./internal/api -update writes it):\n%s", diff)
	}
	served := newHouse(t, hearsaytest.Store(t), nil).do("", "GET", api.Root+"/openapi.json", nil)
	if served.Code != 200 || !bytes.Equal(served.Body.Bytes(), got) {
		t.Errorf("served is another: %d", served.Code)
	}
}

// document is the part of the OpenAPI document that tests read.
type document struct {
	Paths map[string]map[string]struct {
		ID        string `json:"operationId"`
		Rule      string `json:"x-rule"`
		Responses map[string]struct {
			Content map[string]json.RawMessage
		}
	}
}

func readDocument(t *testing.T) (d document, raw any) {
	t.Helper()
	b := api.Document()
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	raw, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	closed(raw)
	return d, raw
}

// closed refuses fields that the document does not have: whoever reads must pass over them, whoever writes must tell of them.
func closed(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"].(map[string]any); ok && v["additionalProperties"] == nil {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			closed(x)
		}
	case []any:
		for _, x := range v {
			closed(x)
		}
	}
}

// TestEveryRouteIsInTheDocumentWithItsRule: what the handler answers, the table and the document are one list.
func TestEveryRouteIsInTheDocumentWithItsRule(t *testing.T) {
	d, _ := readDocument(t)
	var told, table []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			told = append(told, strings.ToUpper(method)+" "+path)
			if !slices.Contains([]string{"readable", "inside", "deciding", "ruling"}, op.Rule) {
				t.Errorf("%s %s has the rule %q", method, path, op.Rule)
			}
		}
	}
	for _, o := range api.Table() {
		table = append(table, o.Method+" "+o.Path)
		if o.Rule == "" {
			t.Errorf("%s has no rule", o.ID)
		}
		if o.Method != "GET" && o.Rule != "deciding" && o.Rule != "ruling" {
			t.Errorf("%s changes something under the rule %q", o.ID, o.Rule)
		}
	}
	routes := api.Patterns()
	slices.Sort(told)
	slices.Sort(table)
	slices.Sort(routes)
	if diff := cmp.Diff(told, routes); diff != "" {
		t.Errorf("the document and the routes differ (-document +routes):\n%s", diff)
	}
	if diff := cmp.Diff(table, routes); diff != "" {
		t.Errorf("the table and the routes differ (-table +routes):\n%s", diff)
	}
}

// schemas validates answers against the document.
type schemas struct {
	t        *testing.T
	document document
	compiler *jsonschema.Compiler
}

func newSchemas(t *testing.T) *schemas {
	d, raw := readDocument(t)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("openapi.json", raw); err != nil {
		t.Fatal(err)
	}
	return &schemas{t, d, c}
}

// check holds an answer against the schema that the document has for it.
func (s *schemas) check(method, path string, status int, mediaType string, body []byte) {
	s.t.Helper()
	op := s.document.Paths[path][strings.ToLower(method)]
	key := strconv.Itoa(status)
	if _, ok := op.Responses[key]; !ok {
		key = "default"
	}
	if _, ok := op.Responses[key].Content[mediaType]; !ok {
		s.t.Errorf("%s %s: the document has no %s for %d", method, path, mediaType, status)
		return
	}
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	pointer := "openapi.json#/paths/" + escape.Replace(path) + "/" + strings.ToLower(method) + "/responses/" + key + "/content/" + escape.Replace(mediaType) + "/schema"
	schema, err := s.compiler.Compile(pointer)
	if err != nil {
		s.t.Fatalf("%s: %v", pointer, err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	if err := schema.Validate(value); err != nil {
		s.t.Errorf("%s %s: %d is not as the document says: %v\n%s", method, path, status, err, body)
	}
}

// TestEveryOperationAnswersAsTheDocumentSays asks for each as an administrator, for what is there and what is not.
func TestEveryOperationAnswersAsTheDocumentSays(t *testing.T) {
	st := hearsaytest.Store(t)
	w := hearsaytest.NewWorld("base", hearsay.Clear, 0)
	w.Save(t, st)
	h := newHouse(t, st, api.Unhurried)
	admin := h.token("admin", hearsay.RoleAdmin, hearsay.Red)
	s := newSchemas(t)
	absent := map[string]string{}
	for noun := range w.IDs() {
		absent[noun] = "znothing"
	}
	for _, o := range api.Table() {
		if o.ID == "stream-events" {
			continue // TestStream…
		}
		var body *strings.Reader
		want := 200
		switch o.ID {
		case "add-hook":
			body, want = strings.NewReader(`{"url":"https://hook.example/","kinds":["claim-moved"],"story":"`+string(w.Story.ID)+`","ceiling":"AMBER"}`), 201
		case "remove-hook", "get-hook", "test-hook":
			continue // TestHooksAreMadeTestedAndRemoved
		case "decide":
			body, want = strings.NewReader(`{"kind":"grade","object":"`+string(w.Claim.ID)+`","value":"4","reason":"thin"}`), 201
		}
		ask := func(path string) (int, string, []byte) {
			var r = h.do(admin, o.Method, path, nil)
			if body != nil {
				r = h.do(admin, o.Method, path, body)
			}
			return r.Code, r.Result().Header.Get("Content-Type"), r.Body.Bytes()
		}
		status, mediaType, got := ask(address(o, w.IDs()))
		if status != want {
			t.Errorf("%s: %d, want %d: %s", o.ID, status, want, got)
			continue
		}
		s.check(o.Method, o.Path, status, mediaType, got)
		if strings.Contains(o.Path, "{id}") {
			status, mediaType, got = ask(address(o, absent))
			if status != 404 {
				t.Errorf("%s of nothing: %d", o.ID, status)
			}
			s.check(o.Method, o.Path, status, mediaType, got)
		}
	}
	r := h.do("", "GET", api.Root+"/account", nil)
	s.check("GET", api.Root+"/account", r.Code, r.Result().Header.Get("Content-Type"), r.Body.Bytes())
}

// TestListsGoOnUntilTheirEnd walks lists by their own addresses, two at a time: each record comes once, in one order.
func TestListsGoOnUntilTheirEnd(t *testing.T) {
	st := hearsaytest.Store(t)
	var last *hearsaytest.World
	for i := range 5 {
		last = hearsaytest.NewWorld("world "+strconv.Itoa(i), hearsay.Clear, int64(i))
		last.Save(t, st)
	}
	for i := range 4 { // the list of one story
		m := last.Remark
		m.ID, m.At, m.Answers, m.Depth = hearsay.RemarkID("ranswer"+strconv.Itoa(i)), m.At.Add(time.Duration(i/2)*time.Hour), m.ID, 1
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			_, err := tx.SaveRemark(t.Context(), m)
			return err
		})
	}
	h := newHouse(t, st, api.Unhurried)
	for _, o := range api.Table() {
		if !strings.HasPrefix(o.ID, "list-") && o.ID != "search" || o.ID == "list-entities" || o.ID == "list-versions" || o.Rule != "readable" {
			continue
		}
		type list struct {
			Items []json.RawMessage
			Next  string
		}
		get := func(path string) (l list) {
			r := h.do("", "GET", path, nil)
			if err := json.Unmarshal(r.Body.Bytes(), &l); err != nil || r.Code != 200 {
				t.Fatalf("%s: %d %s", path, r.Code, r.Body)
			}
			return l
		}
		separator := "?"
		if strings.Contains(address(o, last.IDs()), "?") {
			separator = "&"
		}
		whole := get(address(o, last.IDs()))
		var pieces []json.RawMessage
		for next := address(o, last.IDs()) + separator + "limit=2"; next != ""; {
			l := get(next)
			pieces, next = append(pieces, l.Items...), l.Next
		}
		if diff := cmp.Diff(texts(whole.Items), texts(pieces)); diff != "" || len(pieces) < 1 || len(pieces) < 5 && o.ID != "list-outlets" {
			t.Errorf("%s: %d of %d items (-whole +pieces):\n%s", o.ID, len(pieces), len(whole.Items), diff)
		}
	}
}

func texts(items []json.RawMessage) (out []string) {
	for _, i := range items {
		out = append(out, string(i))
	}
	return out
}
