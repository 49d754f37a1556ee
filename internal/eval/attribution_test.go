// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestAttributionScores compares the scores with the golden file, without tolerance: a change of quality is a
// difference to be read.
func TestAttributionScores(t *testing.T) {
	s, err := Attributions(sharedData(t, "polnear/dev"))
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "scores.golden", "polnear/dev, English\n"+s.String()+"\n")
	speech := s.SpeechOverlap
	for name, at := range map[string]struct{ got, least float64 }{
		"source exact": {s.Source.F1(), 70}, "cue exact": {s.Cue.F1(), 66}, "content exact": {s.Content.F1(), 57},
		"relation overlap": {s.Overlap.F1(), 70}, "speech overlap": {speech.F1(), 82}, "relation exact": {s.Exact.F1(), 43},
	} {
		if at.got < at.least {
			t.Errorf("F1 of %s = %.1f, want at least %.1f", name, at.got, at.least)
		}
	}
	if p := 100 * float64(speech.Right) / float64(speech.Given); p < 85 {
		t.Errorf("speech overlap precision = %.1f, want at least 85", p)
	}
}

// goldenScores compares a table of scores with a golden file.
func goldenScores(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("scores (-golden +got), run with -update to accept:\n%s", diff)
	}
}

func TestOurAttributionsAreScored(t *testing.T) {
	s, err := Attributions("../label/learn/testdata/brat")
	if err != nil {
		t.Fatal(err)
	}
	if s.Texts != 2 || s.Overlap != (PRF{2, 2, 2}) || s.SpeechOverlap != (PRF{1, 1, 1}) {
		t.Errorf("Attributions = %v, want both relations found", s)
	}
	if _, err := Attributions(t.TempDir()); err == nil {
		t.Error("Attributions of an empty folder gives no error")
	}
}

func TestF1IsTheHarmonicMean(t *testing.T) {
	for _, c := range []struct {
		p    PRF
		want float64
	}{{PRF{1, 2, 1}, 200.0 / 3}, {PRF{}, 0}, {PRF{0, 3, 4}, 0}, {PRF{3, 3, 3}, 100}} {
		if got := c.p.F1(); got != c.want {
			t.Errorf("%+v.F1() = %v, want %v", c.p, got, c.want)
		}
	}
}

func TestRelationsArePairedOneToOne(t *testing.T) {
	r := func(cue int) relation { return relation{cue: []int{cue}, content: []int{cue + 1}} }
	var p PRF
	missed := match(&p, []relation{r(1), r(1)}, []relation{r(1), r(5)}, func(g, x relation) bool { return overlap(g.cue, x.cue) > 0 })
	if p != (PRF{1, 2, 2}) || len(missed) != 1 {
		t.Errorf("match = %+v with %d missed, want one right of two and two, and one missed", p, len(missed))
	}
	if got := outermost([]relation{r(1), {cue: []int{2}, content: []int{3, 4, 5}}, {cue: []int{4}, content: []int{5}}}); len(got) != 2 {
		t.Errorf("outermost keeps %d relations, want 2: the cue of one lies in the content of another", len(got))
	}
}
