// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/cluster"
	"hearsay/internal/resolve"
)

// sketched makes the sketch of an article of two parts, headline and body, so many hours after the start.
func sketched(id string, hours int, headline, body string) cluster.Newcomer {
	d := &hearsay.Document{
		ID: hearsay.DocumentID(id), Kind: hearsay.Article, Language: "en", Title: headline, Text: headline + "\n\n" + body, Body: len(headline) + 2,
		Published: hearsay.Date{Time: start.Add(time.Duration(hours) * time.Hour), Precision: hearsay.ToTheTime},
	}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, nil)
	return cluster.Newcomer{Document: d.ID, When: d.When(), Sketch: cluster.NewSketch(d, r.Mentions)}
}

// press are two events of one kind, told in the same words, with three articles each.
func press() []cluster.Newcomer {
	fire := func(id string, hours int, who, where, firm string) cluster.Newcomer {
		return sketched(id, hours, "Warehouse of "+firm+" burns in "+where,
			"A warehouse of "+firm+" burned down in "+where+" on Friday night. "+who+", who leads the fire brigade of "+where+
				", said that a cable had caught fire. Nobody was hurt. "+firm+" said that it would build the warehouse again.")
	}
	return []cluster.Newcomer{
		fire("a1", 0, "Orla Tolk", "Elsund", "Corrin Freight"), fire("b1", 2, "Jonas Amsel", "Quorn", "Vexley Lines"),
		sketched("a2", 20, "Police look at fire of Corrin Freight", "Police in Elsund are asking who left the gate of Corrin Freight open before the fire. Orla Tolk said that the cable was new."),
		sketched("b2", 22, "Vexley Lines blames cable", "Vexley Lines said that a cable had caused the fire in Quorn. Jonas Amsel did not want to say so."),
		fire("a3", 30, "Orla Tolk", "Elsund", "Corrin Freight"), fire("b3", 31, "Jonas Amsel", "Quorn", "Vexley Lines"),
	}
}

// stories gives the documents of each story, in the order in which they were placed.
func stories(t *testing.T, all []cluster.Newcomer) string {
	t.Helper()
	var s shelf
	x := cluster.New()
	in := map[hearsay.StoryID][]string{}
	for _, n := range all {
		m := s.place(t, x, n)
		if m.Reason == "" {
			t.Errorf("%s is placed without a reason", n.Document)
		}
		in[m.Placed] = append(in[m.Placed], string(n.Document))
	}
	var out []string
	for _, docs := range in {
		out = append(out, strings.Join(docs, " "))
	}
	return strings.Join(slices.Sorted(slices.Values(out)), "; ")
}

func TestLookAlikeEventsStayApartAndFollowUpsJoin(t *testing.T) {
	if got, want := stories(t, press()), "a1 a2 a3; b1 b2 b3"; got != want {
		t.Errorf("stories = %s, want %s", got, want)
	}
}

// TestOrderOfArrivalMakesNoDifferenceWhenSorted places the articles as an epoch does: sorted by date, however they came.
func TestOrderOfArrivalMakesNoDifferenceWhenSorted(t *testing.T) {
	want := stories(t, press())
	for turn := range 6 {
		arrived := press()
		arrived = append(arrived[turn:], arrived[:turn]...)
		slices.Reverse(arrived)
		slices.SortFunc(arrived, func(a, b cluster.Newcomer) int { return a.When.Compare(b.When) })
		if got := stories(t, arrived); got != want {
			t.Errorf("stories = %s after turn %d, want %s", got, turn, want)
		}
	}
}

func TestBeginningCountsMore(t *testing.T) {
	n := sketched("a", 0, "Corrin Freight burns", "Orla Tolk was in London on Friday. "+strings.Repeat("Nothing else is known. ", 20)+"\n\nJonas Amsel was not asked about smoke.")
	for name, want := range map[string]float64{"corrin freight": 2, "orla tolk": 2, "london": 2, "jonas amsel": 1} {
		if got := n.Names[name]; got != want {
			t.Errorf("weight of %s = %v, want %v; names: %v", name, got, want, fmt.Sprint(slices.Sorted(maps.Keys(n.Names))))
		}
	}
	for word, want := range map[string]float64{"burn": 2, "smoke": 1, "freight": 2} {
		if got := n.Words[word]; got != want {
			t.Errorf("weight of %s = %v, want %v", word, got, want)
		}
	}
}
