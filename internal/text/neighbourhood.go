// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import "hearsay/internal/linear"

// Neighbourhood is what is known of the names in a part of a text: how often each word stands in a name of each
// kind. A word that is a person in one sentence is one in the next, where less tells it.
type Neighbourhood struct {
	words map[linear.Hash]*kinds
}

// kinds counts, for a word, the kinds of names it stands in, and how often it stands in none, or in lower case.
type kinds struct{ count [5]int }

var kindNumber = map[string]int{"PERSON": 0, "ORGANIZATION": 1, "LOCATION": 2, "MISC": 3, "": 4}

// neighbourhoodTokens is about how many tokens are looked at together.
const neighbourhoodTokens = 1000

// Clear forgets all.
func (n *Neighbourhood) Clear() { n.words = map[linear.Hash]*kinds{} }

// Add counts the names of the tokens of a sentence. Where all words are in capitals, "O" says little.
func (n *Neighbourhood) Add(f *Features) {
	for i := range f.Tokens {
		w := &f.words[i]
		if !w.letters || len(f.Tokens[i].Word) < 2 {
			continue
		}
		kind := kindNumber[f.Tokens[i].Name]
		k := n.words[w.lower]
		if k == nil {
			if kind == 4 {
				continue
			}
			k = &kinds{}
			n.words[w.lower] = k
		}
		k.count[kind]++
	}
}

// Recall tells the features what is known of the words of the sentence that are written with a capital, not counting
// the sentence's own tokens. It reports whether anything is.
func (n *Neighbourhood) Recall(f *Features) bool {
	f.seen = f.seen[:0]
	any := false
	for i := range f.Tokens {
		code := linear.Hash(0)
		if w := &f.words[i]; w.anyCapital && w.letters {
			if k := n.words[w.lower]; k != nil {
				code = k.tell(kindNumber[f.Tokens[i].Name])
				any = any || code > 1
			}
		}
		if code == 0 {
			code = 1
		}
		f.seen = append(f.seen, code)
	}
	return any
}

// tell puts what is known of a word in a number: 1 for nothing; own is the kind it has where it stands.
func (k *kinds) tell(own int) linear.Hash {
	best, most, all := -1, 0, 0
	for kind, n := range k.count {
		if kind == own && n > 0 {
			n--
		}
		all += n
		if n > most {
			best, most = kind, n
		}
	}
	if best < 0 {
		return 1
	}
	code := 2 + 4*best
	if most > 1 {
		code++
	}
	if most < all {
		code += 2
	}
	return linear.Hash(code)
}

// elsewhere gives what is known of token i from other sentences; 0 where no other sentences were looked at.
func (f *Features) elsewhere(i int) linear.Hash {
	if i < 0 || i >= len(f.seen) {
		return 0
	}
	return f.seen[i]
}

// findNamesAgain looks at the sentences once more, with what was found in those around them.
func (m *Model) findNamesAgain(w *work, sentences []Sentence) {
	for first := 0; first < len(sentences); {
		last, from := first+1, sentences[first].First
		for last < len(sentences) && sentences[last].Last-from < neighbourhoodTokens {
			last++
		}
		w.around.Clear()
		for _, s := range sentences[first:last] {
			w.features.sentence(s)
			w.around.Add(&w.features)
		}
		for _, s := range sentences[first:last] {
			w.features.sentence(s)
			if w.around.Recall(&w.features) {
				m.findNames(w)
			}
		}
		first = last
	}
	w.features.seen = w.features.seen[:0]
}
