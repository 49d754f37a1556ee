// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"sync"

	"hearsay"
	"hearsay/internal/store"
)

type askerKey struct{}

// In gives a context in which somebody asks.
func In(ctx context.Context, a hearsay.Account) context.Context {
	return context.WithValue(ctx, askerKey{}, a)
}

// WhoIs gives who asks; the zero value for somebody who is not in.
func WhoIs(ctx context.Context) hearsay.Account {
	a, _ := ctx.Value(askerKey{}).(hearsay.Account)
	return a
}

type sessionKey struct{}

// InBy is In for somebody who is in by a session: again tells who they are now, and is hearsay.ErrDenied once the session has ended.
func InBy(ctx context.Context, a hearsay.Account, again func(context.Context) (hearsay.Account, error)) context.Context {
	return context.WithValue(In(ctx, a), sessionKey{}, again)
}

// Again gives who is in by the session of ctx now, for answers that last; ok is false where there is no session.
func Again(ctx context.Context) (a hearsay.Account, ok bool, err error) {
	again, ok := ctx.Value(sessionKey{}).(func(context.Context) (hearsay.Account, error))
	if ok {
		a, err = again(ctx)
	}
	return a, ok, err
}

// Viewer is who asks, as the store sees them: somebody who is not in sees what is marked CLEAR.
func Viewer(ctx context.Context) store.Viewer { return store.Viewer{TLP: WhoIs(ctx).Ceiling} }

// Least is the role that it takes to decide something of a kind.
func Least(k hearsay.DecisionKind) hearsay.Role {
	switch k {
	case hearsay.EraseCapture:
		return hearsay.RoleAdmin
	case hearsay.PublishIssue:
		return hearsay.RolePublisher
	case hearsay.SetStatus, hearsay.SetPublisher, hearsay.HideRemark, hearsay.LockStory, hearsay.TakeRemark:
		return hearsay.RoleEditor
	}
	return hearsay.RoleAnalyst
}

// Turns lets everybody do something that costs, such as searching, a few times at once. The zero value lets nobody.
type Turns struct {
	Most int // at once, of one asker
	All  int // at once, of all together; 0 for no bound

	mu    sync.Mutex
	taken map[string]int
	sum   int
}

// NewTurns makes turns: so many at once for each, and for all together.
func NewTurns(most, all int) *Turns { return &Turns{Most: most, All: all} }

// Take takes a turn for who asks, or is hearsay.ErrTemporary. leave gives it back.
func (t *Turns) Take(who string) (leave func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[who] >= t.Most || t.All > 0 && t.sum >= t.All {
		return nil, &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "take a turn", Cause: errors.New("too many at once"), Hint: "wait until one of them has ended"}
	}
	if t.taken == nil {
		t.taken = map[string]int{}
	}
	t.taken[who]++
	t.sum++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.sum--
		if t.taken[who]--; t.taken[who] == 0 {
			delete(t.taken, who)
		}
	}, nil
}
