// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hearsay"
)

// Sharing is a document that has passages of another.
type Sharing struct {
	ID     hearsay.DocumentID
	URL    string
	Credit string
	When   time.Time
}

// Shared is what [Copies] asks.
type Shared interface {
	// DocumentsSharing gives what is known of a document, and the documents that have passages of it, those that have
	// most of them first.
	DocumentsSharing(ctx context.Context, id hearsay.DocumentID) (self Sharing, others []Sharing, err error)
	Body(ctx context.Context, id hearsay.DocumentID) (*Body, error)
}

const (
	run      = 12   // words in a row, small edits among them, that make a reused passage
	passages = 32   // words in reused passages that make a copy of any document: two short sentences
	short    = 24   // that make one of a short document,
	copied   = 0.25 // if they are such a share of its words
	again    = 0.33 // share of its words from which a document is a copy of another of its own outlet
	mostNear = 8    // candidates that are compared word by word
)

// LeastShared is the number of fingerprints from which two documents are worth comparing.
const LeastShared = 3

// Copies finds the documents whose passages d has: the later one copies the earlier; of two at one time the one that
// credits an agency copies. So the answer follows from d and what came before it. later are the documents that came
// after d and have passages of it: what they are copied from must be asked again.
func Copies(ctx context.Context, id hearsay.DocumentID, ask Shared) (copies []hearsay.Link, later []hearsay.DocumentID, err error) {
	self, others, err := ask.DocumentsSharing(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var earlier []hearsay.DocumentID
	for _, other := range others {
		switch {
		case other.URL == self.URL && self.URL != "":
			continue // a version of the same document
		case before(self, other):
			later = append(later, other.ID)
		case len(earlier) < mostNear:
			earlier = append(earlier, other.ID)
		}
	}
	for _, other := range earlier {
		l, ok, err := compareBodies(ctx, id, other, ask)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			copies = append(copies, l)
		}
	}
	return copies, later, nil
}

// compareBodies gives the link from a document to the one it is copied from, if it is.
func compareBodies(ctx context.Context, id, earlier hearsay.DocumentID, ask Shared) (hearsay.Link, bool, error) {
	d, err := ask.Body(ctx, id)
	if err != nil {
		return hearsay.Link{}, false, err
	}
	from, err := ask.Body(ctx, earlier)
	if err != nil {
		return hearsay.Link{}, false, err
	}
	r := d.Reuse(from)
	if !r.copies(d.Document.Outlet != "" && d.Document.Outlet == from.Document.Outlet) {
		return hearsay.Link{}, false, nil
	}
	reason := fmt.Sprintf("%d of its %d words outside quotations stand in passages of %d words or more that the other has too", r.Words, d.size(), run)
	return hearsay.Link{
		From: d.Document.ID, To: from.Document.ID, Outlet: from.Document.Outlet, Kind: hearsay.Copies, Share: r.Share, Reason: reason,
		Stamp: hearsay.NewStamp("trace", Version),
	}, true, nil
}

// copies reports whether it makes a copy. Documents of one outlet share notes of the editor and paragraphs of
// background, which tell nothing of where the rest comes from.
func (r Reuse) copies(oneOutlet bool) bool {
	if oneOutlet {
		return r.Words >= short && r.Share >= again
	}
	return r.Words >= passages || r.Words >= short && r.Share >= copied
}

// before reports whether d came before other, so that other copies d.
func before(d, other Sharing) bool {
	if c := d.When.Compare(other.When); c != 0 {
		return c < 0
	}
	if (d.Credit == "") != (other.Credit == "") {
		return d.Credit == ""
	}
	return d.ID < other.ID
}

// Reuse is what a document has of another.
type Reuse struct {
	Words   int     // of its words in passages that the other has too, those that stand in a quotation in neither
	Share   float64 // of its words outside quotations
	Longest int     // words of the longest passage, quotations among them, however short
}

// Reuse finds the passages that b has of another body: runs of at least 12 words, small edits among them. Words in
// quotations make a passage longer and do not count: two who quote one speaker do not copy each other. A passage that
// either of them prints as a quotation is one.
func (b *Body) Reuse(from *Body) Reuse {
	var r Reuse
	for i := 0; i < len(b.shingles); {
		length, at := b.longest(from, i)
		r.Longest = max(r.Longest, length)
		if length < run {
			i++
			continue
		}
		walk(b.words[i:i+length], from.words[at:], func(m, n int) {
			if b.isOwn(i+m) && from.isOwn(at+n) {
				r.Words++
			}
		})
		i += length
	}
	r.Share = float64(r.Words) / float64(max(1, b.size()))
	return r
}

const mostPlaces = 4 // of one run of words that are looked at

// longest gives the longest passage that begins at word i and that from has too, and where in from it begins.
func (b *Body) longest(from *Body, i int) (length, at int) {
	x := from.index()
	looked := 0
	for p := x.latest[b.shingles[i]&x.mask]; p > 0 && looked < mostPlaces; p = x.before[p] {
		if j := int(p) - 1; from.shingles[j] == b.shingles[i] {
			looked++
			if n := walk(b.words[i:], from.words[j:], nil); n >= length {
				length, at = n, j
			}
		}
	}
	return length, at
}

// walk goes along the common beginning of a and b over small edits, calls same with the places of the words that are
// equal, and gives how many words of a it has passed.
func walk(a, b []uint64, same func(m, n int)) int {
	m, n, passed := 0, 0, 0
	for m < len(a) && n < len(b) {
		if a[m] != b[n] {
			e, ok := resume(a[m:], b[n:])
			if !ok {
				break
			}
			m, n = m+e[0], n+e[1]
		}
		if same != nil {
			same(m, n)
		}
		m, n = m+1, n+1
		passed = m
	}
	return passed
}

// edits are how many words of the one stand for how many of the other where a sentence is edited lightly.
var edits = [][2]int{{1, 1}, {0, 1}, {1, 0}, {1, 2}, {2, 1}, {2, 2}, {0, 2}, {2, 0}}

const agree = 3 // words in a row that are equal after an edit

// resume finds where two texts agree again after an edit.
func resume(a, b []uint64) (edit [2]int, ok bool) {
	for _, e := range edits {
		if e[0]+agree <= len(a) && e[1]+agree <= len(b) && slices.Equal(a[e[0]:e[0]+agree], b[e[1]:e[1]+agree]) {
			return e, true
		}
	}
	return edit, false
}
