// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"hearsay/internal/linear"
)

// view is what a cue looks at: the tokens [lo, hi) around it, and what the features of all of them share.
type view struct {
	cue        Range
	lo, hi     int
	head       int         // the token of the cue that governs the others
	others     []bool      // by token of the view: it is in another cue of the same level
	lemma      linear.Hash // of the head
	words      linear.Hash // the lemmas of the cue
	valency    linear.Hash // of the head
	before     linear.Hash // what stands before and behind the cue
	after      linear.Hash
	hint       int     // number of the hint with this cue, -1 for none
	quoted     int     // 1 where the head stands in quotation marks
	marks      []uint8 // by token of the view: commas and other marks between it and the cue, capped
	cues       []uint8 // by token: other cues in between, capped
	branch     []int32 // by token: the highest token below the head of the cue whose subtree holds it, or an ancestor's
	path       []linear.Hash
	wholeQuote []bool // by token: its sentence is quoted from end to end
}

const (
	farBefore = 4 // sentences looked at before that of the cue, where they are quoted
	farAfter  = 6
)

// window gives the tokens that a cue may have source and content in: its sentence, and neighbouring sentences as
// long as a quotation runs on, also into the next paragraphs.
func (f *Frame) window(cue Range) (lo, hi int) {
	sents := f.t.Sentences
	s := f.sent[cue.First]
	lo, hi = sents[s].First, sents[s].Last
	for k := 1; k <= farBefore && s-k >= 0; k++ {
		prev := sents[s-k]
		end := prev.Last - 1
		same := f.t.Tokens[end].Line == f.t.Tokens[lo].Line
		if !same || !f.quotedAt(end) && !f.quotedAt(lo) || hi-lo > 300 {
			break
		}
		lo = prev.First
	}
	for k := 1; k <= farAfter && s+k < len(sents); k++ {
		next := sents[s+k]
		same := f.t.Tokens[next.First].Line == f.t.Tokens[hi-1].Line
		if !f.quotedAt(next.First) || !same && !f.quotedAt(hi-1) || hi-lo > 400 {
			break
		}
		hi = next.Last
	}
	return lo, hi
}

func (f *Frame) quotedAt(i int) bool { return f.segment[i] >= 0 || isMark(f.t.Tokens[i].Word) }

// look prepares the view of a cue; same holds the cues of its level, which alone count as others.
func (f *Frame) look(v *view, cue Range, same []Range) {
	v.cue = cue
	v.lo, v.hi = f.window(cue)
	v.head = f.headOf(cue)
	v.lemma, v.valency = f.lemma[v.head], f.valency[v.head]
	v.words = linear.Feature(200)
	for i := cue.First; i < cue.Last; i++ {
		v.words = v.words.With(f.lemma[i])
	}
	v.before, v.after = at(f.tag, cue.First-1, v.lo, v.hi), at(f.tag, cue.Last, v.lo, v.hi)
	v.hint = -1
	for i := cue.First; i < cue.Last; i++ {
		if h := f.hintCue[i]; h >= 0 {
			v.hint = h
		}
	}
	v.quoted = 0
	if f.t.Tokens[v.head].Quoted {
		v.quoted = 1
	}
	f.between(v, same)
	f.paths(v)
}

// headOf is the token of the cue whose governor stands outside of it: a verb where there are several.
func (f *Frame) headOf(cue Range) int {
	best := -1
	for i := cue.First; i < cue.Last; i++ {
		h := f.t.Tokens[i].Head
		if h >= cue.First && h < cue.Last {
			continue
		}
		verb := f.t.Tokens[i].Tag != "" && f.t.Tokens[i].Tag[0] == 'V'
		if best < 0 || verb && f.t.Tokens[best].Tag[0] != 'V' {
			best = i
		}
	}
	return max(best, cue.First)
}

// between counts, from the cue outwards, marks and other cues.
func (f *Frame) between(v *view, same []Range) {
	n := v.hi - v.lo
	v.marks, v.cues = resize(v.marks, n), resize(v.cues, n)
	v.others, v.wholeQuote = resize(v.others, n), resize(v.wholeQuote, n)
	for _, c := range same {
		for i := max(v.lo, c.First); i < min(v.hi, c.Last) && c != v.cue; i++ {
			v.others[i-v.lo] = true
		}
	}
	run := func(from, to, step int) {
		marks, cues := 0, 0
		for i := from; i != to; i += step {
			v.marks[i-v.lo], v.cues[i-v.lo] = uint8(min(marks, 15)), uint8(min(cues, 2))
			switch f.t.Tokens[i].Word {
			case ",":
				marks += 1
			case ";", ":", "--", "—", "–", "-":
				marks += 4
			}
			if v.others[i-v.lo] && (i == v.lo || !v.others[i-1-v.lo]) {
				cues++
			}
		}
	}
	run(v.cue.Last, v.hi, 1)
	run(v.cue.First-1, v.lo-1, -1)
	for i := v.lo; i < v.hi; i++ {
		s := f.t.Sentences[f.sent[i]]
		v.wholeQuote[i-v.lo] = f.quotedAt(s.First) && f.segment[s.First] == f.segment[s.Last-1] && f.segment[s.First] >= 0
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	s = s[:n]
	clear(s)
	return s
}

// paths gives each token the way through the tree from it to the head of the cue: how it climbs to the lowest common
// ancestor, and by which relation that is left downwards; and the branch it hangs on.
func (f *Frame) paths(v *view) {
	n := v.hi - v.lo
	v.branch, v.path = resize(v.branch, n), resize(v.path, n)
	// depth on the way from the cue's head to the root, and the child through which it is reached
	up := make([]int, 0, 16)
	for h := v.head; h >= 0 && len(up) < 30; h = f.t.Tokens[h].Head {
		up = append(up, h)
	}
	for i := v.lo; i < v.hi; i++ {
		v.branch[i-v.lo] = int32(i)
		if f.sent[i] != f.sent[v.head] {
			v.path[i-v.lo] = linear.Feature(201).Int(min(2, max(-2, f.sent[i]-f.sent[v.head])))
			continue
		}
		path, at, last := linear.Feature(202), i, i
		found := -1
		for step := 0; at >= 0 && step < 30; step++ {
			if found = indexOf(up, at); found >= 0 {
				break
			}
			if step < 4 {
				path = path.With(f.rel[at])
			}
			last, at = at, f.t.Tokens[at].Head
		}
		v.branch[i-v.lo] = int32(last)
		path = path.Int(min(found, 4))
		if found > 0 {
			path = path.With(f.rel[up[found-1]])
		}
		v.path[i-v.lo] = path
	}
}

func indexOf(xs []int, x int) int {
	for i, y := range xs {
		if x == y {
			return i
		}
	}
	return -1
}

// roleFeatures are those of token i as seen from a cue.
func (f *Frame) roleFeatures(x *features, v *view, i int) {
	x.reset()
	F := linear.Feature
	lemma := func(d int) linear.Hash { return at(f.lemma, i+d, v.lo, v.hi) }
	tag := func(d int) linear.Hash { return at(f.tag, i+d, v.lo, v.hi) }
	k := i - v.lo
	where := 1 // before, within or behind the cue
	d := 0
	switch {
	case i < v.cue.First:
		where, d = 0, i-v.cue.First
	case i >= v.cue.Last:
		where, d = 2, i-v.cue.Last+1
	}
	place := linear.Feature(203).Int(where).Int(min(2, max(-2, f.sent[i]-f.sent[v.head])))
	x.add(F(1).With(place))
	x.add(F(2).With(place).Int(distance(d)))
	x.add(F(3).With(place).With(lemma(0)))
	x.add(F(4).With(place).With(lemma(-1)))
	x.add(F(5).With(place).With(lemma(1)))
	x.add(F(6).With(place).With(tag(0)))
	x.add(F(7).With(place).With(tag(-1)).With(tag(0)))
	x.add(F(8).With(place).With(tag(0)).With(tag(1)))
	x.add(F(9).With(place).With(tag(0)).With(v.lemma))
	x.add(F(10).With(place).With(lemma(0)).With(v.lemma))
	x.add(F(11).With(place).With(f.name[i]).With(f.shape[i]))
	x.add(F(12).With(place).Int(distance(d)).With(v.lemma))
	x.add(F(13).With(place).With(tag(0)).Int(distance(d)))
	if i+1 == v.cue.First || i == v.cue.Last {
		x.add(F(14).With(place).With(lemma(0)).With(v.words))
		x.add(F(15).With(place).With(tag(0)).With(v.valency))
		x.add(F(16).With(place).With(tag(0)).With(f.tag[v.head]))
	}
	f.roleMarks(x, v, i, k, place)
	f.roleTree(x, v, i, k, place)
	f.roleHints(x, v, i, place)
	f.rolePairs(x, v, i, k, place)
}

// roleMarks adds quotations, marks and other cues.
func (f *Frame) roleMarks(x *features, v *view, i, k int, place linear.Hash) {
	F := linear.Feature
	quoted := 0
	if f.t.Tokens[i].Quoted {
		quoted = 1
	}
	seg := f.segment[i]
	inSame := 0
	if seg >= 0 {
		inSame = 1
		if near := f.segmentNear(v, i); near == seg {
			inSame = 2
		}
	}
	q := F(204).Int(quoted).Int(inSame).Int(v.quoted)
	x.add(F(20).With(place).With(q))
	x.add(F(21).With(place).With(q).With(v.lemma))
	x.add(F(22).With(place).With(q).With(f.tag[i]))
	x.add(F(23).With(place).Int(f.toQuote[i]))
	x.add(F(24).With(place).Int(int(v.marks[k])))
	x.add(F(25).With(place).Int(int(v.marks[k])).With(q))
	x.add(F(26).With(place).Int(int(v.cues[k])))
	x.add(F(27).With(place).Int(int(v.cues[k])).With(f.tag[i]))
	if v.others[k] {
		x.add(F(28).With(place))
		x.add(F(29).With(place).With(f.lemma[i]))
	}
	if v.wholeQuote[k] {
		x.add(F(30).With(place).With(v.before).With(v.after))
	}
	x.add(F(31).With(place).With(v.before).With(v.after).With(q))
	x.add(F(32).With(place).With(v.valency).With(q))
}

// segmentNear is the quotation that is nearest to the cue on the side of i.
func (f *Frame) segmentNear(v *view, i int) int {
	if i < v.cue.First {
		for j := v.cue.First - 1; j >= max(v.lo, v.cue.First-4); j-- {
			if f.segment[j] >= 0 {
				return f.segment[j]
			}
		}
		return -1
	}
	for j := v.cue.Last; j < min(v.hi, v.cue.Last+8); j++ {
		if f.segment[j] >= 0 {
			return f.segment[j]
		}
	}
	return -1
}

// roleTree adds what the parse tells.
func (f *Frame) roleTree(x *features, v *view, i, k int, place linear.Hash) {
	F := linear.Feature
	b := int(v.branch[k])
	branch := F(205).With(f.rel[b]).With(place)
	x.add(F(40).With(v.path[k]))
	x.add(F(41).With(v.path[k]).With(v.lemma))
	x.add(F(42).With(v.path[k]).With(f.tag[v.head]))
	x.add(F(43).With(branch))
	x.add(F(44).With(branch).With(v.lemma))
	x.add(F(45).With(branch).With(v.valency))
	x.add(F(46).With(branch).With(f.tag[i]))
	ends := 0
	if f.lo[b] == i {
		ends |= 1
	}
	if f.hi[b] == i+1 {
		ends |= 2
	}
	if f.lo[i] == i {
		ends |= 4
	}
	if f.hi[i] == i+1 {
		ends |= 8
	}
	x.add(F(47).With(branch).Int(ends))
	x.add(F(48).With(branch).Int(ends).With(f.lemma[i]))
	x.add(F(49).With(place).With(f.rel[i]).Int(ends))
	x.add(F(50).With(place).With(f.rel[i]).With(f.tag[i]))
	x.add(F(51).With(branch).Int(distance(i - f.lo[b])))
	if s := f.subject[v.head]; s >= 0 {
		in := 0
		if i >= f.lo[s] && i < f.hi[s] {
			in = 1
		}
		x.add(F(52).Int(in).With(place).With(v.valency))
		x.add(F(53).Int(in).With(place).With(f.tag[i]))
	} else {
		x.add(F(54).With(place).With(f.tag[i]).With(f.name[i]))
	}
	if h := f.t.Tokens[i].Head; h >= 0 {
		x.add(F(55).With(place).With(f.lemma[h]).With(f.rel[i]))
	}
}

// roleHints adds what somebody else found for this cue.
func (f *Frame) roleHints(x *features, v *view, i int, place linear.Hash) {
	F := linear.Feature
	role := 0
	if v.hint >= 0 {
		role = 1 + hintRoleOf(f.hints[v.hint], i)
	}
	x.add(F(60).Int(role).With(place))
	x.add(F(61).Int(role).With(f.tag[i]))
	x.add(F(62).Int(role).With(v.lemma))
	x.add(F(63).Int(role).Int(int(f.hintRole[i])))
	x.pair(F(90).Int(role))
	if i > v.lo {
		before := 0
		if v.hint >= 0 {
			before = 1 + hintRoleOf(f.hints[v.hint], i-1)
		}
		x.pair(F(91).Int(before).Int(role))
	}
}

func hintRoleOf(h Hint, i int) int {
	for _, r := range h.Source {
		if i >= r.First && i < r.Last {
			return 1
		}
	}
	for _, r := range h.Content {
		if i >= r.First && i < r.Last {
			return 2
		}
	}
	return 0
}

// rolePairs adds the features of the pair of i and the token before it.
func (f *Frame) rolePairs(x *features, v *view, i, k int, place linear.Hash) {
	F := linear.Feature
	x.pair(F(80).With(place))
	x.pair(F(81).With(at(f.tag, i-1, v.lo, v.hi)).With(f.tag[i]))
	if i == v.lo {
		return
	}
	change := 0
	if f.sent[i] != f.sent[i-1] {
		change |= 1
	}
	if f.t.Tokens[i].Line != f.t.Tokens[i-1].Line {
		change |= 2
	}
	if f.segment[i] != f.segment[i-1] {
		change |= 4
	}
	if v.branch[k] != v.branch[k-1] {
		change |= 8
	}
	if i == v.cue.First || i == v.cue.Last {
		change |= 16
	}
	x.pair(F(82).Int(change))
	x.pair(F(83).Int(change).With(f.tag[i-1]))
	x.pair(F(84).Int(change).With(f.tag[i]))
	x.pair(F(85).Int(f.link(i - 1)).Int(change))
	x.pair(F(86).With(f.rel[v.branch[k]]).With(f.rel[v.branch[k-1]]).Int(change))
	x.pair(F(87).With(f.lower[i-1]).With(place))
	x.pair(F(88).With(f.lower[i]).With(place))
}
