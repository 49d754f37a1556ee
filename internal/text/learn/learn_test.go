// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// example reads "word/TAG/NAME word/TAG …".
func example(s string) Example {
	e := Example{Tags: true, Names: true, Tree: true}
	for f := range strings.FieldsSeq(s) {
		p := strings.Split(f, "/")
		t := text.NewToken(p[0])
		t.Tag = p[1]
		if len(p) > 2 {
			t.Name = p[2]
		}
		if t.Head, t.Rel = -1, "root"; len(e.Tokens) > 0 {
			t.Head, t.Rel = 0, "dep"
		}
		e.Tokens = append(e.Tokens, t)
	}
	return e
}

func sixSentences() []Example {
	six := []Example{
		example("The/DT crane/NN fell/VBD"), example("The/DT quay/NN burned/VBD"), example("the/DT crane/NN burned/VBD"),
		example("Orla/NNP/PERSON saw/VBD the/DT quay/NN"), example("The/DT quay/NN saw/VBD Orla/NNP/PERSON"), example("the/DT crane/NN fell/VBD"),
	}
	return slices.Repeat(six, 20)
}

func trained(t *testing.T, seed uint64) []byte {
	t.Helper()
	file, err := linear.Save("a corpus of six sentences", Parts(sixSentences(), Options{Passes: 8, Cut: 1, Seed: seed}, nil), Lists(sixSentences()))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTinyCorpusIsLearnt(t *testing.T) {
	m, err := text.Load(trained(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sixSentences() {
		got := slices.Clone(e.Tokens)
		for i := range got {
			got[i].Tag, got[i].Name = "", ""
		}
		m.Annotate(got, []text.Sentence{{First: 0, Last: len(got)}})
		for i, want := range e.Tokens {
			if got[i].Tag != want.Tag || got[i].Name != want.Name {
				t.Errorf("%s is %s %q, want %s %q", want.Word, got[i].Tag, got[i].Name, want.Tag, want.Name)
			}
		}
	}
}

func TestTrainingTwiceGivesTheSameBytes(t *testing.T) {
	first := trained(t, 7)
	for range 5 {
		if !bytes.Equal(first, trained(t, 7)) {
			t.Fatal("the same sentences and seed gave two models")
		}
	}
}

func TestProgressIsTold(t *testing.T) {
	var last float64
	calls := 0
	Parts(sixSentences(), Options{Passes: 8, Cut: 1, Seed: 1}, func(_ string, _ int, right float64) { calls, last = calls+1, right })
	if calls != 30 || last != 1 {
		t.Errorf("progress was told %d times, the last time %v right; want 30 and 1", calls, last)
	}
}

func TestClosedWordsStandThreeTimes(t *testing.T) {
	if got, want := Lists(sixSentences())["closed"], []string{"the"}; !slices.Equal(got, want) {
		t.Errorf("closed words = %v, want %v", got, want)
	}
}

func write(t *testing.T, name, s string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTreebankIsRead(t *testing.T) {
	file := write(t, "t.conllu", "# sent\n1\tOrla\t_\t_\tNNP\t_\t2\tnsubj\n2-3\tdidn't\t_\t_\t_\t_\t_\t_\n2\tdid\t_\t_\tVBD\t_\t0\troot\n3\tn't\t_\t_\tRB\t_\t2\tadvmod:neg\n\n# next\n1\t-\t_\t_\tHYPH\t_\t0\troot\n\n")
	got, err := Treebank(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got[0].Tokens) != 3 || got[0].Tokens[0].Tag != "NNP" || got[1].Tokens[0].Tag != ":" || got[0].Names {
		t.Errorf("Treebank = %+v, want two sentences of three and one tokens without names", got)
	}
}

func TestSilverTakesWordsFromTheText(t *testing.T) {
	texts := t.TempDir()
	if err := os.WriteFile(filepath.Join(texts, "a.txt"), []byte("“Orla” fell"), 0o600); err != nil {
		t.Fatal(err)
	}
	row := func(n, form, tag, name, start, end string) string {
		return strings.Join([]string{n, form, "_", tag, name, "0", "_", start, end, "_"}, "\t") + "\n"
	}
	head := "# doc = a\n# sent 1\n"
	got, err := Silver(write(t, "a.conll", head+row("1", "orla", "NNP", "PERSON", "1", "5")+row("2", "fell", "VBD", "O", "7", "11")), texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || len(got[0].Examples) != 1 {
		t.Fatalf("Silver = %+v, want a document of one sentence", got)
	}
	if k := got[0].Examples[0].Tokens; len(k) != 2 || k[0].Word != "Orla" || k[0].Name != "PERSON" || k[1].Word != "fell" || k[0].Start != 3 {
		t.Errorf("Silver = %+v, want Orla, a person, and fell", got)
	}
	for name, rows := range map[string]string{
		"offsets outside": head + row("1", "x", "NN", "O", "7", "99"), "too few columns": head + "1\tx\n",
		"offsets no numbers": head + row("1", "x", "NN", "O", "a", "b"), "no sentence before it": "# doc = a\n" + row("1", "x", "NN", "O", "1", "5"),
		"no such text": "# doc = b\n",
	} {
		if _, err := Silver(write(t, "a.conll", rows), texts); err == nil {
			t.Errorf("%s: Silver accepts it", name)
		}
	}
}
