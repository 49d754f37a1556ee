// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// Paragraph is a line of the text, cut where marks begin or end.
type Paragraph struct {
	Head   bool // belongs to the headline
	Pieces []Piece
}

// Piece is a stretch of text on which the same marks lie.
type Piece struct {
	Text  string
	Class string // source, cue, content, content deep, own, credit; several where marks overlap
	Refs  []Ref  // what begins here
}

// Ref is an anchor in the text. Number is that of the note it belongs to; 0 for the sentence of a credit.
type Ref struct {
	Anchor string
	Number int
	Back   string
}

// role is what a mark says about the text under it.
type role int

const (
	sourceRole role = iota
	cueRole
	contentRole
	ownRole
	creditRole
	roles // how many there are
)

var roleNames = [roles]string{"source", "cue", "content", "own", "credit"}

// change is the beginning (+1) or end (-1) of a mark.
type change struct {
	role role
	by   int
}

// marking collects where marks begin and end.
type marking struct {
	changes map[int][]change
	refs    map[int][]Ref
}

// paragraphs marks the text. Marks may nest and overlap: the text is cut at every boundary, and a piece carries
// the names of all marks that lie on it. Orphaned evidence is not marked anywhere.
func paragraphs(p *DocumentPage) []Paragraph {
	m := marking{map[int][]change{}, map[int][]Ref{}}
	for _, n := range p.Notes {
		if n.Orphaned {
			continue
		}
		if n.Statement != nil {
			m.mark(ownRole, n.Statement.Span)
		} else {
			if n.Attribution.Source != nil {
				m.mark(sourceRole, *n.Attribution.Source)
			}
			m.mark(cueRole, n.Attribution.Cue...)
			if !n.Attribution.Frames() { // or all of the text would be marked
				m.mark(contentRole, n.Attribution.Content...)
			}
		}
		m.refs[n.at.Start] = append(m.refs[n.at.Start], Ref{n.Anchor, n.Number, n.Back()})
	}
	seen := map[int]bool{}
	for _, l := range p.Links {
		s := l.Link.Span
		if s.End > s.Start && !seen[s.Start] && verbatim(p.Document.Text, []hearsay.Span{s}) {
			seen[s.Start] = true
			m.mark(creditRole, s)
			m.refs[s.Start] = append(m.refs[s.Start], Ref{Anchor: linkAnchor(s)})
		}
	}
	return m.cut(p.Document.Text, p.Document.Body)
}

func linkAnchor(s hearsay.Span) string { return "l" + strconv.Itoa(s.Start) }

func (m *marking) mark(r role, spans ...hearsay.Span) {
	for _, s := range spans {
		if s.End > s.Start {
			m.changes[s.Start] = append(m.changes[s.Start], change{r, 1})
			m.changes[s.End] = append(m.changes[s.End], change{r, -1})
		}
	}
}

// cut walks the text from boundary to boundary.
func (m *marking) cut(text string, body int) []Paragraph {
	bounds := []int{0, len(text)}
	for at := range m.changes {
		bounds = append(bounds, at)
	}
	for at := range m.refs {
		bounds = append(bounds, at)
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)

	var all []Paragraph
	open := Paragraph{Head: body > 0}
	var depth [roles]int
	for i, at := range bounds {
		for _, c := range m.changes[at] {
			depth[c.role] += c.by
		}
		if i+1 == len(bounds) {
			break
		}
		refs := m.refs[at]
		for start := at; start < bounds[i+1]; {
			end := bounds[i+1]
			newline := strings.IndexByte(text[start:end], '\n')
			if newline >= 0 {
				end = start + newline
			}
			if start < end || len(refs) > 0 {
				open.Pieces = append(open.Pieces, Piece{text[start:end], classes(depth), refs})
				refs = nil
			}
			if newline < 0 {
				break
			}
			start = end + 1
			all = appendParagraph(all, open)
			open = Paragraph{Head: start < body}
		}
	}
	return appendParagraph(all, open)
}

// appendParagraph leaves out paragraphs in which nothing stands.
func appendParagraph(all []Paragraph, p Paragraph) []Paragraph {
	if len(p.Pieces) == 0 {
		return all
	}
	return append(all, p)
}

// classes names the marks on a piece. Content within content is deep: its line is drawn differently.
func classes(depth [roles]int) string {
	var names []string
	for r, n := range depth {
		if n > 0 {
			names = append(names, roleNames[r])
		}
	}
	if depth[contentRole] > 1 {
		names = append(names, "deep")
	}
	return strings.Join(names, " ")
}
