// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay/internal/ledger"
)

// TestAnIssueOfTheBlogArchiveShowsWhereItsBasisChanged is the acceptance of digests: import two texts, publish #1 with three items of the
// blog archive, edit a stored article; impact lists the line, and the issue shows it.
func TestAnIssueOfTheBlogArchiveShowsWhereItsBasisChanged(t *testing.T) {
	seeds := filepath.Join("..", "..", "..", "shared", "seeds")
	if dir := os.Getenv("HEARSAY_SHARED_DATA"); dir != "" {
		seeds = filepath.Join(filepath.Dir(filepath.Clean(dir)), "seeds")
	}
	blog := filepath.Join(seeds, "blog-archive.txt")
	text, err := os.ReadFile(blog)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no seeds")
	}
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	hearsayDoes(t, data, "import", blog, filepath.Join(seeds, "forum-thread.txt"))
	var draft ledger.IssueView
	fromJSON(t, hearsayDoes(t, data, "digest", "draft", "--moved", "3", "--missed", "100", "--by", "ann", "--json"), &draft)
	ofBlog := draft.Items[:0]
	for _, it := range draft.Items {
		if c := it.Lines[0].Citations[0]; len(ofBlog) < 3 && c.Claim != "" && bytes.Contains(text, []byte(c.Span.Text)) {
			ofBlog = append(ofBlog, it)
		}
	}
	if len(ofBlog) != 3 {
		t.Fatalf("%d items of the blog archive, want 3", len(ofBlog))
	}
	form := filepath.Join(t.TempDir(), "draft.txt")
	printed := hearsayDoes(t, data, "digest", "edit", string(draft.ID), "--print")
	keep(t, form, printed, ofBlog[0].Title, ofBlog[1].Title, ofBlog[2].Title)
	hearsayDoes(t, data, "digest", "edit", string(draft.ID), form)
	var issue ledger.IssueView
	fromJSON(t, hearsayDoes(t, data, "digest", "publish", string(draft.ID), "--reason", "the first", "--by", "ann", "--json"), &issue)
	if issue.Number != 1 || len(issue.Items) != 3 || !issue.AsPublished || len(issue.Changes) > 0 {
		t.Fatalf("published #%d with %d items, as published %v, changes %v", issue.Number, len(issue.Items), issue.AsPublished, issue.Changes)
	}
	chains := 0
	for _, it := range issue.Items {
		if c := it.Lines[0].Citations[0]; c.Claim == "" || c.Status == "" || c.Span.Text == "" {
			t.Errorf("%s has no standing or no words: %+v", it.Title, c)
		}
		for _, l := range it.Lines {
			for _, c := range l.Citations {
				chains += len(c.Chain)
			}
		}
	}
	if chains == 0 {
		t.Error("no citation has a chain")
	}
	cited := issue.Items[1].Lines[0].Citations[0]
	edited := filepath.Join(t.TempDir(), "blog-archive.txt")
	if err := os.WriteFile(edited, bytes.Replace(text, []byte(cited.Span.Text), []byte("Nothing of the kind was said."), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	hearsayDoes(t, data, "import", edited)
	if out := hearsayDoes(t, data, "impact", string(cited.Document)); !strings.Contains(out, "#1.2.1") || !strings.Contains(out, "basis changed: a later version of "+string(cited.Document)) {
		t.Errorf("impact does not tell of the line:\n%s", out)
	}
	if out := hearsayDoes(t, data, "digest", "show", "1"); strings.Count(out, "BASIS CHANGED") != 1 {
		t.Errorf("the issue does not show what changed:\n%s", out)
	}
	if out := hearsayDoes(t, data, "digest", "draft", "--by", "ann", "--json"); !strings.Contains(out, `"corrects": "#1.2.1"`) {
		t.Error("the next draft has no correction")
	}
}

// hearsayDoes runs a command that succeeds, and gives what it prints.
func hearsayDoes(t *testing.T, data string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(append([]string{"--data", data}, args...), strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("hearsay %v: exit code %d\n%s%s", args, code, &out, &errs)
	}
	return out.String()
}

func fromJSON(t *testing.T, s string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), to); err != nil {
		t.Fatalf("%v: %s", err, s)
	}
}

// keep writes a text form with the items of these titles alone, as a person in an editor would.
func keep(t *testing.T, file, form string, titles ...string) {
	t.Helper()
	parts := strings.Split(form, "\n== ")
	kept := parts[:1:1]
	for _, p := range parts[1:] {
		for _, title := range titles {
			if head, _, _ := strings.Cut(p, "\n"); strings.HasSuffix(head, ": "+title) {
				kept = append(kept, p)
			}
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(kept, "\n== ")), 0o600); err != nil {
		t.Fatal(err)
	}
}
