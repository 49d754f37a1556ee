// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package archive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
	"hearsay/internal/archive"
)

// payload makes a capture and its bytes.
func payload(n int) archive.Payload {
	b := []byte(fmt.Sprintf("payload %d %s", n, bytes.Repeat([]byte{byte(n)}, 100)))
	sum := sha256.Sum256(b)
	c := hearsay.Capture{URL: fmt.Sprintf("https://paper.example/%d", n), Digest: hex.EncodeToString(sum[:]), MediaType: "text/html", Status: 200}
	c.ID = hearsay.NewCaptureID(c.URL, c.Digest)
	return archive.Payload{Capture: c, Bytes: b}
}

// add appends payloads and gives their captures with their places.
func add(t *testing.T, a *archive.Archive, payloads ...archive.Payload) (captures []hearsay.Capture) {
	t.Helper()
	places, err := a.Append(t.Context(), payloads)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range places {
		c := payloads[i].Capture
		c.Segment, c.Offset, c.Length = p.Segment, p.Offset, p.Length
		captures = append(captures, c)
	}
	return captures
}

func reopen(t *testing.T, dir string, o archive.Options) *archive.Archive {
	t.Helper()
	a, err := archive.OpenWith(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestPayloadsComeBack(t *testing.T) {
	dir := t.TempDir()
	a := reopen(t, dir, archive.Options{Roll: 2000})
	var captures []hearsay.Capture
	for i := range 30 {
		captures = append(captures, add(t, a, payload(3*i), payload(3*i+1), payload(3*i+2))...)
	}
	again := reopen(t, dir, archive.Options{})
	for i, c := range captures {
		b, err := again.Read(t.Context(), c)
		if err != nil || !bytes.Equal(b, payload(i).Bytes) {
			t.Errorf("Read(%d) = %q, %v", i, b, err)
		}
	}
	segments, err := again.Segments()
	if err != nil || len(segments) < 3 {
		t.Errorf("%d segments, %v; want several", len(segments), err)
	}
	found := 0
	for _, s := range segments {
		records, err := again.Walk(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if r.Damage != "" {
				t.Errorf("%s at %d: %s", s, r.Offset, r.Damage)
			}
			found++
		}
	}
	if found != len(captures) {
		t.Errorf("segments hold %d records, want %d", found, len(captures))
	}
}

func TestNewProcessLeavesTornTailAlone(t *testing.T) {
	dir := t.TempDir()
	first := add(t, reopen(t, dir, archive.Options{}), payload(1))[0]
	file := filepath.Join(dir, first.Segment)
	torn, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := torn.WriteString("\x1f\x8b\x08half a member"); err != nil {
		t.Fatal(err)
	}
	torn.Close()
	a := reopen(t, dir, archive.Options{})
	second := add(t, a, payload(2))[0]
	if second.Segment == first.Segment {
		t.Error("the new process appended behind a torn tail")
	}
	for _, c := range []hearsay.Capture{first, second} {
		if _, err := a.Read(t.Context(), c); err != nil {
			t.Errorf("Read = %v", err)
		}
	}
}

func TestDamageNamesTheRecord(t *testing.T) {
	dir := t.TempDir()
	a := reopen(t, dir, archive.Options{})
	c := add(t, a, payload(1), payload(2))[1]
	file := filepath.Join(dir, c.Segment)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func() error{
		"flipped": func() error {
			b := bytes.Clone(whole)
			b[c.Offset+c.Length/2] ^= 1
			return os.WriteFile(file, b, 0)
		},
		"cut":     func() error { return os.WriteFile(file, whole[:len(whole)-3], 0) },
		"deleted": func() error { return os.Remove(file) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		_, err := a.Read(t.Context(), c)
		var damage *archive.Damage
		if !errors.As(err, &damage) || damage.Capture != c.ID || !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("%s: Read = %v, want Damage of %s", name, err, c.ID)
		}
		if err := os.WriteFile(file, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := c
	other.Digest = payload(1).Capture.Digest
	if _, err := a.Read(t.Context(), other); !errors.Is(err, hearsay.ErrConflict) {
		t.Errorf("Read with another digest = %v", err)
	}
	outside := c
	outside.Segment = "../" + c.Segment
	if _, err := a.Read(t.Context(), outside); !errors.Is(err, hearsay.ErrConflict) {
		t.Errorf("Read outside of the folder = %v", err)
	}
}

func TestLogGrowsLikeTlog(t *testing.T) {
	var kept [][]byte
	stored := func(positions []int64) ([][]byte, error) {
		var answer [][]byte
		for _, p := range positions {
			answer = append(answer, kept[p])
		}
		return answer, nil
	}
	var want []tlog.Hash
	reader := tlog.HashReaderFunc(func(positions []int64) (answer []tlog.Hash, err error) {
		for _, p := range positions {
			answer = append(answer, want[p])
		}
		return answer, nil
	})
	size := int64(0)
	var frontier archive.Frontier
	var computed [][]byte
	for batch := range 20 {
		var leaves [][]byte
		for i := range batch {
			leaf := fmt.Appendf(nil, "leaf %d of %d", i, batch)
			leaves = append(leaves, leaf)
			hashes, err := tlog.StoredHashes(size+int64(i), leaf, reader)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, hashes...)
			computed = append(computed, frontier.Add(leaf)...)
		}
		g, err := archive.Grow(size, leaves, stored)
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, g.Hashes...)
		size = g.Size
		root, err := tlog.TreeHash(size, reader)
		if err != nil {
			t.Fatal(err)
		}
		if size > 0 && (!bytes.Equal(root[:], g.Root) || !bytes.Equal(frontier.Root(), g.Root)) {
			t.Errorf("root of %d leaves differs", size)
		}
	}
	if !slices.EqualFunc(computed, kept, bytes.Equal) {
		t.Error("Frontier gives other hashes than those that are stored")
	}
}
