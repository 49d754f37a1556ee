// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package linear holds linear models over hashed features: the file and the tables in which weights are kept, the
// averaged perceptron, and the conditional random field over a chain. It knows nothing of language. Everything in
// it is deterministic: the same examples and seed give the same weights, the same weights and features the same
// answer.
package linear

// Hash is a feature on its way to its key: a template number and what the template was filled with. It is made of
// bytes alone, never of numbers that depend on the order of reading.
type Hash uint64

const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// String is the hash of a string (FNV-1a).
func String(s string) Hash {
	h := uint64(offset)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return Hash(h)
}

// Feature begins a feature of that template.
func Feature(template int) Hash { return mix(offset ^ Hash(template)*0x9e3779b97f4a7c15) }

// With adds a part; the order of parts counts.
func (h Hash) With(part Hash) Hash { return mix(h*prime ^ part) }

// Int adds a number.
func (h Hash) Int(n int) Hash { return mix(h*prime ^ Hash(n+1)*0x9e3779b97f4a7c15) }

// Key is the key of the finished feature; never 0.
func (h Hash) Key() uint64 { return uint64(mix(h)) | 1 }

// mix spreads the bits (the finalizer of MurmurHash3).
func mix(h Hash) Hash {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return h
}

// Random is a small generator (xorshift64) whose numbers depend on the seed alone.
type Random uint64

// NewRandom starts one.
func NewRandom(seed uint64) *Random {
	r := Random(seed*0x9e3779b97f4a7c15 | 1)
	return &r
}

// Next gives 64 bits.
func (r *Random) Next() uint64 {
	x := uint64(*r)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*r = Random(x)
	return x
}

// Shuffled gives 0…n-1 in an order of its choice.
func (r *Random) Shuffled(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int((r.Next() >> 11) % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}
