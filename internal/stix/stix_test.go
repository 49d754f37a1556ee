// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/ledger"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// ferry is a claim with one of everything.
func ferry() stix.Shared {
	at := hearsaytest.At(9, 0).UTC()
	return stix.Shared{Marking: hearsay.Green, Claim: ledger.ClaimView{
		ID: "kclosing", Story: "sferry", Text: "the ferry line will close in May", Document: "dwire", Span: hearsay.Span{Start: 12, End: 44, Text: "the ferry line will close in May"},
		Negates: "kopen", Figures: []hearsay.Figure{{Kind: hearsay.DateFigure, Span: hearsay.Span{Start: 41, End: 44, Text: "May"}, Value: "2026-05", EDTF: "2026-05"}},
		Differ: [][]ledger.Variant{},
		Carriers: []ledger.Carrier{
			{Document: "dwire", Outlet: "Nordwire", Title: "Ferry to close", Published: "2026-04-02", Chain: []string{"the operator", "an engineer"}, Act: hearsay.Assert, Said: "the ferry line will close in May", Reason: "its wording", Attribution: "a1"},
			{Document: "dpost", Outlet: "Harbour Post", Title: "Line shuts", Published: "2026-04-03", Chain: []string{}, Act: hearsay.Assert, Said: "The line shuts in May", Reason: "says the same", Statement: "t1"},
		},
		Responses: []ledger.Answer{
			{Party: "the ministry", Stance: hearsay.Denies, What: "that it will close", Concerned: true, Document: "dpost", At: at},
			{Party: "the mayor", Stance: hearsay.NoReply, Asker: "Harbour Post", Due: "before print", Document: "dpost", At: at},
		},
		Origins:   []ledger.OriginLine{{Name: "an engineer", Kind: hearsay.OfficialVoice, Document: "dwire", Documents: 2, Reason: "the end of the chain"}},
		Links:     []ledger.LinkLine{{From: "dpost", To: "dwire", Outlet: "nordwire", Kind: hearsay.Copies, Reason: "two of its sentences"}},
		History:   []ledger.Judgement{{Status: hearsay.SingleOrigin, Low: 1, High: 1, At: at, Known: at, Cause: "dwire", Reasons: []string{"one named origin"}}, {Status: hearsay.Disputed, Low: 1, High: 2, At: at.Add(time.Hour), Known: at.Add(2 * time.Hour), Cause: "dpost", Reasons: []string{"the ministry denies it"}}},
		Decisions: []ledger.DecisionLine{{ID: "j1", Kind: hearsay.GradeVoice, Value: "3", Reason: "so it is", By: "ann", At: at.Add(3 * time.Hour)}},
	}, Documents: []stix.Document{
		{ID: "dpost", Outlet: "post", Name: "Harbour Post", URL: "https://post.example/1", Title: "Line shuts", Language: "en", Published: "2026-04-03", Fetched: at, Capture: "cpost", SHA256: strings.Repeat("ab", 32)},
		{ID: "dwire", Outlet: "nordwire", Name: "Nordwire", URL: "file:wire.txt", Title: "Ferry to close", Fetched: at, Capture: "cwire", SHA256: strings.Repeat("cd", 32)},
	}}
}

func written(t *testing.T, claims ...stix.Shared) []byte {
	t.Helper()
	b, err := stix.New(stix.Desk{Name: "Harbour Desk"}, claims...)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestClaimsComeBackAsTheyWereShared, and the same claims give the same bytes.
func TestClaimsComeBackAsTheyWereShared(t *testing.T) {
	other := ferry()
	other.Claim.ID, other.Marking = "kother", hearsay.Clear
	text := written(t, ferry(), other)
	if again := written(t, ferry(), other); !bytes.Equal(text, again) {
		t.Error("the same claims give other bytes")
	}
	got, err := stix.Read(bytes.NewReader(text))
	if diff := cmp.Diff([]stix.Shared{ferry(), other}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

// TestClaimsOfALedgerComeBack the same way.
func TestClaimsOfALedgerComeBack(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := hearsaytest.NewWorld("seen", hearsay.Amber, 0)
		w.Save(t, st)
		if _, err := stix.Gather(t.Context(), st.As(store.Viewer{TLP: hearsay.Green}), w.Claim.ID); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("what is marked above the ceiling: %v", err)
		}
		s, err := stix.Gather(t.Context(), st.As(store.Viewer{TLP: hearsay.Amber}), w.Claim.ID)
		if err != nil || s.Marking != hearsay.Amber || len(s.Documents) != 1 || len(s.Claim.Responses) != 1 {
			t.Fatalf("%v: %+v", err, s)
		}
		got, err := stix.Read(bytes.NewReader(written(t, s)))
		if diff := cmp.Diff([]stix.Shared{s}, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	})
}

// schemas compiles the schemas that OASIS has published for STIX 2.1.
func schemas(t *testing.T) func(kind string) *jsonschema.Schema {
	t.Helper()
	const root = "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/"
	c := jsonschema.NewCompiler()
	files, err := filepath.Glob("testdata/oasis/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(f, err)
		}
		if err := c.AddResource(root+path.Join(path.Base(path.Dir(filepath.ToSlash(f))), path.Base(f)), doc); err != nil {
			t.Fatal(f, err)
		}
	}
	places := map[string]string{"marking-definition": "common/marking-definition.json", "extension-definition": "common/extension-definition.json", "relationship": "sros/relationship.json"}
	return func(kind string) *jsonschema.Schema {
		place := places[kind]
		if place == "" {
			place = "sdos/" + kind + ".json"
		}
		s, err := c.Compile(root + place)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		return s
	}
}

// bare is a claim of files of which nobody knows who published them, in which nothing has a name.
func bare() stix.Shared {
	s := ferry()
	s.Claim.ID = "kbare"
	for i := range s.Claim.Carriers {
		s.Claim.Carriers[i].Outlet, s.Claim.Carriers[i].Title, s.Claim.Carriers[i].Said, s.Claim.Carriers[i].Chain = "", "", "", nil
	}
	s.Claim.Responses[0].Party, s.Claim.Responses[0].What = "", ""
	for i := range s.Documents {
		s.Documents[i].Name, s.Documents[i].URL, s.Documents[i].SHA256, s.Documents[i].Language = "", "file:x", "", ""
	}
	return s
}

// TestBundlesKeepToThePublishedSchemas, each object to that of its type, and broken ones do not. The schema of the bundle itself is left
// out: as published it knows neither notes nor opinions.
func TestBundlesKeepToThePublishedSchemas(t *testing.T) {
	t.Run("whole", func(t *testing.T) {
		keepsToSchemas(t, ferry(), map[string]int{"identity": 3, "marking-definition": 2, "extension-definition": 1, "note": 3, "opinion": 2, "relationship": 1, "report": 1})
	})
	t.Run("bare", func(t *testing.T) {
		keepsToSchemas(t, bare(), map[string]int{"identity": 1, "marking-definition": 2, "extension-definition": 1, "note": 3, "opinion": 2, "relationship": 1, "report": 1})
	})
}

func keepsToSchemas(t *testing.T, claim stix.Shared, want map[string]int) {
	t.Helper()
	of := schemas(t)
	var bundle map[string]any
	if err := json.Unmarshal(written(t, claim), &bundle); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, o := range bundle["objects"].([]any) {
		o := o.(map[string]any)
		kind := o["type"].(string)
		kinds[kind]++
		if err := of(kind).Validate(o); err != nil {
			t.Errorf("%s: %v", o["id"], err)
		}
		o["id"] = kind + "--7"
		if err := of(kind).Validate(o); err == nil {
			t.Errorf("a %s with a broken ID is taken, so the test proves nothing", kind)
		}
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
}

// TestWhoKnowsNothingOfHearsayReadsItToo: what stands in the plain properties.
func TestWhoKnowsNothingOfHearsayReadsItToo(t *testing.T) {
	var b stix.Bundle
	if err := json.Unmarshal(written(t, ferry()), &b); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, o := range b.Objects {
		said[strings.Join([]string{o.Type, o.Name, o.Abstract, o.Content, strings.Join(o.Authors, " < "), o.Opinion, o.Explanation, o.Relationship}, "|")] = true
	}
	for _, want := range []string{
		"report|the ferry line will close in May||||||",
		"note||disputed, 1 to 2 independent origins. the ministry denies it.|the ferry line will close in May||||",
		"note||Nordwire: Ferry to close|the ferry line will close in May|Nordwire < the operator < an engineer|||",
		"opinion||||the ministry|strongly-disagree|the ministry denies that it will close|",
		"opinion||||the mayor|neutral|the mayor no reply|",
		"relationship|||||||copies",
	} {
		if !said[want] {
			t.Errorf("nothing says %q: %v", want, said)
		}
	}
}

// TestH60BundlesThatMeanHarm: what is too much, called alike, tampered with or without its marking.
func TestH60BundlesThatMeanHarm(t *testing.T) {
	raced.Skip(t) // one after another, and slow so
	read := func(edit func(b *stix.Bundle)) ([]stix.Shared, error) {
		var b stix.Bundle
		if err := json.Unmarshal(written(t, ferry()), &b); err != nil {
			t.Fatal(err)
		}
		edit(&b)
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		return stix.Read(bytes.NewReader(text))
	}
	refused := map[string]func(*stix.Bundle){
		"a million objects": func(b *stix.Bundle) {
			for i := range 1_000_000 {
				b.Objects = append(b.Objects, stix.Object{Type: "note", ID: fmt.Sprint("note--", i)})
			}
		},
		"two of one name":     func(b *stix.Bundle) { b.Objects = append(b.Objects, b.Objects[len(b.Objects)-1]) },
		"another wording":     func(b *stix.Bundle) { eachNote(b, func(o *stix.Object) { o.Content = "it will not" }) },
		"no bundle":           func(b *stix.Bundle) { b.Type = "report" },
		"an unknown version":  func(b *stix.Bundle) { eachNote(b, func(o *stix.Object) { replace(o, `"version":1`, `"version":2`) }) },
		"a claim that is not": func(b *stix.Bundle) { eachNote(b, func(o *stix.Object) { replace(o, `"claim":{`, `"claim":7,"x":{`) }) },
	}
	for name, edit := range refused {
		if got, err := read(edit); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	for name, c := range map[string]struct {
		markings []string
		want     hearsay.TLP
	}{
		"removed":             {nil, hearsay.Red},
		"unknown":             {[]string{"marking-definition--00000000-0000-4000-8000-000000000000"}, hearsay.Red},
		"of TLP 1":            {[]string{"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"}, hearsay.Green},
		"two, the stricter":   {[]string{"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"}, hearsay.AmberStrict},
		"lowered in the note": {[]string{"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"}, hearsay.Green}, // the report on it has the other
	} {
		got, err := read(func(b *stix.Bundle) { eachNote(b, func(o *stix.Object) { o.Markings = c.markings }) })
		if err != nil || len(got) != 1 || got[0].Marking != c.want {
			t.Errorf("%s: %v %v, want %s", name, got, err, c.want)
		}
	}
	for name, text := range map[string]string{"nothing": "", "half": `{"type":"bundle","id":"bundle--1","obj`, "much": `{"type":"` + strings.Repeat("a", 65<<20)} {
		if _, err := stix.Read(strings.NewReader(text)); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func eachNote(b *stix.Bundle, edit func(*stix.Object)) {
	for i := range b.Objects {
		if len(b.Objects[i].Extensions) > 0 && b.Objects[i].Type == "note" {
			edit(&b.Objects[i])
		}
	}
}

func replace(o *stix.Object, old, by string) {
	for k, v := range o.Extensions {
		o.Extensions[k] = json.RawMessage(strings.Replace(string(v), old, by, 1))
	}
}

func FuzzRead(f *testing.F) {
	b, err := stix.New(stix.Desk{Name: "Harbour Desk"}, ferry())
	if err != nil {
		f.Fatal(err)
	}
	text, err := json.Marshal(b)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"type":"bundle","id":"bundle--","objects":[{"type":"note","extensions":{"":null}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		claims, err := stix.Read(bytes.NewReader(text))
		if err != nil && !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%v", err)
		}
		if err != nil && claims != nil {
			t.Error("claims and an error")
		}
	})
}

// TestEachClaimHasItsOwnDates, whatever else is in the bundle.
func TestEachClaimHasItsOwnDates(t *testing.T) {
	older := ferry()
	older.Claim.ID, older.Claim.History, older.Claim.Decisions = "kolder", older.Claim.History[:1], nil
	alone, both := dates(t, ferry()), dates(t, ferry(), older)
	for id, at := range alone {
		if both[id] != at {
			t.Errorf("%s is of %s, beside another claim of %s", id, at, both[id])
		}
	}
}

// dates gives the last date of each object.
func dates(t *testing.T, claims ...stix.Shared) map[string]string {
	t.Helper()
	b, err := stix.New(stix.Desk{Name: "Harbour Desk"}, claims...)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for i := range b.Objects {
		m[b.Objects[i].ID] = b.Objects[i].Version().String()
	}
	return m
}

// TestRecalledObjectsSayNothing, and keep to the published schemas.
func TestRecalledObjectsSayNothing(t *testing.T) {
	of := schemas(t)
	at := hearsaytest.At(9, 0)
	for _, kind := range []string{"report", "note", "opinion", "relationship"} {
		text, err := json.Marshal(stix.Recalled(stix.Desk{Name: "Harbour Desk"}, kind, kind+"--5b0a3e0c-4d0c-5f36-9a43-52c8e1b7d60f", hearsay.Green, at, at.Add(time.Hour)))
		if err != nil {
			t.Fatal(err)
		}
		o, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := of(kind).Validate(o); err != nil || !strings.Contains(string(text), `"revoked":true`) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
