// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/read"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// publish publishes an issue with a line that cites the words of a document of the sample.
func (h *house) publish(sentence string, document hearsay.DocumentID, words string) hearsay.Issue {
	h.t.Helper()
	ctx := h.t.Context()
	i, err := people.SaveDraft(ctx, h.st, hearsay.Issue{By: "ann", Made: april(7, 8)})
	if err == nil {
		i, err = people.EditDraft(ctx, h.st, i.ID, []byte("title: News you may have missed\n== moved: The <ferry> line\n"+sentence+"\n["+string(document)+"] \""+words+"\"\n"))
	}
	if err == nil {
		i, err = people.Publish(ctx, h.st, i.ID, hearsay.Decision{Reason: "the week is over", By: "ann", At: april(7, 9).Add(time.Duration(i.Number) * time.Hour)})
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return i
}

// withIssues is a house with a public issue, whose article was changed since, and one that cites what is AMBER.
func withIssues(t *testing.T) *house {
	h := newHouse(t, nil)
	shut := hearsaytest.Document("post", "A memo", "The board knew of it, said Ida Holm.")
	shut.ID, shut.TLP = "dshut", hearsay.Amber
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error { return tx.SaveDocuments(t.Context(), shut) })
	h.publish("The ferry line to Grünholm will close in May.", "dpost", "The ferry line to Grünholm will close in May")
	h.publish("The board knew of it, said Ida Holm.", "dshut", "The board knew of it, said Ida Holm")
	return h
}

func TestAnIssueIsReadWithItsCitationsAndWhatChanged(t *testing.T) {
	h := withIssues(t)
	v := h.visitor("")
	list := v.do("GET", "/digests", nil).Body.String()
	page := v.do("GET", "/digest/1", nil).Body.String()
	for _, want := range []string{"News you may have missed #1", "The &lt;ferry&gt; line", `id="line-1-1"`, "It says what was published.", `href="/document/dpost"`,
		`href="/claim/kclosing"`, "basis changed", `href="/document/dpost2"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the issue has no %q", want)
		}
	}
	if !strings.Contains(list, `href="/digest/1"`) || !strings.Contains(list, "changed under 1 line") || strings.Contains(list, "/digest/2") {
		t.Errorf("the list of issues:\n%s", list)
	}
	for _, address := range []string{"/digest/2", "/digest/3", "/digest/01", "/digest/-1", "/digest/x", "/digest/99999999999999999999"} {
		if w := v.do("GET", address, nil); w.Code != 404 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestAnIssueThatCitesWhatIsNotClearIsNotPublic(t *testing.T) {
	h := withIssues(t)
	h.add("ann", hearsay.RoleReader, hearsay.Amber)
	h.add("bea", hearsay.RoleReader, hearsay.Green)
	for name, want := range map[string]int{"": 404, "bea": 404, "ann": 200} {
		v := h.visitor(name)
		if w := v.do("GET", "/digest/2", nil); w.Code != want {
			t.Errorf("%q: %d, want %d", name, w.Code, want)
		}
		for _, feed := range []string{"/digests.atom", "/digests.rss", "/digests.json"} {
			if s := v.do("GET", feed, nil).Body.String(); strings.Contains(s, "board") || !strings.Contains(s, "Grünholm") {
				t.Errorf("%q: %s is\n%s", name, feed, s)
			}
		}
		if decisions := v.do("GET", "/decisions", nil).Body.String(); strings.Contains(decisions, "#2") != (want == 200) {
			t.Errorf("%q: the decisions tell of the issue, or do not: %s", name, decisions)
		}
	}
}

func TestFeedsOfIssuesAreReadByOurOwnReader(t *testing.T) {
	h := withIssues(t)
	v := h.visitor("")
	var ids []string
	for _, feed := range []string{"/digests.atom", "/digests.rss", "/digests.json"} {
		w := v.do("GET", feed, nil)
		got, err := read.Feed(w.Body.Bytes(), read.FeedSource{URL: "http://example.com" + feed, MediaType: w.Header().Get("Content-Type")})
		if err != nil || len(got.Entries) != 1 {
			t.Fatalf("%s: %d entries, %v", feed, len(got.Entries), err)
		}
		e := got.Entries[0]
		if e.Title.Value != "News you may have missed #1" || e.Link != "http://example.com/digest/1" || !strings.HasPrefix(e.ID, "urn:uuid:") || !e.Published.Date.Time.Equal(april(7, 9)) {
			t.Errorf("%s: %+v", feed, e)
		}
		ids = append(ids, e.ID)
		tag := w.Header().Get("ETag")
		if again := v.do("GET", feed, nil, "If-None-Match", tag); tag == "" || again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s: asked again with %s: %d", feed, tag, again.Code)
		}
		h.publish("The ferry line will close in May.", "dwire", "The ferry line to Grünholm will close in May")
		if changed := v.do("GET", feed, nil, "If-None-Match", tag); changed.Code != 200 {
			t.Errorf("%s: with news: %d", feed, changed.Code)
		}
		hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
			_, err := tx.ExecContext(t.Context(), "DELETE FROM issue WHERE number > 2")
			return err
		})
	}
	if ids[0] != ids[1] || ids[1] != ids[2] {
		t.Errorf("one issue has the names %v", ids)
	}
	var feed struct{ Version string }
	if err := json.Unmarshal(v.do("GET", "/digests.json", nil).Body.Bytes(), &feed); err != nil || feed.Version != "https://jsonfeed.org/version/1.1" {
		t.Errorf("%+v: %v", feed, err)
	}
}

// counting is a ledger that counts how often it is asked for an issue.
type counting struct {
	web.Ledger
	asked int
}

func (c *counting) Digest(ctx context.Context, n int) (*web.DigestPage, error) {
	c.asked++
	return c.Ledger.Digest(ctx, n)
}

// TestReadersAreGivenWhatIsKeptUntilSomethingChanges, and who is in is never given it.
func TestReadersAreGivenWhatIsKeptUntilSomethingChanges(t *testing.T) {
	var c *counting
	h := newHouse(t, func(o *web.Options) {
		c = &counting{Ledger: o.Ledger}
		o.Ledger = c
	})
	h.publish("The ferry line to Grünholm will close in May.", "dpost", "The ferry line to Grünholm will close in May")
	h.add("ann", hearsay.RoleReader, hearsay.Amber)
	ann, v := h.visitor("ann"), h.visitor("")
	first := v.do("GET", "/digest/1", nil)
	tag := first.Header().Get("ETag")
	if again := v.do("GET", "/digest/1", nil, "If-None-Match", tag); tag == "" || again.Code != 304 || again.Body.Len() > 0 {
		t.Errorf("with %s: %d", tag, again.Code)
	}
	if head := v.do("HEAD", "/digest/1", nil); head.Code != 200 || head.Body.Len() > 0 || head.Header().Get("ETag") != tag {
		t.Errorf("HEAD: %d, %d bytes, %s", head.Code, head.Body.Len(), head.Header().Get("ETag"))
	}
	if c.asked != 1 {
		t.Errorf("the ledger was asked %d times", c.asked)
	}
	if in := ann.do("GET", "/digest/1", nil); in.Header().Get("ETag") != "" || c.asked != 2 || in.Body.String() == first.Body.String() {
		t.Errorf("who is in was given what is kept: ETag %q, asked %d", in.Header().Get("ETag"), c.asked)
	}
	if again := v.do("GET", "/digest/1", nil); again.Body.String() != first.Body.String() {
		t.Error("who is not in was given another page")
	}
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE issue SET tlp = 2 WHERE number = 1")
		return err
	})
	if gone := v.do("GET", "/digest/1", nil, "If-None-Match", tag); gone.Code != 404 {
		t.Errorf("marked since: %d", gone.Code)
	}
}
