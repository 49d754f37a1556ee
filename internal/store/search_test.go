// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"slices"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

func TestBothEnginesFindTheSame(t *testing.T) {
	texts := map[string]string{
		"Zurich":   "Zürich's city council said the fire-brigade's plan isn't final.",
		"Beijing":  "Dong Jingwei (董经纬) denied it. 国家安全部门 报道了.",
		"Tokyo":    "東京で会議が開かれた。コンピューター economy is slow",
		"Seoul":    "서울에서 회의가 열렸다.",
		"Bangkok":  "ประเทศไทย has a new minister",
		"Numbers":  "Between 10 and 12 officials, foo-bar, it's a:b and C++ AND or NEAR",
		"Farsi":    "وزیر امور خارجه گفت",
		"Phrasing": "the minister of the interior resigned; the interior minister stayed",
	}
	queries := map[string][]string{
		"zurich":                         {"Zurich"},
		"ZÜRICH plan":                    {"Zurich"},
		"fire-brigade":                   {"Zurich"},
		`"fire brigade's"`:               {"Zurich"},
		"董经纬":                            {"Beijing"},
		"经纬":                             {"Beijing"},
		"安全":                             {"Beijing"},
		"部":                              {"Beijing"},
		"京":                              {"Tokyo"},
		"会議":                             {"Tokyo"},
		"コンピュータ":                         {"Tokyo"},
		`"コンピューター economy"`:              {"Tokyo"},
		"회의":                             {"Seoul"},
		"ไทย":                            {"Bangkok"},
		"it's":                           {"Numbers"},
		"a:b C++ AND":                    {"Numbers"},
		"NEAR":                           {"Numbers"},
		"وزیر":                           {"Farsi"},
		"minister":                       {"Bangkok", "Phrasing"},
		`"minister of the interior"`:     {"Phrasing"},
		`"interior of the minister"`:     {},
		"minister -interior":             {"Bangkok"},
		`minister -"new minister"`:       {"Phrasing"},
		"offic*":                         {"Numbers"},
		"off*":                           {"Numbers"},
		"council outlet:paper":           {"Zurich"},
		"council outlet:other":           {},
		"council after:2024-04-16":       {"Zurich"},
		"council after:2024-04-17":       {},
		"council before:2024-04-16":      {},
		"minister resigned -\"no such\"": {"Phrasing"},
		"outlet:paper before:2024-04-17": {"Bangkok", "Beijing", "Farsi", "Numbers", "Phrasing", "Seoul", "Tokyo", "Zurich"},
	}
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			for title, text := range texts {
				if err := tx.SaveDocuments(t.Context(), hearsaytest.Document("paper", title, text)); err != nil {
					return err
				}
			}
			return nil
		})
		for line, want := range queries {
			q, err := search.Parse(line)
			if err != nil {
				t.Errorf("Parse(%q) = %v", line, err)
				continue
			}
			got := []string{}
			for _, h := range must[[]store.Hit](t)(st.Search(t.Context(), q)) {
				got = append(got, h.Title)
				for _, m := range h.Marks {
					if h.Snippet[m.Start:m.End] != m.Text {
						t.Errorf("%q: mark %v is not in the snippet", line, m)
					}
				}
				if len(q.Wanted()) > 0 && len(h.Marks) == 0 {
					t.Errorf("%q: nothing marked in %q", line, h.Snippet)
				}
			}
			slices.Sort(got)
			same(t, line, got, want)
		}
	})
}

func TestPagesOfHitsJoin(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			for i := range 9 {
				if err := tx.SaveDocuments(t.Context(), hearsaytest.Document("paper", "Same "+string(rune('a'+i)), "word")); err != nil {
					return err
				}
			}
			return nil
		})
		seen := map[hearsay.DocumentID]bool{}
		q := store.Query{Terms: []string{"word"}, Limit: 4}
		for range 3 {
			for _, h := range must[[]store.Hit](t)(st.Search(t.Context(), q)) {
				seen[h.Document] = true
				q.After = h.Document
			}
		}
		if len(seen) != 9 {
			t.Errorf("pages show %d documents, want 9", len(seen))
		}
	})
}

func TestLongTextsFitTheIndex(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		long := make([]byte, 0, 4<<20)
		for i := 0; len(long) < 3<<20; i++ {
			long = append(long, hearsay.ID('w', string(rune(i%0xd000)))...)
			long = append(long, ' ')
		}
		d := hearsaytest.Document("paper", "Endless", string(long))
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), d) })
		if hits := must[[]store.Hit](t)(st.Search(t.Context(), store.Query{Terms: []string{"endless"}})); len(hits) != 1 {
			t.Errorf("%d hits, want 1", len(hits))
		}
	})
}
