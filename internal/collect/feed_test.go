// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/fetch"
)

// pages answers from a table; what is not in it is denied.
type pages map[string]*fetch.Answer

func (p pages) Get(_ context.Context, r fetch.Request) (*fetch.Answer, error) {
	a := p[r.URL]
	switch {
	case a == nil:
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "fetch " + r.URL, Cause: errors.New("address not public")}
	case a.ETag != "" && a.ETag == r.ETag:
		return &fetch.Answer{URL: r.URL, Status: http.StatusNotModified}, nil
	}
	b := *a
	b.URL = r.URL
	return &b, nil
}

type known map[string]bool

func (k known) CaptureKnown(_ context.Context, url string) (bool, error) { return k[url], nil }

const courierFeed = `<rss><channel><title>T</title>
<item><title>New</title><link>https://www.courier.example/new</link></item>
<item><title>Gone</title><link>https://www.courier.example/gone</link></item>
<item><title>Inside</title><link>http://10.0.0.1/admin</link></item>
<item><title>Other</title><link>https://other.example/a</link></item>
<item><title>Old</title><link>https://www.courier.example/old</link></item></channel></rss>`

func courier() (pages, hearsay.Feed) {
	page := func(status int, body string) *fetch.Answer {
		return &fetch.Answer{Status: status, MediaType: "text/html", Payload: []byte(body)}
	}
	return pages{
		"https://courier.example/rss":      {Status: 200, MediaType: "application/rss+xml", ETag: "e2", Payload: []byte(courierFeed)},
		"https://www.courier.example/new":  page(200, "<p>New</p>"),
		"https://www.courier.example/gone": page(404, "gone"),
		"https://other.example/a":          page(200, "<p>Other</p>"),
	}, hearsay.Feed{ID: "courier", Outlet: "tarn-courier", Kind: hearsay.FeedRSS, URL: "https://courier.example/rss", ETag: "e1"}
}

func looked(t *testing.T, c *Collector, f hearsay.Feed) []Input {
	t.Helper()
	var out []Input
	for in, err := range c.Feed(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, in)
	}
	return out
}

func TestFeedLeadsToItsNewPages(t *testing.T) {
	p, f := courier()
	c := &Collector{Fetch: p, Seen: known{"https://www.courier.example/old": true}, Now: func() time.Time { return now }}
	type row struct {
		URL     string
		Outlet  hearsay.OutletID
		Outcome hearsay.Outcome
		Kept    bool
	}
	var got []row
	inputs := looked(t, c, f)
	for _, in := range inputs {
		got = append(got, row{in.URL, in.Outlet, in.Attempt.Outcome, in.Payload != nil})
	}
	want := []row{
		{"https://courier.example/rss", "tarn-courier", hearsay.Stored, true},
		{"https://other.example/a", "", hearsay.Stored, true},
		{"http://10.0.0.1/admin", "", hearsay.Refused, false},
		{"https://www.courier.example/gone", "tarn-courier", hearsay.Failed, false},
		{"https://www.courier.example/new", "tarn-courier", hearsay.Stored, true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
	after := inputs[0].After
	if after == nil || after.ETag != "e2" || after.Every != 10*time.Minute || !about(after.Next.Sub(now), 10*time.Minute) {
		t.Errorf("the feed afterwards is %+v", after)
	}
	if inputs[0].Attempt.Feed != "courier" || inputs[1].Attempt.Feed != "" || !inputs[0].Index {
		t.Errorf("attempts of %q and %q", inputs[0].Attempt.Feed, inputs[1].Attempt.Feed)
	}
}

func TestPrivateURLIsRefusedAndNoted(t *testing.T) {
	c := &Collector{Fetch: fetch.New(fetch.Options{}), Now: func() time.Time { return now }}
	in := looked(t, c, hearsay.Feed{ID: "inside", Kind: hearsay.FeedRSS, URL: "http://192.168.0.1/rss"})[0]
	if in.Attempt.Outcome != hearsay.Refused || !strings.Contains(in.Refused, "192.168.0.1") ||
		!strings.Contains(in.Refused, "not public") {
		t.Errorf("attempt %+v, refused %q", in.Attempt, in.Refused)
	}
}

func TestUnchangedFeedIsLookedAtLessOften(t *testing.T) {
	p, f := courier()
	f.ETag, f.Every = "e2", 40*time.Minute
	inputs := looked(t, &Collector{Fetch: p, Now: func() time.Time { return now }}, f)
	if len(inputs) != 1 || inputs[0].Attempt.Outcome != hearsay.Unchanged || inputs[0].After.Every != 50*time.Minute {
		t.Errorf("inputs %+v", inputs)
	}
}

func TestWhatIsNoFeedIsQuarantined(t *testing.T) {
	p, f := courier()
	p[f.URL] = &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<html><p>We are closed.</p></html>")}
	in := looked(t, &Collector{Fetch: p, Now: func() time.Time { return now }}, f)[0]
	if in.Quarantine == "" || in.Attempt.Outcome != hearsay.Quarantined || in.After.ETag != "e1" {
		t.Errorf("input %+v", in)
	}
}

func TestRealClientLooksAtALoopbackFeed(t *testing.T) {
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	defer s.Close()
	mux.HandleFunc("/rss", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "<rss><channel><item><title>A</title><link>%s/a</link></item></channel></rss>", s.URL)
	})
	mux.HandleFunc("/a", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<p>A page of words.</p>") })
	at := netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
	c := &Collector{Fetch: fetch.New(fetch.Options{Every: time.Nanosecond, Loopback: []netip.AddrPort{at}})}
	inputs := looked(t, c, hearsay.Feed{ID: "f", Kind: hearsay.FeedRSS, URL: s.URL + "/rss"})
	if len(inputs) != 2 || string(inputs[1].Payload) != "<p>A page of words.</p>" {
		t.Errorf("inputs %+v", inputs)
	}
}

// TestH33FeedsGiveNoMorePagesThanALook: whatever entries call themselves, pages are known by their addresses, and one look
// fetches fifty of them.
func TestH33FeedsGiveNoMorePagesThanALook(t *testing.T) {
	items := func(guid string, n int) []byte {
		var b strings.Builder
		b.WriteString("<rss><channel><title>T</title>")
		for i := range n {
			fmt.Fprintf(&b, "<item><guid>%s%d</guid><link>https://www.courier.example/%d</link></item>", guid, i, i)
		}
		return []byte(b.String() + "</channel></rss>")
	}
	p, f := courier()
	for i := range 5000 {
		p[fmt.Sprintf("https://www.courier.example/%d", i)] = &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<p>Page</p>")}
	}
	p[f.URL] = &fetch.Answer{Status: 200, MediaType: "application/rss+xml", Payload: items("a", 5000)}
	seen := known{}
	c := &Collector{Fetch: p, Seen: seen, Now: func() time.Time { return now }}
	inputs := looked(t, c, f)
	if len(inputs) != 1+mostPages {
		t.Fatalf("%d inputs of a look at 5,000 entries, want %d", len(inputs), 1+mostPages)
	}
	for _, in := range inputs[1:] {
		seen[in.URL] = true
	}
	p[f.URL].Payload = items("b", 50) // the same pages by other names
	if again := looked(t, c, f); len(again) != 1 {
		t.Errorf("%d inputs of a feed whose entries have other names, want the feed alone", len(again))
	}
}

func TestH30LongFeedIsMarked(t *testing.T) {
	p, f := courier()
	p[f.URL] = &fetch.Answer{Status: 200, MediaType: "application/rss+xml", Payload: []byte("<rss><channel>" + strings.Repeat("<item><title>a</title></item>", 6000) + "</channel></rss>")}
	in := looked(t, &Collector{Fetch: p, Now: func() time.Time { return now }}, f)[0]
	if !strings.Contains(in.Truncated, "more entries than are read") || in.Attempt.Outcome != hearsay.Stored {
		t.Errorf("truncated %q, attempt %+v", in.Truncated, in.Attempt)
	}
}

// TestH75ScheduleSurvivesAClockThatWasWrong: a day ahead and put right again, feeds are not left alone for that day.
func TestH75ScheduleSurvivesAClockThatWasWrong(t *testing.T) {
	for name, wrong := range map[string]time.Duration{"a day ahead": 24 * time.Hour, "a year ahead": 365 * 24 * time.Hour, "a day behind": -24 * time.Hour} {
		f := hearsay.Feed{Every: Latest}
		f = Reschedule(f, Look{Outcome: hearsay.Unchanged}, now.Add(wrong))
		if !Due(f, now) {
			t.Errorf("%s: the next look is at %v, which is not due at %v", name, f.Next, now)
		}
	}
	f := Reschedule(hearsay.Feed{}, Look{Outcome: hearsay.Stored}, now)
	if Due(f, now) {
		t.Error("a feed that was just looked at is due")
	}
	f.Next = now.Add(24 * time.Hour) // as a server may ask
	if Due(f, now) {
		t.Error("a feed whose server asked for a day is due")
	}
}
