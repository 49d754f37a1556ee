// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// nearLead is how many sentences behind the lead "the news was first reported by the Harbour Post" may stand and credit the lead.
const nearLead = 4

// credited finds the outlets to which a document says that it owes its news, and those through which somebody spoke to it:
//
//   - "The news was first reported by the Harbour Post", "Her departure, first reported by the Harbour Post, …", "The Harbour Post
//     broke the story": where the document says its lead on nobody's authority, the lead is that outlet's;
//   - "Per Nordwire, …": so is the rest of the sentence;
//   - "In an interview with the Harbour Post, she said …": the outlet stands before her in the chain.
func (w *work) credited() {
	lead, own := w.lead()
	for k, sent := range w.t.Sentences {
		if sent.Last-sent.First > longest || w.inQuotedPost(sent) {
			continue
		}
		w.s.lo, w.s.hi = sent.First, sent.Last
		if w.s.titleCase() {
			continue
		}
		for i := sent.First; i < sent.Last; i++ {
			if w.t.Tokens[i].Quoted {
				continue
			}
			if name, ok := w.s.passedOn(i); ok {
				w.passOn(i, name, sent)
			}
			if c, ok := w.s.firstReport(i); ok {
				w.creditLead(k-lead, own, c, sent)
			}
		}
	}
}

// lead is the number of the sentence that is the lead, and the sentence where no attribution accounts for it.
func (w *work) lead() (k int, own *text.Sentence) {
	marked := w.attributed()
	for k := range w.t.Sentences {
		sent := &w.t.Sentences[k]
		span := w.span(chunk{sent.First, sent.Last})
		switch {
		case span.Start < w.doc.Body || sent.Last-sent.First < 4 || w.inQuotedPost(*sent):
		case mostly(marked, span):
			return k, nil
		default:
			return k, sent
		}
	}
	return len(w.t.Sentences), nil
}

// opening is within how many words of its beginning a sentence names what it speaks of.
const opening = 4

// scoop is a place that tells who had the news first.
type scoop struct {
	name, cue chunk
	news      bool // what was reported is called so: "the news", "the story"
	aside     int  // where the comma stands before it, in "Her departure, first reported by …"; 0 where none does
}

// firstReport reads at token i the verb of "first reported by the Harbour Post" or "the Harbour Post broke the story".
func (s *scan) firstReport(i int) (scoop, bool) {
	switch s.tok(i).Lower {
	case "reported", "revealed", "published", "disclosed", "broken", "broke":
	case "report", "break":
		if i-4 < s.lo || s.tok(i-1).Lower != "to" || s.tok(i-2).Lower != "first" {
			return scoop{}, false
		}
		name := s.nameBehind(s.beforeWas(i - 2))
		return scoop{name: name, cue: chunk{i - 2, i + 1}, news: i+2 < s.hi && newsNoun(s.tok(i+2).Lower)}, name.last > name.first
	default:
		return scoop{}, false
	}
	if by := s.byAfter(i); by > 0 {
		return s.reportedBy(i, by)
	}
	first := i
	for first > s.lo && (earlier(s.tok(first-1).Lower) || s.tok(first-1).Tag == "RB") {
		first--
	}
	object := i + 1
	if object+1 >= s.hi || s.tok(object).Lower != "the" || !newsNoun(s.tok(object+1).Lower) {
		return scoop{}, false
	}
	at := object + 2
	if s.tok(i).Lower != "broke" && first == i && (at >= s.hi || s.tok(at).Lower != "first") {
		return scoop{}, false
	}
	name := s.nameBehind(s.beforeWhich(first))
	return scoop{name: name, cue: chunk{first, i + 1}, news: true}, name.last > name.first
}

// beforeWas is where "was the" begins before token i, in "was the first to report".
func (s *scan) beforeWas(i int) int {
	for i > s.lo && (s.tok(i-1).Lower == "the" || s.tok(i-1).Lower == "was" || s.tok(i-1).Lower == "were") {
		i--
	}
	return i
}

// beforeWhich is where the comma and "which" stand before token i, in "the Harbour Post, which first reported the news".
func (s *scan) beforeWhich(i int) int {
	if i-2 > s.lo && s.tok(i-1).Lower == "which" && s.tok(i-2).Word == "," {
		return i - 2
	}
	return i
}

// reportedBy reads "(was) first reported by the Harbour Post", of which the verb stands at i.
func (s *scan) reportedBy(i, by int) (scoop, bool) {
	c := scoop{name: s.nameAhead(by + 1), cue: chunk{i, by + 1}}
	if c.name.last == c.name.first {
		return c, false
	}
	early := false
	for c.cue.first > s.lo && earlier(s.tok(c.cue.first-1).Lower) {
		c.cue.first--
		early = true
	}
	for k := s.lo; k < min(s.lo+opening, c.cue.first); k++ {
		c.news = c.news || newsNoun(s.tok(k).Lower)
	}
	if before := c.cue.first - 1; early && before > s.lo && s.tok(before).Word == "," {
		c.aside = before
		c.news = c.news || newsNoun(s.tok(before-1).Lower)
	}
	return c, early || c.news
}

// byAfter is where "by" stands behind the verb, at most a day and its preposition later; 0 where it does not.
func (s *scan) byAfter(i int) int {
	for k := i + 1; k < min(i+4, s.hi); k++ {
		if w := s.tok(k); w.Lower == "by" {
			return k
		} else if !isDay(w.Lower) && w.Lower != "on" && w.Lower != "earlier" && w.Lower != "first" {
			return 0
		}
	}
	return 0
}

func earlier(lower string) bool {
	switch lower {
	case "first", "earlier", "originally", "previously", "initially":
		return true
	}
	return false
}

// newsNoun reports whether the word stands for what a document reports, whatever that is.
func newsNoun(lower string) bool {
	switch lower {
	case "news", "story", "report", "reports", "scandal", "scoop", "development", "developments", "details", "information", "revelation",
		"revelations", "allegation", "allegations", "affair":
		return true
	}
	return false
}

// nameAhead is the name with capitals that begins at token i, or behind its article. It goes on over "of", "the" and "and" only
// to a word with a capital.
func (s *scan) nameAhead(i int) chunk {
	if i < s.hi && s.tok(i).Lower == "the" {
		i++
	}
	last := i
	for k := i; k < min(s.hi, i+6); k++ {
		t := s.tok(k)
		joins := k > i && (t.Lower == "of" || t.Lower == "the" || t.Word == "&")
		if !startsUpper(t.Word) && !joins || isDay(t.Lower) || k > i && t.Line != s.tok(i).Line {
			break
		}
		if startsUpper(t.Word) {
			last = k + 1
		}
	}
	for k := i + 1; k < last; k++ { // "Nora Quill of the Harbour Post"
		if s.tok(k).Lower == "of" && s.tok(k-1).Name == "PERSON" {
			return s.nameAhead(k + 1)
		}
	}
	return s.pressChunk(chunk{i, last})
}

// nameBehind is the name with capitals that ends before token end, without its article.
func (s *scan) nameBehind(end int) chunk {
	first := end
	for first > s.lo && startsUpper(s.tok(first-1).Word) && !isDay(s.tok(first-1).Lower) && s.tok(first-1).Lower != "the" && s.tok(first-1).Tag != "IN" {
		first--
	}
	return s.pressChunk(chunk{first, end})
}

// pressChunk is the chunk where it can be the name of an outlet: no person's name, unless newspapers have such names.
func (s *scan) pressChunk(c chunk) chunk {
	if c.last <= c.first || s.tok(c.first).Tag == "PRP" || c.last == c.first+1 && s.lex.roles[s.tok(c.first).Lower] != "" {
		return chunk{}
	}
	if s.press(c) {
		return c
	}
	for i := c.first; i < c.last; i++ {
		if c.last-c.first == 1 || s.tok(i).Name != "PERSON" {
			return c
		}
	}
	return chunk{}
}

// press reports whether the name ends in a word that names of newspapers and stations end in.
func (s *scan) press(c chunk) bool {
	last := s.tok(c.last - 1).Word
	return s.lex.outlets[last] || s.lex.known[last] || pressName(s.t.Slice(c.first, c.last))
}

func (s *scan) pressVoice(c chunk) hearsay.Voice {
	v := hearsay.Voice{Name: s.t.Slice(c.first, c.last), Kind: hearsay.OrganizationVoice, Named: true}
	if s.press(c) {
		v.Kind = hearsay.OutletVoice
	}
	return v
}

// creditLead makes the outlet of a scoop, behind sentences from the lead, the source of the lead if that is the document's own, of
// what the scoop stands beside in the lead, or of no more than what it names.
func (w *work) creditLead(behind int, own *text.Sentence, c scoop, sent text.Sentence) {
	var content []hearsay.Span
	switch rest := c.name.last + 1; {
	case c.cue.first <= sent.First+1 && c.name.first > c.cue.first && rest+1 < sent.Last: // "As first reported by the Harbour Post, the board met"
		content = []hearsay.Span{w.span(chunk{rest, w.withoutStop(sent)})}
	case behind == 0 && c.aside > 0:
		content = []hearsay.Span{w.span(chunk{sent.First, c.aside})}
		if next := c.name.last; next+2 < sent.Last && w.t.Tokens[next].Word == "," {
			content = append(content, w.span(chunk{next + 1, w.withoutStop(sent)}))
		}
	case own != nil && behind > 0 && (c.news && behind <= nearLead || behind == 1 && w.s.press(c.name)):
		content = []hearsay.Span{w.span(chunk{own.First, w.withoutStop(*own)})}
	}
	cue := w.span(c.cue)
	for i := range w.out.Attributions {
		if a := &w.out.Attributions[i]; slices.ContainsFunc(a.Cue, cue.Overlaps) {
			if content != nil {
				a.Content = content
				if v := a.Voice; !v.Named || v.Kind != hearsay.OutletVoice && w.s.press(c.name) {
					source := w.span(c.name)
					a.Source, a.Voice = &source, w.s.pressVoice(c.name)
					a.Chain = []hearsay.Voice{a.Voice}
				}
			}
			return
		}
	}
	if content == nil {
		content = []hearsay.Span{w.span(w.s.scooped(c))}
	}
	w.newCredit(c.name, c.cue, content)
}

// scooped is what the words name of which a scoop tells: "the story", "Her departure".
func (s *scan) scooped(c scoop) chunk {
	switch {
	case c.name.first < c.cue.first:
		return chunk{c.cue.last, min(c.cue.last+2, s.hi)}
	case c.aside > 0:
		return chunk{max(s.lo, c.aside-2), c.aside}
	case c.cue.first == s.lo:
		return c.cue
	}
	return chunk{max(s.lo, c.cue.first-2), c.cue.first}
}

// withoutStop is the end of the sentence without its full stop.
func (w *work) withoutStop(sent text.Sentence) int {
	if w.t.Tokens[sent.Last-1].Tag == "." && sent.Last-sent.First > 1 {
		return sent.Last - 1
	}
	return sent.Last
}

func (w *work) newCredit(name, cue chunk, content []hearsay.Span) {
	source := w.span(name)
	a := hearsay.Attribution{
		Document: w.doc.ID, Source: &source, Cue: []hearsay.Span{w.span(cue)}, Content: content, Act: hearsay.Assert,
		Voice: w.s.pressVoice(name), Confidence: 0.7, Stamp: w.stamp,
	}
	a.Chain = []hearsay.Voice{a.Voice}
	a.ID = w.attributionID(&a)
	w.out.Attributions = append(w.out.Attributions, a)
}

// passedOn reads at token i the name of whom somebody spoke to, or who passed it on: "an interview with the Harbour Post", "Per
// Nordwire, the board met".
func (s *scan) passedOn(i int) (chunk, bool) {
	switch s.tok(i).Lower {
	case "interview", "speaking":
		if i+2 >= s.hi || s.tok(i+1).Lower != "with" && s.tok(i+1).Lower != "to" {
			return chunk{}, false
		}
		c := s.nameAhead(i + 2)
		return c, c.last > c.first
	case "per":
		if i+2 >= s.hi || i > s.lo && s.tok(i-1).Word != "," {
			return chunk{}, false
		}
		c := s.nameAhead(i + 1)
		if c.last <= c.first {
			return c, false
		}
		if i == s.lo { // "Per Lund, the mayor, …" is a name
			return c, c.last+2 < s.hi && s.tok(c.last).Word == "," && s.clauseFollows(c.last+1)
		}
		return c, c.last >= s.sentenceEnd() || s.tok(c.last).Word == ","
	}
	return chunk{}, false
}

// passOn puts the outlet before the voices of what the sentence attributes. Where it attributes nothing, what is said "per" the
// outlet is the outlet's.
func (w *work) passOn(i int, name chunk, sent text.Sentence) {
	whole, v, found := w.span(chunk{sent.First, sent.Last}), w.s.pressVoice(name), false
	for j := range w.out.Attributions {
		a := &w.out.Attributions[j]
		if a.Source == nil || !whole.Holds(a.Cue[0]) || w.within(a.Cue[0]).Tokens[0].Quoted {
			continue
		}
		found = true
		there := func(o hearsay.Voice) bool {
			return strings.EqualFold(strings.TrimPrefix(strings.ToLower(o.Name), "the "), v.Name)
		}
		if len(a.Chain) > 0 && !slices.ContainsFunc(a.Chain, there) {
			a.Chain = append([]hearsay.Voice{v}, a.Chain...)
		}
	}
	if found || w.t.Tokens[i].Lower != "per" {
		return
	}
	content := chunk{sent.First, i - 1}
	if i == sent.First {
		content = chunk{name.last + 1, w.withoutStop(sent)}
	}
	if content.last > content.first {
		w.newCredit(name, chunk{i, i + 1}, []hearsay.Span{w.span(content)})
	}
}
