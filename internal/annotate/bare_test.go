// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"
	"testing"

	"hearsay/internal/text"
)

func TestNamesOfThingsSayNothing(t *testing.T) {
	for s, want := range map[string]bool{
		"She praised | the grey ferry":                                      true,
		"She praised | the ferry, which was built in Quorn":                 true,
		"She praised | an anonymous official of the harbour board":          true,
		"She regretted | if that were to happen":                            true,
		"She said | the grey ferry has sunk":                                false,
		"She said | the ferry that was built in Quorn has sunk":             false,
		"She said | if the board builds the quay, the town will pay for it": false,
		"She promised | to sell the grey ferry":                             false,
		"She accused | the board of hiding the crack":                       false,
		"She welcomed | the arrest of the captain":                          false,
		"She spoke of | the captain's death":                                false,
		"She was pleased with | the arrest":                                 true,
	} {
		before, _, _ := strings.Cut(s, "| ")
		p := text.Parse(strings.Replace(s, "| ", "", 1), text.Default())
		first := 0
		for first < len(p.Tokens) && p.Tokens[first].Start < len(before) {
			first++
		}
		if got := onlyNames(p.Tokens[first:]); got != want {
			t.Errorf("onlyNames(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestSilenceOfOutletsIsHeard(t *testing.T) {
	for said, want := range map[string]string{
		"The Quorn Post has nothing on this":                      "The Quorn Post",
		"the Elsund Courier still shows … Nothing":                "the Elsund Courier",
		"Quorn Times? Crickets.":                                  "Quorn Times",
		"Harrow Ledger had no story about the ferry":              "Harrow Ledger",
		"Harrow Ledger hasn’t reported a word of it":              "Harrow Ledger",
		"Harrow Ledger was silent on the ferry":                   "Harrow Ledger",
		"Radio Lake is ignoring the ferry":                        "Radio Lake",
		"The Quorn Post reported that nothing was found":          "",
		"Vexley Lines has nothing on this":                        "",
		"the Post Office of Quorn has not reported its losses":    "",
		"nobody at the Harrow Ledger knows anything of the ferry": "",
	} {
		if got := Silent(said, func(name string) bool { return name == "Radio Lake" }); got != want {
			t.Errorf("Silent(%q) = %q, want %q", said, got, want)
		}
	}
}
