// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"embed"
	"fmt"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

//go:embed cues
var lists embed.FS

// verbCue is a verb of the cue list: what it does, and what may follow it.
type verbCue struct {
	lemma  string
	act    hearsay.Act
	frames string
}

func (v *verbCue) takes(frame byte) bool { return v != nil && strings.IndexByte(v.frames, frame) >= 0 }

// lexicon is what the cue files say, by the form of the word as it stands in a text.
type lexicon struct {
	verbs       map[string]*verbCue
	nouns       map[string]hearsay.Act
	adverbs     map[string]hearsay.Act
	passives    map[string]hearsay.Act
	silent      map[string]bool
	roles       map[string]hearsay.VoiceKind // by singular and plural form
	outlets     map[string]bool              // last words of outlet names
	descriptors map[string]bool              // words for an outlet without its name: "the paper"
	bodies      map[string]bool              // nouns of bodies and powers: "government"
	titles      map[string]bool              // titles before names, lower case
	known       map[string]bool              // outlets known by one word
	acts        map[string]hearsay.Act       // by lemma, for cues that only the models find
	manners     map[string]*verbCue          // by lemma, verbs that only a quotation makes cues
}

var english = mustLexicon("en")

func mustLexicon(language string) *lexicon {
	l, err := readLexicon(language)
	if err != nil {
		panic(err) // the files are part of the program
	}
	return l
}

func readLexicon(language string) (*lexicon, error) {
	l := &lexicon{
		verbs: map[string]*verbCue{}, nouns: map[string]hearsay.Act{}, adverbs: map[string]hearsay.Act{},
		passives: map[string]hearsay.Act{}, silent: map[string]bool{}, roles: map[string]hearsay.VoiceKind{},
		outlets: map[string]bool{}, descriptors: map[string]bool{}, bodies: map[string]bool{}, titles: map[string]bool{}, known: map[string]bool{},
		acts: map[string]hearsay.Act{}, manners: map[string]*verbCue{},
	}
	if err := eachEntry("cues/"+language+".txt", l.addCue); err != nil {
		return nil, err
	}
	if err := eachEntry("cues/roles.txt", l.addRole); err != nil {
		return nil, err
	}
	err := eachEntry("cues/acts.txt", func(f []string) error {
		for _, lemma := range f[1:] {
			if _, ok := l.acts[lemma]; !ok {
				l.acts[lemma] = hearsay.Act(f[0])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachEntry("cues/manner.txt", func(lemmas []string) error {
		for _, lemma := range lemmas {
			l.manners[lemma] = &verbCue{lemma, hearsay.Assert, "q"}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for file, set := range map[string]map[string]bool{"cues/outlets.txt": l.outlets, "cues/bodies.txt": l.bodies, "cues/titles.txt": l.titles, "cues/known.txt": l.known} {
		err := eachEntry(file, func(f []string) error {
			set[f[0]] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

func eachEntry(file string, add func(fields []string) error) error {
	b, err := lists.ReadFile(file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line, _, _ = strings.Cut(line, "#")
		if f := strings.Fields(line); len(f) > 0 {
			if err := add(f); err != nil {
				return fmt.Errorf("%s line %d: %w", file, n, err)
			}
		}
	}
	return nil
}

func (l *lexicon) addCue(f []string) error {
	forms := strings.Split(f[1], ",")
	var act hearsay.Act
	if len(f) > 2 {
		act = hearsay.Act(f[2])
	}
	switch f[0] {
	case "verb":
		if len(f) != 4 {
			return fmt.Errorf("verb %q: act and frames are needed", f[1])
		}
		cue := &verbCue{forms[0], act, f[3]}
		for _, form := range verbForms(forms) {
			l.verbs[form] = cue
		}
	case "noun":
		l.nouns[f[1]] = act
		l.nouns[f[1]+"s"] = act
	case "adverb":
		l.adverbs[f[1]] = act
	case "passive":
		for _, form := range verbForms(forms) {
			l.passives[form] = act
		}
	case "silent":
		for _, form := range verbForms(forms) {
			l.silent[form] = true
		}
	default:
		return fmt.Errorf("no such class: %q", f[0])
	}
	return nil
}

func (l *lexicon) addRole(f []string) error {
	kind := hearsay.VoiceKind(f[0])
	for _, form := range []string{f[1], plural(f[1])} {
		l.roles[form] = kind
		if kind == hearsay.OutletVoice {
			l.descriptors[form] = true
		}
	}
	return nil
}

func plural(noun string) string {
	switch {
	case strings.HasSuffix(noun, "man"):
		return noun[:len(noun)-2] + "en"
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay"):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"):
		return noun
	}
	return noun + "s"
}

// verbForms gives the forms of a verb: lemma and irregular past forms are given, the rest is regular.
func verbForms(given []string) []string {
	lemma := given[0]
	forms := append([]string{}, given...)
	stem := strings.TrimSuffix(lemma, "e")
	switch {
	case strings.HasSuffix(lemma, "y") && !strings.HasSuffix(lemma, "ay") && !strings.HasSuffix(lemma, "ey"):
		forms = append(forms, lemma[:len(lemma)-1]+"ies", lemma[:len(lemma)-1]+"ied", lemma+"ing")
	case strings.HasSuffix(lemma, "s"), strings.HasSuffix(lemma, "sh"), strings.HasSuffix(lemma, "ch"):
		forms = append(forms, lemma+"es", lemma+"ed", lemma+"ing")
	default:
		forms = append(forms, lemma+"s", stem+"ed", stem+"ing")
	}
	switch lemma { // final consonant doubled
	case "admit", "rebut", "quip", "blog":
		last := lemma[len(lemma)-1:]
		forms = append(forms, lemma+last+"ed", lemma+last+"ing")
	case "agree", "foresee", "guarantee":
		forms = append(forms, lemma+"ing", lemma+"d")
	}
	return forms
}

// cueVerb is the cue entry of token i when it is used as a verb.
func (s *scan) cueVerb(i int) *verbCue {
	t := s.tok(i)
	if !isVerb(t.Tag) {
		return nil
	}
	if v := s.lex.verbs[t.Lower]; v != nil {
		return v
	}
	return s.lex.manners[t.Lemma]
}

func isVerb(tag string) bool { return strings.HasPrefix(tag, "VB") }

func isNoun(tag string) bool { return strings.HasPrefix(tag, "NN") }

func isProper(tag string) bool { return strings.HasPrefix(tag, "NNP") }

// finite reports whether the verb group [first, main] has a finite verb.
func (s *scan) finite(g group) bool {
	for i := g.first; i <= g.main; i++ {
		switch s.tok(i).Tag {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
	}
	return false
}

func (s *scan) tok(i int) *text.Token { return &s.t.Tokens[i] }
