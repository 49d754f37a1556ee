// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// Example is one sentence. Heads of its tokens are numbers in the sentence.
type Example struct {
	Tokens   []text.Token
	Document string // of which it is a part, "" where that is not known
	Tags     bool   // tokens have Tag set
	Names    bool   // and Name
	Tree     bool   // and Head and Rel
}

// Document is a text with its sentences; their tokens have their places in the text.
type Document struct {
	Name, Text string
	Examples   []Example
}

// Corpus is what the models of language are trained on.
type Corpus struct {
	Documents []Document // news with automatic layers
	Treebank  []Example  // sentences with trees made by people
	Extra     []Example  // sentences with names: made by people, and written for it
}

// Read reads the training data under dir: polnear/train and its automatic layers, ud/en_ewt-train, and
// ner/politics-train.
func Read(dir string) (Corpus, error) {
	var c Corpus
	var err error
	if c.Documents, err = Silver(filepath.Join(dir, "polnear", "train.conll.gz"), filepath.Join(dir, "polnear", "train", "text")); err != nil {
		return c, err
	}
	if c.Treebank, err = Treebank(filepath.Join(dir, "ud", "en_ewt-train.conllu.gz")); err != nil {
		return c, err
	}
	if c.Extra, err = Names(filepath.Join(dir, "ner", "politics-train.txt")); err != nil {
		return c, err
	}
	c.Extra = append(c.Extra, wire(1)...)
	for _, d := range c.Documents {
		c.Extra = append(c.Extra, capitals(d.Examples, uint64(linear.String(d.Name)))...)
	}
	return c, nil
}

// Examples gives the sentences of the documents whose number is kept, then all others.
func (c Corpus) Examples(keep func(i int) bool) []Example {
	var out []Example
	for i, d := range c.Documents {
		if keep(i) {
			out = append(out, d.Examples...)
		}
	}
	return append(append(out, c.Treebank...), c.Extra...)
}

// Silver reads automatic layers of news text (columns: number, form, lemma, tag, name, head, relation, start,
// end, chain; offsets in code points of texts/NAME.txt). Words are taken from the texts, since the forms are
// normalised; trees are made like those of the treebank.
func Silver(conll, texts string) ([]Document, error) {
	var out []Document
	var at []int // byte of each code point
	err := eachLine(conll, func(line string) error {
		switch {
		case strings.HasPrefix(line, "# doc = "):
			name := strings.TrimPrefix(line, "# doc = ")
			b, err := os.ReadFile(filepath.Join(texts, name+".txt"))
			if err != nil {
				return err
			}
			out = append(out, Document{Name: name, Text: string(b)})
			at = codePoints(string(b))
		case len(out) == 0 && line != "":
			return errors.New("a sentence stands before the first document")
		case strings.HasPrefix(line, "# sent"):
			d := &out[len(out)-1]
			d.Examples = append(d.Examples, Example{Document: d.Name, Tags: true, Names: true, Tree: true})
		case line != "" && line[0] != '#':
			d := &out[len(out)-1]
			if len(d.Examples) == 0 {
				return errors.New("a token stands before the first sentence")
			}
			t, err := silverToken(line, d.Text, at)
			if err != nil {
				return err
			}
			e := &d.Examples[len(d.Examples)-1]
			e.Tokens = append(e.Tokens, t)
		}
		return nil
	})
	for _, d := range out {
		for i := range d.Examples {
			d.Examples[i].Tree = likeTreebank(d.Examples[i].Tokens)
		}
	}
	return out, err
}

// codePoints gives the byte at which each code point begins, and the length at the end.
func codePoints(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

func silverToken(line, s string, at []int) (text.Token, error) {
	f := strings.Split(line, "\t")
	if len(f) < 9 {
		return text.Token{}, fmt.Errorf("row %q has %d columns, 9 are needed", line, len(f))
	}
	start, err1 := strconv.Atoi(f[7])
	end, err2 := strconv.Atoi(f[8])
	if err1 != nil || err2 != nil || start < 0 || end >= len(at) || start >= end {
		return text.Token{}, fmt.Errorf("row %q: offsets outside the text", line)
	}
	head, err := strconv.Atoi(f[5])
	if err != nil {
		return text.Token{}, fmt.Errorf("row %q: head: %w", line, err)
	}
	t := text.NewToken(s[at[start]:at[end]])
	t.Start, t.End = at[start], at[end]
	t.Tag, t.Head, t.Rel = f[3], head-1, f[6]
	switch f[4] {
	case "PERSON", "ORGANIZATION", "LOCATION", "MISC":
		t.Name = f[4]
	}
	return t, nil
}

// Treebank reads a CoNLL-U file; its fifth column is the tag.
func Treebank(file string) ([]Example, error) {
	var out []Example
	open := false
	err := eachLine(file, func(line string) error {
		if line == "" || line[0] == '#' {
			open = open && line != ""
			return nil
		}
		f := strings.Split(line, "\t")
		if len(f) < 8 || strings.ContainsAny(f[0], "-.") {
			return nil
		}
		if !open {
			out, open = append(out, Example{Tags: true, Tree: true}), true
		}
		head, err := strconv.Atoi(f[6])
		if err != nil {
			return fmt.Errorf("row %q: head: %w", line, err)
		}
		t := text.NewToken(f[1])
		t.Tag, t.Head, t.Rel = text.PlainTag(f[4]), head-1, text.PlainRelation(f[7])
		last := &out[len(out)-1]
		last.Tokens = append(last.Tokens, t)
		return nil
	})
	for i := range out {
		out[i].Tree = projective(out[i].Tokens)
	}
	return out, err
}

// Names reads rows of a word and its kind of name (B-person, I-person …, O), with a blank line between sentences.
func Names(file string) ([]Example, error) {
	var out []Example
	open := false
	err := eachLine(file, func(line string) error {
		word, kind, ok := strings.Cut(line, "\t")
		if !ok {
			open = false
			return nil
		}
		if !open {
			out, open = append(out, Example{Names: true}), true
		}
		t := text.NewToken(word)
		if len(kind) > 2 {
			t.Name = text.KindOf(kind[2:])
		}
		last := &out[len(out)-1]
		last.Tokens = append(last.Tokens, t)
		return nil
	})
	return out, err
}

func eachLine(file string, do func(string) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("open %s: %w", file, err)
		}
		r = z
	}
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if err := do(s.Text()); err != nil {
			return fmt.Errorf("%s line %d: %w", file, n, err)
		}
	}
	return s.Err()
}

// Trained says what [Read] reads.
const Trained = "PolNeAR 1.0 train (automatic layers); Universal Dependencies English EWT train; CrossNER politics train"
