// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay/internal/ledger"
)

// TestCorrectionOfAnEditedArticleReachesReaders: an article is edited, so that its claim is called otherwise; the issue that corrects the line which
// cited it is as public as the first was.
func TestCorrectionOfAnEditedArticleReachesReaders(t *testing.T) {
	const page = `<!doctype html><html lang="en"><head><title>Head of the harbour resigned on Tuesday</title><meta property="og:site_name" content="Lighter Gazette">` +
		`<meta name="author" content="Ole Brandvik"><meta property="article:published_time" content="2026-04-07T08:00:00Z"></head>` +
		`<body><article><h1>Head of the harbour resigned on Tuesday</h1><p>%s, two officials said on Tuesday. The board of Varn Harbour met on Monday to talk about it, ` +
		`and a spokeswoman declined to comment on the report.</p><p>The harbour has 120 berths. It was built in 1911 on the eastern shore of the sound, from where a ferry leaves every hour.</p></article></body></html>`
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "pier.html")
	take := func(lead string) {
		t.Helper()
		if err := os.WriteFile(file, fmt.Appendf(nil, page, lead), 0o600); err != nil {
			t.Fatal(err)
		}
		hearsayDoes(t, data, "import", file)
	}
	publish := func() (issue ledger.IssueView) {
		t.Helper()
		var draft ledger.IssueView
		fromJSON(t, hearsayDoes(t, data, "digest", "draft", "--by", "ann", "--json"), &draft)
		fromJSON(t, hearsayDoes(t, data, "digest", "publish", string(draft.ID), "--reason", "r", "--by", "ann", "--json"), &issue)
		return issue
	}
	take("Runa Estelund has resigned as head of the harbour")
	if first := publish(); first.Number != 1 || len(first.Items) == 0 {
		t.Fatalf("the first: %+v", first.Issue)
	}
	take("Runa Estelund remains head of the harbour")
	second := publish()
	if !strings.Contains(fmt.Sprintf("%+v", second.Items), "#1.1.1") {
		t.Fatalf("no correction in %+v", second.Items)
	}
	if out := hearsayDoes(t, data, "digest", "list"); strings.Contains(out, "RED") {
		t.Errorf("an issue is marked:\n%s", out)
	}
	site := filepath.Join(t.TempDir(), "site")
	hearsayDoes(t, data, "export", "site", site, "--public", "https://news.example")
	if _, err := os.Stat(filepath.Join(site, "digest", "2.html")); err != nil {
		t.Errorf("no reader gets the correction: %v", err)
	}
}
