// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"container/heap"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"testing"
	"time"

	"hearsay"
)

// looker looks at feeds by a clock of its own.
type looker struct {
	pace   Pace
	feeds  byNext
	looks  map[hearsay.FeedID]int
	minute map[int64]int // looks in each minute
	worst  time.Duration // that a feed was late
}

type byNext []hearsay.Feed

func (b byNext) Len() int           { return len(b) }
func (b byNext) Less(i, j int) bool { return b[i].Next.Before(b[j].Next) }
func (b byNext) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }
func (b *byNext) Push(x any)        { *b = append(*b, x.(hearsay.Feed)) }
func (b *byNext) Pop() any {
	last := (*b)[len(*b)-1]
	*b = (*b)[:len(*b)-1]
	return last
}

// newLooker has feeds of every habit: the more often one has news, the more often it is looked at.
func newLooker(n int, began time.Time) *looker {
	l := &looker{looks: map[hearsay.FeedID]int{}, minute: map[int64]int{}}
	for i := range n {
		heap.Push(&l.feeds, hearsay.Feed{ID: hearsay.FeedID(fmt.Sprint("feed", i)), Next: began})
	}
	return l
}

// outcome is what a look gives: the more surely news the longer the last one is ago, and the more a feed has.
func (l *looker) outcome(f *hearsay.Feed, now time.Time) hearsay.Outcome {
	h := fnv.New32a()
	fmt.Fprint(h, f.ID)
	every := time.Duration(2+h.Sum32()%600) * time.Minute // between two pieces of news, on the mean
	fmt.Fprint(h, now.Unix())
	if chance := 1 - math.Exp(-float64(now.Sub(f.Looked))/float64(every)); float64(h.Sum32()%1000) < 1000*chance {
		return hearsay.Stored
	}
	return hearsay.Unchanged
}

// hourly is how many looks an hour the feeds come to.
func (l *looker) hourly(ahead []hearsay.Feed) (n float64) {
	for _, feeds := range [][]hearsay.Feed{l.feeds, ahead} {
		for i := range feeds {
			n += float64(time.Hour) / float64(max(feeds[i].Every, Soonest))
		}
	}
	return n
}

// run looks from one time to another.
func (l *looker) run(from, to time.Time) {
	ahead := l.ahead(from)
	hourly := l.hourly(ahead)
	for now := from; now.Before(to); now = now.Add(2 * time.Second) {
		if now.Second() == 0 {
			hourly = l.hourly(ahead)
		}
		due := slices.Clone(ahead[:min(len(ahead), l.pace.Most(hourly))])
		ahead = ahead[len(due):]
		for len(l.feeds) > 0 && Due(l.feeds[0], now) && len(due) < l.pace.Most(hourly) {
			due = append(due, heap.Pop(&l.feeds).(hearsay.Feed))
		}
		taken := l.pace.Take(due, hourly, now)
		for _, f := range taken {
			l.worst = max(l.worst, now.Sub(f.Next))
			l.minute[now.Unix()/60]++
			l.looks[f.ID]++
			heap.Push(&l.feeds, Reschedule(f, Look{Outcome: l.outcome(&f, now)}, now))
			l.pace.Done(f.ID)
		}
		for _, f := range due[len(taken):] {
			if f.Looked.After(now) {
				ahead = append(ahead, f)
			} else {
				heap.Push(&l.feeds, f)
			}
		}
	}
	for _, f := range ahead {
		heap.Push(&l.feeds, f)
	}
}

// ahead takes out the feeds whose next look was settled on in the future.
func (l *looker) ahead(now time.Time) []hearsay.Feed {
	var ahead byNext
	for _, f := range l.feeds {
		if f.Looked.After(now) {
			ahead = append(ahead, f)
		}
	}
	l.feeds = slices.DeleteFunc(l.feeds, func(f hearsay.Feed) bool { return f.Looked.After(now) })
	heap.Init(&l.feeds)
	return ahead
}

// most gives the largest number of looks in a minute from a time on, and the mean.
func (l *looker) most(from, to time.Time) (most int, mean float64) {
	for m := from.Unix() / 60; m < to.Unix()/60; m++ {
		most = max(most, l.minute[m])
		mean += float64(l.minute[m])
	}
	return most, mean / to.Sub(from).Minutes()
}

// TestNoBurstAfterAPause: 10,000 feeds that all became due while nobody looked, or whose clock jumped, are looked at no
// faster in any minute than 1.2 times as usual, and all of them soon.
func TestNoBurstAfterAPause(t *testing.T) {
	const n = 10_000
	began := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	l := newLooker(n, began)
	settled := began.Add(4 * time.Hour)
	l.run(began, settled.Add(2*time.Hour))
	usualMost, usual := l.most(settled, settled.Add(2*time.Hour))
	if usual < 200 || usual > 1000 {
		t.Fatalf("%.0f looks a minute are usual", usual)
	}
	t.Logf("as usual: %.0f looks a minute, at most %d", usual, usualMost)
	at := settled.Add(2 * time.Hour)
	for _, pause := range []time.Duration{12 * time.Hour, 20 * time.Minute, 24 * time.Hour, -time.Hour, -24 * time.Hour} {
		at = at.Add(pause)
		clear(l.minute)
		clear(l.looks)
		if l.worst = 0; pause > 0 { // as a process that was started anew
			l.pace = Pace{}
		}
		l.run(at, at.Add(2*time.Hour))
		most, _ := l.most(at, at.Add(2*time.Hour))
		t.Logf("after %v: at most %d looks a minute, %.2f times as usual; %d feeds looked at", pause, most, float64(most)/usual, len(l.looks))
		if float64(most) > 1.2*usual {
			t.Errorf("after %v: %d looks in a minute, %.0f are usual", pause, most, usual)
		}
		if len(l.looks) != n {
			t.Errorf("after %v: %d feeds of %d were looked at within two hours", pause, len(l.looks), n)
		}
		at = at.Add(2 * time.Hour)
	}
	l.worst = 0
	l.run(at, at.Add(2*time.Hour))
	if l.worst > Soonest {
		t.Errorf("a feed was looked at %v late when all was as usual", l.worst)
	}
}

func TestFewFeedsAreLookedAtAtOnce(t *testing.T) {
	l := newLooker(8, now)
	l.run(now, now.Add(10*time.Second))
	if len(l.looks) != 8 {
		t.Errorf("%d feeds of 8 were looked at within ten seconds", len(l.looks))
	}
}

func TestFeedThatIsBeingLookedAtIsNotGivenAgain(t *testing.T) {
	var p Pace
	f := []hearsay.Feed{{ID: "a"}, {ID: "b"}}
	if got := p.Take(f, 0, now); len(got) != 2 {
		t.Fatalf("took %v", got)
	}
	p.Done("a")
	got := p.Take(f, 0, now.Add(2*time.Second))
	if len(got) != 1 || got[0].ID != "a" || p.Out() != 2 {
		t.Errorf("took %v, %d are out", got, p.Out())
	}
}
