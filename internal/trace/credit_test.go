// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/trace"
)

// links gives the lines of the story that are links.
func links(items []trace.Item, copies ...hearsay.Link) string {
	var out []string
	for line := range strings.Lines(printed(trace.Story("t1", items, copies, outlets, nil))) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, " credits ") || strings.Contains(line, " cites ") || strings.Contains(line, " copies ") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "; ")
}

func copyOf(from, to string, share float64) hearsay.Link {
	return hearsay.Link{From: hearsay.DocumentID(from), To: hearsay.DocumentID(to), Kind: hearsay.Copies, Share: share}
}

func TestCreditsLeadToTheDocumentThatIsCredited(t *testing.T) {
	wire := told("c", "courier", 3, sold)
	wire.Document.Credit = "Nordwire"
	const bare = "Corrin Freight has sold the harbour crane to Quorn."
	for _, c := range []struct {
		name  string
		items []trace.Item
		want  string
	}{
		{"an outlet that we hold", []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, "The Harrow Ledger reported that Corrin Freight had sold the harbour crane to Quorn.")}, "b credits a"},
		{"an outlet that we do not hold", []trace.Item{told("b", "courier", 1, "The Quorn Dispatch reported that Corrin Freight had sold the harbour crane to Quorn.")}, "b credits outlet dispatch"},
		{"its last document before", []trace.Item{told("a", "ledger", 0, sold), told("b", "ledger", 2, sold), told("d", "ledger", 9, sold),
			told("c", "courier", 3, "The Harrow Ledger reported that Corrin Freight had sold the harbour crane to Quorn.")}, "c credits b"},
		{"for the news, behind the lead", []trace.Item{told("a", "ledger", 0, bare), told("b", "courier", 1, bare+" The news was first reported by the Harrow Ledger.")}, "b credits a"},
		{"for the news, of another's lead", []trace.Item{told("b", "courier", 1, "Corrin Freight had sold the harbour crane to Quorn, an official said. The news was first reported by the Harrow Ledger.")}, "b credits outlet ledger"},
		{"for the news, in an aside", []trace.Item{told("b", "courier", 1, "Corrin Freight has sold the harbour crane to Quorn. The sale, first reported by the Quorn Dispatch, stunned the port.")}, "b credits outlet dispatch"},
		{"told the paper", []trace.Item{told("b", "courier", 1, "An official told the Harrow Ledger that Corrin Freight had sold the harbour crane to Quorn.")}, "b cites outlet ledger"},
		{"oneself", []trace.Item{told("a", "ledger", 0, "An official told the Harrow Ledger that Corrin Freight had sold the harbour crane to Quorn.")}, ""},
		{"the wire in the byline", []trace.Item{wire}, "c credits outlet nordwire"},
		{"a person is no outlet", []trace.Item{told("a", "ledger", 0, "Orla Tolk said that Corrin Freight had sold the harbour crane to Quorn.")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := links(c.items); got != c.want {
				t.Errorf("links = %q, want %q", got, c.want)
			}
		})
	}
}

func TestCreditsThatReturnAreALoop(t *testing.T) {
	circle := []trace.Item{
		told("a", "ledger", 0, "The Quorn Dispatch reported that Corrin Freight had sold the harbour crane to Quorn."),
		told("b", "courier", 1, "The Harrow Ledger reported that Corrin Freight had sold the harbour crane to Quorn."),
		told("c", "dispatch", 2, "The Elsund Courier reported that Corrin Freight had sold the harbour crane to Quorn."),
		told("d", "nordwire", 3, "The Elsund Courier reported that Corrin Freight had sold the harbour crane to Quorn."),
	}
	if got, want := links(circle), "a credits c, loop; b credits a, loop; c credits b, loop; d credits b"; got != want {
		t.Errorf("links = %q, want %q", got, want)
	}
}

func TestOneNearestCopyIsKept(t *testing.T) {
	items := func() []trace.Item {
		return []trace.Item{told("a", "ledger", 0, sold), told("b", "courier", 1, sold), told("c", "dispatch", 2, sold)}
	}
	for _, c := range []struct {
		name   string
		copies []hearsay.Link
		want   string
	}{
		{"the one it shares most with", []hearsay.Link{copyOf("c", "a", 0.3), copyOf("c", "b", 0.9)}, "c copies b"},
		{"of nearly equal ones the earliest", []hearsay.Link{copyOf("c", "b", 0.95), copyOf("c", "a", 0.9)}, "c copies a"},
		{"each document has its own", []hearsay.Link{copyOf("b", "a", 0.9), copyOf("c", "a", 0.9)}, "b copies a; c copies a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := links(items(), c.copies...); got != c.want {
				t.Errorf("links = %q, want %q", got, c.want)
			}
		})
	}
}
