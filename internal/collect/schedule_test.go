// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// about reports whether a time is within a tenth of another.
func about(got, want time.Duration) bool { return got >= want*9/10 && got <= want*11/10 }

func TestScheduleStaysBetweenFiveMinutesAndAnHour(t *testing.T) {
	f := hearsay.Feed{}
	for range 20 {
		f = Reschedule(f, Look{Outcome: hearsay.Failed}, now)
	}
	if f.Every != Latest || Due(f, now) || !Due(f, now.Add(time.Hour)) {
		t.Errorf("after failures: every %v, next %v", f.Every, f.Next)
	}
	for range 20 {
		f = Reschedule(f, Look{Outcome: hearsay.Stored}, now)
	}
	if f.Every != Soonest || f.Next.Before(now.Add(Soonest)) {
		t.Errorf("after news: every %v, next %v", f.Every, f.Next)
	}
}

func TestFeedWhoseBytesAloneChangeIsLookedAtLessOften(t *testing.T) {
	f := Reschedule(hearsay.Feed{Every: 20 * time.Minute}, Look{Outcome: hearsay.Stored, Nothing: true}, now)
	if f.Every != 25*time.Minute {
		t.Errorf("every %v, want 25 minutes", f.Every)
	}
}

func TestScatterFollowsFromFeedAndTimeAlone(t *testing.T) {
	next := func(id hearsay.FeedID, at time.Time) time.Duration {
		return Reschedule(hearsay.Feed{ID: id, Every: 40 * time.Minute}, Look{Outcome: hearsay.Stored}, at).Next.Sub(at)
	}
	if first, again := next("a", now), next("a", now); first != again {
		t.Error("the same feed at the same time is looked at at two times")
	}
	seen := map[time.Duration]bool{}
	for i := range 100 {
		d := next("a", now.Add(time.Duration(i)*time.Second))
		if !about(d, 40*time.Minute*2/3) {
			t.Errorf("next in %v", d)
		}
		seen[d.Truncate(time.Second)] = true
	}
	if len(seen) < 50 || next("a", now) == next("b", now) {
		t.Errorf("%d moments of 100 differ, and those of two feeds: %v and %v", len(seen), next("a", now), next("b", now))
	}
}

func TestWhatIsAskedForIsHeardWithinLimits(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 10, 0, 0, time.UTC)
	hours := func(from, to int) (h hearsay.Hours) {
		for ; from < to; from++ {
			h = h.With(from)
		}
		return h
	}
	for name, test := range map[string]struct {
		quiet       hearsay.Hours
		look        Look
		least, most time.Duration
	}{
		"nothing":                  {look: Look{}, least: 9 * time.Minute, most: 11 * time.Minute},
		"fresh for half an hour":   {look: Look{Fresh: 30 * time.Minute}, least: 27 * time.Minute, most: 33 * time.Minute},
		"fresh for a year":         {look: Look{Fresh: 365 * 24 * time.Hour}, least: 54 * time.Minute, most: time.Hour},
		"fresh for a second":       {look: Look{Fresh: time.Second}, least: 9 * time.Minute, most: 11 * time.Minute},
		"to be left alone":         {look: Look{Wait: 5 * time.Hour}, least: 5 * time.Hour, most: 5 * time.Hour},
		"to be left alone a month": {look: Look{Wait: 30 * 24 * time.Hour}, least: 24 * time.Hour, most: 24 * time.Hour},
		"quiet until six":          {quiet: hours(12, 18), look: Look{}, least: 5*time.Hour + 50*time.Minute, most: 6*time.Hour + 50*time.Minute},
		"quiet for thirteen hours": {quiet: hours(11, 24), look: Look{}, least: 9 * time.Minute, most: 11 * time.Minute},
		"quiet in the past":        {quiet: hours(0, 12), look: Look{}, least: 9 * time.Minute, most: 11 * time.Minute},
	} {
		test.look.Outcome = hearsay.Stored
		f := Reschedule(hearsay.Feed{ID: "f", Every: 15 * time.Minute, State: hearsay.FeedState{Quiet: test.quiet}}, test.look, noon)
		if got := f.Next.Sub(noon); got < test.least || got > test.most {
			t.Errorf("%s: next in %v, want between %v and %v", name, got, test.least, test.most)
		}
	}
}

func TestFeedTellsHowOftenToLook(t *testing.T) {
	p, f := courier()
	p[f.URL] = &fetch.Answer{Status: 200, MediaType: "application/rss+xml", ETag: "e2", Payload: []byte(`<rss><channel><title>T</title>
		<ttl>45</ttl><skipHours><hour>1</hour><hour>24</hour><hour>77</hour></skipHours></channel></rss>`)}
	c := &Collector{Fetch: p, Now: func() time.Time { return now }}
	after := looked(t, c, f)[0].After
	if want := hearsay.Hours(0).With(0).With(1); after.Every != 45*time.Minute || after.State.Quiet != want {
		t.Errorf("every %v, quiet %b", after.Every, after.State.Quiet)
	}
	again := looked(t, c, *after)[0].After // unchanged: nothing is said anew
	if again.State.Quiet != after.State.Quiet || again.Every < after.Every {
		t.Errorf("afterwards every %v, quiet %b", again.Every, again.State.Quiet)
	}
}
