// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/zeebo/xxh3"

	"hearsay"
	"hearsay/internal/text"
)

// Body is a document's body prepared for finding passages in it. The words have small letters, and stand without
// marks and without a dateline. It may be used by any number of goroutines.
type Body struct {
	Document *hearsay.Document
	words    []string
	own      []int                   // for each word how many words before it stand in no quotation; one more at the end
	shingles []uint64                // hashes of runs of words, by the first word
	at       func() map[uint64][]int // where a run stands, at most a few places; made when it is first asked for
}

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
	shingle  = 5    // words that are hashed together
	winnow   = 8    // of so many neighbouring hashes the least is kept
	run      = 12   // words in a row that make a reused passage
	copied   = 0.25 // share of a document's words in reused passages from which it is a copy
	mostNear = 8    // candidates that are compared word by word
)

// LeastShared is the number of fingerprints from which two documents are worth comparing.
const LeastShared = 3

// NewBody prepares the body of d.
func NewBody(d *hearsay.Document) *Body {
	b := &Body{Document: d}
	b.at = sync.OnceValue(b.places)
	var hashes []uint64
	own := 0
	for _, t := range text.Parse(d.Text[min(d.Body, len(d.Text)):], nil).Tokens {
		if strings.IndexFunc(t.Lower, isLetterOrDigit) >= 0 {
			b.words, b.own = append(b.words, t.Lower), append(b.own, own)
			hashes = append(hashes, xxh3.HashString(t.Lower))
			if !t.Quoted {
				own++
			}
		}
	}
	b.own = append(b.own, own)
	for i := 0; i+shingle <= len(hashes); i++ {
		h := uint64(0)
		for _, w := range hashes[i : i+shingle] {
			h = h*0x9e3779b97f4a7c15 + w
		}
		h ^= h >> 31
		b.shingles = append(b.shingles, h*0xbf58476d1ce4e5b9)
	}
	return b
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127
}

// Fingerprints gives the hashes by which documents that have passages of this one are found: winnowing (Schleimer,
// Wilkerson, Aiken 2003) over runs of five words.
func (b *Body) Fingerprints() []uint64 {
	var out []uint64
	for i := 0; i+winnow <= len(b.shingles); i++ {
		out = append(out, slices.Min(b.shingles[i:i+winnow]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

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
	reused, longest := d.reuse(from)
	own := d.own[len(d.words)]
	share := float64(reused) / float64(max(1, own))
	if longest < run || share < copied {
		return hearsay.Link{}, false, nil
	}
	where := ""
	if own < len(d.words) {
		where = " outside quotations"
	}
	reason := fmt.Sprintf("%d of its %d words%s stand in passages of %d words or more that the other has too", reused, own, where, run)
	return hearsay.Link{
		From: d.Document.ID, To: from.Document.ID, Outlet: from.Document.Outlet, Kind: hearsay.Copies, Share: share, Reason: reason,
		Stamp: hearsay.NewStamp("trace", Version),
	}, true, nil
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

// reuse counts the words of b that stand in runs of at least run words which from has too, and the longest run. A
// run may go on over one word that differs. Words in quotations are not counted: two who quote one speaker do not
// copy each other.
func (b *Body) reuse(from *Body) (words, longest int) {
	places := from.at()
	for i := 0; i < len(b.shingles); {
		best := 0
		for _, j := range places[b.shingles[i]] {
			best = max(best, together(b.words[i:], from.words[j:]))
		}
		if best < run {
			i++
			continue
		}
		words += b.own[i+best] - b.own[i]
		longest = max(longest, best)
		i += best
	}
	return words, longest
}

func (b *Body) places() map[uint64][]int {
	at := make(map[uint64][]int, len(b.shingles))
	for j, h := range b.shingles {
		if len(at[h]) < 4 {
			at[h] = append(at[h], j)
		}
	}
	return at
}

// together is the length of the common beginning of a and b, single changed words allowed between longer runs.
func together(a, b []string) int {
	n, good := 0, 0
	for n < len(a) && n < len(b) {
		if a[n] == b[n] {
			n++
			good = n
			continue
		}
		if n+3 < len(a) && n+3 < len(b) && a[n+1] == b[n+1] && a[n+2] == b[n+2] && a[n+3] == b[n+3] {
			n++
			continue
		}
		break
	}
	return good
}
