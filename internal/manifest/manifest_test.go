// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package manifest_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/manifest"
)

func sample(t *testing.T) []byte {
	t.Helper()
	s := manifest.NewSum(nil)
	fmt.Fprint(s, "six words stand in this file")
	b, err := (&manifest.Manifest{Format: "sample/1", Files: []manifest.File{s.File("a/b.txt"), s.File("c")}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestManifestComesBack(t *testing.T) {
	m, err := manifest.Parse(sample(t), "sample/1")
	if err != nil || len(m.Files) != 2 || m.Files[0].Name != "a/b.txt" || m.Files[1].Size != 28 {
		t.Errorf("Parse = %+v, %v", m, err)
	}
}

// TestEveryBitOfAManifestMatters: a flipped bit is an error, or another name, size or hash, which the files then contradict.
func TestEveryBitOfAManifestMatters(t *testing.T) {
	whole := sample(t)
	for i := range whole {
		for bit := range 8 {
			b := bytes.Clone(whole)
			b[i] ^= 1 << bit
			m, err := manifest.Parse(b, "sample/1")
			if err != nil {
				continue
			}
			again, err := m.Encode()
			if err != nil || bytes.Equal(again, whole) {
				t.Errorf("bit %d of byte %d (%q) makes no difference", bit, i, whole[i])
			}
		}
	}
}

func TestManifestIsStrict(t *testing.T) {
	whole := string(sample(t))
	for name, b := range map[string]string{
		"another format": strings.Replace(whole, "sample/1", "sample/2", 1),
		"a blank more":   strings.Replace(whole, `"c"`, `"c" `, 1),
		"twice":          strings.Replace(whole, `"c"`, `"a/b.txt"`, 1),
		"elsewhere":      strings.Replace(whole, `"c"`, `"../c"`, 1),
		"absolute":       strings.Replace(whole, `"c"`, `"/c"`, 1),
		"itself":         strings.Replace(whole, `"c"`, `"manifest.json"`, 1),
		"negative":       strings.Replace(whole, `28`, `-28`, 1),
		"no JSON":        "x",
		"long":           strings.Repeat(" ", manifest.Most+1),
	} {
		if _, err := manifest.Parse([]byte(b), "sample/1"); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
