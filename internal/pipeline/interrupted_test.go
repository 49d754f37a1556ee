// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/collect"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

const recordsOfArchive = 1500

// writeArchive writes a WARC of small pages, one gzip member each.
func writeArchive(t *testing.T) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "archive.warc.gz")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := range recordsOfArchive {
		member, err := warc.Encode(&warc.Record{Type: warc.Resource, ID: fmt.Sprint("urn:x:", i), URI: fmt.Sprintf("https://paper.example/%d", i),
			Media: "text/plain", Date: hearsaytest.At(9, 0).Add(time.Duration(i) * time.Second), Block: fmt.Appendf(nil, "The clerk said so %d times.\n", i)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(member); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// addresses gives how often each address was captured, and the captures in their order.
func (p *plant) addresses(t *testing.T) (times map[string]int, ids []string) {
	t.Helper()
	captures, err := p.Store.As(store.Everything).Captures(t.Context(), store.CaptureFilter{})
	if err != nil {
		t.Fatal(err)
	}
	times = map[string]int{}
	for _, c := range captures {
		times[c.URL]++
		ids = append(ids, string(c.ID))
	}
	return times, ids
}

// TestInterruptedArchiveGoesOn: whether it is interrupted before the first record, between records or while a batch is
// written, and however often, the next run passes over what is there, and nothing is lost or doubled.
func TestInterruptedArchiveGoesOn(t *testing.T) {
	file := writeArchive(t)
	take := func(ctx context.Context, p *plant, before func(n int)) (stored, known int, err error) {
		r, err := p.Collected(ctx, func(yield func(collect.Input, error) bool) {
			n := 0
			for in, err := range collect.Files([]string{file}, collect.FileOptions{Now: hearsaytest.At(12, 0)}) {
				if before(n); !yield(in, err) {
					return
				}
				n++
			}
		})
		return r.Stored, r.Duplicate, err
	}
	calm := newPlant(t, hearsaytest.Store(t))
	if stored, _, err := take(t.Context(), calm, func(int) {}); err != nil || stored != recordsOfArchive {
		t.Fatal(stored, err)
	}
	_, want := calm.addresses(t)

	p := newPlant(t, hearsaytest.Store(t))
	sum := 0
	for _, at := range []int{0, 1, 255, 256, 257, 300, 700, 1023, 1024, 1400, 1499} {
		ctx, interrupt := context.WithCancel(t.Context())
		stored, _, err := take(ctx, p, func(n int) {
			if n == at {
				interrupt()
			}
		})
		interrupt()
		if err == nil {
			t.Errorf("interrupted before record %d it says nothing", at)
		}
		sum += stored
		if times, _ := p.addresses(t); len(times) < sum {
			t.Errorf("interrupted before record %d: %d captures, %d were promised", at, len(times), sum)
		}
	}
	before, _ := p.addresses(t)
	if len(before) == 0 || len(before) == recordsOfArchive {
		t.Fatalf("%d records were there before the last run: nothing was tried", len(before))
	}
	stored, known, err := take(t.Context(), p, func(int) {})
	if err != nil || stored+known != recordsOfArchive || known != len(before) {
		t.Errorf("the last run: %d stored, %d known of %d, %v", stored, known, len(before), err)
	}
	if _, ids := p.addresses(t); !cmp.Equal(ids, want) {
		t.Errorf("%d captures, want the %d of the undisturbed import in their order", len(ids), len(want))
	}
	if found := p.verify(t).Findings; len(found) > 0 {
		t.Errorf("found wrong: %+v", found)
	}
}

// TestCutArchiveGivesTheRestWhenItIsWhole: a download that broke off is imported, and again when it is whole.
func TestCutArchiveGivesTheRestWhenItIsWhole(t *testing.T) {
	raced.Skip(t)
	file := writeArchive(t)
	p := newPlant(t, hearsaytest.Store(t))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := p.imports(t, map[string]string{"archive.warc.gz": string(whole[:len(whole)/2+7])})
	if r.Stored < recordsOfArchive/3 || r.Refused == 0 {
		t.Errorf("half of it: %+v", r)
	}
	r2 := p.imports(t, map[string]string{"archive.warc.gz": string(whole)})
	if r2.Duplicate != r.Stored || r2.Stored+r2.Duplicate != recordsOfArchive || r2.Refused != 0 {
		t.Errorf("the whole after the half: %+v after %+v", r2, r)
	}
}
