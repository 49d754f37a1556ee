// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package desk is what people do: they decide, with name and reason. A decision stands beside what machines
// derive and is never overwritten; undoing one is a decision too.
package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Heed is the stage that lets a decision take effect on what is there already. Its jobs have decisions for records.
const Heed = "heed"

// Decide checks a decision and adds it to the chain of decisions, with the job that lets it take effect. Its ID is
// given back with it.
func Decide(ctx context.Context, st *store.Store, d hearsay.Decision) (hearsay.Decision, error) {
	d.Reason, d.By = strings.TrimSpace(d.Reason), strings.TrimSpace(d.By)
	err := st.Write(ctx, func(tx *store.Tx) error {
		err := check(ctx, tx.Reader, d)
		if err == nil && d.Kind == hearsay.NotSameClaim {
			d.Other, err = apart(ctx, tx.Reader, d)
		}
		if err == nil && d.Kind == hearsay.LockStory {
			if err = notClosed(ctx, tx.Reader, hearsay.StoryID(d.Object)); err == nil {
				d.Other, err = firstOf(ctx, tx.Reader, hearsay.StoryID(d.Object))
			}
		}
		if err != nil {
			return err
		}
		if d, err = tx.AddDecision(ctx, d); err != nil {
			return err
		}
		if err := moderate(ctx, tx, d); err != nil {
			return err
		}
		return queue.Queue{}.Enqueue(ctx, tx, time.Now(), Heed, string(d.ID))
	})
	return d, err
}

// DecideFor does so for somebody who may not see everything: what is marked above their ceiling is hearsay.ErrNotFound, like what does
// not exist.
func DecideFor(ctx context.Context, st *store.Store, v store.Viewer, d hearsay.Decision) (hearsay.Decision, error) {
	d.Reason, d.By = strings.TrimSpace(d.Reason), strings.TrimSpace(d.By)
	r := st.As(v)
	err := check(ctx, r, d)
	if err == nil && d.Kind == hearsay.NotSameClaim {
		_, err = apart(ctx, r, d)
	}
	if err == nil && d.Kind == hearsay.UndoDecision {
		err = mayUndo(ctx, r, d.Undoes)
	}
	if err != nil {
		return hearsay.Decision{}, err
	}
	return Decide(ctx, st, d)
}

func refuse(hint, format string, args ...any) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "decide", Cause: fmt.Errorf(format, args...), Hint: hint}
}

// check refuses a decision without name or reason, about what is not there, or against the rules.
func check(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if d.Reason == "" || d.By == "" {
		return refuse("give --reason and --by", "a decision needs a reason and a name")
	}
	if d.Object != "" && d.Object == d.Other {
		return refuse("give two different IDs", "%s cannot be decided against itself", d.Object)
	}
	switch d.Kind {
	case hearsay.MergeStories:
		return errors.Join(story(ctx, r, d.Object), story(ctx, r, d.Other))
	case hearsay.SplitStory:
		return split(ctx, r, d)
	case hearsay.SameClaim:
		return sameClaim(ctx, r, d)
	case hearsay.NotSameClaim:
		return claim(ctx, r, d.Object)
	case hearsay.GradeVoice:
		return grade(ctx, r, d)
	case hearsay.SetStatus:
		return status(ctx, r, d)
	case hearsay.NameSource:
		return source(ctx, r, d)
	case hearsay.SetAct:
		return act(ctx, r, d)
	case hearsay.SetPublisher:
		return publisher(ctx, r, d)
	case hearsay.PublishIssue:
		return refuse("hearsay digest publish ID does it", "an issue is published through its gate")
	case hearsay.EraseCapture:
		return erase(ctx, r, d)
	case hearsay.HideRemark, hearsay.LockStory, hearsay.TakeRemark:
		return moderation(ctx, r, d)
	case hearsay.UndoDecision:
		return undo(ctx, r, d)
	}
	return refuse("", "%q is no kind of decision", d.Kind)
}

func story(ctx context.Context, r store.Reader, id string) error {
	_, err := r.Story(ctx, hearsay.StoryID(id))
	return err
}

func claim(ctx context.Context, r store.Reader, id string) error {
	_, err := r.Claim(ctx, hearsay.ClaimID(id))
	return err
}

// sameClaim refuses claims of two stories: claims are looked for within a story.
func sameClaim(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	a, err := r.Claim(ctx, hearsay.ClaimID(d.Object))
	if err != nil {
		return err
	}
	b, err := r.Claim(ctx, hearsay.ClaimID(d.Other))
	if err == nil && a.Story != b.Story {
		err = refuse(fmt.Sprintf("hearsay decide merge %s %s makes one story of them", a.Story, b.Story),
			"claims %s and %s are in two stories", a.ID, b.ID)
	}
	return err
}

// apart gives the claim that is not the same as Object: Other, or the claim that Other is by itself where it is an
// attribution or a statement that was counted to Object.
func apart(ctx context.Context, r store.Reader, d hearsay.Decision) (string, error) {
	carried, err := r.Assertions(ctx, hearsay.ClaimID(d.Object))
	if err != nil {
		return "", err
	}
	for _, a := range carried {
		own := hearsay.NewClaimID(d.Other)
		if (string(a.Attribution) == d.Other || string(a.Statement) == d.Other) && string(own) != d.Object {
			return string(own), nil
		}
	}
	return d.Other, claim(ctx, r, d.Other)
}

func split(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	s, err := r.StoryOf(ctx, hearsay.DocumentID(d.Object))
	if err != nil {
		return err
	}
	if string(s.ID) != d.Other {
		return refuse("look at the document's story first", "document %s is in story %s, not in %s", d.Object, s.ID, d.Other)
	}
	return nil
}

// Reliability belongs to an outlet or a voice, credibility to a claim; the two scales are never mixed.
const (
	reliability = "ABCDEF"
	credibility = "123456"
)

func grade(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	switch {
	case len(d.Value) == 1 && strings.Contains(reliability, d.Value):
		_, err := r.Outlet(ctx, hearsay.OutletID(d.Object))
		if errors.Is(err, hearsay.ErrNotFound) {
			_, err = r.Entity(ctx, hearsay.EntityID(d.Object))
		}
		return err
	case len(d.Value) == 1 && strings.Contains(credibility, d.Value):
		return credible(ctx, r, d)
	}
	return refuse("give A to F for an outlet or voice, 1 to 6 for a claim", "%q is no grade", d.Value)
}

// credible refuses credibility 1, "confirmed by other sources", where there are no two independent origins.
func credible(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if err := claim(ctx, r, d.Object); err != nil || d.Value != "1" {
		return err
	}
	a, err := r.LatestAssessment(ctx, hearsay.ClaimID(d.Object))
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return err
	}
	if a.Low < 2 {
		return refuse("give 2 or less, or find a second origin",
			"credibility 1 needs two independent origins, and the claim has %d at least", a.Low)
	}
	return nil
}

var statuses = []hearsay.Status{
	hearsay.Retracted, hearsay.Refuted, hearsay.Confirmed, hearsay.Denied, hearsay.Disputed, hearsay.Corroborated,
	hearsay.SingleOrigin, hearsay.Rumoured,
}

func status(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if !slices.Contains(statuses, hearsay.Status(d.Value)) {
		return refuse(fmt.Sprintf("give one of %v", statuses), "%q is no status", d.Value)
	}
	return claim(ctx, r, d.Object)
}

// source refuses a source that the ledger does not know: a name alone would be one more guess.
func source(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if _, err := r.Attribution(ctx, hearsay.AttributionID(d.Object)); err != nil {
		return err
	}
	_, err := r.Entity(ctx, hearsay.EntityID(d.Other))
	if errors.Is(err, hearsay.ErrNotFound) {
		_, err = r.Outlet(ctx, hearsay.OutletID(d.Other))
	}
	return err
}

// publisher refuses to decide about an outlet that is in no doubt.
func publisher(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if d.Value != "same" && d.Value != "another" {
		return refuse("give same or another", "%q is no publisher", d.Value)
	}
	doubted, err := r.Lapses(ctx, store.LapseFilter{Outlet: hearsay.OutletID(d.Object), Doubted: true})
	if err == nil && len(doubted) == 0 {
		err = refuse("hearsay outlet ID tells of doubts", "nothing puts in doubt that %s is who it was", d.Object)
	}
	return err
}

func act(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if !slices.Contains(hearsay.Acts[:], hearsay.Act(d.Value)) {
		return refuse(fmt.Sprintf("give one of %v", hearsay.Acts), "%q is no act", d.Value)
	}
	_, err := r.Attribution(ctx, hearsay.AttributionID(d.Object))
	return err
}

// erase refuses what is not there: it may be erased already.
func erase(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if d.Value != hearsay.EraseBytes && d.Value != hearsay.EraseAddress {
		return refuse("give bytes or address", "%q is no way to erase", d.Value)
	}
	_, err := r.Capture(ctx, hearsay.CaptureID(d.Object))
	return err
}

func undo(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	standing, err := r.Decisions(ctx, store.DecisionFilter{Standing: true})
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(standing, func(s hearsay.Decision) bool { return s.ID == d.Undoes }); i >= 0 {
		switch standing[i].Kind {
		case hearsay.EraseCapture:
			return refuse("what comes from its address later has other bytes, and is taken in unless the address was erased too", "what was erased is gone")
		case hearsay.PublishIssue:
			return refuse("a correction stands in the next issue: hearsay digest draft", "issue %s is published, and stays so", standing[i].Value)
		case hearsay.TakeRemark:
			return refuse("hearsay forget erases the document", "what was taken in is in the archive")
		case hearsay.HideRemark:
			if standing[i].Value == hearsay.EraseText {
				return refuse("", "the text was erased, and is gone")
			}
		}
		return nil
	}
	if _, err := r.Decision(ctx, d.Undoes); err != nil {
		return err
	}
	return refuse("decide the same again instead", "decision %s does not stand any more", d.Undoes)
}
