// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	_ "embed"
	"math/bits"
	"strings"
	"sync"

	"hearsay/internal/linear"
)

//go:embed words.txt
var wordsFile string

// wordClasses gives each word of words.txt its classes, a bit each in the order in which the file names them. They
// tell the models something of words that are no cue in any text they were trained on.
var wordClasses = sync.OnceValue(func() map[string]uint16 {
	out := map[string]uint16{}
	numbers := map[string]int{}
	for line := range strings.Lines(wordsFile) {
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n, known := numbers[name]
		if !known {
			n = len(numbers)
			numbers[name] = n
		}
		for w := range strings.FieldsSeq(words) {
			out[w] |= 1 << n
		}
	}
	return out
})

// classesOf gives the classes of a token from its lemma and from the word as it stands: "delighted" is no verb.
func classesOf(lemma, lower string) uint16 {
	words := wordClasses()
	return words[lemma] | words[lower]
}

// cueWords adds the classes of a word.
func (f *Frame) cueWords(x *features, i int) {
	F := linear.Feature
	unknown := 0
	if f.cueness[i] == 0 {
		unknown = 1
	}
	for c := f.classes[i]; c != 0; c &= c - 1 {
		n := bits.TrailingZeros16(c)
		x.add(F(70).Int(n).With(f.tag[i]).Int(unknown))
		x.add(F(71).Int(n).With(f.valency[i]).Int(unknown))
		x.add(F(72).Int(n).With(f.rel[i]))
		s := f.subject[i]
		if s >= 0 {
			x.add(F(73).Int(n).With(f.tag[s]).Int(unknown))
		}
	}
}
