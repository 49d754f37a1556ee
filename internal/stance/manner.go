// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import "hearsay/internal/linear"

const (
	reach    = 4  // words between a sign and a word of the claim that it may belong to
	most     = 4  // signs of a kind that are counted
	perWords = 20 // a text is said to have so many signs in so many words
)

// manner gives the features that tell how a text that is about the claim stands to it. Words count by where they stand:
// in the claim, in the sentences the text begins with, in those that are nearest to the claim, or beside its words.
// The words themselves are features only in the claim and the nearest sentences, elsewhere only those of the lists: a
// model must not learn what a whole text is about, for it is asked about other things than it was trained on.
func (o *overlap) manner() []feature {
	var l list
	o.likeness(&l)
	if o.numbers > 0 {
		l.named("numbers")
		if o.others > 0 {
			l.named("other numbers")
		}
	}
	near := make([]sentence, 0, len(o.near))
	for _, i := range o.near {
		near = append(near, o.text.sentences[i])
	}
	begin := o.text.sentences[:min(leading, len(o.text.sentences))]
	claim := l.region("claim", o.claim.sentences, true)
	lead := l.region("lead", begin, false)
	nearest := l.region("near", near, true)
	whole := l.region("text", o.text.sentences, false)
	beside := o.beside(&l, near)
	l.crossed("claim and near", claim, nearest)
	l.crossed("claim and lead", claim, lead)
	l.crossed("lead and beside", lead, beside)
	size := 0
	for _, s := range o.text.sentences {
		size += len(s)
	}
	for kind := negation; kind < signKinds; kind++ {
		l.steps("rate of "+kindNames[kind], perWords*float64(whole[kind])/float64(max(perWords, size)))
	}
	return l
}

// counts are the numbers of signs of each kind.
type counts [signKinds]int

// region adds the signs that stand in some sentences, each word once, and how many there are of each kind; with pairs,
// also each word with the one before it.
func (l *list) region(name string, sentences []sentence, pairs bool) counts {
	var n counts
	h := linear.String(name)
	seen := map[linear.Hash]bool{}
	for _, s := range sentences {
		last := linear.Hash(0)
		for _, w := range s {
			if w.sign != noSign {
				n[w.sign]++
				if !seen[w.hash] {
					seen[w.hash] = true
					l.on(h.With(w.hash))
				}
			}
			if pairs {
				l.on(h.With(last).With(w.hash))
			}
			last = w.hash
		}
	}
	l.counted(h, n)
	return n
}

// counted adds how many signs of each kind there are, none being something too.
func (l *list) counted(h linear.Hash, n counts) {
	for kind := negation; kind < signKinds; kind++ {
		for i := range min(n[kind]+1, most) {
			l.on(atLeast(h, kind, i))
		}
	}
}

// atLeast is the feature of having n signs of a kind or more.
func atLeast(h linear.Hash, kind sign, n int) linear.Hash { return h.Int(int(kind)).Int(n) }

// beside counts the signs that stand within reach of words of the claim.
func (o *overlap) beside(l *list, near []sentence) counts {
	var n counts
	h := linear.String("beside")
	for _, s := range near {
		for i, w := range s {
			if w.sign != noSign && o.reaches(s, i) {
				n[w.sign]++
				l.on(h.With(w.hash))
			}
		}
	}
	l.counted(h, n)
	return n
}

// reaches reports whether a word of the claim stands within reach of word i.
func (o *overlap) reaches(s sentence, i int) bool {
	for j := max(0, i-reach); j < min(len(s), i+reach+1); j++ {
		if j != i && s[j].stem != "" && len(o.claim.at[s[j].stem]) > 0 {
			return true
		}
	}
	return false
}

// crossed adds each kind of sign that stands in one place together with each that stands in another: a text that calls
// false what the claim calls false agrees with it.
func (l *list) crossed(name string, a, b counts) {
	h := linear.String(name)
	for x := negation; x < signKinds; x++ {
		for y := negation; y < signKinds; y++ {
			if a[x] > 0 && b[y] > 0 {
				l.on(both(h, x, y))
			}
		}
	}
}

// both is the feature of having signs of two kinds in two places.
func both(h linear.Hash, x, y sign) linear.Hash { return h.Int(int(x)).Int(int(y)) }
