// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// salon is a desk with a world, in which two people discuss.
type salon struct {
	*desk.Discussions
	st      *store.Store
	world   *hearsaytest.World
	now     time.Time
	ann, bo hearsay.Account // a reader up to GREEN, an editor up to RED
}

func newSalon(t *testing.T, marking hearsay.TLP) *salon {
	t.Helper()
	s := &salon{st: hearsaytest.Store(t), world: hearsaytest.NewWorld("seen", marking, 0), now: hearsaytest.At(13, 0)}
	s.world.Save(t, s.st)
	door, err := desk.NewDoorkeeper(s.st)
	if err == nil {
		s.ann, err = door.Add(t.Context(), "ann", "four words of no kin", hearsay.RoleReader, hearsay.Green)
	}
	if err == nil {
		s.bo, err = door.Add(t.Context(), "bo", "four words of no kin", hearsay.RoleEditor, hearsay.Red)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Discussions = (&desk.Discussions{Store: s.st, Open: desk.DiscussReaders}).At(func() time.Time { return s.now })
	return s
}

func (s *salon) says(t *testing.T, me hearsay.Account, x desk.Draft) hearsay.Remark {
	t.Helper()
	m, err := s.Say(t.Context(), me, x)
	if err != nil {
		t.Fatal(err)
	}
	s.now = s.now.Add(2 * time.Minute)
	return m
}

func TestARemarkIsAsStrictAsWhatItIsAboutAndNotAboveItsAuthor(t *testing.T) {
	s := newSalon(t, hearsay.Green)
	ctx := t.Context()
	m := s.says(t, s.ann, desk.Draft{Claim: s.world.Claim.ID, Text: "So?"})
	if m.TLP != hearsay.Green {
		t.Errorf("marked %s", m.TLP)
	}
	if _, err := s.Say(ctx, s.ann, desk.Draft{Story: s.world.Story.ID, Text: "Red.", TLP: hearsay.Red}); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("above the ceiling: %v", err)
	}
	strict := s.says(t, s.bo, desk.Draft{Answers: m.ID, Text: "@ann, only among us.", TLP: hearsay.Amber})
	if answer := s.says(t, s.bo, desk.Draft{Answers: strict.ID, Text: "And this."}); answer.TLP != hearsay.Amber {
		t.Errorf("an answer is freer than what it answers: %s", answer.TLP)
	}
	if _, err := s.Say(ctx, s.ann, desk.Draft{Answers: strict.ID, Text: "What?"}); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("answers what may not be seen: %v", err)
	}
	r := s.st.As(store.Viewer{TLP: s.ann.Ceiling})
	if told, err := r.Mentions(ctx, s.ann.ID, 5); err != nil || len(told) != 0 {
		t.Errorf("told of what may not be seen: %v %v", told, err)
	}
	outsider := s.st.Reader
	if n, err := outsider.CountRemarks(ctx, store.RemarkFilter{}); err != nil || n != 0 {
		t.Errorf("an outsider counts %d, %v", n, err)
	}
	if _, err := s.Edit(ctx, s.ann, strict.ID, "mine", hearsay.Clear); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("edits what may not be seen: %v", err)
	}
}

func TestH78WhatIsTooMuchIsRefused(t *testing.T) {
	s := newSalon(t, hearsay.Clear)
	ctx := t.Context()
	for name, text := range map[string]string{"1 MB": strings.Repeat("x", 1<<20), "nothing": " \r\n ", "only quotes": "> ann wrote:\n> x", "no text": "\xff\xfe", "NUL": "a\x00b"} {
		if _, err := s.Say(ctx, s.ann, desk.Draft{Story: s.world.Story.ID, Text: text}); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	said := 0
	for i := range 200 {
		_, err := s.Say(ctx, s.ann, desk.Draft{Story: s.world.Story.ID, Text: strings.Repeat("again ", i+1)})
		if err == nil {
			said++
		} else if !errors.Is(err, hearsay.ErrTemporary) {
			t.Fatal(err)
		}
		s.now = s.now.Add(5 * time.Second)
	}
	if said < 50 || said > 70 {
		t.Errorf("%d remarks in a quarter of an hour", said)
	}
	s.says(t, s.bo, desk.Draft{Story: s.world.Story.ID, Text: "@everyone @all @ann"})
	for id, want := range map[hearsay.AccountID]int{s.ann.ID: 1, s.bo.ID: 0} {
		if told, err := s.st.As(store.Everything).Mentions(ctx, id, 5); err != nil || len(told) != want {
			t.Errorf("%d mentions, %v", len(told), err)
		}
	}
}

// TestWhoIsModeratedDoesNotModerate: taking back what an editor decided about a discussion takes an editor.
func TestWhoIsModeratedDoesNotModerate(t *testing.T) {
	s := newSalon(t, hearsay.Clear)
	m := s.says(t, s.ann, desk.Draft{Story: s.world.Story.ID, Text: "Words."})
	hide := hearsay.Decision{Kind: hearsay.HideRemark, Object: string(m.ID), Value: hearsay.KeepText, Reason: "no", By: "bo", At: s.now}
	d, err := desk.DecideFor(desk.In(t.Context(), s.bo), s.st, store.Viewer{TLP: hearsay.Red}, hide)
	if err != nil {
		t.Fatal(err)
	}
	analyst := s.ann
	analyst.Role = hearsay.RoleAnalyst
	undo := hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: d.ID, Reason: "yes", By: "ann", At: s.now}
	if _, err := desk.DecideFor(desk.In(t.Context(), analyst), s.st, store.Viewer{TLP: hearsay.Red}, undo); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("an analyst: %v", err)
	}
	if _, err := s.Edit(t.Context(), s.ann, m.ID, "Others.", hearsay.Clear); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("what is hidden is edited: %v", err)
	}
	if _, err := desk.DecideFor(desk.In(t.Context(), s.bo), s.st, store.Viewer{TLP: hearsay.Red}, undo); err != nil {
		t.Errorf("an editor: %v", err)
	}
	hide.Value = hearsay.EraseText
	if d, err = desk.Decide(t.Context(), s.st, hide); err != nil {
		t.Fatal(err)
	}
	undo.Undoes = d.ID
	if _, err := desk.Decide(t.Context(), s.st, undo); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("what was erased is back: %v", err)
	}
}
