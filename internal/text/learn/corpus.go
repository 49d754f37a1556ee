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

	"hearsay/internal/text"
)

// Silver reads automatic layers of news text (columns: number, form, lemma, tag, name, head, relation, start,
// end, chain; offsets in code points of texts/NAME.txt) as examples with names. Words are taken from the texts,
// since the forms are normalised.
func Silver(conll, texts string) ([]Example, error) {
	var out []Example
	var runes []rune
	err := eachLine(conll, func(line string) error {
		switch {
		case strings.HasPrefix(line, "# doc = "):
			name := strings.TrimPrefix(line, "# doc = ")
			b, err := os.ReadFile(filepath.Join(texts, name+".txt"))
			if err != nil {
				return err
			}
			runes = []rune(string(b))
		case strings.HasPrefix(line, "# sent"):
			out = append(out, Example{Names: true})
		case line != "" && line[0] != '#':
			t, err := silverToken(line, runes)
			if err != nil {
				return err
			}
			if len(out) == 0 {
				return errors.New("a token stands before the first sentence")
			}
			last := &out[len(out)-1]
			last.Tokens = append(last.Tokens, t)
		}
		return nil
	})
	return out, err
}

func silverToken(line string, runes []rune) (text.Token, error) {
	f := strings.Split(line, "\t")
	if len(f) < 9 {
		return text.Token{}, fmt.Errorf("row %q has %d columns, 9 are needed", line, len(f))
	}
	start, err1 := strconv.Atoi(f[7])
	end, err2 := strconv.Atoi(f[8])
	if err1 != nil || err2 != nil || start < 0 || end > len(runes) || start >= end {
		return text.Token{}, fmt.Errorf("row %q: offsets outside the text", line)
	}
	t := text.NewToken(string(runes[start:end]))
	t.Tag = f[3]
	switch f[4] {
	case "PERSON", "ORGANIZATION", "LOCATION", "MISC":
		t.Name = f[4]
	}
	return t, nil
}

// Treebank reads a CoNLL-U file as examples without names; its fifth column is the tag.
func Treebank(file string) ([]Example, error) {
	var out []Example
	open := false
	err := eachLine(file, func(line string) error {
		if line == "" || line[0] == '#' {
			open = open && line != ""
			return nil
		}
		f := strings.Split(line, "\t")
		if len(f) < 5 || strings.ContainsAny(f[0], "-.") {
			return nil
		}
		if !open {
			out, open = append(out, Example{}), true
		}
		t := text.NewToken(f[1])
		t.Tag = silverTag(f[4])
		last := &out[len(out)-1]
		last.Tokens = append(last.Tokens, t)
		return nil
	})
	return out, err
}

// silverTag maps the few tags of the treebank that the silver layers do not use.
func silverTag(tag string) string {
	switch tag {
	case "HYPH", "NFP":
		return ":"
	case "ADD", "AFX", "XX", "GW":
		return "FW"
	}
	return tag
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
