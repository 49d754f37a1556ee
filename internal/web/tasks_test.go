// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hearsay"
	"hearsay/internal/web"
)

// tasks are what a desk does every day, as docs/design/tasks.md tells them. Each begins at an address that people know by heart.
var tasks = []struct {
	name string
	does func(w *walk)
}{
	{"find the origin of a rumour", func(w *walk) {
		w.open("/stories")
		w.press(".story h2 a")
		w.press("#claims ~ table a[href='/claim/kclosing'], .ledger a[href='/claim/kclosing']")
		w.sees(".origins-list", "three officials of the ministry")
		w.sees(".tree", "on condition of anonymity")
		w.press(".tree a[href='/document/dwire#aa1']")
		w.sees(".ref:target ~ .content, .ref:target", "")
		w.sees(".notes", "three officials of the ministry")
	}},
	{"see who is silent", func(w *walk) {
		w.open("/story/sferry")
		w.sees("#coverage ~ table tr", "Quiet Times")
		w.sees("#coverage ~ table tr", "silent")
		w.sees("#coverage ~ table tr", "not observable")
		w.press("a[href='/outlet/closed']")
		w.sees("#feeds ~ table", "no answer")
	}},
	{"see who denies what", func(w *walk) {
		w.open("/story/sferry")
		w.sees(".ledger", "Ida Holm denies")
		w.press(".ledger a[href='/claim/kclosing']")
		w.sees(".responses .what", "There is no decision to close the line")
		w.sees(".responses", "can know")
		w.press(".responses blockquote a")
		w.sees(".notes", "Ida Holm")
	}},
	{"override a status", func(w *walk) {
		w.open("/claim/kclosing")
		w.press(".choices details:nth-of-type(1) summary")
		w.choose("#value0", "disputed")
		w.fill("#reason0", "two of the officials spoke to us as well")
		w.press(".choices details:nth-of-type(1) button")
		w.sees(".reasons", "ann: status disputed, because two of the officials spoke to us as well")
		w.sees(".judgement .status", "denied")
	}},
	{"take a decision back", func(w *walk) {
		w.open("/decisions")
		w.press(".choices summary")
		w.choose("#about0", "grade B")
		w.fill("#reason0", "it was another agency")
		w.press(".choices button")
		w.sees(".ledger tr.undone", "taken back")
		w.sees(".ledger", "it was another agency")
	}},
	{"follow a vanished name", func(w *walk) {
		w.open("/")
		w.sees(".blind", "removed")
		w.press(".page-event a[href='/watch/fpeople']")
		w.sees(".changes", "name lost")
		w.press(".changes a[href='/entity/eholm']")
		w.sees("#said ~ .responses", "There is no decision to close the line")
		w.sees("#pages ~ .page-event", "name lost")
	}},
	{"see what an article says otherwise", func(w *walk) {
		w.open("/")
		w.sees(".events", "hedge given")
		w.press(".events a[href='/document/dpost2']")
		w.press("a[href='/document/dpost2/changes']")
		w.sees(".changes", "hedge given")
		w.sees(".version del", "to")
		w.sees(".version ins", "may")
	}},
	{"prove a text", func(w *walk) {
		w.open("/document/dwire")
		w.sees(".proof.yes", "the stored bytes are unchanged")
		w.sees(".capture", "SHA-256")
		w.open("/document/dpost")
		w.sees(".proof.no", "byte 88213")
	}},
	{"search, narrow, and keep the query", func(w *walk) {
		w.open("/")
		w.fill("#q", "ferry")
		w.press(".find button")
		w.sees(".facets", "Harbour Post")
		w.press(".facets a[href*='outlet']")
		w.sees(".hits", "Harbour Post")
		w.fill("#qname", "ferry at the Post")
		w.press(".keep button")
		w.sees(".saved", "ferry at the Post")
		w.press(".saved form[action='/search/drop'] button")
		w.gone(".saved")
	}},
	{"work through what is to be reviewed", func(w *walk) {
		w.open("/")
		w.press(".me a[href='/review']")
		w.sees(".matters", "4 outlets carry it")
		w.press(".matters a[href='/claim/kclosing#decide']")
		w.press(".choices details:nth-of-type(2) summary")
		w.choose("#value1", "5 improbable")
		w.fill("#reason1", "the ministry has never closed a line in May")
		w.press(".choices details:nth-of-type(2) button")
		w.sees(".ledger", "the ministry has never closed a line in May")
		w.open("/review")
		w.gone(".matters a[href='/claim/kclosing#decide']")
	}},
	{"judge an outlet", func(w *walk) {
		w.open("/outlets")
		w.press("a[href='/outlet/nordwire']")
		w.sees("#sources ~ .sides", "Harbour Post")
		w.press(".choices summary")
		w.choose("#value0", "C fairly reliable")
		w.fill("#reason0", "it names nobody")
		w.press(".choices button")
		w.sees(".ledger", "it names nobody")
		w.open("/outlet/nordwire")
		w.sees("#record ~ .reasons", "ann: reliability C, because it names nobody")
	}},
}

// TestTasksInABrowser does the tasks of every day with a mouse, with the keyboard alone, and on a phone.
func TestTasksInABrowser(t *testing.T) {
	ctx := browser(t)
	for _, way := range []struct {
		name string
		look look
		keys bool
	}{{"mouse", looks[0], false}, {"keyboard", looks[1], true}, {"phone", looks[2], false}} {
		for _, task := range tasks {
			t.Run(way.name+"/"+strings.ReplaceAll(task.name, " ", "-"), func(t *testing.T) {
				h := newHouse(t, func(o *web.Options) { o.Verify = damagedAtPost })
				h.add("ann", hearsay.RoleEditor, hearsay.Red)
				server := httptest.NewServer(h.handler)
				defer server.Close()
				ctx, cancel := context.WithTimeout(ctx, time.Minute)
				defer cancel()
				lookAs(t, ctx, way.look)
				come(t, ctx, h, "ann")
				task.does(&walk{t, ctx, server.URL, way.keys})
			})
		}
	}
}

// walk is somebody's way through the desk.
type walk struct {
	t    *testing.T
	ctx  context.Context
	base string
	keys bool // no mouse
}

func (w *walk) open(path string) {
	w.t.Helper()
	do(w.t, w.ctx, chromedp.Navigate(w.base+path))
}

// press goes to a link, a button or a summary and uses it.
func (w *walk) press(selector string) {
	w.t.Helper()
	w.until(selector, "")
	if !w.keys {
		do(w.t, w.ctx, chromedp.Click(chromedp.CSS(selector)))
		return
	}
	w.reach(selector)
	do(w.t, w.ctx, chromedp.KeyEvent("\r"))
}

// fill writes into a field.
func (w *walk) fill(selector, text string) {
	w.t.Helper()
	w.until(selector, "")
	if w.keys {
		w.reach(selector)
	} else {
		do(w.t, w.ctx, chromedp.Click(chromedp.CSS(selector)))
	}
	do(w.t, w.ctx, chromedp.KeyEvent(text))
}

// choose takes the entry of a list that begins with these words.
func (w *walk) choose(selector, words string) {
	w.t.Helper()
	w.until(selector, "")
	if w.keys {
		w.reach(selector)
	} else {
		do(w.t, w.ctx, chromedp.Focus(chromedp.CSS(selector)))
	}
	do(w.t, w.ctx, chromedp.KeyEvent(words))
	got := w.ask("(s => s.options[s.selectedIndex].text)(document.querySelector(%q))", selector)
	if !strings.HasPrefix(got, words) {
		w.t.Fatalf("choose %q in %s: it is at %q", words, selector, got)
	}
}

// farthest is how often the tabulator is pressed to reach something: a reader would have given up before.
const farthest = 150

// reach goes to an element with the tabulator, and sees that it can be seen where one is.
func (w *walk) reach(selector string) {
	w.t.Helper()
	for range farthest {
		do(w.t, w.ctx, chromedp.KeyEvent("\t"))
		if w.ask("document.activeElement === document.querySelector(%q)", selector) == "true" {
			if ring := w.ask("getComputedStyle(document.activeElement).outlineStyle"); ring == "none" {
				w.t.Errorf("nothing shows that the keyboard is at %s", selector)
			}
			return
		}
	}
	w.t.Fatalf("the keyboard does not reach %s", selector)
}

// sees waits until the words stand in an element that can be seen.
func (w *walk) sees(selector, words string) {
	w.t.Helper()
	w.until(selector, words)
}

// gone waits until there is no such element.
func (w *walk) gone(selector string) {
	w.t.Helper()
	w.wait("document.readyState === 'complete' && !document.querySelector(%q)", fmt.Sprintf("%s is still there", selector), selector)
}

func (w *walk) until(selector, words string) {
	w.t.Helper()
	const seen = `[...document.querySelectorAll(%q)].some(e => e.checkVisibility() && e.textContent.replace(/\s+/g, " ").includes(%q))`
	w.wait(seen, fmt.Sprintf("%q does not stand in %s", words, selector), selector, words)
}

func (w *walk) wait(condition, otherwise string, args ...any) {
	w.t.Helper()
	for range 100 {
		if w.ask(condition, args...) == "true" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Fatalf("%s, at %s", otherwise, w.ask("location.href"))
}

// ask evaluates an expression in the page, as text. While a page is being left there is no answer.
func (w *walk) ask(expression string, args ...any) string {
	s, err := chromedp.Run(w.ctx, chromedp.Evaluate[string]("String("+fmt.Sprintf(expression, args...)+")"))
	if w.ctx.Err() != nil {
		w.t.Fatalf("%s: %v", expression, err)
	}
	return s
}
