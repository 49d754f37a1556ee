// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"hearsay/internal/hearsaytest/browser"
)

// looks are the ways of looking at a page: how wide, and in which colours.
var looks = map[string]struct {
	width  int64
	scheme string
}{"wide": {1280, "light"}, "phone": {320, "dark"}}

// TestPagesInABrowser looks at one page of each kind: nothing keeps people out, nothing stands out at the side, and the browser has nothing
// to complain of. Pictures go to the folder that HEARSAY_SHOTS names.
func TestPagesInABrowser(t *testing.T) {
	ctx := browser.Start(t)
	axe, err := os.ReadFile("../web/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "public")
	files := write(t, twoWeeks(t), dir)
	server := httptest.NewServer(http.StripPrefix("/press", http.FileServer(http.Dir(dir))))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	heard := &complaints{}
	if err := chromedp.Listen(ctx, heard.hear); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]string{"home": "/", "issue": "/digest/1.html", "story": nameWith(t, files, "/story/", "Grey Heron was in Lanwan, dock workers say</h1>"),
		"claim": nameWith(t, files, "/claim/", "had docked at Lanwan on 1 March</h1>"), "outlet": "/outlet/nordwire.html", "tags": "/tags.html"} {
		if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/press"+at)); err != nil {
			t.Fatal(err)
		}
		for look, l := range looks {
			lookAt(t, ctx, name+" "+look, l.width, l.scheme, string(axe))
			shoot(t, ctx, name+"-"+look)
		}
	}
	for _, complaint := range heard.list {
		t.Errorf("the browser complains: %s", complaint)
	}
}

// nameWith gives the name of the page of a folder that has some words.
func nameWith(t *testing.T, files map[string][]byte, folder, words string) string {
	t.Helper()
	for name, body := range files {
		if strings.HasPrefix(name, folder) && strings.Contains(string(body), words) {
			return name
		}
	}
	t.Fatalf("no page of %s has %q", folder, words)
	return ""
}

// complaints are what the browser writes to its log.
type complaints struct {
	mu   sync.Mutex
	list []string
}

func (c *complaints) hear(ev any) {
	if e, ok := ev.(*log.EventEntryAdded); ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.list = append(c.list, e.Entry.Text+" "+e.Entry.URL)
	}
}

// lookAt checks the page that is shown, as wide and in the colours asked for.
func lookAt(t *testing.T, ctx context.Context, name string, width int64, scheme, axe string) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 850), chromedp.Evaluate[chromedp.Void](axe+";undefined")); err != nil {
		t.Fatal(err)
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
	if err != nil || wide > width {
		t.Errorf("%s is %d pixels wide on a screen of %d, %v", name, wide, width, err)
	}
	const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.slice(0, 2).map(n => n.html.slice(0, 200)).join(" | "))))`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	var faults []string
	if err != nil || json.Unmarshal([]byte(found), &faults) != nil {
		t.Fatalf("%s: %q, %v", name, found, err)
	}
	for _, f := range faults {
		t.Errorf("%s: %s", name, f)
	}
}

// shoot takes a picture where one is wanted.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("HEARSAY_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
