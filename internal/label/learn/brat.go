// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package learn trains the models of package label on annotated texts.
package learn

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Gold is a text with its hand-made attributions.
type Gold struct {
	Name, Text string
	Relations  []Relation
}

// Relation is one hand-made attribution as ranges of bytes; Source may be empty.
type Relation struct{ Source, Cue, Content [][2]int }

// ReadBrat reads DIR/text/NAME.txt with DIR/attributions/NAME_ANNOTATOR.ann (brat: offsets in code points); of
// several annotators the first in sorted order counts.
func ReadBrat(dir string) ([]Gold, error) {
	files, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("read %s: no attributions/*.ann there: %w", dir, os.ErrNotExist)
	}
	sort.Strings(files)
	var out []Gold
	for _, f := range files {
		base := strings.TrimSuffix(filepath.Base(f), ".ann")
		i := strings.LastIndexByte(base, '_')
		if i < 0 || len(out) > 0 && out[len(out)-1].Name == base[:i] {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, "text", base[:i]+".txt"))
		if err != nil {
			return nil, err
		}
		ann, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		g := Gold{Name: base[:i], Text: string(b)}
		g.Relations = parseBrat(string(ann), codePoints(g.Text))
		out = append(out, g)
	}
	return out, nil
}

// codePoints gives the byte at which each code point begins, and the length at the end.
func codePoints(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

func parseBrat(ann string, at []int) []Relation {
	spans := map[string][][2]int{}
	var out []Relation
	for line := range strings.Lines(ann) {
		f := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 3)
		switch {
		case len(f) == 3 && strings.HasPrefix(f[0], "T"):
			_, where, _ := strings.Cut(f[1], " ")
			spans[f[0]] = bratSpans(where, at)
		case len(f) >= 2 && strings.HasPrefix(f[0], "E"):
			r := Relation{}
			for _, role := range strings.Fields(f[1]) {
				name, id, _ := strings.Cut(role, ":")
				switch strings.TrimRight(name, "0123456789") {
				case "Source":
					r.Source = append(r.Source, spans[id]...)
				case "Cue":
					r.Cue = append(r.Cue, spans[id]...)
				case "Content":
					r.Content = append(r.Content, spans[id]...)
				}
			}
			if len(r.Cue) > 0 && len(r.Content) > 0 {
				out = append(out, r)
			}
		}
	}
	return out
}

func bratSpans(where string, at []int) [][2]int {
	var out [][2]int
	for part := range strings.SplitSeq(where, ";") {
		a, b, _ := strings.Cut(part, " ")
		start, err1 := strconv.Atoi(a)
		end, err2 := strconv.Atoi(b)
		if err1 == nil && err2 == nil && start >= 0 && end < len(at) && start < end {
			out = append(out, [2]int{at[start], at[end]})
		}
	}
	return out
}
