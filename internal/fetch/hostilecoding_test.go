// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"hearsay/internal/hearsaytest/raced"
)

// The tests of docs/hostile.md that concern how an answer is packed. Their names begin with the number of the input.

func packed(t *testing.T, coding string, write func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w, _ = gzip.NewWriterLevel(&b, gzip.BestSpeed)
	case "br":
		w = brotli.NewWriterLevel(&b, 2)
	case "zstd":
		w, _ = zstd.NewWriter(&b, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	}
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gigabyte(w io.Writer) {
	chunk := make([]byte, 1<<20)
	for range 1 << 10 {
		_, _ = w.Write(chunk)
	}
}

func words(w io.Writer) { _, _ = io.WriteString(w, "words of a page") }

// gets fetches a body that is served under a coding, and bounds what that may cost.
func gets(t *testing.T, body []byte, coding string) *Answer {
	t.Helper()
	c, base := serve(t, map[string]http.HandlerFunc{"/a": say(string(body), "Content-Encoding", coding)})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	a, err := c.Get(t.Context(), Request{URL: base + "/a", Kind: Page})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > time.Second || used > 160 {
		t.Errorf("%d bytes of %s took %v and %d MB", len(body), coding, took, used)
	}
	return a
}

func TestH21GzipBombIsQuarantined(t *testing.T) {
	raced.Skip(t)
	bomb := packed(t, "gzip", gigabyte)
	a := gets(t, bomb, "gzip")
	if !strings.Contains(a.Quarantine, "more than 200:1") || !bytes.Equal(a.Payload, bomb) {
		t.Errorf("%d of %d bytes are kept, quarantine %q", len(a.Payload), len(bomb), a.Quarantine)
	}
	mild := packed(t, "gzip", func(w io.Writer) { // 12 MiB that pack less than 200:1
		for i := range 12 << 10 {
			_, _ = w.Write(bytes.Repeat([]byte{byte(i), byte(i >> 8), byte(i * 7), byte(i * 31)}, 256))
		}
	})
	if a := gets(t, mild, "gzip"); a.Quarantine != "" || len(a.Payload) != maxPage || !strings.Contains(a.Truncated, "longer than") {
		t.Errorf("12 MiB give %d bytes, truncated %q, quarantine %q", len(a.Payload), a.Truncated, a.Quarantine)
	}
}

func TestH22BrotliBombIsQuarantined(t *testing.T) {
	raced.Skip(t)
	bomb := packed(t, "br", gigabyte)
	t.Logf("1 GiB in %d bytes", len(bomb))
	if a := gets(t, bomb, "br"); !strings.Contains(a.Quarantine, "more than 200:1") || !bytes.Equal(a.Payload, bomb) {
		t.Errorf("%d of %d bytes are kept, quarantine %q", len(a.Payload), len(bomb), a.Quarantine)
	}
}

func TestH23WideWindowsAndLayersAreQuarantined(t *testing.T) {
	raced.Skip(t)
	twice := packed(t, "gzip", func(w io.Writer) { _, _ = w.Write(packed(t, "gzip", words)) })
	for name, tt := range map[string]struct {
		body   []byte
		coding string
		why    string
	}{
		"a window of 2 GiB":    {[]byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), "zstd", "a window of more than 8 MiB"},
		"1 GiB of zstd":        {packed(t, "zstd", gigabyte), "zstd", "more than 200:1"},
		"gzip, gzip, gzip":     {packed(t, "gzip", words), "gzip, gzip, gzip", "is not read"},
		"gzip, br":             {packed(t, "gzip", words), "gzip, br", "is not read"},
		"a coding of no name":  {[]byte("words"), "compress", "is not read"},
		"plain words as gzip":  {[]byte("words of a page"), "gzip", "not coded as declared"},
		"\"gzip\" in quotes":   {packed(t, "gzip", words), `"gzip"`, "is not read"},
		"a long coding's name": {[]byte("words"), strings.Repeat("x", 9000), "is not read"},
	} {
		a := gets(t, tt.body, tt.coding)
		if !strings.Contains(a.Quarantine, tt.why) || len(a.Quarantine) > 200 || !bytes.Equal(a.Payload, tt.body) {
			t.Errorf("%s: %d of %d bytes are kept, quarantine %q", name, len(a.Payload), len(tt.body), a.Quarantine)
		}
	}
	if a := gets(t, twice, "gzip"); !bytes.HasPrefix(a.Payload, []byte("\x1f\x8b")) || a.Quarantine != "" {
		t.Errorf("gzip in gzip gives %q: one layer is taken off, and no more", a.Payload)
	}
}

func TestH24DamagedGzipIsMarked(t *testing.T) {
	raced.Skip(t)
	whole := packed(t, "gzip", func(w io.Writer) {
		for i := range 10_000 {
			_, _ = io.WriteString(w, strings.Repeat("words ", i%7))
		}
	})
	broken := bytes.Clone(whole)
	broken[len(broken)-6] ^= 1
	empty := bytes.Repeat(packed(t, "gzip", func(io.Writer) {}), (4<<20)/23)
	for name, tt := range map[string]struct {
		body      []byte
		kept      bool
		truncated string
	}{
		"whole":                      {whole, true, ""},
		"a wrong checksum":           {broken, true, "checksum"},
		"cut":                        {whole[:len(whole)/2], true, "EOF"},
		"4 MB of empty members":      {empty, false, ""},
		"a page, then empty members": {append(bytes.Clone(whole), empty...), true, ""},
		"a page, then other bytes":   {append(bytes.Clone(whole), "garbage of some length"...), true, "header"},
	} {
		a := gets(t, tt.body, "gzip")
		if bytes.HasPrefix(a.Payload, []byte("words")) != tt.kept || a.Quarantine != "" ||
			!strings.Contains(a.Truncated, tt.truncated) || tt.truncated == "" && a.Truncated != "" {
			t.Errorf("%s: payload %.20q, truncated %q, quarantine %q", name, a.Payload, a.Truncated, a.Quarantine)
		}
	}
}
