// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import "math"

// tail is the probability that at least so many of several independent things happen, each with its own probability.
func tail(chances []float64, least int) float64 {
	if least <= 0 {
		return 1
	}
	exactly := make([]float64, least) // that k have happened, for every k below least
	exactly[0] = 1
	reached := 0.0
	for _, p := range chances {
		reached += exactly[least-1] * p
		for k := least - 1; k > 0; k-- {
			exactly[k] = exactly[k]*(1-p) + exactly[k-1]*p
		}
		exactly[0] *= 1 - p
	}
	return min(1, reached)
}

// likeliest is a lower bound of the probability that of so many things, each with probability p, at least k happen: that
// just k do; 1 where fewer are expected anyway.
func likeliest(of, k int, p float64) float64 {
	if float64(k) <= float64(of)*p {
		return 1
	}
	n, m := float64(of), float64(k)
	choose, _ := math.Lgamma(n + 1)
	x, _ := math.Lgamma(m + 1)
	y, _ := math.Lgamma(n - m + 1)
	return math.Exp(choose - x - y + m*math.Log(p) + (n-m)*math.Log1p(-p))
}
