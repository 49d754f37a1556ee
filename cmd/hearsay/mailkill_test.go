// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// An issue goes to so many subscribers, and the desk that sends it is killed so often meanwhile.
const (
	mailedTo  = 10000
	mailKills = 20
)

// mailed publishes an issue for subscribers who are confirmed, and gives how long that took.
func mailed(t *testing.T, data string, subscribers int) time.Duration {
	t.Helper()
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), filepath.Join(data, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	now := time.Now().UTC()
	d := hearsaytest.Document("post", "Ferry to close", "The ferry to Brackholm will close, said Ida Tarn.")
	words := hearsaytest.Find(d, "The ferry to Brackholm will close, said Ida Tarn")
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		for n := range subscribers {
			s := hearsay.Subscriber{ID: hearsay.SubscriberID(fmt.Sprintf("n%05d", n)), Address: fmt.Sprintf("reader%05d@paper.example", n), State: hearsay.SubscriberConfirmed, Secret: strconv.Itoa(n), Created: now, Changed: now}
			if err := tx.SaveSubscriber(t.Context(), s); err != nil {
				return err
			}
		}
		return tx.SaveDocuments(t.Context(), d)
	})
	i, err := desk.SaveDraft(t.Context(), st, hearsay.Issue{Title: "The week", By: "ann", Made: now, Items: []hearsay.Item{{Kind: hearsay.MovedItem, Title: "The ferry",
		Lines: []hearsay.Line{{Text: words.Text + ".", Citations: []hearsay.Citation{{Document: d.ID, Span: words}}}}}}})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := desk.Publish(t.Context(), st, i.ID, hearsay.Decision{Reason: "checked", By: "ann", At: now}); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// serveMail serves a desk that sends by a server, from when it says that it serves.
func serveMail(t *testing.T, program, data string, port int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program, "--data", data, "serve", "--listen", "127.0.0.1:0", "--public", "https://desk.example",
		"--smtp", fmt.Sprintf("127.0.0.1:%d", port), "--smtp-tls", "none", "--smtp-from", "desk@desk.example", "--smtp-pace", "10000")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// lettersOf gives what became of the letters of the only issue.
func lettersOf(t *testing.T, data string) map[hearsay.LetterState]int {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(data, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	r := st.As(store.Everything)
	i, err := r.IssueNumbered(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := r.Letters(t.Context(), hearsay.IssueLetter, string(i.ID))
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func TestMailIsSentOnceAlthoughTheDeskIsKilled(t *testing.T) {
	slow(t)
	box, program, data := hearsaytest.SMTP(t), build(t), filepath.Join(t.TempDir(), "data")
	report := results(t, "mail.txt")
	report("an issue for %d subscribers is published, with a letter and a job for each, in %.1f s", mailedTo, mailed(t, data, mailedTo).Seconds())
	begin := time.Now()
	for range mailKills {
		cmd := serveMail(t, program, data, box.Port)
		time.Sleep(time.Duration(200+rand.IntN(2500)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	killed := len(box.Messages(t))
	report("%d × kill -9 in %.0f s; %d messages had been taken by then", mailKills, time.Since(begin).Seconds(), killed)
	if killed >= mailedTo {
		t.Fatal("it was too quick to be interrupted")
	}
	cmd := serveMail(t, program, data, box.Port)
	start := time.Now()
	for left := mailedTo; left > 0 && time.Since(start) < 20*time.Minute; time.Sleep(time.Second) {
		counts := lettersOf(t, data)
		left = counts[hearsay.LetterWaits] + counts[hearsay.LetterSending]
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	times := map[string]int{}
	for _, m := range box.Messages(t) {
		if len(m.To) != 1 {
			t.Fatalf("to %v", m.To)
		}
		times[m.To[0]]++
	}
	twice := 0
	for who, n := range times {
		if n > 2 {
			t.Errorf("%s got it %d times", who, n)
		}
		if n > 1 {
			twice++
		}
	}
	counts := lettersOf(t, data)
	report("%d addresses got it, %d of them twice; %v; the last desk took %.0f s, with the wait for the leases of those that were killed", len(times), twice, counts, time.Since(start).Seconds())
	if len(times) != mailedTo || twice > mailKills || counts[hearsay.LetterSent] != mailedTo {
		t.Errorf("want each of %d once, and at most one repeat for each of %d kills", mailedTo, mailKills)
	}
}
