// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// everyChain calls do for each possible labelling with its score.
func everyChain(l *Lattice, do func(labels []uint8, score int32)) {
	labels := make([]uint8, l.Len())
	var fill func(i int, score int32)
	fill = func(i int, score int32) {
		if i == len(labels) {
			do(labels, score)
			return
		}
		for y := range 3 {
			if l.lit[i]>>y&1 == 0 || i == 0 && l.barredStart(y) || i > 0 && l.barred(int(labels[i-1]), y) {
				continue
			}
			more := l.node[3*i+y]
			if i > 0 {
				more += l.edge[9*i+3*int(labels[i-1])+y]
			}
			labels[i] = uint8(y)
			fill(i+1, score+more)
		}
	}
	fill(0, 0)
}

func TestChainAgreesWithCountingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// label 2 may only follow 1 and 2
		l := (&Chain{3, Barred(3, map[int][]int{2: {1, 2}})}).Lattice()
		weights := func(n int) []int32 { return rapid.SliceOfN(rapid.Int32Range(-90, 90), n, n).Draw(t, "weights") }
		for range rapid.IntRange(1, 6).Draw(t, "positions") {
			l.Push(weights(3), weights(9), rapid.SampledFrom([]uint32{0, 0, 0, 1, 3, 5}).Draw(t, "allowed"))
		}
		best, bestScore, sum := []uint8(nil), int32(math.MinInt32), 0.0
		want := make([]float64, 3*l.Len())
		everyChain(l, func(labels []uint8, score int32) {
			if score > bestScore {
				best, bestScore = slices.Clone(labels), score
			}
			p := math.Exp(float64(score) / unit)
			sum += p
			for i, y := range labels {
				want[3*i+int(y)] += p
			}
		})
		got, score := l.Best(), int32(0)
		everyChain(l, func(labels []uint8, s int32) {
			if slices.Equal(labels, got) {
				score = s
			}
		})
		if score != bestScore {
			t.Fatalf("Best = %v with %d, want %v with %d", got, score, best, bestScore)
		}
		for i, p := range l.Posteriors() {
			if math.Abs(p-want[i]/sum) > 1e-9 {
				t.Fatalf("posterior %d = %v, want %v", i, p, want[i]/sum)
			}
		}
	})
}

// runsOf are chains in which a run of ones begins at the feature 1 and ends before the feature 2, which no position
// alone can tell.
func runsOf(trainer *Trainer, n int) {
	random := NewRandom(3)
	for range n {
		var steps []Step
		in := false
		for range 12 {
			f := int(random.Next() >> 40 % 5)
			label := uint32(0)
			switch {
			case f == 1 && !in:
				in, label = true, 1
			case f == 2:
				in = false
			case in:
				label = 2
			}
			steps = append(steps, Step{Node: keys(f, 90), Edge: keys(f, 91), Gold: 1 << label})
		}
		trainer.Add(steps)
	}
}

func TestTrainerLearnsRuns(t *testing.T) {
	barred := Barred(3, map[int][]int{2: {1, 2}})
	trained := func() *File {
		trainer := NewTrainer(Chain{3, barred})
		runsOf(trainer, 400)
		last := 0.0
		trainer.Train(Options{Passes: 12, Cut: 1, Rate: 0.2, Seed: 5, Progress: func(_ int, l float64) { last = l }})
		if last < -6 || last > 0 {
			t.Errorf("log-likelihood of a chain under dropout = %.2f, want it far above that of guessing, -13", last)
		}
		file, err := Save("runs", trainer.Parts("run", []string{"O", "B", "I"}, 0.01), nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Load(file)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := trained()
	if !slices.Equal(f.Table("run").rows, trained().Table("run").rows) {
		t.Error("training twice gave two models")
	}
	l := (&Chain{3, barred}).Lattice()
	node, edge := make([]int32, 3), make([]int32, 9)
	for _, x := range []int{0, 1, 3, 4, 2, 3, 1, 0} {
		f.Table("run").Score(keys(x, 90), node)
		f.Table("run pair").Score(keys(x, 91), edge)
		l.Push(node, edge, 0)
	}
	if got, want := l.Best(), []uint8{0, 1, 2, 2, 0, 0, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("labels = %v, want %v", got, want)
	}
}

func TestJoinedPartsShareRows(t *testing.T) {
	a := Part{Name: "a", Classes: []string{"x", "y"}, Keys: []uint64{3, 5}, Weights: []int8{1, 2, 3, 4}}
	b := Part{Name: "b", Classes: []string{"z"}, Keys: []uint64{5, 7}, Weights: []int8{8, 9}}
	got := Join("both", a, b)
	if !slices.Equal(got.Keys, []uint64{3, 5, 7}) || !slices.Equal(got.Weights, []int8{1, 2, 0, 3, 4, 8, 0, 0, 9}) || !slices.Equal(got.Classes, []string{"x", "y", "z"}) {
		t.Errorf("Join = %+v, want the rows of both side by side", got)
	}
}

func TestWhatIsNotKnownTeachesNothing(t *testing.T) {
	trainer := NewTrainer(Chain{2, nil})
	for range 50 {
		trainer.Add([]Step{{Node: keys(1), Edge: keys(9)}, {Node: keys(2), Edge: keys(9), Gold: 2}})
	}
	trainer.Train(Options{Passes: 3, Cut: 1, Rate: 0.1, Seed: 1})
	part := trainer.Parts("x", []string{"a", "b"}, 0)[0]
	for i, key := range part.Keys {
		row := part.Weights[2*i : 2*i+2]
		if key == keys(2)[0] && row[1] <= row[0] {
			t.Errorf("weights of what is known = %v, want the second greater", row)
		}
	}
}
