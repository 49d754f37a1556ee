// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// wordClass tells what a word of a language without a model can be; one word can be several things.
type wordClass uint64

// The classes of the list, and those that the looks of a word tell.
const (
	article     wordClass = 1 << iota // begins a noun phrase that points to something known: "le"
	indefinite                        // begins one that does not: "un"
	oblique                           // article or pronoun that is never a subject: "dem"
	several                           // article or pronoun of more than one
	masculine                         // article or pronoun of a man
	feminine                          // the same of a woman
	pronoun                           // stands for a voice met before
	noOne                             // stands for no one in particular: "man"
	link                              // joins a noun to the body it belongs to: "de"
	inner                             // joins an unnamed source to where it is found: "aus"
	preposition                       // what follows is no subject
	adverb                            // time or manner: may stand between subject, cue and what is said
	conjunction                       // begins another clause
	and                               // joins two sources, or two clauses
	that                              // begins what is said
	whether                           // begins what is asked
	infinitive                        // begins what is said of oneself: "affirme avoir vu"
	relative                          // repeats the noun before it
	clitic                            // stands between subject and verb
	negator                           // denies that something was said
	honorific                         // stands before names: "Mme"
	auxiliary                         // with a participle it is one cue: "a … déclaré"
	self                              // the same of verbs that have a reflexive pronoun: "s'est … exclamé"
	reflexive                         // "s'", "si"
	like                              // "comme l'a dit X"
	modal                             // makes an infinitive of a form that looks finite
	prefix                            // at the end of a clause, makes another verb of the one before
	subordinate                       // begins a clause that says when or why
	particle                          // joins the parts of a name
	small                             // other words that begin sentences with a capital and are no part of a name
	capital                           // begins with a capital
	mark                              // punctuation
	final                             // ends a sentence
	nounSign    = article | indefinite | oblique | preposition
)

var wordClasses = map[string]wordClass{
	"article": article, "indefinite": indefinite, "oblique": oblique, "several": several, "masculine": masculine, "feminine": feminine,
	"pronoun": pronoun, "nobody": noOne, "link": link, "inner": inner, "preposition": preposition,
	"adverb": adverb, "conjunction": conjunction, "and": and, "that": that, "whether": whether, "infinitive": infinitive, "relative": relative, "clitic": clitic,
	"negator": negator, "honorific": honorific, "auxiliary": auxiliary, "self": self, "reflexive": reflexive, "like": like,
	"modal": modal, "prefix": prefix, "subordinate": subordinate, "particle": particle, "small": small,
}

// foreignCue is a cue of a language that has no model.
type foreignCue struct {
	words string // as a dictionary has it: "déclarer"
	class string // verb, according, behind, aside, again, silent, not
	act   hearsay.Act
	noun  bool // a noun phrase or an infinitive right behind it is what is said
}

// cueForm is one form in which a cue stands in texts.
type cueForm struct {
	cue    *foreignCue
	parts  []string // the words behind the first one; "~" is a gap, "|" where what is refused begins or ends
	gerund bool     // "ajoutant": its subject is that of the sentence
}

// foreignRole is a noun for a source.
type foreignRole struct {
	kind   hearsay.VoiceKind
	plural bool
	whole  bool // never the end of a longer noun
}

// tongue is what the list says of one language.
type tongue struct {
	cues        []*foreignCue
	forms       map[string][]cueForm // by first word, longest first
	participles map[string][]cueForm
	classes     map[string]wordClass
	sets        map[string]map[string]bool // classes of Chinese words, which cannot be looked up by word
	roles       map[string]foreignRole
	outlets     map[string]bool
	numbers     map[string]int
	regular     []ending
	adverbEnd   string
	// Traits. See the list.
	compounds, commas, far, dropped, han bool
}

// ending is how verbs of one ending are inflected.
type ending struct {
	infinitive, participle, gerund string
	finite                         []string
}

var tongues, foreignCues = mustForeign()

// mustForeign reads the list; the cues are also given by themselves.
func mustForeign() (map[string]*tongue, map[string][]*foreignCue) {
	tongues, cues := map[string]*tongue{}, map[string][]*foreignCue{}
	err := eachEntry("cues/foreign.txt", func(f []string) error {
		l := tongues[f[0]]
		if l == nil {
			l = &tongue{
				forms: map[string][]cueForm{}, participles: map[string][]cueForm{}, classes: map[string]wordClass{}, sets: map[string]map[string]bool{},
				roles: map[string]foreignRole{}, outlets: map[string]bool{}, numbers: map[string]int{},
			}
			tongues[f[0]] = l
		}
		return l.add(f[1], f[2:])
	})
	if err != nil {
		panic(err) // the file is part of the program
	}
	for name, l := range tongues {
		cues[name] = l.cues
		for _, forms := range l.forms {
			slices.SortStableFunc(forms, func(a, b cueForm) int { return len(b.parts) - len(a.parts) })
		}
	}
	return tongues, cues
}

// add reads one entry of the list.
func (l *tongue) add(class string, words []string) error {
	if len(words) == 0 {
		return fmt.Errorf("%s: words are needed", class)
	}
	switch class {
	case "trait":
		return l.addTraits(words)
	case "regular":
		l.regular = append(l.regular, ending{words[0], words[2], words[3], strings.Split(words[1], ",")})
	case "verb":
		for _, lemma := range words[2:] {
			l.addVerb(lemma, hearsay.Act(words[0]), words[1] == "n")
		}
	case "according", "behind", "aside", "again":
		l.addPhrase(&foreignCue{class: class, act: hearsay.Act(words[0])}, words[1:])
	case "silent", "not":
		l.addPhrase(&foreignCue{class: class, act: hearsay.NoComment}, words)
	case "role":
		for _, word := range words[1:] {
			l.addRole(hearsay.VoiceKind(words[0]), word)
		}
	case "outlet":
		for _, word := range words {
			l.outlets[word] = true
		}
	case "number":
		return l.addNumbers(words)
	case "ending":
		l.adverbEnd = words[0]
	default:
		l.addWords(class, words)
	}
	return nil
}

func (l *tongue) addTraits(names []string) error {
	for _, name := range names {
		switch name {
		case "compounds":
			l.compounds = true
		case "commas":
			l.commas = true
		case "far":
			l.far = true
		case "dropped":
			l.dropped = true
		case "han":
			l.han = true
		default:
			return fmt.Errorf("no such trait: %q", name)
		}
	}
	return nil
}

func (l *tongue) addNumbers(words []string) error {
	for _, w := range words {
		word, value, _ := strings.Cut(w, "=")
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		l.numbers[word] = n
		l.classes[word] |= small
	}
	return nil
}

func (l *tongue) addWords(class string, words []string) {
	set := l.sets[class]
	if set == nil {
		set = map[string]bool{}
		l.sets[class] = set
	}
	for _, w := range words {
		set[w] = true
		l.classes[w] |= wordClasses[class]
	}
}

// addRole adds a noun and its plural, which is made by rule where none is given.
func (l *tongue) addRole(kind hearsay.VoiceKind, word string) {
	word, whole := strings.CutPrefix(word, "=")
	word, more, given := strings.Cut(word, "/")
	l.roles[word] = foreignRole{kind, false, whole}
	if given && more == word {
		l.roles[word] = foreignRole{kind, l.compounds, whole} // "Sprecher": the article tells the number
		return
	}
	if !given && !l.compounds && !l.han {
		last, _ := utf8.DecodeLastRuneInString(word)
		switch {
		case last == 's' || last == 'x':
			return
		case strings.ContainsRune("aeioué", last) || l.sets["elided"] != nil:
			more = word + "s"
		default:
			more = word + "es"
		}
	}
	if more != "" {
		l.roles[more] = foreignRole{kind, true, whole}
	}
}

// classOf tells what the word can be, from the list and from its looks.
func (l *tongue) classOf(word, lower string) wordClass {
	class := l.classes[lower]
	if l.adverbEnd != "" && len(lower) > len(l.adverbEnd)+4 && strings.HasSuffix(lower, l.adverbEnd) && word == lower {
		if _, role := l.roles[lower]; !role {
			class |= adverb
		}
	}
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.IsUpper(r):
		class |= capital
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		class |= mark
	}
	switch word {
	case ".", "!", "?", "…", "...", "。", "！", "？":
		class |= final
	}
	return class
}
