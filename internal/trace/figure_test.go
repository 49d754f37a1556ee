// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/trace"
)

// apart writes the claims of a story in their order, with what each differs in from an earlier one.
func apart(items ...trace.Item) string {
	r := trace.Story("t1", items, nil, outlets, nil)
	at := map[hearsay.ClaimID]int{}
	var lines []string
	for i, c := range r.Claims {
		at[c.ID] = i + 1
		s := fmt.Sprintf("%d", i+1)
		for _, d := range c.Differs {
			s += fmt.Sprintf(" %s %q, %d %q", d.In, d.Here, at[d.Claim], d.There)
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "; ")
}

func TestClaimsWithOtherNumbersOrDatesAreApartAndLinked(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"another number", "Orla Tolk said that Corrin Freight had fined 170,000 riders in Quorn.", "A clerk said that Corrin Freight had fined 17,000 riders in Quorn.",
			`1; 2 number "17,000", 1 "170,000"`},
		{"the same number in words", "Orla Tolk said that Corrin Freight had fined twelve riders in Quorn.", "A clerk said that Corrin Freight had fined 12 riders in Quorn.", "1"},
		{"a rounded number", "Orla Tolk said that Corrin Freight had fined about 170,000 riders in Quorn.", "A clerk said that Corrin Freight had fined 172,340 riders in Quorn.", "1"},
		{"rounded to another", "Orla Tolk said that Corrin Freight had fined about 180,000 riders in Quorn.", "A clerk said that Corrin Freight had fined 172,340 riders in Quorn.",
			`1; 2 number "172,340", 1 "about 180,000"`},
		{"numbers of other things", "Orla Tolk said that Corrin Freight had fined 40 riders in Quorn.", "A clerk said that Corrin Freight had fined 40 riders in Quorn with 3 boats.", "1"},
		{"so much more is no count", "Orla Tolk said that fines by Corrin Freight in Quorn had risen 13 per cent.", "A clerk said that fines by Corrin Freight in Quorn had risen 31 per cent.",
			`1; 2 number "31 per cent", 1 "13 per cent"`},
		{"another day", "Orla Tolk said that Corrin Freight had sold the harbour crane on Monday.", "A clerk said that Corrin Freight had sold the harbour crane on Friday.",
			`1; 2 date "Friday", 1 "Monday"`},
		{"a day of that month", "Orla Tolk said that Corrin Freight had sold the harbour crane on 3 March.", "A clerk said that Corrin Freight had sold the harbour crane in March.", "1"},
		{"no day", "Orla Tolk said that Corrin Freight had sold the harbour crane on Monday.", "A clerk said that Corrin Freight had sold the harbour crane.", "1"},
		{"the day on which it was said", "On Monday Orla Tolk said that Corrin Freight had sold the harbour crane.", "On Wednesday a clerk said that Corrin Freight had sold the harbour crane.", "1"},
		{"another actor and another number", "Orla Tolk said that Corrin Freight had fined 170 riders in Quorn.", "A clerk said that Vexley Lines had fined 17 riders in Quorn.", "1; 2"},
		{"something else and another number", "Orla Tolk said that Corrin Freight had fined 170 riders in Quorn.", "A clerk said that Corrin Freight had hired 17 divers for the summer.", "1; 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := gocmp.Diff(c.want, apart(told("a", "ledger", 0, c.a), told("b", "courier", 1, c.b))); diff != "" {
				t.Errorf("claims of %q and %q (-want +got):\n%s", c.a, c.b, diff)
			}
		})
	}
}

func TestDifferentNumbersStandSideBySide(t *testing.T) {
	items := []trace.Item{
		told("a", "ledger", 0, "Orla Tolk said that Corrin Freight had fined 170 riders in Quorn."),
		told("b", "courier", 1, "A clerk said that Corrin Freight had fined 180 riders in Quorn."),
		told("c", "dispatch", 2, "An officer said that Corrin Freight had fined 190 riders in Quorn."),
		told("d", "dispatch", 3, "An officer said that Vexley Lines had bought nothing at the auction in Elsund."),
	}
	var got []string
	for _, list := range hearsay.Disagreements(trace.Story("t1", items, nil, outlets, nil).Claims) {
		var row []string
		for _, v := range list {
			row = append(row, string(v.In)+" "+v.Figure)
		}
		got = append(got, strings.Join(row, ", "))
	}
	if want := []string{"number 170, number 180, number 190"}; !slices.Equal(got, want) {
		t.Errorf("Disagreements = %q, want %q", got, want)
	}
}

func TestClaimsKeepTheirDatesAndNumbers(t *testing.T) {
	r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, "Orla Tolk said that Corrin Freight had sold 40 cranes in mid-February.")}, nil, outlets, nil)
	var got []string
	for _, f := range r.Claims[0].Figures {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s%s %s", f.Kind, f.Span.Text, f.EDTF, f.Value, f.Unit)))
	}
	want := []string{"number 40 40 crane", "date mid-February 2031-02-11~/2031-02-20~2031-02"}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestQuotationsWithEditorsMarksAreOneClaim(t *testing.T) {
	got := story(
		told("a", "ledger", 0, "Orla Tolk said that “the harbour crane in Quorn has been sold by the company to a friend of the mayor”."),
		told("b", "courier", 1, "Orla Tolk said that “[t]he harbour crane in Quorn has been sold […] to a friend of the mayor”."))
	want := `claim "“the harbour crane in Quorn has been sold by the company to a friend of the mayor”" in a b`
	if got != want {
		t.Errorf("Story = %s, want %s", got, want)
	}
}

func TestClaimHasItsClearestWording(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"no pronoun", "Corrin Freight said that it had sold the harbour crane to Quorn.", "Two officials said that Corrin Freight had sold the harbour crane to Quorn.", "Corrin Freight had sold the harbour crane to Quorn"},
		{"no editor", "Orla Tolk said that “[t]he crane […] in Quorn was sold by Corrin Freight to a friend”.", "Orla Tolk said that the crane in Quorn was sold by Corrin Freight to a friend.", "the crane in Quorn was sold by Corrin Freight to a friend"},
		{"of equals the first", "Two officials said that Corrin Freight had sold the harbour crane to Quorn.", "Two officials said that Corrin Freight sold the harbour crane to Quorn.", "Corrin Freight had sold the harbour crane to Quorn"},
	} {
		r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, c.a), told("b", "courier", 1, c.b)}, nil, outlets, nil)
		if len(r.Claims) != 1 || r.Claims[0].Text != c.want {
			t.Errorf("%s: claims = %+v, want %q", c.name, r.Claims, c.want)
		}
	}
	r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, "The harbour crane of Corrin Freight allegedly fell into the basin at Quorn.")}, nil, outlets, nil)
	if want := "The harbour crane of Corrin Freight allegedly fell into the basin at Quorn"; len(r.Claims) != 1 || !strings.HasPrefix(r.Claims[0].Text, want) {
		t.Errorf("claims = %+v, want the whole sentence", r.Claims)
	}
}

func TestNamesOfThingsAreNoClaims(t *testing.T) {
	for said, want := range map[string]int{
		"Orla Tolk criticised the harbour crane of Corrin Freight.":                     0,
		"Orla Tolk praised the crane in Quorn that Corrin Freight sold last year.":      0,
		"Orla Tolk said that the crane in Quorn was falling apart.":                     1,
		"Orla Tolk welcomed the arrest of the harbour master of Quorn.":                 1,
		"Orla Tolk accused the harbour master of Quorn of hiding the crane.":            1,
		"Orla Tolk promised to sell the harbour crane in Quorn.":                        1,
		"Orla Tolk said that if the crane falls, Corrin Freight will pay for the quay.": 1,
	} {
		r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, said)}, nil, outlets, nil)
		n := 0
		for _, c := range r.Claims {
			if c.Text != said { // the document's own statement is a sentence
				n++
			}
		}
		if n != want {
			t.Errorf("%q gives %d claims %+v, want %d", said, n, r.Claims, want)
		}
	}
}

func TestWhatAnOutletDoesNotHaveIsAClaim(t *testing.T) {
	for said, want := range map[string]string{
		"Orla Tolk said that The Elsund Courier had nothing on the crane in Quorn.":     "The Elsund Courier",
		"Orla Tolk said that Nordwire has not reported the sale of the crane.":          "Nordwire",
		"Orla Tolk said that the crane in Quorn had nothing on it.":                     "",
		"Orla Tolk said that Vexley Lines had no story for the divers in Quorn.":        "",
		"There is a crane for sale in Quorn and nobody says so. Vexley Times? Nothing.": "Vexley Times",
	} {
		r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, said)}, nil, outlets, nil)
		got := ""
		for _, c := range r.Claims {
			got += c.Silent
		}
		if got != want {
			t.Errorf("%q: silent is %q, want %q; claims %+v", said, got, want, r.Claims)
		}
	}
}
