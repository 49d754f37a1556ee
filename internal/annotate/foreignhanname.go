// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// hanPhrase tells whether all of c is a speaker.
func (f *foreign) hanPhrase(c chunk) (speaker, bool) {
	if c.empty() {
		return speaker{}, false
	}
	text := f.cut(c).Text
	if f.l.sets["pronoun"][text] {
		s := speaker{chunk: c, voice: hearsay.Voice{Kind: hearsay.UnknownVoice}, class: f.words[c.first].class}
		if f.l.sets["plural"][text] {
			s.class |= several
		}
		return s, true
	}
	if tail := f.behindClause(c); tail.first > c.first {
		if name, _ := f.hanName(tail); name.first == tail.first && !name.empty() { // "在外地读书的李明"
			return speaker{chunk: c, voice: hearsay.Voice{Kind: hearsay.PersonVoice, Named: true, Name: f.cut(name).Text}}, true
		}
	}
	if s, ok := f.hanDescribed(c); ok {
		return s, true
	}
	return f.hanNamed(c)
}

// hanDescribed reads a speaker whose description ends with a noun of the list.
func (f *foreign) hanDescribed(c chunk) (speaker, bool) {
	inner, _ := f.withoutBracket(c)
	count, plural, from := f.hanNumber(inner)
	if strings.Contains("们們", f.words[inner.last-1].word) && inner.last-from > 2 {
		inner.last--
		plural = true
	}
	kind, head, ok := f.hanRole(chunk{from, inner.last})
	if !ok || !f.plainBefore(chunk{from, inner.last}) {
		return speaker{}, false
	}
	s := speaker{chunk: c, head: head, voice: hearsay.Voice{Kind: kind, Count: count, Plural: plural}}
	if kind != hearsay.OrganizationVoice && kind != hearsay.OutletVoice {
		s.voice.Name = f.withoutOne(inner)
		s.voice.Role = s.voice.Name
		return s, true
	}
	inner = f.behindClause(inner)
	s.voice.Name = f.withoutOne(inner)
	own := from <= inner.first && f.inSet("this", inner.first, inner.last) == 0
	s.voice.Named = own && (f.l.sets["proper"][s.voice.Name] || len(s.voice.Name) > len(head))
	return s, true
}

// hanNamed reads a speaker who is named, alone or behind what he is.
func (f *foreign) hanNamed(c chunk) (speaker, bool) {
	inner, latin := f.withoutBracket(c)
	name, role := f.hanName(inner)
	if name.empty() {
		return speaker{}, false
	}
	s := speaker{chunk: c, voice: hearsay.Voice{Kind: hearsay.PersonVoice, Named: true, Name: f.cut(name).Text, Role: role}}
	if f.is(name.first, capital) && name.last == name.first+1 && role == "" {
		s.voice.Kind = hearsay.OrganizationVoice
		return s, true
	}
	if f.full[s.voice.Name] == "" {
		f.full[s.voice.Name] = s.voice.Name
		f.hanMention(name)
	}
	if latin != "" {
		s.voice.Name = latin
	}
	_, s.head, _ = f.hanRole(chunk{inner.first, name.first})
	return s, true
}

// behindClause is what stands behind a clause that describes it: "负责运营的公司".
func (f *foreign) behindClause(c chunk) chunk {
	for i := c.last - 2; i > c.first; i-- {
		if f.words[i].word == "的" {
			return chunk{i + 1, c.last}
		}
	}
	return c
}

// hanMention notes the name of a person who speaks; other names cannot be told from the words around them.
func (f *foreign) hanMention(name chunk) {
	span := f.cut(name)
	if f.is(name.first, capital) {
		return // a Latin name, noted already
	}
	f.out.Mentions = append(f.out.Mentions, hearsay.Mention{Document: f.doc.ID, Span: span, Kind: hearsay.PersonEntity, Name: span.Text})
	at, _ := slices.BinarySearchFunc(f.people, span, hearsay.Span.Before)
	f.people = slices.Insert(f.people, at, span)
}

// withoutBracket takes an aside in brackets off the end, and gives a Latin name that stands in it.
func (f *foreign) withoutBracket(c chunk) (chunk, string) {
	if !strings.Contains("）)", f.words[c.last-1].word) {
		return c, ""
	}
	for i := c.last - 2; i > c.first; i-- {
		if !strings.Contains("（(", f.words[i].word) {
			continue
		}
		in := chunk{i + 1, c.last - 1}
		if in.empty() || !f.is(in.first, capital) {
			return chunk{c.first, i}, ""
		}
		return chunk{c.first, i}, f.cut(in).Text
	}
	return c, ""
}

// hanNumber reads "两名", "3位", "多名", "一名" at the beginning, and gives the word behind.
func (f *foreign) hanNumber(c chunk) (count int, plural bool, next int) {
	measure := func(i int) bool { return i < c.last && f.l.sets["measure"][f.words[i].word] }
	i := c.first
	if i >= c.last {
		return 0, false, i
	}
	n := f.inSet("one", i, c.last)
	switch {
	case f.l.sets["several"][f.words[i].word] && measure(i+1):
		return 0, true, i + 2
	case n > 0 && measure(i+n):
		return 0, false, i + n + 1
	case n > 0:
		return 0, false, i + n
	}
	for k := min(2, c.last-i); k > 0; k-- {
		word := f.cut(chunk{i, i + k}).Text
		value := f.l.numbers[word]
		if v, err := strconv.Atoi(word); err == nil && v < 10_000 {
			value = v
		}
		if value > 0 && measure(i+k) {
			return value, false, i + k + 1
		}
	}
	return 0, false, i
}

// withoutOne takes "一名" and "该" off the beginning; other numbers are part of the description.
func (f *foreign) withoutOne(c chunk) string {
	n := f.inSet("one", c.first, c.last-1)
	if n > 0 && c.first+n < c.last-1 && f.l.sets["measure"][f.words[c.first+n].word] {
		n++
	}
	return f.cut(chunk{c.first + n, c.last}).Text
}

// hanRole tells whether c ends with a noun for a source.
func (f *foreign) hanRole(c chunk) (hearsay.VoiceKind, string, bool) {
	const longest = 7
	for n := min(longest, c.last-c.first); n > 0; n-- {
		word := f.cut(chunk{c.last - n, c.last}).Text
		if role, ok := f.l.roles[word]; ok {
			return role.kind, word, true
		}
	}
	return "", "", false
}

// plainBefore reports whether what stands before the noun is a description, and no clause: no pronoun or verb that only a
// clause has, unless it ends with 的.
func (f *foreign) plainBefore(c chunk) bool {
	if c.last-c.first > longHanPhrase {
		return false
	}
	from := c.first
	for i := c.first; i < c.last; i++ {
		if f.words[i].word == "的" {
			from = i + 1
		}
	}
	for i := from; i < c.last; i++ {
		if strings.Contains("是了把被给給他她我你说說让讓", f.words[i].word) {
			return false
		}
	}
	return true
}

// hanName finds the name that c ends with: behind a noun for a source, or by itself.
func (f *foreign) hanName(c chunk) (chunk, string) {
	if f.foreignName(c) {
		return c, ""
	}
	for n := 1; n <= 2 && c.last-n > c.first+1; n++ {
		if f.l.sets["honorific"][f.cut(chunk{c.last - n, c.last}).Text] {
			c.last -= n
			break
		}
	}
	for i := c.last - 1; i > c.first && c.last-i <= longForeignName; i-- {
		kind, head, ok := f.hanRole(chunk{c.first, i})
		ok = ok && (kind == hearsay.OfficialVoice || kind == hearsay.UnnamedVoice) && !strings.HasSuffix(head, "方") && !strings.HasSuffix(head, "局")
		name := chunk{i, c.last}
		own := name.last-name.first > 1 && name.last-name.first <= longHanName && f.ideographs(name)
		if ok && f.plainBefore(chunk{c.first, i}) && (own || f.foreignName(name)) {
			return name, f.withoutOne(chunk{c.first, i})
		}
	}
	if f.full[f.cut(c).Text] != "" && f.ideographs(c) {
		return c, ""
	}
	const longest = 3
	n := f.inSet("surname", c.first, c.last)
	if n == 0 || !f.ideographs(c) || c.last-c.first > longest+n-1 || c.last-c.first <= n || f.inSet("notname", c.first, c.last) > 0 {
		return chunk{}, ""
	}
	return c, ""
}

// foreignName reports whether c is a name from another language: in Latin letters, or with points between its parts.
func (f *foreign) foreignName(c chunk) bool {
	if c.empty() || c.last-c.first > longForeignName {
		return false
	}
	points := 0
	for i := c.first; i < c.last; i++ {
		w := &f.words[i]
		r, _ := utf8.DecodeRuneInString(w.word)
		switch {
		case strings.Contains("·•", w.word):
			points++
		case w.class&capital != 0 || unicode.Is(unicode.Han, r) && f.inSet("stop", i, i+1) == 0:
		default:
			return false
		}
	}
	if points > 0 {
		_, _, role := f.hanRole(chunk{c.first, min(c.first+4, c.last)})
		return !f.is(c.first, mark) && !f.is(c.last-1, mark) && !role && !f.roleWithin(c)
	}
	return f.is(c.first, capital) && f.is(c.last-1, capital)
}

// roleWithin reports whether a noun for a source ends before the first point of c: then the name begins behind it.
func (f *foreign) roleWithin(c chunk) bool {
	for i := c.first + 1; i < c.last && !f.is(i-1, mark); i++ {
		if _, _, ok := f.hanRole(chunk{c.first, i}); ok {
			return true
		}
	}
	return false
}

// noName are characters that stand around names and in none.
const noName = "的了是在和与及或等们們均都将將被也又正曾已并並以来來去前后後时時上下内外年月日"

func (f *foreign) ideographs(c chunk) bool {
	for i := c.first; i < c.last; i++ {
		r, _ := utf8.DecodeRuneInString(f.words[i].word)
		if !unicode.Is(unicode.Han, r) || strings.Contains(noName, f.words[i].word) {
			return false
		}
	}
	return true
}
