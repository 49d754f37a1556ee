// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// span is line i of a view.
func (v *View) span(i int) hearsay.Span { return v.Lines[i].Span }

// line tells what became of a line that was worked over: of what matters most in it.
func (c *comparison) line(i, j int) {
	before, after := c.before.span(i), c.after.span(j)
	n := len(c.changes)
	if samePerson(c.before.Language, before.Text, after.Text) && otherOffice(before.Text, after.Text) {
		c.links(i, j)
		c.change(hearsay.RoleChanged, before, after)
		return
	}
	lost, given := c.names(i, j)
	if len(lost)+len(given) == 0 {
		c.links(i, j)
	}
	d := differing(c.before.Lines[i].key, c.after.Lines[j].key)
	if len(figures(d.gone))+len(figures(d.come)) > 0 {
		c.change(hearsay.FigureChanged, before, after)
	}
	d.drop(append(slices.Clone(lost), given...))
	switch {
	case len(lost)+len(given) == 0 && otherOffice(before.Text, after.Text) && (c.after.Lines[j].List > 0 || len(c.after.names(j)) > 0):
		c.change(hearsay.RoleChanged, before, after)
	case len(c.changes) > n || len(lost)+len(given) > 0 && len(d.gone)+len(d.come) == 0:
	case d.spelling(len(wordsOf(before.Text))):
		c.change(hearsay.Respelled, before, after)
	default:
		c.change(hearsay.Reworded, before, after)
	}
}

// otherOffice reports whether a part of an entry that tells of an office is another now.
func otherOffice(before, after string) bool {
	x, y := parts(before), parts(after)
	if len(x) == 1 || len(x) != len(y) {
		x, y = strings.Split(before, ","), strings.Split(after, ",")
	}
	if len(x) != len(y) {
		return false
	}
	for k := range x {
		if withoutFigures(x[k]) != withoutFigures(y[k]) && len(wordsOf(x[k])) <= 14 && (tellsOffice(x[k]) || tellsOffice(y[k])) {
			return true
		}
	}
	return false
}

// samePerson reports whether two entries have a cell that names somebody, and is the same.
func samePerson(language, before, after string) bool {
	x, y := parts(before), parts(after)
	if len(x) < 2 || len(x) != len(y) {
		return false
	}
	for k := range x {
		if keyOf(x[k]) == keyOf(y[k]) && !tellsOffice(x[k]) && len(namesOf(x[k], language)) > 0 {
			return true
		}
	}
	return false
}

// withoutFigures is what is compared of a text, apart from its figures.
func withoutFigures(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(keyOf(text)), func(w string) bool { return unicode.IsDigit([]rune(w)[0]) }), " ")
}

func tellsOffice(part string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(part)), func(w string) bool { return roleWord(strings.Trim(w, ",.;:()")) }) || officeEnd([]rune(part)) > 0
}

// names tells which names the page has no more and which it has now, of those that a line has otherwise, and gives all
// that the line has otherwise.
func (c *comparison) names(i, j int) (lost, given []string) {
	before, after := c.before.span(i), c.after.span(j)
	x, y := c.before.names(i), c.after.names(j)
	for _, n := range x {
		if holds(y, n) || strings.Contains(after.Text, n) {
			continue
		}
		lost = append(lost, n)
		if !says(c.saidAfter, n) {
			c.change(hearsay.NameLost, within(before, n), hearsay.Span{})
		}
	}
	for _, n := range y {
		if holds(x, n) || strings.Contains(before.Text, n) {
			continue
		}
		given = append(given, n)
		if !says(c.saidBefore, n) {
			c.change(hearsay.NameGiven, hearsay.Span{}, within(after, n))
		}
	}
	return lost, given
}

// namesIn gives the names in a line that was lost or given, unless too many were.
func (c *comparison) namesIn(v *View, i int) []string {
	if c.coarse {
		return nil
	}
	return v.names(i)
}

func holds(names []string, n string) bool {
	return slices.ContainsFunc(names, func(x string) bool { return keyOf(x) == keyOf(n) })
}

// within is where a part stands in a line.
func within(line hearsay.Span, part string) hearsay.Span {
	at := strings.Index(line.Text, part)
	if at < 0 {
		return line
	}
	return hearsay.Span{Start: line.Start + at, End: line.Start + at + len(part), Text: part}
}

// lost tells of a line that the page has no more.
func (c *comparison) lost(i int) {
	line := c.before.span(i)
	n := len(c.changes)
	for _, name := range c.namesIn(c.before, i) {
		if !says(c.saidAfter, name) {
			c.change(hearsay.NameLost, within(line, name), hearsay.Span{})
		}
	}
	if len(c.changes) > n && isBrief(line.Text) {
		return
	}
	c.change(hearsay.TextLost, line, hearsay.Span{})
}

// given tells of a line that the page has now.
func (c *comparison) given(j int) {
	line := c.after.span(j)
	n := len(c.changes)
	for _, name := range c.namesIn(c.after, j) {
		if !says(c.saidBefore, name) {
			c.change(hearsay.NameGiven, hearsay.Span{}, within(line, name))
		}
	}
	if len(c.changes) > n && isBrief(line.Text) {
		return
	}
	c.change(hearsay.TextGiven, hearsay.Span{}, line)
}

// isBrief reports whether a line is an entry with a name and little else, of which the name is all there is to tell.
func isBrief(line string) bool { return len(wordsOf(line)) <= 16 }

// mostEmptied is how many entries a list has at least that is told to be empty, not to have lost each of them.
const mostEmptied = 3

// emptied tells of the lists of which no entry is left, with the names that stood there, and gives the other lines.
func (c *comparison) emptied(gone []int) []int {
	size := map[int]int{}
	for i := range c.before.Lines {
		if l := &c.before.Lines[i]; l.Noise == "" {
			size[l.List]++
		}
	}
	lines := map[int][]int{}
	for _, i := range gone {
		if list := c.before.Lines[i].List; list > 0 {
			lines[list] = append(lines[list], i)
		}
	}
	var rest []int
	told := map[int]bool{}
	for _, i := range gone {
		list := c.before.Lines[i].List
		entries := lines[list]
		if list == 0 || len(entries) < mostEmptied || len(entries) < size[list]-1 { // a row of headings may stay
			rest = append(rest, i)
			continue
		}
		if !told[list] {
			told[list] = true
			c.change(hearsay.ListEmptied, c.across(entries), hearsay.Span{})
		}
		for _, name := range c.namesIn(c.before, i) {
			if !says(c.saidAfter, name) {
				c.change(hearsay.NameLost, within(c.before.span(i), name), hearsay.Span{})
			}
		}
	}
	return rest
}

// across is the span from the first of the lines to the last.
func (c *comparison) across(lines []int) hearsay.Span {
	start, end := c.before.span(lines[0]).Start, c.before.span(lines[len(lines)-1]).End
	return hearsay.Cut(c.before.Text, start, end)
}

// links tells which addresses a line leads to no more, and now.
func (c *comparison) links(i, j int) {
	x, y := c.before.Lines[i].Links, c.after.Lines[j].Links
	leads := func(links []Link, to string) bool {
		return slices.ContainsFunc(links, func(l Link) bool { return l.URL == to })
	}
	for _, l := range x {
		if !leads(y, l.URL) {
			c.changes = append(c.changes, hearsay.Change{Kind: hearsay.LinkLost, Before: c.before.span(i), Link: l.URL})
		}
	}
	for _, l := range y {
		if !leads(x, l.URL) {
			c.changes = append(c.changes, hearsay.Change{Kind: hearsay.LinkGiven, After: c.after.span(j), Link: l.URL})
		}
	}
}

// difference is the words that only one of two lines has, in their order.
type difference struct{ gone, come []string }

func differing(before, after string) difference {
	a, b := bag(before), bag(after)
	return difference{only(before, b), only(after, a)}
}

func only(line string, other map[string]int) []string {
	var out []string
	seen := map[string]int{}
	for w := range strings.FieldsSeq(line) {
		if seen[w]++; seen[w] > other[w] {
			out = append(out, w)
		}
	}
	return out
}

// figures are the words that begin with a digit.
func figures(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !unicode.IsDigit([]rune(w)[0]) })
}

// drop leaves out figures, and the words of names.
func (d *difference) drop(names []string) {
	known := map[string]bool{}
	for _, n := range names {
		for _, w := range wordsOf(n) {
			known[w] = true
		}
	}
	out := func(w string) bool { return known[w] || unicode.IsDigit([]rune(w)[0]) }
	d.gone, d.come = slices.DeleteFunc(d.gone, out), slices.DeleteFunc(d.come, out)
}

// spelling reports whether the words differ as right and wrong spellings of one word do, each by a letter or two: or by one
// sign, in a line of many, of a language that writes words with one sign or two.
func (d *difference) spelling(words int) bool {
	if len(d.gone) != len(d.come) || len(d.gone) == 0 || len(d.gone) > 2 {
		return false
	}
	for k := range d.gone {
		n := len([]rune(d.gone[k]))
		if n == 1 && len(d.gone) == 1 && words >= 8 && unicode.Is(unicode.Han, []rune(d.gone[k])[0]) && !han(d.gone[k]+d.come[k]) {
			return true
		}
		if n < 4 || apart(d.gone[k], d.come[k]) > 1+n/7 {
			return false
		}
	}
	return true
}

// han reports whether one of the signs turns what is said: numerals, negations, deputies.
func han(signs string) bool {
	return strings.ContainsAny(signs, "一二三四五六七八九十百千万亿两零不没未无非副前原代正")
}

// apart is how many letters differ (Levenshtein, with neighbours that changed places as one).
func apart(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > 3 || len(y)-len(x) > 3 {
		return 99
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
		for j := range rows[i] {
			if i == 0 {
				rows[0][j] = j
				continue
			}
			if j == 0 {
				continue
			}
			step := 1
			if x[i-1] == y[j-1] {
				step = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+step)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}
