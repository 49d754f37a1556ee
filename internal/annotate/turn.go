// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/text"
)

const (
	fewestTurns  = 2 // of a text that is a transcript
	labelTokens  = 8 // of a label
	fewestSpoken = 5 // sentences of a text that one label stands over
	headShare    = 8 // the part of the text before such a label is at most one in so many
)

// turn is what one speaker of a transcript says until the next one speaks.
type turn struct {
	name   chunk // who speaks
	label  chunk // that, what is added in brackets, and the colon
	key    string
	person bool // the label is a person's: by name or title, or Q and A
}

// cue is the colon behind a name, or the name where it stands alone.
func (t turn) cue(tokens *text.Text) chunk {
	if colon := t.label.last - 1; tokens.Tokens[colon].Word == ":" {
		return chunk{colon, t.label.last}
	}
	return t.name
}

// turns adds the turns of a transcript: each is said by whom its label names ("TOLK: …", "Orla Tolk (Port of Ironbridge): …", "Q: …").
// A single label at the head of a text in the first person stands over all of it. What was made of the labels before is dropped.
func (w *work) turns() {
	found := w.labels()
	counts := map[string]int{}
	people := 0
	for _, t := range found {
		counts[t.key]++
		if t.person {
			people++
		}
	}
	found = slices.DeleteFunc(found, func(t turn) bool { return !t.person && counts[t.key] < 2 && !w.ownLine(t) })
	if !w.firstPerson() || people < fewestTurns && !(people == 1 && len(found) == 1 && w.overAll(found[0])) {
		return
	}
	for i, t := range found {
		end := len(w.t.Tokens)
		if i+1 < len(found) {
			end = found[i+1].label.first
		}
		if t.label.last < end {
			w.dropCues(w.span(t.label))
			w.addTurn(t, chunk{t.label.last, end})
		}
	}
}

// ownLine reports whether the label begins a line and is in capitals, or says behind the name who that is.
func (w *work) ownLine(t turn) bool {
	first := t.label.first
	name := w.t.Slice(t.name.first, t.name.last)
	return first > 0 && w.t.Tokens[first-1].Line != w.t.Tokens[first].Line && (name == strings.ToUpper(name) || t.name.last+1 < t.label.last)
}

// overAll reports whether the label stands over a whole speech, and not in a headline that sums it up.
func (w *work) overAll(t turn) bool {
	if first := w.t.Tokens[t.label.first]; first.Start < w.doc.Body || first.Line == w.t.Tokens[0].Line && w.t.Tokens[len(w.t.Tokens)-1].Line > first.Line {
		return false
	}
	after := len(w.t.Sentences) - w.t.SentenceOf(t.label.first)
	return headShare*t.label.first < len(w.t.Tokens) && after >= fewestSpoken && w.firstPerson()
}

// labels gives what looks like the label of a turn, in the order of the text.
func (w *work) labels() []turn {
	var out []turn
	var surnames map[string]bool
	tokens := w.t.Tokens
	for i := 0; i+1 < len(tokens); i++ {
		if t, ok := w.nameAlone(i); ok {
			out = append(out, t)
			i = t.label.last - 1
			continue
		}
		if i == 0 || tokens[i].Word != ":" || tokens[i].Quoted || isLower(tokens[i+1].Word) || text.IsOpenQuote(tokens[i+1].Word) {
			continue
		}
		first := w.labelStart(i)
		label, name := chunk{first, i + 1}, w.labelName(chunk{first, i})
		if name.last == name.first || tokens[name.first].Word == "Dear" || first > 0 && tokens[first-1].Word == "Dear" {
			continue
		}
		if surnames == nil {
			surnames = w.surnames()
		}
		key := strings.ToLower(w.t.Slice(name.first, name.last))
		out = append(out, turn{name, label, key, w.personal(name, surnames)})
	}
	return out
}

// labelStart is where the label before the colon begins: with its line or sentence, or else with the name or title in it.
func (w *work) labelStart(colon int) int {
	tokens := w.t.Tokens
	first := colon
	for first > 0 && colon-first < labelTokens && !(first < colon && w.starts(first)) {
		first--
	}
	if name := w.labelName(chunk{first, colon}); w.starts(first) && name.last > name.first {
		return first
	}
	first = colon
	for first > 0 && tokens[first-1].Line == tokens[colon].Line && w.labelWord(first-1) {
		first--
	}
	return first
}

// labelWord reports whether token i belongs to a label that begins within a line: a name, a title and its point, or capitals.
func (w *work) labelWord(i int) bool {
	t := w.t.Tokens[i]
	switch {
	case t.Name == "PERSON", english.titles[t.Lower] && startsUpper(t.Word):
		return true
	case t.Word == ".":
		return i > 0 && english.titles[w.t.Tokens[i-1].Lower]
	}
	return len(t.Word) > 1 && startsUpper(t.Word) && t.Word == strings.ToUpper(t.Word)
}

// nameAlone is the label that begins at token i and is a person's name on a line of its own.
func (w *work) nameAlone(i int) (turn, bool) {
	tokens := w.t.Tokens
	if i > 0 && tokens[i-1].Line == tokens[i].Line {
		return turn{}, false
	}
	end, people := i, 0
	for end < len(tokens) && end < i+labelTokens && tokens[end].Line == tokens[i].Line {
		if tokens[end].Name == "PERSON" {
			people++
		} else if !english.titles[tokens[end].Lower] {
			return turn{}, false
		}
		end++
	}
	if people == 0 || end-i < 2 || end == len(tokens) || tokens[end].Line == tokens[i].Line {
		return turn{}, false
	}
	return turn{chunk{i, end}, chunk{i, end}, strings.ToLower(w.t.Slice(i, end)), true}, true
}

// labelName is the part of a label before what stands in brackets; it is empty where the words can be no label.
func (w *work) labelName(c chunk) chunk {
	for i := c.first; i < c.last; i++ {
		t := w.t.Tokens[i]
		if t.Word == "(" && i > c.first && w.t.Tokens[c.last-1].Word == ")" {
			return chunk{c.first, i}
		}
		if !startsUpper(t.Word) && t.Lower != "of" && t.Word != "." {
			return chunk{}
		}
	}
	return c
}

// surnames are the last words of the names of people in the text, in lower case.
func (w *work) surnames() map[string]bool {
	out := map[string]bool{}
	for _, m := range w.out.Mentions {
		if m.Kind == hearsay.PersonEntity {
			words := strings.Fields(m.Name)
			out[strings.ToLower(words[len(words)-1])] = true
		}
	}
	return out
}

// personal reports whether a label is that of a person.
func (w *work) personal(name chunk, surnames map[string]bool) bool {
	tokens := w.t.Tokens[name.first:name.last]
	if len(tokens) == 1 && (tokens[0].Word == "Q" || tokens[0].Word == "A") {
		return true
	}
	if isMonth(tokens[0].Lower) || isDay(tokens[0].Lower) {
		return false
	}
	last := tokens[len(tokens)-1]
	titled := slices.ContainsFunc(tokens, func(t text.Token) bool {
		return english.titles[t.Lower] || english.roles[t.Lower] == hearsay.OfficialVoice
	})
	return titled || last.Name == "PERSON" || surnames[last.Lower]
}

// dropCues leaves out the attributions whose cue overlaps a span.
func (w *work) dropCues(s hearsay.Span) {
	w.keep(func(i int) bool { return !slices.ContainsFunc(w.out.Attributions[i].Cue, s.Overlaps) })
}

// keep leaves out the attributions that are not wanted, which it is told by their number.
func (w *work) keep(wanted func(int) bool) {
	var kept []hearsay.Attribution
	var levels []level
	for i, a := range w.out.Attributions {
		if wanted(i) {
			kept, levels = append(kept, a), append(levels, w.levels[i])
		}
	}
	w.out.Attributions, w.levels = kept, levels
}

func (w *work) addTurn(t turn, content chunk) {
	source, voice := w.span(t.name), w.voiceAt(t.name)
	switch {
	case len(source.Text) == 1:
		voice = hearsay.Voice{Kind: hearsay.UnknownVoice} // "Q" and "A"
	case voice.Name == strings.ToUpper(voice.Name) && voice.Kind != hearsay.OfficialVoice:
		voice = hearsay.Voice{Name: capitalised(voice.Name), Kind: hearsay.PersonVoice, Named: true}
	}
	act := hearsay.Assert
	if w.t.Tokens[content.last-1].Word == "?" && w.t.SentenceOf(content.first) == w.t.SentenceOf(content.last-1) {
		act = hearsay.Ask
	}
	a := hearsay.Attribution{
		Document: w.doc.ID, Source: &source, Cue: []hearsay.Span{w.span(t.cue(w.t))},
		Content: []hearsay.Span{w.span(content)}, Act: act, Voice: voice, Channel: hearsay.TurnChannel, Confidence: frameConfidence, Stamp: w.stamp,
	}
	if voice.Name != "" {
		a.Chain = []hearsay.Voice{voice}
	}
	w.addFrame(a)
}

// capitalised writes a name in capitals as names are written, titles left out.
func capitalised(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && english.titles[strings.ToLower(words[0])] {
		words = words[1:]
	}
	for i, word := range words {
		first, size := utf8.DecodeRuneInString(word)
		words[i] = string(first) + strings.ToLower(word[size:])
	}
	return strings.Join(words, " ")
}
