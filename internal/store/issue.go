// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"

	"hearsay"
)

const issueColumns = "id, number, title, items, seen, made, made_by, published, publisher, reason, decision, tlp"

const selectIssue = "SELECT " + issueColumns + " FROM issue WHERE " + visible

var issueTable = table{"issue", "id", issueColumns}

func scanIssue(r row) (i hearsay.Issue, err error) {
	return i, r.Scan(&i.ID, &i.Number, &i.Title, jsonColumn{&i.Items}, &i.Seen, timeColumn{&i.Made}, &i.By, timeColumn{&i.Published},
		&i.Publisher, &i.Reason, &i.Decision, &i.TLP)
}

// Issue gives one issue, a draft too.
func (r Reader) Issue(ctx context.Context, id hearsay.IssueID) (hearsay.Issue, error) {
	return one(ctx, r, "read issue "+string(id), scanIssue, sel(selectIssue).add(" AND id = ?", string(id)))
}

// IssueNumbered gives the published issue of a number.
func (r Reader) IssueNumbered(ctx context.Context, number int) (hearsay.Issue, error) {
	return one(ctx, r, fmt.Sprintf("read issue #%d", number), scanIssue, sel(selectIssue).add(" AND number = ? AND number > 0", number))
}

// IssueFilter chooses issues; the zero value chooses all.
type IssueFilter struct {
	Published bool
	Drafts    bool
	Before    int      // only those with a smaller number; 0 for no bound
	Citing    []string // IDs of documents and claims: only those with a line that cites one of them; nil for no bound
	Limit     int      // 0 for no limit
}

// Issues gives issues: drafts, the newest first, then those that are published, the newest first.
func (r Reader) Issues(ctx context.Context, f IssueFilter) ([]hearsay.Issue, error) {
	q := sel(selectIssue).
		when(f.Published, " AND number > 0").
		when(f.Drafts, " AND number = 0").
		when(f.Before > 0, " AND number < ?", f.Before)
	if f.Citing != nil {
		q = in(q.add(" AND id IN (SELECT issue FROM issue_basis WHERE "+visible), "record", f.Citing).add(")")
	}
	q.add(" ORDER BY CASE WHEN number = 0 THEN 0 ELSE 1 END, number DESC, made DESC, id").when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read issues", scanIssue, q)
}

// NextIssue is the number that the next issue to be published gets; whoever asks waits for whoever asked before and has not ended.
func (t *Tx) NextIssue(ctx context.Context) (int, error) {
	if err := t.lock(ctx, issueOrder); err != nil {
		return 0, err
	}
	return one(ctx, t.Reader, "read last issue", func(r row) (n int, err error) { return n, r.Scan(&n) },
		sel("SELECT COALESCE(MAX(number), 0) + 1 FROM issue WHERE "+visible))
}

// SaveIssue saves a draft, or publishes it: then it has a number. It is marked as strictly as what it cites; what is cited and not there
// makes it RED. An issue that is published already is hearsay.ErrConflict.
func (t *Tx) SaveIssue(ctx context.Context, i hearsay.Issue) error {
	doing := "save issue " + string(i.ID)
	basis, err := t.issueBasis(ctx, &i)
	if err != nil {
		return err
	}
	tlp := int64(hearsay.Clear)
	for _, b := range basis {
		tlp = max(tlp, b.tlp)
	}
	done, err := t.tx.ExecContext(ctx, issueTable.upsert()+" WHERE issue.number = 0", string(i.ID), i.Number, words(i.Title), asJSON(i.Items), i.Seen, micros(i.Made), words(i.By),
		micros(i.Published), words(i.Publisher), words(i.Reason), string(i.Decision), tlp)
	if err != nil {
		return fault(t.dialect, doing, err)
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: doing, Cause: errors.Join(err, errors.New("it is published, and what is published is never changed")),
			Hint: "a correction stands in the next issue: hearsay digest draft"}
	}
	if err := t.exec(ctx, doing, "DELETE FROM issue_basis WHERE issue = $1", string(i.ID)); err != nil {
		return err
	}
	return save(ctx, t, "INSERT INTO issue_basis (issue, record, tlp) VALUES ($1, $2, $3)", basis, func(b cited) []any {
		return []any{string(i.ID), b.record, tlp}
	})
}

// DropDraft deletes a draft. What is published is hearsay.ErrConflict.
func (t *Tx) DropDraft(ctx context.Context, id hearsay.IssueID) error {
	doing := "drop draft " + string(id)
	i, err := t.Issue(ctx, id)
	if err != nil {
		return err
	}
	if i.IsPublished() {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: doing, Cause: fmt.Errorf("it is published as #%d, and what is published is never changed", i.Number),
			Hint: "a correction stands in the next issue: hearsay digest draft"}
	}
	if err := t.exec(ctx, doing, "DELETE FROM issue_basis WHERE issue = $1", string(id)); err != nil {
		return err
	}
	return t.exec(ctx, doing, "DELETE FROM issue WHERE id = $1 AND number = 0", string(id))
}

// RedactIssue saves what is left of an issue, published or not, after something that it cites was erased. Its Decision holds the sum of what is left. Its
// marking stays.
func (t *Tx) RedactIssue(ctx context.Context, i hearsay.Issue, gone ...hearsay.DocumentID) error {
	doing := "redact issue " + string(i.ID)
	if err := t.exec(ctx, doing, "UPDATE issue SET title = $2, items = $3, decision = $4 WHERE id = $1", string(i.ID), words(i.Title), asJSON(i.Items), string(i.Decision)); err != nil {
		return err
	}
	return save(ctx, t, "DELETE FROM issue_basis WHERE issue = $1 AND record = $2", gone, func(id hearsay.DocumentID) []any { return []any{string(i.ID), string(id)} })
}

// cited is a record that an issue cites, with its marking.
type cited struct {
	record string
	tlp    int64
}

// issueBasis gives the documents and claims that an issue cites, each once.
func (t *Tx) issueBasis(ctx context.Context, i *hearsay.Issue) (out []cited, err error) {
	var documents []hearsay.DocumentID
	var claims []hearsay.ClaimID
	for _, it := range i.Items {
		for _, l := range it.Lines {
			for _, c := range l.Citations {
				documents, claims = append(documents, c.Document), append(claims, c.Claim)
			}
		}
	}
	ofDocument, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return nil, err
	}
	ofClaim, err := strictest(ctx, t, "claim", claims)
	if err != nil {
		return nil, err
	}
	for _, id := range unique(documents) {
		out = append(out, cited{string(id), ofDocument(id)})
	}
	for _, id := range unique(claims) {
		out = append(out, cited{string(id), ofClaim(id)})
	}
	return out, nil
}
