// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// Matter is a claim that a person should look at: the machine's answer may be wrong, and it would matter.
type Matter struct {
	Claim   hearsay.Claim
	Now     hearsay.Assessment
	Outlets int       // that carry it
	Moved   time.Time // when the last thing became known that happened to it
	Why     []string  // what there is to find out
	Weight  int       // doubts times outlets: what comes first
}

// reviewed is how many of the latest events are looked through for matters: what did not move for so long was seen.
const reviewed = 1000

// Review gives what happened of late that a person should look at, the most consequential first: what many outlets carry
// and what is in doubt. A claim that somebody decided about since it moved is left out, unless people disagree on it.
func Review(ctx context.Context, r store.Reader, limit int) ([]Matter, error) {
	events, err := r.Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.ClaimMoved, hearsay.DocumentChanged}, NewestFirst: true, Limit: reviewed})
	if err != nil {
		return nil, err
	}
	v := reviewer{moved: map[hearsay.ClaimID]time.Time{}, changed: map[hearsay.ClaimID][]hearsay.Change{}}
	for i := range events {
		v.hear(&events[i])
	}
	if err := v.look(ctx, r); err != nil {
		return nil, err
	}
	var matters []Matter
	for _, c := range v.claims {
		if m := v.matter(c); m.Weight > 0 {
			matters = append(matters, m)
		}
	}
	slices.SortFunc(matters, func(a, b Matter) int {
		return cmp.Or(b.Weight-a.Weight, b.Moved.Compare(a.Moved), cmp.Compare(a.Claim.ID, b.Claim.ID))
	})
	return matters[:min(limit, len(matters))], nil
}

// reviewer is the work on a review.
type reviewer struct {
	moved   map[hearsay.ClaimID]time.Time
	changed map[hearsay.ClaimID][]hearsay.Change
	claims  []hearsay.Claim
	now     map[hearsay.ClaimID]hearsay.Assessment
	carry   map[hearsay.ClaimID]int
	decided map[string][]hearsay.Decision
}

func (v *reviewer) hear(e *hearsay.Event) {
	note := func(id hearsay.ClaimID) {
		if id != "" && e.Known.After(v.moved[id]) {
			v.moved[id] = e.Known
		}
	}
	note(e.Claim)
	if e.Kind != hearsay.DocumentChanged {
		return
	}
	for _, c := range e.Changes {
		note(c.Claim)
		v.changed[c.Claim] = append(v.changed[c.Claim], c)
	}
}

// look reads what is known of the claims that moved.
func (v *reviewer) look(ctx context.Context, r store.Reader) (err error) {
	ids := make([]hearsay.ClaimID, 0, len(v.moved))
	for id := range v.moved {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if v.claims, err = r.ClaimsCalled(ctx, ids...); err != nil {
		return err
	}
	if v.now, err = r.LatestAssessments(ctx, ids...); err != nil {
		return err
	}
	if v.carry, err = r.CountOutlets(ctx, ids...); err != nil {
		return err
	}
	standing, err := r.Decisions(ctx, store.DecisionFilter{Standing: true})
	v.decided = map[string][]hearsay.Decision{}
	for _, d := range standing {
		v.decided[d.Object] = append(v.decided[d.Object], d)
	}
	return err
}

// matter says what there is to find out about a claim. Without a doubt it has no weight.
func (v *reviewer) matter(c hearsay.Claim) Matter {
	m := Matter{Claim: c, Now: v.now[c.ID], Outlets: v.carry[c.ID], Moved: v.moved[c.ID]}
	doubts := 0
	doubt := func(n int, format string, args ...any) {
		doubts += n
		m.Why = append(m.Why, fmt.Sprintf(format, args...))
	}
	decisions := v.decided[string(c.ID)]
	if a, b, ok := disagreement(decisions); ok {
		doubt(3, "%s says %s, %s says %s", a.By, a.Value, b.By, b.Value)
	} else if slices.ContainsFunc(decisions, func(d hearsay.Decision) bool { return !d.At.Before(m.Moved) }) {
		return m
	}
	switch m.Now.Status {
	case hearsay.Retracted, hearsay.Refuted, hearsay.Denied:
		doubt(2, "it is %s: is it this that was answered, and by whom?", m.Now.Status)
	case hearsay.Disputed:
		doubt(2, "it is disputed: can the two really not both be true?")
	}
	if wide := m.Now.High - m.Now.Low; wide > 0 {
		doubt(min(wide, 3), "%d to %d origins: are those one that may be?", m.Now.Low, m.Now.High)
	}
	if m.Outlets > 2 && m.Now.Low <= 1 {
		doubt(2, "%d outlets carry it, and it may come down to one voice", m.Outlets)
	}
	if changed := v.changed[c.ID]; len(changed) > 0 {
		doubt(2, "an article that carried it says something otherwise: %s", changed[0].Kind)
	}
	m.Weight = doubts * max(m.Outlets, 1)
	return m
}

// disagreement finds two people who gave a claim different values of one kind.
func disagreement(decisions []hearsay.Decision) (a, b hearsay.Decision, ok bool) {
	last := map[string]hearsay.Decision{}
	for _, d := range decisions {
		if d.Kind == hearsay.SetStatus || d.Kind == hearsay.GradeVoice {
			last[string(d.Kind)+" "+d.By] = d
		}
	}
	for _, a := range decisions {
		for _, b := range decisions {
			if a.Kind == b.Kind && a.By < b.By && last[string(a.Kind)+" "+a.By].ID == a.ID && last[string(b.Kind)+" "+b.By].ID == b.ID && a.Value != b.Value {
				return a, b, true
			}
		}
	}
	return a, b, false
}
