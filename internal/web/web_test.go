// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

func outsider(context.Context) store.Viewer { return store.Viewer{} }

// desk serves the sample from a real store. Captures of Harbour Post are damaged.
func desk(t *testing.T) http.Handler {
	t.Helper()
	st := hearsaytest.Store(t)
	newSample().save(t, st)
	return web.Handler(web.Options{
		Ledger: web.FromStore(st, outsider),
		Verify: damagedAtPost,
	})
}

// damagedAtPost is an archive in which one outlet's bytes are not what they were.
func damagedAtPost(_ context.Context, c hearsay.Capture, _ hearsay.Document) error {
	if c.Outlet == "post" {
		return errors.New("segments/2026-04/000017.warc.gz, byte 88213: the digest differs")
	}
	return nil
}

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
	return w
}

func page(t *testing.T, h http.Handler, path string) *goquery.Document {
	t.Helper()
	w := get(t, h, path)
	if w.Code != 200 {
		t.Fatalf("GET %s = %d: %s", path, w.Code, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestPages asserts by selector: the text of what is selected, all of it joined, contains the words.
func TestPages(t *testing.T) {
	h := desk(t)
	tests := []struct{ path, selector, want string }{
		{"/stories", ".story h2 a[href='/story/sferry']", "Ferry line to Grünholm"},
		{"/stories", ".story .facts", "2 April 2026 – 6 April 2026 · 8 documents · 2 claims"},
		{"/stories", ".story .claims .status.denied", "denied"},
		{"/stories", ".story .claims .origins", "1–2 origins"},
		{"/stories", ".story .moved", "5 April 2026"},

		{"/", ".day h2", "6 April 2026"},
		{"/", ".story h3 a[href='/story/sferry']", "Ferry line to Grünholm"},
		{"/", ".events li:contains('from rumour to denied') a.wording", "The ferry line to Grünholm will close in May"},
		{"/", ".events details .changes, .events details ul", "hedge given"},
		{"/", ".blind li", "removed since 6 April 2026"},
		{"/", ".page-event del", "Ida Holm"},
		{"/", "nav a[aria-current=page]", "Today"},
		{"/watches", ".ledger tbody tr td[data-label=State]", "removed"},
		{"/watches", ".ledger tbody tr td[data-label='Last change']", "from present to removed: status 404"},
		{"/watch/fpeople", ".page-event .changes > li a[href='/entity/eholm']", "Ida Holm"},
		{"/watch/fpeople", ".because", "status 404"},
		{"/outlets", ".ledger tr:contains('Nordwire') td[data-label=Documents]", "1"},
		{"/outlet/nordwire", ".sides", "Harbour Post"},
		{"/outlet/nordwire", "#feeds ~ .ledger td[data-label=Answered]", "20"},
		{"/outlet/closed", "#feeds ~ .ledger td[data-label='Last look']", "no answer"},
		{"/entity/eholm", ".facts", "Ida Holm in 1 document"},
		{"/entity/eholm", ".responses blockquote a[href='/document/dcoast#aa5']", "There is no decision"},
		{"/entity/eholm", ".page-event del", "Ida Holm"},
		{"/decisions", ".ledger tbody tr td[data-label=What]", "grade B"},
		{"/decisions", ".ledger tbody tr td[data-label=About] a[href='/outlet/nordwire']", "Nordwire"},
		{"/document/dpost2/changes", ".version del", "in May"},
		{"/document/dpost2/changes", ".version ins", "may close"},
		{"/document/dpost2/changes", ".changes", "hedge given"},

		{"/story/sferry", ".ledger tr:first-child td[data-label=Responses]", "Ida Holm denies it"},
		{"/story/sferry", ".ledger tr:first-child .by", "in 4 documents"},
		{"/story/sferry", ".ledger tr:first-child td[data-label=Since]", "4 April 2026"},
		{"/story/sferry", ".grid tr:contains('Quiet Times') .all", "silent although we looked 18 times"},
		{"/story/sferry", ".grid tr:contains('Closed Gazette') .all", "not observable: 18 looks, and all of them failed"},
		{"/story/sferry", "#coverage ~ .ledger tr:contains('Quiet Times') td[data-label=Seen]", "18 looks at its feeds, 0 failed; 0 documents on other things"},
		{"/story/sferry", "#coverage ~ .ledger tr:contains('Nordwire') td[data-label=Seen]", "appeared after 2 April 2026, 07:00 UTC, by 2 April 2026, 09:20 UTC"},
		{"/story/sferry", ".grid tr:contains('Harbour Post') .cell.copy", "copy"},
		{"/story/sferry", ".grid tr:contains('Nordwire') .cell.original", "original"},
		{"/story/sferry", ".documents details", "shares Grünholm, ferry and May with the first"},
		{"/story/sferry", ".links .copies", "copies 94 %"},
		{"/story/sferry", ".warn", "Loop:"},
		{"/story/sferry", ".documents a[lang=zh]", "格林霍尔姆"},

		{"/claim/kclosing", "h1", "The ferry line to Grünholm will close in May"},
		{"/claim/kclosing", ".judgement .status", "denied"},
		{"/claim/kclosing", ".because", "Ida Holm, who can know, denies it"},
		{"/claim/kclosing", ".reasons", "94 % of its words are Nordwire's"},
		{"/claim/kclosing", ".responses blockquote a[href='/document/dcoast#aa5']", "“There is no decision to close the line,” said Ida Holm"},
		{"/claim/kclosing", ".graph .edge.copies", "copies 94 %"},
		{"/claim/kclosing", ".graph .edge.credits title", "Citing three officials, Nordwire reported that the line will close in May."},
		{"/claim/kclosing", ".graph .node.unnamed.origin", "vouched for by Nordwire"},
		{"/claim/kclosing", ".tree .end", "origin"},
		{"/claim/kclosing", ".tree li li blockquote a[href='/document/dwire#aa1']", "told Nordwire on condition of anonymity."},
		{"/claim/kclosing", "#history + table", "4 April 2026, 10:20 UTC"},
		{"/claim/kclosing", ".tree li:contains('Daily Anchor') li li", "citing three officials of the ministry unnamed official, 3 of them, vouched for by Nordwire; repeated from there"},
		{"/claim/kcosts", ".graph .edge.loop text", "credits (loop)"},
		{"/claim/kcosts", ".warn", "No chain here comes to an end"},

		{"/document/dwire", ".text .source", "three officials of the ministry"},
		{"/document/dwire", "#aa1", "1"},
		{"/document/dwire", "#naa1 .counted a[href='/claim/kclosing']", "The ferry line"},
		{"/document/dwire", ".proof.yes", "verified against the archive"},
		{"/document/dpost", ".proof.no", "NOT verified: segments/2026-04/000017.warc.gz, byte 88213: the digest differs"},
		{"/document/dpost", ".versions a[href='/document/dpost2']", "may close"},
		{"/document/dpost", "#links ~ ul .copies", "copies 94 %"},
		{"/document/danchor", "#naa4 .chain", "Nordwire ← on the authority of three officials of the ministry"},
		{"/document/danchor", "a.address[rel='noopener noreferrer nofollow']", "https://anchor.example/ferry/danchor"},
		{"/document/dzh", "article[lang=zh] .cue", "报道"},

		{"/search?q=Ida+Holm", ".hits", "Coast Today"},
		{"/search?q=Ida+Holm", ".snippet mark", "Ida"},
		{"/search?q=nothingofthekind", ".empty", "Nothing in the ledger matches"},
		{"/search?q=", "main", "Words that a document must contain"},
		{"/search?q=", ".syntax", "outlet:nordwire"},
	}
	pages := map[string]*goquery.Document{}
	for _, tt := range tests {
		if pages[tt.path] == nil {
			pages[tt.path] = page(t, h, tt.path)
		}
		got := strings.Join(strings.Fields(pages[tt.path].Find(tt.selector).Text()), " ")
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s has the text %q, want %q in it", tt.path, tt.selector, got, tt.want)
		}
	}
}

// TestWhatIsRepeatedIsNoSecondOrigin: three documents lead to the same officials, one to Nordwire by name only.
func TestWhatIsRepeatedIsNoSecondOrigin(t *testing.T) {
	p := page(t, desk(t), "/claim/kclosing")
	if n := p.Find(".graph .node.origin").Length(); n != 2 {
		t.Errorf("%d origins are drawn, want 2", n)
	}
	if n := p.Find(".tree .end").Length(); n != 2 {
		t.Errorf("%d origins are listed, want 2", n)
	}
}

func TestNothingDamagedIsCalledVerified(t *testing.T) {
	if n := page(t, desk(t), "/document/dpost").Find(".proof.yes").Length(); n != 0 {
		t.Errorf("a damaged capture is called verified %d times", n)
	}
	st := hearsaytest.Store(t)
	newSample().save(t, st)
	unchecked := web.Handler(web.Options{Ledger: web.FromStore(st, outsider)})
	if got := page(t, unchecked, "/document/dwire").Find(".proof").First().Text(); got != "not checked against the archive" {
		t.Errorf("without a check the page says %q", got)
	}
}

// TestEveryLinkLeadsSomewhere follows all links of the desk, anchors included.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	h := desk(t)
	done, todo := map[string]*goquery.Document{}, []string{"/"}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if done[path] != nil {
			continue
		}
		if strings.HasPrefix(path, "/static/") {
			if w := get(t, h, path); w.Code != 200 {
				t.Errorf("GET %s = %d", path, w.Code)
			}
			continue
		}
		done[path] = page(t, h, path)
		done[path].Find("[href]").Each(func(_ int, s *goquery.Selection) {
			to, _, _ := strings.Cut(s.AttrOr("href", ""), "#")
			looksBack := strings.Contains(to, "?known=") // at claims that were derived; those of the sample were not
			if strings.HasPrefix(to, "/") && !looksBack {
				todo = append(todo, to)
			}
		})
	}
	if len(done) < 11 {
		t.Errorf("only %d pages were reached", len(done))
	}
	for path, doc := range done {
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", ""); ids[id] {
				t.Errorf("%s: the id %s stands twice", path, id)
			}
			ids[s.AttrOr("id", "")] = true
		})
		doc.Find("[href*='#']").Each(func(_ int, s *goquery.Selection) {
			to, anchor, _ := strings.Cut(s.AttrOr("href", ""), "#")
			target := doc
			if to != "" {
				target = done[to]
			}
			if target == nil || target.Find("[id='"+anchor+"']").Length() == 0 {
				t.Errorf("%s: %s leads nowhere", path, s.AttrOr("href", ""))
			}
		})
	}
}

func TestH43OutsideTextIsOnlyText(t *testing.T) {
	h := desk(t)
	for _, path := range []string{"/story/sferry", "/document/dbad", "/search?q=bait", "/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE"} {
		body := get(t, h, path).Body.String()
		if strings.ContainsAny(body, "\u202e\u202c\u200b") {
			t.Errorf("%s: a hidden character came through", path)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if n := doc.Find("script, img, [onerror], [style], style, [href^='javascript'], [src^='javascript']").Length(); n != 0 {
			t.Errorf("%s: %d elements that no page of ours has", path, n)
		}
	}
	bad := page(t, h, "/document/dbad")
	if got := bad.Find("h1 .mark").Text(); got != "[U+202E][U+202C][U+200B]" {
		t.Errorf("marks in the title: %q", got)
	}
	if got := bad.Find(".address").First().Text(); !strings.Contains(got, "javascript:alert(3)") {
		t.Errorf("the address is shown as %q", got)
	}
}

// TestH50NothingIsServedAsItCame asks for captures in every way that comes to mind: there is no address that gives one.
func TestH50NothingIsServedAsItCame(t *testing.T) {
	h := desk(t)
	for _, path := range []string{"/document/dbad", "/document/dbad.html", "/document/dbad.svg", "/document/dbad?raw=1", "/document/dbad/raw",
		"/capture/dbad", "/capture/cdbad", "/snapshot/dbad", "/segments/", "/static/../dbad", "/static/", "/favicon.ico"} {
		w := get(t, h, path)
		if w.Code == 200 && path != "/document/dbad" && path != "/document/dbad?raw=1" {
			t.Errorf("GET %s = 200", path)
		}
		kind := w.Header().Get("Content-Type")
		if !strings.HasPrefix(kind, "text/html") && w.Code == 200 || strings.Contains(kind, "svg") || strings.Contains(kind, "xml") {
			t.Errorf("GET %s is %q", path, kind)
		}
		if policy := w.Header().Get("Content-Security-Policy"); w.Code != 301 && !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("GET %s has the policy %q", path, policy)
		}
		if body := w.Body.String(); strings.Contains(body, "<script") || strings.Contains(body, "<svg onload") {
			t.Errorf("GET %s holds markup from outside", path)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	h := desk(t)
	for _, path := range []string{"/", "/claim/kclosing", "/static/desk.css", "/static/none", "/nowhere", "/search?q=%22", "/document/" + strings.Repeat("x", 99)} {
		header := get(t, h, path).Header()
		if got := header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; style-src 'self'") || strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %q", path, got)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

// broken is a ledger that fails.
type broken struct{ web.Ledger }

func (broken) Today(context.Context, int64) (*web.TodayPage, error) {
	return nil, errors.New("secret of the database")
}

func TestFaults(t *testing.T) {
	h := desk(t)
	tests := []struct {
		handler      http.Handler
		method, path string
		status       int
		want         string
	}{
		{h, "GET", "/story/snone", 404, "There is no such page"},
		{h, "GET", "/nowhere", 404, "There is no such page"},
		{h, "POST", "/story/sferry", 405, "These pages are only read"},
		{h, "GET", "/watch/f-nordwire", 404, "There is no such page"},
		{h, "GET", "/document/dwire/changes", 404, "There is no such page"},
		{h, "GET", "/entity/enobody", 404, "There is no such page"},
		{h, "GET", "/outlet/nobody", 404, "There is no such page"},
		{h, "GET", "/?before=x", 400, "This request cannot be understood"},
		{h, "GET", "/search?q=%22open", 400, "The quotation mark is not closed"},
		{h, "GET", "/search?q=%FF", 400, "The query is not valid UTF-8"},
		{web.Handler(web.Options{Ledger: broken{}}), "GET", "/", 500, "Internal error"},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		tt.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, nil))
		body := w.Body.String()
		if w.Code != tt.status || !strings.Contains(strings.ToLower(body), strings.ToLower(tt.want)) || !strings.Contains(body, "desk.css") {
			t.Errorf("%s %s = %d %s, want %d with %q in the look of the desk", tt.method, tt.path, w.Code, body, tt.status, tt.want)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%s shows the text of an internal error", tt.path)
		}
	}
	doc, _ := goquery.NewDocumentFromReader(get(t, h, "/search?q=ferry+%22open").Body)
	if got := doc.Find(".query mark").Text(); got != `"` {
		t.Errorf("the trouble is marked at %q", got)
	}
}

func TestWhatIsMarkedIsNotShown(t *testing.T) {
	st := hearsaytest.Store(t)
	s := newSample()
	for i := range s.documents {
		if s.documents[i].ID == "danchor" {
			s.documents[i].TLP = hearsay.Amber
		}
	}
	s.save(t, st)
	h := web.Handler(web.Options{Ledger: web.FromStore(st, outsider)})
	if got := get(t, h, "/document/danchor").Code; got != 404 {
		t.Errorf("a document above the ceiling answers %d, want 404", got)
	}
	for _, path := range []string{"/claim/kclosing", "/document/dwire"} {
		if w := get(t, h, path); w.Code == 200 && strings.Contains(w.Body.String(), "danchor") {
			t.Errorf("%s hints at a document above the ceiling", path)
		}
	}
}

func TestStaticFilesAreKept(t *testing.T) {
	h := desk(t)
	href := page(t, h, "/").Find("link[rel=stylesheet]").AttrOr("href", "")
	w := get(t, h, href)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("GET %s = %d, Cache-Control %q", href, w.Code, w.Header().Get("Cache-Control"))
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/static/desk.css", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	h.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified {
		t.Errorf("an unchanged file answers %d, want 304", again.Code)
	}
}

func TestEmptyLedgerSaysWhatToDo(t *testing.T) {
	h := web.Handler(web.Options{Ledger: web.FromStore(hearsaytest.Store(t), outsider)})
	if got := page(t, h, "/").Find(".empty").Text(); !strings.Contains(got, "hearsay import") {
		t.Errorf("the empty page says %q", got)
	}
}
