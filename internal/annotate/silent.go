// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
	"hearsay/internal/text"
)

// silents finds the places where a party gives no answer: "did not respond to questions", "declined to comment",
// "has not commented on", "could not be reached", "had no comment".
func (s *scan) silents() []*find {
	var out []*find
	for i := s.lo; i < s.hi; i++ {
		if f := s.silent(i); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (s *scan) silent(i int) *find {
	first, last := s.silence(i)
	if last == 0 {
		return nil
	}
	g := s.group(i)
	sub, ok := s.subjectOf(g, 0)
	if !ok {
		return nil
	}
	if party, found := s.asked(sub.chunk, g.first); found {
		sub.chunk, sub.relative = party, false
	}
	if !s.speaks(sub.chunk) {
		return nil
	}
	f := &find{source: &sub.chunk, voice: sub.chunk, cue: one(chunk{min(first, g.first), last}), act: hearsay.NoComment, weight: 0.9}
	if sub.relative {
		f.voice = sub.antecedent
	}
	end := s.clauseEnd(last - 1)
	if end > last {
		f.content = one(chunk{last, end})
	} else if left, ok := s.left(f.source.first, s.hi); ok && s.leftSays(f.source.first) {
		f.content = one(left)
	} else {
		f.content = one(chunk{last - 1, last})
	}
	return f
}

// silence gives the tokens that tell of silence where the verb at i begins such a phrase, or 0, 0. The cue ends
// before "to comment" and "to a request", which are what is declined.
func (s *scan) silence(i int) (first, last int) {
	t := s.tok(i)
	if !isVerb(t.Tag) || t.Quoted {
		return 0, 0
	}
	g := s.group(i)
	switch {
	case s.lex.silent[t.Lower] && g.negated:
		return g.first, i + 1
	case isRefusal(t.Lower) && (s.hasSilentWord(i+1, i+6)):
		return i, i + 1
	case (t.Lower == "had" || t.Lower == "has" || t.Lower == "have" || t.Lower == "offered" || t.Lower == "gave") && i+2 < s.hi && s.tok(i+1).Lower == "no" && s.hasSilentWord(i+2, i+4):
		return i, i + 1
	case t.Lower == "reached" && g.negated,
		(t.Lower == "return" || t.Lower == "returned") && g.negated && s.hasAsking(i+1, i+5):
		return g.first, i + 1
	case (t.Lower == "went" || t.Lower == "gone" || t.Lower == "go") && i+1 < s.hi && s.tok(i+1).Lower == "unanswered":
		return i, i + 2
	case t.Lower == "confirm" && i > s.lo && s.tok(i-1).Lower == "neither" && i+2 < s.hi && s.tok(i+1).Lower == "nor" && s.tok(i+2).Lower == "deny":
		return g.first, i + 3
	case isBe(t.Lower):
		return s.unavailable(i)
	}
	return 0, 0
}

// unavailable gives the tokens of "was not immediately available" and "was unavailable" before "for comment", or 0, 0.
func (s *scan) unavailable(be int) (first, last int) {
	negated := false
	for i := be + 1; i < min(be+5, s.hi); i++ {
		switch t := s.tok(i); {
		case t.Lower == "not" || t.Lower == "n't":
			negated = true
		case t.Lower == "unavailable" && !negated || t.Lower == "available" && negated:
			if s.hasSilentWord(i+1, i+5) {
				return be, i + 1
			}
			return 0, 0
		case t.Tag != "RB":
			return 0, 0
		}
	}
	return 0, 0
}

// asked gives who was asked: "repeated calls to Ilse Marrow went unanswered".
func (s *scan) asked(asking chunk, verb int) (chunk, bool) {
	for i := verb - 2; i > asking.first; i-- {
		if s.tok(i).Lower == "to" && s.inNP[i+1-s.lo] >= 0 && s.hasAsking(asking.first, i) {
			return chunk{i + 1, verb}, true
		}
	}
	return chunk{}, false
}

func isRefusal(w string) bool {
	switch w {
	case "declined", "declines", "refused", "refuses", "declining", "refusing":
		return true
	}
	return false
}

func (s *scan) hasSilentWord(first, last int) bool {
	for i := first; i < min(last, s.hi); i++ {
		switch s.tok(i).Lower {
		case "comment", "comments", "answer", "say", "discuss", "elaborate", "respond", "divulge", "confirm", "reply", "questions", "speak", "disclose":
			return true
		}
	}
	return false
}

// hasAsking reports whether the tokens tell of something by which somebody is asked.
func (s *scan) hasAsking(first, last int) bool { return s.hasOneOf(first, last, askings) }

func (s *scan) hasOneOf(first, last int, words map[string]bool) bool {
	for i := first; i < min(last, s.hi); i++ {
		if words[s.tok(i).Lower] {
			return true
		}
	}
	return false
}

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

var (
	askings = setOf("call", "calls", "request", "requests", "question", "questions", "message", "messages", "e-mail", "e-mails", "email", "emails",
		"letter", "letters", "inquiries", "enquiries")
	reports = setOf("report", "reports", "claim", "claims", "allegation", "allegations", "accusation", "accusations", "story", "stories", "rumour", "rumours",
		"rumor", "rumors", "article", "account", "accounts", "charge", "charges")
	falsehoods = setOf("false", "untrue", "wrong", "nonsense", "baseless", "unfounded", "groundless", "fabricated", "fake", "incorrect", "rubbish", "lie", "lies")
)

// denies makes a denial of what says that something told before is not so.
func (s *scan) denies(f *find) {
	if (f.act == hearsay.Assert || f.act == hearsay.Assess) && len(f.content) > 0 && s.callsFalse(f.content[0]) {
		f.act = hearsay.Deny
	}
}

// callsFalse reports whether the content is that something told before is not so: "the report false", "The report is wrong".
func (s *scan) callsFalse(c chunk) bool {
	const longest = 10
	if c.last-c.first > longest {
		return false
	}
	for i := c.first; i < c.last; i++ {
		if w := s.tok(i).Lower; reports[w] {
			return s.hasOneOf(i+1, c.last, falsehoods) && !s.hasOneOf(i+1, c.last, map[string]bool{"not": true, "n't": true, "if": true, "whether": true})
		}
	}
	return false
}

// noInformation reports whether the content tells that the speaker has nothing to say.
func (s *scan) noInformation(c chunk) bool {
	for i := c.first; i+1 < c.last && i < c.first+6; i++ {
		if s.tok(i).Lower == "no" && (s.tok(i+1).Lower == "information" || s.tok(i+1).Lower == "comment") {
			return i+2 < c.last && s.tok(i+2).Tag == "TO" || s.tok(i+1).Lower == "comment"
		}
	}
	return false
}

// doubts finds "cast doubt on", "expressed scepticism about", "is sceptical of", "could not be corroborated".
func (s *scan) doubts() []*find {
	var out []*find
	for i := s.lo; i+1 < s.hi; i++ {
		t := s.tok(i)
		start := 0
		switch {
		case isDoubt(t.Lower) && !isVerb(t.Tag) && (s.tok(i+1).Tag == "IN" || s.tok(i+1).Tag == "TO"):
			start = i + 2
		case isSceptical(t.Lower) && s.tok(i+1).Tag == "IN":
			start = i + 2
		default:
			continue
		}
		verb := s.verbBefore(i)
		if verb < 0 || start >= s.sentenceEnd() {
			continue
		}
		g := s.group(verb)
		sub, ok := s.subjectOf(g, 0)
		if !ok || !s.speaks(sub.chunk) {
			continue
		}
		f := &find{source: &sub.chunk, voice: sub.chunk, cue: one(chunk{g.first, start}), act: hearsay.Doubt, weight: 0.8, negated: g.negated}
		if sub.relative {
			f.voice = sub.antecedent
		}
		f.content = one(chunk{start, s.clauseEnd(start)})
		out = append(out, f)
	}
	return out
}

func (s *scan) verbBefore(i int) int {
	for j := i - 1; j >= max(s.lo, i-4); j-- {
		if isVerb(s.tok(j).Tag) {
			return j
		}
	}
	return -1
}

func isDoubt(w string) bool {
	switch w {
	case "doubt", "doubts", "skepticism", "scepticism":
		return true
	}
	return false
}

func isSceptical(w string) bool {
	switch w {
	case "skeptical", "sceptical", "doubtful", "dubious", "unconvinced":
		return true
	}
	return false
}

// citations attaches "citing X" and "quoting X" to the attribution of the same sentence that they support.
func (s *scan) citations(finds []*find) {
	for i := s.lo; i+1 < s.hi; i++ {
		w := s.tok(i).Lower
		if w != "citing" && w != "quoting" && w != "attributing" {
			continue
		}
		first := i + 1
		for first < s.hi && text.IsOpenQuote(s.tok(first).Word) {
			first++
		}
		c, ok := s.phraseAfter(first)
		if !ok {
			continue
		}
		if f := s.supported(finds, i); f != nil {
			f.via = append(f.via, c)
		}
	}
}

// supported is the attribution around token i, or the nearest one before it.
func (s *scan) supported(finds []*find, i int) *find {
	var best *find
	for _, f := range finds {
		if f.source == nil {
			continue
		}
		cue := f.cue[0]
		if f.source.last <= i && cue.first > i {
			return f
		}
		if i == s.lo && (best == nil || cue.first < best.cue[0].first) {
			best = f // "Citing two officials, the paper said"
		}
		if cue.last <= i && (best == nil || cue.first > best.cue[0].first) {
			best = f
		}
	}
	return best
}
