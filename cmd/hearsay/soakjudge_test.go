// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"
)

const (
	soakWarm  = 1.0 / 2 // of the time, in which caches and the two weeks that are compared fill
	soakSlope = 1       // MB an hour that memory may grow at most
	soakMore  = 0.05    // by which goroutines and open files may be more in the last quarter of the time than in the one before
)

// judgeSoak fits a line to each memory behind the warm-up. It fails where memory grows surely: where the slope less two of
// its standard errors is over the limit. The longer the run, the smaller the error, and the leak that is found.
// Resident memory has the page caches of SQLite in it, which fill for about twenty minutes (160 MB for writing, 16 MB for
// each connection that reads): a run of less than an hour may see them grow.
func judgeSoak(t *testing.T, report func(string, ...any), samples []sample) {
	t.Helper()
	warm := samples[int(float64(len(samples))*soakWarm):]
	if len(warm) < 12 {
		t.Fatalf("%d samples are too few: give HEARSAY_SOAK at least 3m", len(samples))
	}
	for _, m := range []struct {
		what string
		of   func(sample) float64
		told bool // but not judged
	}{
		{"heap held", func(s sample) float64 { return s.heap }, false},
		{"resident", func(s sample) float64 { return s.resident }, false},
		{"resident, children", func(s sample) float64 { return s.children }, true},
	} {
		slope, noise := fit(warm, m.of)
		report("%-20s %6.1f MB at first, %6.1f behind the warm-up, %6.1f at the end; grows %+.1f MB/h, noise ± %.1f (two standard errors)",
			m.what, m.of(samples[0]), m.of(warm[0]), m.of(warm[len(warm)-1]), slope, noise)
		if !m.told && slope-noise >= soakSlope {
			t.Errorf("%s grows by %.1f ± %.1f MB/h, want surely less than %d", m.what, slope, noise, soakSlope)
		}
	}
	for _, m := range []struct {
		what string
		of   func(sample) float64
	}{
		{"goroutines", func(s sample) float64 { return s.goroutines }},
		{"open files", func(s sample) float64 { return s.files }},
	} {
		early, late := least(warm[:len(warm)/2], m.of), least(warm[len(warm)/2:], m.of)
		report("%-20s %6.0f at rest behind the warm-up, %6.0f at the end", m.what, early, late)
		if late > early*(1+soakMore)+2 {
			t.Errorf("%s grew from %.0f to %.0f", m.what, early, late)
		}
	}
	for i := 0; i < len(samples); i += max(1, len(samples)/30) {
		s := samples[i]
		report("  %8s  resident %6.1f MB  heap %6.1f MB  children %6.1f MB  goroutines %4.0f  files %3.0f  captures %d",
			s.at.Round(time.Second), s.resident, s.heap, s.children, s.goroutines, s.files, s.captured)
	}
}

// fit gives the slope of a least-squares line an hour, and two standard errors of it. Of each tenth of the samples it takes
// the least: what is held at rest, and not by the work that a sample happened to fall into.
func fit(samples []sample, of func(sample) float64) (slope, noise float64) {
	const parts = 10
	var xs, ys []float64
	for i := range parts {
		some := samples[i*len(samples)/parts : (i+1)*len(samples)/parts]
		least := slices.MinFunc(some, func(a, b sample) int { return cmp.Compare(of(a), of(b)) })
		xs, ys = append(xs, least.at.Hours()), append(ys, of(least))
	}
	mx, my := mean(xs), mean(ys)
	var sxx, sxy, left float64
	for i := range xs {
		sxx += (xs[i] - mx) * (xs[i] - mx)
		sxy += (xs[i] - mx) * (ys[i] - my)
	}
	slope = sxy / sxx
	for i := range xs {
		d := ys[i] - my - slope*(xs[i]-mx)
		left += d * d
	}
	return slope, 2 * math.Sqrt(left/float64(parts-2)/sxx)
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

// least is what is held at rest: of five parts of the samples the least, and of these the median. How much is at work when a sample is
// taken changes with the machine; what leaks is there at rest too.
func least(samples []sample, of func(sample) float64) float64 {
	const parts = 5
	var x []float64
	for i := range parts {
		some := samples[i*len(samples)/parts : (i+1)*len(samples)/parts]
		if len(some) > 0 {
			x = append(x, of(slices.MinFunc(some, func(a, b sample) int { return cmp.Compare(of(a), of(b)) })))
		}
	}
	slices.Sort(x)
	return x[len(x)/2]
}

// TestSoakFindsWhatGrows: the judge of the soak sees a leak of a few megabytes an hour behind noise, and none where there
// is only noise.
func TestSoakFindsWhatGrows(t *testing.T) {
	samples := func(perHour float64) (all []sample) {
		for i := range 120 {
			at := time.Duration(i) * sampleEvery
			all = append(all, sample{at: at, heap: 300 + perHour*at.Hours() + 3*math.Sin(float64(i*i))})
		}
		return all
	}
	heap := func(s sample) float64 { return s.heap }
	if slope, noise := fit(samples(60), heap); slope-noise < soakSlope || math.Abs(slope-60) > noise {
		t.Errorf("a leak of 60 MB/h is seen as %.1f ± %.1f", slope, noise)
	}
	if slope, noise := fit(samples(0), heap); slope-noise >= soakSlope {
		t.Errorf("noise is taken for a leak: %.1f ± %.1f", slope, noise)
	}
	at := func(leak float64) (all []sample) {
		for i := range 120 {
			all = append(all, sample{goroutines: 7 + leak*float64(i) + float64(i*i%23)})
		}
		return all
	}
	goroutines := func(s sample) float64 { return s.goroutines }
	if leaks, calm := at(0.5), at(0); least(leaks[60:], goroutines) < least(leaks[:60], goroutines)+20 || least(calm[60:], goroutines) > least(calm[:60], goroutines)+2 {
		t.Errorf("a leak of one goroutine in two samples is not told from work that comes and goes")
	}
}
