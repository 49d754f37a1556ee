// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"hearsay"
	"hearsay/internal/store"
)

// moderation refuses what is so already.
func moderation(ctx context.Context, r store.Reader, d hearsay.Decision) error {
	if d.Kind == hearsay.LockStory {
		s, err := r.Story(ctx, hearsay.StoryID(d.Object))
		if err == nil && string(s.ID) != d.Object {
			err = refuse("", "story %s is part of %s", d.Object, s.ID)
		}
		return err
	}
	m, err := remarkAnywhere(ctx, r, hearsay.RemarkID(d.Object))
	switch {
	case err != nil:
		return err
	case d.Kind == hearsay.HideRemark && d.Value != hearsay.KeepText && d.Value != hearsay.EraseText:
		return refuse("give keep or erase", "%q is no way to hide", d.Value)
	case d.Kind == hearsay.HideRemark && m.Hidden != "" && d.Value == hearsay.KeepText:
		return refuse("", "remark %s is hidden by %s already", m.ID, m.HiddenBy)
	case d.Kind == hearsay.HideRemark:
		return nil
	case m.Taken != "":
		return refuse("", "remark %s is a document already", m.ID)
	case m.Hidden != "" || !m.Withdrawn.IsZero():
		return refuse("", "remark %s is not shown", m.ID)
	case hearsay.OwnWords(m.Text) == "":
		return refuse("", "remark %s only quotes", m.ID)
	case d.Value != strconv.Itoa(m.Versions):
		return refuse("read it again", "remark %s was edited meanwhile", m.ID)
	}
	return nil
}

// notClosed refuses to close a discussion that is closed.
func notClosed(ctx context.Context, r store.Reader, id hearsay.StoryID) error {
	locks, err := r.Locks(ctx, id)
	if err == nil && len(locks) > 0 {
		err = refuse("", "the discussion of story %s was closed by %s already", id, locks[0].By)
	}
	return err
}

// remarkAnywhere gives a remark, for who may see everything also one whose document is in no story any more: it too may have to be erased.
func remarkAnywhere(ctx context.Context, r store.Reader, id hearsay.RemarkID) (hearsay.Remark, error) {
	m, err := r.Remark(ctx, id)
	if !errors.Is(err, hearsay.ErrNotFound) {
		return m, err
	}
	lost, _ := r.LostRemarks(ctx) // who may not ask is told that there is none
	if i := slices.IndexFunc(lost, func(m hearsay.Remark) bool { return m.ID == id }); i >= 0 {
		return lost[i], nil
	}
	return m, err
}

// moderate lets a decision about a remark take effect, and its undoing. It is in the transaction of the decision: what is hidden is so at once.
func moderate(ctx context.Context, tx *store.Tx, d hearsay.Decision) error {
	switch d.Kind {
	case hearsay.HideRemark:
		return tx.HideRemark(ctx, hearsay.RemarkID(d.Object), d)
	case hearsay.TakeRemark:
		return tx.TakeRemark(ctx, hearsay.RemarkID(d.Object), d.ID, "")
	case hearsay.UndoDecision:
		was, err := tx.Decision(ctx, d.Undoes)
		if err != nil || was.Kind != hearsay.HideRemark {
			return err
		}
		m, err := tx.RemarksCalled(ctx, hearsay.RemarkID(was.Object))
		if err != nil || len(m) > 0 && m[0].Hidden != was.ID { // hidden again since, for another reason
			return err
		}
		return tx.HideRemark(ctx, hearsay.RemarkID(was.Object), hearsay.Decision{})
	}
	return nil
}

// firstOf gives the first document of a story, by which a decision about its discussion finds it when it has another ID.
func firstOf(ctx context.Context, r store.Reader, id hearsay.StoryID) (string, error) {
	all, err := r.StoryDocuments(ctx, id)
	if err != nil || len(all) == 0 {
		return "", refuse("", "story %s has no document", id)
	}
	return string(all[0].ID), nil
}

// mayUndo refuses who could not have decided so about a discussion: those who are moderated do not moderate.
func mayUndo(ctx context.Context, r store.Reader, id hearsay.DecisionID) error {
	d, err := r.Decision(ctx, id)
	if err == nil && d.Kind.AboutDiscussion() && !WhoIs(ctx).Role.AtLeast(Least(d.Kind)) {
		err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "take back " + string(id), Hint: "it takes the role " + string(Least(d.Kind))}
	}
	return err
}
