// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// says has somebody say something, and gives the address of the remark.
func (v *visitor) says(text string, more ...string) string {
	v.t.Helper()
	f := url.Values{"story": {string(ferryStory)}, "text": {text}}
	for i := 0; i < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	w := v.do("POST", "/remark", f)
	if w.Code != 303 {
		v.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func (v *visitor) seen(path string) string {
	v.t.Helper()
	w := v.do("GET", path, nil)
	if w.Code != 200 {
		v.t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

func remarkIn(path string) string { return strings.TrimPrefix(path, "/remark/") }

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("not on the page: %s", w)
		}
	}
}

func hasNot(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(page, w) {
			t.Errorf("on the page: %s", w)
		}
	}
}

const talkPath = "/story/sferry/discussion"

func TestPeopleDiscussAStory(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Green)
	h.add("Bo Lind", hearsay.RoleEditor, hearsay.Red)
	ann, bo, out := h.visitor("ann"), h.visitor("Bo Lind"), h.visitor("")
	first := ann.says("Who are the three officials?\n\n@bo lind, do you know? See https://nordwire.example/a?b=1.", "claim", string(closing))
	answer := bo.says("> ann wrote:\n>\n> Who are the three officials?\n>> deeper\n\nNobody says.", "answers", remarkIn(first))
	if again := bo.says("> ann wrote:\n>\n> Who are the three officials?\n>> deeper\n\nNobody says.", "answers", remarkIn(first)); again != answer {
		t.Error("the same said twice is two remarks")
	}
	page := ann.seen(talkPath)
	has(t, page, "2 remarks", `<b class="mention">@bo</b>`, `<a href="https://nordwire.example/a?b=1" rel="nofollow noopener noreferrer">`, `href="/claim/kclosing"`, "deep1", "answers <a href=\""+first+`"`, "<blockquote>")
	if strings.Count(page, "<blockquote>") != 2 {
		t.Errorf("%d quotes, want two nested", strings.Count(page, "<blockquote>"))
	}
	has(t, ann.seen("/story/sferry"), `<a href="/story/sferry/discussion">2 remarks</a>`, "Nobody says.", talkPath+"?from=")
	has(t, ann.seen("/claim/kclosing"), "2 remarks on this claim", talkPath+"?claim=kclosing")
	has(t, bo.seen("/"), "You are mentioned", "Who are the three officials?")
	hasNot(t, ann.seen("/"), "You are mentioned")
	if w := bo.do("POST", "/mentions/seen", url.Values{"upto": {"2999-01-01T00:00:00Z"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	hasNot(t, bo.seen("/"), "You are mentioned")
	has(t, out.seen(talkPath), "Nobody says.")
	hasNot(t, out.seen(talkPath), "Say something")
	if w := out.do("POST", "/remark", url.Values{"story": {"sferry"}, "text": {"hello"}}); w.Code == 303 && strings.HasPrefix(w.Header().Get("Location"), "/remark") {
		t.Error("who is not in can write")
	}
	has(t, ann.seen(answer), "&gt;&gt; Who are the three officials?", "Bo Lind wrote:") // ready to be answered
	link := ann.says("Nobody else was first.", "from", "dpost", "to", string(wirePiece), "outlet", "nordwire")
	has(t, ann.seen(link), "the link from", `href="/document/dwire"`)
	if w := ann.do("POST", "/remark", url.Values{"from": {"dpost"}, "to": {"disle"}, "text": {"no such link"}}); w.Code != 404 {
		t.Errorf("a link that is not there: %d", w.Code)
	}
	if w := ann.do("POST", "/remark", url.Values{"story": {"sferry"}, "text": {"x"}}, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
		t.Errorf("from another site: %d", w.Code)
	}
}

func TestARemarkIsEditedWithdrawnHiddenAndShownAgain(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Green)
	h.add("cy", hearsay.RoleReader, hearsay.Green)
	h.add("bo", hearsay.RoleEditor, hearsay.Red)
	ann, bo, cy, out := h.visitor("ann"), h.visitor("bo"), h.visitor("cy"), h.visitor("")
	first := ann.says("The first wording.")
	id := remarkIn(first)
	if w := cy.do("POST", "/remark/edit", url.Values{"id": {id}, "text": {"mine"}}); w.Code != 404 {
		t.Errorf("somebody else edits it: %d", w.Code)
	}
	if w := ann.do("POST", "/remark/edit", url.Values{"id": {id}, "text": {"The second wording."}}); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	has(t, out.seen(first), "The second wording.", "edited", "version 1", "The first wording.")

	if w := cy.do("POST", "/decide", url.Values{"kind": {"hide"}, "object": {id}, "value": {"keep"}, "reason": {"no"}}); w.Code != 404 {
		t.Errorf("a reader hides: %d", w.Code)
	}
	if w := bo.do("POST", "/decide", url.Values{"kind": {"hide"}, "object": {id}, "value": {"keep"}, "reason": {"names a <b>minor</b>"}}); w.Code != 303 || w.Header().Get("Location") != first {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, v := range []*visitor{ann, bo} {
		has(t, v.seen(first), "wording", "Hidden by <bdi>bo</bdi> because names a &lt;b&gt;minor&lt;/b&gt;")
	}
	for _, v := range []*visitor{cy, out} {
		for _, path := range []string{first, talkPath, "/story/sferry"} {
			has(t, v.seen(path), "Hidden by an editor")
			hasNot(t, v.seen(path), "wording.", "minor")
		}
	}
	hasNot(t, out.seen("/decisions"), "minor", "hide")
	has(t, cy.seen("/decisions"), "a remark by ann")
	has(t, bo.seen(first), "Show it again")
	hasNot(t, cy.seen(first), "Show it again")
	hide := h.decided[len(h.decided)-1]
	if w := bo.do("POST", "/decide", url.Values{"kind": {"undo"}, "object": {string(hide.ID)}, "reason": {"it names nobody"}}); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	has(t, out.seen(first), "The second wording.")

	if w := ann.do("POST", "/remark/withdraw", url.Values{"id": {id}}); w.Code != 303 {
		t.Fatalf("%d", w.Code)
	}
	for _, v := range []*visitor{ann, cy, out} {
		has(t, v.seen(first), "Withdrawn by its author")
		hasNot(t, v.seen(first), "wording")
	}
	has(t, bo.seen(first), "The second wording.", "The first wording.", "You see it as an editor")
	if w := bo.do("POST", "/decide", url.Values{"kind": {"hide"}, "object": {id}, "value": {"erase"}, "reason": {"an order"}}); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	hasNot(t, bo.seen(first), "wording")
	if n, err := h.st.As(store.Everything).CheckDecisions(t.Context()); err != nil || n < 3 {
		t.Errorf("%d decisions, %v", n, err)
	}
}

func TestADiscussionIsClosedAndOpenedAgain(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Green)
	h.add("bo", hearsay.RoleEditor, hearsay.Red)
	ann, bo := h.visitor("ann"), h.visitor("bo")
	first := ann.says("Before.")
	if w := bo.do("POST", "/decide", url.Values{"kind": {"lock"}, "object": {string(ferryStory)}, "reason": {"enough"}}); w.Code != 303 || w.Header().Get("Location") != talkPath {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := ann.seen(talkPath)
	has(t, page, "This discussion is closed, by <bdi>bo</bdi> because enough", "Before.")
	hasNot(t, page, "Say something", "Open this discussion again")
	hasNot(t, ann.seen(first), `name="answers"`)
	for path, f := range map[string]url.Values{"/remark": {"story": {"sferry"}, "text": {"after"}}, "/remark/edit": {"id": {remarkIn(first)}, "text": {"after"}}} {
		if w := ann.do("POST", path, f); w.Code != 400 || !strings.Contains(w.Body.String(), "closed by bo") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	has(t, bo.seen(talkPath), "Open this discussion again")
	lock := h.decided[len(h.decided)-1]
	if w := bo.do("POST", "/decide", url.Values{"kind": {"undo"}, "object": {string(lock.ID)}, "reason": {"calm"}}); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	ann.says("After.")
}

func TestWhoDiscussesIsTheDesksChoice(t *testing.T) {
	for _, c := range []struct {
		open                    people.Openness
		closed                  bool
		reads, readerWrites, in bool // outsiders read, readers write, readers read
	}{
		{people.DiscussOff, false, false, false, false}, {people.DiscussInside, false, false, false, true},
		{people.DiscussReaders, false, true, true, true}, {people.DiscussReaders, true, false, true, true},
	} {
		h := newHouse(t, func(o *web.Options) {
			o.Closed = c.closed
			o.Discussions = &people.Discussions{Store: o.Discussions.Store, Open: c.open, Closed: c.closed}
		})
		h.add("ann", hearsay.RoleReader, hearsay.Green)
		h.add("dee", hearsay.RoleAnalyst, hearsay.Green)
		ann, dee, out := h.visitor("ann"), h.visitor("dee"), h.visitor("")
		may := func(what string, got, want bool) {
			t.Helper()
			if got != want {
				t.Errorf("%s, closed %t: %s: %t", c.open, c.closed, what, got)
			}
		}
		may("an outsider reads", out.do("GET", talkPath, nil).Code == 200, c.reads)
		may("an outsider is told", strings.Contains(out.do("GET", "/story/sferry", nil).Body.String(), talkPath), c.reads)
		may("a reader reads", ann.do("GET", talkPath, nil).Code == 200, c.in)
		may("a reader writes", strings.HasPrefix(ann.do("POST", "/remark", url.Values{"story": {"sferry"}, "text": {"hello"}}).Header().Get("Location"), "/remark/"), c.readerWrites)
		may("an analyst writes", strings.HasPrefix(dee.do("POST", "/remark", url.Values{"story": {"sferry"}, "text": {"hello"}}).Header().Get("Location"), "/remark/"), c.in)
	}
}
