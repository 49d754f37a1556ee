// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// rstText is a text with the attributions of its rhetorical tree (Mann and Thompson 1988, as GUM annotates it): an
// "attribution" satellite holds who says it and the word of saying, its nucleus what is said.
type rstText struct {
	name, text string
	relations  []rstRelation
}

// rstRelation is one of them in ranges of bytes. outer is the number of the innermost other one whose content holds
// this one's satellite, -1 for none.
type rstRelation struct {
	holder, content [][2]int
	outer           int
}

type rstNode struct {
	XMLName xml.Name
	ID      string `xml:"id,attr"`
	Parent  string `xml:"parent,attr"`
	Rel     string `xml:"relname,attr"`
	Text    string `xml:",chardata"`
}

// rstFile is what is read of a file in the format of RSTTool.
type rstFile struct {
	Relations []struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"` // "rst": from satellite to nucleus; "multinuc": among equals
	} `xml:"header>relations>rel"`
	Body struct {
		Nodes []rstNode `xml:",any"`
	} `xml:"body"`
}

// readRST reads the rhetorical trees DIR/*.rs4. Their words stand apart; the text is put together as it would be
// printed.
func readRST(dir string) ([]rstText, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.rs4"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("read %s: no *.rs4 there: %w", dir, os.ErrNotExist)
	}
	slices.Sort(files)
	var out []rstText
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var f rstFile
		if err := xml.Unmarshal(b, &f); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		t := rstTree(&f)
		t.name = strings.TrimSuffix(filepath.Base(file), ".rs4")
		out = append(out, t)
	}
	return out, nil
}

// rstTree lays out the text of the segments and finds the attributions.
func rstTree(f *rstFile) rstText {
	equal := map[string]bool{"span": true}
	for _, r := range f.Relations {
		equal[r.Name] = r.Type == "multinuc"
	}
	var t rstText
	var p printer
	y := yields{at: map[string][2]int{}, parts: map[string][]string{}, satellites: map[string][]string{}}
	for _, n := range f.Body.Nodes {
		switch n.XMLName.Local {
		case "segment":
			y.at[n.ID] = p.add(n.Text)
		case "group":
		default:
			continue
		}
		if equal[n.Rel] {
			y.parts[n.Parent] = append(y.parts[n.Parent], n.ID)
		} else {
			y.satellites[n.Parent] = append(y.satellites[n.Parent], n.ID)
		}
	}
	t.text = p.String()
	for _, n := range f.Body.Nodes {
		if strings.HasPrefix(n.Rel, "attribution") {
			t.relations = append(t.relations, rstRelation{y.whole(n.ID, 0), y.own(n.Parent, 0), -1})
		}
	}
	t.nest()
	return t
}

// yields tells which segments belong to a node.
type yields struct {
	at                map[string][2]int
	parts, satellites map[string][]string
}

const deepestTree = 500

// own gives what a node is made of. Its satellites depend on it but are no part of it.
func (y *yields) own(id string, depth int) [][2]int {
	var out [][2]int
	if r, ok := y.at[id]; ok {
		out = append(out, r)
	}
	for _, part := range y.parts[id] {
		if depth < deepestTree {
			out = append(out, y.whole(part, depth+1)...)
		}
	}
	return out
}

// whole gives what a node is made of, and its satellites.
func (y *yields) whole(id string, depth int) [][2]int {
	out := y.own(id, depth)
	for _, s := range y.satellites[id] {
		if depth < deepestTree {
			out = append(out, y.whole(s, depth+1)...)
		}
	}
	return out
}

// nest sets outer.
func (t *rstText) nest() {
	size := func(rs [][2]int) (n int) {
		for _, r := range rs {
			n += r[1] - r[0]
		}
		return n
	}
	for i := range t.relations {
		inner := &t.relations[i]
		for j, o := range t.relations {
			holds := i != j && len(inner.holder) > 0 && !slices.ContainsFunc(inner.holder, func(r [2]int) bool { return !slices.Contains(o.content, r) })
			if holds && (inner.outer < 0 || size(o.content) < size(t.relations[inner.outer].content)) {
				inner.outer = j
			}
		}
	}
}

// printer puts words that stand apart together as they are printed: no blank before a comma or a clitic, none within
// quotation marks and brackets.
type printer struct {
	strings.Builder
	open bool // within straight quotation marks
	glue bool // the next word follows directly
}

// add prints the words of a segment and gives where they stand.
func (p *printer) add(words string) [2]int {
	start := -1
	for _, w := range strings.Fields(words) {
		blank := p.Len() > 0 && !p.glue
		p.glue = false
		switch {
		case w == "\"":
			blank = blank && !p.open
			p.glue = !p.open
			p.open = !p.open
		case w == "(" || w == "[" || w == "$" || w == "“" || w == "‘":
			p.glue = true
		case closes(w):
			blank = false
		}
		if blank {
			p.WriteByte(' ')
		}
		if start < 0 {
			start = p.Len()
		}
		p.WriteString(w)
	}
	return [2]int{max(start, 0), p.Len()}
}

func closes(w string) bool {
	switch w {
	case ",", ".", ";", ":", "!", "?", ")", "]", "%", "”", "’", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m", "'", "n’t", "’s", "’re", "’ve", "’ll", "’d", "’m":
		return true
	}
	return false
}
