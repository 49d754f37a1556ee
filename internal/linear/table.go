// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Table gives each feature key a row of small weights, one a class. It is laid out as it stands in the model file. A
// key is known by its place and 16 bits of it, so one in some ten thousand unknown features is taken for a known one.
//
// A bucket is one line of a processor's cache, for the time goes into waiting for memory: two bytes of each of a few
// keys (0: empty, and then so are the following), and then their rows: the weights, or where there are too many of
// them or few are not 0, the number of the byte in lists at which they stand: a count, then pairs of class and weight.
// A key that finds its bucket full goes to the next one that is not.
type Table struct {
	Classes []string
	buckets []byte
	lists   []byte // nil where buckets hold the weights
	row     int    // bytes of a row
	lanes   int    // keys of a bucket, a multiple of four
	count   uint64 // buckets
}

// tableInfo is what the header of a file says of a table.
type tableInfo struct {
	Name    string
	Classes []string
	Rows    int
	Buckets int // bytes
	Lists   int // bytes; 0 for a table without lists
}

const (
	bucket    = 64 // bytes
	sparseRow = 4  // bytes
)

// lanesOf is the number of keys that a bucket holds with rows of that many bytes: as many fours as there is room for,
// 0 where there is none.
func lanesOf(row int) int { return bucket / (2 + row) / 4 * 4 }

// Part is one trained table: a row of weights for each feature key; no key is 0 and none stands twice.
type Part struct {
	Name    string
	Classes []string
	Keys    []uint64 // their order decides the bytes of the file
	Weights []int8   // len(Classes) a key
}

// Join lays parts side by side: the classes of all, and a row for each key of any. Where several chains look at the
// same features, one search then serves them all.
func Join(name string, parts ...Part) Part {
	out := Part{Name: name}
	for _, p := range parts {
		out.Classes, out.Keys = append(out.Classes, p.Classes...), append(out.Keys, p.Keys...)
	}
	slices.Sort(out.Keys)
	out.Keys = slices.Compact(out.Keys)
	at := make(map[uint64]int, len(out.Keys))
	for i, key := range out.Keys {
		at[key] = i * len(out.Classes)
	}
	out.Weights = make([]int8, len(out.Keys)*len(out.Classes))
	first := 0
	for _, p := range parts {
		k := len(p.Classes)
		for i, key := range p.Keys {
			copy(out.Weights[at[key]+first:], p.Weights[i*k:(i+1)*k])
		}
		first += k
	}
	return out
}

// bucketCount leaves about a third of the places empty.
func bucketCount(rows, lanes int) int { return rows*3/(2*lanes) + 1 }

// home is the bucket at which the search for a key begins.
func home(key, count uint64) uint64 {
	hi, _ := bits.Mul64(key, count)
	return hi
}

// check is what is kept of a key; its low bits, for home is decided by the high ones.
func check(key uint64) uint16 {
	c := uint16(key>>1) ^ uint16(key>>17)
	if c == 0 {
		return 1
	}
	return c
}

// pack lays a part out as buckets and lists.
func pack(p Part) (buckets, lists []byte) {
	k := len(p.Classes)
	used := 0
	for _, w := range p.Weights {
		if w != 0 {
			used++
		}
	}
	// A row in lists takes 5 bytes and two a weight, one without takes one a class.
	row := k
	if lanesOf(k) == 0 || 5*len(p.Keys)+2*used < k*len(p.Keys) {
		row, lists = sparseRow, []byte{0}
	}
	lanes := lanesOf(row)
	count := uint64(bucketCount(len(p.Keys), lanes))
	buckets = make([]byte, int(count)*bucket)
	for i, key := range p.Keys {
		at, lane := freePlace(buckets, lanes, home(key, count))
		binary.LittleEndian.PutUint16(buckets[at+2*lane:], check(key))
		to := buckets[at+2*lanes+lane*row : at+2*lanes+(lane+1)*row]
		weights := p.Weights[i*k : (i+1)*k]
		if lists != nil {
			binary.LittleEndian.PutUint32(to, uint32(len(lists)))
			lists = appendList(lists, weights)
			continue
		}
		for c, w := range weights {
			to[c] = byte(w)
		}
	}
	return buckets, lists
}

// freePlace finds the first empty lane of the bucket of that number or of one behind it, and gives the byte of the bucket.
func freePlace(buckets []byte, lanes int, number uint64) (at, lane int) {
	for at = int(number) * bucket; ; at += bucket {
		if at == len(buckets) {
			at = 0
		}
		for lane = range lanes {
			if binary.LittleEndian.Uint16(buckets[at+2*lane:]) == 0 {
				return at, lane
			}
		}
	}
}

func appendList(lists []byte, row []int8) []byte {
	at := len(lists)
	lists = append(lists, 0)
	for c, w := range row {
		if w != 0 {
			lists = append(lists, byte(c), byte(w))
			lists[at]++
		}
	}
	return lists
}

// newTable checks that a table is what its header says, so that no key leads outside of it and every search ends.
func newTable(info tableInfo, buckets, lists []byte) (*Table, error) {
	t := &Table{Classes: info.Classes, buckets: buckets, lists: lists, row: len(info.Classes)}
	if lists != nil {
		t.row = sparseRow
	}
	t.lanes = lanesOf(t.row)
	if len(info.Classes) == 0 || len(info.Classes) > 255 || t.lanes == 0 || len(buckets) == 0 || len(buckets)%bucket != 0 {
		return nil, fmt.Errorf("model part %s: %d bytes for %d rows of %d classes cannot be", info.Name, len(buckets), info.Rows, len(info.Classes))
	}
	t.count = uint64(len(buckets) / bucket)
	full := true
	for at := 0; at < len(buckets); at += bucket {
		for lane := range t.lanes {
			if binary.LittleEndian.Uint16(buckets[at+2*lane:]) == 0 {
				full = false
				break
			}
			if lists == nil {
				continue
			}
			from := int(binary.LittleEndian.Uint32(buckets[at+2*t.lanes+lane*t.row:]))
			if from >= len(lists) || from+1+2*int(lists[from]) > len(lists) {
				return nil, fmt.Errorf("model part %s: a row leads outside", info.Name)
			}
		}
	}
	if full {
		return nil, fmt.Errorf("model part %s: no place of its table is empty", info.Name)
	}
	return t, nil
}

// first is the byte of the bucket at which the search for a key begins.
func (t *Table) first(key uint64) int { return int(home(key, t.count)) * bucket }

// find gives the byte at which the row of a key stands, 0 for an unknown key. It searches from the bucket at a byte, of
// which the first four lanes are given. All lanes of a bucket are compared at once, for which of them is the right one
// a processor cannot foretell.
func (t *Table) find(at int, key, four uint64) int {
	want := uint64(check(key)) * each
	for {
		hits, last := zeroLanes(four^want)>>15, four
		for w := 1; w < t.lanes/4; w++ {
			last = binary.LittleEndian.Uint64(t.buckets[at+8*w:])
			hits |= zeroLanes(last^want) >> (15 - w)
		}
		if hits != 0 {
			bit := bits.TrailingZeros64(hits)
			return at + 2*t.lanes + (bit%16*4+bit/16)*t.row
		}
		if last>>48 == 0 {
			return 0
		}
		if at += bucket; at == len(t.buckets) {
			at = 0
		}
		four = binary.LittleEndian.Uint64(t.buckets[at:])
	}
}

const each = 0x0001000100010001 // a one in each of four lanes

// zeroLanes has the highest bit set of each of four lanes that is zero, and no other bit.
func zeroLanes(x uint64) uint64 {
	const low = 0x7fff * each
	return ^((x&low + low) | x | low)
}

// Score sets scores, which has an element a class, to the sums of the weights of the features.
func (t *Table) Score(features []uint64, scores []int32) {
	clear(scores)
	t.Add(features, scores)
}

// Add adds the weights of features to scores; an unknown one adds nothing. What is looked at in memory is asked for
// several features at a time before the first of it is needed, for most of the time goes into waiting for it.
func (t *Table) Add(features []uint64, scores []int32) {
	var at, rows [together]int
	var four [together]uint64
	for len(features) > 0 {
		n := min(len(features), together)
		for i, f := range features[:n] {
			at[i] = t.first(f)
			four[i] = binary.LittleEndian.Uint64(t.buckets[at[i]:])
		}
		found := 0
		for i, f := range features[:n] {
			if rows[found] = t.find(at[i], f, four[i]); rows[found] > 0 {
				found++
			}
		}
		if t.lists != nil {
			t.addLists(rows[:found], scores)
		} else {
			t.addRows(rows[:found], scores)
		}
		features = features[n:]
	}
}

// together is the number of features that [Table.Add] looks for at a time.
const together = 24

// addRows adds the rows that begin at those bytes.
func (t *Table) addRows(rows []int, scores []int32) {
	for _, at := range rows {
		row := t.buckets[at : at+t.row]
		scores = scores[:len(row)]
		for c, w := range row {
			scores[c] += int32(int8(w))
		}
	}
}

// addLists adds the lists to which the rows lead that begin at those bytes.
func (t *Table) addLists(rows []int, scores []int32) {
	var lists [together][]byte
	for i, at := range rows {
		lists[i] = t.lists[binary.LittleEndian.Uint32(t.buckets[at:]):]
	}
	var sums [256]int32 // a class is a byte: no need to look whether there is such
	for _, list := range lists[:len(rows)] {
		list = list[1 : 1+2*int(list[0])]
		for i := 1; i < len(list); i += 2 {
			sums[list[i-1]] += int32(int8(list[i]))
		}
	}
	for c := range scores {
		scores[c] += sums[c]
	}
}

// Greatest is the class with the greatest score, the lowest of equals, among those allowed (all where allowed is
// nil); -1 where none is.
func Greatest(scores []int32, allowed []bool) int {
	best := -1
	for c := range scores {
		if (allowed == nil || allowed[c]) && (best < 0 || scores[c] > scores[best]) {
			best = c
		}
	}
	return best
}

// Lead is the class that [Greatest] gives, and how far it is ahead of the next one; math.MaxInt32 where there is no other.
func Lead(scores []int32, allowed []bool) (best int, lead int32) {
	best, lead = -1, math.MaxInt32
	for c, s := range scores {
		switch {
		case allowed != nil && !allowed[c]:
		case best < 0:
			best = c
		case s > scores[best]:
			best, lead = c, s-scores[best]
		default:
			lead = min(lead, scores[best]-s)
		}
	}
	return best, lead
}
