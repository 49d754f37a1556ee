// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/cluster"
)

// fortnight gives n documents within one window, 25 to a story on average, as long as articles are: 110 words as common
// as words are in a language, 20 of the story, and 8 names, half of them of the story.
func fortnight(n int) []cluster.Newcomer {
	r := rand.New(rand.NewPCG(7, 7))
	language := rand.NewZipf(r, 1.1, 8, 30_000)
	names := rand.NewZipf(r, 1.2, 4, 9_000)
	all := make([]cluster.Newcomer, n)
	for i := range all {
		story := r.IntN(1 + n/25)
		d := cluster.Newcomer{Document: hearsay.DocumentID(fmt.Sprintf("d%06d", i)), When: start.Add(cluster.Window * time.Duration(i) / time.Duration(n))}
		d.Names, d.Words = map[string]float64{}, map[string]float64{}
		for range 110 {
			d.Words[fmt.Sprintf("w%d", language.Uint64())]++
		}
		for range 20 {
			d.Words[fmt.Sprintf("s%dw%d", story, r.IntN(60))] += float64(1 + r.IntN(2))
		}
		for range 4 {
			d.Names[fmt.Sprintf("n%d", names.Uint64())]++
			d.Names[fmt.Sprintf("s%dn%d", story, r.IntN(8))] += float64(1 + r.IntN(2))
		}
		all[i] = d
	}
	return all
}

// nothing is the ledger before the first document: the index keeps what it places.
type nothing struct{}

func (nothing) DocumentsNear(context.Context, time.Time, time.Time) ([]cluster.Placed, error) {
	return nil, nil
}

// BenchmarkPlace places all the documents of a fortnight. What a document costs should not grow with their number.
func BenchmarkPlace(b *testing.B) {
	for _, n := range []int{1_000, 5_000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			all := fortnight(n)
			stories := map[hearsay.StoryID]int{}
			for b.Loop() {
				x := cluster.New()
				clear(stories)
				for _, d := range all {
					ms, err := x.Place(b.Context(), d, nothing{})
					if err != nil {
						b.Fatal(err)
					}
					stories[ms[0].Placed]++
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/document")
			b.ReportMetric(float64(len(stories)), "stories")
		})
	}
}
