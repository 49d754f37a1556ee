// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/gate"
	"hearsay/internal/store"
)

// SaveDraft keeps a draft, a new one under a new ID. Citations without a range are given the place of their words, and those
// without a claim the one that is carried there. A published issue is hearsay.ErrConflict.
func SaveDraft(ctx context.Context, st *store.Store, i hearsay.Issue) (hearsay.Issue, error) {
	if i.ID == "" {
		i.ID = hearsay.IssueID("i" + strings.ToLower(rand.Text())[:20])
	}
	err := st.Write(ctx, func(tx *store.Tx) error {
		if err := locate(ctx, tx.Reader, &i); err != nil {
			return err
		}
		return tx.SaveIssue(ctx, i)
	})
	return i, err
}

// EditDraft gives a draft the title and items of a text form.
func EditDraft(ctx context.Context, st *store.Store, id hearsay.IssueID, form []byte) (hearsay.Issue, error) {
	i, err := st.As(store.Everything).Issue(ctx, id)
	if err != nil {
		return i, err
	}
	edited, err := digest.Parse(form)
	if err == nil && edited.Title == "" && len(edited.Items) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "edit issue " + string(id), Cause: errors.New("there is nothing in the text form"),
			Hint: "the draft is as it was; hearsay digest drop " + string(id) + " drops it"}
	}
	if err != nil {
		return i, err
	}
	i.Title, i.Items = edited.Title, edited.Items
	return SaveDraft(ctx, st, i)
}

// FormOf gives the text form of a draft, with how it stands now with the claims that it cites.
func FormOf(ctx context.Context, r store.Reader, i hearsay.Issue) (string, error) {
	i, err := asItStands(ctx, r, i)
	return digest.Format(&i), err
}

// Fallen is a sentence of a draft whose claim does not hold any more: a reader would take it for news.
type Fallen struct {
	Item     int            `json:"item"` // from 1, as the next
	Line     int            `json:"line"`
	Sentence string         `json:"sentence"`
	Status   hearsay.Status `json:"status"`
}

// FallenOf gives the sentences of an issue, other than corrections, whose claim is denied, refuted or retracted. That is no reason not to
// publish them, and the gate lets them through: who publishes should know.
func FallenOf(ctx context.Context, r store.Reader, i hearsay.Issue) (out []Fallen, err error) {
	if i, err = asItStands(ctx, r, i); err != nil {
		return nil, err
	}
	for n, it := range i.Items {
		for k, l := range it.Lines {
			if it.Kind == hearsay.CorrectionItem || len(l.Citations) == 0 {
				continue
			}
			switch s := l.Citations[0].Status; s {
			case hearsay.Denied, hearsay.Refuted, hearsay.Retracted:
				out = append(out, Fallen{n + 1, k + 1, l.Text, s})
			}
		}
	}
	return out, nil
}

// asItStands is a copy of an issue with how it stands with its claims now.
func asItStands(ctx context.Context, r store.Reader, i hearsay.Issue) (hearsay.Issue, error) {
	i.Items = slices.Clone(i.Items)
	for n := range i.Items {
		i.Items[n].Lines = slices.Clone(i.Items[n].Lines)
		for k := range i.Items[n].Lines {
			i.Items[n].Lines[k].Citations = slices.Clone(i.Items[n].Lines[k].Citations)
		}
	}
	return i, stand(ctx, r, &i)
}

// CheckIssue gives what the citation gate has against an issue.
func CheckIssue(ctx context.Context, r store.Reader, i *hearsay.Issue) ([]gate.Refusal, error) {
	s := &shelf{ctx: ctx, reader: r, sources: map[hearsay.DocumentID]gate.Source{}}
	found := gate.Check(i, s)
	return found, s.err
}

// Refused is why an issue was not published.
type Refused struct{ Refusals []gate.Refusal }

// Error gives the first refusal.
func (e *Refused) Error() string {
	s := e.Refusals[0].String()
	if n := len(e.Refusals) - 1; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// Publish numbers a draft and freezes it, by a decision with name and reason, and has it sent to subscribers where it is public. What the gate refuses is hearsay.ErrInvalid with a
// [Refused] as its cause.
func Publish(ctx context.Context, st *store.Store, id hearsay.IssueID, d hearsay.Decision) (i hearsay.Issue, err error) {
	d.Kind, d.Object, d.Reason, d.By = hearsay.PublishIssue, string(id), strings.TrimSpace(d.Reason), strings.TrimSpace(d.By)
	if d.Reason == "" || d.By == "" {
		return i, refuse("give --reason and --by", "a decision needs a reason and a name")
	}
	err = st.Write(ctx, func(tx *store.Tx) error {
		if i, err = tx.Issue(ctx, id); err != nil {
			return err
		}
		if i.IsPublished() {
			return tx.SaveIssue(ctx, i) // says why not
		}
		found, err := CheckIssue(ctx, tx.Reader, &i)
		if err == nil && len(found) > 0 {
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "publish issue " + string(id), Cause: &Refused{found}, Hint: found[0].Help}
		}
		if err == nil {
			err = freeze(ctx, tx, &i, d)
		}
		if err == nil {
			err = mailIssue(ctx, tx, id, d.At)
		}
		return err
	})
	return i, err
}

// freeze gives an issue its number, and its claims where they stand now, and saves it with the decision.
func freeze(ctx context.Context, tx *store.Tx, i *hearsay.Issue, d hearsay.Decision) (err error) {
	if err := stand(ctx, tx.Reader, i); err != nil {
		return err
	}
	if err := tx.SaveIssue(ctx, *i); err != nil { // the decision is marked like it
		return err
	}
	if i.Number, err = tx.NextIssue(ctx); err != nil {
		return err
	}
	d.Value, d.Other = fmt.Sprintf("#%d", i.Number), i.Sum()
	if d, err = tx.AddDecision(ctx, d); err != nil {
		return err
	}
	i.Published, i.Publisher, i.Reason, i.Decision = d.At, d.By, d.Reason, d.ID
	return tx.SaveIssue(ctx, *i)
}

// IsAsPublished reports whether an issue says what the decision to publish it holds: nobody changed it in the database.
func IsAsPublished(ctx context.Context, r store.Reader, i *hearsay.Issue) (bool, error) {
	d, err := r.Decision(ctx, i.Decision)
	if errors.Is(err, hearsay.ErrNotFound) {
		return false, nil
	}
	return err == nil && d.Other == i.Sum() && d.Object == string(i.ID), err
}

// shelf is where the gate looks things up. Whoever asks an interface without errors finds the first here.
type shelf struct {
	ctx     context.Context
	reader  store.Reader
	sources map[hearsay.DocumentID]gate.Source
	err     error
}

// Source gives a document with the name of its outlet.
func (s *shelf) Source(id hearsay.DocumentID) (gate.Source, bool) {
	if src, ok := s.sources[id]; ok {
		return src, true
	}
	d, err := s.reader.Document(s.ctx, id)
	if err != nil {
		s.note(err)
		return gate.Source{}, false
	}
	o, err := s.reader.Outlet(s.ctx, d.Outlet)
	s.note(err)
	src := gate.Source{Document: d, Outlet: cmp.Or(o.Name, string(d.Outlet))}
	s.sources[id] = src
	return src, true
}

// Aliases gives the other names that entities of a name go by.
func (s *shelf) Aliases(name string) (out []string) {
	called, err := s.reader.EntitiesNamed(s.ctx, name)
	s.note(err)
	for _, e := range called {
		all, err := s.reader.AliasesOf(s.ctx, e.Entity)
		s.note(err)
		for _, a := range all {
			out = append(out, a.Name)
		}
	}
	return out
}

func (s *shelf) note(err error) {
	if s.err == nil && err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		s.err = err
	}
}
