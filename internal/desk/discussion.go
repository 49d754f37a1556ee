// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/store"
)

// Openness says who may discuss.
type Openness string

// The ways in which discussions are open.
const (
	DiscussOff     Openness = "off"     // nobody reads or writes
	DiscussInside  Openness = "inside"  // who is in reads, analysts and above write
	DiscussReaders Openness = "readers" // who is in writes, everybody reads what is CLEAR unless the desk is closed
)

// What one account may write.
const (
	textsInAMinute = 6
	textsInAnHour  = 60
	mostMentions   = 20 // of one remark
	sameAgain      = time.Minute
)

// Discussions are what people say about stories. The zero value is of nobody.
type Discussions struct {
	Store  *store.Store
	Open   Openness
	Closed bool // only who is in may read anything

	now func() time.Time // time.Now if nil; for tests
}

// At has the discussions take the time from somewhere else, for tests.
func (d *Discussions) At(now func() time.Time) *Discussions {
	d.now = now
	return d
}

func (d *Discussions) clock() time.Time {
	if d.now == nil {
		return time.Now().UTC().Truncate(time.Microsecond)
	}
	return d.now()
}

// MayRead reports whether somebody may read discussions, as far as markings let them. A nil d lets nobody.
func (d *Discussions) MayRead(me hearsay.Account) bool {
	if d == nil {
		return false
	}
	switch d.Open {
	case DiscussInside:
		return me.Role.AtLeast(hearsay.RoleReader)
	case DiscussReaders:
		return me.Role.AtLeast(hearsay.RoleReader) || !d.Closed
	}
	return false
}

// MayWrite reports whether somebody may write in discussions.
func (d *Discussions) MayWrite(me hearsay.Account) bool {
	least := hearsay.RoleAnalyst
	if d != nil && d.Open == DiscussReaders {
		least = hearsay.RoleReader
	}
	return d.MayRead(me) && me.ID != "" && me.Role.AtLeast(least)
}

// Moderates reports whether somebody sees what is hidden, and may hide.
func Moderates(me hearsay.Account) bool { return me.Role.AtLeast(Least(hearsay.HideRemark)) }

// Draft is what somebody wants to say.
type Draft struct {
	Story   hearsay.StoryID    // where, unless something else tells
	Claim   hearsay.ClaimID    // about which; empty for none
	From    hearsay.DocumentID // about which link; empty for none
	To      hearsay.DocumentID
	Outlet  hearsay.OutletID
	Answers hearsay.RemarkID // empty for none
	Text    string
	TLP     hearsay.TLP // at least
}

func unsaid(format string, args ...any) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "say something", Cause: fmt.Errorf(format, args...)}
}

// tidy gives a text as it is kept.
func tidy(text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case len(text) > hearsay.MostRemark:
		return "", unsaid("it has %d bytes; %d is the most", len(text), hearsay.MostRemark)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "", unsaid("it is no text")
	case hearsay.OwnWords(text) == "":
		return "", unsaid("there is nothing in it of your own")
	}
	return text, nil
}

// Say adds a remark. Saying the same again within a minute is the remark that is there. What the account may not see is hearsay.ErrNotFound;
// who may not write is hearsay.ErrDenied; too much at a time is hearsay.ErrTemporary.
func (d *Discussions) Say(ctx context.Context, me hearsay.Account, x Draft) (m hearsay.Remark, err error) {
	if !d.MayWrite(me) {
		return m, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "say something"}
	}
	if m.Text, err = tidy(x.Text); err != nil {
		return m, err
	}
	now := d.clock()
	m.Author, m.By, m.At, m.TLP = me.ID, me.Name, now, x.TLP
	if err := hang(ctx, d.Store.As(store.Viewer{TLP: me.Ceiling}), &m, x); err != nil {
		return m, err
	}
	err = d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.LockRemarks(ctx); err != nil {
			return err
		}
		if err := open(ctx, tx.Reader, &m); err != nil {
			return err
		}
		recent, err := tx.Remarks(ctx, store.RemarkFilter{Author: me.ID, Since: now.Add(-sameAgain)})
		if err != nil {
			return err
		}
		for _, r := range recent {
			if r.Text == m.Text && r.Document == m.Document && r.Claim == m.Claim && r.Answers == m.Answers {
				m = r
				return nil
			}
		}
		m.ID = hearsay.NewRemarkID(me.ID, now, m.Text)
		if m.Thread == "" {
			m.Thread, m.Began = m.ID, now
		}
		return save(ctx, tx, me, &m, now)
	})
	return m, err
}

// hang finds, with the eyes of who writes, what a remark hangs on.
func hang(ctx context.Context, r store.Reader, m *hearsay.Remark, x Draft) error {
	switch {
	case x.Answers != "":
		to, err := r.Remark(ctx, x.Answers)
		if err == nil && (to.Hidden != "" || !to.Withdrawn.IsZero()) {
			err = unsaid("what it answers is not shown")
		}
		m.Answers, m.Document, m.Claim, m.To, m.Outlet = to.ID, to.Document, to.Claim, to.To, to.Outlet
		m.Thread, m.Began, m.Depth = to.Thread, to.Began, to.Depth+1
		return err
	case x.Claim != "":
		c, err := r.Claim(ctx, x.Claim)
		m.Claim, m.Document = c.ID, c.Source
		return err
	case x.From != "":
		all, err := r.LinksFrom(ctx, x.From)
		for _, l := range all {
			if l.To == x.To && (x.To != "" || l.Outlet == x.Outlet) {
				m.Document, m.To, m.Outlet = l.From, l.To, l.Outlet
				return nil
			}
		}
		return errors.Join(err, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "find the link"})
	}
	s, err := r.Story(ctx, x.Story)
	if err != nil {
		return err
	}
	all, err := r.StoryDocuments(ctx, s.ID)
	if err == nil && len(all) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "find a document of " + string(s.ID)}
	}
	if err == nil {
		m.Document = all[0].ID
	}
	return err
}

// open refuses to write where the discussion is closed.
func open(ctx context.Context, r store.Reader, m *hearsay.Remark) error {
	s, err := r.StoryOf(ctx, m.Document)
	if err != nil {
		return err
	}
	locks, err := r.Locks(ctx, s.ID)
	if err == nil && len(locks) > 0 {
		err = unsaid("the discussion was closed by %s, because %s", locks[0].By, locks[0].Reason)
	}
	return err
}

// save keeps a remark within what its author may write and may see.
func save(ctx context.Context, tx *store.Tx, me hearsay.Account, m *hearsay.Remark, now time.Time) error {
	for _, bound := range []struct {
		most  int
		since time.Duration
	}{{textsInAMinute, time.Minute}, {textsInAnHour, time.Hour}} {
		n, err := tx.TextsSince(ctx, me.ID, now.Add(-bound.since))
		if err != nil {
			return err
		}
		if n >= bound.most {
			return &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "say something", Cause: fmt.Errorf("you wrote %d texts within %s", n, bound.since), Hint: "wait a moment"}
		}
	}
	all, err := tx.Accounts(ctx)
	if err != nil {
		return err
	}
	ids, names := map[string]hearsay.AccountID{}, []string{}
	for _, a := range all {
		ids[a.Name], names = a.ID, append(names, a.Name)
	}
	var mentions []hearsay.AccountID
	for _, name := range hearsay.Mentioned(m.Text, names) {
		if id := ids[name]; id != me.ID && len(mentions) < mostMentions {
			mentions = append(mentions, id)
		}
	}
	saved, err := tx.SaveRemark(ctx, *m, mentions...)
	if err == nil && saved.TLP > me.Ceiling {
		err = unsaid("it would be marked %s, which you may not see", saved.TLP)
	}
	*m = saved
	return err
}

// Edit gives a remark of the account another text, and a marking that is at least as strict as it has. What it was stays known.
func (d *Discussions) Edit(ctx context.Context, me hearsay.Account, id hearsay.RemarkID, text string, tlp hearsay.TLP) (m hearsay.Remark, err error) {
	if text, err = tidy(text); err != nil {
		return m, err
	}
	err = d.own(ctx, me, id, &m, func(tx *store.Tx) error {
		if err := open(ctx, tx.Reader, &m); err != nil {
			return err
		}
		if m.Versions >= hearsay.MostVersions && m.Text != text {
			return unsaid("it was edited %d times; answer it instead", m.Versions)
		}
		if m.Text != text {
			m.Edited = d.clock()
		}
		m.Text, m.TLP = text, max(m.TLP, tlp)
		return save(ctx, tx, me, &m, d.clock())
	})
	return m, err
}

// Withdraw has a remark of the account shown no more.
func (d *Discussions) Withdraw(ctx context.Context, me hearsay.Account, id hearsay.RemarkID) error {
	var m hearsay.Remark
	return d.own(ctx, me, id, &m, func(tx *store.Tx) error {
		m.Withdrawn = d.clock()
		_, err := tx.SaveRemark(ctx, m)
		return err
	})
}

// own does something to a remark that the account wrote, may see and may still change.
func (d *Discussions) own(ctx context.Context, me hearsay.Account, id hearsay.RemarkID, m *hearsay.Remark, f func(*store.Tx) error) error {
	if !d.MayWrite(me) {
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "change remark " + string(id)}
	}
	if _, err := d.Store.As(store.Viewer{TLP: me.Ceiling}).Remark(ctx, id); err != nil {
		return err
	}
	return d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if err = tx.LockRemarks(ctx); err != nil {
			return err
		}
		if *m, err = tx.Remark(ctx, id); err != nil {
			return err
		}
		switch {
		case m.Author != me.ID:
			return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "change remark " + string(id), Cause: errors.New("it is somebody else's")}
		case m.Hidden != "" || !m.Withdrawn.IsZero():
			return unsaid("it is not shown")
		}
		return f(tx)
	})
}

// SeeMentions keeps that an account has seen where it is mentioned, up to a time.
func (d *Discussions) SeeMentions(ctx context.Context, id hearsay.AccountID, upTo time.Time) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.SeeMentions(ctx, id, upTo) })
}
