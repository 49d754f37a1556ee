// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

func TestBothMigrationSetsGiveTheSameTables(t *testing.T) {
	store.CompareSchemas(t, hearsaytest.OpenStore(t, filepath.Join(t.TempDir(), "hearsay.db")),
		hearsaytest.OpenStore(t, hearsaytest.Postgres(t)))
}

// desk is a reader that sees everything.
func desk(st *store.Store) store.Reader { return st.As(store.Everything) }

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestNounsComeBackAsTheyWereSaved(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := newWorld()
		for range 2 { // saving twice is saving once
			hearsaytest.Write(t, st, w.save(t))
		}
		r, ctx := desk(st), t.Context()
		same(t, "outlet", must[hearsay.Outlet](t)(r.Outlet(ctx, "paper")), w.outlet)
		same(t, "outlet by domain", must[hearsay.Outlet](t)(r.OutletByDomain(ctx, "paper.example")), w.outlet)
		same(t, "feed", must[[]hearsay.Feed](t)(r.Feeds(ctx, store.FeedFilter{Due: hearsaytest.At(12, 0)})), []hearsay.Feed{w.feed})
		same(t, "document", must[hearsay.Document](t)(r.Document(ctx, w.document.ID)), w.document)
		same(t, "by address", must[[]hearsay.Document](t)(r.DocumentsByURL(ctx, w.document.URL)), []hearsay.Document{w.document})
		same(t, "mentions", must[[]hearsay.Mention](t)(r.MentionsOf(ctx, w.document.ID)), []hearsay.Mention{w.mention})
		same(t, "attributions", must[[]hearsay.Attribution](t)(r.AttributionsOf(ctx, w.document.ID)), []hearsay.Attribution{w.attribution})
		same(t, "attributions by", must[[]hearsay.Attribution](t)(r.AttributionsBy(ctx, w.entity.ID, 5)), []hearsay.Attribution{w.attribution})
		same(t, "statements", must[[]hearsay.Statement](t)(r.StatementsOf(ctx, w.document.ID)), []hearsay.Statement{w.statement})
		same(t, "entity", must[hearsay.Entity](t)(r.Entity(ctx, w.entity.ID)), w.entity)
		same(t, "named", must[[]hearsay.Alias](t)(r.EntitiesNamed(ctx, "han KUO", "nobody")), []hearsay.Alias{w.alias})
		same(t, "story", must[hearsay.Story](t)(r.StoryOf(ctx, w.document.ID)), w.story)
		same(t, "documents of story", must[[]hearsay.Document](t)(r.StoryDocuments(ctx, w.story.ID)), []hearsay.Document{w.document, w.copy})
		same(t, "memberships", must[[]hearsay.Membership](t)(r.Memberships(ctx, w.document.ID)), w.memberships[:1])
		same(t, "claims", must[[]hearsay.Claim](t)(r.ClaimsOf(ctx, w.story.ID)), []hearsay.Claim{w.claim})
		same(t, "assertions", must[[]hearsay.Assertion](t)(r.Assertions(ctx, w.claim.ID)), []hearsay.Assertion{w.assertion})
		same(t, "links", must[[]hearsay.Link](t)(r.LinksTo(ctx, w.document.ID)), []hearsay.Link{w.link})
		same(t, "links from", must[[]hearsay.Link](t)(r.LinksFrom(ctx, w.copy.ID)), []hearsay.Link{w.link})
		same(t, "responses", must[[]hearsay.Response](t)(r.Responses(ctx, w.claim.ID)), []hearsay.Response{w.response})
		same(t, "assessments", must[[]hearsay.Assessment](t)(r.Assessments(ctx, w.claim.ID)), []hearsay.Assessment{w.assessment})
	})
}

func TestMissingRecordIsNotFound(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		_, err := st.Document(t.Context(), "dnone")
		if !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("Document = %v, want ErrNotFound", err)
		}
	})
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		boom := errors.New("boom")
		err := st.Write(t.Context(), func(tx *store.Tx) error {
			if err := tx.SaveOutlets(t.Context(), hearsay.Outlet{ID: "paper"}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Errorf("Write = %v, want boom", err)
		}
		if l := must[[]hearsay.Outlet](t)(st.Outlets(t.Context())); len(l) != 0 {
			t.Errorf("outlets = %v, want none", l)
		}
	})
}

func TestPagesOfDocumentsJoinWithoutGapOrDouble(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		var want []hearsay.DocumentID
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			for i := range 25 {
				d := hearsaytest.Document("paper", "Number "+string(rune('A'+i)), "Text.")
				d.Published.Time = hearsaytest.At(i/4, 0) // several at the same time
				if err := tx.SaveDocuments(t.Context(), d); err != nil {
					return err
				}
			}
			return nil
		})
		for _, d := range must[[]hearsay.Document](t)(st.Documents(t.Context(), store.DocumentFilter{})) {
			want = append(want, d.ID)
		}
		for _, oldestFirst := range []bool{false, true} {
			var got []hearsay.DocumentID
			f := store.DocumentFilter{Limit: 7, OldestFirst: oldestFirst}
			for page := range 5 {
				l := must[[]hearsay.Document](t)(st.Documents(t.Context(), f))
				if len(l) == 0 {
					break
				}
				for _, d := range l {
					got = append(got, d.ID)
				}
				f.After = l[len(l)-1].ID
				_ = page
			}
			if oldestFirst {
				for i, j := 0, len(got)-1; i < j; i, j = i+1, j-1 {
					got[i], got[j] = got[j], got[i]
				}
			}
			same(t, "pages", got, want)
		}
	})
}

func TestTextUnderTheSameStampCannotChange(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := newWorld()
		hearsaytest.Write(t, st, w.save(t))
		other := w.document
		other.Text += " More."
		err := st.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), other) })
		if !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("SaveDocuments = %v, want ErrConflict", err)
		}
		other.Stamp = "read@2"
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), other) })
		if l := must[[]hearsay.Attribution](t)(desk(st).AttributionsOf(t.Context(), other.ID)); len(l) != 0 {
			t.Errorf("attributions of the old text are still there: %v", l)
		}
		hits := must[[]store.Hit](t)(desk(st).Search(t.Context(), store.Query{Terms: []string{"more"}}))
		if len(hits) != 1 {
			t.Errorf("new text gives %d hits, want 1", len(hits))
		}
	})
}

func TestBrokenTextIsRefused(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		for _, text := range []string{"a\x00b", "a\xffb"} {
			d := hearsaytest.Document("paper", "Title", text)
			err := st.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), d) })
			if !errors.Is(err, hearsay.ErrInvalid) {
				t.Errorf("SaveDocuments(%q) = %v, want ErrInvalid", text, err)
			}
		}
		d := hearsaytest.Document("paper", "Title", "text")
		d.Title, d.Authors = "a\x00b\xff", []string{"x\x00"}
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), d) })
	})
}

func TestDerivingClaimsAnewKeepsAssessments(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w, ctx := newWorld(), t.Context()
		hearsaytest.Write(t, st, w.save(t))
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.DeleteClaimsOf(ctx, w.story.ID) })
		r := desk(st)
		if l := must[[]hearsay.Claim](t)(r.ClaimsOf(ctx, w.story.ID)); len(l) != 0 {
			t.Errorf("claims = %v, want none", l)
		}
		if l := must[[]hearsay.Link](t)(r.LinksFrom(ctx, w.copy.ID)); len(l) != 0 {
			t.Errorf("links = %v, want none", l)
		}
		if l := must[[]hearsay.Assessment](t)(r.Assessments(ctx, w.claim.ID)); len(l) != 1 {
			t.Errorf("%d assessments, want 1", len(l))
		}
	})
}

func TestAssessmentIsAddedOnlyWhenItSaysSomethingNew(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w, ctx := newWorld(), t.Context()
		hearsaytest.Write(t, st, w.save(t))
		add := func(a hearsay.Assessment, before ...hearsay.Response) (added bool) {
			hearsaytest.Write(t, st, func(tx *store.Tx) (err error) {
				if err = tx.SaveResponses(ctx, before...); err == nil {
					added, err = tx.AddAssessment(ctx, a)
				}
				return err
			})
			return added
		}
		a := w.assessment
		a.Cause, a.Stamp, a.Known = "another", "assess@2", hearsaytest.At(20, 0)
		if add(a) {
			t.Error("the same judgement was added again")
		}
		p := w.response
		p.Stance = hearsay.Declines
		if !add(a, p) {
			t.Error("a new response did not give a new assessment")
		}
		a.Status = hearsay.Denied
		if !add(a) {
			t.Error("a new status did not give a new assessment")
		}
		latest := must[hearsay.Assessment](t)(desk(st).LatestAssessment(ctx, w.claim.ID))
		same(t, "latest", latest, a)
		all := must[map[hearsay.ClaimID]hearsay.Assessment](t)(desk(st).LatestAssessments(ctx, w.claim.ID, "cnone"))
		same(t, "latest of all", all, map[hearsay.ClaimID]hearsay.Assessment{w.claim.ID: a})
		known := must[hearsay.Assessment](t)(desk(st).AssessmentAsKnown(ctx, w.claim.ID, hearsaytest.At(15, 0)))
		same(t, "as known at 15:00", known, w.assessment)
	})
}

func TestEventsAreToldOnceAndFoundByWhatTheyAreAbout(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w, ctx := newWorld(), t.Context()
		hearsaytest.Write(t, st, w.save(t))
		hearsaytest.Write(t, st, w.save(t))
		later := hearsay.Event{ID: "v2", Kind: hearsay.ClaimMoved, Claim: "c1", Text: "from rumour to denied", At: hearsaytest.At(11, 0), Known: hearsaytest.At(11, 0)}
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.AddEvents(ctx, later) })
		events := func(f store.EventFilter) []hearsay.EventID {
			var ids []hearsay.EventID
			for _, e := range must[[]hearsay.Event](t)(desk(st).Events(ctx, f)) {
				ids = append(ids, e.ID)
			}
			return ids
		}
		all := must[[]hearsay.Event](t)(desk(st).Events(ctx, store.EventFilter{}))
		w.event.Seq = all[0].Seq
		same(t, "event", all[0], w.event)
		same(t, "all", events(store.EventFilter{}), []hearsay.EventID{"v1", "v2"})
		same(t, "after the first", events(store.EventFilter{After: all[0].Seq}), []hearsay.EventID{"v2"})
		same(t, "before the second", events(store.EventFilter{Before: all[1].Seq}), []hearsay.EventID{"v1"})
		same(t, "of a story that documents left", events(store.EventFilter{Story: "s0"}), []hearsay.EventID{"v1"})
		same(t, "of a claim, the newest", events(store.EventFilter{Claim: "c1", NewestFirst: true, Limit: 1}), []hearsay.EventID{"v2"})
		same(t, "of a document", events(store.EventFilter{Document: w.document.ID}), []hearsay.EventID{"v1"})
		same(t, "of a kind", events(store.EventFilter{Kinds: []hearsay.EventKind{hearsay.ClaimMoved}}), []hearsay.EventID{"v2"})
		same(t, "known since", events(store.EventFilter{Known: hearsaytest.At(11, 0)}), []hearsay.EventID{"v2"})
	})
}

func TestFingerprintsFindDocumentsThatShare(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			for _, id := range []hearsay.DocumentID{"d1", "d2", "d3"} {
				d := hearsaytest.Document("post", string(id), "A tie at the fire.")
				d.ID = id
				if err := tx.SaveDocuments(ctx, d); err != nil {
					return err
				}
			}
			if err := tx.SaveFingerprints(ctx, "d1", hearsaytest.At(2, 0), []uint64{1, 2, 1 << 63, 1}); err != nil {
				return err
			}
			if err := tx.SaveFingerprints(ctx, "d2", hearsaytest.At(1, 0), []uint64{2, 7}); err != nil {
				return err
			}
			if err := tx.SaveFingerprints(ctx, "d3", hearsaytest.At(2, 0), []uint64{1 << 63, 2, 9}); err != nil {
				return err
			}
			if err := tx.SaveFeatures(ctx, "d1", "word", map[string]float64{"tie": 0.5, "fire": 1}); err != nil {
				return err
			}
			return tx.SaveFeatures(ctx, "s1", "word", map[string]float64{"fire": 2})
		})
		r := desk(st)
		shared := func(id hearsay.DocumentID, later bool, least int) []store.Count {
			return must[[]store.Count](t)(r.DocumentsSharing(ctx, id, later, least, 10))
		}
		same(t, "shared", shared("d1", false, 1), []store.Count{{ID: "d3", N: 2}, {ID: "d2", N: 1}})
		same(t, "shared by two", shared("d1", false, 2), []store.Count{{ID: "d3", N: 2}})
		same(t, "shared and not older", shared("d1", true, 1), []store.Count{{ID: "d3", N: 2}})
		same(t, "shared by what came first", shared("d2", false, 1), nil)
		same(t, "owners", must[map[string]int](t)(r.OwnersSharing(ctx, "word", []string{"fire", "tie"}, 10)),
			map[string]int{"d1": 2, "s1": 1})
		same(t, "count", must[map[string]int](t)(r.CountOwners(ctx, "word", []string{"fire", "tie", "none"})),
			map[string]int{"fire": 2, "tie": 1})
		if _, err := st.DocumentsSharing(ctx, "d1", false, 1, 10); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("an outsider asks for fingerprints: %v, want ErrDenied", err)
		}
	})
}

func TestAttemptsProveThatWeWereLooking(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld()
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			if err := tx.SaveFeeds(ctx, w.feed); err != nil {
				return err
			}
			for i := range 5 {
				a := hearsay.Attempt{Feed: w.feed.ID, URL: w.feed.URL, At: hearsaytest.At(i, 0), Took: time.Second, Status: 304, Outcome: hearsay.Unchanged}
				if i == 3 {
					a.Status, a.Outcome, a.Reason = 0, hearsay.Failed, "timeout"
				}
				if err := tx.AddAttempts(ctx, a, hearsay.Attempt{URL: "file:x", At: a.At, Outcome: hearsay.Stored}); err != nil {
					return err
				}
			}
			return nil
		})
		f := store.AttemptFilter{Outlet: w.outlet.ID, From: hearsaytest.At(1, 0), To: hearsaytest.At(4, 0)}
		same(t, "counts", must[map[hearsay.Outcome]int](t)(st.CountAttempts(ctx, f)),
			map[hearsay.Outcome]int{hearsay.Unchanged: 2, hearsay.Failed: 1})
		l := must[[]hearsay.Attempt](t)(st.Attempts(ctx, store.AttemptFilter{Feed: w.feed.ID, Limit: 1}))
		same(t, "newest", l, []hearsay.Attempt{{Feed: w.feed.ID, URL: w.feed.URL, At: hearsaytest.At(4, 0), Took: time.Second, Status: 304, Outcome: hearsay.Unchanged}})
	})
}
