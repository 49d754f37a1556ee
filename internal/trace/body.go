// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"sync"

	"hearsay"
	"hearsay/internal/text"
)

// Body is a document's body prepared for finding passages in it. It may be used by any number of goroutines.
type Body struct {
	Document *hearsay.Document
	words    []uint64 // hashes of the words in small letters; clitics and the parts of compounds are words
	own      []int    // for each word how many words before it are the document's own; one more at the end
	shingles []uint64 // hashes of runs of words, by the first word
	index    func() *index
}

const (
	shingle = text.ShingleWords
	winnow  = 8 // of so many neighbouring hashes the least is kept
)

// NewBody prepares the body of d. The document's own words are those that stand in no quotation and in no notice of the
// outlet about its rights.
func NewBody(d *hearsay.Document) *Body {
	s := d.Text[min(d.Body, len(d.Text)):]
	r := wordReader{words: make([]uint64, 0, len(s)/5), aside: make([]bool, 0, len(s)/5)}
	r.read(s)
	b := &Body{Document: d, words: r.words, own: make([]int, len(r.words)+1), shingles: text.Shingles(r.words)}
	for i, aside := range r.aside {
		b.own[i+1] = b.own[i]
		if !aside {
			b.own[i+1]++
		}
	}
	b.index = sync.OnceValue(func() *index { return newIndex(b.shingles) })
	return b
}

// isOwn reports whether word i is the document's own.
func (b *Body) isOwn(i int) bool { return b.own[i+1] > b.own[i] }

// size is how many words of its own the document has.
func (b *Body) size() int { return b.own[len(b.words)] }

// Fingerprints gives the hashes by which documents that have passages of this one are found: winnowing (Schleimer,
// Wilkerson, Aiken 2003) over runs of five words. A common run of twelve own words gives at least one in common; runs
// that stand wholly in quotations give none.
func (b *Body) Fingerprints() []uint64 {
	own := make([]uint64, 0, len(b.shingles))
	for i, h := range b.shingles {
		if b.own[i+shingle] > b.own[i] {
			own = append(own, h)
		}
	}
	var out []uint64
	for i, least := 0, -1; i+winnow <= len(own); i++ {
		if least < i { // the least one has left the window
			least = i
			for j := i + 1; j < i+winnow; j++ {
				if own[j] <= own[least] {
					least = j
				}
			}
			out = append(out, own[least])
		} else if last := i + winnow - 1; own[last] <= own[least] {
			least = last
			out = append(out, own[least])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// index finds the places of a hash among others: the latest of each bucket, and for each place the one before it in
// the same bucket.
type index struct {
	latest, before []int32 // places, counted from 1
	mask           uint64
}

func newIndex(hashes []uint64) *index {
	size := 1
	for size < 2*len(hashes) {
		size *= 2
	}
	x := &index{latest: make([]int32, size), before: make([]int32, len(hashes)+1), mask: uint64(size - 1)}
	for i, h := range hashes {
		bucket := h & x.mask
		x.before[i+1] = x.latest[bucket]
		x.latest[bucket] = int32(i + 1)
	}
	return x
}
