// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"hearsay"
	"hearsay/internal/text"
)

// Shared is what [Copy] asks: which documents hold some of the fingerprints, and how many of them.
type Shared interface {
	DocumentsCopied(ctx context.Context, fingerprints []uint64) (map[hearsay.DocumentID]int, error)
	Text(ctx context.Context, id hearsay.DocumentID) (hearsay.Document, error)
}

const (
	shingle  = 5    // words that are hashed together
	winnow   = 4    // of so many neighbouring hashes the least is kept
	run      = 12   // words in a row that make a reused passage
	copied   = 0.25 // share of a document's words in reused passages from which it is a copy
	mostNear = 8    // candidates that are compared word by word
)

// Fingerprints gives the hashes by which documents that reuse passages of d are found: winnowing (Schleimer,
// Wilkerson, Aiken 2003) over runs of five words.
func Fingerprints(d *hearsay.Document) []uint64 {
	words := bodyWords(d)
	var hashes []uint64
	for i := 0; i+shingle <= len(words); i++ {
		hashes = append(hashes, xxh3.HashString(strings.Join(words[i:i+shingle], " ")))
	}
	kept := map[uint64]bool{}
	for i := 0; i+winnow <= len(hashes); i++ {
		kept[slices.Min(hashes[i:i+winnow])] = true
	}
	out := make([]uint64, 0, len(kept))
	for h := range kept {
		out = append(out, h)
	}
	slices.Sort(out)
	return out
}

// bodyWords are the words of the document's body in lower case, without marks and without a dateline.
func bodyWords(d *hearsay.Document) []string {
	var out []string
	for _, t := range text.Tokens(d.Text[min(d.Body, len(d.Text)):]) {
		if strings.IndexFunc(t.Lower, isLetterOrDigit) >= 0 {
			out = append(out, t.Lower)
		}
	}
	return out
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127
}

// Copy finds the documents whose passages d reuses or that reuse passages of d. The later one copies the
// earlier; of two at one time the one that credits an agency copies.
func Copy(ctx context.Context, d *hearsay.Document, fingerprints []uint64, ask Shared) ([]hearsay.Link, error) {
	near, err := ask.DocumentsCopied(ctx, fingerprints)
	if err != nil {
		return nil, err
	}
	var links []hearsay.Link
	for _, id := range closest(near, d.ID) {
		other, err := ask.Text(ctx, id)
		if err != nil {
			return nil, err
		}
		if other.URL == d.URL && d.URL != "" {
			continue // a version of the same document
		}
		if l, ok := CompareTexts(d, &other); ok {
			links = append(links, l)
		}
	}
	return links, nil
}

// closest gives the candidates that share most fingerprints, best first.
func closest(near map[hearsay.DocumentID]int, self hearsay.DocumentID) []hearsay.DocumentID {
	var ids []hearsay.DocumentID
	for id, n := range near {
		if id != self && n >= 3 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b hearsay.DocumentID) int {
		if near[a] != near[b] {
			return near[b] - near[a]
		}
		return strings.Compare(string(a), string(b))
	})
	return ids[:min(mostNear, len(ids))]
}

func CompareTexts(d, other *hearsay.Document) (hearsay.Link, bool) {
	from, to := d, other
	if before(d, other) {
		from, to = other, d
	}
	a, b := bodyWords(from), bodyWords(to)
	reused, longest := reuse(a, b)
	if longest < run || len(a) == 0 {
		return hearsay.Link{}, false
	}
	share := float64(reused) / float64(len(a))
	if share < copied {
		return hearsay.Link{}, false
	}
	reason := fmt.Sprintf("%d of its %d words stand in passages of %d words or more that the other has too", reused, len(a), run)
	return hearsay.Link{
		From: from.ID, To: to.ID, Outlet: to.Outlet, Kind: hearsay.Copies, Share: share, Reason: reason, Stamp: hearsay.NewStamp("trace", Version),
	}, true
}

// before reports whether d came before other, so that other copies d.
func before(d, other *hearsay.Document) bool {
	if c := d.When().Compare(other.When()); c != 0 {
		return c < 0
	}
	if (d.Credit == "") != (other.Credit == "") {
		return d.Credit == ""
	}
	return d.ID < other.ID
}

// reuse counts the words of a that stand in runs of at least run words which b has too, and the longest run. A
// run may go on over one word that differs.
func reuse(a, b []string) (words, longest int) {
	at := map[string][]int{}
	for j := 0; j+shingle <= len(b); j++ {
		k := strings.Join(b[j:j+shingle], " ")
		if len(at[k]) < 4 {
			at[k] = append(at[k], j)
		}
	}
	for i := 0; i+shingle <= len(a); {
		best := 0
		for _, j := range at[strings.Join(a[i:i+shingle], " ")] {
			best = max(best, together(a[i:], b[j:]))
		}
		if best < run {
			i++
			continue
		}
		words += best
		longest = max(longest, best)
		i += best
	}
	return words, longest
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
