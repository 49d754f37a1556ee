// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"regexp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

const (
	outletRun = `((?:[Tt]he )?[A-Z][\p{L}.&-]*(?: (?:of |the |and )?[A-Z][\p{L}.&-]*){0,4})`
	nothing   = `(?i:nothing|bupkis|nada|zilch|crickets|not a (?:word|line|peep|thing)|no (?:story|stories|reports?|articles?|mention|coverage|word|trace)|zero (?:results|stories|coverage))\b`
	not       = `(?: not|n['’]t) (?:(?:yet|even|so far) )?`
)

// silences are the ways in which somebody says that an outlet has nothing on a story. Each names the outlet first.
var silences = []*regexp.Regexp{
	regexp.MustCompile(outletRun + ` (?:(?:still|also|so far|itself) )?(?:has|had|have|shows?|showed|carried|carries|ran|runs|printed|prints|published|reported|offers?|brings?|wrote)[\s.…:]+` + nothing),
	regexp.MustCompile(outletRun + `\?\s+` + nothing),
	regexp.MustCompile(outletRun + ` (?:has|have|had|did|does|do)` + not + `(?:cover|report|mention|touch|write about|run|print|carr|publish)`),
	regexp.MustCompile(outletRun + ` (?:is|are|was|were|has been|have been|stays|stayed|remains|remained) (?:(?:still|completely|entirely) )?(?:silent (?:on|about)|ignoring)\b`),
}

// absence are words without which no silence is spoken of; the second ones only behind "no" or "not".
var (
	absence = map[string]bool{"nothing": true, "bupkis": true, "nada": true, "zilch": true, "crickets": true, "silent": true, "ignoring": true, "zero": true}
	covered = map[string]bool{
		"word": true, "line": true, "peep": true, "thing": true, "story": true, "stories": true, "report": true, "reports": true, "article": true, "articles": true,
		"mention": true, "mentioned": true, "coverage": true, "trace": true, "cover": true, "covered": true, "reported": true, "run": true, "print": true,
		"printed": true, "carried": true, "carry": true, "published": true, "publish": true, "written": true, "touched": true,
	}
)

// Silent is the outlet of which the words say that it has nothing on a story ("The Harbour Post has nothing on this"), as they name
// it; "" where they say no such thing. Known tells whether a name is an outlet's; names that newspapers have count in any case.
func Silent(said string, known func(string) bool) string {
	if !speaksOfSilence(text.Tokens(said)) {
		return ""
	}
	for _, r := range silences {
		for _, m := range r.FindAllStringSubmatch(said, -1) {
			name := strings.TrimPrefix(strings.TrimRight(m[1], "."), "The ")
			if pressName(name) || known(name) {
				return m[1]
			}
		}
	}
	return ""
}

func speaksOfSilence(tokens []text.Token) bool {
	for i, t := range tokens {
		if absence[t.Lower] {
			return true
		}
		if covered[t.Lower] && slices.ContainsFunc(tokens[max(0, i-4):i], func(b text.Token) bool { return b.Lower == "no" || b.Lower == "not" || b.Lower == "n't" }) {
			return true
		}
	}
	return false
}

// pressName reports whether a name is one that newspapers and stations have.
func pressName(name string) bool {
	words := strings.Fields(name)
	switch words[len(words)-1] {
	case "Times", "Post", "News", "Journal", "Herald", "Tribune", "Gazette", "Chronicle", "Observer", "Guardian", "Telegraph", "Mail",
		"Courier", "Dispatch", "Ledger", "Mirror", "Echo", "Examiner", "Globe", "Inquirer", "Broadcasting", "Television", "Radio", "TV", "Press":
		return len(words) > 1
	}
	return false
}

// absences adds as statements what the document says on its own authority of an outlet's having nothing on a story.
func (w *work) absences() {
	marked := w.attributed()
	for k, sent := range w.t.Sentences {
		tokens := w.t.Tokens[sent.First:sent.Last]
		if !speaksOfSilence(tokens) || w.inQuotedPost(sent) {
			continue
		}
		answer := k > 0 && len(tokens) <= 4
		if answer && w.t.Tokens[sent.First].Start >= w.doc.Body {
			sent.First = w.t.Sentences[k-1].First // "The Harbour Post? Nothing."
		}
		span := w.span(chunk{sent.First, sent.Last})
		there := slices.ContainsFunc(w.out.Statements, func(s hearsay.Statement) bool { return s.Span.Overlaps(span) })
		if !there && (answer || !mostly(marked, span)) && Silent(span.Text, func(string) bool { return false }) != "" {
			w.state(span, false)
		}
	}
}
