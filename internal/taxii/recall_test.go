// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/queue"
	"hearsay/internal/store"
	"hearsay/internal/taxii"
)

// TestWhatIsTakenBackIsToldOnce: a claim that is marked above the ceiling, or is no more, is revoked for whoever could have had it, with
// nothing of what it said; for others it never was. It does not come back.
func TestWhatIsTakenBackIsToldOnce(t *testing.T) {
	for name, takeBack := range map[string]func(t *testing.T, tx *store.Tx, w *hearsaytest.World) error{
		"marked": func(t *testing.T, tx *store.Tx, w *hearsaytest.World) error {
			claim := w.Claim
			claim.TLP = hearsay.Red
			return tx.SaveClaims(t.Context(), claim)
		},
		"gone": func(t *testing.T, tx *store.Tx, w *hearsaytest.World) error {
			return tx.DeleteClaimsOf(t.Context(), w.Story.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := hearsaytest.Store(t)
			kept, lost := hearsaytest.NewWorld("kept", hearsay.Clear, 0), hearsaytest.NewWorld("lost", hearsay.Green, 1)
			kept.Save(t, st)
			lost.Save(t, st)
			idle(t, st)
			h := newHouse(t, st, taxii.Unhurried)
			token := h.token("north", hearsay.Green)
			clear, green := h.collectionOf(token, hearsay.Clear)+"objects/", h.collectionOf(token, hearsay.Green)+"objects/"
			before, last := h.pages(token, green, nil)
			open, _ := h.pages(token, clear, nil)
			had := map[string]json.RawMessage{}
			for _, o := range before {
				had[objectID(t, o)] = o
			}
			hearsaytest.Write(t, st, func(tx *store.Tx) error { return takeBack(t, tx, lost) })

			recalled, _ := h.pages(token, green, url.Values{"added_after": {last}})
			if len(recalled) != 4 { // the claim's note, its carrier's, the answer, the report
				t.Errorf("%d objects are recalled: %s", len(recalled), recalled)
			}
			for _, text := range recalled {
				var was, is struct{ ID, Type, Created, Modified string }
				if err := json.Unmarshal(text, &is); err != nil {
					t.Fatal(err)
				}
				if err := json.Unmarshal(had[is.ID], &was); err != nil {
					t.Fatal(err)
				}
				if was.Created != is.Created || was.Modified >= is.Modified || was.Type != is.Type || !strings.Contains(string(text), `"revoked":true`) {
					t.Errorf("%s after %s", text, had[is.ID])
				}
				for _, word := range []string{"envoys", "ministry", "Paper", "k" + string(lost.Claim.ID[1:]), "extension"} {
					if strings.Contains(string(text), word) {
						t.Errorf("%s tells %q", text, word)
					}
				}
			}
			if now, _ := h.pages(token, clear, nil); len(now) != len(open) || len(open) == 0 || len(open) >= len(before) {
				t.Errorf("under CLEAR there were %d, there are %d", len(open), len(now))
			}
			lost.Claim.TLP = hearsay.Green
			hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveClaims(t.Context(), lost.Claim) })
			for _, text := range first(h.pages(token, green, nil)) {
				if _, isHad := had[objectID(t, text)]; !isHad {
					t.Errorf("what was recalled is given under another name: %s", text)
				}
			}
		})
	}
}

// idle does away with what is still to be done.
func idle(t *testing.T, st *store.Store) {
	t.Helper()
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), "DELETE FROM job")
		return err
	})
}

func first(all []json.RawMessage, _ string) []json.RawMessage { return all }

// TestNothingIsRecalledWhileItIsDerivedAnew: rebuilding takes all claims away before it brings them back.
func TestNothingIsRecalledWhileItIsDerivedAnew(t *testing.T) {
	st := hearsaytest.Store(t)
	w := hearsaytest.NewWorld("kept", hearsay.Clear, 0)
	w.Save(t, st)
	h := newHouse(t, st, taxii.Unhurried)
	token := h.token("north", hearsay.Clear)
	at := h.collectionOf(token, hearsay.Clear)
	before, last := h.pages(token, at+"manifest/", nil)
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := (queue.Queue{}).Enqueue(t.Context(), tx, hearsaytest.At(12, 0), "trace", string(w.Story.ID)); err != nil {
			return err
		}
		return tx.DeleteClaimsOf(t.Context(), w.Story.ID)
	})
	if during, _ := h.pages(token, at+"manifest/", url.Values{"added_after": {last}}); len(during) > 0 {
		t.Errorf("recalled: %s", during)
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := tx.SaveClaims(t.Context(), w.Claim); err != nil {
			return err
		}
		return tx.SaveAssertions(t.Context(), hearsay.Assertion{Claim: w.Claim.ID, Document: w.Document.ID, Attribution: w.Said.ID, Reason: "its wording"})
	})
	idle(t, st)
	if after, _ := h.pages(token, at+"manifest/", nil); len(before) == 0 || len(after) != len(before) || string(after[0]) != string(before[0]) {
		t.Errorf("there was %s, there is %s", before, after)
	}
}

// TestACarrierThatIsNoMoreIsRecalledAlone: the claim goes on, in a later version even where all that is left of it is older than what was
// given.
func TestACarrierThatIsNoMoreIsRecalledAlone(t *testing.T) { hearsaytest.OnEachEngine(t, carrierGoes) }

func carrierGoes(t *testing.T, st *store.Store) {
	ctx := t.Context()
	w := hearsaytest.NewWorld("kept", hearsay.Clear, 0)
	w.Save(t, st)
	idle(t, st)
	h := newHouse(t, st, taxii.Unhurried)
	token := h.token("north", hearsay.Clear)
	at := h.collectionOf(token, hearsay.Clear) + "objects/"
	_, last := h.pages(token, at, nil)
	said := hearsay.Statement{ID: "s1", Document: w.Document.ID, Span: hearsaytest.Find(w.Document, "Envoys demanded a deal"), Act: hearsay.Assert}
	carries := hearsay.Assertion{Claim: w.Claim.ID, Document: w.Document.ID, Statement: said.ID, Reason: "says the same"}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return errors.Join(tx.SaveStatements(ctx, said), tx.SaveAssertions(ctx, carries))
	})
	more, last := h.pages(token, at, url.Values{"added_after": {last}})
	if len(more) != 5 {
		t.Fatalf("with another carrier there are %d news: %s", len(more), more)
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		carries.Statement, carries.Attribution = "", w.Said.ID
		return errors.Join(tx.DeleteClaimsOf(ctx, w.Story.ID), tx.SaveClaims(ctx, w.Claim), tx.SaveAssertions(ctx, carries))
	})
	version := func(text json.RawMessage) (v struct {
		Modified string
		Revoked  bool
	}) {
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	before := map[string]json.RawMessage{}
	for _, o := range more {
		before[objectID(t, o)] = o
	}
	recalled, later := 0, 0
	for _, o := range first(h.pages(token, at, url.Values{"added_after": {last}})) {
		now := version(o)
		if was := before[objectID(t, o)]; was == nil || version(was).Modified >= now.Modified {
			t.Errorf("%s after %s", o, was)
		}
		if now.Revoked {
			recalled++
		} else {
			later++
		}
	}
	if recalled != 2 || later != 3 { // the statement's note, and the answer, which went with it; the claim's note, its carrier's and the report
		t.Errorf("%d recalled, %d later", recalled, later)
	}
}
