// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
	"hearsay/internal/text"
)

// signedWeight is how sure it is that a name behind a quotation and a dash is that of who said it.
const signedWeight = 0.9

// signed finds the quotations that bear a name: “We shall rebuild.” — Orla Tolk, harbour master. The dash may begin the
// next line.
func (s *scan) signed() []*find {
	var out []*find
	for i := max(s.lo, 1); i+1 < s.hi; i++ {
		if !isDash(s.tok(i).Word) || !text.IsCloseQuote(s.t.Tokens[i-1].Word) {
			continue
		}
		voice, ok := s.signature(i + 1)
		content, quoted := s.quotationBefore(i)
		if ok && quoted {
			out = append(out, &find{source: &voice, voice: voice, cue: one(chunk{i, i + 1}), content: one(content), act: hearsay.Assert, weight: signedWeight})
		}
	}
	return out
}

// signature is the name that begins at a token and is all that follows, or is followed by who that is.
func (s *scan) signature(first int) (chunk, bool) {
	c, ok := s.chunkAt(first)
	if !ok || c.first != first || !isProper(s.tok(c.last-1).Tag) && s.tok(c.last-1).Name == "" {
		return c, false
	}
	if c.last == s.hi || s.tok(c.last).Line != s.tok(first).Line {
		return c, true
	}
	switch s.tok(c.last).Word {
	case ",", ".", "(", ";":
		return c, true
	}
	return c, false
}

// quotationBefore is the quotation that ends before a token, without what stands before its opening mark.
func (s *scan) quotationBefore(end int) (chunk, bool) {
	first := end - 1
	for first > 0 && s.t.Tokens[first-1].Quoted {
		first--
	}
	if first == 0 || first == end-1 || !text.IsOpenQuote(s.t.Tokens[first-1].Word) {
		return chunk{}, false
	}
	return chunk{first - 1, end}, true
}
