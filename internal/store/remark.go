// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const remarkColumns = "id, document, claim, link_to, outlet, answers, thread, began, depth, author, made_by, text, at, edited, versions, withdrawn, hidden, hidden_by, hidden_for, taken, capture, tlp"

// A remark is seen by who may see it, the document that it hangs on in its story, and that story.
const selectRemark = "SELECT " + remarkColumns + " FROM remark WHERE " + visible + seenRemark

const seenRemark = " AND document IN (SELECT document FROM membership WHERE " + visible + " AND story IN (SELECT id FROM story WHERE " + visible + "))"

func scanRemark(r row) (m hearsay.Remark, err error) {
	return m, r.Scan(&m.ID, &m.Document, &m.Claim, &m.To, &m.Outlet, &m.Answers, &m.Thread, timeColumn{&m.Began}, &m.Depth, &m.Author, &m.By, &m.Text, timeColumn{&m.At},
		everColumn{&m.Edited}, &m.Versions, everColumn{&m.Withdrawn}, &m.Hidden, &m.HiddenBy, &m.HiddenFor, &m.Taken, &m.Capture, &m.TLP)
}

// everColumn scans a column of microseconds where 0 is never.
type everColumn struct{ to *time.Time }

// Scan implements sql.Scanner.
func (c everColumn) Scan(v any) error {
	if v == int64(0) {
		*c.to = time.Time{}
		return nil
	}
	return timeColumn(c).Scan(v)
}

func ever(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return micros(t)
}

// RemarkFilter chooses remarks; the zero value chooses all.
type RemarkFilter struct {
	Story       hearsay.StoryID // that holds what they hang on
	Claim       hearsay.ClaimID // also under an ID that it had before
	Author      hearsay.AccountID
	Since       time.Time
	After       hearsay.RemarkID // go on behind this one, in the same order
	NewestFirst bool             // else by thread, and within one by time
	Limit       int              // 0 for no limit
}

func (f *RemarkFilter) choose(q *query) *query {
	return q.
		when(f.Story != "", " AND document IN (SELECT document FROM membership WHERE "+visible+" AND story = ?)", string(f.Story)).
		when(f.Claim != "", " AND (claim = ? OR claim IN (SELECT founds FROM assertion WHERE "+visible+" AND claim = ? AND founds <> ''))", string(f.Claim), string(f.Claim)).
		when(f.Author != "", " AND author = ?", string(f.Author)).
		when(!f.Since.IsZero(), " AND at >= ?", ever(f.Since))
}

// Remark gives one remark.
func (r Reader) Remark(ctx context.Context, id hearsay.RemarkID) (hearsay.Remark, error) {
	return one(ctx, r, "read remark "+string(id), scanRemark, sel(selectRemark).add(" AND id = ?", string(id)))
}

// Remarks gives remarks with their texts, whether they are shown or not.
func (r Reader) Remarks(ctx context.Context, f RemarkFilter) ([]hearsay.Remark, error) {
	order, key, beyond := " ORDER BY began, thread, at, id", "began, thread, at, id", ">"
	if f.NewestFirst {
		order, key, beyond = " ORDER BY at DESC, id DESC", "at, id", "<"
	}
	q := f.choose(sel(selectRemark)).
		when(f.After != "", " AND ("+key+") "+beyond+" (SELECT "+key+" FROM remark WHERE "+visible+" AND id = ?)", string(f.After)).
		add(order).
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read remarks", scanRemark, q)
}

// CountRemarks counts them.
func (r Reader) CountRemarks(ctx context.Context, f RemarkFilter) (int, error) {
	return one(ctx, r, "count remarks", scanInt, f.choose(sel("SELECT COUNT(*) FROM remark WHERE "+visible+seenRemark)))
}

// RemarksCalled gives the remarks with these IDs that may be seen.
func (r Reader) RemarksCalled(ctx context.Context, ids ...hearsay.RemarkID) ([]hearsay.Remark, error) {
	return inBatches(unique(ids), func(some []hearsay.RemarkID) ([]hearsay.Remark, error) {
		return list(ctx, r, "read remarks", scanRemark, in(sel(selectRemark), "id", some).add(" ORDER BY at, id"))
	})
}

// LostRemarks gives the remarks that hang on a document which is in no story any more: nobody sees them until somebody looks here. Only
// [Everything] may ask.
func (r Reader) LostRemarks(ctx context.Context) ([]hearsay.Remark, error) {
	return machine(ctx, r, "read lost remarks", scanRemark, sel("SELECT "+remarkColumns+" FROM remark WHERE "+visible).
		add(" AND document NOT IN (SELECT document FROM membership WHERE "+visible+") ORDER BY at, id"))
}

// RemarkVersions gives the texts that a remark had and has, the oldest first.
func (r Reader) RemarkVersions(ctx context.Context, id hearsay.RemarkID) ([]hearsay.RemarkVersion, error) {
	return list(ctx, r, "read versions of "+string(id), func(r row) (v hearsay.RemarkVersion, err error) {
		return v, r.Scan(&v.Remark, &v.Number, &v.By, &v.Text, timeColumn{&v.At})
	}, sel("SELECT remark, number, made_by, text, at FROM remark_version WHERE "+visible).
		add(" AND remark IN (SELECT id FROM remark WHERE "+visible+seenRemark+") AND remark = ? ORDER BY number", string(id)))
}

// Mentions gives the remarks that mention an account and that it has not marked as seen, the newest first.
func (r Reader) Mentions(ctx context.Context, id hearsay.AccountID, limit int) ([]hearsay.Remark, error) {
	return list(ctx, r, "read mentions", scanRemark, sel(selectRemark).
		add(" AND hidden = '' AND withdrawn = 0 AND id IN (SELECT remark FROM remark_mention WHERE "+visible+" AND account = ? AND seen = ?) ORDER BY at DESC, id DESC LIMIT ?", string(id), false, limit))
}

// Locks gives the standing decisions that close the discussion of a story: one was made about a document that is in it. Only [Everything] may ask.
func (r Reader) Locks(ctx context.Context, id hearsay.StoryID) ([]hearsay.Decision, error) {
	return machine(ctx, r, "read locks of "+string(id), scanDecision, sel(selectDecision).
		add(" AND kind = ? AND id NOT IN (SELECT undoes FROM decision WHERE "+visible+")", string(hearsay.LockStory)).
		add(" AND other IN (SELECT document FROM membership WHERE "+visible+" AND story = ?) ORDER BY seq", string(id)))
}

// RemarksToTake gives the remarks that are to be made documents, and are none yet. Only [Everything] may ask.
func (r Reader) RemarksToTake(ctx context.Context) ([]hearsay.Remark, error) {
	return machine(ctx, r, "read remarks to take in", scanRemark, sel(selectRemark).add(" AND taken <> '' AND capture = '' ORDER BY at, id"))
}

// TextsSince counts how many texts of remarks an account has written since a time. Only [Everything] may ask.
func (r Reader) TextsSince(ctx context.Context, id hearsay.AccountID, since time.Time) (int, error) {
	n, err := machine(ctx, r, "count texts", scanInt, sel("SELECT COUNT(*) FROM remark_version WHERE "+visible).add(" AND author = ? AND at > ?", string(id), micros(since)))
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

var (
	remarkTable        = table{"remark", "id", remarkColumns}
	remarkVersionTable = table{"remark_version", "remark, number", "remark, number, author, made_by, text, at, tlp"}
	remarkMentionTable = table{"remark_mention", "remark, account", "remark, account, seen, tlp"}
)

// LockRemarks has who changes remarks take turns, so that what was read before it is written again is as it was.
func (t *Tx) LockRemarks(ctx context.Context) error { return t.lock(ctx, remarkTurns) }

// SaveRemark adds a remark or replaces the one with its ID, with a version where its text is another, and whom it mentions. It is marked at
// least as strictly as its document, the story of that, its claim, what its link leads to and what it answers.
func (t *Tx) SaveRemark(ctx context.Context, m hearsay.Remark, mentions ...hearsay.AccountID) (hearsay.Remark, error) {
	m.By, m.Text = words(m.By), words(m.Text)
	story, err := t.StoryOf(ctx, m.Document)
	if err != nil {
		return m, err
	}
	tlp, err := t.marking(ctx, string(m.Document), string(story.ID), string(m.Claim), string(m.To), string(m.Answers))
	if err != nil {
		return m, err
	}
	m.TLP = max(m.TLP, hearsay.TLP(tlp))
	before, err := t.RemarkVersions(ctx, m.ID)
	if err != nil {
		return m, err
	}
	m.Versions = len(before)
	if m.Versions == 0 || before[m.Versions-1].Text != m.Text {
		m.Versions++
		at := m.At
		if m.Edited.After(at) {
			at = m.Edited
		}
		if err := t.exec(ctx, "keep the text of "+string(m.ID), remarkVersionTable.insert(), string(m.ID), m.Versions, string(m.Author), m.By, m.Text, micros(at), int64(m.TLP)); err != nil {
			return m, err
		}
	}
	if err := t.exec(ctx, "save remark "+string(m.ID), remarkTable.upsert(), remarkRow(m)...); err != nil {
		return m, err
	}
	for _, s := range []string{"UPDATE remark_version SET tlp = $2 WHERE remark = $1", "UPDATE remark_mention SET tlp = $2 WHERE remark = $1"} {
		if err := t.exec(ctx, "mark what belongs to "+string(m.ID), s, string(m.ID), int64(m.TLP)); err != nil {
			return m, err
		}
	}
	return m, t.mention(ctx, m, mentions)
}

// mention keeps whom a remark mentions. Who has seen it stays so.
func (t *Tx) mention(ctx context.Context, m hearsay.Remark, accounts []hearsay.AccountID) error {
	q := "DELETE FROM remark_mention WHERE remark = $1"
	args := []any{string(m.ID)}
	rest := sel("")
	if len(accounts) > 0 {
		rest = in(rest, "account", accounts)
		q += " AND NOT (1 = 1" + rest.String() + ")"
		args = append(args, rest.args...)
	}
	if err := t.exec(ctx, "keep whom "+string(m.ID)+" mentions", q, args...); err != nil {
		return err
	}
	return save(ctx, t, remarkMentionTable.insertNew(), unique(accounts), func(id hearsay.AccountID) []any {
		return []any{string(m.ID), string(id), false, int64(m.TLP)}
	})
}

func remarkRow(m hearsay.Remark) []any {
	return []any{string(m.ID), string(m.Document), string(m.Claim), string(m.To), string(m.Outlet), string(m.Answers), string(m.Thread), micros(m.Began), m.Depth, string(m.Author), m.By, m.Text,
		micros(m.At), ever(m.Edited), m.Versions, ever(m.Withdrawn), string(m.Hidden), m.HiddenBy, words(m.HiddenFor), string(m.Taken), string(m.Capture), int64(m.TLP)}
}

// SeeMentions keeps that an account has seen where it is mentioned, up to a time.
func (t *Tx) SeeMentions(ctx context.Context, id hearsay.AccountID, upTo time.Time) error {
	return t.exec(ctx, "keep what was seen", `UPDATE remark_mention SET seen = $1 WHERE account = $2 AND seen <> $1
		AND remark IN (SELECT id FROM remark WHERE at <= $3)`, true, string(id), micros(upTo))
}

// HideRemark keeps that a decision hides a remark, or with the zero decision that none does. With [hearsay.EraseText] its texts go, for good.
func (t *Tx) HideRemark(ctx context.Context, id hearsay.RemarkID, d hearsay.Decision) error {
	if err := t.LockRemarks(ctx); err != nil {
		return err
	}
	err := t.exec(ctx, "hide remark "+string(id), "UPDATE remark SET hidden = $2, hidden_by = $3, hidden_for = $4 WHERE id = $1", string(id), string(d.ID), d.By, d.Reason)
	if err != nil || d.Value != hearsay.EraseText {
		return err
	}
	if err := t.overwriteDeleted(ctx); err != nil {
		return err
	}
	for _, s := range []string{"UPDATE remark SET text = '' WHERE id = $1", "UPDATE remark_version SET text = '' WHERE remark = $1", "DELETE FROM remark_mention WHERE remark = $1"} {
		if err := t.exec(ctx, "erase the texts of remark "+string(id), s, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// TakeRemark keeps that a decision makes a remark a document, or which capture came of it.
func (t *Tx) TakeRemark(ctx context.Context, id hearsay.RemarkID, by hearsay.DecisionID, capture hearsay.CaptureID) error {
	if err := t.LockRemarks(ctx); err != nil {
		return err
	}
	return t.exec(ctx, "take remark "+string(id), "UPDATE remark SET taken = $2, capture = $3 WHERE id = $1", string(id), string(by), string(capture))
}

// moveRemarks has what was said about a document that is erased hang on another of its story: the discussion of a story outlives its documents.
func (t *Tx) moveRemarks(ctx context.Context, from hearsay.DocumentID) error {
	for _, s := range []string{
		"UPDATE remark SET link_to = '' WHERE link_to = $1",
		`UPDATE remark SET document = COALESCE((SELECT MIN(document) FROM membership WHERE document <> $1
			AND story = (SELECT story FROM membership WHERE document = $1)), document), link_to = '', outlet = '' WHERE document = $1`,
	} {
		if err := t.exec(ctx, "move remarks on "+string(from), s, string(from)); err != nil {
			return err
		}
	}
	return nil
}
