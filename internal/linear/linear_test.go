// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// twoParts are small tables whose best class is known; the rows of the second take several words.
func twoParts() []Part {
	many := Part{Name: "name", Keys: keys(7, 9, 11), Weights: make([]int8, 3*40)}
	for i := range 40 {
		many.Classes = append(many.Classes, string(rune('A'+i)))
	}
	many.Weights[3], many.Weights[40+5], many.Weights[2*40+39] = 5, -7, 127
	return []Part{
		{Name: "pos", Classes: []string{"DT", "NN", "VBD"}, Keys: keys(3, 5, 60), Weights: []int8{1, -2, 3, 127, -127, 0, 0, 5, 4}},
		many,
	}
}

// keys are the keys of features that are numbers,
func keys(numbers ...int) []uint64 {
	var out []uint64
	for _, n := range numbers {
		out = append(out, Feature(1).Int(n).Key())
	}
	return out
}

func saved(t *testing.T) []byte {
	t.Helper()
	file, err := Save("two sentences of our own", twoParts(), map[string][]string{"closed": {"a", "the"}})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestModelReadsAsItWasWritten(t *testing.T) {
	f, err := Load(saved(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table    string
		features []uint64
		want     string
	}{
		{"pos", keys(3), "VBD"}, {"pos", keys(3, 5), "DT"}, {"pos", keys(60), "NN"}, {"pos", keys(9, 11), "DT"},
		{"pos", nil, "DT"}, {"name", keys(7), "D"}, {"name", keys(7, 11), "h"}, {"name", keys(9), "A"},
	} {
		table := f.Table(c.table)
		scores := make([]int32, len(table.Classes))
		table.Score(c.features, scores)
		if got := table.Classes[Greatest(scores, nil)]; got != c.want {
			t.Errorf("%s of %v = %s, want %s", c.table, c.features, got, c.want)
		}
	}
	if !slices.Equal(f.Lists["closed"], []string{"a", "the"}) {
		t.Errorf("lists = %v, want a and the", f.Lists)
	}
	if f.Table("parse") != nil {
		t.Error("a table that is not there is given")
	}
}

func TestGreatestLooksOnlyAtWhatIsAllowed(t *testing.T) {
	if got := Greatest([]int32{1, 5, 5}, nil); got != 1 {
		t.Errorf("Greatest = %d, want the lowest of equals, 1", got)
	}
	if got := Greatest([]int32{1, 5, 5}, []bool{true, false, false}); got != 0 {
		t.Errorf("Greatest = %d, want the only one allowed, 0", got)
	}
	if got := Greatest([]int32{1}, []bool{false}); got != -1 {
		t.Errorf("Greatest = %d, want -1 where nothing is allowed", got)
	}
}

func TestSamePartsGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(saved(t), saved(t)) {
		t.Error("Save gave two different files for the same parts")
	}
}

func TestEveryDamagedModelIsRefused(t *testing.T) {
	file := saved(t)
	for i := range file {
		damaged := slices.Clone(file)
		damaged[i] ^= 0x10
		if _, err := Load(damaged); err == nil {
			t.Errorf("Load accepts a file whose byte %d is altered", i)
		}
		if _, err := Load(file[:i]); err == nil {
			t.Errorf("Load accepts a file that is cut at byte %d", i)
		}
	}
}

func TestWeightsThatAreMissingAreNotSaved(t *testing.T) {
	p := twoParts()
	p[0].Weights = p[0].Weights[:2]
	if _, err := Save("nothing", p, nil); err == nil || !strings.Contains(err.Error(), "pos") {
		t.Errorf("Save = %v, want an error that names the part", err)
	}
}

func TestEveryKeyIsFoundAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) uint64 {
			return Feature(1).Int(rapid.Int().Draw(t, "n")).Key()
		}), 1, 200, rapid.ID[uint64]).Draw(t, "keys")
		slices.Sort(drawn)
		classes := make([]string, rapid.SampledFrom([]int{2, 30}).Draw(t, "classes"))
		part := Part{Name: "pos", Classes: classes, Keys: drawn, Weights: make([]int8, len(classes)*len(drawn))}
		for i := range drawn {
			part.Weights[i*len(classes)+i%2] = 9
		}
		file, err := Save("keys", []Part{part}, nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Load(file)
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for i, k := range drawn {
			scores := make([]int32, len(classes))
			if f.Table("pos").Add([]uint64{k}, scores); scores[i%2] != 9 {
				wrong++
			}
		}
		if wrong > 1 { // two keys that agree in place and check are taken for one; that is rare
			t.Fatalf("%d of %d keys are not found again", wrong, len(drawn))
		}
	})
}

func TestPerceptronLearnsWhatIsLinear(t *testing.T) {
	p := NewPerceptron([]string{"even", "odd"})
	key := func(n int) []uint64 { return []uint64{Feature(1).Int(n % 2).Key(), Feature(2).Int(n).Key()} }
	for n := range 100 {
		p.Learn(key(n), n%2)
	}
	file, err := Save("numbers", []Part{p.Part("parity", 1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := 200; n < 220; n++ {
		scores := make([]int32, 2)
		if f.Table("parity").Score(key(n), scores); Greatest(scores, nil) != n%2 {
			t.Errorf("%d is told %s", n, p.Name(Greatest(scores, nil)))
		}
	}
}

func TestHashesDependOnOrderAndTemplate(t *testing.T) {
	a, b := String("quay"), String("crane")
	keys := []uint64{
		Feature(1).With(a).With(b).Key(), Feature(1).With(b).With(a).Key(), Feature(2).With(a).With(b).Key(),
		Feature(1).With(a).Key(), Feature(1).Int(0).Key(), Feature(1).Int(1).Key(), Feature(1).Int(-1).Key(), Feature(1).Key(),
	}
	slices.Sort(keys)
	if n := len(slices.Compact(keys)); n != 8 {
		t.Errorf("8 different features have %d different keys", n)
	}
}

func TestLead(t *testing.T) {
	for _, c := range []struct {
		scores  []int32
		allowed []bool
		best    int
		lead    int32
	}{
		{[]int32{3, 9, 7}, nil, 1, 2},
		{[]int32{9, 3, 9}, nil, 0, 0},
		{[]int32{1, 5, 8}, nil, 2, 3},
		{[]int32{3, 9, 7}, []bool{true, false, true}, 2, 4},
		{[]int32{3, 9, 7}, []bool{false, true, false}, 1, math.MaxInt32},
		{[]int32{3}, []bool{false}, -1, math.MaxInt32},
	} {
		if best, lead := Lead(c.scores, c.allowed); best != c.best || lead != c.lead {
			t.Errorf("Lead(%v, %v) = %d, %d, want %d, %d", c.scores, c.allowed, best, lead, c.best, c.lead)
		}
	}
}
