// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"testing"

	"hearsay"
	"hearsay/internal/annotate"
)

// TestWhoGivesNoAnswerAndWhoDenies reads the ways in which papers say so.
func TestWhoGivesNoAnswerAndWhoDenies(t *testing.T) {
	for sentence, want := range map[string]struct {
		party string
		act   hearsay.Act
	}{
		"Quorn Mill was not immediately available for comment.":                          {"Quorn Mill", hearsay.NoComment},
		"Ada Vesk was unavailable for comment on Friday.":                                {"Ada Vesk", hearsay.NoComment},
		"Repeated calls to Mayor Brill went unanswered.":                                 {"Mayor Brill", hearsay.NoComment},
		"Requests for comment sent to the office of Mayor Brill were not answered.":      {"the office of Mayor Brill", hearsay.NoComment},
		"Ada Vesk did not immediately return a call seeking comment.":                    {"Ada Vesk", hearsay.NoComment},
		"The Vesk family could not be reached.":                                          {"The Vesk family", hearsay.NoComment},
		"The mill would neither confirm nor deny the sale.":                              {"The mill", hearsay.NoComment},
		"Ada Vesk called the report false.":                                              {"Ada Vesk", hearsay.Deny},
		"“The report is wrong,” Ada Vesk told reporters on Friday.":                      {"Ada Vesk", hearsay.Deny},
		"Ada Vesk said that the report was not wrong in every part, and that it hurt.":   {"Ada Vesk", hearsay.Assert},
		"Ada Vesk said that the call centre of the mill would be closed before the end.": {"Ada Vesk", hearsay.Assert},
	} {
		d := &hearsay.Document{ID: "d1", Kind: hearsay.Article, Language: "en", Text: sentence}
		found := annotate.Document(d).Attributions
		if len(found) != 1 || found[0].Voice.Name != want.party && found[0].Source.Text != want.party || found[0].Act != want.act {
			t.Errorf("%s\n%+v, want %s by %s", sentence, found, want.act, want.party)
		}
	}
}

func TestSilenceWithoutSubjectIsReadBehindOtherSentences(t *testing.T) {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: "The clerk spoke to him in the calls. Could not be reached for comment."}
	for _, a := range annotate.Document(d).Attributions {
		if a.Act == hearsay.NoComment {
			t.Errorf("%q gives no answer, want nobody who gives none", a.Voice.Name)
		}
	}
}
