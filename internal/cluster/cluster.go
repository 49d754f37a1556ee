// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package cluster places documents in stories: in one pass, from names and words, each placement with its reason.
// A document about look-alike events (same kind, other actors or place) shares words but no names, and stays
// apart.
//
// A document is compared with the documents dated within [Window] of it that were placed before, and with nothing
// else: the place follows from them alone, not from how long the program has been running or what else it holds.
package cluster

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Version is raised when the same documents give other stories.
const Version = 2

const (
	Window     = 14 * 24 * time.Hour // a story without a new document for longer is over
	threshold  = 0.16                // similarity from which a document belongs to a story
	single     = 0.7                 // what likeness to one document counts against likeness to the story
	mostRecent = 24                  // documents of a story that a newcomer is compared with
	mostNear   = 32                  // stories whose documents a newcomer is compared with one by one
	nameShare  = 0.65                // of the similarity that names account for
	prior      = 500                 // documents that every term is thought to be missing from: few documents tell little of what is rare
	maxTerms   = 120                 // of each kind that a story is compared by
)

// Newcomer is a document that looks for its story.
type Newcomer struct {
	Document hearsay.DocumentID
	When     time.Time
	With     hearsay.StoryID // where it belongs when nothing else is like it: the story of its thread; may be empty
	Sketch
}

// Placed is a document that has its story.
type Placed struct {
	Newcomer
	Story hearsay.StoryID
}

// Near is what an [Index] asks: the placed documents dated at from or later and before to.
type Near interface {
	DocumentsNear(ctx context.Context, from, to time.Time) ([]Placed, error)
}

// Place finds the story of a document, or founds one, and adds the document to it. Documents of one epoch come in
// the order of their dates, so that the order in which they arrived makes no difference.
func (x *Index) Place(ctx context.Context, n Newcomer, near Near) (hearsay.Membership, error) {
	if err := x.cover(ctx, n.When, near); err != nil {
		return hearsay.Membership{}, fmt.Errorf("look for what is near %s: %w", n.Document, err)
	}
	x.move(n.When)
	d := x.member(Placed{Newcomer: n})
	x.count(d, 1)
	m := hearsay.Membership{Document: n.Document, Stamp: hearsay.NewStamp("cluster", Version)}
	best, score := x.nearest(d)
	switch {
	case best != nil:
		m.Placed, m.Score, m.Reason = best.id, score, x.reason(best, d, score)
	case x.stories[n.With] != nil:
		m.Placed, m.Reason = n.With, "stands in a thread that belongs to the story"
	default:
		m.Placed = hearsay.StoryID(hearsay.ID('t', string(n.Document)))
		m.Score, m.Reason = 1, "begins the story: no open story shares enough names and words with it"
	}
	x.count(d, -1)
	d.story, m.Story, m.Found = m.Placed, m.Placed, m.Reason
	x.insert(d)
	return m, nil
}

// candidate is a story that a newcomer may belong to.
type candidate struct {
	story *story
	score float64
}

func better(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.story.id, b.story.id))
}

// nearest gives the most similar open story that shares a name, and the similarity, or nil. Likeness to a story is
// likeness to all of it, or to one of its latest documents, which must be clearly more alike to count as much.
func (x *Index) nearest(d *member) (*story, float64) {
	seen := map[*story]bool{}
	var found []candidate
	p := x.profile(d)
	for _, t := range d.names {
		for st := range x.holders[t.id] {
			if !seen[st] {
				seen[st] = true
				names, words := st.terms(x)
				found = append(found, candidate{st, x.alike(p, names, words)})
			}
		}
	}
	slices.SortFunc(found, better)
	found = found[:min(len(found), mostNear)]
	for i := range found {
		for _, m := range found[i].story.recent() {
			found[i].score = max(found[i].score, single*x.alike(p, m.names, m.words))
		}
		found[i].score = math.Round(found[i].score*1e9) / 1e9 // the last digits differ between kinds of processors
	}
	x.unprofile(d)
	if len(found) == 0 {
		return nil, 0
	}
	best := slices.MinFunc(found, better)
	if best.score < threshold {
		return nil, 0
	}
	return best.story, best.score
}

// profile is a newcomer prepared for comparing: its weights are laid out by term in x.weights.
type profile struct{ names, words float64 } // lengths of the two vectors

func (x *Index) profile(d *member) profile {
	lay := func(v vector) float64 {
		sum := 0.0
		for _, t := range v {
			w := x.weight(t)
			x.weights[t.id] = w
			sum += w * w
		}
		return sum
	}
	return profile{lay(d.names), lay(d.words)}
}

func (x *Index) unprofile(d *member) {
	for _, v := range []vector{d.names, d.words} {
		for _, t := range v {
			x.weights[t.id] = 0
		}
	}
}

func (x *Index) alike(p profile, names, words vector) float64 {
	return nameShare*x.cosine(p.names, names) + (1-nameShare)*x.cosine(p.words, words)
}

// cosine compares a vector with the profile, whose length is given; rare terms count more.
func (x *Index) cosine(length float64, v vector) float64 {
	var dot, sum float64
	for _, t := range v {
		w := x.weight(t)
		sum += w * w
		dot += w * x.weights[t.id]
	}
	if length == 0 || sum == 0 {
		return 0
	}
	return dot / math.Sqrt(length*sum)
}

func (x *Index) weight(t term) float64 {
	return math.Sqrt(float64(t.n)) * (x.log(prior+x.documents-1) - x.log(int(x.common[t.id])))
}

// log is the logarithm of n+1, from a table.
func (x *Index) log(n int) float64 {
	for len(x.logs) <= n {
		x.logs = append(x.logs, math.Log(float64(len(x.logs)+1)))
	}
	return x.logs[n]
}

// reason says which names and words a document shares with its story.
func (x *Index) reason(st *story, d *member, score float64) string {
	shared := func(v vector, held map[int32]float32) string {
		var common []term
		for _, t := range v {
			if held[t.id] > 0 {
				common = append(common, t)
			}
		}
		slices.SortStableFunc(common, func(a, b term) int { return cmp.Compare(x.weight(b), x.weight(a)) })
		words := make([]string, min(4, len(common)))
		for i := range words {
			words[i] = strings.TrimPrefix(x.texts[common[i].id], "@")
		}
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("similarity %.2f: shares the names %s and the words %s with the story", score,
		shared(d.names, st.names), shared(d.words, st.words))
}
