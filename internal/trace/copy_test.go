// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/internal/trace"
)

// paragraphs of our own, each of more than twelve words.
var paragraphs = []string{
	"The wall above Elsund has eleven cracks, and the longest of them runs from the gate down to the old mill.",
	"Engineers of the water board measured the lake on Tuesday and found that it had lost a third of its depth since spring.",
	"In the lower town the shopkeepers have begun to carry their stores upstairs, as their grandparents did in the year of the comet.",
	"The board meets again in the week after the fair, and nobody in the town expects it to hurry.",
}

const quotation = "“The wall is older than the town, and it will outlive every one of the people who now complain about it,” Orla Tolk said."

// held are documents that can be asked for, every one of which shares with every other.
type held map[hearsay.DocumentID]*hearsay.Document

func (h held) DocumentsSharing(_ context.Context, id hearsay.DocumentID) (self trace.Sharing, others []trace.Sharing, err error) {
	own := map[uint64]bool{}
	for _, f := range trace.NewBody(h[id]).Fingerprints() {
		own[f] = true
	}
	for other, d := range h {
		s := trace.Sharing{ID: other, URL: d.URL, Credit: d.Credit, When: d.When()}
		n := 0
		for _, f := range trace.NewBody(d).Fingerprints() {
			if own[f] {
				n++
			}
		}
		switch {
		case other == id:
			self = s
		case n >= trace.LeastShared:
			others = append(others, s)
		}
	}
	return self, others, nil
}

func (h held) Body(_ context.Context, id hearsay.DocumentID) (*trace.Body, error) {
	if h[id] == nil {
		return nil, fmt.Errorf("document %s: %w", id, hearsay.ErrNotFound)
	}
	return trace.NewBody(h[id]), nil
}

func article(id string, hours int, body ...string) *hearsay.Document {
	return &hearsay.Document{
		ID: hearsay.DocumentID(id), URL: "https://" + id + ".example/", Text: strings.Join(body, "\n\n"),
		Published: hearsay.Date{Time: start.Add(time.Duration(hours) * time.Hour), Precision: hearsay.ToTheTime},
	}
}

// copiesOf gives "from to" of the link that asking about either document gives.
func copiesOf(t *testing.T, a, b *hearsay.Document) string {
	t.Helper()
	h := held{a.ID: a, b.ID: b}
	var out []string
	for _, id := range []hearsay.DocumentID{a.ID, b.ID} {
		links, _, err := trace.Copies(t.Context(), id, h)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range links {
			if l.Kind != hearsay.Copies || l.Share <= 0 || l.Share > 1 || l.Reason == "" {
				t.Errorf("link %+v has no kind, share or reason", l)
			}
			out = append(out, string(l.From)+" "+string(l.To))
		}
	}
	return strings.Join(out, ", ")
}

func TestCopiesAreTold(t *testing.T) {
	whole := article("first", 0, paragraphs...)
	credited := article("second", 0, paragraphs...)
	credited.Credit = "Nordwire"
	version := article("second", 3, paragraphs...)
	version.URL = whole.URL
	headline := article("second", 3, append([]string{"A headline"}, paragraphs...)...)
	headline.Body = len("A headline\n\n")
	for _, c := range []struct {
		name  string
		a, b  *hearsay.Document
		links string
	}{
		{"a copy", whole, article("second", 3, paragraphs...), "second first"},
		{"a copy with another headline", whole, headline, "second first"},
		{"the earlier is the original", whole, article("second", -3, paragraphs...), "first second"},
		{"at one time the one that credits copies", whole, credited, "second first"},
		{"a rewrite that keeps two paragraphs", whole, article("second", 3, "A dam in the hills of Velland is causing worry.", paragraphs[0], paragraphs[2], "More will be known soon."), "second first"},
		{"a word changed here and there", whole, article("second", 3, strings.ReplaceAll(strings.Join(paragraphs, "\n\n"), "board", "council")), "second first"},
		{"a shared quotation is no copy", article("first", 0, paragraphs[0], paragraphs[1], quotation),
			article("second", 3, quotation, paragraphs[2], paragraphs[3], "The fair begins on the ninth of the month with a race of geese over the bridge, and ends with songs at the old mill by the river."), ""},
		{"nothing shared", article("first", 0, paragraphs[0], paragraphs[1]), article("second", 3, paragraphs[2], paragraphs[3]), ""},
		{"a version of the same page", whole, version, ""},
		{"an empty document", whole, article("second", 3, ""), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := copiesOf(t, c.a, c.b); got != c.links {
				t.Errorf("Copies = %q, want %q", got, c.links)
			}
		})
	}
}

func TestDocumentsThatCameLaterAreNamed(t *testing.T) {
	h := held{"a": article("a", 0, paragraphs...), "b": article("b", 1, paragraphs...)}
	links, later, err := trace.Copies(t.Context(), "a", h)
	if err != nil || len(links) != 0 || len(later) != 1 || later[0] != "b" {
		t.Errorf("Copies = %v, %v, %v, want no link and b, which came later", links, later, err)
	}
}

func TestFingerprintsAreSortedAndFindPassages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,6}`), 20, 60).Draw(t, "words")
		before := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,6}`), 0, 20).Draw(t, "before")
		d := &hearsay.Document{Text: strings.Join(words, " ")}
		other := &hearsay.Document{Text: strings.Join(append(before, words...), "\n")}
		own := map[uint64]bool{}
		last := uint64(0)
		for _, f := range trace.NewBody(d).Fingerprints() {
			if f < last || own[f] {
				t.Fatalf("fingerprints of %q are not sorted or not distinct", d.Text)
			}
			own[f], last = true, f
		}
		n := 0
		for _, f := range trace.NewBody(other).Fingerprints() {
			if own[f] {
				n++
			}
		}
		if n == 0 {
			t.Fatalf("%q shares no fingerprint with %q, which it holds", other.Text, d.Text)
		}
	})
}
