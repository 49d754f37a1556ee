// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/trace"
)

// versions are told by one outlet under one address, each fetched an hour after the one before.
func versions(texts ...string) []trace.Item {
	var items []trace.Item
	for i, s := range texts {
		item := told(fmt.Sprintf("v%d", i+1), "ledger", 0, s)
		item.Document.Fetched = start.Add(time.Duration(i) * time.Hour)
		if i > 0 {
			item.Document.Prior = items[i-1].Document.ID
		}
		items = append(items, item)
	}
	return items
}

func changes(r trace.Revision) string {
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, fmt.Sprintf("%s: %q %q", c.Kind, c.Before.Text, c.After.Text))
	}
	return strings.Join(lines, "\n")
}

func TestLaterVersionsTellWhatTheySayOtherwise(t *testing.T) {
	const plain = "Crane Sold\n\nTwo officials said that Corrin Freight had sold the harbour crane to Quorn."
	for _, c := range []struct{ name, before, after, want string }{
		{"nothing", plain, plain, ""},
		{"a word", plain, strings.Replace(plain, "had sold", "has now sold", 1), ""},
		{"the title", plain, strings.Replace(plain, "Crane Sold", "Crane Gone", 1), `title: "Crane Sold" "Crane Gone"`},
		{"a source that goes", plain, strings.Replace(plain, "Two officials said that ", "", 1),
			`source lost: "Two officials" "Corrin Freight had sold the harbour crane to Quorn."`},
		{"another source", plain, strings.Replace(plain, "Two officials", "Orla Tolk", 1), `source: "Two officials" "Orla Tolk"`},
		{"a hedge that goes", strings.Replace(plain, "had sold", "may have sold", 1), plain,
			`hedge lost: "that Corrin Freight may have sold the harbour crane to Quorn" "that Corrin Freight had sold the harbour crane to Quorn"`},
		{"a hedge of the outlet's own", "Crane Sold\n\nCorrin Freight probably sold the harbour crane to Quorn.", "Crane Sold\n\nCorrin Freight sold the harbour crane to Quorn.",
			`hedge lost: "Corrin Freight probably sold the harbour crane to Quorn." "Corrin Freight sold the harbour crane to Quorn."`},
		{"a hedge in its midst", "Orla Tolk said that Corrin Freight is believed to have sold the harbour crane to Quorn.", "Orla Tolk said that Corrin Freight sold the harbour crane to Quorn.",
			`hedge lost: "that Corrin Freight is believed to have sold the harbour crane to Quorn" "that Corrin Freight sold the harbour crane to Quorn"`},
		{"a hedge that comes", "Orla Tolk said that Corrin Freight sold the harbour crane to Quorn.", "Orla Tolk said that Corrin Freight apparently sold the harbour crane to Quorn.",
			`hedge given: "that Corrin Freight sold the harbour crane to Quorn" "that Corrin Freight apparently sold the harbour crane to Quorn"`},
		{"a number", "Orla Tolk said that Corrin Freight had sold 14 cranes to Quorn.", "Orla Tolk said that Corrin Freight had sold 40 cranes to Quorn.",
			`figure: "14" "40"`},
		{"a name that goes", plain, strings.Replace(plain, " to Quorn", "", 1),
			`name lost: "that Corrin Freight had sold the harbour crane to Quorn" "that Corrin Freight had sold the harbour crane"`},
		{"the contrary", plain, strings.Replace(plain, "had sold", "had not sold", 1),
			`reversed: "that Corrin Freight had sold the harbour crane to Quorn" "that Corrin Freight had not sold the harbour crane to Quorn"`},
		{"what is said no more", plain + "\n\nMira Holloway said that the bridge would be closed on Sundays.", plain,
			`said no more: "that the bridge would be closed on Sundays" ""`},
		{"a note", plain, plain + "\n\nCorrection: An earlier version named another buyer.",
			`correction note: "" "Correction: An earlier version named another buyer."`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, revisions := trace.Revise(versions(c.before, c.after))
			if diff := gocmp.Diff(c.want, changes(revisions[0])); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAClaimOutlivesTheChangeOfItsDocument holds that the claim of a changed article keeps its ID, through two changes, and
// that what was said once is still a claim when the article says so no more.
func TestAClaimOutlivesTheChangeOfItsDocument(t *testing.T) {
	const first = "A crane and a bridge\n\nTwo officials said that Corrin Freight had sold the harbour crane to Quorn."
	const other = "Mira Holloway said that the bridge would be closed on Sundays."
	claims := func(items []trace.Item) map[string]hearsay.ClaimID {
		revised, _ := trace.Revise(items)
		ids := map[string]hearsay.ClaimID{}
		for _, c := range trace.Story("t1", revised, nil, outlets, nil).Claims {
			ids[c.Text] = c.ID
		}
		return ids
	}
	before := claims(versions(first + "\n\n" + other))
	after := claims(versions(first+"\n\n"+other, first+" A new line.\n\n"+other, first+" A new line, and one more."))
	if diff := gocmp.Diff(before, after); diff != "" {
		t.Errorf("claims (-first version +third):\n%s", diff)
	}
	revised, _ := trace.Revise(versions(first+"\n\n"+other, first))
	r := trace.Story("t1", revised, nil, outlets, nil)
	i := slices.IndexFunc(r.Assertions, func(a hearsay.Assertion) bool { return a.Replaced != "" })
	if i < 0 || r.Assertions[i].Document != "v1" || r.Assertions[i].Replaced != "v2" {
		t.Errorf("assertions %+v; want one of v1 that v2 replaced", r.Assertions)
	}
}
