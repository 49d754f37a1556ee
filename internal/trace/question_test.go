// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"testing"

	"hearsay/internal/trace"
)

func TestOpenQuestionsAssertNothing(t *testing.T) {
	for _, said := range []string{
		"It is unclear whether Corrin Freight has sold the harbour crane to Quorn.",
		"It was unclear whether Corrin Freight had sold the harbour crane to Quorn, Mira Holloway said.",
		"Mira Holloway said it was not clear if Corrin Freight had sold the harbour crane to Quorn.",
		"Mira Holloway said that it was not yet known whether Corrin Freight had sold the harbour crane to Quorn.",
		"Corrin Freight is not known to have sold the harbour crane to Quorn, Mira Holloway said.",
		"Mira Holloway said she could not say whether Corrin Freight had sold the harbour crane to Quorn.",
		"Whether Corrin Freight has sold the harbour crane to Quorn is unknown, Mira Holloway said.",
		"Mira Holloway said it remained to be seen whether Corrin Freight had sold the harbour crane to Quorn.",
		"Has Corrin Freight sold the harbour crane to Quorn?",
		"It isn’t clear who sold the harbour crane of Corrin Freight to Quorn, Mira Holloway said.",
	} {
		if r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, said)}, nil, outlets, nil); len(r.Claims) > 0 {
			t.Errorf("%q gives the claims %+v, want none", said, r.Claims)
		}
		r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, said)}, nil, outlets, nil)
		if len(r.Claims) != 1 || len(r.Assertions) != 1 {
			t.Errorf("%q gives %d claims and %d assertions beside %q, want none of its own", said, len(r.Claims), len(r.Assertions), sold)
		}
	}
}

func TestWhoLooksIntoItDoesNotSayIt(t *testing.T) {
	got := trace.Story("t1", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "Mira Holloway said that police were investigating whether Corrin Freight had sold the harbour crane to Quorn.")}, nil, outlets, nil)
	if len(got.Claims) != 2 || got.Claims[1].Negates != "" {
		t.Errorf("claims = %+v, want the investigation apart from the sale", got.Claims)
	}
}

func TestWhatIsKnownIsAsserted(t *testing.T) {
	for _, said := range []string{
		"Mira Holloway said that Corrin Freight is known to have sold the harbour crane to Quorn.",
		"Mira Holloway said that Corrin Freight had sold the harbour crane to Quorn. Who knew?",
		"Corrin Freight sold the harbour crane to Quorn on Monday, and it was unclear whether it would buy another.",
	} {
		r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, said)}, nil, outlets, nil)
		if len(r.Claims) == 0 {
			t.Errorf("%q gives no claim", said)
		}
	}
}
