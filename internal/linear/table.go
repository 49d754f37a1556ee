// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// Table gives each feature key a row of small weights, one a class. It is used in place, as it stands in the model
// file, and costs neither time to load nor memory of its own. A key is known by its place and 16 bits of it, so one
// in some ten thousand unknown features is taken for a known one.
//
// A bucket is two bytes of each of eight keys (0: empty, and then so are the following), and then their rows: the
// weights, or where few of them are not 0 the number of the byte in lists at which they stand: a count, then pairs of
// class and weight. A key that finds its bucket full goes to the next one that is not.
type Table struct {
	Classes []string
	buckets []byte
	lists   []byte // nil where buckets hold the weights
	row     int    // bytes of a row
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
	lanes     = 8         // keys of a bucket
	checks    = 2 * lanes // bytes
	sparseRow = 4         // bytes
)

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

// bucketCount leaves about a quarter of the places empty.
func bucketCount(rows int) int { return rows/6 + 1 }

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
	if 5*len(p.Keys)+2*used < k*len(p.Keys) {
		row, lists = sparseRow, []byte{0}
	}
	size, count := checks+lanes*row, uint64(bucketCount(len(p.Keys)))
	buckets = make([]byte, int(count)*size)
	for i, key := range p.Keys {
		at, lane := freePlace(buckets, size, home(key, count))
		binary.LittleEndian.PutUint16(buckets[at+2*lane:], check(key))
		to := buckets[at+checks+lane*row : at+checks+(lane+1)*row]
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

// freePlace finds the first empty lane of the bucket or of one behind it, and gives the byte of the bucket.
func freePlace(buckets []byte, size int, bucket uint64) (at, lane int) {
	for at = int(bucket) * size; ; at += size {
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
	size := checks + lanes*t.row
	if len(info.Classes) == 0 || len(info.Classes) > 255 || len(buckets) == 0 || len(buckets)%size != 0 {
		return nil, fmt.Errorf("model part %s: %d bytes for %d rows of %d classes cannot be", info.Name, len(buckets), info.Rows, len(info.Classes))
	}
	t.count = uint64(len(buckets) / size)
	full := true
	for at := 0; at < len(buckets); at += size {
		for lane := range lanes {
			if binary.LittleEndian.Uint16(buckets[at+2*lane:]) == 0 {
				full = false
				break
			}
			if lists == nil {
				continue
			}
			from := int(binary.LittleEndian.Uint32(buckets[at+checks+lane*t.row:]))
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

// Add adds the weights of a feature to scores, which has an element a class. An unknown feature adds nothing.
func (t *Table) Add(key uint64, scores []int32) {
	at := t.first(key)
	t.add(at, key, binary.LittleEndian.Uint64(t.buckets[at:]), scores)
}

// first is the byte of the bucket at which the search for a key begins.
func (t *Table) first(key uint64) int { return int(home(key, t.count)) * (checks + lanes*t.row) }

// add searches from the bucket at a byte, of which the first four lanes are given.
func (t *Table) add(at int, key, low uint64, scores []int32) {
	size := checks + lanes*t.row
	want := uint64(check(key)) * each
	for {
		bucket := t.buckets[at : at+size]
		lane := -1
		high := binary.LittleEndian.Uint64(bucket[8:])
		if hit := zeroLanes(low ^ want); hit != 0 {
			lane = bits.TrailingZeros64(hit) / 16
		} else if hit := zeroLanes(high ^ want); hit != 0 {
			lane = 4 + bits.TrailingZeros64(hit)/16
		}
		if lane >= 0 {
			t.addRow(bucket[checks+lane*t.row:checks+(lane+1)*t.row], scores)
			return
		}
		if high>>48 == 0 {
			return
		}
		if at += size; at == len(t.buckets) {
			at = 0
		}
		low = binary.LittleEndian.Uint64(t.buckets[at:])
	}
}

func (t *Table) addRow(row []byte, scores []int32) {
	if t.lists != nil {
		t.addList(int(binary.LittleEndian.Uint32(row)), scores)
		return
	}
	scores = scores[:len(row)]
	for c, w := range row {
		scores[c] += int32(int8(w))
	}
}

const each = 0x0001000100010001 // a one in each of four lanes

// zeroLanes has the highest bit set of the lowest of four lanes that is zero, perhaps also of higher ones, and none
// where no lane is.
func zeroLanes(x uint64) uint64 { return (x - each) &^ x & (each << 15) }

func (t *Table) addList(from int, scores []int32) {
	n := 2 * int(t.lists[from])
	list := t.lists[from+1 : from+1+n]
	for i := 0; i+1 < len(list); i += 2 {
		if c := int(list[i]); c < len(scores) {
			scores[c] += int32(int8(list[i+1]))
		}
	}
}

// Score sets scores to the sums of the weights of the features. The buckets of several features are asked for before
// the first is looked at, for most of the time goes into waiting for memory.
func (t *Table) Score(features []uint64, scores []int32) {
	clear(scores)
	var at [16]int
	var low [16]uint64
	for len(features) > 0 {
		n := min(len(features), len(at))
		for i, f := range features[:n] {
			at[i] = t.first(f)
			low[i] = binary.LittleEndian.Uint64(t.buckets[at[i]:])
		}
		for i, f := range features[:n] {
			t.add(at[i], f, low[i], scores)
		}
		features = features[n:]
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
