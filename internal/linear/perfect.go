// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// perfect is a hash that gives every one of its keys a place of its own (compress, hash and displace: Belazzougui,
// Botelho and Dietzfelbinger 2009). A key that is none of its own gets the place of another.
type perfect struct {
	shifts []uint16 // one a group of keys: what keeps its keys off the others
	places uint64
}

const (
	groupSize = 5   // keys of a group, on average
	spare     = 256 // one place in so many stays empty, so that the last keys find theirs
)

// newPerfect makes the hash of keys, which are all different. The same keys in the same order give the same hash.
func newPerfect(keys []uint64) perfect {
	places := len(keys) + len(keys)/spare + 1
	for {
		if p, ok := tryPerfect(keys, places); ok {
			return p
		}
		places += places/spare + 1
	}
}

// tryPerfect fails where a group finds no shift; the largest groups choose first.
func tryPerfect(keys []uint64, places int) (perfect, bool) {
	p := perfect{shifts: make([]uint16, len(keys)/groupSize+1), places: uint64(places)}
	groups := make([][]uint64, len(p.shifts))
	for _, k := range keys {
		groups[p.group(k)] = append(groups[p.group(k)], k)
	}
	order := make([]int, len(groups))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(groups[b]), len(groups[a])) })
	taken := make([]bool, places)
	for _, g := range order {
		if !p.settle(g, groups[g], taken) {
			return perfect{}, false
		}
	}
	return p, true
}

// settle finds a shift by which the keys of a group come to places that are free.
func (p *perfect) settle(group int, keys []uint64, taken []bool) bool {
	for shift := range math.MaxUint16 + 1 {
		p.shifts[group] = uint16(shift)
		free := 0
		for ; free < len(keys) && !taken[p.place(keys[free])]; free++ {
			taken[p.place(keys[free])] = true
		}
		if free == len(keys) {
			return true
		}
		for _, k := range keys[:free] {
			taken[p.place(k)] = false
		}
	}
	return false
}

func (p *perfect) group(key uint64) uint64 {
	hi, _ := bits.Mul64(key, uint64(len(p.shifts)))
	return hi
}

// place is less than p.places for every key.
func (p *perfect) place(key uint64) uint64 {
	h := (key ^ uint64(p.shifts[p.group(key)])*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	hi, _ := bits.Mul64(h, p.places)
	return hi
}
