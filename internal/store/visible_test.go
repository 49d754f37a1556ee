// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"errors"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestRedIsIndistinguishableFromAbsent saves a world whose documents are RED and asks every question as an
// outsider: each answer is that of an empty store.
func TestRedIsIndistinguishableFromAbsent(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w, ctx := newWorld(), t.Context()
		w.document.TLP, w.copy.TLP, w.feed.TLP = hearsay.Red, hearsay.Red, hearsay.Red
		hearsaytest.Write(t, st, w.save(t))
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			if err := tx.AddAttempts(ctx, hearsay.Attempt{Feed: w.feed.ID, URL: w.feed.URL, Outcome: hearsay.Stored}); err != nil {
				return err
			}
			_, err := tx.AddDecision(ctx, hearsay.Decision{Kind: hearsay.SplitStory, Object: string(w.document.ID), Other: "s1", Reason: "r", By: "b"})
			return err
		})
		for _, ceiling := range []hearsay.TLP{hearsay.Clear, hearsay.AmberStrict} {
			for question, found := range everyQuestion(t, st.As(store.Viewer{TLP: ceiling}), w) {
				if found != 0 {
					t.Errorf("%s viewer: %s finds %d, want 0", ceiling, question, found)
				}
			}
		}
		for question, found := range everyQuestion(t, desk(st), w) {
			if found == 0 {
				t.Errorf("desk: %s finds nothing, so the test proves nothing", question)
			}
		}
	})
}

// everyQuestion asks for each noun in each way and gives how many answers came.
func everyQuestion(t *testing.T, r store.Reader, w *world) map[string]int {
	t.Helper()
	ctx, answers := t.Context(), map[string]int{}
	single := func(question string, err error) {
		answers[question] = 1
		if errors.Is(err, hearsay.ErrNotFound) {
			answers[question] = 0
		} else if err != nil {
			t.Errorf("%s: %v", question, err)
		}
	}
	many := func(question string, n int, err error) {
		if err != nil {
			t.Errorf("%s: %v", question, err)
		}
		answers[question] = n
	}
	_, err := r.Document(ctx, w.document.ID)
	single("Document", err)
	_, err = r.Capture(ctx, w.document.Capture)
	single("Capture", err)
	_, err = r.Feed(ctx, w.feed.ID)
	single("Feed", err)
	_, err = r.Attribution(ctx, w.attribution.ID)
	single("Attribution", err)
	_, err = r.Entity(ctx, w.entity.ID)
	single("Entity", err)
	_, err = r.Story(ctx, w.story.ID)
	single("Story", err)
	_, err = r.StoryOf(ctx, w.document.ID)
	single("StoryOf", err)
	home, err := r.StoryOfParent(ctx, "")
	many("StoryOfParent", len(home), err)
	_, err = r.Claim(ctx, w.claim.ID)
	single("Claim", err)
	_, err = r.LatestAssessment(ctx, w.claim.ID)
	single("LatestAssessment", err)
	_, err = r.AssessmentAsKnown(ctx, w.claim.ID, hearsaytest.At(23, 0))
	single("AssessmentAsKnown", err)
	askLists(t, r, w, many)
	counts, err := r.Counts(ctx)
	many("Counts.Attempts", counts.Attempts[hearsay.Stored], err)
	for table, n := range counts.Rows {
		if table != "outlet" { // that an outlet exists is no secret
			answers["Counts "+table] = n
		}
	}
	return answers
}

func askLists(t *testing.T, r store.Reader, w *world, many func(string, int, error)) {
	t.Helper()
	ctx := t.Context()
	documents, err := r.Documents(ctx, store.DocumentFilter{})
	many("Documents", len(documents), err)
	documents, err = r.DocumentsOf(ctx, w.document.ID)
	many("DocumentsOf", len(documents), err)
	documents, err = r.DocumentsByURL(ctx, w.document.URL)
	many("DocumentsByURL", len(documents), err)
	documents, err = r.StoryDocuments(ctx, w.story.ID)
	many("StoryDocuments", len(documents), err)
	captures, err := r.Captures(ctx, store.CaptureFilter{})
	many("Captures", len(captures), err)
	attempts, err := r.Attempts(ctx, store.AttemptFilter{})
	many("Attempts", len(attempts), err)
	attempts, err = r.Attempts(ctx, store.AttemptFilter{Good: true})
	many("Attempts Good", len(attempts), err)
	looks, err := r.LooksByDay(ctx, time.Time{}, hearsaytest.At(23, 0))
	many("LooksByDay", len(looks), err)
	watched, err := r.Watched(ctx)
	many("Watched", len(watched), err)
	outlets, err := r.OutletsIn(ctx, w.story.ID)
	many("OutletsIn", len(outlets), err)
	names, err := r.NamesOf(ctx, w.story.ID, 5)
	many("NamesOf", len(names), err)
	naming, err := r.StoriesNaming(ctx, w.entity.ID)
	many("StoriesNaming", len(naming), err)
	counted, err := r.CountByOutlet(ctx, hearsaytest.Day, hearsaytest.At(23, 0))
	many("CountByOutlet", len(counted), err)
	mentions, err := r.MentionsOf(ctx, w.document.ID)
	many("MentionsOf", len(mentions), err)
	mentions, err = r.MentionsOfEntity(ctx, w.entity.ID, 0)
	many("MentionsOfEntity", len(mentions), err)
	attributions, err := r.AttributionsOf(ctx, w.document.ID)
	many("AttributionsOf", len(attributions), err)
	attributions, err = r.AttributionsBy(ctx, w.entity.ID, 0)
	many("AttributionsBy", len(attributions), err)
	statements, err := r.StatementsOf(ctx, w.document.ID)
	many("StatementsOf", len(statements), err)
	aliases, err := r.EntitiesNamed(ctx, "Han Kuo")
	many("EntitiesNamed", len(aliases), err)
	aliases, err = r.AliasesOf(ctx, w.entity.ID)
	many("AliasesOf", len(aliases), err)
	events, err := r.Events(ctx, store.EventFilter{})
	many("Events", len(events), err)
	stories, err := r.Stories(ctx, store.StoryFilter{Text: "envoys"})
	many("Stories", len(stories), err)
	memberships, err := r.Memberships(ctx, w.document.ID)
	many("Memberships", len(memberships), err)
	memberships, err = r.MembershipsOf(ctx, w.story.ID)
	many("MembershipsOf", len(memberships), err)
	claims, err := r.ClaimsOf(ctx, w.story.ID)
	many("ClaimsOf", len(claims), err)
	claims, err = r.Claims(ctx, store.ClaimFilter{})
	many("Claims", len(claims), err)
	last, err := r.LastEvent(ctx)
	many("LastEvent", int(last), err)
	assertions, err := r.Assertions(ctx, w.claim.ID)
	many("Assertions", len(assertions), err)
	assertions, err = r.AssertionsIn(ctx, w.document.ID)
	many("AssertionsIn", len(assertions), err)
	links, err := r.LinksFrom(ctx, w.copy.ID)
	many("LinksFrom", len(links), err)
	links, err = r.LinksTo(ctx, w.document.ID)
	many("LinksTo", len(links), err)
	responses, err := r.Responses(ctx, w.claim.ID)
	many("Responses", len(responses), err)
	assessments, err := r.Assessments(ctx, w.claim.ID)
	many("Assessments", len(assessments), err)
	assessments, err = r.AssessmentsBy(ctx, string(w.document.ID))
	many("AssessmentsBy", len(assessments), err)
	ever, err := r.ClaimsEver(ctx, w.assessment.Status)
	many("ClaimsEver", len(ever), err)
	decisions, err := r.Decisions(ctx, store.DecisionFilter{})
	many("Decisions", len(decisions), err)
	decisions, err = r.Decisions(ctx, store.DecisionFilter{Newest: true, Limit: 5})
	many("Decisions Newest", len(decisions), err)
	hits, err := r.Search(ctx, store.Query{Terms: []string{"envoys"}})
	many("Search", len(hits), err)
}

func TestStoryOfMixedMarkingsIsAsStrictAsTheStrictest(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := newWorld()
		w.copy.TLP = hearsay.Amber
		hearsaytest.Write(t, st, w.save(t))
		if _, err := st.Story(t.Context(), w.story.ID); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("CLEAR viewer sees a story with an AMBER document: %v", err)
		}
		if _, err := st.Claim(t.Context(), w.claim.ID); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("CLEAR viewer sees a claim that rests on an AMBER document: %v", err)
		}
		got := must[hearsay.Story](t)(desk(st).Story(t.Context(), w.story.ID))
		if got.TLP != hearsay.Amber {
			t.Errorf("story is %s, want AMBER", got.TLP)
		}
	})
}
