// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/mail"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// office is a desk that sends e-mail.
type office struct {
	t    *testing.T
	st   *store.Store
	box  *hearsaytest.Mailbox
	subs desk.Subscribers
	log  bytes.Buffer
	now  time.Time
}

func newOffice(t *testing.T, st *store.Store) *office {
	t.Helper()
	return &office{t: t, st: st, box: hearsaytest.SMTP(t), subs: desk.Subscribers{Store: st}, now: hearsaytest.At(12, 0)}
}

// postman is one that begins anew, as after a restart.
func (o *office) postman() *deliver.Postman {
	p := &deliver.Postman{Store: o.st, Public: "https://desk.example", Pace: 10000, Log: slog.New(slog.NewTextHandler(&o.log, nil)),
		Server: mail.Options{Host: "127.0.0.1", Port: o.box.Port, TLS: mail.Plain, From: netmail.Address{Name: "The desk", Address: "desk@desk.example"}}}
	return p.At(func() time.Time { return o.now })
}

func (o *office) round() {
	o.t.Helper()
	if err := o.postman().Round(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) confirmed(names ...string) (all []hearsay.Subscriber) {
	o.t.Helper()
	for _, n := range names {
		x, err := o.subs.Add(o.t.Context(), n+"@paper.example", "ann", o.now)
		if err != nil {
			o.t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

// publish publishes an issue that cites a document of a marking.
func (o *office) publish(title string, marking hearsay.TLP) hearsay.Issue {
	d := hearsaytest.Document("post", "Ferry to close "+marking.String(), "The ferry to Brackholm will close, said Ida Tarn.")
	d.TLP = marking
	return o.publishOf(title, d, "The ferry to Brackholm will close, said Ida Tarn")
}

// publishOf publishes an issue with a line that says what a document says.
func (o *office) publishOf(title string, d hearsay.Document, words string) hearsay.Issue {
	o.t.Helper()
	ctx := o.t.Context()
	hearsaytest.Write(o.t, o.st, func(tx *store.Tx) error { return tx.SaveDocuments(ctx, d) })
	i, err := desk.SaveDraft(ctx, o.st, hearsay.Issue{Title: title, By: "ann", Made: o.now, Items: []hearsay.Item{{Kind: hearsay.MovedItem, Title: "The ferry",
		Lines: []hearsay.Line{{Text: words, Citations: []hearsay.Citation{{Document: d.ID, Span: hearsaytest.Find(d, words)}}}}}}})
	if err == nil {
		i, err = desk.Publish(ctx, o.st, i.ID, hearsay.Decision{Reason: "checked", By: "ann", At: o.now})
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return i
}

func (o *office) counts(i hearsay.Issue) map[hearsay.LetterState]int {
	o.t.Helper()
	counts, err := o.st.As(store.Everything).Letters(o.t.Context(), hearsay.IssueLetter, string(i.ID))
	if err != nil {
		o.t.Fatal(err)
	}
	return counts
}

// recipients gives who got messages, sorted.
func (o *office) recipients() (all []string) {
	for _, m := range o.box.Messages(o.t) {
		all = append(all, strings.Join(m.To, "+"))
	}
	slices.Sort(all)
	return all
}

// parts gives the header of a message, its text and its HTML.
func parts(t *testing.T, data string) (netmail.Header, string, string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, strings.ReplaceAll(string(b), "\r\n", "\n"))
	}
	if len(read) != 2 {
		t.Fatalf("%d parts", len(read))
	}
	return m.Header, read[0], read[1]
}

func TestAPublishedIssueIsSentOnceToWhoeverIsConfirmed(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		all := o.confirmed("ann", "bo", "cy", "dee")
		if _, err := o.subs.Leave(t.Context(), all[1].ID, desk.LeaveToken(&all[1]), o.now); err != nil {
			t.Fatal(err)
		}
		i := o.publish("The week", hearsay.Clear)
		if _, err := o.subs.Remove(t.Context(), all[3].Address, o.now); err != nil { // between publishing and sending
			t.Fatal(err)
		}
		o.confirmed("late")
		for range 3 {
			o.round()
		}
		if diff := cmp.Diff([]string{"ann@paper.example", "cy@paper.example"}, o.recipients()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(map[hearsay.LetterState]int{hearsay.LetterSent: 2, hearsay.LetterDropped: 1}, o.counts(i)); diff != "" {
			t.Error(diff)
		}
		header, text, html := parts(t, o.box.Messages(t)[0].Data)
		if header.Get("Subject") != "The week #1" || header.Get("List-Id") != "<digests.desk.example>" {
			t.Error(header)
		}
		document := "https://desk.example/document/" + string(i.Items[0].Lines[0].Citations[0].Document)
		for _, want := range []string{"The ferry to Brackholm will close, said Ida Tarn", document, "https://desk.example/digest/1"} {
			if !strings.Contains(text, want) || !strings.Contains(html, want) {
				t.Errorf("not in both parts: %s\n%s\n%s", want, text, html)
			}
		}
		leave := strings.Trim(header.Get("List-Unsubscribe"), "<>")
		if !strings.Contains(text, leave) || !strings.HasPrefix(leave, "https://desk.example/unsubscribe?s=") {
			t.Errorf("%s\n%s", leave, text)
		}
		token := regexp.MustCompile(`t=(\w{40})`).FindStringSubmatch(leave)
		if token == nil || strings.Contains(o.log.String(), token[1]) || strings.Contains(o.log.String(), "@paper") {
			t.Errorf("%s is no token, or the log has it:\n%s", leave, &o.log)
		}
	})
}

func TestTwoPostmenSendNothingTwice(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		var names []string
		for n := range 60 {
			names = append(names, fmt.Sprintf("reader%02d", n))
		}
		o.confirmed(names...)
		i := o.publish("The week", hearsay.Clear)
		ended := make(chan error)
		for range 3 {
			p := o.postman()
			go func() { ended <- p.Round(t.Context()) }()
		}
		for range 3 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		got := o.recipients()
		if len(got) != len(names) || len(slices.Compact(got)) != len(names) || o.counts(i)[hearsay.LetterSent] != len(names) {
			t.Errorf("%d messages, %d recipients, %v", len(got), len(slices.Compact(got)), o.counts(i))
		}
	})
}

func TestWhatIsNotPublicIsNotSent(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	o.confirmed("ann")
	for _, tlp := range []hearsay.TLP{hearsay.Green, hearsay.Amber, hearsay.Red} {
		o.publish("The week", tlp)
	}
	o.round()
	if got := o.recipients(); len(got) > 0 {
		t.Errorf("sent to %v", got)
	}
}

func TestWhatTheServerSaysIsKeptByRecipient(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	o.confirmed("ann", "gone", "later", "spam", "rules")
	i := o.publish("The week", hearsay.Clear)
	o.round()
	if diff := cmp.Diff(map[hearsay.LetterState]int{hearsay.LetterSent: 1, hearsay.LetterRefused: 3, hearsay.LetterWaits: 1}, o.counts(i)); diff != "" {
		t.Error(diff)
	}
	for tries := 1; tries < queue.MaxTries; tries++ {
		o.now = o.now.Add(6 * time.Hour)
		o.round()
	}
	if n := o.counts(i)[hearsay.LetterGivenUp]; n != 1 {
		t.Errorf("%v", o.counts(i))
	}
	r := o.st.As(store.Everything)
	for name, want := range map[string]hearsay.SubscriberState{"ann": hearsay.SubscriberConfirmed, "gone": hearsay.SubscriberSuspended, "later": hearsay.SubscriberConfirmed,
		"spam": hearsay.SubscriberConfirmed, "rules": hearsay.SubscriberConfirmed} {
		x, err := r.SubscriberAt(t.Context(), name+"@paper.example")
		if err != nil || x.State != want || want == hearsay.SubscriberSuspended && !strings.Contains(x.Why, "550") {
			t.Errorf("%s: %+v: %v", name, x, err)
		}
	}
	o.publish("The next", hearsay.Clear)
	o.round()
	if got := o.recipients(); !slices.Equal(got, []string{"ann@paper.example", "ann@paper.example"}) {
		t.Errorf("%v", got)
	}
	if last, err := r.LastLetters(t.Context()); err != nil || len(last) != 5 {
		t.Errorf("%d: %v", len(last), err)
	}
}

func TestAServerThatIsNotThereCostsNoLetterATry(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	o.confirmed("ann", "away")
	i := o.publish("The week", hearsay.Clear)
	p := o.postman()
	p.Server.Port = 1
	for range 2 * queue.MaxTries {
		if err := p.Round(t.Context()); !errors.Is(err, hearsay.ErrTemporary) {
			t.Fatalf("no server: %v", err)
		}
		o.now = o.now.Add(time.Hour)
	}
	for range 2 * queue.MaxTries { // away@ makes the server take leave
		if err := o.postman().Round(t.Context()); err != nil && !errors.Is(err, hearsay.ErrTemporary) {
			t.Fatal(err)
		}
		o.now = o.now.Add(time.Hour)
	}
	if diff := cmp.Diff(map[hearsay.LetterState]int{hearsay.LetterSent: 1, hearsay.LetterWaits: 1}, o.counts(i)); diff != "" {
		t.Error(diff)
	}
	o.now = o.now.Add(8 * 24 * time.Hour)
	o.round()
	if n := o.counts(i)[hearsay.LetterDropped]; n != 1 {
		t.Errorf("after a week: %v", o.counts(i))
	}
}

// TestAnInterruptedLetterIsSentOnceMoreAtMost has the connection end between the server's taking a message and its saying so.
func TestAnInterruptedLetterIsSentOnceMoreAtMost(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	o.confirmed("lost")
	i := o.publish("The week", hearsay.Clear)
	for range 5 {
		_ = o.postman().Round(t.Context())
		o.now = o.now.Add(time.Hour)
	}
	got := o.box.Messages(t)
	if len(got) != 2 || got[0].Data != got[1].Data || o.counts(i)[hearsay.LetterUnsure] != 1 {
		t.Errorf("taken %d times, or otherwise; %v", len(got), o.counts(i))
	}
}

func TestAnIssueThatWasChangedInTheDatabaseIsNotSent(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	o.confirmed("ann")
	i := o.publish("The week", hearsay.Clear)
	hearsaytest.Write(t, o.st, func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE issue SET title = 'Another' WHERE id = $1", string(i.ID))
		return err
	})
	o.round()
	if got := o.recipients(); len(got) > 0 || o.counts(i)[hearsay.LetterDropped] != 1 {
		t.Errorf("sent to %v; %v", got, o.counts(i))
	}
}

// loads is mark-up by which something is loaded, run or sent.
var loads = regexp.MustCompile(`(?i)<(img|script|style|link|iframe|object|embed|form|base|svg|video|audio)\b|\b(src|srcset|background|onerror|onload)\s*=\s*["']|style="[^"]*url\(`)

// TestH62AnIssueWithHostileWordsIsOneHarmlessMessageForEach: titles with line ends, headers and mark-up, and an article with an image that
// tells who reads.
func TestH62AnIssueWithHostileWordsIsOneHarmlessMessageForEach(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	var names []string
	for n := range 200 {
		names = append(names, fmt.Sprintf("reader%03d", n))
	}
	o.confirmed(names...)
	image := `The ferry </p><img src="https://track.example/x.png"><style>*{background:url(https://track.example/y)}</style>` + "\u202ewill\u200b close"
	o.publishOf("The week\r\nBcc: all@paper.example\r\n\r\n<script>alert()</script>", hearsaytest.Document("post", "<h1>Ferry</h1>", image+", said Ida Tarn."), image)
	o.round()
	all := o.box.Messages(t)
	seen := map[string]bool{}
	for _, m := range all {
		header, text, html := parts(t, m.Data)
		if len(m.To) != 1 || seen[m.To[0]] || header.Get("To") != "<"+m.To[0]+">" {
			t.Fatalf("to %v, the header says %s", m.To, header.Get("To"))
		}
		seen[m.To[0]] = true
		for _, name := range []string{"Bcc", "Cc", "Resent-To"} {
			if _, ok := header[name]; ok {
				t.Fatalf("%s: %v", name, header[name])
			}
		}
		if n := len(header["Subject"]) + len(header["To"]) + len(header["From"]) + len(header["Message-Id"]) + len(header["Date"]); n != 5 {
			t.Fatalf("headers more than once: %v", header)
		}
		if got := header.Get("Subject"); !strings.HasPrefix(got, "The week Bcc: all@paper.example") || strings.ContainsAny(got, "\r\n") {
			t.Fatalf("subject %q", got)
		}
		if strings.ContainsAny(text+html, "\u202e\u200b") || loads.MatchString(html) {
			t.Fatalf("something is loaded, or characters hide:\n%s", html)
		}
		if !strings.Contains(html, "&lt;img src=") || !strings.Contains(text, `<img src="https://track.example/x.png">`) {
			t.Fatalf("the words of the article are not there as words:\n%s", html)
		}
	}
	if len(seen) != len(names) {
		t.Errorf("%d got it, want %d", len(seen), len(names))
	}
}

func TestAQuestionIsAskedAndAnsweredByItsLinkAlone(t *testing.T) {
	o := newOffice(t, hearsaytest.Store(t))
	ctx := t.Context()
	for range 3 { // asked for three times within the hour: asked once
		if _, err := o.subs.Ask(ctx, " Ann@PAPER.example", "", o.now); err != nil {
			t.Fatal(err)
		}
	}
	o.publish("The week", hearsay.Clear)
	o.round()
	got := o.box.Messages(t)
	if len(got) != 1 || got[0].To[0] != "Ann@paper.example" {
		t.Fatalf("%v", got)
	}
	header, text, html := parts(t, got[0].Data)
	link := regexp.MustCompile(`https://desk\.example/subscribe/confirm\?s=(\w+)&t=(\w+)`).FindStringSubmatch(text)
	if header.Get("Auto-Submitted") != "auto-generated" || link == nil || !strings.Contains(html, strings.ReplaceAll(link[0], "&", "&amp;")) {
		t.Fatalf("%v\n%s\n%s", header, text, html)
	}
	if _, err := o.subs.Confirm(ctx, hearsay.SubscriberID(link[1]), link[2], o.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	o.publish("The next", hearsay.Clear)
	o.round()
	if n := len(o.box.Messages(t)); n != 2 {
		t.Errorf("%d messages, want the question and one issue", n)
	}
}
