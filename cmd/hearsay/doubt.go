// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
)

// doubtLine is as JSON that an outlet may be another's, or is.
type doubtLine struct {
	hearsay.Lapse
	Decided *decisionLine `json:"decided,omitempty"`
}

func lineOfDoubt(d *ledger.Doubt) *doubtLine {
	if d == nil {
		return nil
	}
	l := &doubtLine{Lapse: d.Lapse}
	if x := d.Decided; x != nil {
		l.Decided = &decisionLine{x.ID, x.Kind, x.Other, x.Value, x.Reason, x.By, x.At}
	}
	return l
}

// printDoubt tells of a doubt, if there is one.
func printDoubt(w io.Writer, d *ledger.Doubt) {
	if d == nil {
		return
	}
	fmt.Fprintf(w, "\nIN DOUBT since %s: nothing could be had of %s from %s on\n", d.Until.Format(time.DateOnly), d.Outlet, d.From.Format(time.DateOnly))
	for _, r := range d.Reasons {
		fmt.Fprintln(w, r)
	}
	if d.Open() {
		fmt.Fprintf(w, "an editor is asked: hearsay decide publisher %s same|another\n", d.Outlet)
		return
	}
	fmt.Fprintf(w, "another publisher, %s on %s, because %s (%s)\n", d.Decided.By, d.Decided.At.Format(time.DateOnly), d.Decided.Reason, d.Decided.ID)
}
