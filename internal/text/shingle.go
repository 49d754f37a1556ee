// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

// ShingleWords is how many words in a row are hashed together.
const ShingleWords = 5

// Shingles gives the hashes of all runs of five words, by the first word of each, from the hashes of the words. Texts that
// have a run in common have its hash in common.
func Shingles(words []uint64) []uint64 { return Runs(words, ShingleWords) }

// Runs gives the hashes of all runs of n words, as [Shingles] does.
func Runs(words []uint64, n int) []uint64 {
	out := make([]uint64, 0, max(0, len(words)-n+1))
	for i := 0; i+n <= len(words); i++ {
		h := uint64(0)
		for _, w := range words[i : i+n] {
			h = h*0x9e3779b97f4a7c15 + w
		}
		h ^= h >> 31
		out = append(out, h*0xbf58476d1ce4e5b9)
	}
	return out
}
