// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTokensOfAllDataAreVerbatim looks at every file of text that is given for training and measuring, whatever its
// format: cutting must hold for anything.
func TestTokensOfAllDataAreVerbatim(t *testing.T) {
	root := os.Getenv("HEARSAY_SHARED_DATA")
	if root == "" {
		t.Skip("HEARSAY_SHARED_DATA names no folder of data")
	}
	files := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(file, ".gz") {
			return err
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		s := string(b[:min(len(b), 1<<20)])
		p := Parse(s, nil)
		checkTokens(t, s, p.Tokens)
		last := 0
		for _, sent := range p.Sentences {
			if sent.First != last {
				t.Fatalf("%s: sentence %v does not begin at token %d", file, sent, last)
			}
			last = sent.Last
		}
		files++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("looked at %d files; the walk is broken", files)
	}
}
