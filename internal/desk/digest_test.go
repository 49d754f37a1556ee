// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/gate"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// press saves two documents, the second marked AMBER, and gives them.
func press(t *testing.T, st *store.Store) (open, shut hearsay.Document) {
	open = hearsaytest.Document("post", "Ferry to close", "The ferry to Brackholm will close, said Ida Tarn.")
	shut = hearsaytest.Document("post", "A memo", "The board knew in May, said Ida Tarn.")
	shut.TLP = hearsay.Amber
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), open, shut) })
	return open, shut
}

func form(sentence string, d hearsay.Document, words string) []byte {
	return []byte("title: News you may have missed\n== moved: The ferry\n" + sentence + "\n[" + string(d.ID) + "] \"" + words + "\"\n")
}

// write makes a draft of a text form.
func write(t *testing.T, st *store.Store, f []byte) hearsay.Issue {
	t.Helper()
	i, err := desk.SaveDraft(t.Context(), st, hearsay.Issue{By: "ann", Made: hearsaytest.At(9, 0)})
	if err == nil {
		i, err = desk.EditDraft(t.Context(), st, i.ID, f)
	}
	if err != nil {
		t.Fatal(err)
	}
	return i
}

var because = hearsay.Decision{Reason: "checked", By: "ann", At: hearsaytest.At(12, 0)}

func TestAnIssueIsNumberedAndFrozenWhenItIsPublished(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, r := t.Context(), st.As(store.Everything)
		open, _ := press(t, st)
		good := form("The ferry will close, said Ida Tarn.", open, "The ferry to Brackholm will close, said Ida Tarn")
		first, second := write(t, st, good), write(t, st, good)
		for n, i := range []hearsay.Issue{second, first} {
			got, err := desk.Publish(ctx, st, i.ID, because)
			if err != nil || got.Number != n+1 {
				t.Fatalf("published as #%d: %v", got.Number, err)
			}
		}
		was, err := r.IssueNumbered(ctx, 2)
		if err != nil || was.ID != first.ID || was.Publisher != "ann" || !was.Published.Equal(because.At) {
			t.Fatalf("%+v: %v", was, err)
		}
		_, again := desk.Publish(ctx, st, first.ID, because)
		_, edited := desk.EditDraft(ctx, st, first.ID, form("The ferry stays, said Ida Tarn.", open, "said Ida Tarn"))
		_, undone := desk.Decide(ctx, st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: was.Decision, Reason: "r", By: "b", At: hearsaytest.At(13, 0)})
		if !errors.Is(again, hearsay.ErrConflict) || !errors.Is(edited, hearsay.ErrConflict) || !errors.Is(undone, hearsay.ErrInvalid) {
			t.Errorf("published again: %v; edited: %v; undone: %v", again, edited, undone)
		}
		now, err := r.IssueNumbered(ctx, 2)
		if diff := cmp.Diff(was, now); diff != "" || err != nil {
			t.Errorf("%v: a published issue changed:\n%s", err, diff)
		}
		if whole, err := desk.IsAsPublished(ctx, r, &now); err != nil || !whole {
			t.Errorf("as published: %v, %v", whole, err)
		}
		now.Items[0].Lines[0].Text = "The ferry stays."
		if whole, _ := desk.IsAsPublished(ctx, r, &now); whole {
			t.Error("a changed issue passes for the one that was published")
		}
	})
}

func TestPublishingWithARenamedPersonIsRefusedAndNamesTheSentence(t *testing.T) {
	st := hearsaytest.Store(t)
	open, _ := press(t, st)
	i := write(t, st, form("The ferry will close, said Ida Holm.", open, "The ferry to Brackholm will close, said Ida Tarn"))
	_, err := desk.Publish(t.Context(), st, i.ID, because)
	var refused *desk.Refused
	if !errors.As(err, &refused) || !errors.Is(err, hearsay.ErrInvalid) || len(refused.Refusals) != 1 {
		t.Fatalf("published: %v", err)
	}
	if r := refused.Refusals[0]; r.Rule != gate.UncitedName || r.Word != "Ida Holm" || r.Item != 1 || r.Line != 1 || !strings.Contains(err.Error(), "The ferry will close, said Ida Holm.") {
		t.Errorf("%+v\n%v", r, err)
	}
	if all, err := st.As(store.Everything).Issues(t.Context(), store.IssueFilter{Published: true}); err != nil || len(all) > 0 {
		t.Errorf("%d are published: %v", len(all), err)
	}
	if _, err := desk.Publish(t.Context(), st, i.ID, hearsay.Decision{By: "ann"}); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("without a reason: %v", err)
	}
}

func TestAnIssueIsMarkedLikeTheStrictestThatItCites(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, shut := press(t, st)
		i := write(t, st, form("The board knew in May.", shut, "The board knew in May"))
		if _, err := desk.Publish(ctx, st, i.ID, because); err != nil {
			t.Fatal(err)
		}
		for ceiling, want := range map[hearsay.TLP]int{hearsay.Clear: 0, hearsay.Green: 0, hearsay.Amber: 1} {
			r := st.As(store.Viewer{TLP: ceiling})
			all, err := r.Issues(ctx, store.IssueFilter{})
			citing, err2 := r.Issues(ctx, store.IssueFilter{Citing: []string{string(shut.ID)}})
			decided, err3 := r.Decisions(ctx, store.DecisionFilter{})
			if len(all) != want || len(citing) != want || len(decided) != want || errors.Join(err, err2, err3) != nil {
				t.Errorf("%s sees %d issues, %d citing, %d decisions: %v", ceiling, len(all), len(citing), len(decided), errors.Join(err, err2, err3))
			}
		}
	})
}

func TestACitationWithoutARangeIsLookedFor(t *testing.T) {
	st := hearsaytest.Store(t)
	open, _ := press(t, st)
	i := write(t, st, form("It will close.", open, "will close"))
	if got, want := i.Items[0].Lines[0].Citations[0].Span, hearsaytest.Find(open, "will close"); got != want {
		t.Errorf("found %+v, want %+v", got, want)
	}
	back, err := digest.Parse([]byte(digest.Format(&i)))
	if diff := cmp.Diff(i.Items, back.Items); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
	for words, want := range map[string]string{"will stay": "has no words", "l": "more than once"} {
		if _, err := desk.EditDraft(t.Context(), st, i.ID, form("It will close.", open, words)); !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", words, err)
		}
	}
}
