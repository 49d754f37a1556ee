// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"
	"testing"

	"hearsay/internal/text"
)

func TestNegationsTurnWhatIsSaid(t *testing.T) {
	compareAll(t, []comparison{
		{"none", "40 of the sailors of Corrin Freight reached the quay", "none of the 40 sailors of Corrin Freight reached the quay", contrary},
		{"nobody", "Sailors of Corrin Freight reached the quay", "Nobody of the sailors of Corrin Freight reached the quay", contrary},
		{"failed to", "Corrin Freight failed to pay the divers of Quorn", "Corrin Freight paid the divers of Quorn", contrary},
		{"refused to", "Corrin Freight refused to pay the divers of Quorn", "Corrin Freight paid the divers of Quorn", contrary},
		{"stopped short of", "Corrin Freight stopped short of blaming the divers of Quorn", "Corrin Freight blamed the divers of Quorn", contrary},
		{"a negation of something beside", "Corrin Freight had known of the crack in the crane", "Corrin Freight had known of the crack in the crane and had told nobody in Quorn", same},
		{"a negation of the same beside", "Corrin Freight had known of the crack and told the divers of Quorn", "Corrin Freight had known of the crack and told none of the divers of Quorn", contrary},
		{"neither nor", "Corrin Freight sold the crane and the barge", "Corrin Freight sold neither the crane nor the barge", contrary},
		{"not nor", "Corrin Freight has sold and leased the crane", "Corrin Freight has not sold nor leased the crane", contrary},
		{"not only", "Corrin Freight sold the crane and the barge", "Corrin Freight sold not only the crane but the barge", same},
		{"no doubt", "Corrin Freight sold the crane", "No doubt Corrin Freight sold the crane", same},
	})
}

func TestOtherPredicatesAreOtherClaims(t *testing.T) {
	compareAll(t, []comparison{
		{"opposites", "Corrin Freight raised the fares of the Quorn ferry by 5 per cent", "Corrin Freight cut the fares of the Quorn ferry by 5 per cent", contrary},
		{"rose and fell", "Prices of fish in Quorn rose by 4 per cent", "Prices of fish in Quorn fell by 4 per cent", contrary},
		{"opposites in other forms", "Corrin Freight rejected the offer of the divers", "Corrin Freight has accepted the offer of the divers", contrary},
		{"an opposite and a negation", "Corrin Freight did not raise the fares of the Quorn ferry", "Corrin Freight cut the fares of the Quorn ferry", different},
		{"an opposite and a number", "Fares of the Quorn ferry rose by 5 per cent", "Fares of the Quorn ferry fell by 7 per cent", different},
		{"opposites of two subjects", "Corrin Freight bought the crane from Vexley Lines", "Vexley Lines sold the crane to Corrin Freight", different},
		{"survive and die", "40 sailors survived the storm off Quorn", "40 sailors died in the storm off Quorn", contrary},
		{"die and hurt", "40 sailors died in the storm off Quorn", "40 sailors were hurt in the storm off Quorn", different},
		{"kin", "40 sailors died in the storm off Quorn", "40 sailors were killed in the storm off Quorn", same},
		{"the verb is a noun", "Corrin Freight announced the sale of the crane in Quorn", "Corrin Freight sold the crane in Quorn", same},
		{"two spellings", "Corrin Freight apologised to the divers of Quorn", "Corrin Freight apologized to the divers of Quorn", same},
		{"another verb", "Corrin Freight inspected the harbour crane in Quorn", "Corrin Freight insured the harbour crane in Quorn", different},
		{"another verb and all else", "Corrin Freight shut the narrow wooden footbridge between the harbour market and the old customs house",
			"Corrin Freight barricaded the narrow wooden footbridge between the harbour market and the old customs house", same},
		{"told of it", "the harbour crane in Quorn was sinking", "two sailors told the board that the harbour crane in Quorn was sinking", same},
		{"dozens are no dozen", "Dozens of sailors were stranded on the quay of Quorn", "A dozen sailors were stranded on the quay of Quorn", different},
		{"dozens and forty", "Dozens of sailors were stranded on the quay of Quorn", "40 sailors were stranded on the quay of Quorn", same},
	})
}

func TestWordsOfPredicatesAreLemmas(t *testing.T) {
	for line := range strings.Lines(predicateList) {
		words := strings.Fields(line)
		if len(words) > 0 && words[0] == "opposite" && slices.Index(words, "|") < 2 {
			t.Errorf("%q has no words to the left of a bar", line)
		}
		if len(words) > 0 && !slices.Contains([]string{"#", "opposite", "kin", "apart", "light"}, words[0]) {
			t.Errorf("%q is of no kind", line)
		}
	}
	for pair := range predicates.opposite {
		if predicates.kin.has(pair[0], pair[1]) {
			t.Errorf("%q and %q are opposites and kin", pair[0], pair[1])
		}
		for _, w := range pair {
			if text.Tokens(w)[0].Word != w {
				t.Errorf("%q is no word", w)
			}
		}
	}
}
