// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"errors"
	"fmt"
	"strconv"

	"hearsay"
	"hearsay/internal/read"
)

// mostBadRows is how many rows of a table may be unreadable; then the table is.
const mostBadRows = 1000

// table gives a table of posts, and behind it each row that cannot be read as an input of its own, to be kept with its
// reason. A table that lacks a column is refused with the name of it.
func (w *fileWalk) table(name string, in Input) {
	bad, err := read.BadRows(hearsay.Capture{URL: in.URL}, in.Payload, mostBadRows)
	if err == nil && len(bad) == mostBadRows {
		err = fmt.Errorf("%d rows or more cannot be read; the first: %w", mostBadRows, bad[0])
	}
	if err != nil {
		hint := ""
		if fault, ok := errors.AsType[*hearsay.Fault](err); ok {
			err, hint = fault.Cause, fault.Hint
		}
		w.fail(name, err, hint)
		return
	}
	w.give(in, nil)
	for _, row := range bad {
		w.give(Input{URL: in.URL + "#" + strconv.Itoa(row.Row), MediaType: "text/plain", Fetched: w.Now, Payload: row.Raw,
			Quarantine: name + ", " + row.Error()}, nil)
	}
}
