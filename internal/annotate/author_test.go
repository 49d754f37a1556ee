// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/annotate"
)

const told = " I was born in a small town by the sea. My father said that the harbour would never close. We believed him for years. Then the boats " +
	"left, and I knew that nothing would be the same again. I remember that the mayor told us to wait. Nobody came. The quay was empty in the morning. "

const reported = " The old man walked along the quay. He thought that the boats would come back. “They are gone,” said the boy. The wind rose in the " +
	"evening and the sea was dark. Nobody spoke for a long time. She told him that the door was open. He did not answer. The night was long. "

// framed gives who the whole of a text is given to, or the turns of it, as "name: …, name: …".
func framed(s string) string {
	var out []string
	for _, a := range annotate.Document(&hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: s}).Attributions {
		if a.Frames() {
			out = append(out, a.Source.Text)
		}
	}
	return strings.Join(out, ", ")
}

func TestTextsTellWhoseWordsTheyAre(t *testing.T) {
	first, third := strings.Repeat(told, 2), strings.Repeat(reported, 2)
	for _, c := range []struct{ name, text, want string }{
		{"byline on its line", "The Quay\nBy Nora Quill\n" + third, "Nora Quill"},
		{"byline in one line with the title", "The Long Road Home by J. K. Tolk Once upon a time," + third, "J. K. Tolk"},
		{"two names", "The Wreck by Mira Holloway and Orla Tolk" + first, "Mira Holloway"},
		{"written by", "Quay Tales\nWritten by Mira Stone\n" + third, "Mira Stone"},
		{"no byline: a deadline", "The Ferry Line\nBy Friday evening the boats were gone." + third, ""},
		{"no byline: a headline", "Railroaded By Real Estate Developers.\n" + third, ""},
		{"no byline: a sentence", "The quay was built by Nora Quill in 1901." + third, ""},
		{"letter", "Dear Orla,\n" + first + "\nYours ever,\nMira Stone\n", "Mira Stone"},
		{"letter in one line", "May 30 Mum," + first + "Love always, Mira See you soon!", "Mira See"},
		{"letter of somebody unnamed", "Dear Mr. Tolk:" + first + "Sincerely, [The undersigned]", "The undersigned"},
		{"formula that needs a salutation", "Dear Orla," + first + "In haste, Nora", "Nora"},
		{"no letter", first + "In short, Nora Quill was right about it and the town knew.", ""},
		{"speech by its title", "Mayor Orla Tolk's Inaugural Address 14 August 1947" + first, "Mayor Orla Tolk"},
		{"remarks", "Opening Statement of Senator Mira Stone\n" + first, "Senator Mira Stone"},
		{"no speech: a report", "Orla Tolk's Address drew a crowd." + third, ""},
		{"label over a speech", "Statement on the port bill MS. TOLK: Good morning." + first, "MS. TOLK"},
		{"no label: a headline", "Quill: Harbour Will Close\n" + first, ""},
		{"no label: a salutation", "Dear Mr. Tolk: Good morning." + first, ""},
		{"turns", "MR. TOLK: Good morning." + told + "\nMS. QUILL: Thank you." + told + "\nMR. TOLK: We are done.", "MR. TOLK, MS. QUILL, MR. TOLK"},
		{"names on their own lines", "Orla Tolk\nGood morning." + told + "\nMira Stone\nThank you." + told, "Orla Tolk, Mira Stone"},
		{"questions and answers", "Q: Who came?\nA: Nobody." + told + "\nQ: And then?\nA: Nothing.", "Q, A, Q, A"},
		{"no turns: headings", "Ingredients: Flour and water.\nMethod: Mix them." + third, ""},
		{"paper", "Tides and Quays: A Study\nNora Quill 1, Mira Stone 2\n1 Department of Oceanography, University of Ironbridge\nAbstract\n" + first, "Mira Stone"},
		{"too short to tell", "The Quay\nBy Nora Quill\nIt rained.", ""},
	} {
		if got := framed(c.text); got != c.want {
			t.Errorf("%s: whose words = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBylineOfAKnownAuthorIsNoAttribution(t *testing.T) {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Authors: []string{"Nora Quill"}, Text: "The Quay\nBy Nora Quill\n" + strings.Repeat(reported, 2)}
	for _, a := range annotate.Document(d).Attributions {
		if a.Frames() {
			t.Errorf("attribution of the whole text to %q, whom the document is known to be by", a.Source.Text)
		}
	}
}
