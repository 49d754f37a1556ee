// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"slices"
	"strings"
	"unicode"

	"hearsay/internal/text"
)

// texts finds which texts are nearly the same: those that share two fifths of their runs of three words with the first
// of their kind, so that a word changed in each of two short posts makes no other text of them. It takes about 300 bytes for each text
// that is like none before.
type texts struct {
	sketches []uint32         // of the first text of each kind, sketched of them each
	sizes    []int8           // of these sketches
	exactly  map[uint64]int32 // kind by the hash of all words
	latest   map[uint32]int32 // the latest of the having with a hash, from 1
	having   []having
}

// having is a kind whose first text has a hash among its least, and the one before it that has the same, from 1.
type having struct{ kind, before int32 }

const (
	fewestWords = 4 // a text of fewer is what anybody writes
	runWords    = 3
	sketched    = 16
	looked      = 4    // of the hashes of a sketch, by which others are found
	mostKinds   = 32   // that are compared of those with one hash
	alike       = 0.4  // share of the runs of both texts together
	farWords    = 2000 // words that are read of a text
)

// kind gives the number of the kind of a text, and whether it is the first of it; ok is false where it is too short to tell
// anything. What leads elsewhere is no part of a text: names of accounts, tags, addresses.
func (t *texts) kind(s string) (kind int32, first, ok bool) {
	words := wordsOf(s)
	if len(words) < fewestWords {
		return 0, false, false
	}
	if t.exactly == nil {
		t.exactly, t.latest = map[uint64]int32{}, map[uint32]int32{}
	}
	whole := uint64(len(words))
	for _, w := range words {
		whole = whole*0x100000001b3 ^ w
	}
	if k, ok := t.exactly[whole]; ok {
		return k, false, true
	}
	s32 := sketch(words)
	k := t.near(s32)
	if first = k < 0; first {
		k = t.begin(s32)
	}
	t.exactly[whole] = k
	return k, first, true
}

// near finds the kind that a text is nearly of; -1 where there is none.
func (t *texts) near(s []uint32) int32 {
	best, most := int32(-1), alike
	for _, h := range s[:min(len(s), looked)] {
		at := t.latest[h]
		for n := 0; at > 0 && n < mostKinds; n++ {
			k := t.having[at-1].kind
			if j := likeness(s, t.sketchOf(k)); j >= most {
				best, most = k, j
			}
			at = t.having[at-1].before
		}
	}
	return best
}

// begin makes a kind of a text.
func (t *texts) begin(s []uint32) int32 {
	k := int32(len(t.sizes))
	t.sizes = append(t.sizes, int8(len(s)))
	var padded [sketched]uint32
	copy(padded[:], s)
	t.sketches = append(t.sketches, padded[:]...)
	for _, h := range s[:min(len(s), looked)] {
		t.having = append(t.having, having{k, t.latest[h]})
		t.latest[h] = int32(len(t.having))
	}
	return k
}

func (t *texts) sketchOf(k int32) []uint32 {
	at := int(k) * sketched
	return t.sketches[at : at+int(t.sizes[k])]
}

// sketch is the least hashes of the runs of a text, rising.
func sketch(words []uint64) []uint32 {
	runs := text.Runs(words, runWords)
	s := make([]uint32, len(runs))
	for i, h := range runs {
		s[i] = uint32(h >> 32)
	}
	slices.Sort(s)
	s = slices.Compact(s)
	return s[:min(len(s), sketched)]
}

// likeness estimates the share of the runs of two texts that both have (Broder 1997): from the least hashes of both
// together.
func likeness(s, o []uint32) float64 {
	i, j, both, all := 0, 0, 0, 0
	for all < sketched && (i < len(s) || j < len(o)) {
		all++
		switch {
		case j == len(o) || i < len(s) && s[i] < o[j]:
			i++
		case i == len(s) || o[j] < s[i]:
			j++
		default:
			i, j, both = i+1, j+1, both+1
		}
	}
	return float64(both) / float64(max(1, all))
}

// wordsOf gives the hashes of the words of a post in small letters.
func wordsOf(s string) []uint64 {
	var words []uint64
	for field := range strings.FieldsSeq(s) {
		if len(words) > farWords {
			break
		}
		if leadsElsewhere(field) {
			continue
		}
		h, within := uint64(0), false
		end := func() {
			if within {
				words, within = append(words, h^h>>32), false
			}
		}
		for _, r := range field {
			switch {
			case r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai): // written without blanks
				end()
				h, within = 0xcbf29ce484222325^uint64(r), true
				end()
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r >= 0x300 && unicode.IsMark(r):
				if !within {
					h, within = 0xcbf29ce484222325, true
				}
				h = (h ^ uint64(unicode.ToLower(r))) * 0x100000001b3 // FNV-1a
			case r != '\'' && r != '’':
				end()
			}
		}
		end()
	}
	return words
}

// leadsElsewhere reports whether a word is the name of an account, a tag or an address, or says that a post is passed on.
func leadsElsewhere(word string) bool {
	word = strings.TrimLeft(word, ".(\"“‘")
	return strings.HasPrefix(word, "@") || strings.HasPrefix(word, "#") || strings.Contains(word, "://") ||
		strings.HasPrefix(word, "www.") || word == "RT" || word == "rt"
}
