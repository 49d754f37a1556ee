// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/resolve"
)

// said gives who says what in a document, one line each: the voices of the chain and the content; what the document says on its
// own authority begins with "own".
func said(s string) string {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: s}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, func(name string) (hearsay.OutletID, bool) {
		return hearsay.OutletID(strings.ToLower(name)), name == "Nordwire"
	})
	var out []string
	for _, a := range r.Attributions {
		var chain []string
		for _, v := range a.Chain {
			chain = append(chain, v.Name)
		}
		out = append(out, strings.Join(chain, " < ")+": "+a.Said())
	}
	for _, st := range r.Statements {
		out = append(out, "own: "+st.Span.Text)
	}
	return strings.Join(out, "; ")
}

func TestOutletsAreCreditedInProse(t *testing.T) {
	const lead = "Anna Tolman has resigned as head of the Kestria railway"
	const own = "own: " + lead + "."
	for s, want := range map[string]string{
		"The news was first reported by the Harbour Post.":                                "Harbour Post: " + lead,
		"The news was first reported by Nordwire.":                                        "Nordwire: " + lead,
		"The resignation was earlier reported by the Morrow Herald.":                      "Morrow Herald: " + lead,
		"Her departure, first reported by the Lakeside Ledger, came as a surprise.":       "Lakeside Ledger: " + lead,
		"The story was first reported by Nora Quill of the Harbour Post.":                 "Harbour Post: " + lead,
		"The Coastline Report broke the story on Monday.":                                 "Coastline Report: " + lead,
		"On Monday Nordwire first reported the news.":                                     "Nordwire: " + lead,
		"Nordwire was the first to report the news.":                                      "Nordwire: " + lead,
		"Per Nordwire, the board met on Sunday.":                                          "Nordwire: the board met on Sunday; " + own,
		"In an interview with the Hailan Daily, Tolman said that she would write a book.": "Hailan Daily < Anna Tolman: that she would write a book; " + own,
		"In an interview with Nora Quill, Tolman said that she would write a book.":       "Anna Tolman: that she would write a book; " + own,
		"Speaking to the Hailan Daily, Tolman said that she would write a book.":          "Hailan Daily < Anna Tolman: that she would write a book; " + own,
		"As first reported by the Harbour Post, the board met on Sunday.":                 "Harbour Post: the board met on Sunday; " + own,
		"The Harbour Post, which first reported the news, said that Tolman was ill.":      "Harbour Post: " + lead + "; Harbour Post: that Tolman was ill",
		"The fire was first reported by the Elsund Fire Department.":                      "Elsund Fire Department: The fire; " + own,
		"The window was broken by Kestria Rail.":                                          own,
	} {
		if got := said(lead + ".\n\n" + s); got != want {
			t.Errorf("after the lead, %q gives\n%s, want\n%s", s, got, want)
		}
	}
	for s, want := range map[string]string{
		"The exit of Anna Tolman, first reported by the Lakeside Ledger, stunned the Kestria railway.": "Lakeside Ledger: The exit of Anna Tolman stunned the Kestria railway",
		"Anna Tolman has resigned, the board said. The news was first reported by the Harbour Post.":   "board: Anna Tolman has resigned; Harbour Post: The news",
	} {
		if got := said(s); got != want {
			t.Errorf("%q gives\n%s, want\n%s", s, got, want)
		}
	}
}
