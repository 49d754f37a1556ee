// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hearsay/internal/api"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// filled gives a store with the newsroom, taken in day by day as hearsay demo does.
func filled(t testing.TB) *store.Store {
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
	in, e := &pipeline.Intake{Store: st, Archive: a}, &pipeline.Engine{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	last := newsroom.First.Add(-time.Hour)
	for day := newsroom.First; !day.After(newsroom.Last); day = day.Add(24 * time.Hour) {
		if _, err := in.Look(ctx, looks, last, day.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		last = day.Add(24 * time.Hour)
	}
	return st
}

const page = "../../docs/design/api.md"

var example = regexp.MustCompile("(?ms)^```http ?(\\d*)\nGET (\\S+)\n```\n```json\n(.*?)\n```$")

// TestTheExamplesOfThePageAreTrue runs each against the newsroom: what the page shows is part of what comes.
func TestTheExamplesOfThePageAreTrue(t *testing.T) {
	raced.Skip(t) // asks much, one after another
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, filled(t), api.Unhurried)
	all := example.FindAllStringSubmatch(string(b), -1)
	for _, m := range all {
		w := h.do("", "GET", m[2], nil)
		if cmp.Or(m[1], "200") != strconv.Itoa(w.Code) {
			t.Errorf("%s: %d", m[2], w.Code)
		}
		var want, got any
		if err := json.Unmarshal([]byte(m[3]), &want); err != nil {
			t.Fatalf("%s: %v", m[2], err)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v", m[2], err)
		}
		if where := missing(want, got, ""); where != "" {
			t.Errorf("%s: the page shows another answer%s\n%.2000s", m[2], where, w.Body)
		}
	}
	if len(all) < 8 {
		t.Errorf("%d examples found on %s", len(all), page)
	}
}

// missing says where what is shown is no part of what came: fields may be left out, and the ends of lists that are not empty.
func missing(want, got any, path string) string {
	switch want := want.(type) {
	case map[string]any:
		g, _ := got.(map[string]any)
		for name, v := range want {
			if where := missing(v, g[name], path+"."+name); where != "" {
				return where
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) < len(want) || len(want) == 0 && len(g) > 0 {
			return fmt.Sprintf(" at %s: %v", path, got)
		}
		for i, v := range want {
			if where := missing(v, g[i], fmt.Sprintf("%s[%d]", path, i)); where != "" {
				return where
			}
		}
		return ""
	}
	if want != got {
		return fmt.Sprintf(" at %s: %v, not %v", path, got, want)
	}
	return ""
}

// BenchmarkReads tells how long 95 of 100 answers take at most, of each operation that reads, on the newsroom.
func BenchmarkReads(b *testing.B) {
	st := filled(b)
	r := st.As(store.Everything)
	ctx := b.Context()
	stories, err := r.Stories(ctx, store.StoryFilter{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	claims, err := r.ClaimsOf(ctx, stories[0].ID)
	if err != nil {
		b.Fatal(err)
	}
	d, err := r.Document(ctx, claims[0].Source)
	if err != nil {
		b.Fatal(err)
	}
	h := newHouse(b, st, api.Unhurried)
	ids := map[string]string{"stories": string(stories[0].ID), "claims": string(claims[0].ID), "documents": string(d.ID), "impact": string(d.ID), "captures": string(d.Capture), "outlets": string(d.Outlet), "feeds": string(d.Outlet)}
	for _, o := range api.Table() {
		noun, _, _ := strings.Cut(strings.TrimPrefix(o.Path, api.Root+"/"), "/")
		if _, ok := ids[noun]; o.Method != "GET" || o.Rule != "readable" || o.ID == "stream-events" || !ok && slices.Contains([]string{"entities", "watches", "decisions"}, noun) {
			continue
		}
		b.Run(o.ID, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if w := h.do("", "GET", address(o, ids), nil); w.Code != 200 {
					b.Fatalf("%s: %d %s", o.ID, w.Code, w.Body)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
