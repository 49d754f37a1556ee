// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hearsay/internal/linear"
	"hearsay/internal/stance"
)

// folds is the number of parts of which each is judged by a model trained on the others.
const folds = 5

// StanceScores tell how often a text's stance to a claim is told right: by models trained for the occasion, and by the one
// that is used, whose weights are set by hand.
type StanceScores struct {
	Examples int // of training
	Folds    int // 0 where other examples were scored than those of training
	Trained  StanceCounts
	Shipped  StanceCounts
}

// StanceCounts are numbers of examples, by stance as annotated and as told.
type StanceCounts [4][4]int

// example is a claim and a text of which people said how the text stands to it.
type example struct {
	stance.Example
	group string // examples of one group stay in one fold
}

// teller tells the stance of a text to a claim.
type teller func(claim, text *stance.Passage) stance.Judgement

// scoreStance trains on some examples and scores others, or, where there are no others, trains and scores in folds.
func scoreStance(train, test []example) StanceScores {
	s := StanceScores{Examples: len(train)}
	shipped := stance.Shipped().JudgeRelated
	if slices.ContainsFunc(train, func(x example) bool { return x.Stance == stance.Unrelated }) {
		shipped = stance.Shipped().Judge
	}
	if test != nil {
		s.Trained.judge(stance.Train(plain(train)).Judge, test)
		s.Shipped.judge(shipped, test)
		return s
	}
	s.Folds = folds
	s.Shipped.judge(shipped, train)
	fold := foldOf(train)
	var counts [folds]StanceCounts
	var wg sync.WaitGroup
	for k := range folds {
		wg.Go(func() {
			var learn, held []example
			for _, x := range train {
				if fold[x.group] == k {
					held = append(held, x)
				} else {
					learn = append(learn, x)
				}
			}
			counts[k].judge(stance.Train(plain(learn)).Judge, held)
		})
	}
	wg.Wait()
	for _, c := range counts {
		s.Trained.add(c)
	}
	return s
}

func (c *StanceCounts) add(d StanceCounts) {
	for gold, row := range d {
		for given, n := range row {
			c[gold][given] += n
		}
	}
}

// foldOf deals the groups out, in an order that is shuffled but always the same.
func foldOf(examples []example) map[string]int {
	var groups []string
	fold := map[string]int{}
	for _, x := range examples {
		if _, ok := fold[x.group]; !ok {
			fold[x.group] = 0
			groups = append(groups, x.group)
		}
	}
	for i, g := range linear.NewRandom(1).Shuffled(len(groups)) {
		fold[groups[g]] = i % folds
	}
	return fold
}

func plain(examples []example) []stance.Example {
	out := make([]stance.Example, len(examples))
	for i, x := range examples {
		out[i] = x.Example
	}
	return out
}

func (c *StanceCounts) judge(tell teller, examples []example) {
	for _, x := range examples {
		c[x.Stance][tell(x.Claim, x.Text).Stance]++
	}
}

// Accuracy is the share of examples that are told right, 0 to 1.
func (c *StanceCounts) Accuracy() float64 {
	right, all := 0, 0
	for gold, row := range c {
		right += row[gold]
		for _, n := range row {
			all += n
		}
	}
	return float64(right) / float64(max(1, all))
}

// Related is the share of examples of which it is told right whether the text is about the claim.
func (c *StanceCounts) Related() float64 {
	right, all := 0, 0
	for gold, row := range c {
		for given, n := range row {
			all += n
			if (gold == int(stance.Unrelated)) == (given == int(stance.Unrelated)) {
				right += n
			}
		}
	}
	return float64(right) / float64(max(1, all))
}

// Relative is the score of the first Fake News Challenge as a share of what can be reached: a quarter of a point for
// telling right whether a text is about the claim, three quarters more for the stance of one that is.
func (c *StanceCounts) Relative() float64 {
	got, most := 0.0, 0.0
	for gold, row := range c {
		for given, n := range row {
			related := gold != int(stance.Unrelated)
			if related == (given != int(stance.Unrelated)) {
				got += 0.25 * float64(n)
			}
			most += 0.25 * float64(n)
			if related {
				most += 0.75 * float64(n)
			}
			if related && gold == given {
				got += 0.75 * float64(n)
			}
		}
	}
	return got / max(most, 0.25)
}

// Of gives precision and recall of one stance.
func (c *StanceCounts) Of(k stance.Stance) PRF {
	p := PRF{Right: c[k][k]}
	for i := range c {
		p.Gold += c[k][i]
		p.Given += c[i][k]
	}
	return p
}

// MacroF1 is the mean of F1 over the stances that the data tells apart, 0 to 1.
func (c *StanceCounts) MacroF1() float64 {
	sum := 0.0
	kinds := c.stances()
	for _, k := range kinds {
		sum += c.Of(k).F1() / 100
	}
	return sum / float64(len(kinds))
}

func (c *StanceCounts) stances() []stance.Stance {
	kinds := []stance.Stance{stance.Agree, stance.Disagree, stance.Discuss}
	if c[stance.Unrelated] != [4]int{} {
		kinds = append(kinds, stance.Unrelated)
	}
	return kinds
}

// MarshalJSON gives the figures beside the counts they are made of.
func (c StanceCounts) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Relative, Related, Accuracy, MacroF1 float64
		Counts                               [4][4]int // rows as annotated, columns as told: agree, disagree, discuss, unrelated
	}{c.Relative(), c.Related(), c.Accuracy(), c.MacroF1(), c})
}

// String prints the tables.
func (s StanceScores) String() string {
	head := fmt.Sprintf("trained on %d examples", s.Examples)
	if s.Folds > 0 {
		head = fmt.Sprintf("%d examples, each told by a model trained on the other %d of %d folds", s.Examples, s.Folds-1, s.Folds)
	}
	return head + "\n" + s.Trained.String() + "\n\nthe same told by the weights that are set by hand\n" + s.Shipped.String()
}

// String prints the table.
func (c StanceCounts) String() string {
	var b strings.Builder
	kinds := c.stances()
	if len(kinds) == 4 {
		fmt.Fprintf(&b, "relative score    %.3f\nabout the claim   %.3f right\n", c.Relative(), c.Related())
	}
	fmt.Fprintf(&b, "accuracy          %.3f\nmacro F1          %.3f\n", c.Accuracy(), c.MacroF1())
	for _, k := range kinds {
		fmt.Fprintf(&b, "%-17s %v  of %d\n", k, c.Of(k), c.Of(k).Gold)
	}
	b.WriteString("told as          ")
	for _, k := range kinds {
		fmt.Fprintf(&b, " %10s", k)
	}
	for _, k := range kinds {
		fmt.Fprintf(&b, "\n%-17s", k)
		for _, j := range kinds {
			fmt.Fprintf(&b, " %10d", c[k][j])
		}
	}
	return b.String()
}
