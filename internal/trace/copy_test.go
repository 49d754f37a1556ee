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

// rights is printed under all that an outlet has; long is a report of more than a hundred words.
const rights = "Copyright 2031 Elsund Courier. All rights reserved. This text may be read aloud in schools, mills and on the bridge, but " +
	"must not be printed or sent on to anybody outside the hills of Velland without the written word of the editor in the lower town."

const long = "The mayor of Quorn has walked along every one of the city's nine canals this spring. She began at the tannery, where a bank had " +
	"slipped. Boatmen showed her two sluices that nobody had greased for years. At the third lock a school class was counting ducks. " +
	"She asked what the children had found and wrote it into her own book. The harbour office says that it will dredge the basin before " +
	"autumn. Its budget was cut twice since the ferry stopped. A former dredger master called the plan hopeful. He has kept a chart of " +
	"the mud for thirty winters and lends it to anyone. The council votes at the end of June on a loan for pumps. Most members from the " +
	"western wards are said to be against it, while the traders of the fish market have hung lanterns in support."

func quoted(s string) string { return "“" + s + "”" }

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
	first, again := article("first", 0, append(paragraphs[:2:2], long)...), article("second", 3, append(paragraphs[:2:2], "More will be known soon.", strings.ToUpper(quotation), long[:len(long)/3])...)
	first.Outlet, again.Outlet = "courier", "courier"
	background := article("second", 3, append(paragraphs[:2:2], long)...)
	news := article("first", 0, paragraphs...)
	news.Outlet, background.Outlet = "courier", "courier"
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
		{"a quotation that only one of them marks is no copy", article("first", 0, paragraphs[2], paragraphs[3], quotation+" "+quoted(paragraphs[1])),
			article("second", 3, "The water board gave out a statement on the lake of Elsund after the meeting. It reads:", paragraphs[1], "Nobody asked about the wall."), ""},
		{"a quotation in single marks is no copy", article("first", 0, paragraphs[2], "‘"+paragraphs[0]+" "+paragraphs[1]+"’ Orla Tolk’s letter says."),
			article("second", 3, "'"+paragraphs[0]+" "+paragraphs[1]+"' she wrote.", paragraphs[3]), ""},
		{"an apostrophe opens no quotation", article("first", 0, "The town 's fair is small.", paragraphs[0], paragraphs[1]), article("second", 3, paragraphs[0]+" The children 's races "+paragraphs[1]), "second first"},
		{"a notice of rights is no copy", article("first", 0, paragraphs[0], paragraphs[1], rights), article("second", 3, paragraphs[2], paragraphs[3], rights), ""},
		{"two sentences in a long report", whole, article("second", 3, append([]string{paragraphs[0] + " " + paragraphs[1]}, strings.Split(long, ". ")...)...), "second first"},
		{"one sentence in a long report is no copy", whole, article("second", 3, append([]string{paragraphs[0]}, strings.Split(long, ". ")...)...), ""},
		{"words left out and put in", whole, article("second", 3, strings.NewReplacer("the gate", "the old gate", " on Tuesday", "", "as their", "just as once their").Replace(strings.Join(paragraphs, "\n\n"))), "second first"},
		{"nothing shared", article("first", 0, paragraphs[0], paragraphs[1]), article("second", 3, paragraphs[2], paragraphs[3]), ""},
		{"an outlet that prints its own report again", first, again, "second first"},
		{"background that an outlet has printed before is no copy", news, background, ""},
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

func TestQuotationsGiveNoFingerprints(t *testing.T) {
	if got := trace.NewBody(&hearsay.Document{Text: "She wrote: " + quoted(long)}).Fingerprints(); len(got) > 0 {
		t.Errorf("a text that is one quotation has the fingerprints %x", got)
	}
}

func TestReuseCountsOwnWordsOfPassages(t *testing.T) {
	sentence, rest := paragraphs[0], paragraphs[3]
	const n, m = 21, 19 // their words
	edited := "The wall above Elsund has just eleven cracks, and the longest of these runs from the very gate down to the old mill."
	for _, c := range []struct {
		name           string
		a, b           string
		words, longest int
	}{
		{"the same", sentence, sentence, n, n},
		{"in a longer text", sentence, rest + "\n\n" + sentence + "\n\n" + rest, n, n},
		{"two passages", sentence + " " + quotation + " " + rest, rest + " " + paragraphs[2] + " " + sentence, n + m, n},
		{"a run of eleven words is no passage", "The wall above Elsund has eleven cracks, and the longest of all", sentence, 0, 11},
		{"edits are passed over and not counted", sentence, edited, n - 1, n},
		{"edits of the other", edited, sentence, n - 1, n + 2},
		{"quoted by the one", quoted(sentence), sentence, 0, n},
		{"quoted by the other", sentence, quoted(sentence), 0, n},
		{"quoted in marks of two apostrophes", "``" + sentence + "''", sentence, 0, n},
		{"quoted in guillemets", "«" + sentence + "»", sentence, 0, n},
		{"quoted in single marks with an apostrophe within", "'It isn't so: " + sentence + "' she said.", sentence, 0, n},
		{"a quotation ends at its mark", "“Yes,” he said. " + sentence, sentence, n, n},
		{"a quotation goes on to the end of its paragraph", "“" + sentence + "\n\n" + rest, sentence + " " + rest, m, n + m},
		{"an apostrophe before a word opens none", "It was the ’eighties, or the 'nineties. " + sentence, sentence, n, n},
		{"the end of a word opens none", "The town 's wall is old. " + sentence + " So are the boats' sails.", sentence, n, n},
		{"what is announced is a quotation", "She wrote:\n\n" + sentence + "\n\n" + rest, sentence + " " + rest, m, n + m},
		{"capitals and accents", "ÉCOLE " + strings.ToUpper(sentence), "école " + sentence, n + 1, n + 1},
		{"written without blanks", "墙在城上方有十一条裂缝最长的一条", "墙在城上方有十一条裂缝最长的一条。", 16, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := trace.NewBody(&hearsay.Document{Text: c.a}), trace.NewBody(&hearsay.Document{Text: c.b})
			got := a.Reuse(b)
			if got.Words != c.words || got.Longest != c.longest {
				t.Errorf("Reuse = %+v, want %d words, the longest passage %d", got, c.words, c.longest)
			}
		})
	}
}
