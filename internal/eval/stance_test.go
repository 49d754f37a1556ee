// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/stance"
)

// TestFNC1Scores takes one body in four, with all its headlines, since all of them take half a minute, and several under
// the race detector.
func TestFNC1Scores(t *testing.T) {
	dir := sharedData(t, "fnc1")
	all, err := reader{}.fnc1(filepath.Join(dir, "train_bodies.csv"), filepath.Join(dir, "train_stances.csv"))
	if err != nil {
		t.Fatal(err)
	}
	some := slices.DeleteFunc(all, func(x example) bool {
		n, err := strconv.Atoi(x.group)
		return err != nil || n%4 != 0
	})
	s := scoreStance(some, nil)
	goldenScores(t, "fnc1.golden", "fnc1, train, one body in four, by body\n"+s.String()+"\n")
	c := &s.Trained
	if c.Relative() < 0.78 || c.MacroF1() < 0.55 || c.Related() < 0.95 {
		t.Errorf("relative score %.3f, macro F1 %.3f, about the claim %.3f; want at least 0.78, 0.55, 0.95", c.Relative(), c.MacroF1(), c.Related())
	}
}

func TestEmergentScores(t *testing.T) {
	s, err := Emergent(filepath.Join(sharedData(t, "emergent"), "train.tsv"), "")
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "emergent.golden", "emergent, train, by rumour\n"+s.String()+"\n")
	if a := s.Trained.Accuracy(); a < 0.70 {
		t.Errorf("accuracy %.3f, want at least 0.70", a)
	}
}

func TestRelativeScoreIsAQuarterForTheTopicAndTheRestForTheStance(t *testing.T) {
	var c StanceCounts
	c[stance.Agree] = [4]int{2, 0, 1, 1}     // 2 whole, 1 for the topic alone, 1 for nothing: 2.25 of 4
	c[stance.Unrelated] = [4]int{0, 1, 0, 3} // 0.75 of 1
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	near("relative score", c.Relative(), 3.0/5)
	near("about the claim", c.Related(), 6.0/8)
	near("accuracy", c.Accuracy(), 5.0/8)
	near("macro F1", c.MacroF1(), (2.0/3+0+0+3.0/4)/4)
}

func TestFoldsKeepGroupsTogetherAndAreEqual(t *testing.T) {
	var examples []example
	for i := range 50 {
		examples = append(examples, example{group: string(rune('a' + i%10))})
	}
	size := map[int]int{}
	for _, k := range foldOf(examples) {
		size[k]++
	}
	for k := range folds {
		if size[k] != 2 {
			t.Errorf("fold %d has %d groups of 10, want 2", k, size[k])
		}
	}
}

func TestBadStanceFilesTellWhatIsWrong(t *testing.T) {
	const bodies = "Body ID,articleBody\n1,Rain.\n"
	for _, c := range []struct{ bodies, stances, want string }{
		{"Body ID,text\n1,Rain.\n", "", `it has no column "articleBody"`},
		{"Body ID,articleBody\n1,Rain.\n1,Snow.\n", "", `line 3: body "1" stands in it twice`},
		{bodies, "", `it has no column "Headline"`},
		{bodies, "Headline,Body ID,Stance\n", "it has no examples"},
		{bodies, "Headline,Body ID,Stance\nRain,2,agree\n", `line 2: body "2" is not in`},
		{bodies, "Headline,Body ID,Stance\nRain,1,maybe\n", `line 2: stance "maybe" is none of`},
		{bodies, "Headline,Body ID,Stance\nRain,1\n", "line 2: wrong number of fields"},
	} {
		_, err := reader{}.fnc1(dataFile(t, "bodies.csv", c.bodies), dataFile(t, "stances.csv", c.stances))
		complains(t, err, c.want)
	}
	for rows, want := range map[string]string{
		"":                            "it has no examples",
		"for\tRain\n":                 "line 1: 2 columns",
		"\nneutral\tRain\tIt rains\n": `line 2: stance "neutral" is none of`,
	} {
		_, err := reader{}.emergent(dataFile(t, "rumours.tsv", rows))
		complains(t, err, want)
	}
	if _, err := FNC1(t.TempDir(), "", ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder without the files gives %v", err)
	}
}

func complains(t *testing.T, err error, want string) {
	t.Helper()
	if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want an invalid file that says %q", err, want)
	}
}
