// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"time"

	"hearsay/internal/ledger"
)

// printDoubt tells of a doubt, if there is one.
func printDoubt(w io.Writer, d *ledger.DoubtLine) {
	if d == nil {
		return
	}
	fmt.Fprintf(w, "\nIN DOUBT since %s: nothing could be had of %s from %s on\n", d.Until.Format(time.DateOnly), d.Outlet, d.From.Format(time.DateOnly))
	for _, r := range d.Reasons {
		fmt.Fprintln(w, r)
	}
	if d.Decided == nil {
		fmt.Fprintf(w, "an editor is asked: hearsay decide publisher %s same|another\n", d.Outlet)
		return
	}
	fmt.Fprintf(w, "another publisher, %s on %s, because %s (%s)\n", d.Decided.By, d.Decided.At.Format(time.DateOnly), d.Decided.Reason, d.Decided.ID)
}
