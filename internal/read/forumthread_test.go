// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

// readAt reads a fixture as an answer from an address.
func readAt(t *testing.T, url, mediaType string, payload []byte) []hearsay.Document {
	t.Helper()
	c := hearsay.Capture{ID: hearsay.NewCaptureID(url, "d"), URL: url, MediaType: mediaType, Status: 200, Fetched: seen}
	docs, err := Capture(c, payload)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// postRows tells of each post its part, author, date and when it was edited.
func postRows(docs []hearsay.Document) []string {
	var out []string
	for _, d := range docs {
		if d.Kind == hearsay.Post {
			out = append(out, strings.TrimSpace(strings.Join([]string{d.Part, strings.Join(d.Authors, "; "), d.Published.String(), d.Edited.String()}, " ")))
		}
	}
	return out
}

// quoteRows tells of each quotation its post, whom it names and what it holds.
func quoteRows(t *testing.T, docs []hearsay.Document) []string {
	t.Helper()
	var out []string
	for _, d := range docs {
		for _, q := range d.ReplyTo {
			if d.Text[q.Span.Start:q.Span.End] != q.Span.Text {
				t.Errorf("post %s: the quotation %+v is not verbatim", d.Part, q)
			}
			out = append(out, fmt.Sprintf("%s %s: %s", d.Part, q.Author, strings.ReplaceAll(q.Span.Text, "\n\n", " / ")))
		}
	}
	return out
}

const (
	discoursePage = "https://board.example/t/the-dark-lamp/77.json"
	jsonType      = "application/json; charset=utf-8"
	htmlType8     = "text/html; charset=utf-8"
)

func TestDiscourseTopicGivesItsPosts(t *testing.T) {
	docs := readAt(t, discoursePage, jsonType, fixture(t, "discourse.json"))
	thread := docs[0]
	if thread.Kind != hearsay.Thread || thread.Text != "The dark lamp" || thread.URL != "https://board.example/t/77" || thread.Outlet != "board.example" {
		t.Errorf("the thread is %+v", thread)
	}
	want := []string{
		"1 wren 2026-03-02T08:15:00Z",
		"2 old-tam 2026-03-02T09:02:10Z 2026-03-02T09:40:00Z",
		"5 pelorus 2026-03-03T07:00:00Z",
	}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" {
		t.Errorf("posts, without what the board noted and what was deleted (-want +got):\n%s", diff)
	}
	for _, d := range docs[1:] {
		if d.Parent != thread.ID || d.URL != "https://board.example/t/77/"+d.Part || d.Title != "The dark lamp" {
			t.Errorf("post %s has parent %s, address %s, title %q", d.Part, d.Parent, d.URL, d.Title)
		}
	}
}

func TestQuotationsOfDiscourseAreAttributed(t *testing.T) {
	docs := readAt(t, discoursePage, jsonType, fixture(t, "discourse.json"))
	want := []string{
		"2 wren: wren: / The keeper says the mains cable is cut.",
		"5 old-tam: old-tam: / wren: / The keeper says the mains cable is cut. / My brother lays cable. He says it was never connected.",
		"5 wren: wren: / The keeper says the mains cable is cut.",
		"5 wren: The lamp on Skerry Point has been dark since Sunday.", // nothing names who is quoted; post 1 holds the words
	}
	if diff := cmp.Diff(want, quoteRows(t, docs)); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
	last := docs[len(docs)-1]
	if strings.Contains(last.Text, "Mariners") || !strings.HasSuffix(last.Text, "\n\nSince Saturday, in truth.") {
		t.Errorf("the card of another page is in the text: %q", last.Text)
	}
	if diff := cmp.Diff([]string{"https://harbour.example/notices/12"}, last.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestPostsOfLaterPagesHaveTheSameThread(t *testing.T) {
	first := readAt(t, discoursePage, jsonType, fixture(t, "discourse.json"))
	second := readAt(t, "https://board.example/t/77.json?page=2", jsonType, fixture(t, "discourse-2.json"))
	if diff := cmp.Diff([]string{"6 old-tam 2026-03-03T08:00:00Z", "7 wren 2026-03-03T09:00:00Z"}, postRows(second)); diff != "" {
		t.Errorf("posts of the second page, which came backwards (-want +got):\n%s", diff)
	}
	if second[0].ID != first[0].ID {
		t.Errorf("the thread is %s on the first page and %s on the second", first[0].ID, second[0].ID)
	}
	for _, d := range second[1:] {
		if d.Parent != first[0].ID {
			t.Errorf("post %s has parent %s, want the thread %s", d.Part, d.Parent, first[0].ID)
		}
	}
}

func TestThreadsOfTwoFilesAreTwo(t *testing.T) {
	a := readFixture(t, "a.json", fixture(t, "discourse.json"))
	b, err := Capture(hearsay.Capture{ID: "c2", URL: "file:b.json", Fetched: seen}, fixture(t, "discourse-2.json"))
	if err != nil || a[0].Kind != hearsay.Thread || b[0].Kind != hearsay.Thread || a[0].ID == b[0].ID {
		t.Errorf("%v: two boards may have a topic 77, so files without an address are threads of their own", err)
	}
}

func TestNewestPostsOfABoardAreOfManyThreads(t *testing.T) {
	payload := `{"latest_posts":[
{"id":3,"username":"wren","created_at":"2026-03-03T10:00:00Z","version":1,"cooked":"<p>Dark again.</p>","post_number":8,"post_type":1,"topic_id":77,"topic_title":"The dark lamp"},
{"id":2,"username":"moss","created_at":"2026-03-03T09:30:00Z","version":1,"cooked":"<p>Anyone for a game?</p>","post_number":8,"post_type":1,"topic_id":78,"topic_title":"Draughts"}]}`
	docs := readAt(t, "https://board.example/posts.json", jsonType, []byte(payload))
	want := []string{"77.8 wren 2026-03-03T10:00:00Z", "78.8 moss 2026-03-03T09:30:00Z"}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" || len(docs) != 4 {
		t.Errorf("%d documents, posts (-want +got):\n%s", len(docs), diff)
	}
	if docs[1].Parent != hearsay.NewThreadID("https://board.example/t/77") || docs[1].Parent != docs[0].ID {
		t.Errorf("the first is part of %s", docs[1].Parent)
	}
	file := readFixture(t, "posts.json", []byte(payload))
	ids := map[hearsay.DocumentID]bool{}
	for _, d := range file {
		ids[d.ID] = true
	}
	if len(file) != 4 || len(ids) != 4 {
		t.Errorf("from a file: %d documents of %d IDs, want two threads with a post each", len(file), len(ids))
	}
}

func TestNodeBBTopicGivesItsPosts(t *testing.T) {
	docs := readAt(t, "https://nodes.example/forum/api/topic/31/who-moved-the-buoy", jsonType, fixture(t, "nodebb.json"))
	if docs[0].Title != "Who moved the buoy & why" || docs[0].URL != "https://nodes.example/forum/topic/31" {
		t.Errorf("the thread is %q at %s", docs[0].Title, docs[0].URL)
	}
	want := []string{
		"1 kelpie 2026-03-02T08:00:00Z",
		"2 moss 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z",
		"4 kelpie 2026-03-02T09:33:20Z",
	}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	quoted := []string{"2 kelpie: @kelpie said in Who moved the buoy & why: / The green buoy off Lanwan lies two cables further north than on the chart."}
	if diff := cmp.Diff(quoted, quoteRows(t, docs)); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
	if docs[2].URL != "https://nodes.example/forum/post/911" {
		t.Errorf("the second post is at %s", docs[2].URL)
	}
}

func TestPHPBBPageGivesItsPosts(t *testing.T) {
	docs := readAt(t, "https://quayside.example/viewtopic.php?f=3&t=412&sid=abc&start=25", htmlType8, fixture(t, "phpbb.html"))
	want := []string{
		"26 Marrok 2026-03-03T09:15:00Z 2026-03-03T09:40:00Z",
		"27 Sister Agnes 2026-03-03T10:01:00Z",
		"28 Pettifer 2026-03-03T11:20:00Z",
	}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" || len(docs) != 4 {
		t.Errorf("%d documents of a second page, posts (-want +got):\n%s", len(docs), diff)
	}
	docs = docs[1:]
	boat := "The six o'clock boat is gone from the notice board."
	quoted := []string{
		"27 Marrok: Marrok wrote: ↑Tue Mar 03, 2026 9:15 am / " + boat,
		"28 Sister Agnes: Sister Agnes wrote: / Marrok wrote: / " + boat + " / It was gone last week. See the notice.",
		"28 Marrok: Marrok wrote: / " + boat,
	}
	if diff := cmp.Diff(quoted, quoteRows(t, docs)); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
	d := docs[1]
	if d.URL != "https://quayside.example/viewtopic.php?p=7002#p7002" || d.Parent != hearsay.NewThreadID("https://quayside.example/viewtopic.php?t=412") {
		t.Errorf("post 27 at %s, part of %s", d.URL, d.Parent)
	}
	if diff := cmp.Diff([]string{"https://skerryline.example/notice"}, d.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if strings.Contains(docs[2].Text, "Per mare") || strings.Contains(docs[0].Text, "edited") {
		t.Errorf("signature or note in the text: %q, %q", docs[2].Text, docs[0].Text)
	}
}

func TestXenForoPageGivesItsPosts(t *testing.T) {
	docs := readAt(t, "https://corvane.example/threads/grain-prices.88/", htmlType8, fixture(t, "xenforo.html"))
	want := []string{"1 teasel 2026-03-01T17:00:00Z 2026-03-01T17:30:00Z", "2 bramble 2026-03-01T18:00:00Z"}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	quoted := []string{"2 teasel: teasel said: / The mill pays four crowns a sack since Friday."}
	if diff := cmp.Diff(quoted, quoteRows(t, docs)); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
}

func TestUnknownBoardGivesItsPosts(t *testing.T) {
	docs := readAt(t, "https://jetty.example/topic/lost-anchors", htmlType8, fixture(t, "board.html"))
	want := []string{"1 Ruddock 2026-02-14T20:11:00Z", "2 Isbel 2026-02-15T07:45:00Z", "3 Ruddock 2026-02-15T09:30:00Z"}
	if diff := cmp.Diff(want, postRows(docs)); diff != "" {
		t.Errorf("posts (-want +got):\n%s", diff)
	}
	quoted := []string{"2 Ruddock: Two anchors lie in the fairway off the old jetty, and the harbour office has known of them since autumn."}
	if diff := cmp.Diff(quoted, quoteRows(t, docs)); diff != "" {
		t.Errorf("quotations (-want +got):\n%s", diff)
	}
}

const markedUp = `<html><head><title>Tides</title></head><body><div itemscope itemtype="https://schema.org/DiscussionForumPosting">
<h1 itemprop="headline">Tides</h1><span itemprop="author" itemscope><span itemprop="name">Una</span></span>
<time itemprop="datePublished" datetime="2026-03-05T06:00:00Z">5 March</time><div itemprop="text"><p>High water was a foot over the mark.</p></div>
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author" itemscope><span itemprop="name">Cato</span></span>
<time itemprop="datePublished" datetime="2026-03-05T07:00:00Z"></time><div itemprop="text"><p>Two feet, at the lower steps.</p></div></div></div></body></html>`

func TestSchemaOrgMarksTellPosts(t *testing.T) {
	linked := `<html><head><title>Tides</title><script type="application/ld+json">{"@graph":[{"@type":"DiscussionForumPosting","headline":"Tides",
"text":"High water was a foot over the mark.","author":{"@type":"Person","name":"Una"},"datePublished":"2026-03-05T06:00:00Z",
"comment":[{"@type":"Comment","text":"Two feet, at the lower steps.","author":{"name":"Cato"},"datePublished":"2026-03-05T07:00:00Z"}]}]}</script></head><body><p>x</p></body></html>`
	want := []string{"1 Una 2026-03-05T06:00:00Z", "2 Cato 2026-03-05T07:00:00Z"}
	for name, page := range map[string]string{"microdata": markedUp, "JSON-LD": linked} {
		docs := readAt(t, "https://tides.example/t/9", htmlType8, []byte(page))
		if diff := cmp.Diff(want, postRows(docs)); diff != "" {
			t.Errorf("%s: posts (-want +got):\n%s", name, diff)
		}
		if last := docs[len(docs)-1]; last.Text != "Two feet, at the lower steps." {
			t.Errorf("%s: the second post says %q", name, last.Text)
		}
	}
}

func TestCommentsUnderAnArticleMakeNoThread(t *testing.T) {
	page := `<html><body><article><h1>Mill pays less</h1><p>` + strings.Repeat("The mill has cut what it pays for a sack of grain. ", 12) + `</p></article>
<div class="comments">` + strings.Repeat(`<div class="comment-post" itemscope itemtype="https://schema.org/Comment"><span class="author" itemprop="author">Ann</span> <time datetime="2026-03-01">1 March 2026</time><div class="comment-body" itemprop="text">Shame on them, the whole lot, every one.</div></div>`, 3) + `</div></body></html>`
	if d := readPage(t, "https://paper.example/mill-pays-less", page); d.Kind != hearsay.Article || !strings.Contains(d.Text, "sack of grain") {
		t.Errorf("%s %q", d.Kind, d.Text)
	}
}

func TestNextPageIsTold(t *testing.T) {
	for _, c := range []struct {
		url, file, next string
	}{
		{discoursePage, "discourse.json", "https://board.example/t/77.json?page=2"},
		{"https://board.example/t/77.json?page=2", "discourse-2.json", ""},
		{"https://nodes.example/api/topic/31", "nodebb.json", "https://nodes.example/api/topic/31?page=2"},
		{"https://quayside.example/viewtopic.php?t=412&start=25", "phpbb.html", "https://quayside.example/viewtopic.php?f=3&start=50&t=412"},
		{"https://corvane.example/threads/grain-prices.88/", "xenforo.html", "https://corvane.example/threads/grain-prices.88/page-2"},
		{"file:xenforo.html", "xenforo.html", ""},
	} {
		next, ok := NextPage(hearsay.Capture{URL: c.url, Fetched: seen}, fixture(t, c.file))
		if next != c.next || !ok {
			t.Errorf("NextPage of %s = %q, %v, want %q", c.url, next, ok, c.next)
		}
	}
	if _, ok := NextPage(hearsay.Capture{URL: "https://paper.example/a"}, fixture(t, "article.html")); ok {
		t.Error("an article has a next page")
	}
}

func TestRealDiscourseAnswersAreRead(t *testing.T) {
	dir := os.Getenv("HEARSAY_SHARED_DATA")
	if dir == "" {
		t.Skip("HEARSAY_SHARED_DATA names no folder")
	}
	b, err := os.ReadFile(dir + "/forums/discourse/t_2108_posts_pn_61.json")
	if err != nil {
		t.Skip(err)
	}
	docs := readAt(t, "https://discuss.criticalfallibilism.com/t/2108/posts.json?post_number=61", jsonType, b)
	docs = docs[1:]
	if len(docs) != 19 { // 20 posts, of which the board itself made one
		t.Errorf("%d posts, want 19", len(docs))
	}
	last, edited, quotes := 0, 0, 0
	for _, d := range docs {
		n, _ := strconv.Atoi(d.Part)
		if n <= last || len(d.Authors) != 1 || !d.Published.Known() || d.Text == "" {
			t.Errorf("post %s after %d by %v of %v", d.Part, last, d.Authors, d.Published)
		}
		last = n
		if d.Edited.Known() {
			edited++
		}
		quotes += len(d.ReplyTo)
	}
	if edited != 4 || quotes < 30 {
		t.Errorf("%d posts edited, want 4; %d quotations", edited, quotes)
	}
}

func FuzzThread(f *testing.F) {
	for _, name := range []string{"discourse.json", "discourse-2.json", "nodebb.json", "phpbb.html", "xenforo.html", "board.html", "thread.txt"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("https://board.example/t/topic/77.json", b)
		f.Add("file:"+name, b)
	}
	f.Add("https://tides.example/t/9", []byte(markedUp))
	f.Fuzz(func(t *testing.T, url string, payload []byte) {
		c := hearsay.Capture{ID: "c1", URL: url, Fetched: seen}
		NextPage(c, payload)
		docs, err := Capture(c, payload)
		if err != nil {
			return
		}
		ids := map[hearsay.DocumentID]bool{}
		for _, d := range docs {
			if ids[d.ID] || !utf8.ValidString(d.Text) {
				t.Errorf("document %s %q comes twice or is no text", d.ID, d.Part)
			}
			ids[d.ID] = true
			for _, q := range d.ReplyTo {
				if d.Text[q.Span.Start:q.Span.End] != q.Span.Text || q.Author == "" {
					t.Errorf("quotation %+v of %q", q, d.Text)
				}
			}
		}
	})
}
