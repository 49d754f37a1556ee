// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
)

func TestFiguresOfWhatIsSaid(t *testing.T) {
	for said, want := range map[string]string{
		"about a third of the 1,200 miners had left": "",
		"the 1,200 miners had left":                  "number 1200",
		"170 000 people live there":                  "number 170000",
		"the talks ran from 3 to 5 May":              "date 2026-05-03 date 2026-05-05",
	} {
		d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: "Inspector Hanna Weil said that " + said + ".",
			Published: hearsay.Date{Time: time.Date(2026, 8, 5, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToDay}}
		got := ""
		for _, a := range annotate.Document(d).Attributions {
			for _, f := range a.Figures {
				if got != "" {
					got += " "
				}
				got += string(f.Kind) + " " + f.Value
			}
		}
		if got != want {
			t.Errorf("figures of %q = %q, want %q", said, got, want)
		}
	}
}
