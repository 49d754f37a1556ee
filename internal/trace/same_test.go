// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"testing"

	"pgregory.net/rapid"
)

func TestPropositionsAreTheSameContraryOrDifferent(t *testing.T) {
	compareAll(t, []comparison{
		{"itself", "Corrin Freight has sold the crane", "Corrin Freight has sold the crane", same},
		{"other words between", "that Corrin Freight had sold the old crane", "Corrin Freight sold the crane on Friday", same},
		{"another form of the verb", "Corrin Freight will sell the crane in June", "Corrin Freight would sell the crane in June", same},
		{"another actor", "Corrin Freight has sold the crane", "Vexley Freight has sold the crane", different},
		{"another number", "Corrin Freight had sold 170 cranes in Quorn", "Corrin Freight had sold 17,000 cranes in Quorn", otherFigure},
		{"a number in words", "Corrin Freight sold three cranes in Quorn", "Corrin Freight sold 3 cranes in Quorn", same},
		{"another number in words", "Corrin Freight sold three cranes in Quorn", "Corrin Freight sold four cranes in Quorn", otherFigure},
		{"may is not has", "Mayor Orla Tolk may resign over the crane", "Mayor Orla Tolk has resigned over the crane", different},
		{"will is not has", "Mayor Orla Tolk will resign over the crane", "Mayor Orla Tolk has resigned over the crane", different},
		{"may is not will", "Mayor Orla Tolk may resign over the crane", "Mayor Orla Tolk will resign over the crane", different},
		{"the month is no doubt", "Corrin Freight sold the crane in May", "Corrin Freight sold the crane in May to Quorn", same},
		{"the month against the verb", "Corrin Freight sold the crane in May", "Corrin Freight may have sold the crane", different},
		{"not", "Corrin Freight has sold the crane", "Corrin Freight has not sold the crane", contrary},
		{"n't", "Corrin Freight sold the crane", "Corrin Freight didn’t sell the crane", contrary},
		{"never", "Corrin Freight sold the crane", "Corrin Freight never sold the crane", contrary},
		{"not never", "Corrin Freight sold the crane", "Corrin Freight did not never sell the crane", same},
		{"two negations", "Corrin Freight has not sold the crane", "Corrin Freight did not sell the crane", same},
		{"other things of one actor", "Corrin Freight has sold the crane", "Corrin Freight has hired a lawyer", different},
		{"titles tell no actors apart", "Mayor Orla Tolk has resigned", "Orla Tolk has resigned", same},
		{"a last name", "Orla Tolk has left the harbour board", "Tolk has left the harbour board", same},
		{"nothing", "", "", different},
		{"nothing and something", "", "Corrin Freight has sold the crane", different},
	})
}

type comparison struct {
	name, a, b string
	want       relation
}

// compareAll compares what is said both ways round.
func compareAll(t *testing.T, cases []comparison) {
	names := map[relation]string{different: "different", same: "same", contrary: "contrary", otherFigure: "the same but for a number or date"}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, b := newProposition(c.a, ""), newProposition(c.b, "")
			if got, l := compare(a, b); got != c.want {
				t.Errorf("compare(%q, %q) = %s (%.2f), want %s", c.a, c.b, names[got], l, names[c.want])
			}
			if got, _ := compare(b, a); got != c.want {
				t.Errorf("compare(%q, %q) = %s, want %s", c.b, c.a, names[got], names[c.want])
			}
		})
	}
}

func TestPronounsStandForTheSpeaker(t *testing.T) {
	for _, c := range []struct {
		name, said, speaker, other string
		want                       relation
	}{
		{"she", "that she would resign over the crane", "Orla Tolk", "Orla Tolk would resign over the crane", same},
		{"it", "that it had sold the crane", "Corrin Freight", "Corrin Freight had sold the crane", same},
		{"its", "that its crane had fallen", "Corrin Freight", "the crane of Corrin Freight had fallen", same},
		{"somebody else's she", "that she would resign over the crane", "Mira Holloway", "Orla Tolk would resign over the crane", different},
		{"I", "“I will resign over the crane”", "Orla Tolk", "Orla Tolk will resign over the crane", same},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, l := compare(newProposition(c.said, c.speaker), newProposition(c.other, "")); got != c.want {
				t.Errorf("compare(%q of %s, %q) = %v (%.2f), want %v", c.said, c.speaker, c.other, got, l, c.want)
			}
		})
	}
}

func TestComparingIsSymmetricAndReflexive(t *testing.T) {
	word := rapid.SampledFrom([]string{"Orla", "Tolk", "Corrin", "crane", "sold", "not", "may", "May", "will", "170", "3,400", "three", "June", "she", "the", "resigned", "海", ",", "n't"})
	gen := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(word, 0, 12).Draw(t, "words") {
			s += w + " "
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		x, y := gen.Draw(t, "a"), gen.Draw(t, "b")
		a, b := newProposition(x, "Mira"), newProposition(y, "Mira")
		ab, l1 := compare(a, b)
		ba, l2 := compare(b, a)
		if ab != ba || l1 != l2 {
			t.Fatalf("compare(%q, %q) = %v %v, the other way round %v %v", x, y, ab, l1, ba, l2)
		}
		if l1 < 0 || l1 > 1 {
			t.Fatalf("compare(%q, %q) has likeness %v", x, y, l1)
		}
		if got, _ := compare(a, a); got == contrary {
			t.Fatalf("compare(%q, itself) = contrary", x)
		}
	})
}
