// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

// Compare tells what a later view of a page says otherwise than an earlier one, apart from noise: in the order of the
// later view, what it says no more last. Where lines stand on the page makes no difference.
func Compare(before, after *View) []hearsay.Change {
	c := &comparison{before: before, after: after, saidBefore: before.said(), saidAfter: after.said()}
	gone, come := c.unmatched()
	c.coarse = len(gone)+len(come) > mostDiffering
	pairs := c.pair(gone, come)
	for _, p := range pairs {
		c.line(p[0], p[1])
		gone, come = without(gone, p[0]), without(come, p[1])
	}
	for _, j := range come {
		c.given(j)
	}
	gone = c.emptied(gone)
	for _, i := range gone {
		c.lost(i)
	}
	slices.SortStableFunc(c.changes, func(a, b hearsay.Change) int {
		return cmp.Compare(place(a), place(b))
	})
	return c.changes
}

// place orders changes by where they are in the later view; what is not there comes last.
func place(c hearsay.Change) int {
	if c.After.Text == "" {
		return 1<<40 + c.Before.Start
	}
	return c.After.Start
}

// comparison is two views on the way to their changes.
type comparison struct {
	before, after         *View
	saidBefore, saidAfter string // all lines as they are compared
	coarse                bool   // too much differs for names and pairs
	changes               []hearsay.Change
}

// mostDiffering is how many lines may differ before two views are two pages: their lines are told as lost and given, and no names are
// looked for.
const mostDiffering = 600

// said is all that a view says, as it is compared, with a blank around each line.
func (v *View) said() string {
	var b strings.Builder
	for i := range v.Lines {
		if v.Lines[i].Noise == "" {
			b.WriteString(" " + v.Lines[i].key)
		}
	}
	return b.String() + " "
}

// says reports whether all words of a text stand side by side in what a view says.
func says(said, text string) bool { return strings.Contains(said, " "+keyOf(text)+" ") }

func (c *comparison) change(kind hearsay.ChangeKind, before, after hearsay.Span) {
	c.changes = append(c.changes, hearsay.Change{Kind: kind, Before: before, After: after})
}

// unmatched gives the lines of both views that the other has not, noise left out. Links of the lines that both have are
// compared here.
func (c *comparison) unmatched() (gone, come []int) {
	there := map[string][]int{}
	for j := range c.after.Lines {
		if l := &c.after.Lines[j]; l.Noise == "" && l.key != "" {
			there[l.key] = append(there[l.key], j)
		}
	}
	for i := range c.before.Lines {
		l := &c.before.Lines[i]
		if l.Noise != "" || l.key == "" {
			continue
		}
		same := there[l.key]
		if len(same) == 0 {
			gone = append(gone, i)
			continue
		}
		at := 0 // the one in the same place, if there is
		for k, j := range same {
			if c.after.Lines[j].Place == l.Place {
				at = k
				break
			}
		}
		c.links(i, same[at])
		there[l.key] = slices.Delete(slices.Clone(same), at, at+1)
	}
	for _, left := range there {
		come = append(come, left...)
	}
	slices.Sort(come)
	return c.known(gone, c.before, c.saidAfter), c.known(come, c.after, c.saidBefore)
}

// known leaves out the lines of one view that the other has too, only not as often, or not as its own line: what was
// repeated, joined or cut is not lost. Entries of lists are counted.
func (c *comparison) known(lines []int, own *View, said string) []int {
	return slices.DeleteFunc(lines, func(i int) bool { return own.Lines[i].List == 0 && strings.Contains(said, " "+own.Lines[i].key+" ") })
}

// alikeEnough is the share of words from which two lines are one that was worked over.
const alikeEnough = 0.5

// pair finds which lines that are gone and which that have come are one line, worked over: the most alike first.
func (c *comparison) pair(gone, come []int) [][2]int {
	type candidate struct {
		i, j int
		like float64
	}
	if c.coarse {
		return nil
	}
	var all []candidate
	bags := map[int]map[string]int{}
	for _, j := range come {
		bags[j] = bag(c.after.Lines[j].key)
	}
	for _, i := range gone {
		x := bag(c.before.Lines[i].key)
		for _, j := range come {
			like := alike(x, bags[j])
			if like > 0 && c.before.Lines[i].Place == c.after.Lines[j].Place {
				like += 0.1
			}
			if c.sameLabel(i, j) {
				like += 0.5
			}
			if like >= alikeEnough {
				all = append(all, candidate{i, j, like})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.like, a.like) })
	var pairs [][2]int
	usedI, usedJ := map[int]bool{}, map[int]bool{}
	for _, x := range all {
		if !usedI[x.i] && !usedJ[x.j] {
			usedI[x.i], usedJ[x.j] = true, true
			pairs = append(pairs, [2]int{x.i, x.j})
		}
	}
	return pairs
}

// sameLabel reports whether two entries of a list tell of one thing, by one of their parts: "Minister | …".
func (c *comparison) sameLabel(i, j int) bool {
	a, b := parts(c.before.line(i)), parts(c.after.line(j))
	if len(a) < 2 || len(a) != len(b) {
		return false
	}
	for k := range a {
		if keyOf(a[k]) == keyOf(b[k]) && keyOf(a[k]) != "" {
			return true
		}
	}
	return false
}

// parts cuts an entry into its cells; what stands before a colon is one too.
func parts(line string) []string {
	if strings.Contains(line, "\n") {
		return strings.Split(line, "\n")
	}
	if strings.Contains(line, " | ") {
		return strings.Split(line, " | ")
	}
	if label, rest, ok := strings.Cut(line, ": "); ok && len(label) <= 80 {
		return []string{label, rest}
	}
	if label, rest, ok := strings.Cut(line, "："); ok && len(label) <= 80 {
		return []string{label, rest}
	}
	return []string{line}
}

func bag(key string) map[string]int {
	m := map[string]int{}
	for w := range strings.FieldsSeq(key) {
		m[w]++
	}
	return m
}

// alike is the share of words that two lines have in common (Dice).
func alike(a, b map[string]int) float64 {
	common, size := 0, 0
	for w, n := range a {
		common += min(n, b[w])
		size += n
	}
	for _, n := range b {
		size += n
	}
	if size == 0 {
		return 0
	}
	return 2 * float64(common) / float64(size)
}

func without(list []int, x int) []int {
	return slices.DeleteFunc(list, func(i int) bool { return i == x })
}
