// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWireScores(t *testing.T) {
	s, err := Wires(sharedData(t, "polnear"), "train")
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "wires.golden", "polnear/train\n"+s.String()+"\n")
	if right := float64(s.Wire.Right); right < 0.9*float64(s.Wire.Gold) || right < 0.9*float64(s.Wire.Given) {
		t.Errorf("agencies' reports %v, want precision and recall of at least 90", s.Wire)
	}
}

func TestWires(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("metadata.tsv", "compartment\tfilename\tauthor\twire\n"+
		"train\ta\tOrla Tolk\treuters\ntrain\tb\tAFP\tAFP\ntrain\tc\tPetr Anselm\tNone\ntrain\td\tIlse Brandhof\tAP\ntrain\te\tX\tNA\ndev\tf\tAFP\tAFP\n")
	write("train/text/a.txt", "A pier burns\n\nNobody was hurt.\n(Reporting by Orla Tolk; Editing by Petr Anselm.)\n")
	write("train/text/b.txt", "A pier burns\n")
	write("train/text/c.txt", "The editor\n\nShe was reporting by boat (as others were).\n")
	write("train/text/d.txt", "A pier burns\n\nTARN, Md. (Reuters) - Nobody was hurt.\n")
	s, err := Wires(dir, "train")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(WireScores{Texts: 4, Wire: PRF{Right: 2, Given: 3, Gold: 3}}, s); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if _, err := Wires(dir, "test"); err == nil {
		t.Error("a part that is not there gives no error")
	}
	write("metadata.tsv", "compartment\tfilename\n")
	if _, err := Wires(dir, "train"); err == nil {
		t.Error("a table without the columns gives no error")
	}
}
