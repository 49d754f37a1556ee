// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/digest"
)

func TestAnIssueByMailShowsCorrectionsAndLeadsToTheDesk(t *testing.T) {
	i := &hearsay.Issue{Title: "The week", Number: 7, Publisher: "Ann", Items: []hearsay.Item{
		{Kind: hearsay.CorrectionItem, Title: "The ferry", Corrects: "#6.2.1", Lines: []hearsay.Line{{Text: "It stays.", Citations: []hearsay.Citation{
			{Document: "d1", Span: hearsay.Span{Text: "It \u202estays\u200b\nin service"}, Claim: "k1", Status: hearsay.Denied, Low: 1, High: 2}}}}},
		{Kind: hearsay.MovedItem, Title: "The harbour", Lines: []hearsay.Line{{Text: "It is likely to open.", Judgement: true}}},
	}}
	m, err := digest.IssueMail(digest.Reading{Issue: i, Sources: map[hearsay.DocumentID]string{"d1": "Post, <b>Ferry</b>"}, Changed: map[string][]string{hearsay.Place(7, 1, 1): {"the page says it no more"}}},
		"https://desk.example", "https://desk.example/unsubscribe?s=n1&t=2")
	if err != nil || m.Subject != "The week #7" {
		t.Fatalf("%q: %v", m.Subject, err)
	}
	for _, want := range []string{"The week #7", "https://desk.example/digest/7", "https://desk.example/digest/6#line-2-1", "Correction", "Basis changed:", "the page says it no more",
		"https://desk.example/document/d1", "https://desk.example/claim/k1", "It stays in service", "denied when published, 1 to 2 origins", "Judgement:", "https://desk.example/unsubscribe?s=n1"} {
		for part, s := range map[string]string{"text": m.Text, "html": m.HTML} {
			if !strings.Contains(s, want) {
				t.Errorf("the %s has no %q:\n%s", part, want, s)
			}
		}
	}
	if !strings.Contains(m.HTML, "Post, &lt;b&gt;Ferry") || !strings.Contains(m.HTML, `content="light dark"`) || strings.Contains(m.HTML, "#fff") {
		t.Error(m.HTML)
	}
}

func TestAQuestionByMailHasItsLinkInBothParts(t *testing.T) {
	m, err := digest.QuestionMail("the digests", "https://desk.example", "https://desk.example/subscribe/confirm?s=n1", 48)
	if err != nil || !strings.Contains(m.Text, "confirm?s=n1\n") || !strings.Contains(m.HTML, `href="https://desk.example/subscribe/confirm?s=n1"`) || !strings.Contains(m.HTML, "48 hours") {
		t.Errorf("%v\n%s\n%s", err, m.Text, m.HTML)
	}
}
