// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"errors"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

func TestDecisionsFollowTheRules(t *testing.T) {
	st := hearsaytest.Store(t)
	d := hearsaytest.Document("paper", "Title", "Han said so.")
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		ctx := t.Context()
		_, err := tx.AddAssessment(ctx, hearsay.Assessment{Claim: "c2", Status: hearsay.Corroborated, Low: 2, High: 3})
		return errors.Join(err,
			tx.SaveOutlets(ctx, hearsay.Outlet{ID: "paper"}),
			tx.SaveDocuments(ctx, d),
			tx.SaveStories(ctx, hearsay.Story{ID: "s1"}, hearsay.Story{ID: "s2"}),
			tx.SaveMemberships(ctx, hearsay.Membership{Story: "s1", Document: d.ID}),
			tx.SaveClaims(ctx, hearsay.Claim{ID: "c1", Story: "s1"}, hearsay.Claim{ID: "c2", Story: "s1"}, hearsay.Claim{ID: "c3", Story: "s2"}),
			tx.SaveAssertions(ctx, hearsay.Assertion{Claim: "c1", Document: d.ID, Attribution: "a7"}))
	})
	var last hearsay.DecisionID
	for _, c := range []struct {
		name string
		d    hearsay.Decision
		want error
	}{
		{"merge", hearsay.Decision{Kind: hearsay.MergeStories, Object: "s1", Other: "s2"}, nil},
		{"merge with itself", hearsay.Decision{Kind: hearsay.MergeStories, Object: "s1", Other: "s1"}, hearsay.ErrInvalid},
		{"merge with nothing", hearsay.Decision{Kind: hearsay.MergeStories, Object: "s1", Other: "s9"}, hearsay.ErrNotFound},
		{"split", hearsay.Decision{Kind: hearsay.SplitStory, Object: string(d.ID), Other: "s1"}, nil},
		{"split from another", hearsay.Decision{Kind: hearsay.SplitStory, Object: string(d.ID), Other: "s2"}, hearsay.ErrInvalid},
		{"same", hearsay.Decision{Kind: hearsay.SameClaim, Object: "c1", Other: "c2"}, nil},
		{"same in two stories", hearsay.Decision{Kind: hearsay.SameClaim, Object: "c1", Other: "c3"}, hearsay.ErrInvalid},
		{"not same as what it carries", hearsay.Decision{Kind: hearsay.NotSameClaim, Object: "c1", Other: "a7"}, nil},
		{"not same as what it does not carry", hearsay.Decision{Kind: hearsay.NotSameClaim, Object: "c2", Other: "a7"}, hearsay.ErrNotFound},
		{"not same", hearsay.Decision{Kind: hearsay.NotSameClaim, Object: "c1", Other: "c9"}, hearsay.ErrNotFound},
		{"outlet", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "paper", Value: "B"}, nil},
		{"outlet by number", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "paper", Value: "2"}, hearsay.ErrNotFound},
		{"claim by letter", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "c1", Value: "A"}, hearsay.ErrNotFound},
		{"no grade", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "c1", Value: "7"}, hearsay.ErrInvalid},
		{"claim", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "c1", Value: "2"}, nil},
		{"one with one origin", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "c1", Value: "1"}, hearsay.ErrInvalid},
		{"one with two origins", hearsay.Decision{Kind: hearsay.GradeVoice, Object: "c2", Value: "1"}, nil},
		{"status", hearsay.Decision{Kind: hearsay.SetStatus, Object: "c1", Value: "denied"}, nil},
		{"no status", hearsay.Decision{Kind: hearsay.SetStatus, Object: "c1", Value: "true"}, hearsay.ErrInvalid},
		{"undo nothing", hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: "jnone"}, hearsay.ErrNotFound},
	} {
		c.d.Reason, c.d.By, c.d.At = "because", "ann", hearsaytest.At(9, 0)
		got, err := desk.Decide(t.Context(), st, c.d)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: Decide = %v, want %v", c.name, err, c.want)
		}
		if err == nil {
			last = got.ID
		}
	}
	undo := hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: last, Reason: "mistake", By: "ann", At: hearsaytest.At(9, 0)}
	if _, err := desk.Decide(t.Context(), st, undo); err != nil {
		t.Errorf("undo = %v", err)
	}
	undo.At = hearsaytest.At(10, 0)
	if _, err := desk.Decide(t.Context(), st, undo); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("undo again = %v, want ErrInvalid", err)
	}
	if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: "c1", Value: "denied", By: "ann"}); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("without a reason = %v, want ErrInvalid", err)
	}
}

// TestATokenForReadingOnlyReads: whatever the account may do, by such a token it is a reader.
func TestATokenForReadingOnlyReads(t *testing.T) {
	st := hearsaytest.Store(t)
	door, err := desk.NewDoorkeeper(st)
	if err != nil {
		t.Fatal(err)
	}
	ann, err := door.Add(t.Context(), "ann", "four words of no kin", hearsay.RoleEditor, hearsay.Amber)
	if err != nil {
		t.Fatal(err)
	}
	for scope, want := range map[hearsay.Scope]hearsay.Role{hearsay.ScopeRead: hearsay.RoleReader, hearsay.ScopeAct: hearsay.RoleEditor} {
		token, err := door.AddToken(t.Context(), ann, "script", scope, hearsay.Green, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := door.EnterByToken(t.Context(), token); err != nil || a.Role != want || a.Ceiling != hearsay.Green {
			t.Errorf("by a token to %s: %s up to %s, %v; want %s up to GREEN", scope, a.Role, a.Ceiling, err, want)
		}
	}
	if _, err := door.AddToken(t.Context(), ann, "script", "everything", hearsay.Green, time.Hour); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("a token to do everything: %v", err)
	}
}
