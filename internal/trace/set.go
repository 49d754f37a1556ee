// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// set is a small set of words, in the order of their hashes: it is compared with thousands of others.
type set []member

type member struct {
	hash uint64
	word string
}

var seed = maphash.MakeSeed()

func (s set) place(hash uint64) (int, bool) {
	return slices.BinarySearchFunc(s, hash, func(m member, h uint64) int { return cmp.Compare(m.hash, h) })
}

func (s *set) add(word string) {
	hash := maphash.String(seed, word)
	if at, found := s.place(hash); !found {
		*s = slices.Insert(*s, at, member{hash, word})
	}
}

func (s set) has(word string) bool {
	_, found := s.place(maphash.String(seed, word))
	return found
}

// without is the set of the words that are not left out.
func (s set) without(out func(word string) bool) set {
	return slices.DeleteFunc(slices.Clone(s), func(m member) bool { return out(m.word) })
}

// common is the number of words that two sets share.
func common(a, b set) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i].hash, b[j].hash
		if x == y {
			n++
		}
		if x <= y {
			i++
		}
		if y <= x {
			j++
		}
	}
	return n
}

// conflict reports whether each has something that the other lacks: two actors, two numbers.
func conflict(a, b set) bool {
	n := common(a, b)
	return n < len(a) && n < len(b)
}
