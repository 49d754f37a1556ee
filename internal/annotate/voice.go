// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"

	"hearsay"
)

// proper reports whether the word is part of a name: by its tag, or a noun with a capital inside of a sentence.
func (s *scan) proper(i int) bool {
	t := s.tok(i)
	return isProper(t.Tag) || i > s.lo && isNoun(t.Tag) && startsUpper(t.Word) && !s.titleCase()
}

// voiceOfFind tells who the source of a find is.
func (s *scan) voiceOfFind(f *find) hearsay.Voice {
	if f.known != nil {
		return *f.known
	}
	return s.voiceOf(f.voice)
}

// voiceOf tells what sort of voice the phrase stands for, from its own words; what they refer to is settled by
// resolve.
func (s *scan) voiceOf(c chunk) hearsay.Voice {
	if c.last <= c.first {
		return hearsay.Voice{Kind: hearsay.UnknownVoice}
	}
	if inner, ok := s.afterQuantity(c); ok {
		v := s.voiceOf(inner)
		v.Plural = v.Count == 0
		return v
	}
	head := s.headOf(c)
	v := hearsay.Voice{Kind: hearsay.UnknownVoice, Name: s.t.Slice(c.first, c.last)}
	s.describe(&v, s.apposition(c))
	if head.last-head.first == 1 && s.tok(head.first).Tag == "PRP" {
		return v
	}
	v.Count, v.Plural = s.count(head)
	if s.isPerson(c) && !s.isPerson(head) && s.leadsToName(head) {
		head, _ = s.chunkAt(c.last - 1) // "the department and agency expert Nora Quill", "Secretary of State Nora Quill"
	}
	head.last = s.beforeBracket(head.first, head.last)
	last := s.tok(head.last - 1)
	if kind, ok := s.lex.roles[last.Lower]; ok && head.last == head.first+1 && s.titleCase() {
		v.Name = strings.ToLower(v.Name)
		return s.roleVoice(c, head, kind, v) // in a headline a capital tells no name: "Engineer Says …"
	}
	if run := s.personRun(head); run.last > run.first && !s.introduced(head, run) && !s.articled(head, run) {
		return s.personVoice(head, run, v)
	}
	if run := s.namedAfter(c); run.last > run.first && !s.proper(head.last-1) && !v.Plural && v.Count < 2 {
		v = s.personVoice(head, run, v)
		v.Role, v.Body = s.bare(head), s.bodyName(c)
		s.describe(&v, chunk{})
		return v
	}
	if kind, ok := s.lex.roles[last.Lower]; ok && !s.proper(head.last-1) {
		if kind == hearsay.OutletVoice && head.last-head.first > 1 && isProper(s.tok(head.last-2).Tag) {
			run := s.properRun(chunk{head.first, head.last - 1}) // "The Guardian newspaper"
			v.Kind, v.Named, v.Name, v.Count = kind, true, s.t.Slice(run.first, run.last), 0
			return v
		}
		return s.roleVoice(c, head, kind, v)
	}
	if s.proper(head.last-1) || last.Tag == "CD" && isProper(s.tok(head.first).Tag) {
		return s.properVoice(c, head, v)
	}
	return s.commonVoice(c, head, v)
}

// personVoice is the voice of the person whose name is run; what stands before it is the role.
func (s *scan) personVoice(head, run chunk, v hearsay.Voice) hearsay.Voice {
	v.Kind, v.Named, v.Name, v.Count, v.Plural = hearsay.PersonVoice, true, s.t.Slice(run.first, run.last), 0, false
	v.Role = strings.TrimSpace(s.t.Slice(s.skipArticle(head), max(run.first, s.skipArticle(head))))
	if v.Description == "" {
		s.describe(&v, s.valued(head, run.first))
	}
	v.Body = s.bodyName(chunk{head.first, run.first})
	return v
}

// commonVoice is the voice of a common noun that is no role: a body, several people, or somebody.
func (s *scan) commonVoice(c, head chunk, v hearsay.Voice) hearsay.Voice {
	if s.lex.bodies[s.tok(head.last-1).Lower] {
		v.Kind, v.Named, v.Count, v.Plural = hearsay.OrganizationVoice, s.hasProper(c) && !s.onlyBased(head), 0, false
		return v
	}
	if v.Plural || v.Count > 1 {
		v.Kind = hearsay.CollectiveVoice
		return v
	}
	v.Kind = hearsay.UnnamedVoice
	return v
}

// namedAfter is the person's name that stands between commas right after the phrase: "the minister, Nora Quill,".
func (s *scan) namedAfter(c chunk) chunk {
	if c.last+1 >= s.hi || s.tok(c.last).Word != "," {
		return chunk{}
	}
	next, ok := s.chunkAt(c.last + 1)
	if !ok || next.first != c.last+1 || s.lex.roles[s.tok(s.headOf(c).last-1).Lower] == hearsay.OutletVoice {
		return chunk{}
	}
	if run := s.personRun(next); run == next && (next.last == s.hi || s.tok(next.last).Word == "," || s.tok(next.last).Tag == ".") {
		return run
	}
	return chunk{}
}

// leadsToName reports whether the phrase goes on with "and" or, after a title, with "of".
func (s *scan) leadsToName(head chunk) bool {
	join := s.tok(head.last)
	title := s.tok(head.last - 1).Lower
	return join.Tag == "CC" || join.Lower == "of" && (s.lex.titles[title] || s.lex.roles[title] == hearsay.OfficialVoice)
}

// introduced reports whether the words before a name say that it is an outlet's ("the newsletter Quiet Water").
func (s *scan) introduced(head, run chunk) bool {
	return run.first > head.first && s.lex.descriptors[s.tok(run.first-1).Lower]
}

// articled reports whether the article shows that a name which looks like a person's is none: "the Harrow Ledger".
func (s *scan) articled(head, run chunk) bool {
	if s.tok(head.first).Lower != "the" {
		return false
	}
	if run.first == head.first+1 {
		return run.last > run.first+1
	}
	for i := head.first + 1; i < run.first; i++ {
		w := s.tok(i)
		if _, role := s.lex.roles[w.Lower]; role || !isProper(w.Tag) || s.lex.titles[w.Lower] || s.lex.bodies[w.Lower] {
			return false
		}
	}
	return run.last == run.first+1
}

// titleCase reports whether most words of the sentence begin with a capital.
func (s *scan) titleCase() bool {
	words, capitals := 0, 0
	for i := s.lo; i < s.hi; i++ {
		if w := s.tok(i).Word; startsUpper(w) {
			capitals++
		} else if !isLower(w) {
			continue
		}
		words++
	}
	return words > 3 && 10*capitals > 6*words
}

// roleVoice is the voice of a noun of role or kind: "three officials", "the paper", "a report".
func (s *scan) roleVoice(c, head chunk, kind hearsay.VoiceKind, v hearsay.Voice) hearsay.Voice {
	v.Kind = kind
	v.Role = s.bare(head)
	v.Body = s.bodyName(c)
	if kind == hearsay.DocumentVoice {
		v.Named = v.Body != "" || s.hasProper(c)
	}
	if kind == hearsay.OfficialVoice && s.lex.bodies[s.tok(head.last-1).Lower] && s.hasProper(c) {
		v.Kind, v.Named = hearsay.OrganizationVoice, true
	}
	return v
}

// properVoice is the voice of a proper name that is no person's.
func (s *scan) properVoice(c, head chunk, v hearsay.Voice) hearsay.Voice {
	run := s.properRun(head)
	v.Named, v.Count, v.Plural = true, 0, false
	v.Kind = hearsay.OrganizationVoice
	v.Name = s.t.Slice(run.first, s.beforeBracket(run.first, c.last))
	if s.isOutlet(c) {
		v.Kind = hearsay.OutletVoice
		v.Name = s.t.Slice(run.first, head.last)
	}
	v.Role = strings.TrimSpace(s.t.Slice(s.skipArticle(head), run.first))
	if v.Description == "" {
		s.describe(&v, s.valued(head, run.first))
	}
	return v
}

// beforeBracket is where a phrase ends without the aside in brackets at its end: "the Elsund Water Board (EWB)".
func (s *scan) beforeBracket(first, last int) int {
	if s.tok(last-1).Word != ")" {
		return last
	}
	for i := last - 2; i > first; i-- {
		if s.tok(i).Word == "(" {
			return i
		}
	}
	return last
}

// headOf is the part of a phrase before its first preposition, conjunction or participle.
func (s *scan) headOf(c chunk) chunk {
	for i := c.first + 1; i < c.last; i++ {
		if s.inNP[i-s.lo] < 0 {
			return chunk{c.first, i}
		}
	}
	return c
}

func (s *scan) skipArticle(c chunk) int {
	i := c.first
	for i < c.last-1 && (s.tok(i).Tag == "DT" || isQuoteMark(s.tok(i).Word) || s.tok(i).Tag == "PDT" || s.tok(i).Tag == "CC" || s.tok(i).Tag == "RB") {
		i++
	}
	return i
}

// bare is the text of the phrase without its article.
func (s *scan) bare(c chunk) string { return s.t.Slice(s.skipArticle(c), c.last) }

// personRun is the last run of words in the phrase that are a person's name.
func (s *scan) personRun(c chunk) chunk {
	last := c.last
	if last-1 > c.first && s.tok(last-1).Word == ")" {
		for last > c.first && s.tok(last-1).Word != "(" {
			last--
		}
		last--
	}
	if last <= c.first || !s.personal(last-1) || s.lex.bodies[s.tok(last-1).Lower] {
		return chunk{}
	}
	first := last
	for first > c.first && s.personal(first-1) {
		first--
	}
	for i := first; i < last-1; i++ {
		if s.lex.titles[s.tok(i).Lower] {
			first = i + 1 // "United States President Nora Quill"
		}
	}
	if last-first > 2 && first > s.lo && s.tok(first-1).Lower == "of" {
		first++ // "Secretary of State Nora Quill"
	}
	return chunk{first, last}
}

// personal reports whether token i is a word of a person's name.
func (s *scan) personal(i int) bool {
	t := s.tok(i)
	return t.Name == "PERSON" && t.Tag != "POS" && !isLower(t.Word)
}

func isLower(w string) bool { return w != "" && w[0] >= 'a' && w[0] <= 'z' }

// properRun is the last run of proper names in the phrase, small words within it included.
func (s *scan) properRun(c chunk) chunk {
	first := c.last
	for first > c.first && (isProper(s.tok(first-1).Tag) || s.tok(first-1).Tag == "CD" || s.tok(first-1).Tag == "POS" || s.tok(first-1).Word == "&" || startsUpper(s.tok(first-1).Word)) {
		first--
	}
	for first < c.last-1 && (s.tok(first).Tag == "DT" || s.tok(first).Tag == "CD") {
		first++
	}
	return chunk{first, c.last}
}

func startsUpper(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// bodyName is the name of a body within the phrase: "the Office of the President" in "a spokesman at …".
func (s *scan) bodyName(c chunk) string {
	for i := c.first; i < c.last; i++ {
		if !isProper(s.tok(i).Tag) || s.tok(i).Name == "PERSON" {
			continue
		}
		last := i + 1
		for last < c.last && (isProper(s.tok(last).Tag) || (s.tok(last).Lower == "of" || s.tok(last).Lower == "for" || s.tok(last).Tag == "DT" || s.tok(last).Word == "and" || s.tok(last).Tag == "POS") && s.properAhead(last, c.last)) && s.tok(last).Name != "PERSON" {
			last++
		}
		return s.t.Slice(i, last)
	}
	return ""
}

func (s *scan) properAhead(i, end int) bool {
	for j := i + 1; j < min(end, i+3); j++ {
		if isProper(s.tok(j).Tag) {
			return true
		}
		if s.tok(j).Tag != "DT" {
			return false
		}
	}
	return false
}

func (s *scan) hasProper(c chunk) bool {
	for i := c.first; i < c.last; i++ {
		if isProper(s.tok(i).Tag) || s.tok(i).Tag == "JJ" && startsUpper(s.tok(i).Word) && i > s.lo {
			return true
		}
	}
	return false
}

// canVouch reports whether what is cited is somebody or some document, and not a reason ("citing strict laws").
func (s *scan) canVouch(c chunk, v hearsay.Voice) bool {
	if v.Named || v.Kind == hearsay.DocumentVoice {
		return true
	}
	noun := s.tok(s.headOf(c).last - 1).Lower
	_, role := s.lex.roles[noun]
	_, said := s.lex.nouns[noun]
	return role || said || s.lex.bodies[noun] || human(noun)
}

// human reports whether the noun by its ending is one of people: "fireman", "physicists".
func human(noun string) bool {
	noun = strings.TrimSuffix(noun, "s")
	for _, end := range []string{"man", "men", "person", "ist", "ician", "fighter", "worker", "keeper"} {
		if strings.HasSuffix(noun, end) && noun != "list" {
			return true
		}
	}
	return false
}

// onlyBased reports whether the one proper word of the phrase tells a seat ("the Ashby-based company").
func (s *scan) onlyBased(head chunk) bool {
	for i := head.first; i < head.last-1; i++ {
		if strings.HasSuffix(s.tok(i).Lower, "-based") || strings.HasSuffix(s.tok(i).Lower, "-owned") {
			return true
		}
	}
	return false
}

// isOutlet reports whether the phrase names an outlet, or stands for one ("the paper").
func (s *scan) isOutlet(c chunk) bool {
	head := s.headOf(c)
	for i := head.first; i < head.last; i++ {
		if s.lex.descriptors[s.tok(i).Lower] && !isProper(s.tok(i).Tag) {
			return true
		}
	}
	last := s.tok(head.last - 1).Word
	return s.lex.outlets[last] || s.lex.known[last]
}

// describe notes what the text says about a source, and where; an empty chunk takes it back.
func (s *scan) describe(v *hearsay.Voice, c chunk) {
	v.Description, v.Described = "", hearsay.Span{}
	if c.last > c.first {
		v.Described = hearsay.Cut(s.t.S, s.t.Tokens[c.first].Start, s.t.Tokens[c.last-1].End)
		v.Description = v.Described.Text
	}
}

// valued is the part of a name's phrase before the name where it says what the writer thinks of the source: "the
// authoritative newsletter" of "the authoritative newsletter Harbour Notes".
func (s *scan) valued(head chunk, name int) chunk {
	first := s.skipArticle(head)
	for i := first; i < name; i++ {
		if strings.HasPrefix(s.tok(i).Tag, "JJ") {
			return chunk{first, name}
		}
	}
	return chunk{}
}

// apposition is what the text says about the source between commas right after it.
func (s *scan) apposition(c chunk) chunk {
	i := c.last
	if i+1 >= s.hi || s.tok(i).Word != "," {
		return chunk{}
	}
	tag := s.tok(i + 1).Tag
	if s.inNP[i+1-s.lo] < 0 && tag != "WP" || tag == "PRP" {
		return chunk{}
	}
	for j := i + 1; j < min(s.hi, i+30); j++ {
		if s.tok(j).Word == "," && j > i+2 {
			if isVerb(s.tok(min(j+1, s.hi-1)).Tag) || s.tok(min(j+1, s.hi-1)).Tag == "RB" {
				return chunk{i + 1, j}
			}
		}
	}
	return chunk{}
}
