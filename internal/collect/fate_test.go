// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// lookAgain looks at a feed whose address answers so, an hour after the last time, n times.
func lookAgain(t *testing.T, f hearsay.Feed, a *fetch.Answer, n int) hearsay.Feed {
	t.Helper()
	for range n {
		at := later(f.Looked, now).Add(time.Hour)
		c := &Collector{Fetch: pages{f.URL: a}, Now: func() time.Time { return at }}
		f = *looked(t, c, f)[0].After
	}
	return f
}

const emptyFeed = "<rss><channel><title>T</title></channel></rss>"

func TestFeedMovesAfterThreeLooksThatWereLedElsewhereForGood(t *testing.T) {
	_, f := courier()
	moved := &fetch.Answer{Status: 200, Permanent: "https://www.courier.example/feed", Payload: []byte(emptyFeed)}
	elsewhere := &fetch.Answer{Status: 200, Permanent: "https://www.courier.example/other", Payload: []byte(emptyFeed)}
	here := &fetch.Answer{Status: 200, Payload: []byte(emptyFeed)}
	noFeed := &fetch.Answer{Status: 200, Permanent: "https://www.courier.example/feed", Payload: []byte("<p>for sale</p>")}
	from := f.URL
	for name, looks := range map[string][]*fetch.Answer{
		"two":              {moved, moved},
		"one back between": {moved, moved, here, moved},
		"another between":  {moved, moved, elsewhere, moved},
		"to what is none":  {noFeed, noFeed, noFeed, noFeed},
	} {
		g := f
		for _, a := range looks {
			g = lookAgain(t, g, a, 1)
		}
		if g.URL != from {
			t.Errorf("%s: moved to %s", name, g.URL)
		}
	}
	f = lookAgain(t, f, moved, 3)
	if f.URL != moved.Permanent || f.State.Moved.IsZero() || f.State.Moving != "" {
		t.Errorf("after three looks: %+v", f)
	}
	page := lookAgain(t, hearsay.Feed{ID: "page", Kind: hearsay.FeedPage, URL: from}, moved, 5)
	if page.URL != from {
		t.Errorf("a watched page moved to %s", page.URL)
	}
}

func TestFeedIsGoneAfter410AtOnceAndAfter404InAWeek(t *testing.T) {
	_, f := courier()
	gone, missing, broken := &fetch.Answer{Status: 410}, &fetch.Answer{Status: 404}, &fetch.Answer{Status: 500}
	if g := lookAgain(t, f, gone, 1); g.State.Gone.IsZero() || g.Every != Seldom {
		t.Errorf("after 410: %+v", g)
	}
	if g := lookAgain(t, f, missing, 24*7); !g.State.Gone.IsZero() || g.State.Fails != 24*7 {
		t.Errorf("before the week is over: %+v", g.State)
	}
	if g := lookAgain(t, lookAgain(t, f, broken, 24*9), missing, 2); !g.State.Gone.IsZero() {
		t.Errorf("a server that was broken for long: %+v", g.State)
	}
	g := lookAgain(t, f, missing, 24*7+1)
	if g.State.Gone.IsZero() || !about(g.Next.Sub(g.Looked), Seldom) {
		t.Errorf("after a week of 404: %+v", g)
	}
	back := lookAgain(t, g, &fetch.Answer{Status: 200, Payload: []byte(emptyFeed)}, 1)
	if back.State != (hearsay.FeedState{}) || back.Every > Latest {
		t.Errorf("back again: %+v", back)
	}
}
