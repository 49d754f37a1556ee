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

// How an outlet quotes what it takes back.
var (
	earlierVersion = regexp.MustCompile(`(?i)\b(?:earlier|previous|prior|original|first) (?:version|edition|draft)s? of (?:this|our) (?:article|story|report|piece|page|text|post|item)\b`)
	wrongly        = regexp.MustCompile(`(?i)\b(?:wrongly|incorrectly|mistakenly|erroneously|falsely|inaccurately|in error|by mistake)\b`)
	wrong          = regexp.MustCompile(`(?i)^(?:this|that|it|(?:the|our|that|this) (?:report|claim|statement|figure|story|article|information|number|account)) (?:is|was|were|proved|turned out)(?: to be)?(?: \w+)? ` +
		`(?:wrong|incorrect|false|untrue|mistaken|erroneous|inaccurate|an error|a mistake|not (?:true|correct|right|so|the case))\b`)
	regret    = regexp.MustCompile(`(?i)\b(?:regrets?|apologi[sz]es? for|sorry for) (?:the|this|our|its|that) (?:error|mistake|inaccuracy)\b`)
	ourselves = regexp.MustCompile(`(?i)\bwe\b|\b(?:this|our) (?:article|story|report|piece|page|newspaper|paper|website|site)\b`)
)

// owning are words and parts of words of which one stands in every text that takes something back.
var owning = []string{"wrong", "incorrect", "correct", "false", "untrue", "mistake", "erroneous", "error", "inaccura", "not true", "not right", "not so", "not the case",
	"version", "edition", "draft", "clarif", "erratum", "updated", "amended", "retract"}

// mayOwnUp reports whether a text has one of them; few have.
func mayOwnUp(s string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(owning, func(w string) bool { return strings.Contains(s, w) })
}

// ownsUp reports whether a document may take something back. It is asked for each thing said, and remembers.
func (t *tracer) ownsUp(d *hearsay.Document) bool {
	may, ok := t.owning[d.ID]
	if !ok {
		may = mayOwnUp(d.Text) || isNote(d.Title)
		t.owning[d.ID] = may
	}
	return may
}

// takesBackOwn reports whether an attribution quotes what the document's own outlet said once, as what was wrong: "an earlier
// version of this article said that …", "we wrongly reported that …", "The Post reported that …. This is wrong." Of itself
// this asserts nothing.
func (t *tracer) takesBackOwn(item *Item, a *hearsay.Attribution) bool {
	if !t.ownsUp(&item.Document) || a.Negated || a.Act == hearsay.Deny || a.Act == hearsay.NoComment || headline(item, a) {
		return false
	}
	if item.quotesEarlier(a) {
		return true
	}
	sentence, rest, line := item.sentenceAround(a)
	if sentence == "" || !t.ownWords(item, a, sentence) {
		return false
	}
	if wrongly.MatchString(sentence) || regret.MatchString(rest.Text) || isNote(line) || isNote(item.Document.Title) {
		return true
	}
	return wrong.MatchString(rest.Text) && !item.attributed(rest.Start)
}

// quotesEarlier reports whether an attribution quotes an earlier version of its document.
func (item *Item) quotesEarlier(a *hearsay.Attribution) bool {
	sentence, _, _ := item.sentenceAround(a)
	return earlierVersion.MatchString(sentence)
}

// ownWords reports whether the source of an attribution is the outlet of its document: by name, as "we", or as the document.
func (t *tracer) ownWords(item *Item, a *hearsay.Attribution, sentence string) bool {
	if a.Source == nil {
		return false
	}
	if id, ok := t.outlet(a.Voice.Name); ok {
		return id == item.Document.Outlet
	}
	if ourselves.MatchString(a.Source.Text) {
		return true
	}
	return isReport(strings.ToLower(lastWord(a.Source.Text))) && (ourselves.MatchString(sentence) || t.namesOwn(item, sentence))
}

// namesOwn reports whether a name in the text is that of the document's own outlet.
func (t *tracer) namesOwn(item *Item, s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '\n' })
	for n := 1; n <= 4; n++ {
		for i := 0; i+n <= len(words); i++ {
			if id, ok := t.outlet(strings.Join(words[i:i+n], " ")); ok && id == item.Document.Outlet {
				return true
			}
		}
	}
	return false
}

// attributed reports whether somebody is said to say what stands at a place of the document.
func (item *Item) attributed(at int) bool {
	return slices.ContainsFunc(item.Attributions, func(a hearsay.Attribution) bool {
		return !a.Frames() && slices.ContainsFunc(a.Content, func(s hearsay.Span) bool { return s.Start <= at && at < s.End })
	})
}

// sentenceAround gives the sentence of an attribution's cue with blanks where its content is, what follows in the
// paragraph, and the paragraph; the first two only where it has a word that may own up to something, for few have.
func (item *Item) sentenceAround(a *hearsay.Attribution) (sentence string, rest hearsay.Span, line string) {
	s, at := item.Document.Text, a.Cue[0].Start
	if at > len(s) {
		return "", hearsay.Span{}, ""
	}
	first, last := strings.LastIndexByte(s[:at], '\n')+1, len(s)
	if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
		last = at + i
	}
	line = s[first:last]
	if !mayOwnUp(line) && !isNote(item.Document.Title) {
		return "", hearsay.Span{}, line
	}
	p := text.Parse(line, nil)
	for _, x := range p.Sentences {
		start, end := p.Tokens[x.First].Start, p.Tokens[x.Last-1].End
		if at-first >= end {
			continue
		}
		for end < len(line) && line[end] == ' ' {
			end++
		}
		return without(line[start:end], first+start, a.Content), hearsay.Cut(s, first+end, last), line
	}
	return "", hearsay.Span{}, line
}

func lastWord(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// without is a text with blanks where the spans are; the text begins at a place of the document.
func without(s string, at int, spans []hearsay.Span) string {
	b := []byte(s)
	for _, x := range spans {
		for i := max(x.Start-at, 0); i < min(x.End-at, len(b)); i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

// takenBack is the claim that the document's own outlet takes back with an attribution, and the outlet as a voice. Its name is
// left to who knows the outlets.
func (t *tracer) takenBack(item *Item, a *hearsay.Attribution) (*draft, hearsay.Voice) {
	if item.Document.Outlet == "" || !t.takesBackOwn(item, a) {
		return nil, hearsay.Voice{}
	}
	said := *a
	said.Act, said.Voice = hearsay.Deny, hearsay.Voice{} // it must be the same claim as exactly as what is denied
	d := t.answered(item, &said)
	if d == nil || !t.carried(d, item.Document.Outlet) {
		return nil, hearsay.Voice{}
	}
	return d, hearsay.Voice{Kind: hearsay.OutletVoice, Named: true, Vouched: item.Document.Outlet}
}

// carried reports whether a document of the outlet carries the claim.
func (t *tracer) carried(d *draft, id hearsay.OutletID) bool {
	return slices.ContainsFunc(t.items, func(item Item) bool { return item.Document.Outlet == id && d.inDoc[item.Document.ID] })
}
