// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hearsay"
	"hearsay/internal/web"
)

// axe is axe-core, which checks a page for what keeps people out (MPL-2.0, see the licence beside it). It is put into the
// page by the browser's debugger; the policy of the page lets in no script.
//
//go:embed testdata/axe/axe.min.js
var axe string

// fault is what axe finds: a rule that is broken, and where.
type fault struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

func (f fault) String() string {
	s := f.ID + ": " + f.Help
	for _, n := range f.Nodes {
		s += "\n    " + n.HTML + "\n    " + strings.ReplaceAll(n.FailureSummary, "\n", "\n    ")
	}
	return s
}

// axed gives what axe finds in the page that the browser shows: rules of WCAG 2.2 up to AA, and best practice.
func axed(ctx context.Context) ([]fault, error) {
	const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => ({html: n.html.slice(0, 300), failureSummary: n.failureSummary}))}))))`
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe+";undefined")); err != nil {
		return nil, err
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var faults []fault
	return faults, json.Unmarshal([]byte(found), &faults)
}

// everyPage are the addresses of all pages, as the sample fills them.
var everyPage = map[string]string{
	"today": "/", "stories": "/stories", "story": "/story/sferry", "claim": "/claim/kclosing", "loop": "/claim/kcosts", "document": "/document/danchor",
	"chinese": "/document/dzh", "hostile": "/document/dbad", "versions": "/document/dpost2/changes", "search": "/search?q=ferry", "query": "/search",
	"problem": "/search?q=ferry+%22open", "watches": "/watches", "watch": "/watch/fpeople", "outlets": "/outlets", "outlet": "/outlet/nordwire",
	"entity": "/entity/eholm", "decisions": "/decisions", "review": "/review", "account": "/account", "people": "/people", "fault": "/nowhere", "digests": "/digests",
	"digest": "/digest/1", "settings": "/settings", "arrivals": "/arrivals",
	"discussion": "/story/sferry/discussion?claim=kclosing", "remark": "/remark/" + string(discussed[1].ID), "hidden": "/remark/" + string(discussed[2].ID),
	"subscribe": "/subscribe", "letters": "/subscribe/confirm?s=n&t=0",
}

// fullHouse is a desk whose pages all have something on them. Nobody can come in yet.
func fullHouse(t *testing.T, change func(*web.Options)) *house {
	t.Helper()
	h := newHouse(t, func(o *web.Options) {
		o.Setup = "wordoftheconsole"
		o.Facts = []web.Fact{{Name: "Public address", Value: "none: no passkeys, no pushes of hubs", Change: "serve --public URL"}}
		if change != nil {
			change(o)
		}
	})
	h.publish("The ferry line to Grünholm will close in May.", "dpost", "The ferry line to Grünholm will close in May")
	h.discuss()
	return h
}

// TestAxeFindsNothing looks at every page as an administrator sees it, who sees most, light and wide, and dark and narrow.
func TestAxeFindsNothing(t *testing.T) {
	ctx := browser(t)
	h := fullHouse(t, nil)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	check := func(name string) {
		for _, l := range []look{looks[0], looks[3]} {
			lookAs(t, ctx, l)
			faults, err := axed(ctx)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, f := range faults {
				t.Errorf("%s, %s: %s", name, l.name, f)
			}
		}
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/setup"))
	check("setup")
	h.add("ann", hearsay.RoleAdmin, hearsay.Red)
	h.told("ann")
	do(t, ctx, chromedp.Navigate(server.URL+"/login"))
	check("login")
	come(t, ctx, h, "ann")
	for name, path := range everyPage {
		do(t, ctx, chromedp.Navigate(server.URL+path))
		check(name)
	}
}

// TestAxeWouldFindSomething is the control of the test above.
func TestAxeWouldFindSomething(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>x</title><img src="data:,"><p style="color: #ccc; background: #fff">pale</p>`)
	}))
	defer server.Close()
	do(t, ctx, chromedp.Navigate(server.URL))
	faults, err := axed(ctx)
	found := fmt.Sprint(faults)
	for _, rule := range []string{"image-alt", "color-contrast", "html-has-lang"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe did not find %s: %s, %v", rule, found, err)
		}
	}
}

// come lets the browser in as somebody.
func come(t *testing.T, ctx context.Context, h *house, name string) {
	t.Helper()
	v := h.visitor(name)
	_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: v.cookie.Name, Value: v.cookie.Value, Domain: "127.0.0.1", Path: "/"})
	if err != nil {
		t.Fatal(err)
	}
}
