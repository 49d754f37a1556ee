// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

func settled(t *testing.T) *house {
	t.Helper()
	st := hearsaytest.Store(t)
	newSample().save(t, st)
	h := houseOf(t, st, func(o *web.Options) {
		o.Looking = &pipeline.Looking{Store: st}
		o.Facts = []web.Fact{{Name: "Public address", Value: "none", Change: "serve --public URL"}}
	})
	h.add("ed", hearsay.RoleEditor, hearsay.Green)
	h.add("root", hearsay.RoleAdmin, hearsay.Red)
	return h
}

// settings gives the addresses in the list of feeds, and what the page says of what was done.
func (v *visitor) settings(method, path string, f url.Values) (addresses []string, said string) {
	v.t.Helper()
	w := v.do(method, path, f)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	addresses = doc.Find("section[aria-labelledby=looking] tbody th").Map(func(_ int, s *goquery.Selection) string { return s.Find("bdi").First().Text() })
	return addresses, fmt.Sprint(w.Code, " ", doc.Find(".done, .warn").Text())
}

// TestEditorsChangeAtWhatWeLook: they add, stop and resume, and see none that is marked above them.
func TestEditorsChangeAtWhatWeLook(t *testing.T) {
	h := settled(t)
	ed := h.visitor("ed")
	const address = "https://gazette.example/rss.xml"
	add := url.Values{"url": {address}, "kind": {"rss"}, "outlet": {"The Gazette"}}
	if list, said := ed.settings("POST", "/settings/feed", add); len(list) != 1 || list[0] != address || said != "200 "+address+" is looked at from now on." {
		t.Errorf("added: %q %q", list, said)
	}
	if _, said := ed.settings("POST", "/settings/feed", add); !strings.Contains(said, "known already") {
		t.Errorf("added again: %q", said)
	}
	due := func() bool {
		feeds, err := h.st.As(store.Everything).Feeds(t.Context(), store.FeedFilter{Due: time.Now().Add(time.Second)})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range feeds {
			if f.URL == address {
				return true
			}
		}
		return false
	}
	if !due() {
		t.Error("what was added is not looked at")
	}
	id := hearsay.ID('f', address)
	if _, said := ed.settings("POST", "/settings/stop", url.Values{"feed": {id}, "stop": {"yes"}}); !strings.Contains(said, "left alone") || due() {
		t.Errorf("stopped: %q, due %v", said, due())
	}
	if body := ed.do("GET", "/settings?q=gazette", nil).Body.String(); !strings.Contains(body, "somebody at the desk stopped it") || !strings.Contains(body, "Look again") {
		t.Error("the list does not tell that it is stopped")
	}
	if _, said := ed.settings("POST", "/settings/stop", url.Values{"feed": {id}}); !strings.Contains(said, "looked at again") || !due() {
		t.Errorf("resumed: %q, due %v", said, due())
	}
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
		return tx.SaveFeeds(t.Context(), hearsay.Feed{ID: "fsecret", Outlet: "nordwire", Kind: hearsay.FeedRSS, URL: "https://nordwire.example/secret", Every: time.Hour, TLP: hearsay.Red})
	})
	if list, said := ed.settings("POST", "/settings/stop", url.Values{"feed": {"fsecret"}, "stop": {"yes"}}); !strings.HasPrefix(said, "404") {
		t.Errorf("what is marked above them: %q %q", list, said)
	}
	if f, err := h.st.As(store.Everything).Feed(t.Context(), "fsecret"); err != nil || !f.Stopped.IsZero() {
		t.Errorf("it is stopped: %v, %v", f.Stopped, err)
	}
	if list, _ := ed.settings("GET", "/settings?q=secret", nil); len(list) > 0 {
		t.Errorf("they see %q", list)
	}
	if list, _ := h.visitor("root").settings("GET", "/settings?q=secret", nil); len(list) != 1 {
		t.Errorf("an administrator sees %q, so the test proves nothing", list)
	}
}

func TestWrongSettingsAreToldOf(t *testing.T) {
	h := settled(t)
	ed := h.visitor("ed")
	for _, c := range []struct{ url, kind, want string }{
		{"http://127.0.0.1/rss", "rss", "400 Not possible"}, {"ftp://paper.example/", "rss", "400 Not possible"}, {"", "rss", "400 Not possible"},
		{"https://paper.example/rss", "file", "it is of no kind that can be added"},
	} {
		if _, said := ed.settings("POST", "/settings/feed", url.Values{"url": {c.url}, "kind": {c.kind}}); !strings.Contains(said, c.want) || strings.Contains(said, "from now on") {
			t.Errorf("%s %s: %q", c.url, c.kind, said)
		}
	}
	for name, facts := range map[string]bool{"ed": false, "root": true} {
		if body := h.visitor(name).do("GET", "/settings", nil).Body.String(); strings.Contains(body, "serve --public URL") != facts {
			t.Errorf("%s is told how the desk was started: %v", name, !facts)
		}
	}
}

// TestFeedsGoOnBehindAPage: the list is complete, each once.
func TestFeedsGoOnBehindAPage(t *testing.T) {
	h := settled(t)
	hearsaytest.Write(t, h.st, func(tx *store.Tx) error {
		for i := range 120 {
			address := fmt.Sprintf("https://many.example/%d", i)
			if err := tx.SaveFeeds(t.Context(), hearsay.Feed{ID: hearsay.FeedID(hearsay.ID('f', address)), Outlet: "nordwire", Kind: hearsay.FeedRSS, URL: address, Every: time.Hour}); err != nil {
				return err
			}
		}
		return nil
	})
	ed, seen := h.visitor("ed"), map[string]bool{}
	path := "/settings?q=many.example"
	for pages := 0; path != ""; pages++ {
		doc, err := goquery.NewDocumentFromReader(ed.do("GET", path, nil).Body)
		if err != nil || pages > 3 {
			t.Fatal(pages, err)
		}
		doc.Find("section[aria-labelledby=looking] tbody th bdi:first-child").Each(func(_ int, s *goquery.Selection) {
			if a := s.Text(); strings.Contains(a, "many.example") {
				if seen[a] {
					t.Errorf("%s is there twice", a)
				}
				seen[a] = true
			}
		})
		path, _ = doc.Find("a[rel=next]").Attr("href")
	}
	if len(seen) != 120 {
		t.Errorf("%d of 120", len(seen))
	}
}
