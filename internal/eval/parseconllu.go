// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// treebankDocument is a document of a treebank; text is put together from its words.
type treebankDocument struct {
	id, text  string
	sentences []treebankSentence
}

type treebankSentence struct {
	words      []treebankWord
	start, end int // in the text of its document
}

type treebankWord struct {
	form, lemma, class, tag, rel string
	head                         int // number in the sentence, -1 for the root
}

// readTreebank reads a file in the CoNLL-U format.
func readTreebank(file string) ([]treebankDocument, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(file, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("open %s: %w", file, err)
		}
	}
	t := treebankReader{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if err := t.line(lines.Text()); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", file, n, err)
		}
	}
	t.finish()
	return t.docs, lines.Err()
}

type treebankReader struct {
	docs  []treebankDocument
	sent  treebankSentence
	text  strings.Builder
	glued bool // no blank before the next word
	skip  int  // the words up to this number are parts of one that was read
	begun bool
}

func (t *treebankReader) line(line string) error {
	switch {
	case strings.HasPrefix(line, "# newdoc"):
		t.finish()
		_, id, _ := strings.Cut(line, "= ")
		t.docs = append(t.docs, treebankDocument{id: id})
	case strings.HasPrefix(line, "# newpar") && t.text.Len() > 0:
		t.text.WriteByte('\n')
		t.glued = true
	case line == "":
		t.endSentence()
	case line[0] != '#':
		return t.word(strings.Split(line, "\t"))
	}
	return nil
}

func (t *treebankReader) word(f []string) error {
	if len(f) < 10 {
		return fmt.Errorf("a row has %d columns, 10 are needed", len(f))
	}
	if strings.Contains(f[0], ".") {
		return nil
	}
	if first, last, ok := strings.Cut(f[0], "-"); ok {
		t.write(f[1], f[9])
		if _, err := strconv.Atoi(first); err != nil {
			return err
		}
		var err error
		t.skip, err = strconv.Atoi(last)
		return err
	}
	n, err1 := strconv.Atoi(f[0])
	head, err2 := strconv.Atoi(f[6])
	if err1 != nil || err2 != nil {
		return fmt.Errorf("number %q or head %q is none", f[0], f[6])
	}
	if n > t.skip {
		t.write(f[1], f[9])
	}
	t.sent.words = append(t.sent.words, treebankWord{form: f[1], lemma: f[2], class: f[3], tag: f[4], rel: f[7], head: head - 1})
	return nil
}

// write adds a word to the text, behind a blank where there is one.
func (t *treebankReader) write(form, notes string) {
	if !t.glued && t.text.Len() > 0 {
		t.text.WriteByte(' ')
	}
	if !t.begun {
		t.sent.start, t.begun = t.text.Len(), true
	}
	t.text.WriteString(form)
	t.sent.end = t.text.Len()
	t.glued = strings.Contains(notes, "SpaceAfter=No")
}

func (t *treebankReader) endSentence() {
	if t.begun {
		if len(t.docs) == 0 {
			t.docs = append(t.docs, treebankDocument{})
		}
		d := &t.docs[len(t.docs)-1]
		d.sentences = append(d.sentences, t.sent)
	}
	t.sent, t.begun, t.skip = treebankSentence{}, false, 0
}

func (t *treebankReader) finish() {
	t.endSentence()
	if len(t.docs) > 0 {
		t.docs[len(t.docs)-1].text = t.text.String()
	}
	t.text.Reset()
	t.glued = false
}
