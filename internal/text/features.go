// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/linear"
)

// Features computes what the models of language look at in one sentence. What depends on one word alone is hashed
// once, when the sentence is set; a feature is then a few of those hashes put together. The same value can be set
// to one sentence after another; it belongs to one goroutine.
type Features struct {
	Tokens []Token
	perToken
	text    []Token // to which the sentence belongs
	all     perToken
	known   map[string]written
	seen    []linear.Hash // what other sentences tell of the names in this one
	heading linear.Hash
}

// perToken is what is known of each token.
type perToken struct {
	words         []written
	tags          []linear.Hash // told so far
	names         []linear.Hash // kinds of names or labels told so far
	begin, inside []listed      // lists of which an entry begins at the token, or goes on
}

// written holds the hashes of how a word is written.
type written struct {
	word, lower                   linear.Hash
	last1, last2, last3, last4    linear.Hash // the last letters of lower
	first1, first2, first3        linear.Hash
	shape                         linear.Hash
	capital, allCapitals, letters bool
	anyCapital, anyLower          bool
}

// The hashes of what stands beyond a sentence, and of no name.
var (
	noWord  = linear.String("<s>")
	afterWd = linear.String("</s>")
	noName  = linear.String("O")
	outside = written{word: noWord, lower: noWord, last1: noWord, last2: noWord, last3: noWord, last4: noWord,
		first1: noWord, first2: noWord, first3: noWord, shape: noWord}
	beyond = written{word: afterWd, lower: afterWd, last1: afterWd, last2: afterWd, last3: afterWd, last4: afterWd,
		first1: afterWd, first2: afterWd, first3: afterWd, shape: afterWd}
)

// remembered bounds the words of which hashes are kept, so that memory does not grow with the texts.
const remembered = 1 << 14

// templates are the beginnings of features, by number.
var templates = func() (t [256]linear.Hash) {
	for i := range t {
		t[i] = linear.Feature(i)
	}
	return t
}()

// Set takes the tokens of a sentence, and their tags and names where they have some.
func (f *Features) Set(tokens []Token) {
	f.load(tokens, []Sentence{{First: 0, Last: len(tokens)}})
	f.sentence(Sentence{First: 0, Last: len(tokens)})
}

// load takes the tokens of a text and computes what does not change from layer to layer.
func (f *Features) load(tokens []Token, sentences []Sentence) {
	f.text, f.all = tokens, perToken{f.all.words[:0], f.all.tags[:0], f.all.names[:0], f.all.begin[:0], f.all.inside[:0]}
	if f.known == nil || len(f.known) > remembered {
		f.known = map[string]written{}
	}
	for i := range tokens {
		w, ok := f.known[tokens[i].Word]
		if !ok {
			w = write(tokens[i].Word, tokens[i].Lower)
			f.known[strings.Clone(tokens[i].Word)] = w // so that the text can be forgotten
		}
		f.all.words = append(f.all.words, w)
		f.all.tags = append(f.all.tags, linear.String(tokens[i].Tag))
		f.all.names = append(f.all.names, nameHash(tokens[i].Name))
		f.all.begin, f.all.inside = append(f.all.begin, 0), append(f.all.inside, 0)
	}
	for _, s := range sentences {
		f.sentence(s)
		f.look()
	}
}

// sentence turns to a sentence of the text that was loaded.
func (f *Features) sentence(s Sentence) {
	f.Tokens = f.text[s.First:s.Last]
	f.perToken = perToken{f.all.words[s.First:s.Last], f.all.tags[s.First:s.Last], f.all.names[s.First:s.Last],
		f.all.begin[s.First:s.Last], f.all.inside[s.First:s.Last]}
	f.heading, f.seen = headingOf(f.words), f.seen[:0]
}

// SetTokens takes other tokens of the same words, such as those with other names.
func (f *Features) SetTokens(tokens []Token) { f.Tokens = tokens }

// SetTag tells the tag of token i.
func (f *Features) SetTag(i int, tag string) { f.tags[i] = linear.String(tag) }

// SetName tells the kind of name of token i, "" for none.
func (f *Features) SetName(i int, name string) { f.names[i] = nameHash(name) }

func nameHash(name string) linear.Hash {
	if name == "" {
		return noName
	}
	return linear.String(name)
}

func write(word, lower string) written {
	r, _ := utf8.DecodeRuneInString(word)
	return written{
		word: linear.String(word), lower: linear.String(lower),
		last1: linear.String(suffix(lower, 1)), last2: linear.String(suffix(lower, 2)),
		last3: linear.String(suffix(lower, 3)), last4: linear.String(suffix(lower, 4)),
		first1: linear.String(prefix(lower, 1)), first2: linear.String(prefix(lower, 2)), first3: linear.String(prefix(lower, 3)),
		shape: linear.String(shape(word)), capital: unicode.IsUpper(r), allCapitals: allCapitals(word), letters: unicode.IsLetter(r),
		anyCapital: hasUpper(word), anyLower: hasLower(word),
	}
}

// at gives the hashes of token i, or of what stands beyond the sentence.
func (f *Features) at(i int) *written {
	switch {
	case i < 0:
		return &outside
	case i >= len(f.words):
		return &beyond
	}
	return &f.words[i]
}

func (f *Features) tag(i int) linear.Hash {
	if i < 0 || i >= len(f.tags) {
		return noWord
	}
	return f.tags[i]
}

func (f *Features) name(i int) linear.Hash {
	if i < 0 || i >= len(f.names) {
		return noWord
	}
	return f.names[i]
}

func one(template int, a linear.Hash) uint64 { return templates[template].With(a).Key() }

func two(template int, a, b linear.Hash) uint64 { return templates[template].With(a).With(b).Key() }

func three(template int, a, b, c linear.Hash) uint64 {
	return templates[template].With(a).With(b).With(c).Key()
}

func four(template int, a, b, c, d linear.Hash) uint64 {
	return templates[template].With(a).With(b).With(c).With(d).Key()
}

// number is a small number as a part of a feature.
func number(n int) linear.Hash { return linear.Hash(n+2) * 0x9e3779b97f4a7c15 }

func suffix(s string, n int) string {
	i := len(s)
	for range n {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

func prefix(s string, n int) string {
	i := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:i]
}

// allCapitals reports whether the word has two letters or more, all of them capitals.
func allCapitals(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			if !unicode.IsUpper(r) {
				return false
			}
			n++
		}
	}
	return n > 1
}

// shape tells how a word is written: X upper, x lower, d digit; runs are given once.
func shape(s string) string {
	var out [12]byte
	n := 0
	for _, r := range s {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case r == '.' || r == '$' || r == '%':
			c = byte(r)
		}
		if n > 0 && out[n-1] == c {
			continue
		}
		if n == len(out) {
			break
		}
		out[n] = c
		n++
	}
	return string(out[:n])
}
