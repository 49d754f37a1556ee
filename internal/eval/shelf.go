// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/trace"
)

// shelf holds a few documents, so that trace can ask for copies.
type shelf struct {
	known  map[hearsay.DocumentID]trace.Sharing
	bodies map[hearsay.DocumentID]*trace.Body
	prints map[hearsay.DocumentID]map[uint64]bool
	order  []hearsay.DocumentID
}

func newShelf(documents []*hearsay.Document) *shelf {
	s := &shelf{map[hearsay.DocumentID]trace.Sharing{}, map[hearsay.DocumentID]*trace.Body{}, map[hearsay.DocumentID]map[uint64]bool{}, nil}
	for _, d := range documents {
		s.known[d.ID] = trace.Sharing{ID: d.ID, URL: d.URL, Credit: d.Credit, When: d.When()}
		b := trace.NewBody(d)
		s.bodies[d.ID], s.prints[d.ID] = b, map[uint64]bool{}
		for _, h := range b.Fingerprints() {
			s.prints[d.ID][h] = true
		}
		s.order = append(s.order, d.ID)
	}
	return s
}

// DocumentsSharing implements trace.Shared.
func (s *shelf) DocumentsSharing(_ context.Context, id hearsay.DocumentID) (self trace.Sharing, others []trace.Sharing, err error) {
	shared := map[hearsay.DocumentID]int{}
	for _, other := range s.order {
		for h := range s.prints[other] {
			if s.prints[id][h] && other != id {
				shared[other]++
			}
		}
		if shared[other] >= trace.LeastShared {
			others = append(others, s.known[other])
		}
	}
	slices.SortStableFunc(others, func(a, b trace.Sharing) int { return cmp.Compare(shared[b.ID], shared[a.ID]) })
	return s.known[id], others, nil
}

// Body implements trace.Shared.
func (s *shelf) Body(_ context.Context, id hearsay.DocumentID) (*trace.Body, error) {
	return s.bodies[id], nil
}
