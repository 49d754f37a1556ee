// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// sharedData gives a folder below HEARSAY_SHARED_DATA, or skips the test.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("HEARSAY_SHARED_DATA")
	if root == "" {
		t.Skip("HEARSAY_SHARED_DATA names no folder of evaluation data")
	}
	dir := filepath.Join(root, name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no evaluation data: %v", err)
	}
	return dir
}

func TestArticleBodiesAreFound(t *testing.T) {
	s, err := Extraction(sharedData(t, "extraction/scrapinghub"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages: precision %.4f, recall %.4f, F1 %.4f; slowest %v (%s)", s.Pages, s.Precision, s.Recall, s.F1,
		s.Slowest, s.SlowestPage)
	for _, p := range s.Worst[:min(12, len(s.Worst))] {
		t.Logf("%.3f  P %.3f  R %.3f  %s", p.F1, p.Precision, p.Recall, p.Page)
	}
	if s.F1 < 0.955 {
		t.Errorf("F1 = %.4f, want at least 0.955", s.F1)
	}
	if s.Slowest > 2*time.Second {
		t.Errorf("page %s took %v, want at most %v", s.SlowestPage, s.Slowest, 2*time.Second)
	}
}

func TestGramsAreMultisets(t *testing.T) {
	p := compare("x", "a b c d a b c d", "a b c d")
	if p.Recall != 1 || p.Precision != 0.2 {
		t.Errorf("precision %v, recall %v; want 0.2, 1", p.Precision, p.Recall)
	}
}
