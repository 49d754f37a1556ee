// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// bureau is an office with accounts that follow things.
type bureau struct {
	*office
	door *desk.Doorkeeper
}

func newBureau(t *testing.T, st *store.Store) *bureau {
	t.Helper()
	door, err := desk.NewDoorkeeper(st)
	if err != nil {
		t.Fatal(err)
	}
	return &bureau{newOffice(t, st), door}
}

// account adds an account with a ceiling, whose address has said yes.
func (b *bureau) account(name string, ceiling hearsay.TLP) hearsay.Account {
	b.t.Helper()
	me, err := b.door.Add(b.t.Context(), name, "four words of no kin", hearsay.RoleReader, ceiling)
	if err == nil {
		_, err = b.subs.AddFor(b.t.Context(), me, name+"@paper.example", b.now)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return me
}

func (b *bureau) follow(me hearsay.Account, kind hearsay.FollowKind, about string) hearsay.Follow {
	b.t.Helper()
	f, err := b.door.Follow(b.t.Context(), me, kind, about, true)
	if err != nil {
		b.t.Fatal(err)
	}
	return f
}

// moves has the claim of a world move to a status.
func (b *bureau) moves(w *hearsaytest.World, status hearsay.Status, low, high int) {
	b.t.Helper()
	ctx := b.t.Context()
	hearsaytest.Write(b.t, b.st, func(tx *store.Tx) error {
		last, err := tx.LatestAssessment(ctx, w.Claim.ID)
		if err != nil {
			return err
		}
		now := last
		now.Status, now.Low, now.High, now.At, now.Known = status, low, high, last.At.Add(time.Hour), last.Known.Add(time.Hour)
		if _, err := tx.AddAssessment(ctx, now); err != nil {
			return err
		}
		return tx.AddEvents(ctx, hearsay.Event{ID: pipeline.MoveID(&last, &now), Kind: hearsay.ClaimMoved, Story: w.Story.ID, Claim: w.Claim.ID, Document: w.Document.ID,
			Text: "from " + string(last.Status) + " to " + string(status), At: now.At, Known: now.Known})
	})
}

// alerts makes alerts and letters, as another process would after a restart, and sends the letters.
func (b *bureau) alerts() {
	b.t.Helper()
	a := (&deliver.Alerter{Store: b.st, Mails: true}).At(func() time.Time { return b.now })
	if err := a.Round(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	b.round()
}

func (b *bureau) told(me hearsay.Account, ceiling hearsay.TLP) []ledger.AlertView {
	b.t.Helper()
	r := b.st.As(store.Everything)
	alerts, err := r.Alerts(b.t.Context(), store.AlertFilter{Account: me.ID})
	if err != nil {
		b.t.Fatal(err)
	}
	follows, err := r.Follows(b.t.Context(), me.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	views, err := ledger.ViewAlerts(b.t.Context(), b.st.As(store.Viewer{TLP: ceiling}), alerts, follows)
	if err != nil {
		b.t.Fatal(err)
	}
	return views
}

func TestWhatIsFollowedIsToldOnceWithItsSources(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		b := newBureau(t, st)
		w := hearsaytest.NewWorld("seen", hearsay.Clear, 1)
		w.Save(t, st)
		me := b.account("ann", hearsay.Clear)
		b.follow(me, hearsay.FollowClaim, string(w.Claim.ID))
		b.follow(me, hearsay.FollowStory, string(w.Story.ID))
		b.follow(me, hearsay.FollowPage, string(w.Page.ID))
		b.alerts()
		if got := b.told(me, hearsay.Clear); len(got) != 0 || len(b.box.Messages(t)) != 0 {
			t.Fatalf("told of what was known before: %+v", got)
		}
		b.moves(w, hearsay.Disputed, 1, 2)
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			return tx.AddEvents(t.Context(), hearsay.Event{ID: "vpage", Kind: hearsay.PageState, Feed: w.Page.ID, Text: "the page is gone", At: b.now, Known: b.now})
		})
		for range 3 {
			b.alerts()
			b.now = b.now.Add(time.Hour)
		}
		got := b.told(me, hearsay.Clear)
		if len(got) != 2 || len(got[0].Because)+len(got[1].Because) != 3 {
			t.Fatalf("%+v", got)
		}
		all := b.box.Messages(t)
		if len(all) != 1 {
			t.Fatalf("%d letters, want one", len(all))
		}
		header, text, html := parts(t, all[0].Data)
		for _, want := range []string{"“the envoys demanded a deal”", "before: single-origin, 1 origin", "disputed, 1 to 2 origins", "origin: Han Kuo (person), in The Paper", "because of: ", "The Paper, Envoys demanded a deal",
			"https://desk.example/claim/" + string(w.Claim.ID), "https://desk.example/document/" + string(w.Document.ID), "the page is gone", "https://desk.example/watch/" + string(w.Page.ID)} {
			if !strings.Contains(text, want) || !strings.Contains(html, want) {
				t.Errorf("not in both parts: %s\n%s\n%s", want, text, html)
			}
		}
		if header.Get("Subject") != "2 alerts" || header.Get("List-Unsubscribe") == "" || header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("%v", header)
		}
	})
}

func TestASavedQueryTellsOfNewDocumentsAndNotOfLaterVersions(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		b, ctx := newBureau(t, st), t.Context()
		leaf := int64(0)
		var saved []hearsay.Document
		add := func(url, words string, tlp hearsay.TLP) hearsay.DocumentID {
			t.Helper()
			d := hearsaytest.Document("paper", "Ferry "+words, "The ferry will "+words+".")
			d.URL, d.TLP = url, tlp
			d.Capture = hearsay.NewCaptureID(url, words)
			d.ID = hearsay.NewDocumentID(d.Capture, "")
			saved = append(saved, d)
			hearsaytest.Write(t, st, func(tx *store.Tx) error {
				if err := tx.AddCaptures(ctx, hearsay.Capture{ID: d.Capture, URL: url, Leaf: leaf, Salt: []byte{1}, TLP: tlp}); err != nil {
					return err
				}
				leaf++
				if err := tx.AppendLog(ctx, nil, 0, nil, store.Head{Size: leaf, Root: []byte{1}, At: b.now}); err != nil {
					return err
				}
				return tx.SaveDocuments(ctx, d)
			})
			return d.ID
		}
		add("https://paper.example/old", "close", hearsay.Clear)
		me := b.account("ann", hearsay.Green)
		if err := b.door.SaveQuery(ctx, me.ID, "ferries", "ferry -stay"); err != nil {
			t.Fatal(err)
		}
		f := b.follow(me, hearsay.FollowQuery, "ferries")
		b.alerts()
		add("https://paper.example/old", "close soon", hearsay.Clear)
		add("https://paper.example/stay", "stay", hearsay.Clear)
		add("https://paper.example/hidden", "sink", hearsay.Amber)
		add("https://paper.example/green", "turn green", hearsay.Green)
		fresh := add("https://paper.example/new", "open", hearsay.Clear)
		for range 2 {
			b.alerts()
		}
		hearsaytest.Write(t, st, func(tx *store.Tx) error { // derived anew
			for _, d := range saved {
				d.Text, d.Stamp = d.Text+" So it is.", "read@2"
				if err := tx.SaveDocuments(ctx, d); err != nil {
					return err
				}
			}
			return nil
		})
		b.alerts()
		var found []string
		for _, v := range b.told(me, hearsay.Green) {
			found = append(found, v.Document.Title)
		}
		if !slices.Equal(found, []string{"Ferry turn green", "Ferry open"}) {
			t.Errorf("found %q", found)
		}
		all := b.box.Messages(t)
		if len(all) != 1 {
			t.Fatalf("%d letters", len(all))
		}
		if _, text, html := parts(t, all[0].Data); !strings.Contains(text, string(fresh)) || !strings.Contains(text, "1 more on the desk, of what") || strings.Contains(text+html, "green") || strings.Contains(text+html, "ferries") {
			t.Errorf("%s\n%s", text, html)
		}
		if err := b.door.Unfollow(ctx, me.ID, f.ID); err != nil {
			t.Fatal(err)
		}
		add("https://paper.example/later", "rust", hearsay.Clear)
		b.now = b.now.Add(time.Hour)
		b.alerts()
		if got := b.told(me, hearsay.Green); len(got) != 0 || len(b.box.Messages(t)) != 1 {
			t.Errorf("told after leaving: %+v", got)
		}
	})
}

// TestAnAlertTellsNothingAboveTheCeiling: neither in the letter nor in the count, whether the marking is stricter from the beginning or
// since; and who is shut out gets nothing.
func TestAnAlertTellsNothingAboveTheCeiling(t *testing.T) {
	st := hearsaytest.Store(t)
	b, ctx := newBureau(t, st), t.Context()
	hidden, seen := hearsaytest.NewWorld("hidden", hearsay.Amber, 1), hearsaytest.NewWorld("seen", hearsay.Clear, 2)
	seen.Save(t, st) // first: what comes later to the address of something hidden is hidden, too
	hidden.Save(t, st)
	me, out := b.account("ann", hearsay.Green), b.account("bo", hearsay.Clear)
	if _, err := b.door.Follow(ctx, me, hearsay.FollowClaim, string(hidden.Claim.ID), true); err == nil {
		t.Error("what may not be seen can be followed")
	}
	f := hearsay.NewFollow(me.ID, hearsay.FollowClaim, string(hidden.Claim.ID), b.now) // it could be seen then
	f.Mail = true
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.AddFollow(ctx, f) })
	b.follow(me, hearsay.FollowClaim, string(seen.Claim.ID))
	b.follow(out, hearsay.FollowClaim, string(seen.Claim.ID))
	b.moves(hidden, hearsay.Disputed, 1, 2)
	b.alerts()
	if alerts, err := st.As(store.Everything).Alerts(ctx, store.AlertFilter{}); err != nil || len(alerts) != 0 || len(b.box.Messages(t)) != 0 {
		t.Fatalf("%+v: %v", alerts, err)
	}
	b.moves(seen, hearsay.Disputed, 1, 2)
	a := (&deliver.Alerter{Store: st, Mails: true}).At(func() time.Time { return b.now })
	if err := a.Round(ctx); err != nil {
		t.Fatal(err)
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { // between making and sending
		_, err := tx.ExecContext(ctx, "UPDATE event SET tlp = $1", int64(hearsay.Amber))
		return err
	})
	b.round()
	if got := b.told(me, hearsay.Green); len(got) != 0 || len(b.box.Messages(t)) != 0 {
		t.Errorf("told %+v, sent %v", got, b.recipients())
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE event SET tlp = 0")
		return err
	})
	if err := b.door.Change(ctx, "bo", func(x *hearsay.Account) error { x.Disabled = true; return nil }); err != nil {
		t.Fatal(err)
	}
	b.moves(seen, hearsay.Denied, 1, 2)
	b.now = b.now.Add(time.Hour)
	b.alerts()
	if got := b.recipients(); !slices.Equal(got, []string{"ann@paper.example"}) {
		t.Errorf("sent to %v", got)
	}
}

// TestAStormIsOneLetter: what happens within a quarter of an hour waits for the next letter, and a letter has room for so much.
func TestAStormIsOneLetter(t *testing.T) {
	st := hearsaytest.Store(t)
	b := newBureau(t, st)
	w := hearsaytest.NewWorld("seen", hearsay.Clear, 1)
	w.Save(t, st)
	me := b.account("ann", hearsay.Clear)
	b.follow(me, hearsay.FollowPage, string(w.Page.ID))
	happens := func(n int) {
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			for i := range n {
				id := fmt.Sprintf("v%s%d", b.now, i)
				if err := tx.AddEvents(t.Context(), hearsay.Event{ID: hearsay.EventID(id), Kind: hearsay.PageChanged, Feed: w.Page.ID, Text: "a name is gone", At: b.now, Known: b.now}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	happens(1)
	b.alerts()
	for range 14 {
		b.now = b.now.Add(time.Minute)
		happens(10)
		b.alerts()
	}
	if n := len(b.box.Messages(t)); n != 1 {
		t.Fatalf("%d letters within a quarter of an hour", n)
	}
	b.now = b.now.Add(time.Minute)
	b.alerts()
	all := b.box.Messages(t)
	if len(all) != 2 {
		t.Fatalf("%d letters", len(all))
	}
	_, text, _ := parts(t, all[1].Data)
	if n := strings.Count(text, "a name is gone"); n != 20 || !strings.Contains(text, "And 120 more on the desk") {
		t.Errorf("%d in the letter:\n%s", n, text)
	}
}

// TestAnInterruptedLetterOfAlertsIsSentOnceMoreAtMost has the connection end between the server's taking a message and its saying so, each time
// in a process of its own.
func TestAnInterruptedLetterOfAlertsIsSentOnceMoreAtMost(t *testing.T) {
	st := hearsaytest.Store(t)
	b := newBureau(t, st)
	w := hearsaytest.NewWorld("seen", hearsay.Clear, 1)
	w.Save(t, st)
	me := b.account("lost", hearsay.Clear)
	b.follow(me, hearsay.FollowClaim, string(w.Claim.ID))
	b.moves(w, hearsay.Disputed, 1, 2)
	for range 5 {
		a := (&deliver.Alerter{Store: st, Mails: true}).At(func() time.Time { return b.now })
		if err := a.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		_ = b.postman().Round(t.Context())
		b.now = b.now.Add(time.Hour)
	}
	if got := b.box.Messages(t); len(got) != 2 || got[0].Data != got[1].Data {
		t.Errorf("taken %d times, or otherwise", len(got))
	}
}

func TestAHookGetsTheAlertsOfAnAccount(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		b, r := newBureau(t, st), receive(t)
		h := newHouse(t, st, r)
		w := hearsaytest.NewWorld("seen", hearsay.Clear, 1)
		w.Save(t, st)
		me := b.account("ann", hearsay.Clear)
		b.follow(me, hearsay.FollowClaim, string(w.Claim.ID))
		id := h.hook(r, func(x *hearsay.Hook) { x.Alerts, x.Passed, x.Asked = me.ID, 0, 0 })
		h.tell("of nobody's interest", hearsay.StorySplit, hearsay.Clear)
		r.answers(http.StatusInternalServerError)
		b.moves(w, hearsay.Disputed, 1, 2)
		b.alerts()
		h.round()
		r.answers(http.StatusNoContent)
		h.now = h.now.Add(time.Hour)
		for range 2 {
			h.round()
		}
		if len(r.got) != 2 || r.got[0].id != r.got[1].id {
			t.Fatalf("%d messages", len(r.got))
		}
		var p struct {
			Type string
			Data ledger.AlertView
		}
		if err := json.Unmarshal(r.got[1].body, &p); err != nil || p.Type != "alert" || p.Data.Claim == nil || p.Data.Claim.After.Status != hearsay.Disputed || p.Data.Because[0].About != string(w.Claim.ID) {
			t.Errorf("%s: %v", r.got[1].body, err)
		}
		if v := h.view(id); v.Count != (deliver.Count{Delivered: 1, Tries: 2}) {
			t.Errorf("%+v", v.Count)
		}
		if err := b.door.Change(t.Context(), "ann", func(x *hearsay.Account) error { x.Disabled = true; return nil }); err != nil {
			t.Fatal(err)
		}
		b.moves(w, hearsay.Denied, 1, 2)
		b.alerts()
		h.round()
		if len(r.got) != 2 {
			t.Errorf("%d messages to an account that is shut out", len(r.got))
		}
	})
}
