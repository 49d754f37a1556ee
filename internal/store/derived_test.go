// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestWhatAStoryComesToIsReplaced: after any sequence the ledger holds what was given last, whatever was there before, and a claim that
// another story has now is no longer the first one's.
func TestWhatAStoryComesToIsReplaced(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		a, b := hearsaytest.NewWorld("a", hearsay.Clear, 0), hearsaytest.NewWorld("b", hearsay.Clear, 1)
		a.Save(t, st)
		b.Save(t, st)
		claim := func(id, text string, s hearsay.StoryID) hearsay.Claim {
			return hearsay.Claim{ID: hearsay.ClaimID(id), Story: s, Text: text, Source: a.Document.ID, Span: a.Claim.Span}
		}
		carried := func(id, reason string) hearsay.Assertion {
			return hearsay.Assertion{Claim: hearsay.ClaimID(id), Document: a.Document.ID, Attribution: a.Said.ID, Reason: reason}
		}
		denied := func(id, party, what string) hearsay.Response {
			return hearsay.Response{Claim: hearsay.ClaimID(id), Document: a.Document.ID, Party: hearsay.Voice{Name: party}, Stance: hearsay.Denies, What: what, At: hearsaytest.At(9, 0).UTC()}
		}
		back := func(start int) hearsay.Link {
			return hearsay.Link{From: a.Document.ID, To: b.Document.ID, Outlet: "paper", Kind: hearsay.Credits, Span: hearsay.Span{Start: start, End: start + 1, Text: "x"}, Reason: "names it"}
		}
		one := store.Derived{Claims: []hearsay.Claim{claim("k1", "one", a.Story.ID), claim("k2", "two", a.Story.ID)}, Assertions: []hearsay.Assertion{carried("k1", "its wording"), carried("k2", "so")},
			Responses: []hearsay.Response{denied("k1", "the ministry", "it"), denied("k1", "the mayor", "it")}, Links: []hearsay.Link{back(1), back(2_000_000), back(3_000_000)}}
		two := store.Derived{Claims: []hearsay.Claim{claim("k1", "one, again", a.Story.ID), claim("k3", "three", a.Story.ID)}, Assertions: []hearsay.Assertion{carried("k1", "another reason"), carried("k3", "so")},
			Responses: []hearsay.Response{denied("k1", "the mayor", "all of it")}, Links: []hearsay.Link{back(2_000_000)}}
		holds := func(what string, s hearsay.StoryID, from hearsay.DocumentID, want store.Derived) {
			t.Helper()
			r, ctx := st.As(store.Everything), t.Context()
			var got store.Derived
			var err error
			if got.Claims, err = r.ClaimsOf(ctx, s); err != nil {
				t.Fatal(err)
			}
			var ids []hearsay.ClaimID
			for i := range got.Claims {
				ids = append(ids, got.Claims[i].ID)
			}
			if got.Assertions, err = r.Assertions(ctx, ids...); err != nil {
				t.Fatal(err)
			}
			if got.Responses, err = r.Responses(ctx, ids...); err != nil {
				t.Fatal(err)
			}
			if got.Links, err = r.LinksFrom(ctx, from); err != nil {
				t.Fatal(err)
			}
			short := func(d store.Derived) (out []string) {
				for _, x := range d.Claims {
					out = append(out, "claim "+string(x.ID)+" "+x.Text)
				}
				for _, x := range d.Assertions {
					out = append(out, "carried "+string(x.Claim)+" "+x.Reason)
				}
				for _, x := range d.Responses {
					out = append(out, "answered "+string(x.Claim)+" "+x.Party.Name+" "+x.What)
				}
				for _, x := range d.Links {
					out = append(out, "link "+string(x.To)+" "+string(rune('a'+x.Span.Start/1_000_000)))
				}
				return out
			}
			less := cmp.Transformer("set", func(in []string) map[string]int {
				m := map[string]int{}
				for _, s := range in {
					m[s]++
				}
				return m
			})
			if diff := cmp.Diff(short(want), short(got), less); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		replace := func(s hearsay.StoryID, d store.Derived) {
			t.Helper()
			hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.ReplaceDerived(t.Context(), s, d) })
		}
		for range 2 {
			replace(a.Story.ID, one)
			holds("the first", a.Story.ID, a.Document.ID, one)
			replace(a.Story.ID, one)
			holds("the first again", a.Story.ID, a.Document.ID, one)
			replace(a.Story.ID, two)
			holds("the second", a.Story.ID, a.Document.ID, two)
		}
		taken := store.Derived{Claims: []hearsay.Claim{claim("k1", "one", b.Story.ID)}, Assertions: []hearsay.Assertion{carried("k1", "now here")}}
		replace(b.Story.ID, taken)
		holds("the other story", b.Story.ID, b.Document.ID, taken)
		left := store.Derived{Claims: two.Claims[1:], Assertions: two.Assertions[1:], Links: two.Links}
		holds("what the first is left with", a.Story.ID, a.Document.ID, left)
		replace(a.Story.ID, store.Derived{})
		holds("nothing", a.Story.ID, a.Document.ID, store.Derived{})
	})
}
