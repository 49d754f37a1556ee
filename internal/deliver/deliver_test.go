// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// receiver is a server that takes messages, and answers as it is told.
type receiver struct {
	t      *testing.T
	url    string
	at     netip.AddrPort
	before func() // called before it answers

	mu     sync.Mutex
	answer int
	got    []message
}

type message struct {
	id, timestamp, signature string
	body                     []byte
}

func (m *message) seq() int64 {
	var p struct{ Data struct{ Seq int64 } }
	_ = json.Unmarshal(m.body, &p)
	return p.Data.Seq
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t, answer: 204}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.url = server.URL + "/events"
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	r.at = netip.MustParseAddrPort(u.Host)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	if r.before != nil {
		r.before()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, message{q.Header.Get("Webhook-Id"), q.Header.Get("Webhook-Timestamp"), q.Header.Get("Webhook-Signature"), body})
	w.Header().Set("Location", "/elsewhere")
	w.WriteHeader(r.answer)
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = status
}

// numbers are those of the events that came, in order.
func (r *receiver) numbers() (out []int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.got {
		out = append(out, r.got[i].seq())
	}
	return out
}

// house is a store with a courier and a clock.
type house struct {
	t       *testing.T
	st      *store.Store
	courier *deliver.Courier
	now     time.Time
}

func newHouse(t *testing.T, st *store.Store, r *receiver) *house {
	h := &house{t: t, st: st, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	h.courier = (&deliver.Courier{Store: st, Fetch: fetch.New(fetch.Options{Loopback: []netip.AddrPort{r.at}}), Log: slog.New(slog.DiscardHandler)}).At(func() time.Time { return h.now })
	return h
}

// hook adds a hook to the receiver: Add refuses an address on loopback, as it should.
func (h *house) hook(r *receiver, change func(*hearsay.Hook)) hearsay.HookID {
	h.t.Helper()
	x, err := deliver.Add(h.t.Context(), h.st, hearsay.Hook{URL: "https://hook.example/", By: "ann"})
	if err != nil {
		h.t.Fatal(err)
	}
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error {
		if err := tx.DeleteHook(h.t.Context(), x.ID); err != nil {
			return err
		}
		x.URL = r.url
		if change != nil {
			change(&x)
		}
		return tx.AddHook(h.t.Context(), x)
	})
	return x.ID
}

func (h *house) tell(name string, kind hearsay.EventKind, tlp hearsay.TLP) {
	h.t.Helper()
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error {
		return tx.AddEvents(h.t.Context(), hearsay.Event{ID: hearsay.NewEventID(kind, name), Kind: kind, Text: name, At: hearsaytest.At(9, 0), Known: hearsaytest.At(9, 0), TLP: tlp})
	})
}

func (h *house) round() {
	h.t.Helper()
	if err := h.courier.Round(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(id hearsay.HookID) deliver.View {
	h.t.Helper()
	x, err := h.st.As(store.Everything).Hook(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	v, err := deliver.ViewHook(h.t.Context(), h.st, &x, true)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func equal(t *testing.T, what string, got []int64, want ...int64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
	}
}

func TestEventsComeInOrderSignedAndOnce(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		r := receive(t)
		h := newHouse(t, st, r)
		h.tell("before it was made", hearsay.StorySplit, hearsay.Clear)
		id := h.hook(r, func(x *hearsay.Hook) {
			x.Kinds, x.Ceiling = []hearsay.EventKind{hearsay.StorySplit, hearsay.FeedGone}, hearsay.Green
		})
		h.round()
		h.tell("two", hearsay.StorySplit, hearsay.Clear)
		h.tell("of another kind", hearsay.PageState, hearsay.Clear)
		h.tell("above the ceiling", hearsay.StorySplit, hearsay.Amber)
		h.tell("five", hearsay.FeedGone, hearsay.Green)
		if v := h.view(id); v.Count != (deliver.Count{Waiting: 2}) {
			t.Errorf("before: %+v", v.Count)
		}
		h.round()
		h.round()
		newHouse(t, st, r).round() // another process, later
		equal(t, "delivered", r.numbers(), 2, 5)
		v := h.view(id)
		if v.Count != (deliver.Count{Delivered: 2, Tries: 2}) || v.State != deliver.Waits || v.Passed != 5 || len(v.Last) != 2 || v.Last[0].Seq != 5 || v.Secret != "" {
			t.Errorf("afterwards: %+v", v)
		}
		x, err := st.As(store.Everything).Hook(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(x.Secret, "whsec_"))
		if err != nil || len(key) != 32 {
			t.Fatalf("secret %q: %v", x.Secret, err)
		}
		for _, m := range r.got {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(m.id + "." + m.timestamp + "." + string(m.body)))
			if m.signature != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) || m.timestamp != "1777885200" {
				t.Errorf("signed %q at %s", m.signature, m.timestamp)
			}
		}
	})
}

// TestAHookThatFailsIsTriedAgainUntilItIsDead: later events wait behind the one that fails, nothing is lost, and another hook does not
// notice.
func TestAHookThatFailsIsTriedAgainUntilItIsDead(t *testing.T) {
	bad, good := receive(t), receive(t)
	st := hearsaytest.Store(t)
	h := newHouse(t, st, bad)
	h.courier.Fetch = fetch.New(fetch.Options{Loopback: []netip.AddrPort{bad.at, good.at}})
	id, other := h.hook(bad, nil), h.hook(good, nil)
	for _, status := range []int{500, 302} { // a redirect is no delivery, and is not followed
		bad.answers(status)
		h.tell("a "+http.StatusText(status), hearsay.StorySplit, hearsay.Clear)
		h.round()
		h.round() // at once again: it is not due
		h.now = h.now.Add(time.Hour)
	}
	equal(t, "at the one that works", good.numbers(), 1, 2)
	equal(t, "at the one that fails", bad.numbers(), 1, 1)
	if v := h.view(id); v.State != deliver.Failing || v.Count != (deliver.Count{Waiting: 2, Tries: 2}) || !strings.Contains(v.Why, "answered with 302") {
		t.Errorf("failing: %+v", v)
	}
	bad.answers(200)
	h.round()
	equal(t, "when it works again", bad.numbers(), 1, 1, 1, 2)
	if bad.got[0].id != bad.got[2].id || bad.got[2].id == bad.got[3].id {
		t.Errorf("IDs %q, %q, %q", bad.got[0].id, bad.got[2].id, bad.got[3].id)
	}
	bad.answers(503)
	h.tell("three", hearsay.StorySplit, hearsay.Clear)
	for range 20 {
		h.round()
		h.now = h.now.Add(12 * time.Hour)
	}
	v := h.view(id)
	if v.State != deliver.Dead || v.Count != (deliver.Count{Delivered: 2, Waiting: 1, Tries: 12}) || len(bad.numbers()) != 12 {
		t.Errorf("dead: %+v", v)
	}
	if _, err := h.courier.Test(t.Context(), id); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("a test that fails = %v", err)
	}
	h.round()
	if v := h.view(id); v.State != deliver.Dead {
		t.Errorf("after a test that fails: %s", v.State)
	}
	bad.answers(200)
	h.tell("four", hearsay.StorySplit, hearsay.Clear)
	if status, err := h.courier.Test(t.Context(), id); err != nil || status != 200 {
		t.Errorf("a test that succeeds = %d, %v", status, err)
	}
	h.round()
	equal(t, "after it", bad.numbers()[14:], 3, 4)
	if v := h.view(id); v.State != deliver.Waits || v.Count != (deliver.Count{Delivered: 4, Tries: 14}) {
		t.Errorf("alive: %+v", v)
	}
	bad.answers(410)
	h.tell("five", hearsay.StorySplit, hearsay.Clear)
	h.round()
	if v := h.view(id); v.State != deliver.Dead {
		t.Errorf("who is gone is %s", v.State)
	}
	if v := h.view(other); v.State != deliver.Waits || v.Count.Delivered != 5 {
		t.Errorf("the other: %+v", v)
	}
	if err := deliver.Remove(t.Context(), st, id); err != nil {
		t.Fatal(err)
	}
	h.round()
	if _, err := st.As(store.Everything).Hook(t.Context(), id); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("after it was removed: %v", err)
	}
}

// TestWhatIsInterruptedIsSentAgain: a process ends after an event was sent and before that is kept.
func TestWhatIsInterruptedIsSentAgain(t *testing.T) {
	r := receive(t)
	st := hearsaytest.Store(t)
	h := newHouse(t, st, r)
	h.hook(r, nil)
	h.tell("one", hearsay.StorySplit, hearsay.Clear)
	h.tell("two", hearsay.StorySplit, hearsay.Clear)
	ctx, die := context.WithCancel(t.Context())
	r.before = die
	if err := h.courier.Round(ctx); err == nil {
		t.Fatal("a round whose context ends succeeds")
	}
	r.before = nil
	again := newHouse(t, st, r)
	again.now = h.now.Add(time.Second)
	again.round()
	equal(t, "while the lease of the first lasts", r.numbers(), 1)
	again.now = h.now.Add(2 * time.Minute)
	again.round()
	equal(t, "afterwards", r.numbers(), 1, 1, 2)
	if r.got[0].id != r.got[1].id {
		t.Errorf("the same event as %q and %q", r.got[0].id, r.got[1].id)
	}
}

// TestCouriersDoNotGetInEachOthersWay: two at once, and each event comes once and in order.
func TestCouriersDoNotGetInEachOthersWay(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		r := receive(t)
		h := newHouse(t, st, r)
		id := h.hook(r, nil)
		const events = 30
		done := make(chan error, 2)
		stop := make(chan struct{})
		for range 2 {
			go func() {
				c := newHouse(t, st, r).courier
				var err error
				for err == nil {
					select {
					case <-stop:
						done <- c.Round(t.Context())
						return
					default:
						err = c.Round(t.Context())
					}
				}
				done <- err
			}()
		}
		for i := range events {
			h.tell(string(rune('A'+i)), hearsay.StorySplit, hearsay.Clear)
		}
		close(stop)
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		h.round()
		got := r.numbers()
		for i := range got {
			if got[i] != int64(i+1) {
				t.Fatalf("in the order %v", got)
			}
		}
		if v := h.view(id); len(got) != events || v.Count != (deliver.Count{Delivered: events, Tries: events}) {
			t.Errorf("%d came, %+v", len(got), v.Count)
		}
	})
}

// resolver gives one address for every name.
type resolver string

// LookupNetIP implements fetch.Resolver.
func (r resolver) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr(string(r))}, nil
}

func TestH11HooksLeadNowhereInside(t *testing.T) {
	st := hearsaytest.Store(t)
	for _, address := range []string{"http://127.0.0.1/", "http://[::1]/x", "https://localhost/", "http://169.254.169.254/latest", "http://10.0.0.8:80/", "http://2130706433/", "ftp://hook.example/", "https://ann:secret@hook.example/", "/events", "", "https://hook.example:8443/"} {
		if _, err := deliver.Add(t.Context(), st, hearsay.Hook{URL: address}); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("Add(%s) = %v, want ErrDenied", address, err)
		}
	}
	x, err := deliver.Add(t.Context(), st, hearsay.Hook{URL: "https://hook.example/", By: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, st, receive(t))
	h.courier.Fetch = fetch.New(fetch.Options{Resolver: resolver("10.0.0.7")}) // public when it was added, inside now
	h.tell("one", hearsay.StorySplit, hearsay.Clear)
	h.round()
	if v := h.view(x.ID); v.State != deliver.Dead || !strings.Contains(v.Why, "address not public") || v.Count.Tries != 1 {
		t.Errorf("%+v", v)
	}
	if _, err := h.courier.Test(t.Context(), x.ID); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("a test = %v", err)
	}
}
