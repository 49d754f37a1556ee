// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package archive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
)

// TestErasedRecordLeavesItsPlace erases records of many lengths, each between two others, which stay as they were.
func TestErasedRecordLeavesItsPlace(t *testing.T) {
	for _, n := range []int{0, 1, 10, 200, 400, 600, 5000, 65400, 65535, 66000, 200_000} {
		dir := t.TempDir()
		a := reopen(t, dir, archive.Options{})
		secret := payload(7)
		secret.Bytes = random(n)
		sum := sha256.Sum256(secret.Bytes)
		secret.Capture.Digest = hex.EncodeToString(sum[:])
		secret.Capture.ID = hearsay.NewCaptureID(secret.Capture.URL, secret.Capture.Digest)
		stored := add(t, a, payload(1), secret, payload(2))
		gone := stored[1]
		before := segment(t, dir, gone)
		stone := hearsay.Tombstone{Capture: gone.ID, Decision: "jdecision", At: time.Unix(1_770_000_000, 0), Segment: gone.Segment, Offset: gone.Offset, Length: gone.Length}
		if is, err := a.IsErased(stone); err != nil || is {
			t.Errorf("%d bytes: IsErased before = %v, %v", n, is, err)
		}
		for range 2 {
			if err := a.Erase(t.Context(), stone); err != nil {
				t.Fatalf("%d bytes: Erase = %v", n, err)
			}
		}
		after := segment(t, dir, gone)
		if len(after) != len(before) || !bytes.Equal(after[:gone.Offset], before[:gone.Offset]) || !bytes.Equal(after[gone.Offset+gone.Length:], before[gone.Offset+gone.Length:]) {
			t.Errorf("%d bytes: something outside of the record is another", n)
		}
		if n > 16 && bytes.Contains(after, secret.Bytes[:16]) || bytes.Contains(after, []byte(gone.URL)) {
			t.Errorf("%d bytes: what was erased is still there", n)
		}
		if is, err := a.IsErased(stone); err != nil || !is {
			t.Errorf("%d bytes: IsErased = %v, %v", n, is, err)
		}
		if _, err := a.Read(t.Context(), gone); !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("%d bytes: Read of what was erased = %v", n, err)
		}
		for _, c := range []hearsay.Capture{stored[0], stored[2]} {
			if _, err := a.Read(t.Context(), c); err != nil {
				t.Errorf("%d bytes: Read of a neighbour = %v", n, err)
			}
		}
		found, err := a.Walk(t.Context(), gone.Segment)
		if err != nil || len(found) < 2 || found[len(found)-1].ID != string(stored[2].ID) || found[len(found)-1].Damage != "" {
			t.Errorf("%d bytes: the segment holds %+v, %v", n, found, err)
		}
	}
}

// TestErasingStaysInTheSegment refuses places that are none.
func TestErasingStaysInTheSegment(t *testing.T) {
	dir := t.TempDir()
	a := reopen(t, dir, archive.Options{})
	c := add(t, a, payload(1))[0]
	whole := segment(t, dir, c)
	for name, stone := range map[string]hearsay.Tombstone{
		"another folder": {Segment: "../" + c.Segment, Offset: 0, Length: 500},
		"behind the end": {Segment: c.Segment, Offset: c.Offset, Length: c.Length + 1},
		"no length":      {Segment: c.Segment, Offset: c.Offset},
		"too short":      {Segment: c.Segment, Offset: c.Offset, Length: 5},
	} {
		if err := a.Erase(t.Context(), stone); err == nil {
			t.Errorf("%s: Erase succeeded", name)
		}
	}
	if !bytes.Equal(segment(t, dir, c), whole) {
		t.Error("the segment was changed")
	}
}

// random gives n bytes that do not compress.
func random(n int) []byte {
	var b []byte
	for len(b) < n {
		sum := sha256.Sum256(b)
		b = append(b, sum[:]...)
	}
	return b[:n]
}

func segment(t *testing.T, dir string, c hearsay.Capture) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, c.Segment))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
