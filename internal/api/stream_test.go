// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// listener is a client of the stream.
type listener struct {
	t    *testing.T
	resp *http.Response
	ids  chan string
	stop context.CancelFunc
}

func listen(t *testing.T, url, token, last string) *listener {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	r, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{t, resp, make(chan string, 1000), stop}
	go func() {
		defer close(l.ids)
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				l.ids <- id
			}
		}
	}()
	t.Cleanup(func() { stop(); resp.Body.Close() })
	return l
}

// next gives the next numbers of events that come; fewer where the stream ends.
func (l *listener) next(n int) string {
	var got []string
	for range n {
		id, ok := <-l.ids
		if !ok {
			break
		}
		got = append(got, id)
	}
	return strings.Join(got, " ")
}

// ended waits until the stream has ended, and gives what came until then.
func (l *listener) ended() string { return l.next(1000) }

// tell adds an event of a marking.
func tell(t *testing.T, st *store.Store, name string, tlp hearsay.TLP) {
	t.Helper()
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return tx.AddEvents(t.Context(), hearsay.Event{ID: hearsay.NewEventID(hearsay.StorySplit, name), Kind: hearsay.StorySplit, Text: name, At: hearsaytest.At(9, 0), Known: hearsaytest.At(9, 0), TLP: tlp})
	})
}

func TestStreamGoesOnWhereItBrokeOff(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		h := newHouse(t, st, nil)
		server := httptest.NewServer(h.handler)
		t.Cleanup(server.Close) // after the listeners have left
		address := server.URL + api.Root + "/events/stream"
		for _, name := range []string{"one", "two", "three"} {
			tell(t, st, name, hearsay.Clear)
		}
		first := listen(t, address+"?behind=0", "", "")
		if got := first.next(3); first.resp.Header.Get("Content-Type") != "text/event-stream" || got != "1 2 3" {
			t.Fatalf("from the beginning: %q, %v", got, first.resp.Header)
		}
		fresh := listen(t, address, "", "")
		tell(t, st, "four", hearsay.Red)
		tell(t, st, "five", hearsay.Clear)
		if got := first.next(1) + ", " + fresh.next(1); got != "5, 5" {
			t.Errorf("as it happens: %q", got)
		}
		first.stop()
		for _, name := range []string{"six", "seven"} {
			tell(t, st, name, hearsay.Clear)
		}
		if got := listen(t, address, "", "5").next(2); got != "6 7" {
			t.Errorf("behind 5: %q", got)
		}
		admin := h.token("admin", hearsay.RoleAdmin, hearsay.Red)
		if got := listen(t, address, admin, "3").next(2); got != "4 5" {
			t.Errorf("who may see it: %q", got)
		}
		if resp := listen(t, address, "", "x").resp; resp.StatusCode != 400 {
			t.Errorf("behind x: %d", resp.StatusCode)
		}
		if got := listen(t, address+"?behind=0&kind=claim-moved,story-split&story=t1", "", "").resp; got.StatusCode != 200 {
			t.Errorf("chosen: %d", got.StatusCode)
		}
	})
}

// TestStreamOfManyWritersLosesNothing: events of transactions that run side by side come in the order of their numbers.
func TestStreamOfManyWritersLosesNothing(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		h := newHouse(t, st, nil)
		server := httptest.NewServer(h.handler)
		t.Cleanup(server.Close) // after the listeners have left
		l := listen(t, server.URL+api.Root+"/events/stream?behind=0", "", "")
		const writers, each = 4, 10
		done := make(chan error, writers)
		for w := range writers {
			go func() {
				var err error
				for i := range each {
					if err != nil {
						break
					}
					name := string(rune('a'+w)) + string(rune('a'+i))
					err = st.Write(t.Context(), func(tx *store.Tx) error {
						err := tx.AddEvents(t.Context(), hearsay.Event{ID: hearsay.NewEventID(hearsay.StorySplit, name), Kind: hearsay.StorySplit, Text: name, At: hearsaytest.At(9, 0), Known: hearsaytest.At(9, 0)})
						time.Sleep(time.Duration(w) * time.Millisecond)
						return err
					})
				}
				done <- err
			}()
		}
		for range writers {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]bool{}
		for range writers * each {
			id := l.next(1)
			if id == "" || seen[id] {
				t.Fatalf("%q after %d events", id, len(seen))
			}
			seen[id] = true
		}
	})
}

func TestStreamEndsWhenTheTokenOrTheAccountIsShut(t *testing.T) {
	ctx := t.Context()
	st := hearsaytest.Store(t)
	h := newHouse(t, st, nil)
	server := httptest.NewServer(h.handler)
	t.Cleanup(server.Close) // after the listeners have left
	address := server.URL + api.Root + "/events/stream"
	ann, ben := h.token("ann", hearsay.RoleReader, hearsay.Amber), h.token("ben", hearsay.RoleReader, hearsay.Amber)
	of := func(name string) hearsay.Account {
		a, err := h.door.Named(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	one, two := listen(t, address, ann, ""), listen(t, address, ben, "")
	tell(t, st, "amber", hearsay.Amber)
	if got := one.next(1) + two.next(1); got != "11" {
		t.Fatalf("before: %q", got)
	}
	if err := h.door.Change(ctx, "ben", func(a *hearsay.Account) error { a.Ceiling = hearsay.Clear; return nil }); err != nil {
		t.Fatal(err)
	}
	tokens, err := h.door.Tokens(ctx, of("ann").ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.door.EndToken(ctx, of("ann").ID, tokens[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := one.ended(); got != "" {
		t.Errorf("after the token has ended: %q", got)
	}
	tell(t, st, "amber again", hearsay.Amber)
	tell(t, st, "clear", hearsay.Clear)
	if got := two.next(1); got != "3" {
		t.Errorf("with a lower ceiling: %q", got)
	}
	if err := h.door.Change(ctx, "ben", func(a *hearsay.Account) error { a.Disabled = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if got := two.ended(); got != "" {
		t.Errorf("after the account is shut: %q", got)
	}
}

func TestStreamsOfOneAccountAreCounted(t *testing.T) {
	h := newHouse(t, hearsaytest.Store(t), nil)
	server := httptest.NewServer(h.handler)
	t.Cleanup(server.Close) // after the listeners have left
	address := server.URL + api.Root + "/events/stream"
	ann, ben := h.token("ann", hearsay.RoleReader, hearsay.Clear), h.token("ben", hearsay.RoleReader, hearsay.Clear)
	var all []*listener
	for range 4 {
		all = append(all, listen(t, address, ann, ""))
	}
	if resp := listen(t, address, ann, "").resp; resp.StatusCode != 429 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("a fifth stream: %d", resp.StatusCode)
	}
	if resp := listen(t, address, ben, "").resp; resp.StatusCode != 200 {
		t.Errorf("of somebody else: %d", resp.StatusCode)
	}
	all[0].stop()
	all[0].ended()
	for range 100 {
		if resp := listen(t, address, ann, "").resp; resp.StatusCode == 200 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("who has left is counted for ever")
}

// TestH54SearchesOfOneAskerAreCounted: two at once, whatever tokens; a third is sent away for a moment.
func TestH54SearchesOfOneAskerAreCounted(t *testing.T) {
	st := hearsaytest.Store(t)
	turns := desk.NewTurns(2, 0)
	h := newHouse(t, st, func(o *api.Options) { o.Searches = turns })
	ann, ben := h.token("ann", hearsay.RoleReader, hearsay.Clear), h.token("ben", hearsay.RoleReader, hearsay.Clear)
	a, err := h.door.Named(t.Context(), "ann")
	if err != nil {
		t.Fatal(err)
	}
	var leave [2]func()
	for i := range leave {
		if leave[i], err = turns.Take(string(a.ID)); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(token string) int { return h.do(token, "GET", api.Root+"/search?q=ferry", nil).Code }
	if got := ask(ann); got != 503 {
		t.Errorf("a third search: %d", got)
	}
	if got := ask(ben); got != 200 {
		t.Errorf("of somebody else: %d", got)
	}
	leave[0]()
	if got := ask(ann); got != 200 {
		t.Errorf("when one has ended: %d", got)
	}
}

// TestStreamOutlivesTheTimeoutsOfTheServer, which are made for answers that end.
func TestStreamOutlivesTheTimeoutsOfTheServer(t *testing.T) {
	st := hearsaytest.Store(t)
	server := httptest.NewUnstartedServer(newHouse(t, st, nil).handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 300*time.Millisecond
	server.Start()
	t.Cleanup(server.Close) // after the listeners have left
	l := listen(t, server.URL+api.Root+"/events/stream", "", "")
	time.Sleep(time.Second)
	tell(t, st, "late", hearsay.Clear)
	if got := l.next(1); got != "1" {
		t.Errorf("after the timeouts: %q", got)
	}
}

// TestStreamEndsWithTheServer at once, and does not hold it up.
func TestStreamEndsWithTheServer(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(newHouse(t, hearsaytest.Store(t), func(o *api.Options) { o.Stop = stop }).handler)
	t.Cleanup(server.Close) // after the listeners have left
	l := listen(t, server.URL+api.Root+"/events/stream", "", "")
	close(stop)
	if got := l.ended(); got != "" {
		t.Errorf("%q", got)
	}
}
