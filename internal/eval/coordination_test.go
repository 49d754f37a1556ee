// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hearsay"
)

// TestCoordinationScores compares the scores with the golden file, and with what must hold.
func TestCoordinationScores(t *testing.T) {
	s, err := Coordination(sharedData(t, "coordination/russian_coord_tweets.csv.gz"), 1, 50)
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "coordination.golden", "coordination, seed 1\n"+s.String()+"\n")
	for _, x := range s.Sizes {
		if x.Found.Percent() < 90 {
			t.Errorf("recall of groups of %d is %.1f %%, want at least 90", x.Size, x.Found.Percent())
		}
	}
	if s.Precision.Percent() < 95 {
		t.Errorf("precision is %.1f %%, want at least 95", s.Precision.Percent())
	}
	for _, x := range s.Shuffles {
		if x.Flagged > 3 {
			t.Errorf("%d accounts are flagged in %d tables with times dealt out %s, want at most 3", x.Flagged, x.Tables, x.How)
		}
	}
}

func TestGroupsArePlantedInOurTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("account,time,object\n")
	for i := range 8000 {
		fmt.Fprintf(&b, "a%d,%d,o%d\n", i%700, 1772438400+(i*7919)%2_000_000, (i*31)%1500)
	}
	file := dataFile(t, "posts.csv", b.String())
	s, err := Coordination(file, 3, 2)
	if err != nil || s.Acts != 8000 || s.Accounts != 700 || s.Before != 0 || len(s.Sizes) != 3 || s.Sizes[2].Found.All != 100 || s.Sizes[2].Found.Right < 90 {
		t.Errorf("%+v, %v", s, err)
	}
	again, err := Coordination(file, 3, 2)
	if err != nil || again.String() != s.String() {
		t.Errorf("the same seed gives other scores: %v", err)
	}
}

func TestTablesWithTooLittleAreNamed(t *testing.T) {
	if _, err := Coordination("missing.csv", 1, 1); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("a missing file: %v", err)
	}
	for _, bad := range []string{"account,time,object\na,1772438400,o\n", "account,object\na,o\n"} {
		if _, err := Coordination(dataFile(t, "posts.csv", bad), 1, 1); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
