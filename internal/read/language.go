// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// minLanguageBytes of text tell a language; shorter ones only where the page declares it.
const minLanguageBytes = 40

// enoughBytes of a text are looked at: two hundred words tell its language, and more only take longer.
const enoughBytes = 1600

// language gives the primary language of text as BCP 47, from what is declared for it and from the text itself. A
// long text overrules the declaration: templates declare "en" over every language.
func language(declared, text string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(strings.TrimSpace(declared), "_", "-")), "-")
	if len(declared) < 2 || len(declared) > 3 {
		declared = ""
	}
	if len(text) < minLanguageBytes {
		return declared
	}
	text = text[:min(len(text), enoughBytes)]
	if plainlyEnglish(text) {
		return "en"
	}
	info := whatlanggo.Detect(strings.ToValidUTF8(text, ""))
	found := info.Lang.Iso6391()
	switch {
	case found == "" || found == declared:
		return declared
	case declared == "" && (info.Confidence > 0.2 || len(text) > 400), info.Confidence > 0.9 && len(text) > 400:
		return found
	}
	return declared
}

// plainlyEnglish reports whether so many of the words are the small ones of English that no other language comes into
// question. It spares most texts the comparison with eighty languages, which takes as long as finding the article.
func plainlyEnglish(text string) bool {
	words, the, small := 0, 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		switch w {
		case "the", "The":
			the++
		case "of", "and", "to", "that", "with", "was", "were", "for", "by", "has", "had", "have", "from", "which", "this":
			small++
		}
	}
	return words >= 60 && the*25 >= words && small*10 >= words
}

// partLanguages tells the languages of the parts of one text. Short parts speak the language of the whole: forty words
// are too few to tell Danish from Norwegian, and telling takes half a millisecond.
type partLanguages struct {
	whole string
	left  int // parts that are still looked at on their own
}

const (
	minPartLanguageBytes = 300
	maxPartLanguages     = 1000
)

func languagesOf(whole string) *partLanguages {
	return &partLanguages{whole: language("", whole), left: maxPartLanguages}
}

func (p *partLanguages) of(part string) string {
	if len(part) < minPartLanguageBytes || p.left == 0 {
		return p.whole
	}
	p.left--
	if found := language("", part); found != "" {
		return found
	}
	return p.whole
}
