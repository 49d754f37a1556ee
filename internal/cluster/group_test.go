// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/cluster"
)

// robberies are two events of one kind in one town, told in the same words: shop, man and day differ. One report of
// each tells little; more tell.
func robberies() []cluster.Newcomer {
	const shared = "robbery jeweller mask "
	return []cluster.Newcomer{
		about("a1", 0, "varn,olle brandt", shared+"monday crowbar"), about("b1", 1, "varn,signe marr", shared+"friday hammer"),
		about("a2", 2, "varn,olle brandt,harbour gold", shared+"monday crowbar window"), about("b2", 3, "varn,signe marr,chapel pearls", shared+"friday hammer door"),
		about("a3", 4, "olle brandt,harbour gold", shared+"monday crowbar"), about("b3", 5, "signe marr,chapel pearls", shared+"friday hammer"),
		about("a4", 6, "varn,olle brandt,harbour gold", shared+"monday alarm"), about("b4", 7, "varn,signe marr,chapel pearls", shared+"friday ladder"),
	}
}

// onShelf gives the documents of each story as they are in the end.
func onShelf(s shelf) string {
	in := map[hearsay.StoryID][]string{}
	for _, p := range s {
		in[p.Story] = append(in[p.Story], string(p.Document))
	}
	var out []string
	for _, docs := range in {
		slices.Sort(docs)
		out = append(out, strings.Join(docs, " "))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// TestLaterReportsTellLookAlikesApart places the same documents in many orders: whichever was taken for one story at
// first, in the end there are two.
func TestLaterReportsTellLookAlikesApart(t *testing.T) {
	const want = "a1 a2 a3 a4; b1 b2 b3 b4"
	for seed := range uint64(20) {
		all := robberies()
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var s shelf
		x := cluster.New()
		for _, n := range all {
			n.When = start
			s.place(t, x, n)
		}
		if got := onShelf(s); got != want {
			t.Errorf("shuffle %d: stories = %s, want %s", seed, got, want)
		}
	}
}

// TestDocumentThatMovesSaysWhy looks for a document that is placed twice, and reads why.
func TestDocumentThatMovesSaysWhy(t *testing.T) {
	for seed := range uint64(20) {
		all := robberies()
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var s shelf
		x := cluster.New()
		for _, n := range all {
			n.When = start
			ms, err := x.Place(t.Context(), n, &s)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range ms[1:] {
				if !strings.Contains(m.Reason, "when "+string(n.Document)+" came: shares the names") || m.Found != m.Reason || m.Story != m.Placed {
					t.Errorf("%+v: want the document that moved it, and what it shares", m)
				}
				return
			}
			s = append(s, cluster.Placed{Newcomer: n, Story: ms[0].Placed})
		}
	}
	t.Error("no document moved: the texts test nothing")
}
