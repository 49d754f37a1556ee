// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"os"
	"path/filepath"
	"testing"
)

// TestLanguageScores compares the scores of the layers of language with the golden file, without tolerance.
func TestLanguageScores(t *testing.T) {
	parse, err := Parse(sharedData(t, "ud/en_ewt-dev.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := Names(sharedData(t, "ner/conll2003-dev.txt"))
	if err != nil {
		t.Fatal(err)
	}
	edges, err := Boundaries(sharedData(t, "polnear/dev"), "")
	if err != nil {
		t.Fatal(err)
	}
	ends, err := Boundaries(sharedData(t, "ud/en_gum-train.conllu.gz"), "GUM_news")
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "language.golden", "ud/en_ewt-dev\n"+parse.String()+"\n\nner/conll2003-dev\n"+names.String()+
		"\n\npolnear/dev\n"+edges.String()+"\n\nud/en_gum-train, news\n"+ends.String()+"\n")
	if got := parse.Heads.Percent(); got < 83 {
		t.Errorf("UAS = %.1f, want at least 83", got)
	}
	if got := names.All.F1(); got < 82 {
		t.Errorf("F1 of names = %.1f, want at least 82", got)
	}
	if got := edges.Edges.Percent(); got < 99 {
		t.Errorf("%.1f %% of the edges of spans are edges of tokens, want at least 99", got)
	}
	if got := ends.Sentences.F1(); got < 95 {
		t.Errorf("F1 of the ends of sentences = %.1f, want at least 95", got)
	}
}

func dataFile(t *testing.T, name, s string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const treebank = `# newdoc id = quay
# newpar
# text = The quay didn't burn.
1	The	the	DET	DT	_	2	det	_	_
2	quay	quay	NOUN	NN	_	5	nsubj	_	_
3-4	didn't	_	_	_	_	_	_	_	_
3	did	do	AUX	VBD	_	5	aux	_	_
4	n't	not	PART	RB	_	5	advmod:neg	_	_
5	burn	burn	VERB	VB	_	0	root	_	SpaceAfter=No
6	.	.	PUNCT	.	_	5	punct	_	_

# text = It fell.
1	It	it	PRON	PRP	_	2	nsubj	_	_
2	fell	fall	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = crane
# newpar
1	It	it	PRON	PRP	_	2	nsubj	_	_
2	fell	fall	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
1	Gone	go	VERB	VBN	_	0	root	_	_

`

func TestTextOfATreebankIsPutTogether(t *testing.T) {
	docs, err := readTreebank(dataFile(t, "t.conllu", treebank))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || docs[0].text != "The quay didn't burn. It fell." || docs[1].text != "It fell.\nGone" {
		t.Fatalf("readTreebank = %+v, want two documents with their texts", docs)
	}
	if s := docs[0].sentences[1]; docs[0].text[s.start:s.end] != "It fell." || s.words[1].head != -1 || s.words[0].head != 1 {
		t.Errorf("second sentence = %+v, want its place and heads", s)
	}
	for _, bad := range []string{"1\tIt\n", "x\tIt\t_\t_\t_\t_\t0\t_\t_\t_\n", "1-x\tIt\t_\t_\t_\t_\t0\t_\t_\t_\n"} {
		if _, err := readTreebank(dataFile(t, "t.conllu", bad)); err == nil {
			t.Errorf("readTreebank accepts %q", bad)
		}
	}
}

func TestTreebankIsScored(t *testing.T) {
	s, err := Parse(dataFile(t, "t.conllu", treebank))
	if err != nil {
		t.Fatal(err)
	}
	if s.Sentences != 4 || s.Tokens != 13 || s.Heads.All != 10 || s.Heads.Right < 8 || s.Relations.Right > s.Heads.Right || s.VerbsAndNouns.All != 6 {
		t.Errorf("Parse = %+v, want 13 tokens, 10 of them no marks, and most heads right", s)
	}
	b, err := Boundaries(dataFile(t, "t.conllu", treebank), "quay")
	if err != nil {
		t.Fatal(err)
	}
	if b.Texts != 1 || b.Sentences != (PRF{2, 2, 2}) {
		t.Errorf("Boundaries = %+v, want the two sentences of one text", b)
	}
}

func TestNamesAreScoredByExactSpans(t *testing.T) {
	const rows = "Mary\tB-person\nHolloway\tI-person\nleft\tO\nNew\tB-location\nYork\tI-location\n.\tO\n\nIt\tO\nfell\tO\n.\tO\n"
	s, err := Names(dataFile(t, "n.txt", rows))
	if err != nil {
		t.Fatal(err)
	}
	if s.Sentences != 2 || s.Tokens != 9 || s.Places != (PRF{1, 1, 1}) || s.Persons.Gold != 1 || s.All.Gold != 2 {
		t.Errorf("Names = %+v, want the place right, and one person", s)
	}
}

func TestEdgesOfSpansAreScored(t *testing.T) {
	s, err := Boundaries("../label/learn/testdata/brat", "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Texts != 2 || s.Edges.All == 0 || s.Edges.Right != s.Edges.All {
		t.Errorf("Boundaries = %+v, want all edges at edges of tokens", s)
	}
	if _, err := Boundaries(filepath.Join(t.TempDir(), "none"), ""); err == nil {
		t.Error("Boundaries of nothing gives no error")
	}
}
