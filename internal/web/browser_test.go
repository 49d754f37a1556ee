// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
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

	"hearsay"
	chromium "hearsay/internal/hearsaytest/browser"
	"hearsay/internal/web"
)

// browser starts Chromium for one test.
func browser(t *testing.T) context.Context { return chromium.Start(t) }

// complaints collects what the browser writes to its log: violations of the policy, files that are missing.
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

func (c *complaints) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.list...)
}

// look is one way of looking at a page.
type look struct {
	name   string
	width  int64
	scheme string
}

var looks = []look{{"light", 1280, "light"}, {"dark", 1280, "dark"}, {"phone", 390, "light"}, {"phone-dark", 390, "dark"}}

// TestShotsOfEveryPage looks at every page as an administrator sees it, in light and dark, on a desk and on a phone, and takes
// pictures. They go to the folder that HEARSAY_SHOTS names, or away with the test.
func TestShotsOfEveryPage(t *testing.T) {
	ctx := browser(t)
	h := fullHouse(t, func(o *web.Options) { o.Verify = damagedAtPost })
	server := httptest.NewServer(h.handler)
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	heard := &complaints{}
	if err := chromedp.Listen(ctx, heard.hear); err != nil {
		t.Fatal(err)
	}
	shots := os.Getenv("HEARSAY_SHOTS")
	if shots == "" {
		shots = t.TempDir()
	} else if err := os.MkdirAll(shots, 0o755); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/setup"))
	shoot(t, ctx, shots, "setup")
	h.add("ann", hearsay.RoleAdmin, hearsay.Red)
	h.told("ann")
	do(t, ctx, chromedp.Navigate(server.URL+"/login"))
	shoot(t, ctx, shots, "login")
	come(t, ctx, h, "ann")
	for name, path := range everyPage {
		do(t, ctx, chromedp.Navigate(server.URL+path))
		shoot(t, ctx, shots, name)
	}
	for _, complaint := range heard.all() {
		if !meant(complaint) {
			t.Errorf("the browser complains: %s", complaint)
		}
	}
}

// TestH43NothingFromOutsideRunsInABrowser looks at what hostile text becomes: the browser has nothing to complain of, and
// no text has changed the page.
func TestH43NothingFromOutsideRunsInABrowser(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(desk(t))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	heard := &complaints{}
	if err := chromedp.Listen(ctx, heard.hear); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/document/dbad", "/story/sferry", "/search?q=bait", "/search?q=%3Csvg%20onload%3Dalert(1)%3E%3Cscript%3Ealert(2)%3C%2Fscript%3E"} {
		do(t, ctx, chromedp.Navigate(server.URL+path))
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.querySelectorAll('script:not([src^=\"/static/\"]),iframe,object,embed,base,form[action^=http],[onload],[onerror],[srcdoc],[formaction]').length"))
		if err != nil || n != 0 {
			t.Errorf("%s: %d elements that run something, %v", path, n, err)
		}
	}
	for _, complaint := range heard.all() {
		t.Errorf("the browser complains: %s", complaint)
	}
}

// meant reports whether the browser only notes what we mean: a query that was refused, and an address where nothing is.
func meant(complaint string) bool {
	return strings.HasPrefix(complaint, "Failed to load resource: the server responded with a status of 40")
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func lookAs(t *testing.T, ctx context.Context, l look) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(l.width, 850))
}

// shoot looks at the page in every way and checks that nothing stands out at the side.
func shoot(t *testing.T, ctx context.Context, folder, name string) {
	t.Helper()
	for _, l := range looks {
		lookAs(t, ctx, l)
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
		if err != nil {
			t.Fatal(err)
		}
		if wide > l.width {
			t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, l.width)
		}
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name+"-"+l.name+".png"), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestADrawingCanBeHandled comes closer, leaves out the copies, and brings them back.
func TestADrawingCanBeHandled(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(desk(t))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	lookAs(t, ctx, looks[0])
	w := &walk{t, ctx, server.URL, true}
	w.open("/claim/kclosing")
	width := w.ask("document.querySelector('.graph').getBoundingClientRect().width")
	w.press(".drawing-tools button")
	w.wait("document.querySelector('.graph').getBoundingClientRect().width > "+width, "the drawing came no closer")
	w.reach(".drawing-tools input")
	do(t, ctx, chromedp.KeyEvent(" "))
	w.wait("getComputedStyle(document.querySelector('.edge.copies')).display === 'none'", "the copies are still there")
	do(t, ctx, chromedp.KeyEvent(" "))
	w.wait("getComputedStyle(document.querySelector('.edge.copies')).display !== 'none'", "the copies did not come back")
}

// TestTheBrowserWouldComplain is the control of the test above: a page that breaks our policy is heard.
func TestTheBrowserWouldComplain(t *testing.T) {
	ctx := browser(t)
	policy := get(t, desk(t), "/").Header().Get("Content-Security-Policy")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,"><p style="color: red">x</p><script>document.title = 1</script>`))
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	heard := &complaints{}
	if err := chromedp.Listen(ctx, heard.hear); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(server.URL))
	for range 50 {
		if len(heard.all()) >= 2 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("a page with inline style and script is followed by %q", heard.all())
}
