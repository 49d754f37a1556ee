// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"strings"
	"testing"

	"hearsay/internal/pipeline"
)

func TestBadTableOfOwnersIsRefusedWhole(t *testing.T) {
	const head = "outlet,owner,from,until\n"
	for table, want := range map[string]string{
		"":                                      "the first row is not outlet,owner,from,until",
		"outlet,owner,from\na,b":                "the first row is not outlet,owner,from,until",
		head + "paper,,2019-03-01,\n":           "line 2: it names no owner",
		head + "paper,tallis,,\n":               "line 2: from: ",
		head + "paper,tallis,2019,\n":           "line 2: from: ",
		head + "paper,tallis,2019-03-01,soon\n": "line 2: until: ",
		head + "paper,tallis,2019-03-01,\nmail,tallis,2019-03-01,2018-01-01\n": "line 3: until 2018-01-01 is before from 2019-03-01",
		head + "paper,tallis\n": "wrong number of fields",
	} {
		rows, err := pipeline.ReadOwners(strings.NewReader(table))
		if err == nil || !strings.Contains(err.Error(), want) || len(rows) > 0 {
			t.Errorf("ReadOwners(%q) = %v, %v, want no row and %q", table, rows, err, want)
		}
	}
}
