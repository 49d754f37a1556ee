// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

const (
	readersDocuments = 500
	readersEach      = 2 * time.Millisecond // 500 requests a second
	readersFor       = 20 * time.Second
	readersSlowest   = 50 * time.Millisecond // 99 of 100 are quicker
	readersWrite     = 100 * time.Millisecond
)

// TestReadersOfADigest asks a served desk for the page of an issue and its feed, 500 times a second from when each was due, most of them with
// the ETag that they have; first while nothing changes, then while the ledger is written to ten times a second.
func TestReadersOfADigest(t *testing.T) {
	slow(t)
	program, data := build(t), filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Run("fill", func(t *testing.T) { newGrowing(t, data).fill(t, readersDocuments) })
	draft := says(t, program, "--data", data, "digest", "draft", "--by", "ann")
	id := regexp.MustCompile(`\bi[0-9a-z]{15,}\b`).FindString(draft)
	says(t, program, "--data", data, "digest", "publish", id, "--reason", "checked", "--by", "ann")
	base, stop := serveReaders(t, program, data)
	defer stop()
	report := results(t, "readers.txt")
	addresses := []string{base + "/digest/1", base + "/digests.atom"}
	for _, a := range addresses {
		_, body, tag := askReader(t, a, "")
		report("%s: %d kB, ETag %v", strings.TrimPrefix(a, base), len(body)>>10, tag != "")
	}
	st, err := store.Open(t.Context(), filepath.Join(data, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for _, during := range []struct {
		name  string
		write bool
	}{{"nothing changes", false}, {"the ledger is written to ten times a second", true}} {
		ended := make(chan struct{})
		var writing sync.WaitGroup
		if during.write {
			writing.Go(func() { keepWriting(t, st, ended) })
		}
		took, failed := readersAsk(t, addresses)
		close(ended)
		writing.Wait()
		slices.Sort(took)
		p99 := took[len(took)*99/100]
		report("while %s: %d requests in %.0f s, %d failed; p50 %.1f ms, p99 %.1f ms, longest %.1f ms", during.name, len(took), readersFor.Seconds(), failed,
			ms(took[len(took)/2]), ms(p99), ms(took[len(took)-1]))
		if failed > 0 || p99 > readersSlowest {
			t.Errorf("while %s: %d failed, p99 %v; want none, and at most %v", during.name, failed, p99, readersSlowest)
		}
	}
}

func says(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

func serveReaders(t *testing.T, program, data string) (base string, stop func()) {
	t.Helper()
	cmd := exec.Command(program, "--data", data, "serve", "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for base == "" && lines.Scan() {
		base = regexp.MustCompile(`http://[0-9.:]+`).FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return base, func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
}

var reader = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 200}}

// askReader asks as a reader does who has a tag, or none.
func askReader(t *testing.T, address, tag string) (status int, body, newTag string) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	w, err := reader.Do(r)
	if err != nil {
		return 0, "", ""
	}
	defer w.Body.Close()
	b, err := io.ReadAll(w.Body)
	if err != nil {
		return 0, "", ""
	}
	return w.StatusCode, string(b), w.Header.Get("ETag")
}

// readersAsk gives how long each answer took from when it was due, and how many were none.
func readersAsk(t *testing.T, addresses []string) (took []time.Duration, failed int) {
	t.Helper()
	tags := map[string]string{}
	for _, a := range addresses {
		_, _, tags[a] = askReader(t, a, "")
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	start := time.Now()
	for n := range int(readersFor / readersEach) {
		due := start.Add(time.Duration(n) * readersEach)
		time.Sleep(time.Until(due))
		all.Go(func() {
			address, tag := addresses[n%len(addresses)], ""
			if n%4 != 0 { // one in four has never been there
				tag = tags[address]
			}
			status, _, _ := askReader(t, address, tag)
			mu.Lock()
			defer mu.Unlock()
			took = append(took, time.Since(due))
			if status != http.StatusOK && status != http.StatusNotModified {
				failed++
			}
		})
	}
	all.Wait()
	return took, failed
}

// keepWriting commits something again and again, as collecting does.
func keepWriting(t *testing.T, st *store.Store, ended <-chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-ended:
			return
		case <-time.After(readersWrite):
		}
		err := st.Write(t.Context(), func(tx *store.Tx) error {
			return tx.AddAttempts(t.Context(), hearsay.Attempt{URL: fmt.Sprintf("https://paper.example/%d", n), At: time.Now(), Outcome: hearsay.Failed, Reason: "closed"})
		})
		if err != nil {
			t.Error(err)
			return
		}
	}
}
