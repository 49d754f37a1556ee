// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

const (
	headTokens      = 80  // of a text in which its title, byline and authors stand
	fewestTokens    = 100 // of a text that has an author to be told
	frameConfidence = 0.9
)

// whole is a sign of who wrote or spoke the whole of a text, in tokens.
type whole struct {
	source, cue, content chunk
	chained              bool // others publish the text: who wrote it is quoted by them
}

// author adds what the text itself says on who wrote or spoke the whole of it: the signature of a letter, a title that names a
// speaker, a byline over a text in the first person, the authors of a paper. Whom the document is known to be by is not added.
func (w *work) author() {
	if w.doc.Kind == hearsay.Post || len(w.t.Tokens) < fewestTokens {
		return
	}
	for _, sign := range []func() (whole, bool){w.signature, w.speaker, w.byline, w.scholars} {
		if found, ok := sign(); ok {
			w.addWhole(found)
			return
		}
	}
}

func (w *work) addWhole(found whole) {
	voice := w.voiceAt(found.source)
	if slices.ContainsFunc(w.doc.Authors, func(a string) bool { return strings.EqualFold(a, voice.Name) }) {
		return
	}
	source := w.span(found.source)
	a := hearsay.Attribution{
		Document: w.doc.ID, Source: &source, Cue: []hearsay.Span{w.span(found.cue)}, Content: []hearsay.Span{w.span(found.content)},
		Act: hearsay.Assert, Voice: voice, Channel: hearsay.TextChannel, Confidence: frameConfidence, Stamp: w.stamp,
	}
	if found.chained {
		a.Chain = []hearsay.Voice{voice}
	}
	w.addFrame(a)
}

// addFrame adds an attribution that holds many sentences.
func (w *work) addFrame(a hearsay.Attribution) {
	a.ID = w.attributionID(&a)
	w.out.Attributions = append(w.out.Attributions, a)
	w.levels = append(w.levels, level{clause: true})
}

// voiceAt is the voice of a phrase that stands alone: a name by itself is a person's.
func (w *work) voiceAt(c chunk) hearsay.Voice {
	s := scan{t: w.t, lex: english, lo: c.first, hi: c.last}
	s.chunks()
	voice := s.voiceOf(c)
	if voice.Name == "" || voice.Kind == hearsay.UnknownVoice || voice.Kind == hearsay.UnnamedVoice && startsUpper(voice.Name) {
		voice = hearsay.Voice{Name: w.t.Slice(c.first, c.last), Kind: hearsay.PersonVoice, Named: true}
	}
	return voice
}

// firstPerson reports whether the text, outside of quotations, is told by somebody who says "I" or "we".
func (w *work) firstPerson() bool {
	n := 0
	for i := range w.t.Tokens {
		if t := &w.t.Tokens[i]; !t.Quoted {
			switch t.Lower {
			case "i", "my", "me", "we", "our", "us":
				n++
			}
		}
	}
	return n >= 3
}

// starts reports whether a line or sentence can begin at token i: what stands before it is at an end.
func (w *work) starts(i int) bool {
	tokens := w.t.Tokens
	if i == 0 || tokens[i-1].Line != tokens[i].Line {
		return true
	}
	switch prev := tokens[i-1]; prev.Word {
	case ".":
		return i < 2 || len(tokens[i-2].Word) > 1 && !english.titles[tokens[i-2].Lower]
	case "!", "?", ")", "]", "…":
		return true
	default:
		return text.IsCloseQuote(prev.Word) && !prev.Quoted
	}
}

const longestName = 5 // tokens, initials and their points included

// nameAt is the run of words of a name that begins at token i.
func (w *work) nameAt(i int) chunk {
	tokens := w.t.Tokens
	end := i
	for end < len(tokens) && end < i+longestName && tokens[end].Line == tokens[i].Line && (w.nameToken(end) || end > i && w.joins(end)) {
		end++
	}
	return chunk{i, end}
}

// nameToken reports whether token i can be a word of a name in a title or under a letter.
func (w *work) nameToken(i int) bool {
	t := w.t.Tokens[i]
	return startsUpper(t.Word) && (isProper(t.Tag) || t.Name == "PERSON" && (isNoun(t.Tag) || strings.HasPrefix(t.Tag, "JJ"))) &&
		!isMonth(t.Lower) && !isDay(t.Lower) && !heads[t.Lower]
}

// heads are words of headings that follow a name in a title.
var heads = map[string]bool{"chapter": true, "part": true, "copyright": true, "p.s.": true, "illustrated": true, "translated": true, "introduction": true}

// joins reports whether token i is a small word within a name ("van", "." behind an initial) and the name goes on behind it.
func (w *work) joins(i int) bool {
	if i+1 >= len(w.t.Tokens) || !w.nameToken(i+1) {
		return false
	}
	switch t, prev := w.t.Tokens[i], w.t.Tokens[i-1]; t.Lower {
	case "van", "von", "de", "del", "della", "di", "da", "la", "le", "bin", "al", "-":
		return true
	case ".":
		return len(prev.Word) == 1 || english.titles[prev.Lower]
	}
	return false
}

// byline finds "By Orla Tolk" at the head of a text: on a line of its own, or after a title.
func (w *work) byline() (whole, bool) {
	tokens := w.t.Tokens
	for i := range min(headTokens, len(tokens)-1) {
		if tokens[i].Lower != "by" {
			continue
		}
		cue := chunk{i, i + 1}
		if tokens[cue.last].Word == ":" {
			cue.last++
		}
		name := w.nameAt(cue.last)
		if name.last-name.first < 2 || name.last == len(tokens) || !w.person(name) {
			continue
		}
		if sure := tokens[i].Word != "by"; w.endsHead(name.last, sure) && (sure || w.title(i)) || w.title(i) && name.last-name.first > 2 {
			return whole{source: name, cue: cue, content: chunk{name.last, len(tokens)}}, true
		}
	}
	return whole{}, false
}

const longestTitle = 25 // tokens

// title reports whether all that stands before token i on its line is a title: words with capitals, and small ones.
func (w *work) title(i int) bool {
	tokens := w.t.Tokens
	n := 0
	for j := i - 1; j >= 0 && tokens[j].Line == tokens[i].Line; j-- {
		t := tokens[j]
		if n++; n > longestTitle || isLower(t.Word) && (isVerb(t.Tag) || isNoun(t.Tag)) || t.Tag == "PRP" && isLower(t.Word) {
			return false
		}
	}
	return true
}

// endsHead reports whether a line or sentence of its own can begin at token i, behind a name; where a byline is sure also what tells
// more of who that is.
func (w *work) endsHead(i int, sure bool) bool {
	t, prev := w.t.Tokens[i], w.t.Tokens[i-1]
	switch {
	case t.Line != prev.Line:
		return true
	case t.Tag == "POS":
		return false
	case sure:
		return !isVerb(t.Tag) || startsUpper(t.Word)
	}
	return !isLower(t.Word) && t.Word != "," || t.Tag == "CC"
}

// person reports whether a word of the name is of a person's.
func (w *work) person(name chunk) bool {
	return slices.ContainsFunc(w.t.Tokens[name.first:name.last], func(t text.Token) bool { return t.Name == "PERSON" })
}

// spoken are the nouns of titles that say the whole text was spoken or written by the one whom they name.
var spokenNouns = map[string]bool{
	"Address": true, "Speech": true, "Remarks": true, "Statement": true, "Testimony": true, "Lecture": true, "Sermon": true, "Homily": true,
	"Eulogy": true, "Message": true, "Letter": true,
}

// speaker finds a title such as "Mayor Orla Tolk's Inaugural Address" or "Remarks by Orla Tolk" over a text in the first person.
func (w *work) speaker() (whole, bool) {
	tokens := w.t.Tokens
	for i := range min(headTokens/2, len(tokens)-1) {
		if isVerb(tokens[i].Tag) && !startsUpper(tokens[i].Word) {
			break // a sentence, and no title
		}
		if !spokenNouns[tokens[i].Word] {
			continue
		}
		name, cue := w.possessor(i), chunk{i, i + 1}
		if next := tokens[i+1].Lower; name.last == name.first && (next == "by" || next == "of") {
			name, cue = w.nameAt(i+2), chunk{i, i + 2}
		}
		end := max(name.last, cue.last)
		if name.last-name.first < 2 || end >= len(tokens) || isVerb(tokens[end].Tag) && !startsUpper(tokens[end].Word) || !w.firstPerson() {
			continue
		}
		return whole{name, cue, chunk{end, len(tokens)}, true}, true
	}
	return whole{}, false
}

// possessor is the name before the noun at i: "Orla Tolk's Inaugural", or "Orla Tolk Maiden".
func (w *work) possessor(i int) chunk {
	tokens := w.t.Tokens
	last := i
	for last > 0 && last > i-3 && tokens[last-1].Tag != "POS" && tokens[last-1].Name != "PERSON" && startsUpper(tokens[last-1].Word) {
		last--
	}
	if last > 0 && tokens[last-1].Tag == "POS" {
		last--
	} else if last == 0 || tokens[last-1].Name != "PERSON" {
		return chunk{}
	}
	first := last
	for first > 0 && tokens[first-1].Line == tokens[i].Line && w.nameToken(first-1) {
		first--
	}
	return chunk{first, last}
}
