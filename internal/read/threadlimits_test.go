// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/forum"
	"hearsay/internal/hearsaytest/raced"
)

func discourseOf(posts []string) []byte {
	return []byte(`{"post_stream":{"posts":[` + strings.Join(posts, ",\n") + `]},"id":5,"title":"A long thread"}`)
}

func cookedPost(number, answers int, cooked string) string {
	return fmt.Sprintf(`{"id":%d,"username":"u%d","created_at":"2026-03-02T08:15:00Z","version":1,"cooked":%q,"post_number":%d,"post_type":1,"reply_to_post_number":%d,"topic_id":5}`,
		number, number%500, cooked, number, answers)
}

// TestH52ThreadOf100000PostsIsTakenPageByPage: a page of as many posts as there may be is read in seconds, though all
// of them quote each other, and one of a hundred thousand is refused with what to do.
func TestH52ThreadOf100000PostsIsTakenPageByPage(t *testing.T) {
	raced.Skip(t)
	posts := make([]string, 100_000)
	for i := range posts {
		posts[i] = cookedPost(i+1, i, `<blockquote><p>The very same line of words.</p></blockquote><p>The very same line of words.</p>`)
	}
	began := time.Now()
	docs := readAt(t, "https://board.example/t/5.json", jsonType, discourseOf(posts[:forum.MaxPosts]))
	if took := time.Since(began); len(docs) != forum.MaxPosts+1 || took > 15*time.Second {
		t.Errorf("%d documents in %v", len(docs), took)
	}
	if q := docs[len(docs)-1].ReplyTo; len(q) != 1 || q[0].Author != "u1" {
		t.Errorf("the last post quotes %v, want the words of the first", q)
	}
	text := "A thread\n-\n" + strings.Repeat("A post of some words.\n-\n", len(posts))
	for name, payload := range map[string][]byte{"long.json": discourseOf(posts), "long.txt": []byte(text)} {
		_, err := Capture(fileCapture(name), payload)
		if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), "page by page") {
			t.Errorf("%s of 100,000 posts: %v, want a refusal that says what to do", name, err)
		}
	}
}

// TestH52PostThatQuotesItselfQuotesNobody: whose words a post quotes is looked for in earlier posts alone.
func TestH52PostThatQuotesItselfQuotesNobody(t *testing.T) {
	self := `<blockquote><p>The lamp burns as it always did.</p></blockquote><p>The lamp burns as it always did.</p>`
	docs := readAt(t, "https://board.example/t/5.json", jsonType, discourseOf([]string{cookedPost(1, 1, self), cookedPost(2, 2, self), cookedPost(3, 4, self), cookedPost(4, 3, self)}))
	var got []string
	for _, d := range docs[1:] {
		for _, q := range d.ReplyTo {
			got = append(got, d.Part+" quotes "+q.Author)
		}
	}
	if diff := cmp.Diff([]string{"2 quotes u1", "3 quotes u1", "4 quotes u1"}, got); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
}

// TestH52ReplyToItselfIsNoReply: an answer leads to an earlier post, so that a circle of answers is broken.
func TestH52ReplyToItselfIsNoReply(t *testing.T) {
	for name, payload := range map[string][]byte{
		"Discourse": discourseOf([]string{cookedPost(1, 1, "<p>a</p>"), cookedPost(2, 3, "<p>b</p>"), cookedPost(3, 2, "<p>c</p>"), cookedPost(4, -9, "<p>d</p>")}),
		"NodeBB":    fixture(t, "nodebb.json"),
	} {
		threads, err := forum.JSON(payload, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range threads[0].Posts {
			if p.Answers >= p.Number || p.Answers < 0 {
				t.Errorf("%s: post %d answers %d", name, p.Number, p.Answers)
			}
		}
	}
}

// TestH52FiveThousandNestedQuotesAreReadTo64: quotations are told apart to a depth of 64, and what lies deeper belongs
// to the deepest of them, not to the poster.
func TestH52FiveThousandNestedQuotesAreReadTo64(t *testing.T) {
	raced.Skip(t)
	nested := strings.Repeat(`<blockquote><div><cite>moss wrote:</cite>`, 5000) + "The tide will turn." + strings.Repeat(`</div></blockquote>`, 5000)
	page := `<html><body id="phpbb"><h2 class="topic-title">T</h2><div class="post" id="p1"><div class="postprofile"><a class="username">wren</a></div><div class="postbody"><div class="content">` +
		nested + `It has turned.</div></div></div></body></html>`
	for name, docs := range map[string][]hearsay.Document{
		"phpBB":     readAt(t, "https://quayside.example/viewtopic.php?t=1", htmlType8, []byte(page)),
		"Discourse": readAt(t, "https://board.example/t/5.json", jsonType, discourseOf([]string{cookedPost(1, 0, nested+"<p>It has turned.</p>")})),
	} {
		d := docs[len(docs)-1]
		if d.Kind != hearsay.Post || len(d.ReplyTo) != maxQuoteDepth {
			t.Errorf("%s: a %s with %d quotations, want a post with %d", name, d.Kind, len(d.ReplyTo), maxQuoteDepth)
			continue
		}
		outer := d.ReplyTo[0].Span
		if own := strings.TrimSpace(d.Text[outer.End:]); own != "It has turned." || !strings.HasSuffix(d.ReplyTo[maxQuoteDepth-1].Span.Text, "The tide will turn.") {
			t.Errorf("%s: own words %q", name, own)
		}
	}
}

func TestThreadPageOver16MiBIsRefused(t *testing.T) {
	raced.Skip(t)
	post := `<div class="post" id="p1"><div class="postprofile"><a class="username">wren</a></div><div class="postbody"><div class="content">Words of a post.</div></div></div>`
	page := `<html><body id="phpbb">` + strings.Repeat(post, maxThreadPage/len(post)+1) + `</body></html>`
	_, err := Capture(hearsay.Capture{ID: "c1", URL: "https://quayside.example/viewtopic.php?t=1", MediaType: htmlType8, Fetched: seen}, []byte(page))
	if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), "16 MiB") {
		t.Errorf("error %v", err)
	}
}
