// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestCopyScores(t *testing.T) {
	var b strings.Builder
	for _, file := range []string{"copies-150.tsv", "copies-middling.tsv"} {
		s, err := Copies(t.Context(), syndicatedFiles(t), filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(file + "\n" + s.String() + "\n\n")
		if s.F1 < 0.95 {
			t.Errorf("%s: F1 of copies %.3f, want at least 0.95", file, s.F1)
		}
	}
	goldenScores(t, "copies.golden", b.String())
}
