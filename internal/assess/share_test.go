// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"math"
	"testing"
)

// TestShareIsThatOfTheTables compares with distributions that can be worked out by hand, and with the table of
// Jeffreys' intervals of Brown, Cai and DasGupta (95 %: their table 5) by way of the quantiles.
func TestShareIsThatOfTheTables(t *testing.T) {
	for _, tt := range []struct{ p, a, b, want float64 }{
		{0.3, 1, 1, 0.3},           // uniform
		{0.25, 2, 1, 0.5},          // x²
		{0.19, 1, 2, 0.1},          // 1 − (1−x)²
		{0.5, 0.5, 0.5, 0.5},       // arcsine
		{1. / 3, 0.5, 0.5, 0.25},   // 2/π · asin √x
		{0.5, 40, 40, 0.5},         // symmetric
		{0.975, 0.5, 7.5, 0.292},   // 0 of 7
		{0.025, 3.5, 4.5, 0.139},   // 3 of 7
		{0.975, 3.5, 4.5, 0.766},   // 3 of 7
		{0.999999, 1, 900, 0.0152}, // far from the mean
	} {
		if got := betaQuantile(tt.p, tt.a, tt.b); math.Abs(got-tt.want) > 0.0006 {
			t.Errorf("quantile %v of Beta(%v, %v) = %.4f, want %v", tt.p, tt.a, tt.b, got, tt.want)
		}
	}
}

func TestNoCasesSayNothing(t *testing.T) {
	if got, want := (&share{}).share(), (Share{Mean: 0.5, High: 1}); got != want {
		t.Errorf("share of nothing = %+v, want %+v", got, want)
	}
}
