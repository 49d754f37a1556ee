// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import "hearsay"

// Passage is a part of a remark: paragraphs, or what is quoted between them.
type Passage struct {
	Pieces []hearsay.Piece // of a paragraph
	Quoted []Passage
}

// passages gives the text of a remark as it is shown: quotes within quotes, as deep as [hearsay.MostDepth].
func passages(text string) []Passage {
	out, _ := passagesAt(hearsay.Blocks(text), 0)
	return out
}

// passagesAt gives what is at least so deep, and the blocks behind it.
func passagesAt(blocks []hearsay.Block, depth int) (out []Passage, rest []hearsay.Block) {
	for len(blocks) > 0 && blocks[0].Depth >= depth {
		if blocks[0].Depth == depth {
			out = append(out, Passage{Pieces: hearsay.Pieces(blocks[0].Text)})
			blocks = blocks[1:]
			continue
		}
		var p Passage
		p.Quoted, blocks = passagesAt(blocks, depth+1)
		out = append(out, p)
	}
	return out, blocks
}
