// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"hearsay/internal/hearsaytest/raced"
)

const limit = 10 << 20

// packed packs what write writes.
func packed(t testing.TB, name string, write func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "deflate":
		w, err = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriterLevel(&b, 5)
	case "zstd":
		w, err = zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
	}
	if err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func words(w io.Writer) { _, _ = io.WriteString(w, "words of a page") }

// zeros writes n MiB that pack to next to nothing.
func zeros(n int) func(io.Writer) {
	return func(w io.Writer) {
		chunk := make([]byte, 1<<20)
		for range n {
			_, _ = w.Write(chunk)
		}
	}
}

func TestEachCodingIsUnpacked(t *testing.T) {
	for name, raw := range map[string][]byte{
		"":          []byte("words of a page"),
		"identity":  []byte("words of a page"),
		"GZIP ":     packed(t, "gzip", words),
		"x-gzip":    packed(t, "gzip", words),
		"deflate":   packed(t, "zlib", words),
		" deflate ": packed(t, "deflate", words),
		"br":        packed(t, "br", words),
		"zstd":      packed(t, "zstd", words),
	} {
		if out, err := Decode(raw, name, limit); err != nil || string(out) != "words of a page" {
			t.Errorf("Decode(%q) = %q, %v", name, out, err)
		}
	}
}

func TestDamageGivesWhatCameBeforeIt(t *testing.T) {
	long := func(w io.Writer) {
		for i := range 40_000 {
			fmt.Fprintf(w, "words of page %d, and more. ", i*i)
		}
	}
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		raw := packed(t, name, long)
		out, err := Decode(raw[:len(raw)/2], name, limit)
		if err == nil || !strings.HasPrefix(string(out), "words of page 0") {
			t.Errorf("half of %s gives %d bytes, %v", name, len(out), err)
		}
	}
	raw := packed(t, "gzip", words)
	raw[len(raw)-6] ^= 1
	if out, err := Decode(raw, "gzip", limit); !errors.Is(err, gzip.ErrChecksum) || string(out) != "words of a page" {
		t.Errorf("a wrong checksum gives %q, %v", out, err)
	}
}

func TestWhatIsNotUnpackedIsGivenRaw(t *testing.T) {
	wide := packed(t, "zstd", zeros(40))
	for name, tt := range map[string]struct {
		raw    []byte
		coding string
		want   error
	}{
		"unknown coding":      {[]byte("x"), "compress", ErrRefused},
		"two layers":          {packed(t, "gzip", words), "gzip, gzip", ErrRefused},
		"no gzip":             {[]byte("hello, no gzip here"), "gzip", ErrForeign},
		"no zstd":             {[]byte("hello, no zstd here"), "zstd", ErrForeign},
		"no br":               {[]byte("\xff\xff\xffhello"), "br", ErrForeign},
		"gzip bomb":           {packed(t, "gzip", zeros(64)), "gzip", ErrRefused},
		"br bomb":             {packed(t, "br", zeros(64)), "br", ErrRefused},
		"zstd bomb":           {wide, "zstd", ErrRefused},
		"window of 2 GiB":     {[]byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), "zstd", ErrRefused},
		"window of 16 MiB":    {[]byte("\x28\xb5\x2f\xfd\x00\x70\x01\x00\x00"), "zstd", ErrRefused},
		"gzip within gzip is": {packed(t, "gzip", func(w io.Writer) { _, _ = w.Write(packed(t, "gzip", words)) }), "gzip", nil},
	} {
		out, err := Decode(tt.raw, tt.coding, limit)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
		if tt.want != nil && !bytes.Equal(out, tt.raw) {
			t.Errorf("%s: %d bytes, want the %d that came", name, len(out), len(tt.raw))
		}
		if tt.want == nil && !bytes.HasPrefix(out, []byte("\x1f\x8b")) {
			t.Errorf("%s: a second layer was unpacked: %q", name, out)
		}
	}
}

func TestTheLimitCutsWhateverTheCoding(t *testing.T) {
	noise := func(w io.Writer) {
		x := uint32(1)
		for range 300_000 {
			x = x*1664525 + 1013904223
			_, _ = w.Write([]byte{byte(x >> 24)})
		}
	}
	for _, name := range []string{"gzip", "br", "zstd"} {
		out, err := Decode(packed(t, name, noise), name, 1000)
		if !errors.Is(err, ErrLong) || len(out) != 1000 {
			t.Errorf("%s: %d bytes, %v; want 1000 and too long", name, len(out), err)
		}
	}
	if out, err := Decode(make([]byte, 1001), "", 1000); !errors.Is(err, ErrLong) || len(out) != 1000 {
		t.Errorf("without coding: %d bytes, %v", len(out), err)
	}
}

func TestBombsCostLittle(t *testing.T) {
	raced.Skip(t)
	empty := bytes.Repeat(packed(t, "gzip", func(io.Writer) {}), (4<<20)/23)
	for name, raw := range map[string][]byte{
		"gzip": packed(t, "gzip", zeros(128)), "br": packed(t, "br", zeros(128)), "zstd": packed(t, "zstd", zeros(128)),
		"x-gzip": empty,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		out, err := Decode(raw, name, limit)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		if name == "x-gzip" && (err != nil || len(out) != 0) {
			t.Errorf("4 MB of empty members: %d bytes, %v", len(out), err)
		} else if name != "x-gzip" && !errors.Is(err, ErrRefused) {
			t.Errorf("128 MiB of %s in %d bytes: %v", name, len(raw), err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 500*time.Millisecond || used > 128 {
			t.Errorf("%s: %v, %d MB", name, took, used)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(packed(f, name, words), name)
	}
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		out, err := Decode(raw, name, 64<<10)
		switch {
		case errors.Is(err, ErrRefused), errors.Is(err, ErrForeign):
			if !bytes.Equal(out, raw) {
				t.Errorf("%d of %d bytes are kept of what is not read", len(out), len(raw))
			}
		case len(out) > 64<<10:
			t.Errorf("%d bytes", len(out))
		}
	})
}
