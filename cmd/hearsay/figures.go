// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"hearsay/internal/ledger"
	"io"
	"strings"
)

func printDisagreements(w io.Writer, lists [][]ledger.Variant) {
	if len(lists) == 0 {
		return
	}
	fmt.Fprintln(w, "\nDIFFERENT NUMBERS AND DATES FOR ONE THING")
	for _, list := range lists {
		for _, v := range list {
			fmt.Fprintf(w, "%-16s  %s: “%s” (%s)\n", v.Figure, strings.Join(v.Outlets, ", "), v.Text, v.Claim)
		}
	}
}

// silenceWords says it as a sentence.
func silenceWords(s *ledger.SilenceLine) string {
	switch {
	case s.Known == "":
		return fmt.Sprintf("says that %s has nothing on this; we do not look at that outlet", s.Outlet)
	case len(s.Documents) == 0:
		return fmt.Sprintf("says that %s has nothing on this; we hold nothing of it in this story either", s.Outlet)
	}
	return fmt.Sprintf("says that %s has nothing on this; we hold %s of it in this story", s.Outlet, count(len(s.Documents), "document"))
}
