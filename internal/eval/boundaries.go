// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"hearsay/internal/label/learn"
	"hearsay/internal/text"
)

// BoundaryScores say whether texts are cut where people cut them. Of a folder of annotated texts, Edges are the
// beginnings and ends of their spans that stand at the edge of a token; of a treebank, Sentences are the ends of
// sentences.
type BoundaryScores struct {
	Texts     int
	Edges     Share
	Sentences PRF
	Missed    map[string]int `json:",omitempty"` // the tokens that hold an edge inside
}

// Boundaries scores words on a folder of annotated texts (brat), or sentences on a treebank (CoNLL-U) of which the
// documents are taken whose name begins with prefix.
func Boundaries(path, prefix string) (BoundaryScores, error) {
	info, err := os.Stat(path)
	if err != nil {
		return BoundaryScores{}, err
	}
	s := BoundaryScores{Missed: map[string]int{}}
	if info.IsDir() {
		texts, err := learn.ReadBrat(path)
		if err != nil {
			return s, err
		}
		for _, t := range texts {
			s.edges(t)
		}
		return s, nil
	}
	docs, err := readTreebank(path)
	if err != nil {
		return s, err
	}
	for _, d := range docs {
		if strings.HasPrefix(d.id, prefix) {
			s.ends(d)
		}
	}
	return s, nil
}

// edges counts the edges of spans that are edges of tokens.
func (s *BoundaryScores) edges(g learn.Gold) {
	s.Texts++
	tokens := text.Tokens(g.Text)
	starts, ends := map[int]bool{}, map[int]bool{}
	for _, t := range tokens {
		starts[t.Start], ends[t.End] = true, true
	}
	count := func(ok bool, at int) {
		s.Edges.add(ok)
		if !ok {
			i := sort.Search(len(tokens), func(i int) bool { return tokens[i].End > at })
			if i < len(tokens) {
				s.Missed[tokens[i].Word]++
			}
		}
	}
	for _, r := range g.Relations {
		for _, role := range [][][2]int{r.Source, r.Cue, r.Content} {
			for _, span := range role {
				inside := strings.TrimSpace(g.Text[span[0]:span[1]])
				if inside == "" {
					continue
				}
				start := span[0] + strings.Index(g.Text[span[0]:span[1]], inside)
				count(starts[start], start)
				count(ends[start+len(inside)], start+len(inside))
			}
		}
	}
}

// ends counts the sentences that end where those of the treebank do.
func (s *BoundaryScores) ends(d treebankDocument) {
	s.Texts++
	p := text.Parse(d.text, nil)
	given := map[int]bool{}
	for _, sent := range p.Sentences {
		given[p.Tokens[sent.Last-1].End] = true
	}
	s.Sentences.Given += len(given)
	s.Sentences.Gold += len(d.sentences)
	for _, sent := range d.sentences {
		if given[sent.end] {
			s.Sentences.Right++
		}
	}
}

// String prints the scores in a line or two.
func (s BoundaryScores) String() string {
	out := fmt.Sprintf("texts %d", s.Texts)
	if s.Edges.All > 0 {
		out += fmt.Sprintf("\nedges of spans %d  at edges of tokens %.2f %%", s.Edges.All, s.Edges.Percent())
	}
	if s.Sentences.Gold > 0 {
		out += fmt.Sprintf("\nends of sentences  %v", s.Sentences)
	}
	return out
}
