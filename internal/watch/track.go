// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"slices"
	"time"

	"hearsay"
)

// Track is what is known of a watched page after some looks. A change is news once two of the last three looks show it. What
// differs from look to look is no news, and where it stands is known to be unsteady from then on.
type Track struct {
	State    State             `json:"state"`
	Evidence string            `json:"evidence,omitempty"`
	Since    time.Time         `json:"since"` // of the state
	Looked   time.Time         `json:"looked"`
	Settled  hearsay.CaptureID `json:"settled,omitempty"` // the page as it was last told
	Before   hearsay.CaptureID `json:"before,omitempty"`  // and before that
	Recent   []Recent          `json:"recent,omitempty"`  // the last looks, at most three
	Unsteady []Unsteady        `json:"unsteady,omitempty"`
}

// Recent is a look that is not settled yet.
type Recent struct {
	Capture  hearsay.CaptureID `json:"capture,omitempty"`
	State    State             `json:"state"`
	Evidence string            `json:"evidence,omitempty"`
	At       time.Time         `json:"at"`
}

// Unsteady is a place on the page that is not the same from look to look.
type Unsteady struct {
	Place string            `json:"place"`
	Was   hearsay.CaptureID `json:"was"`   // the page on which it was steady
	Last  string            `json:"last"`  // what stood there at the last look
	Quiet int               `json:"quiet"` // looks since it differed
}

// Found is what looks at a page have shown.
type Found struct {
	From, To State  // where they differ, the page is in another state
	Evidence string // of To
	Before   hearsay.CaptureID
	After    hearsay.CaptureID // empty for a change of state without a page
	Changes  []hearsay.Change
	At       time.Time // of the look that showed it first
}

const (
	looksKept    = 3
	mostUnsteady = 60
	quietLooks   = 10 // after which a place is steady again
	needed       = 2  // looks, of the last three, that show what is told
)

// Pages gives the views of captured pages; nil for one that cannot be seen.
type Pages func(hearsay.CaptureID) *View

// Add takes the next look at a page into account. asked is the page's address. again says that another look soon would tell whether
// what this one shows is so.
func (t *Track) Add(l *Look, asked string, pages Pages) (found []Found, again bool) {
	settled := pages(t.Settled)
	state, why := Judge(l, asked, settled)
	t.Looked = l.At
	first := t.State == ""
	if first {
		t.State, t.Evidence, t.Since = state, why, l.At
	}
	t.Recent = append(t.Recent, Recent{l.Capture, state, why, l.At})
	t.Recent = t.Recent[max(0, len(t.Recent)-looksKept):]
	if state != t.State && t.count(func(r Recent) bool { return r.State == state }) >= needed {
		found = append(found, Found{From: t.State, To: state, Evidence: why, Before: t.Settled, After: l.Capture, At: t.firstOf(state)})
		t.State, t.Evidence, t.Since = state, why, l.At
	}
	again = state != t.State
	if !state.HasPage() || l.View == nil {
		return found, again
	}
	if settled == nil {
		t.Settled = l.Capture
		return found, again
	}
	changes, unsettled := t.compare(settled, l, pages)
	return append(found, changes...), again || unsettled
}

func (t *Track) count(is func(Recent) bool) int {
	n := 0
	for _, r := range t.Recent {
		if is(r) {
			n++
		}
	}
	return n
}

// firstOf is when the last looks showed a state first.
func (t *Track) firstOf(s State) time.Time {
	i := slices.IndexFunc(t.Recent, func(r Recent) bool { return r.State == s })
	return t.Recent[i].At
}

// compare tells what the page says otherwise than when it was last settled, if enough looks agree on it.
func (t *Track) compare(settled *View, l *Look, pages Pages) (found []Found, again bool) {
	found = t.quieted(l, pages)
	now := Compare(t.steady(settled), t.steady(l.View))
	views, earlier := t.recentViews(pages)
	if len(now) == 0 {
		for _, v := range earlier { // what they showed otherwise has come and gone
			t.unsteady(settled, v)
		}
		t.settle(l.Capture)
		return found, false
	}
	confirmed := t.agreed(settled, now, earlier)
	switch {
	case len(views) < needed, len(confirmed) < len(now) && len(views) < looksKept:
		return found, true
	case len(confirmed) < len(now): // where the looks differ is unsteady
		for k := 1; k < len(views); k++ {
			t.unsteady(views[k-1], views[k])
		}
		confirmed = t.agreed(settled, Compare(t.steady(settled), t.steady(l.View)), earlier)
	}
	if len(confirmed) > 0 {
		found = append(found, Found{From: t.State, To: t.State, Before: t.Settled, After: l.Capture, Changes: confirmed, At: t.Recent[0].At})
		if old := pages(t.Before); old != nil && len(Compare(t.steady(old), t.steady(l.View))) == 0 { // there and back
			t.unsteady(settled, l.View)
		}
		t.Before = t.Settled
	}
	t.settle(l.Capture)
	return found, false
}

// settle takes a capture for the page as it is.
func (t *Track) settle(c hearsay.CaptureID) {
	t.Settled, t.Recent = c, t.Recent[len(t.Recent)-1:]
}

// recentViews gives the pages of the last looks, where they are not as settled, and those before this look alone.
func (t *Track) recentViews(pages Pages) (all, earlier []*View) {
	for i, r := range t.Recent {
		if !r.State.HasPage() || r.Capture == "" || r.Capture == t.Settled {
			continue
		}
		if v := pages(r.Capture); v != nil {
			if all = append(all, v); i < len(t.Recent)-1 {
				earlier = append(earlier, v)
			}
		}
	}
	return all, earlier
}

// agreed gives the changes that an earlier one of the last looks showed too.
func (t *Track) agreed(settled *View, now []hearsay.Change, others []*View) []hearsay.Change {
	shown := map[[3]string]bool{}
	for _, v := range others {
		for _, c := range Compare(t.steady(settled), t.steady(v)) {
			shown[gist(c)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(now), func(c hearsay.Change) bool { return !shown[gist(c)] })
}

// gist is what makes two changes one.
func gist(c hearsay.Change) [3]string {
	return [3]string{string(c.Kind), keyOf(c.Before.Text), keyOf(c.After.Text) + c.Link}
}
