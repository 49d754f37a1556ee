// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
)

func TestThreadGivesOneDocumentPerPost(t *testing.T) {
	docs := readFixture(t, "thread.txt", fixture(t, "thread.txt"))
	if len(docs) != 6 || docs[0].Kind != hearsay.Thread || docs[0].Text != "The missing ledger" {
		t.Fatalf("%d documents, the first %+v", len(docs), docs[0])
	}
	for _, d := range docs[1:] {
		if d.Kind != hearsay.Post || d.Parent != docs[0].ID || d.Title != docs[0].Title {
			t.Errorf("post %s: kind %s, parent %s, title %q", d.Part, d.Kind, d.Parent, d.Title)
		}
	}
}

func TestPastedAddressIsALinkAndNotProse(t *testing.T) {
	first := readFixture(t, "thread.txt", fixture(t, "thread.txt"))[1]
	if diff := cmp.Diff([]string{"https://courier.example/ledger"}, first.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(first.Text, "The Tarn Courier") || !strings.Contains(first.Text, "\n\nCold trail\n\n") {
		t.Errorf("text = %q", first.Text)
	}
}

func TestAuthorsAreKnownFromLaterQuotes(t *testing.T) {
	docs := readFixture(t, "thread.txt", fixture(t, "thread.txt"))
	var got []string
	for _, d := range docs[1:] {
		got = append(got, strings.Join(d.Authors, "; "))
	}
	if diff := cmp.Diff([]string{"", "birch", "old-oak", "", ""}, got); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
}

func TestQuotedWordsAreNotThePostersOwn(t *testing.T) {
	docs := readFixture(t, "thread.txt", fixture(t, "thread.txt"))
	post := docs[4]
	if len(post.ReplyTo) != 2 || post.ReplyTo[0].Author != "old-oak" || post.ReplyTo[1].Author != "birch" {
		t.Fatalf("quotes = %+v", post.ReplyTo)
	}
	outer, inner := post.ReplyTo[0].Span, post.ReplyTo[1].Span
	if own := strings.TrimSpace(post.Text[outer.End:]); own != "My cousin works there and says he has been away all week." {
		t.Errorf("own words = %q", own)
	}
	if !outer.Holds(inner) || !strings.HasSuffix(inner.Text, "Has anyone asked the mayor?") {
		t.Errorf("inner quote = %q", inner.Text)
	}
	if own := strings.TrimSpace(docs[5].Text[docs[5].ReplyTo[0].Span.End:]); own != "Quite so, I would say." {
		t.Errorf("own words under an unknown quote = %q", own)
	}
}

func TestHostileThreadEnds(t *testing.T) {
	raced.Skip(t)
	deep := "A thread\n-\nFirst post of the thread, of some length.\n-\n" +
		strings.Repeat("@a said in A thread:\n", 5000) + "First post of the thread, of some length.\nMine.\n"
	var many strings.Builder
	many.WriteString("A thread\n")
	for i := range 20_000 {
		fmt.Fprintf(&many, "-\n@u%d said in A thread:\nThe very same line of words.\nThe very same line of words.\n", i)
	}
	for name, text := range map[string]string{"5,000 nested quotes": deep, "20,000 posts that quote each other": many.String()} {
		began := time.Now()
		readFixture(t, "hostile.txt", []byte(text))
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
