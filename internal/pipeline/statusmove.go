// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// StatusMove is how a decision about the status of a claim, or one that takes such a decision back, moved it.
type StatusMove struct {
	Before, After hearsay.Status      // empty where there was neither decision nor judgement
	Derived       *hearsay.Assessment // that was known then; nil where there was none
}

// StatusMoveID is the ID of the event that a decision moved a claim.
func StatusMoveID(by hearsay.DecisionID) hearsay.EventID {
	return hearsay.NewEventID(hearsay.ClaimMoved, string(by))
}

// StatusMoveOf tells how a decision moved a claim. about is the decision on the status: by itself, or the one that by takes back. It
// stands on what had been decided and was known then alone, so that it is told the same at any time.
func StatusMoveOf(ctx context.Context, r store.Reader, by, about hearsay.Decision) (m StatusMove, err error) {
	a, err := r.AssessmentAsKnown(ctx, hearsay.ClaimID(about.Object), by.At)
	if errors.Is(err, hearsay.ErrNotFound) { // of a capture that bears a later date
		a, err = r.LatestAssessment(ctx, hearsay.ClaimID(about.Object))
	}
	if err == nil {
		m.Derived = &a
	} else if !errors.Is(err, hearsay.ErrNotFound) {
		return m, err
	}
	earlier, err := r.Decisions(ctx, store.DecisionFilter{Object: about.Object, Kind: hearsay.SetStatus, Newest: true, After: by.ID})
	if err != nil {
		return m, err
	}
	undoing, err := r.Decisions(ctx, store.DecisionFilter{Kind: hearsay.UndoDecision, Newest: true, After: by.ID})
	slices.Reverse(earlier)
	standing := slices.DeleteFunc(earlier, func(d hearsay.Decision) bool {
		return slices.ContainsFunc(undoing, func(u hearsay.Decision) bool { return u.Undoes == d.ID })
	})
	status := func(standing []hearsay.Decision) hearsay.Status {
		return hearsay.Standing{Decided: hearsay.StatusDecision(standing), Derived: m.Derived}.Status()
	}
	m.Before = status(standing)
	if by.ID == about.ID {
		m.After = hearsay.Status(by.Value)
	} else {
		m.After = status(slices.DeleteFunc(standing, func(d hearsay.Decision) bool { return d.ID == about.ID }))
	}
	return m, err
}

// moveClaim tells that a decision moved a claim; not where it stands where it stood, nor of one that is not there any more.
func moveClaim(ctx context.Context, tx *store.Tx, by, about hearsay.Decision) error {
	c, err := tx.Claim(ctx, hearsay.ClaimID(about.Object))
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := StatusMoveOf(ctx, tx.Reader, by, about)
	if err != nil || m.Before == m.After {
		return err
	}
	e := hearsay.Event{ID: StatusMoveID(by.ID), Kind: hearsay.ClaimMoved, Story: c.Story, Claim: c.ID, Text: m.words(by.ID == about.ID), At: by.At, Known: by.At,
		Stamp: hearsay.NewStamp("heed", heedVersion)}
	return tx.AddEvents(ctx, e)
}

// words tell the move in a line. Who decided, and why, is told by the decision.
func (m *StatusMove) words(isDecided bool) string {
	why := ", by a decision"
	if !isDecided {
		why = ", as a decision was taken back"
	}
	switch {
	case m.Before == "":
		return "to " + string(m.After) + why
	case m.After == "":
		return "no more " + string(m.Before) + why
	}
	return "from " + string(m.Before) + " to " + string(m.After) + why
}
