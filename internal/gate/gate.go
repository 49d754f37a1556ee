// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package gate is the citation gate: it says of each sentence of an issue what it does not let through. A sentence may
// name only whom and what, and may give only the numbers, that the bytes which it cites hold; a judgement keeps to the
// ladder of likelihood and stands above what is reported. docs/design/digest.md tells what counts as holding. English.
package gate

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// Source is a document that a citation names, with what is recorded of it.
type Source struct {
	Document hearsay.Document
	Outlet   string // the outlet's name
}

// Basis is where the gate looks things up.
type Basis interface {
	// Source gives a document; false where there is none, or it may not be seen.
	Source(hearsay.DocumentID) (Source, bool)
	// Aliases gives the other names by which whoever is called so goes, as documents have used them.
	Aliases(name string) []string
}

// Rule is what a sentence broke.
type Rule string

// The rules.
const (
	NoCitation  Rule = "no citation"    // a reported sentence cites nothing
	NotVerbatim Rule = "not verbatim"   // what is cited is not what the document has there
	UncitedName Rule = "uncited name"   // a person, body or place
	UncitedNum  Rule = "uncited number" // a number or a date
	OffLadder   Rule = "off the ladder"
	NoGround    Rule = "no ground"    // nothing reported stands beneath a judgement
	Unmarked    Rule = "not marked"   // a reported sentence judges
	Empty       Rule = "nothing said" // an issue without items, an item or sentence without words
)

// Refusal is why the gate does not let an issue through: what, in which sentence, and what helps.
type Refusal struct {
	Item     int    `json:"item"` // from 1; 0 for the issue's title
	Line     int    `json:"line"` // from 1; 0 for the item's title
	Sentence string `json:"sentence"`
	Rule     Rule   `json:"rule"`
	Word     string `json:"word"` // the name, number, word of likelihood or cited words
	Why      string `json:"why"`
	Help     string `json:"help"`
}

// String is the refusal as a sentence.
func (r Refusal) String() string {
	at := fmt.Sprintf("item %d, sentence %d", r.Item, r.Line)
	switch {
	case r.Item == 0:
		at = "the title"
	case r.Line == 0:
		at = fmt.Sprintf("item %d, its title", r.Item)
	}
	return fmt.Sprintf("%s (“%s”): %s", at, r.Sentence, r.Why)
}

// Check gives all that is wrong with an issue, in its order; nothing where it may be published.
func Check(issue *hearsay.Issue, b Basis) []Refusal {
	c := &checker{basis: b, model: text.Default(), parsed: map[string]*text.Text{}}
	all := &ground{}
	for i := range issue.Items {
		all.add(c.item(i+1, &issue.Items[i]))
	}
	c.at = Refusal{Sentence: issue.Title}
	if len(issue.Items) == 0 {
		c.refuse(Empty, "", "the issue has no item", "hearsay digest draft makes some")
	}
	c.words(issue.Title, all)
	return c.found
}

// checker is the work on one issue.
type checker struct {
	basis  Basis
	model  *text.Model
	parsed map[string]*text.Text
	at     Refusal // where it is
	found  []Refusal
}

func (c *checker) refuse(rule Rule, word, why, help string) {
	r := c.at
	r.Rule, r.Word, r.Why, r.Help = rule, word, why, help
	c.found = append(c.found, r)
}

// parse reads a stretch of text once.
func (c *checker) parse(s string) *text.Text {
	t := c.parsed[s]
	if t == nil {
		t = text.Parse(s, c.model)
		c.parsed[s] = t
	}
	return t
}

// item checks an item, and gives all that it cites.
func (c *checker) item(n int, it *hearsay.Item) *ground {
	grounds := make([]*ground, len(it.Lines))
	all := &ground{}
	for j := range it.Lines {
		l := &it.Lines[j]
		c.at = Refusal{Item: n, Line: j + 1, Sentence: l.Text}
		grounds[j] = c.ground(l.Citations)
		all.add(grounds[j])
	}
	c.at = Refusal{Item: n, Sentence: it.Title}
	if len(it.Lines) == 0 || strings.TrimSpace(it.Title) == "" {
		c.refuse(Empty, "", "the item has no title or no sentence", "write one, or take the item out")
	}
	c.words(it.Title, all)
	for j := range it.Lines {
		c.at = Refusal{Item: n, Line: j + 1, Sentence: it.Lines[j].Text}
		c.line(it.Lines, j, grounds)
	}
	return all
}

// line checks a sentence against its ground; that of a judgement is also what is reported beneath it, up to the next
// judgement.
func (c *checker) line(lines []hearsay.Line, j int, grounds []*ground) {
	l, g := &lines[j], grounds[j]
	if strings.TrimSpace(l.Text) == "" {
		c.refuse(Empty, "", "the sentence has no words", "write it, or take it out")
	}
	if !l.Judgement {
		if len(l.Citations) == 0 {
			c.refuse(NoCitation, "", "it reports, and cites nothing", "put a citation behind it: [DOCUMENT] \"the words\"")
			return
		}
		c.words(l.Text, g)
		c.unmarked(l.Text, g)
		return
	}
	beneath := &ground{}
	beneath.add(g)
	reported := false
	for k := j + 1; k < len(lines) && !lines[k].Judgement; k++ {
		reported = reported || len(lines[k].Citations) > 0
		beneath.add(grounds[k])
	}
	if !reported {
		c.refuse(NoGround, "", "it judges, and no reported sentence stands beneath it", "put what it rests on beneath it, in the same item, with its citation")
	}
	c.words(l.Text, beneath)
	c.ladder(l.Text)
}

// words checks the names and numbers of a sentence.
func (c *checker) words(s string, g *ground) {
	if strings.TrimSpace(s) == "" {
		return
	}
	t := c.parse(s)
	c.names(t, g)
	c.numbers(t, g)
}
