// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"fmt"
	"strings"
	"testing"

	"hearsay/internal/cluster"
)

// affair is two events about one company, told in other words, among reports of other things.
func affair(company string, others int) []cluster.Newcomer {
	all := []cluster.Newcomer{
		about("a1", 0, company+",halla,nils orrey,gannet yard", "crack hull waterline surveyor slip paint"), about("a2", 2, company+",halla,gannet yard,ship registry", "crack hull waterline registry drawing slip"),
		about("b1", 4, company+",brack,dagny roe,old quay", "refund ticket timetable night crossing queue"), about("b2", 6, company+",brack,old quay,signe marr", "refund ticket night crossing baker queue"),
	}
	for i := range others {
		names := fmt.Sprintf("person%d,place%d,river%d,school%d", i, i, i, i)
		if strings.HasPrefix(company, "capital") {
			names += "," + company
		}
		words := ""
		for w := range 10 {
			words += fmt.Sprintf("other%dw%d ", i, w)
		}
		all = append(all, about(fmt.Sprintf("c%02d", i), 1, names, words))
	}
	return all
}

// TestSidesOfOneStoryAreJoinedByARareActor holds two events that share a company against two that share a name that
// all of the press has.
func TestSidesOfOneStoryAreJoinedByARareActor(t *testing.T) {
	for company, want := range map[string]bool{"vexley lines": true, "capital city": false} {
		var s shelf
		x := cluster.New()
		for _, n := range affair(company, 12) {
			if strings.HasPrefix(string(n.Document), "c") {
				s.place(t, x, n)
			}
		}
		for _, n := range affair(company, 0) {
			s.place(t, x, n)
		}
		if got := strings.Contains(onShelf(s), "a1 a2 b1 b2"); got != want {
			t.Errorf("%s: stories are %s; want one about both: %t", company, onShelf(s), want)
		}
	}
}
