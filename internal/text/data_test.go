// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay/internal/linear"
)

// sharedData gives the folder of the data for training and measuring, or skips the test.
func sharedData(t *testing.T) string {
	t.Helper()
	root := os.Getenv("HEARSAY_SHARED_DATA")
	if _, err := os.Stat(root); err != nil {
		t.Skip("HEARSAY_SHARED_DATA names no folder of data")
	}
	return root
}

// TestTokensOfAllDataAreVerbatim looks at every file of text that is given for training and measuring, whatever its
// format: cutting must hold for anything.
func TestTokensOfAllDataAreVerbatim(t *testing.T) {
	root := sharedData(t)
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

// TestEasyOnes holds sureMove and sureLabel to what they promise of the model that is built in.
func TestEasyOnes(t *testing.T) {
	root := sharedData(t)
	files, err := filepath.Glob(filepath.Join(root, "polnear", "train", "text", "*.txt"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	m, w := Default(), &work{scores: make([]int32, 256)}
	moves, labels, otherMoves, otherLabels := 0, 0, 0, 0
	for _, file := range files[:20] {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := Parse(string(b), m)
		w.features.load(p.Tokens, p.Sentences)
		for _, s := range p.Sentences {
			w.features.sentence(s)
			for w.tree.Start(w.features.Tokens); !w.tree.Done(); {
				move, rel := m.move(w), ""
				if allowed := w.tree.Allowed(); allowed.Only() < 0 {
					m.moves.Score(w.features.Move(nil, &w.tree), w.scores[:len(Moves)])
					if moves++; Move(linear.Greatest(w.scores[:len(Moves)], allowed[:])) != move {
						otherMoves++
					}
				}
				if head, d := w.tree.Arc(move); move != Shift && head < len(w.features.Tokens) {
					rel = m.relation(w, head, d)
					m.label.Score(w.features.Label(nil, &w.tree, head, d), w.scores[:len(m.label.Classes)])
					if labels++; m.label.Classes[linear.Greatest(w.scores[:len(m.label.Classes)], nil)] != rel {
						otherLabels++
					}
				}
				w.tree.Do(move, rel)
			}
		}
	}
	if 400*otherMoves > moves || 400*otherLabels > labels {
		t.Errorf("%d of %d moves and %d of %d relations are others with all features, want at most one in 400", otherMoves, moves, otherLabels, labels)
	}
	t.Logf("%d of %d moves, %d of %d relations", otherMoves, moves, otherLabels, labels)
}
