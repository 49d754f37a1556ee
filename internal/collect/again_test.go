// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"testing"
	"time"
)

func TestPageIsLookedAtAgainLessAndLessOftenForAWeek(t *testing.T) {
	at, looks := now, 0
	for {
		next, ok := NextAgain("https://paper.example/a", now, at)
		if !ok {
			break
		}
		if want := againAfter[looks]; !about(next.Sub(now), want) {
			t.Errorf("look %d after %v, want %v", looks, next.Sub(now), want)
		}
		at = next
		looks++
	}
	if looks != 5 {
		t.Errorf("%d looks, want 5", looks)
	}
	if next, ok := NextAgain("https://paper.example/a", now, now.Add(100*time.Hour)); !ok || !about(next.Sub(now), 168*time.Hour) {
		t.Errorf("after a pause of 100 hours: %v, %v", next, ok)
	}
}
