// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/text"
)

// foreignCue is a cue of a language that has no model.
type foreignCue struct {
	words     string // "a déclaré"
	act       hearsay.Act
	according bool
}

// foreignCues holds the cues by language, longest first; foreignSmall the words that are no part of a name.
var foreignCues, foreignSmall = mustForeign()

func mustForeign() (map[string][]foreignCue, map[string]bool) {
	cues, small := map[string][]foreignCue{}, map[string]bool{}
	err := eachEntry("cues/foreign.txt", func(f []string) error {
		if f[1] == "small" {
			for w := range strings.SplitSeq(f[2], ",") {
				small[w] = true
			}
			return nil
		}
		words := strings.ReplaceAll(f[2], "_", " ")
		cues[f[0]] = append(cues[f[0]], foreignCue{words, hearsay.Act(f[3]), f[1] == "according"})
		return nil
	})
	if err != nil {
		panic(err) // the file is part of the program
	}
	for _, list := range cues {
		slices.SortStableFunc(list, func(a, b foreignCue) int { return len(b.words) - len(a.words) })
	}
	return cues, small
}

// foreign finds what cue lists and punctuation can tell in a language that has no model: names written with
// capitals (and Latin names in brackets behind Han ones), and sentences in which a name stands beside a cue.
func (w *work) foreign() {
	w.foreignNames()
	cues := foreignCues[w.doc.Language]
	for _, sent := range w.t.Sentences {
		span := w.span(chunk{sent.First, sent.Last})
		if span.End-span.Start > 2000 || span.Start < w.doc.Body {
			continue
		}
		w.foreignSentence(span, cues)
	}
}

// foreignSentence makes an attribution of the first cue that has a name beside it.
func (w *work) foreignSentence(sent hearsay.Span, cues []foreignCue) {
	for _, c := range cues {
		at := cueIn(sent.Text, c.words)
		if at < 0 {
			continue
		}
		cue := hearsay.Cut(w.t.S, sent.Start+at, sent.Start+at+len(c.words))
		source, ok := w.speakerBeside(sent, cue, c.according)
		if !ok {
			continue
		}
		content := w.contentBeside(sent, cue, source)
		if content.End-content.Start < 12 {
			continue
		}
		voice := hearsay.Voice{Name: source.Text, Kind: hearsay.PersonVoice, Named: true}
		a := hearsay.Attribution{
			Document: w.doc.ID, Source: &source, Cue: []hearsay.Span{cue}, Content: []hearsay.Span{content}, Act: c.act,
			Voice: voice, Chain: []hearsay.Voice{voice}, Confidence: 0.5, Stamp: w.stamp,
		}
		a.ID = w.attributionID(&a)
		w.out.Attributions = append(w.out.Attributions, a)
		return
	}
}

// cueIn finds the words as whole words; in Han text, anywhere.
func cueIn(s, words string) int {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s // offsets must stay those of s
	}
	for from := 0; ; {
		i := strings.Index(lower[from:], words)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(lower[:i])
		after, _ := utf8.DecodeRuneInString(lower[i+len(words):])
		first, _ := utf8.DecodeRuneInString(words)
		if unicode.Is(unicode.Han, first) || !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return i
		}
		from = i + len(words)
	}
}

const beside = 60 // bytes between a cue and the name beside it

// speakerBeside gives the name nearest to the cue in its sentence, the one before it first.
func (w *work) speakerBeside(sent, cue hearsay.Span, according bool) (hearsay.Span, bool) {
	var best hearsay.Span
	distance := beside + 1
	for _, m := range w.out.Mentions {
		if !sent.Holds(m.Span) || m.Kind == hearsay.PlaceEntity {
			continue
		}
		d := cue.Start - m.Span.End
		if d < 0 || according {
			d = m.Span.Start - cue.End
			if !according {
				d += beside / 2 // a name before the cue is the likelier speaker
			}
		}
		if m.Kind == hearsay.OtherEntity {
			d += beside / 2 // of several names the fuller one is the likelier speaker
		}
		if d >= 0 && d < distance {
			best, distance = m.Span, d
		}
	}
	return best, best.End > 0
}

// contentBeside is what is said: a quotation in the sentence, else what follows the cue (or the speaker, where
// the speaker follows the cue).
func (w *work) contentBeside(sent, cue, source hearsay.Span) hearsay.Span {
	for _, marks := range [][2]string{{"«", "»"}, {"“", "”"}, {"„", "“"}, {"「", "」"}, {"\"", "\""}} {
		open := strings.Index(sent.Text, marks[0])
		if open < 0 {
			continue
		}
		rest := sent.Text[open+len(marks[0]):]
		if end := strings.Index(rest, marks[1]); end > 0 {
			return hearsay.Cut(w.t.S, sent.Start+open, sent.Start+open+len(marks[0])+end+len(marks[1]))
		}
	}
	from := max(cue.End, source.End)
	if from >= sent.End-12 {
		said := trimmed(w.t.S, sent.Start, min(cue.Start, source.Start))
		return trimmed(w.t.S, said.Start, said.Start+len(strings.TrimRight(said.Text, ",，")))
	}
	content := hearsay.Cut(w.t.S, from, sent.End)
	content.Text = strings.TrimRight(content.Text, ".。!?！？ ")
	content.End = content.Start + len(content.Text)
	trim := len(content.Text) - len(strings.TrimLeft(content.Text, ",，:：）) "))
	return hearsay.Cut(w.t.S, content.Start+trim, content.End)
}

// foreignNames finds runs of capitalised words that do not merely begin a sentence.
func (w *work) foreignNames() {
	tokens := w.t.Tokens
	for i := 0; i < len(tokens); {
		if !capitalised(tokens[i].Word) || foreignSmall[tokens[i].Lower] {
			i++
			continue
		}
		end := i + 1
		for end < len(tokens) && tokens[end].Line == tokens[i].Line && (capitalised(tokens[end].Word) || nameParticle(tokens, end)) {
			end++
		}
		if end > i+1 || !foreignStart(tokens, i) && len(tokens[i].Word) > 3 {
			span := w.span(chunk{i, end})
			kind := hearsay.OtherEntity
			if end > i+1 {
				kind = hearsay.PersonEntity
			}
			if english.bodies[tokens[end-1].Lower] || english.outlets[tokens[end-1].Word] {
				kind = hearsay.OrganizationEntity
			}
			w.out.Mentions = append(w.out.Mentions, hearsay.Mention{Document: w.doc.ID, Span: span, Kind: kind, Name: span.Text})
		}
		i = end
	}
}

func capitalised(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// nameParticle reports whether token i joins two parts of a name: "de", "von", "del".
func nameParticle(tokens []text.Token, i int) bool {
	switch tokens[i].Lower {
	case "de", "du", "des", "von", "van", "der", "del", "la", "di":
		return i+1 < len(tokens) && capitalised(tokens[i+1].Word) && tokens[i+1].Line == tokens[i].Line
	}
	return false
}

func foreignStart(tokens []text.Token, i int) bool {
	if i == 0 || tokens[i-1].Line != tokens[i].Line {
		return true
	}
	switch tokens[i-1].Word {
	case ".", "!", "?", "«", "“", "\"", ":", "…":
		return true
	}
	return false
}
