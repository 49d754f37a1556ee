// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"testing"

	"hearsay"
)

const marked1 = "Headline\nHan said that Wang demanded a return, the paper said.\n\nEnd."

func spanOf(t *testing.T, words string) hearsay.Span {
	t.Helper()
	at := strings.Index(marked1, words)
	if at < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return hearsay.Cut(marked1, at, at+len(words))
}

func nestedPage(t *testing.T) *DocumentPage {
	han, wang := spanOf(t, "Han"), spanOf(t, "Wang")
	p := &DocumentPage{
		Document: hearsay.Document{Text: marked1, Body: 9},
		Attributions: []hearsay.Attribution{
			{ID: "2", Source: &wang, Cue: []hearsay.Span{spanOf(t, "demanded")}, Content: []hearsay.Span{spanOf(t, "a return")}, Inside: "1"},
			{ID: "1", Source: &han, Cue: []hearsay.Span{spanOf(t, "said")}, Content: []hearsay.Span{spanOf(t, "that Wang demanded a return")}},
			{ID: "3", Cue: []hearsay.Span{{Start: 0, End: 4, Text: "gone"}}},
		},
	}
	p.Notes = notes(p)
	return p
}

func TestTextIsCutAtTheEdgesOfMarks(t *testing.T) {
	p := nestedPage(t)
	var b strings.Builder
	for _, paragraph := range paragraphs(p) {
		if paragraph.Head {
			b.WriteString("# ")
		}
		for _, piece := range paragraph.Pieces {
			for _, r := range piece.Refs {
				b.WriteString("(" + r.Anchor + ")")
			}
			b.WriteString("[" + piece.Class + "|" + piece.Text + "]")
		}
		b.WriteString("\n")
	}
	want := `# [|Headline]
(a1)[source|Han][| ][cue|said][| ][content|that ](a2)[source content|Wang][content| ][cue content|demanded][content| ][content deep|a return][|, the paper said.]
[|End.]
`
	if got := b.String(); got != want {
		t.Errorf("marked text:\n%swant:\n%s", got, want)
	}
}

func TestEvidenceThatIsNotInTheTextIsOrphaned(t *testing.T) {
	p := nestedPage(t)
	for _, n := range p.Notes {
		if want := n.Attribution.ID == "3"; n.Orphaned != want {
			t.Errorf("attribution %s: orphaned is %v, want %v", n.Attribution.ID, n.Orphaned, want)
		}
		if n.Attribution.ID == "2" && n.Inside != 2 {
			t.Errorf("the inner attribution lies within note %d, want 2", n.Inside)
		}
	}
}

// FuzzPiecesGiveTheText cuts texts at arbitrary places: put together again, the pieces are the text.
func FuzzPiecesGiveTheText(f *testing.F) {
	f.Add("one\ntwo three\n\nfour", uint8(2), uint8(9), uint8(5), uint8(12))
	f.Fuzz(func(t *testing.T, s string, a, b, c, d uint8) {
		span := func(x, y uint8) hearsay.Span {
			i, j := min(int(x), len(s)), min(int(y), len(s))
			return hearsay.Cut(s, min(i, j), max(i, j))
		}
		source := span(c, d)
		p := &DocumentPage{Document: hearsay.Document{Text: s}, Attributions: []hearsay.Attribution{
			{ID: "1", Source: &source, Content: []hearsay.Span{span(a, b)}}, {ID: "2", Content: []hearsay.Span{span(b, d)}},
		}}
		p.Notes = notes(p)
		var got strings.Builder
		for _, paragraph := range paragraphs(p) {
			for _, piece := range paragraph.Pieces {
				got.WriteString(piece.Text)
			}
		}
		if want := strings.ReplaceAll(s, "\n", ""); got.String() != want {
			t.Errorf("pieces give %q, want %q", got.String(), want)
		}
	})
}
