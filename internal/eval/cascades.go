// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/cascade"
	"hearsay/internal/pipeline"
	"hearsay/internal/trace"
)

// CascadeScores tell how well origins are counted in invented cascades of which the true number is known.
type CascadeScores struct {
	Seed  uint64
	All   CascadeRow
	Kinds []CascadeRow
}

// CascadeRow is the scores of one kind of cascade.
type CascadeRow struct {
	Kind     string
	Cascades int
	Inside   int // the true number lies in the interval
	Narrow   int // high is at most one more than low
	TooHigh  int // low is above the true number
	TooLow   int // high is below it
	Raised   int // a copy more raised low
	Lowered  int // a copy more lowered it
}

// mostCascades is more than any score needs; a number above it is a slip of the finger.
const mostCascades = 1_000_000

// Cascades scores the intervals of n cascades. They go through what the pipeline does from trace on; what annotate
// would find in their sentences is given.
func Cascades(ctx context.Context, seed uint64, n int) (CascadeScores, error) {
	s := CascadeScores{Seed: seed, All: CascadeRow{Kind: "all"}}
	if n < 1 || n > mostCascades {
		return s, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("invent %d cascades", n), Cause: fmt.Errorf("not from 1 to %d", mostCascades), Hint: "give --n 1000"}
	}
	for _, k := range cascade.Kinds() {
		s.Kinds = append(s.Kinds, CascadeRow{Kind: k})
	}
	for i := range n {
		c := cascade.New(seed, i)
		low, high, err := count(ctx, c)
		if err != nil {
			return s, err
		}
		after, _, err := count(ctx, c.WithCopy())
		if err != nil {
			return s, err
		}
		s.All.add(c.True, low, high, after)
		s.Kinds[slices.Index(cascade.Kinds(), c.Kind)].add(c.True, low, high, after)
	}
	return s, nil
}

func (r *CascadeRow) add(want, low, high, after int) {
	tick := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	r.Cascades++
	tick(&r.Inside, low <= want && want <= high)
	tick(&r.Narrow, high-low <= 1)
	tick(&r.TooHigh, low > want)
	tick(&r.TooLow, high < want)
	tick(&r.Raised, after > low)
	tick(&r.Lowered, after < low)
}

// count gives the interval of the claim that most documents of a cascade carry.
func count(ctx context.Context, c *cascade.Cascade) (low, high int, err error) {
	r, assessments, err := judge(ctx, c)
	if err != nil || len(assessments) == 0 {
		return 0, 0, err
	}
	id, _ := mostCarried(r)
	i := slices.IndexFunc(assessments, func(a hearsay.Assessment) bool { return a.Claim == id })
	return assessments[i].Low, assessments[i].High, nil
}

// mostCarried gives the claim that most documents carry, and how many do.
func mostCarried(r trace.Result) (best hearsay.ClaimID, most int) {
	carried := map[hearsay.ClaimID]map[hearsay.DocumentID]bool{}
	for _, a := range r.Assertions {
		if carried[a.Claim] == nil {
			carried[a.Claim] = map[hearsay.DocumentID]bool{}
		}
		carried[a.Claim][a.Document] = true
	}
	for _, c := range r.Claims {
		if n := len(carried[c.ID]); n > most {
			best, most = c.ID, n
		}
	}
	return best, most
}

// judge looks for copies among the documents of a cascade, and traces and assesses them as the pipeline does.
func judge(ctx context.Context, c *cascade.Cascade) (trace.Result, []hearsay.Assessment, error) {
	var items []trace.Item
	for _, d := range c.Documents {
		items = append(items, trace.Item{Document: d.Document, Attributions: d.Attributions, Statements: d.Statements})
	}
	var documents []*hearsay.Document
	for i := range c.Documents {
		documents = append(documents, &c.Documents[i].Document)
	}
	held := newShelf(documents)
	var copies []hearsay.Link
	for _, d := range c.Documents {
		from, _, err := trace.Copies(ctx, d.ID, held)
		if err != nil {
			return trace.Result{}, nil, fmt.Errorf("look for what %s was copied from: %w", d.ID, err)
		}
		copies = append(copies, from...)
	}
	r, assessments := pipeline.Judge(items, copies, cascade.Outlets())
	return r, assessments, nil
}

// String prints the three figures, and the scores by kind.
func (s CascadeScores) String() string {
	a := s.All
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, %d cascades\n", s.Seed, a.Cascades)
	fmt.Fprintf(&b, "the true number is in the interval  %s\n", share(a.Inside, a.Cascades))
	fmt.Fprintf(&b, "the interval is at most 1 wide      %s\n", share(a.Narrow, a.Cascades))
	fmt.Fprintf(&b, "a copy more raised the low bound    %d of %d\n\n", a.Raised, a.Cascades)
	fmt.Fprintf(&b, "%-24s %8s %8s %8s %9s %9s %7s %8s", "kind", "cascades", "inside", "width≤1", "low above", "high below", "raised", "lowered")
	for _, k := range append(slices.Clone(s.Kinds), a) {
		fmt.Fprintf(&b, "\n%-24s %8d %8s %8s %9d %9d %7d %8d", k.Kind, k.Cascades, percentOf(k.Inside, k.Cascades), percentOf(k.Narrow, k.Cascades), k.TooHigh, k.TooLow, k.Raised, k.Lowered)
	}
	return b.String()
}

func share(n, of int) string { return fmt.Sprintf("%d of %d, %s", n, of, percentOf(n, of)) }

func percentOf(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}
