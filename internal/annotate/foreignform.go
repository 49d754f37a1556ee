// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
)

// inflected are the forms of a verb that make it a cue.
type inflected struct {
	finite             []string
	participle, gerund string
}

// addVerb adds the forms of one verb as the list gives it: "déclarer", "dire:dit,disait+dit", "faire_savoir:fait+fait",
// "mit-teilen".
func (l *tongue) addVerb(entry string, act hearsay.Act, noun bool) {
	lemma, given, irregular := strings.Cut(entry, ":")
	words := strings.Split(lemma, "_")
	cue := &foreignCue{words: strings.Join(words, " "), class: "verb", act: act, noun: noun}
	l.cues = append(l.cues, cue)
	if l.han {
		l.addForm(cueForm{cue: cue}, characters(lemma))
		return
	}
	prefix, base, parted := "", words[0], false
	if l.compounds {
		if prefix, base, parted = strings.Cut(words[0], "-"); !parted {
			prefix, base = "", words[0]
		}
	}
	forms := l.inflect(base)
	if irregular {
		finite, participle, _ := strings.Cut(given, "+")
		forms = inflected{finite: strings.Split(finite, ","), participle: participle}
	}
	tail := words[1:]
	for _, form := range forms.finite {
		if parted {
			l.addForm(cueForm{cue: cue}, append([]string{form, "~", prefix}, tail...))
			form = prefix + form
		}
		l.addForm(cueForm{cue: cue}, append([]string{form}, tail...))
	}
	if forms.gerund != "" {
		l.addForm(cueForm{cue: cue, gerund: true}, append([]string{forms.gerund}, tail...))
	}
	if forms.participle != "" {
		l.participles[prefix+forms.participle] = append(l.participles[prefix+forms.participle], cueForm{cue: cue, parts: tail})
	}
}

// addForm adds one form, given as all its words.
func (l *tongue) addForm(form cueForm, words []string) {
	form.parts = words[1:]
	for _, other := range l.forms[words[0]] {
		if slices.Equal(other.parts, form.parts) {
			return // the list has it twice, or it is the form of two verbs: the first one counts
		}
	}
	l.forms[words[0]] = append(l.forms[words[0]], form)
}

// addPhrase adds each way to read a phrase of the list, in which "/" parts the words of one place.
func (l *tongue) addPhrase(cue *foreignCue, places []string) {
	cue.words = strings.Join(places, " ")
	l.cues = append(l.cues, cue)
	readings := [][]string{nil}
	for _, place := range places {
		var longer [][]string
		for _, reading := range readings {
			for word := range strings.SplitSeq(place, "/") {
				more := []string{word}
				if l.han {
					more = characters(word)
				}
				longer = append(longer, append(slices.Clone(reading), more...))
			}
		}
		readings = longer
	}
	for _, reading := range readings {
		l.addForm(cueForm{cue: cue}, reading)
	}
}

func characters(s string) []string { return strings.Split(s, "") }

// inflect makes the forms of a regular verb; a verb whose ending the list does not have gives none.
func (l *tongue) inflect(lemma string) inflected {
	for _, e := range l.regular {
		stem, ok := strings.CutSuffix(lemma, e.infinitive)
		if !ok || l.compounds && e.infinitive == "n" && !strings.HasSuffix(stem, "r") && !strings.HasSuffix(stem, "l") {
			continue
		}
		if l.compounds {
			return weak(lemma, stem, e)
		}
		written := func(end string) string {
			if e.participle == "é" {
				return softened(stem, end) + end
			}
			return stem + end
		}
		forms := inflected{participle: written(e.participle), gerund: written(e.gerund)}
		for _, f := range e.finite {
			forms.finite = append(forms.finite, written(f))
		}
		return forms
	}
	return inflected{}
}

// softened is the stem as French writes it before the ending: "annonçait", "exigeait", "réitère".
func softened(stem, end string) string {
	if strings.HasPrefix(end, "a") {
		if rest, ok := strings.CutSuffix(stem, "c"); ok {
			return rest + "ç"
		}
		if strings.HasSuffix(stem, "g") {
			return stem + "e"
		}
	}
	const acute = "é"
	if i := strings.LastIndex(stem, acute); (end == "e" || end == "ent") && i > 0 && i == len(stem)-len(acute)-1 {
		return stem[:i] + "è" + stem[i+len(acute):]
	}
	return stem
}

// weak makes the forms of a German verb: "teilt", "antwortete", "gefordert", "behauptet".
func weak(lemma, stem string, e ending) inflected {
	link := ""
	last := stem[len(stem)-1]
	before := stem[len(stem)-2]
	if last == 't' || last == 'd' || (last == 'n' || last == 'm') && strings.IndexByte("aeiourlhmn", before) < 0 {
		link = "e"
	}
	forms := inflected{finite: []string{lemma}}
	for _, f := range e.finite {
		if strings.HasPrefix(f, "t") {
			forms.finite = append(forms.finite, stem+link+f)
		}
	}
	forms.participle = "ge" + stem + link + "t"
	for _, prefix := range []string{"be", "er", "ver", "ent", "zer", "ge", "miss", "unter", "über", "wider"} {
		if strings.HasPrefix(lemma, prefix) {
			forms.participle = stem + link + "t"
		}
	}
	if strings.HasSuffix(lemma, "ieren") {
		forms.participle = stem + link + "t"
	}
	return forms
}
