// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/resolve"
	"hearsay/internal/trace"
)

var start = time.Date(2031, 5, 1, 8, 0, 0, 0, time.UTC)

// outlets are known by name.
func outlets(name string) (hearsay.OutletID, bool) {
	ids := map[string]hearsay.OutletID{"harrow ledger": "ledger", "elsund courier": "courier", "nordwire": "nordwire", "quorn dispatch": "dispatch"}
	id, ok := ids[resolve.Normal(name)]
	return id, ok
}

// told is a document of an outlet so many hours after the start; what stands before "\n\n" is its headline.
func told(id string, outlet hearsay.OutletID, hours int, s string) trace.Item {
	d := hearsay.Document{
		ID: hearsay.DocumentID(id), Kind: hearsay.Article, Outlet: outlet, Language: "en", Text: s,
		Published: hearsay.Date{Time: start.Add(time.Duration(hours) * time.Hour), Precision: hearsay.ToTheTime},
	}
	if i := strings.Index(s, "\n\n"); i > 0 {
		d.Title, d.Body = s[:i], i+2
	}
	r := annotate.Document(&d)
	resolve.Document(&d, r.Mentions, r.Attributions, outlets)
	return trace.Item{Document: d, Attributions: r.Attributions, Statements: r.Statements}
}

// printed writes claims with the documents that carry them, responses and links, in an order of its own.
func printed(r trace.Result) string {
	text := map[hearsay.ClaimID]string{}
	for _, c := range r.Claims {
		text[c.ID] = c.Text
	}
	var lines []string
	for _, c := range r.Claims {
		var docs []string
		for _, a := range r.Assertions {
			if a.Claim == c.ID {
				docs = append(docs, string(a.Document))
			}
		}
		s := fmt.Sprintf("claim %q in %s", c.Text, strings.Join(docs, " "))
		if c.Negates != "" {
			s += fmt.Sprintf(", against %q", text[c.Negates])
		}
		lines = append(lines, s)
	}
	for _, x := range r.Responses {
		s := fmt.Sprintf("%s %s %q", x.Party.Name, x.Stance, text[x.Claim])
		if x.Concerned {
			s += ", concerned"
		}
		lines = append(lines, s)
	}
	for _, l := range r.Links {
		s := fmt.Sprintf("%s %s %s", l.From, l.Kind, cmp.Or(string(l.To), "outlet "+string(l.Outlet)))
		if l.Loop {
			s += ", loop"
		}
		lines = append(lines, s)
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n")
}

func story(items ...trace.Item) string {
	return printed(trace.Story("t1", items, nil, outlets, nil))
}

const sold = "Two officials said that Corrin Freight had sold the harbour crane to Quorn."

func TestClaimsOfAStory(t *testing.T) {
	for _, c := range []struct {
		name  string
		items []trace.Item
		want  string
	}{
		{"one claim in two documents", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "Orla Tolk said that Corrin Freight sold the harbour crane to Quorn.")},
			`claim "Corrin Freight had sold the harbour crane to Quorn" in a b`},
		{"another actor", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "Two officials said that Vexley Lines had sold the harbour crane to Quorn.")},
			`claim "Corrin Freight had sold the harbour crane to Quorn" in a
claim "Vexley Lines had sold the harbour crane to Quorn" in b`},
		{"the contrary", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "Orla Tolk said that Corrin Freight had not sold the harbour crane to Quorn.")},
			`claim "Corrin Freight had not sold the harbour crane to Quorn" in b, against "Corrin Freight had sold the harbour crane to Quorn"
claim "Corrin Freight had sold the harbour crane to Quorn" in a`},
		{"a headline makes no claim of its own", []trace.Item{told("a", "ledger", 0, "Corrin Freight Sold Harbour Crane, Officials Say\n\n"+sold)},
			`claim "Corrin Freight had sold the harbour crane to Quorn" in a a`},
		{"a headline that denies asserts nothing", []trace.Item{told("a", "ledger", 0, "Freight Firm Denies Sale Of Harbour Crane To Quorn\n\n"+sold)},
			`claim "Corrin Freight had sold the harbour crane to Quorn" in a`},
		{"a question asserts nothing", []trace.Item{told("a", "ledger", 0, "Mira Holloway asked whether Corrin Freight had sold the harbour crane.")}, ""},
		{"what is not said is not asserted", []trace.Item{told("a", "ledger", 0, "Mira Holloway did not say that Corrin Freight had sold the harbour crane.")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := gocmp.Diff(c.want, story(c.items...)); diff != "" {
				t.Errorf("Story (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResponsesAnswerTheirClaim(t *testing.T) {
	claim := `"Corrin Freight had sold the harbour crane to Quorn"`
	for _, c := range []struct{ name, said, want string }{
		{"denies what was said", "Corrin Freight denied that it had sold the harbour crane to Quorn.", "Corrin Freight denies " + claim + ", concerned"},
		{"denies the report", sold + " Corrin Freight denied the report.", "Corrin Freight denies " + claim + ", concerned"},
		{"confirms", "Corrin Freight confirmed that it had sold the harbour crane to Quorn.", "Corrin Freight confirms " + claim + ", concerned"},
		{"declines", sold + " Corrin Freight declined to comment.", "Corrin Freight declines " + claim + ", concerned"},
		{"gives no reply", sold + " Corrin Freight did not respond to a request for comment.", "Corrin Freight no reply " + claim + ", concerned"},
		{"could not be reached", sold + " Orla Tolk could not be reached for comment.", "Orla Tolk no reply " + claim},
		{"doubts", sold + " Orla Tolk cast doubt on the report.", "Orla Tolk doubts " + claim},
		{"a bystander confirms", "Orla Tolk confirmed that Corrin Freight had sold the harbour crane to Quorn.", "Orla Tolk confirms " + claim},
		{"who does not deny says nothing", "Corrin Freight did not deny that it had sold the harbour crane to Quorn.", ""},
		{"a statement that denies", "Corrin Freight issued a statement denying that it had sold the harbour crane to Quorn.", "Corrin Freight denies " + claim + ", concerned"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := story(told("a", "ledger", 0, sold), told("b", "courier", 5, c.said))
			var responses []string
			for line := range strings.Lines(got) {
				if line = strings.TrimSpace(line); !strings.HasPrefix(line, "claim") {
					responses = append(responses, line)
				} else if !strings.HasPrefix(line, "claim "+claim) {
					t.Errorf("there is another claim: %s", line)
				}
			}
			if s := strings.Join(responses, "\n"); s != c.want {
				t.Errorf("responses of %q = %s, want %s", c.said, s, c.want)
			}
		})
	}
}

func TestDenialOfOneIsNoDenialOfAnother(t *testing.T) {
	got := story(told("a", "ledger", 0, sold), told("b", "courier", 1, "Two officials said that Vexley Lines had sold the harbour crane to Quorn."),
		told("c", "courier", 2, "Vexley Lines denied that it had sold the harbour crane to Quorn."))
	if want := `Vexley Lines denies "Vexley Lines had sold the harbour crane to Quorn"`; !strings.Contains(got, want) {
		t.Errorf("Story = %s, want %s", got, want)
	}
	if strings.Contains(got, `denies "Corrin`) {
		t.Errorf("Story = %s: the denial of Vexley Lines is counted to Corrin Freight", got)
	}
}

func TestOppositesContradictAndAreNeverMerged(t *testing.T) {
	items := []trace.Item{
		told("a", "ledger", 0, "Orla Tolk said that Corrin Freight had raised the fares of the Quorn ferry by 5 per cent."),
		told("b", "courier", 1, "A clerk said that Corrin Freight cut the fares of the Quorn ferry by 5 per cent."),
		told("c", "dispatch", 2, "An officer said that Corrin Freight paid for the fares of the Quorn ferry."),
		told("d", "nordwire", 3, "Corrin Freight denied that it had raised the fares of the Quorn ferry."),
	}
	r := trace.Story("t1", items, nil, outlets, nil)
	if len(r.Claims) != 3 || r.Claims[1].Negates != r.Claims[0].ID || r.Claims[2].Negates != "" {
		t.Errorf("claims = %+v, want three, of which the second contradicts the first", r.Claims)
	}
	if len(r.Responses) != 1 || r.Responses[0].Claim != r.Claims[0].ID {
		t.Errorf("responses = %+v, want the denial of the first claim", r.Responses)
	}
}

func TestNobodyDidItIsAClaim(t *testing.T) {
	got := story(told("a", "ledger", 0, "Orla Tolk said that nobody survived the storm."))
	if want := `claim "nobody survived the storm" in a`; got != want {
		t.Errorf("Story = %s, want %s", got, want)
	}
}

func TestOtherLanguagesAreNotParsed(t *testing.T) {
	a, b := told("a", "ledger", 0, "Orla Tolk sagte, Corrin Freight habe den Hafenkran in Quorn verkauft."), told("b", "courier", 1, "Mira Holloway sagte, Corrin Freight hat den Hafenkran in Quorn verkauft.")
	for _, item := range []*trace.Item{&a, &b} {
		item.Document.Language = "de"
		r := annotate.Document(&item.Document)
		item.Attributions, item.Statements = r.Attributions, r.Statements
	}
	if n := len(trace.Story("t1", []trace.Item{a, b}, nil, outlets, nil).Claims); n != 1 {
		t.Errorf("claims = %d, want 1", n)
	}
}

func TestDenialWithoutAClaimMakesOne(t *testing.T) {
	got := story(told("a", "ledger", 0, "Corrin Freight denied that it had sold the harbour crane to Quorn."))
	want := "Corrin Freight denies \"it had sold the harbour crane to Quorn\", concerned\nclaim \"it had sold the harbour crane to Quorn\" in "
	if got != want {
		t.Errorf("Story = %s, want %s", got, want)
	}
}

func TestOutletTakesBackWhatItSaid(t *testing.T) {
	got := story(told("a", "ledger", 0, sold), told("b", "ledger", 9, "The Harrow Ledger has withdrawn its report that Corrin Freight had sold the harbour crane to Quorn."))
	if want := `Harrow Ledger retracts "Corrin Freight had sold the harbour crane to Quorn"`; !strings.Contains(got, want) {
		t.Errorf("Story = %s, want %s", got, want)
	}
}

// scene has something of everything: copies of a claim, contraries, responses, credits, ties in time.
func scene() []trace.Item {
	return []trace.Item{
		told("a", "ledger", 0, "Corrin Freight Sold Crane, Officials Say\n\n"+sold+" Corrin Freight declined to comment."),
		told("b", "courier", 1, "The Harrow Ledger reported that Corrin Freight had sold the harbour crane to Quorn."),
		told("c", "courier", 1, "Orla Tolk said that Corrin Freight had not sold the harbour crane to Quorn."),
		told("d", "dispatch", 2, "Corrin Freight denied that it had sold the harbour crane to Quorn."),
		told("e", "nordwire", 2, "Mira Holloway said that Vexley Lines had sold 40 boats to Quorn."),
		told("f", "ledger", 3, "Vexley Lines denied that it had sold 400 boats to Quorn. The Elsund Courier said that the crane of the harbour was sold by Corrin Freight to Quorn."),
	}
}

func TestOrderOfItemsMakesNoDifference(t *testing.T) {
	want := printed(trace.Story("t1", scene(), nil, outlets, nil))
	if strings.Count(want, "claim") < 4 {
		t.Fatalf("the scene has too little to shuffle: %s", want)
	}
	items := scene()
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(items).Draw(t, "items")
		if diff := gocmp.Diff(want, printed(trace.Story("t1", shuffled, nil, outlets, nil))); diff != "" {
			t.Fatalf("Story of the items in another order (-sorted +shuffled):\n%s", diff)
		}
	})
}

func TestPeopleDecideWhatIsTheSame(t *testing.T) {
	items := func() []trace.Item {
		return []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "Orla Tolk said that Corrin Freight sold the harbour crane to Quorn."),
			told("c", "courier", 2, "Orla Tolk said that Vexley Lines had hired forty divers for the summer.")}
	}
	always := func(yes bool) trace.Decided {
		return func(hearsay.ClaimID, hearsay.ClaimID) (bool, bool) { return yes, true }
	}
	for yes, want := range map[bool]int{true: 1, false: 3} {
		if got := len(trace.Story("t1", items(), nil, outlets, always(yes)).Claims); got != want {
			t.Errorf("claims where everything is decided %v = %d, want %d", yes, got, want)
		}
	}
}
