// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"testing"

	"hearsay/internal/linear"
)

// names gives the names that are found in s, each with its kind.
func names(s string) string {
	p := Parse(s, Default())
	var out []string
	for i := 0; i < len(p.Tokens); {
		last := i + 1
		for last < len(p.Tokens) && p.Tokens[last].Name == p.Tokens[i].Name && !p.Tokens[last].Begins {
			last++
		}
		if p.Tokens[i].Name != "" {
			out = append(out, p.Slice(i, last)+"/"+p.Tokens[i].Name)
		}
		i = last
	}
	return strings.Join(out, " ")
}

func TestNamesAreFoundWhole(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"Mary Holloway told the Financial Times that John Carver had left for New York.",
			"Mary Holloway/PERSON Financial Times/ORGANIZATION John Carver/PERSON New York/LOCATION"},
		{"The United Nations sent observers to Sierra Leone on Monday.", "United Nations/ORGANIZATION Sierra Leone/LOCATION"},
		{"FRANCE SAYS GERMANY MUST ACT", "FRANCE/LOCATION GERMANY/LOCATION"},
		{"nothing is named here, on any day of the week.", ""},
	} {
		if got := names(c.s); got != c.want {
			t.Errorf("names of %q = %s, want %s", c.s, got, c.want)
		}
	}
}

func TestLabelsOfNamesSayWhereTheyBeginAndEnd(t *testing.T) {
	tokens := Tokens("Orla Tolk met Amsel Vern Ness")
	for i, kind := range []string{"PERSON", "PERSON", "", "PERSON", "PERSON", "PERSON"} {
		tokens[i].Name = kind
	}
	tokens[5].Begins = true
	var got []string
	for i := range tokens {
		got = append(got, NameLabel(tokens, i))
	}
	if s, want := strings.Join(got, " "), "B-PERSON L-PERSON O B-PERSON L-PERSON U-PERSON"; s != want {
		t.Errorf("labels = %s, want %s", s, want)
	}
}

func TestLabelsThatCannotFollowAreNotGiven(t *testing.T) {
	for _, c := range []struct {
		before, label string
		last, want    bool
	}{
		{"O", "B-PERSON", false, true}, {"O", "B-PERSON", true, false}, {"O", "I-PERSON", false, false}, {"B-PERSON", "L-PERSON", true, true},
		{"B-PERSON", "L-LOCATION", false, false}, {"B-PERSON", "O", false, false}, {"L-PERSON", "O", true, true}, {"I-PERSON", "U-PERSON", false, false},
	} {
		if got := follows(c.label, c.before, c.last); got != c.want {
			t.Errorf("follows(%s, %s, last %v) = %v, want %v", c.label, c.before, c.last, got, c.want)
		}
	}
}

func TestWhatOtherSentencesTellLeavesOutTheWordItself(t *testing.T) {
	k := kinds{count: [5]int{1, 0, 0, 0, 0}}
	if got := k.tell(0); got != 1 {
		t.Errorf("tell = %d for a word that stands once, want 1, nothing known", got)
	}
	if got := k.tell(1); got == 1 {
		t.Error("tell knows nothing of a word that is a person elsewhere")
	}
}

func TestListsAreRead(t *testing.T) {
	lists := NameLists()
	for class := range classLists {
		if len(lists[class]) == 0 {
			t.Errorf("the list %s is empty", class)
		}
	}
	if len(lists) != len(classLists) {
		t.Errorf("there are %d lists, want %d", len(lists), len(classLists))
	}
	var f Features
	f.Set(Tokens("He left New York for who knows where, the WHO said."))
	if f.begin[2]&listCity == 0 || f.inside[3]&listCity == 0 {
		t.Error("New York is in no list of cities")
	}
	if f.begin[5] != 0 || f.begin[10]&listBody == 0 {
		t.Error("who is taken for the body, or WHO is not")
	}
	if f.listsOf(2) == f.listsOf(5) || f.listsOf(-1) != linear.String("<s>") {
		t.Error("the lists of two words are not kept apart")
	}
}
