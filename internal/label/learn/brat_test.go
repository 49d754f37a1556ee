// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const bratText = "“Fort Åsk fell,” Orla Tolk said. It allegedly burned."

// bratFiles writes a folder of two texts; the second has two annotators, of whom the first counts.
func bratFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, s := range map[string]string{
		"text/a.txt": bratText,
		"attributions/a_one.ann": "T1\tSource 17 26\tOrla Tolk\nT2\tCue 27 31\tsaid\nT3\tContent 0 16\tx\nE1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n" +
			"T4\tContent 33 35;46 52\tIt burned\nT5\tCue 36 45\tallegedly\nE2\tAttribution Cue:T5 Content:T4\n" +
			"E3\tAttribution Cue:T5\nT9\tCue 900 904\tbeyond\nA1\tother E1\n",
		"text/b.txt":             "Nothing is said here.",
		"attributions/b_one.ann": "",
		"attributions/b_two.ann": "T1\tCue 0 7\tNothing\nT2\tContent 8 10\tis\nE1\tAttribution Cue:T1 Content:T2\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBratOffsetsAreCodePoints(t *testing.T) {
	texts, err := ReadBrat(bratFiles(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 2 || len(texts[0].Relations) != 2 || len(texts[1].Relations) != 0 {
		t.Fatalf("ReadBrat = %+v, want two texts with two relations and none", texts)
	}
	cut := func(spans [][2]int) string {
		var out []string
		for _, s := range spans {
			out = append(out, bratText[s[0]:s[1]])
		}
		return strings.Join(out, "|")
	}
	r := texts[0].Relations
	got := []string{cut(r[0].Source), cut(r[0].Cue), cut(r[0].Content), cut(r[1].Source), cut(r[1].Cue), cut(r[1].Content)}
	want := []string{"Orla Tolk", "said", "“Fort Åsk fell,”", "", "allegedly", "It|burned"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations (-want +got):\n%s", diff)
	}
}
