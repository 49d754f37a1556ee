// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

const (
	nameRun = `((?:[Tt]he )?[A-Z][\p{L}.&-]*(?: (?:of |the |for )?[A-Z][\p{L}.&-]*){0,4})`
	asking  = `(?:requests?|questions?|quer(?:y|ies)|inquir(?:y|ies)|calls?|e-?mails?|messages?|opportunity)`
)

// Who was asked, by whom, and until when: the words that tell it.
var (
	askedBy  = regexp.MustCompile(`(?:asked|contacted|reached|approached|called|queried) by ` + nameRun)
	askedOf  = regexp.MustCompile(asking + `(?: to comment| for (?:a )?(?:comment|response|statement))? (?:from|by) ` + nameRun)
	askersOf = regexp.MustCompile(nameRun + `[’']s? ` + asking)
	until    = regexp.MustCompile(`\b((?:by|before|at|until|within) (?:the )?(?:(?:press|publication) time|time of (?:publication|writing|going to press)|` +
		`publication|deadline|(?:\d+|one|two|three|twelve|24|48) (?:hours?|days?)|(?:early |late )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|noon|afternoon|evening|night))?|` +
		`(?:end of|close of) [a-z]+))\b|\bin time for (?:publication|this (?:article|story|report))\b`)
	asPolicy = regexp.MustCompile(`(?i)\b(?:(?:company|ministry|standing|long-?standing|its|their|our|a) (?:\w+ )?policy|matter of policy|typically|usually|generally|normally|routinely|customarily|` +
		`as a rule|in principle|never comments?|(?:does|do)(?: not|n['’]t) (?:\w+ly )?(?:comment|discuss|confirm or deny))\b`)
	inPart = regexp.MustCompile(`(?i)\b(?:part(?:ly|ially)|in part|(?:parts?|some|elements|aspects|portions) of)\b`)
)

// asked is who asked a party for its answer, and until when it had time to give it, verbatim; "" where the text does not say.
func asked(sentence string) (asker, due string) {
	for _, r := range []*regexp.Regexp{askedBy, askedOf, askersOf} {
		if m := r.FindStringSubmatch(sentence); m != nil && !text.Stopword(strings.ToLower(m[1])) {
			asker = strings.TrimRight(m[1], ".")
			break
		}
	}
	return asker, until.FindString(sentence)
}

// around is the sentence that an attribution stands in, as far as a full stop before a capital tells.
func around(item *Item, a *hearsay.Attribution) string {
	s := item.Document.Text
	start, end := a.Cue[0].Start, a.Cue[len(a.Cue)-1].End
	for _, c := range append([]hearsay.Span{}, a.Content...) {
		start, end = min(start, c.Start), max(end, c.End)
	}
	if a.Source != nil {
		start = min(start, a.Source.Start)
	}
	if end > len(s) {
		return a.Said()
	}
	from := 0
	for _, stop := range []string{". ", ".” ", ".\" ", "? ", "! ", "\n"} {
		if i := strings.LastIndex(s[:start], stop); i >= 0 {
			from = max(from, i+len(stop))
		}
	}
	to := len(s)
	for _, stop := range []string{". ", ".” ", ".\" ", "? ", "! ", "\n"} {
		if i := strings.Index(s[end:], stop); i >= 0 {
			to = min(to, end+i)
		}
	}
	return s[from:to]
}

// precise tells more exactly what a stance is: partly, no reply, a standing policy, or that the voice takes back what it said.
func (t *tracer) precise(item *Item, a *hearsay.Attribution, d *draft, stance hearsay.Stance) hearsay.Stance {
	switch stance {
	case hearsay.Declines:
		switch {
		case asPolicy.MatchString(around(item, a)):
			return hearsay.Policy
		case noReply(item, a):
			return hearsay.NoReply
		}
	case hearsay.Denies, hearsay.Confirms:
		if d != nil && stance == hearsay.Denies && takesBack(a) && t.made(d, a.Voice) {
			return hearsay.Retracts
		}
		if partly(item, a) {
			return hearsay.Partly
		}
	}
	return stance
}

// partly reports whether words beside the cue say that only a part is meant: "partly confirmed", "denied parts of the report".
func partly(item *Item, a *hearsay.Attribution) bool {
	cue, s := a.Cue[0], item.Document.Text
	if cue.End > len(s) || a.Content[0].End > len(s) {
		return false
	}
	before := s[max(0, cue.Start-len("in part, and only ")):cue.End]
	if a.Source != nil && a.Source.End <= cue.Start {
		before = s[max(a.Source.End, cue.Start-len("in part, and only ")):cue.End]
	}
	after := s[cue.End:min(len(s), cue.End+len(" only some of the "))]
	return inPart.MatchString(before) || inPart.MatchString(after)
}
