// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"encoding/binary"
	"math"
	"slices"
)

// Table gives each feature key a row of small weights, one a class. Its keys are those of a [perfect] hash, so a key
// has one place where it can be, and nothing is decided on the way there. A row begins with 16 bits of its key; one in
// 65,000 unknown features is taken for a known one. Behind them stand the weights with 128 added to each, so that they
// can be summed eight at a time.
type Table struct {
	Classes []string
	keys    perfect
	rows    []byte // one a place, and one more of zero weights
	stride  int    // bytes of a row, whole words
}

// tableInfo is what the header of a file says of a table.
type tableInfo struct {
	Name    string
	Classes []string
	Rows    int
	Groups  int
}

const (
	checkSize = 2   // bytes of the key that stand before the weights
	zero      = 128 // the byte of a weight that is 0
	word      = 8   // bytes
)

// size is the number of bytes of the table in a file; less than 0 where no table can be as it says.
func (i tableInfo) size() int {
	const most = 1 << 28
	if len(i.Classes) == 0 || len(i.Classes) > 255 || i.Rows < 1 || i.Groups < 1 || i.Rows > most || i.Groups > most {
		return -1
	}
	return 2*i.Groups + i.Rows*(checkSize+len(i.Classes))
}

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

// check is what is kept of a key; its low bits, for its place is decided by the high ones. Never 0.
func check(key uint64) uint16 {
	c := uint16(key>>1) ^ uint16(key>>17)
	if c == 0 {
		return 1
	}
	return c
}

// pack lays a part out as it stands in a file: the shifts of its hash, then the rows.
func pack(p Part) (tableInfo, []byte) {
	keys := newPerfect(p.Keys)
	info := tableInfo{Name: p.Name, Classes: p.Classes, Rows: int(keys.places), Groups: len(keys.shifts)}
	out := make([]byte, 0, info.size())
	for _, s := range keys.shifts {
		out = binary.LittleEndian.AppendUint16(out, s)
	}
	k := len(p.Classes)
	row := checkSize + k
	rows := make([]byte, info.Rows*row)
	for i := range rows {
		if i%row >= checkSize {
			rows[i] = zero
		}
	}
	for i, key := range p.Keys {
		to := rows[int(keys.place(key))*row:]
		binary.LittleEndian.PutUint16(to, check(key))
		for c, w := range p.Weights[i*k : (i+1)*k] {
			to[checkSize+c] = byte(int(w) + zero)
		}
	}
	return info, append(out, rows...)
}

// newTable reads what [pack] wrote, which has the size that info gives. Rows are widened to whole words.
func newTable(info tableInfo, packed []byte) *Table {
	t := &Table{Classes: info.Classes, keys: perfect{shifts: make([]uint16, info.Groups), places: uint64(info.Rows)}}
	for i := range t.keys.shifts {
		t.keys.shifts[i] = binary.LittleEndian.Uint16(packed[2*i:])
	}
	row := checkSize + len(info.Classes)
	t.stride = (row + word - 1) / word * word
	t.rows = make([]byte, (info.Rows+1)*t.stride) // so large a slice begins where a line of cache does
	packed = packed[2*info.Groups:]
	for i := range info.Rows {
		copy(t.rows[i*t.stride:], packed[i*row:(i+1)*row])
	}
	for i := info.Rows*t.stride + checkSize; i < len(t.rows); i++ {
		t.rows[i] = zero
	}
	return t
}

// Score sets scores, which has an element a class, to the sums of the weights of the features.
func (t *Table) Score(features []uint64, scores []int32) {
	clear(scores)
	t.Add(features, scores)
}

// together is the number of features that [Table.Add] looks for at a time: what is looked at in memory is asked for all
// of them before the first of it is needed, for most of the time goes into waiting for it.
const together = 64

// Add adds the weights of features to scores; an unknown one adds nothing.
func (t *Table) Add(features []uint64, scores []int32) {
	var at [together]int
	for len(features) > 0 {
		n := min(len(features), together)
		t.find(features[:n], at[:n])
		t.sum(at[:n], scores)
		features = features[n:]
	}
}

// find gives the bytes at which the rows of the features begin; for an unknown one, at which the row of zeros does.
func (t *Table) find(features []uint64, at []int) {
	none := len(t.rows) - t.stride
	for i, f := range features {
		at[i] = int(t.keys.place(f)) * t.stride
	}
	for i, f := range features {
		row := at[i]
		if binary.LittleEndian.Uint16(t.rows[row:]) != check(f) {
			row = none
		}
		at[i] = row
	}
}

// sum adds the rows that begin at those bytes, of which there are at most 257. The sums of the even and of the odd bytes
// of a word grow in 16 bits each.
func (t *Table) sum(rows []int, scores []int32) {
	const lanes = 0x00ff00ff00ff00ff
	offset := int32(zero * len(rows))
	for first := 0; first < t.stride; first += word {
		var even, odd uint64
		for _, at := range rows {
			x := binary.LittleEndian.Uint64(t.rows[at+first:])
			even += x & lanes
			odd += x >> 8 & lanes
		}
		for i := range word {
			sum := even
			if i%2 == 1 {
				sum = odd
			}
			if c := first + i - checkSize; c >= 0 && c < len(scores) {
				scores[c] += int32(sum>>(i/2*16)&0xffff) - offset
			}
		}
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
