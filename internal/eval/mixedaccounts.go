// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"hearsay/internal/coordinate"
)

// MixedAccountsScores tell how well accounts that act in step are told from others, on generated accounts of twelve kinds.
type MixedAccountsScores struct {
	Worlds    int
	Kinds     []KindScore // those that act in step first
	Precision Share       // of the accounts flagged, those that act in step
	Recall    Share       // of those that act in step, the flagged
	F1        float64
	Timetable KindScore // a thirteenth kind, which is left out of these: by their times, nobody can tell it from a group
	With      float64   // F1 if whoever is flagged of that kind is a mistake
	Control   ControlScore
}

// KindScore is how many accounts of a kind were flagged.
type KindScore struct {
	Name    string
	InStep  bool
	Flagged Share
}

// ControlScore is what was flagged where there is breaking news and nobody acts in step.
type ControlScore struct {
	Flagged  Share // accounts
	Alarming Share // worlds in which anybody was flagged
}

// world is one table of generated posts.
type world struct {
	r        *rand.Rand
	table    *coordinate.Table
	kind     map[string]int // of an account
	accounts []string
	fresh    int
	ordinary []post // what ordinary accounts shared
}

type post struct {
	at     time.Time
	shared coordinate.Shared
}

// inStep is a group that does the same at about the same time.
type inStep struct {
	size, things int
	within       time.Duration // of the first, the others follow
	partakes     float64       // how often a member does what its group does
	own          int           // ordinary posts of a member
	amid         float64       // share of what it does that others do as well just then
	share        func(*world, int) coordinate.Shared
}

// kinds are the twelve, and the one that cannot be told. The figures of those in step are the range that a group by hand or by program is found in; what
// others do is drawn from other distributions than the test of chance supposes.
var kinds = []struct {
	name   string
	inStep inStep // none of these if size is 0
	others func(w *world, kind int)
}{
	{"three that share links", inStep{size: 3, things: 10, within: 5 * time.Second, partakes: .95, own: 10, share: freshLink}, nil},
	{"ten that share links", inStep{size: 10, things: 10, within: 8 * time.Second, partakes: .9, own: 10, share: freshLink}, nil},
	{"thirty programs", inStep{size: 30, things: 12, within: 2 * time.Second, partakes: .9, share: freshLink}, nil},
	{"eight that pass posts on", inStep{size: 8, things: 10, within: 9 * time.Second, partakes: .9, own: 20, share: freshRepost}, nil},
	{"six whose texts differ by a word", inStep{size: 6, things: 10, within: 8 * time.Second, partakes: .9, own: 10, share: nearText}, nil},
	{"six by hand", inStep{size: 6, things: 12, within: 40 * time.Second, partakes: .85, own: 20, share: freshLink}, nil},
	{"five that push what others share", inStep{size: 5, things: 14, within: 8 * time.Second, partakes: .9, own: 20, amid: 1, share: freshLink}, nil},
	{"six that hide it among sixty posts", inStep{size: 6, things: 14, within: 8 * time.Second, partakes: .7, own: 60, amid: .5, share: freshLink}, nil},
	{"ordinary people", inStep{}, (*world).people},
	{"readers of breaking news", inStep{}, (*world).readers},
	{"readers of one outlet", inStep{}, (*world).subscribers},
	{"programs that follow one feed", inStep{}, (*world).loops},
	{"programs that do so by a timetable", inStep{}, (*world).timetables},
}

const (
	people    = 8 // of the kinds
	readers   = 9
	timetable = 12

	worldDays = 30
	townsmen  = 1500
)

var worldBegins = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// MixedAccounts generates so many worlds of twelve kinds of accounts, eight that act in step in different ways and four that do
// not, and as many in which ordinary people meet breaking news; and counts who is flagged. It supposes nothing of how they
// are looked for but the posts.
func MixedAccounts(seed uint64, worlds int) MixedAccountsScores {
	s := MixedAccountsScores{Worlds: worlds}
	for _, k := range kinds {
		s.Kinds = append(s.Kinds, KindScore{Name: k.name, InStep: k.inStep.size > 0})
	}
	for i := range worlds {
		w := newWorld(rand.New(rand.NewPCG(seed, uint64(2*i))))
		w.people(people)
		for k := range kinds {
			switch {
			case kinds[k].inStep.size > 0:
				w.group(k, kinds[k].inStep)
			case k != people:
				kinds[k].others(w, k)
			}
		}
		flagged := w.flagged()
		for _, a := range w.accounts {
			s.add(w.kind[a], flagged[a])
		}
		s.Control.add(rand.New(rand.NewPCG(seed, uint64(2*i+1))))
	}
	s.Kinds, s.Timetable = s.Kinds[:timetable], s.Kinds[timetable]
	hits := 2 * float64(s.Recall.Right)
	s.F1 = hits / float64(max(1, s.Recall.All+s.Precision.All))
	s.With = hits / float64(max(1, s.Recall.All+s.Precision.All+s.Timetable.Flagged.Right))
	return s
}

func (s *MixedAccountsScores) add(kind int, flagged bool) {
	k := &s.Kinds[kind]
	k.Flagged.add(flagged)
	if flagged && kind != timetable {
		s.Precision.add(k.InStep)
	}
	if k.InStep {
		s.Recall.add(flagged)
	}
}

func (c *ControlScore) add(r *rand.Rand) {
	w := newWorld(r)
	w.people(people)
	w.readers(readers)
	flagged := w.flagged()
	for _, a := range w.accounts {
		c.Flagged.add(flagged[a])
	}
	c.Alarming.add(len(flagged) > 0)
}

// String prints the scores.
func (s MixedAccountsScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d worlds of %d kinds of accounts\n", s.Worlds, len(s.Kinds))
	line := func(k KindScore) {
		must := "not in step"
		if k.InStep {
			must = "in step"
		}
		fmt.Fprintf(&b, "%-36s %-11s  %5d of %5d flagged\n", k.Name, must, k.Flagged.Right, k.Flagged.All)
	}
	for _, k := range s.Kinds {
		line(k)
	}
	fmt.Fprintf(&b, "precision %.3f (%d of %d), recall %.3f (%d of %d), F1 %.3f\n", s.Precision.Percent()/100, s.Precision.Right, s.Precision.All,
		s.Recall.Percent()/100, s.Recall.Right, s.Recall.All, s.F1)
	fmt.Fprintf(&b, "left out, since times cannot tell them from a group; with them F1 is %.3f:\n", s.With)
	line(s.Timetable)
	fmt.Fprintf(&b, "breaking news as control: %d of %d accounts flagged (%.2f %%), in %d of %d worlds", s.Control.Flagged.Right, s.Control.Flagged.All,
		s.Control.Flagged.Percent(), s.Control.Alarming.Right, s.Control.Alarming.All)
	return b.String()
}

func newWorld(r *rand.Rand) *world {
	return &world{r: r, table: &coordinate.Table{}, kind: map[string]int{}}
}

func (w *world) flagged() map[string]bool {
	out := map[string]bool{}
	for _, a := range w.table.Find(coordinate.Options{}).Flagged {
		out[a] = true
	}
	return out
}

func (w *world) account(kind int) string {
	a := fmt.Sprint("account", len(w.accounts))
	w.accounts, w.kind[a] = append(w.accounts, a), kind
	return a
}

func (w *world) post(account string, at time.Time, s coordinate.Shared) {
	w.table.AddPost(account, at, s, coordinate.By{})
}

func (w *world) anyTime() time.Time {
	return worldBegins.Add(seconds(w.r.Float64() * worldDays * 86400))
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// skewed is a positive number around a middle, as the delays of people are.
func (w *world) skewed(middle, spread float64) float64 {
	return middle * math.Exp(spread*w.r.NormFloat64())
}
