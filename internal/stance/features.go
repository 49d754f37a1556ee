// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import "hearsay/internal/linear"

// list collects features.
type list []feature

func (l *list) on(h linear.Hash) { *l = append(*l, feature{h.Key(), 1}) }

func (l *list) named(name string) { l.on(linear.String(name)) }

// ladder are the steps at which a share makes a difference; they lie closer together where shares are small.
var ladder = [...]float64{
	0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1,
}

// steps adds a feature for each step that x reaches, so that a linear model can follow a curve.
func (l *list) steps(name string, x float64) {
	h := linear.String(name)
	for i, at := range ladder {
		if x >= at-1e-9 { // sums of shares may miss 1 by a rounding
			l.on(h.Int(i))
		}
	}
}

// cover is the share of the claim's weight that the text has.
func (o *overlap) cover() float64 {
	if o.total == 0 {
		return 0
	}
	return 1 - o.missing/o.total
}

// best is the share that the nearest sentence has.
func (o *overlap) best() float64 {
	if len(o.near) == 0 {
		return 0
	}
	return o.shares[o.near[0]]
}

const (
	rarest = 4  // words of the claim that are asked for one by one
	count  = 8  // words that are counted as found
	length = 12 // of a claim, beyond which it is long
)

// likeness adds the features that both questions begin with.
func (o *overlap) likeness(l *list) {
	l.named("always")
	l.steps("cover", o.cover())
	l.steps("best", o.best())
	l.steps("lead", o.lead)
	l.steps("pairs", o.pairs)
}

// topic gives the features that tell whether the text is about the claim.
func (o *overlap) topic() []feature {
	var l list
	o.likeness(&l)
	l.steps("cosine", o.cosine)
	l.steps("cosine fine", 4*o.cosine)
	found := 0
	for i, w := range o.words {
		if !w.found {
			continue
		}
		found++
		if i < rarest {
			l.on(linear.String("rare").Int(i))
		}
	}
	for i := range min(found, count) {
		l.on(linear.String("found").Int(i))
	}
	l.on(linear.String("words").Int(min(len(o.words), length)))
	cover, best, cosine := int(o.cover()*8), int(o.best()*8), int(min(0.6, o.cosine)*20)
	l.on(linear.String("cover and best").Int(cover).Int(best))
	l.on(linear.String("cover and cosine").Int(cover).Int(cosine))
	l.on(linear.String("best and cosine").Int(best).Int(cosine))
	return l
}
