// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"math"
	"math/rand/v2"
	"testing"

	"hearsay"
)

// press is an invented press of which it is known how likely each outlet covers a story: the likelier the bigger the
// story, if it is of its country, and if it is of its beat.
type press struct {
	outlets map[hearsay.OutletID]hearsay.Outlet
	ids     []hearsay.OutletID
	lean    map[hearsay.OutletID]float64
	beat    map[hearsay.OutletID]int
	dice    *rand.Rand
}

type invented struct {
	size, beat int
	country    string
	covers     []hearsay.OutletID
}

func newPress(seed uint64) *press {
	p := &press{outlets: map[hearsay.OutletID]hearsay.Outlet{}, lean: map[hearsay.OutletID]float64{}, beat: map[hearsay.OutletID]int{}, dice: rand.New(rand.NewPCG(seed, 1))}
	for i := range 14 {
		id := hearsay.OutletID(rune('a' + i))
		p.ids = append(p.ids, id)
		p.outlets[id] = hearsay.Outlet{ID: id, Country: string(rune('X' + i%3))}
		p.lean[id], p.beat[id] = p.dice.NormFloat64()-1.5, p.dice.IntN(4)
	}
	return p
}

func (p *press) likely(id hearsay.OutletID, s invented) float64 {
	x := p.lean[id] + 1.2*float64(s.size)
	if p.outlets[id].Country == s.country {
		x++
	}
	if p.beat[id] == s.beat {
		x++
	}
	return 1 / (1 + math.Exp(-x))
}

func (p *press) story() invented {
	s := invented{size: p.dice.IntN(3), beat: p.dice.IntN(4), country: string(rune('X' + p.dice.IntN(3)))}
	for _, id := range p.ids {
		if p.dice.Float64() < p.likely(id, s) {
			s.covers = append(s.covers, id)
		}
	}
	return s
}

// TestExpectationHoldsInAnInventedPress compares what is expected with what is true: the interval must hold the truth
// about nine times in ten, and the mean come nearer to it than the plain share of stories covered.
func TestExpectationHoldsInAnInventedPress(t *testing.T) {
	for _, n := range []int{5, 20, 80} {
		var inside, asked, model, plain float64
		for seed := range uint64(60) {
			p := newPress(seed)
			past := make([]invented, n)
			for i := range past {
				past[i] = p.story()
			}
			now := p.story()
			for _, id := range p.ids {
				e := Expect(p.outlets[id], p.seen(now, now), p.all(past, now), p.outlets)
				truth := p.likely(id, now)
				asked++
				if e.Low <= truth && truth <= e.High {
					inside++
				}
				model += math.Pow(e.Mean-truth, 2)
				plain += math.Pow((float64(e.Of)+0.5)/(float64(e.All)+1)-truth, 2)
			}
		}
		t.Logf("%d stories: %.1f %% inside, off by %.3f, the plain share by %.3f", n, 100*inside/asked, math.Sqrt(model/asked), math.Sqrt(plain/asked))
		if inside/asked < 0.8 || model > 0.8*plain {
			t.Errorf("%d stories: %.1f %% inside, squared error %.3f of that of the plain share; want over 80, under 0.8", n, 100*inside/asked, model/plain)
		}
	}
}

func (p *press) seen(s, now invented) Past {
	past := Past{Covers: s.covers, Looked: map[hearsay.OutletID]bool{}, Shared: p.dice.IntN(2)}
	if s.beat == now.beat {
		past.Shared = 1 + p.dice.IntN(4)
	}
	for _, id := range p.ids {
		past.Looked[id] = true
	}
	return past
}

func (p *press) all(stories []invented, now invented) []Past {
	var past []Past
	for _, s := range stories {
		past = append(past, p.seen(s, now))
	}
	return past
}

func TestWhatWasNotLookedAtIsNoEvidence(t *testing.T) {
	looked := map[hearsay.OutletID]bool{"a": true, "b": true}
	now := Past{Covers: []hearsay.OutletID{"b"}, Looked: looked}
	past := []Past{
		{Covers: []hearsay.OutletID{"b"}, Looked: map[hearsay.OutletID]bool{"b": true}}, // we did not look at a
		{Covers: []hearsay.OutletID{"a"}, Looked: looked},                               // nobody else had it
	}
	if e := Expect(hearsay.Outlet{ID: "a"}, now, past, nil); e.All != 0 || e.Low != 0 || e.High != 1 {
		t.Errorf("expected %+v of nothing", e)
	}
	past = append(past, Past{Covers: []hearsay.OutletID{"b"}, Looked: looked})
	if e := Expect(hearsay.Outlet{ID: "a"}, now, past, nil); e.Of != 0 || e.All != 1 {
		t.Errorf("after one story that it did not cover, %+v is expected", e)
	}
}

func TestSilenceTakesALookThatSucceeded(t *testing.T) {
	for _, tt := range []struct {
		o    Outlook
		want Coverage
		why  string
	}{
		{Outlook{Documents: 1}, Covered, ""},
		{Outlook{Feeds: 1, Good: 3, Failed: 9}, Silent, ""},
		{Outlook{Feeds: 1, Good: 3, Others: 1, Unread: 2}, Silent, ""},
		{Outlook{}, NotObservable, "no feed of it is known"},
		{Outlook{Feeds: 1, Failed: 9}, NotObservable, "9 looks, and all of them failed"},
		{Outlook{Feeds: 1}, NotObservable, "its feeds were not looked at"},
		{Outlook{Feeds: 1, Good: 3, Unread: 2}, NotObservable, "of the pages that its feeds led to none could be read: 2 looks failed"},
	} {
		if got, why := tt.o.Judge(); got != tt.want || why != tt.why {
			t.Errorf("%+v is %q (%q), want %q (%q)", tt.o, got, why, tt.want, tt.why)
		}
	}
}
