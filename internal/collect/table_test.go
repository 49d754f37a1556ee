// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBadRowsOfATableAreKeptWithTheirReasons(t *testing.T) {
	table := "author,time,text\nwren,1772438400,One.\n,1772438401,Two.\nmoss,1772438402\nmoss,1772438403,Four.\n"
	inputs, errs := taken(t, "posts.csv", []byte(table))
	var got []string
	for _, in := range inputs {
		got = append(got, fmt.Sprintf("%s %q %s", in.URL, in.Payload, in.Quarantine))
	}
	want := []string{
		fmt.Sprintf("file:posts.csv %q ", table),
		`file:posts.csv#2 ",1772438401,Two.\n" posts.csv, line 3: no account`,
		`file:posts.csv#3 "moss,1772438402\n" posts.csv, line 4: it has 2 fields, the first row 3`,
	}
	if diff := cmp.Diff(want, got); diff != "" || len(errs) != 0 {
		t.Errorf("errors %v, inputs (-want +got):\n%s", errs, diff)
	}
}

func TestTableWithoutAColumnIsRefused(t *testing.T) {
	refused(t, "posts.csv", []byte("author,text\nwren,Dark.\n"), "no column for the time; there are author, text")
}

func TestTableOfBadRowsIsRefused(t *testing.T) {
	refused(t, "posts.csv", []byte("author,time,text\n"+strings.Repeat(",,\n", mostBadRows)), "1000 rows or more cannot be read; the first: line 2: no account")
}
