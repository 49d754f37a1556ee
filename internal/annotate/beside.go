// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

// apart ends what is said before a clause beside it by which the same speaker says the next thing: in "I think it helped, but
// I fear it cost too much" there are two, side by side.
func (r *reading) apart(finds []*find) {
	for _, f := range finds {
		for _, g := range finds {
			if f != g && f.source != nil && g.source != nil {
				r.separate(f, g)
			}
		}
	}
}

func (r *reading) separate(f, g *find) {
	who := r.pronoun(*f.source)
	at := g.source.last - 1
	if who == "" || at < r.lo || at >= r.hi || who != r.tok(at).Lower || r.t.Tokens[g.cue[0].first].Quoted != r.t.Tokens[f.cue[0].first].Quoted {
		return
	}
	join := at
	for join > r.lo && r.tok(join-1).Tag == "RB" {
		join--
	}
	join--
	for k, c := range f.content {
		if c.first+1 < join && join < c.last && r.parts(join) && g.cue[0].first < c.last && g.cue[0].first > at {
			f.content = append(f.content[:k:k], chunk{c.first, r.withoutComma(c.first, join)})
			g.source.first, g.voice = at, chunk{at, at + 1}
			return
		}
	}
}

// parts reports whether token i can part two clauses that stand side by side.
func (r *reading) parts(i int) bool {
	t := r.tok(i)
	return t.Tag == "CC" || isDash(t.Word) || t.Word == ";"
}

func (r *reading) withoutComma(first, end int) int {
	for end > first+1 && (r.tok(end-1).Word == "," || r.tok(end-1).Word == ";" || isDash(r.tok(end-1).Word)) {
		end--
	}
	return end
}

// pronoun is the source where it is a personal pronoun, in lower case.
func (r *reading) pronoun(c chunk) string {
	if c.last-c.first != 1 || c.first < r.lo || c.last > r.hi || r.tok(c.first).Tag != "PRP" {
		return ""
	}
	return r.tok(c.first).Lower
}

// mend lets a clause that begins with "that" go on where it breaks off before its verb.
func (r *reading) mend(f *find) {
	last := len(f.content) - 1
	c := f.content[last]
	if c.first < r.lo || c.last >= r.hi || r.tok(c.first).Lower != "that" || r.hasVerb(c.first, c.last) || !isFinite(r.tok(c.last).Tag) {
		return
	}
	if end := r.clauseEnd(c.first); end > c.last {
		f.content = append(f.content[:last:last], chunk{c.first, end})
	}
}
