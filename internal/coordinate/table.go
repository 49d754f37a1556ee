// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Table is who did what when. The zero value is empty and ready.
type Table struct {
	accounts, objects dictionary
	acts              []act
	texts             texts
	textObjects       []int32 // the object of each kind of text
}

// act is one row; at is microseconds since 1970.
type act struct {
	at              int64
	account, object int32
}

// dictionary numbers names.
type dictionary struct {
	numbers map[string]int32
	names   []string
}

func (d *dictionary) number(name string) int32 {
	if d.numbers == nil {
		d.numbers = map[string]int32{}
	}
	n, ok := d.numbers[name]
	if !ok {
		name = strings.Clone(name) // it may be a piece of a long row
		n = d.add(name)
		d.numbers[name] = n
	}
	return n
}

// add gives a number to what is numbered elsewhere by another name.
func (d *dictionary) add(name string) int32 {
	d.names = append(d.names, name)
	return int32(len(d.names) - 1)
}

// Add notes that an account did something with an object: shared a link, passed a post on, wrote a text.
func (t *Table) Add(account, object string, at time.Time) {
	t.acts = append(t.acts, act{at.UnixMicro(), t.accounts.number(account), t.objects.number(object)})
}

// Len is the number of acts.
func (t *Table) Len() int { return len(t.acts) }

// Shuffle is how times are dealt out anew.
type Shuffle int

// The shuffles. Within an object its times stay, and with them how it spread; Across, all times of the table go anywhere;
// Around, each time moves by at most the reach of a window, and all that is slower stays.
const (
	Within Shuffle = iota
	Across
	Around
)

// Shuffled gives the table with its times dealt out anew. The same seed gives the same table; window counts for Around.
func (t *Table) Shuffled(how Shuffle, window time.Duration, seed uint64) *Table {
	r := rand.New(rand.NewPCG(seed, 0))
	out := &Table{accounts: t.accounts, objects: t.objects, acts: slices.Clone(t.acts)}
	swap := func(acts []act) {
		r.Shuffle(len(acts), func(i, j int) { acts[i].at, acts[j].at = acts[j].at, acts[i].at })
	}
	switch how {
	case Across:
		swap(out.acts)
	case Within:
		slices.SortStableFunc(out.acts, func(a, b act) int { return cmp.Compare(a.object, b.object) })
		for i := 0; i < len(out.acts); {
			j := i
			for j < len(out.acts) && out.acts[j].object == out.acts[i].object {
				j++
			}
			swap(out.acts[i:j])
			i = j
		}
	case Around:
		far := reach(window).Microseconds()
		for i := range out.acts {
			out.acts[i].at += r.Int64N(2*far+1) - far
		}
	}
	return out
}

// dealt is a table in the order in which it is searched: by object, then by time. Objects that only one account has are
// left out: nobody can be in step there.
type dealt struct {
	*Table
	acts     []act
	position [][]int32 // of the acts of each account, in the order of acts
}

func (t *Table) deal() *dealt {
	d := &dealt{Table: t, acts: slices.Clone(t.acts), position: make([][]int32, len(t.accounts.names))}
	slices.SortFunc(d.acts, func(a, b act) int {
		return cmp.Or(cmp.Compare(a.object, b.object), cmp.Compare(a.at, b.at), cmp.Compare(a.account, b.account))
	})
	kept := d.acts[:0]
	for i := 0; i < len(d.acts); {
		j, many := i, false
		for j < len(d.acts) && d.acts[j].object == d.acts[i].object {
			many = many || d.acts[j].account != d.acts[i].account
			j++
		}
		if many {
			kept = append(kept, d.acts[i:j]...)
		}
		i = j
	}
	d.acts = kept
	count := make([]int32, len(d.position))
	for _, a := range d.acts {
		count[a.account]++
	}
	all := make([]int32, len(d.acts))
	for i, n := range count {
		d.position[i], all = all[:0:n], all[n:]
	}
	for i, a := range d.acts {
		d.position[a.account] = append(d.position[a.account], int32(i))
	}
	return d
}
