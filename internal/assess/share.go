// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"fmt"
	"math"
)

// Share is how often something came out one way, as far as so few cases tell: the interval from Low to High holds the
// true share with a probability of nine in ten. Without cases it says nothing (0 to 1).
type Share struct {
	Of, All   int     // so many of so many cases
	Weight    float64 // what the cases count for together: each at most 1, less if it is old or unlike
	Mean      float64
	Low, High float64
}

// String gives the interval in per cent, with what it rests on.
func (s Share) String() string {
	return fmt.Sprintf("%.0f–%.0f %%, from %d of %d", 100*s.Low, 100*s.High, s.Of, s.All)
}

// share counts cases by weight. The interval is that of the Beta distribution which Jeffreys' prior, half a case each
// way, and the weights give: L. D. Brown, T. T. Cai, A. DasGupta, Interval Estimation for a Binomial Proportion (2001).
type share struct {
	of, all   int
	yes, both float64
}

func (s *share) add(yes bool, weight float64) {
	s.all++
	s.both += weight
	if yes {
		s.of++
		s.yes += weight
	}
}

func (s *share) share() Share {
	out := Share{Of: s.of, All: s.all, Weight: s.both, Mean: 0.5, High: 1}
	if s.all == 0 {
		return out
	}
	a, b := s.yes+0.5, s.both-s.yes+0.5
	out.Mean, out.Low, out.High = a/(a+b), betaQuantile(0.05, a, b), betaQuantile(0.95, a, b)
	return out
}

// betaQuantile gives the x below which a Beta(a, b) variable lies with probability p, by halving.
func betaQuantile(p, a, b float64) float64 {
	low, high := 0.0, 1.0
	for range 50 {
		mid := (low + high) / 2
		if betaBelow(mid, a, b) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// betaBelow is the probability that a Beta(a, b) variable lies below x: the regularised incomplete beta function, by its
// continued fraction (DLMF 8.17.22), which converges fast on the side of the mean where it is used.
func betaBelow(x, a, b float64) float64 {
	if x <= 0 || x >= 1 {
		return min(max(x, 0), 1)
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaBelow(1-x, b, a)
	}
	ab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(ab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	return front / fraction(x, a, b)
}

// fraction evaluates 1 + d1/(1 + d2/(1 + …)) from the end.
func fraction(x, a, b float64) float64 {
	const terms = 400
	f := 1.0
	for i := terms; i >= 1; i-- {
		m := float64(i / 2)
		d := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		if i%2 == 1 {
			d = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		f = 1 + d/f
	}
	return f
}
