// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// reports are nouns for something told, of which what is told follows: "rumours … that the mayor has left".
var reports = map[string]bool{
	"rumour": true, "rumor": true, "report": true, "claim": true, "allegation": true, "accusation": true, "speculation": true,
	"suggestion": true, "story": true, "assertion": true, "charge": true, "idea": true, "notion": true, "theory": true, "suspicion": true,
}

// isReport reports whether the word is one of them, in either number.
func isReport(lower string) bool {
	return reports[lower] || reports[strings.TrimSuffix(lower, "s")] || lower == "stories" || lower == "theories" || lower == "suspicions"
}

// told is what a response is about: its content without "the rumours" and the like before "that".
func told(content []hearsay.Span) []hearsay.Span {
	out := slices.Clone(content)
	for k, s := range out {
		head, _, found := strings.Cut(s.Text, " that ")
		if found && slices.ContainsFunc(text.Tokens(head), func(t text.Token) bool { return isReport(t.Lower) }) {
			at := len(head) + 1
			out[k] = hearsay.Span{Start: s.Start + at, End: s.End, Text: s.Text[at:]}
			return out[k:]
		}
		if len(text.Tokens(s.Text)) <= 2 && isReport(strings.ToLower(strings.TrimPrefix(s.Text, "the "))) && k+1 < len(out) {
			return out[k+1:]
		}
	}
	return out
}

// about is what a response is about: what it tells, without who asked and until when an answer was due.
func (item *Item) about(a *hearsay.Attribution) []hearsay.Span {
	out := told(a.Content)
	if a.Act != hearsay.NoComment {
		return out
	}
	asker, due := asked(around(item, a))
	for k, s := range out {
		for _, words := range []string{asker + "’s", asker + "'s", asker, due} {
			s.Text = strings.Replace(s.Text, words, strings.Repeat(" ", len(words)), 1)
		}
		out[k] = s
	}
	return out
}

// disclaimer is what opens a clause that takes away the ground from what follows.
var disclaimer = regexp.MustCompile(`(?i)^(?:that )?["“]*(?:there(?: is| was| are| were|['’]s) (?:absolutely |simply )?no ` +
	`(reason|basis|grounds?|truth|need|evidence|proof|indications?|signs?) (?:to (?:believe|think|suspect|say|suggest|assume|the (?:report|rumou?r|claim|allegation)s? that)|for (?:believing|saying|thinking)|that)|` +
	`it (?:is|was) (?:not true|untrue|false|wrong|a lie|nonsense|not the case) that) `)

// disclaims reads an assertion that takes something away from a claim: "there was no reason to believe that the mayor had left"
// denies it, "there is no proof that she had" doubts it. rest is what it is about.
func disclaims(said string) (stance hearsay.Stance, rest string) {
	m := disclaimer.FindStringSubmatch(said)
	if m == nil {
		return "", ""
	}
	rest = strings.TrimPrefix(said[len(m[0]):], "that ")
	switch strings.ToLower(strings.TrimSuffix(m[1], "s")) {
	case "evidence", "proof", "indication", "sign":
		return hearsay.Doubts, rest
	}
	return hearsay.Denies, rest
}

// alternatives are the propositions of something denied: who denies that one thing or another is so denies both.
func alternatives(said, speaker string) []proposition {
	whole := newProposition(said, speaker)
	out := []proposition{whole}
	parts := strings.Split(said, " or ")
	if len(parts) == 1 {
		return out
	}
	for _, part := range parts {
		p := newProposition("x "+part, speaker)
		p.words = p.words.without(func(w string) bool { return w == "x" })
		p.names, p.manner, p.negated = whole.names, whole.manner, whole.negated
		if len(p.names) > 0 && p.size() >= 3 {
			out = append(out, p)
		}
	}
	return out
}

// disclaimed is the claim from which an assertion takes something away, with what it does to it.
func (t *tracer) disclaimed(item *Item, a *hearsay.Attribution) (*draft, hearsay.Stance) {
	stance, rest := disclaims(a.Said())
	if rest == "" || !t.asserts(item, a) {
		return nil, ""
	}
	var best *draft
	top := enough
	for _, q := range alternatives(rest, speakerOf(a)) {
		for _, i := range t.finder.near(q) {
			for _, m := range t.drafts[i].members {
				if l := within(q, m); l > top && common(q.words, m.words) > 0 && t.of[string(a.ID)] != i && q.takesFrom(m) {
					best, top = t.drafts[i], l
				}
			}
		}
	}
	return best, stance
}

// takesFrom reports whether nothing speaks against a disclaimer's being about the claim. There is no reason to believe what may
// be, if there is none to believe that it is.
func (q proposition) takesFrom(claim proposition) bool {
	if q.manner == actual && claim.manner == possible {
		q.manner = possible
	}
	return q.mayAnswer(claim, true)
}

// rumoured is the rumour that "the rumours about the mayor's health" means: the first that the document has and that shares a
// name.
func (t *tracer) rumoured(item *Item, a *hearsay.Attribution) *draft {
	words := text.Tokens(a.Said())
	if about := told(a.Content); about[0] != a.Content[0] {
		return nil // it says what the rumour is
	}
	if !slices.ContainsFunc(words[:min(len(words), 5)], func(t text.Token) bool { return isReport(t.Lower) }) {
		return nil
	}
	names := newProposition(a.Said(), "").names
	var first *draft
	for _, d := range t.drafts {
		if d.rumour && d.tellers[item.Document.ID] && common(names, d.members[0].names) > 0 && (first == nil || d.begins < first.begins) {
			first = d
		}
	}
	return first
}
