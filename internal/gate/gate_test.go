// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package gate_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/gate"
	"hearsay/internal/hearsaytest"
)

const body = "The ferry line to Brackholm will close in May, said Ida Tarn, spokeswoman of the Ministry of Transport. " +
	"It lost 14 million dollars last year and moves 3,200 people a day. Mr Velde did not answer. Erik Lunde called it a mistake. The talks were frank, and may go on."

var (
	wire  = hearsaytest.Document("wire", "Ferry line to close", body)
	kanal = hearsaytest.Document("kanal", "Council", "The council will meet again, said Ida Tarn.")
	basis = shelf{wire.ID: {Document: wire, Outlet: "Nord Wire"}, kanal.ID: {Document: kanal, Outlet: "Kanal 9 Minutes"}}
)

// shelf is where the gate looks things up.
type shelf map[hearsay.DocumentID]gate.Source

// Source gives a document.
func (s shelf) Source(id hearsay.DocumentID) (gate.Source, bool) { d, ok := s[id]; return d, ok }

// Aliases gives the other names that are recorded.
func (s shelf) Aliases(name string) []string {
	return map[string][]string{"Transport Board": {"Ministry of Transport"}, "Anna Lunde": {"Lunde"}, "Pieter Velde": {"Velde"}, "Holt": {"Holt"}, "Talks": {"Talks"}}[name]
}

func cite(words string) hearsay.Citation {
	return hearsay.Citation{Document: wire.ID, Span: hearsaytest.Find(wire, words)}
}

const (
	closing = "The ferry line to Brackholm will close in May, said Ida Tarn, spokeswoman of the Ministry of Transport"
	losses  = "It lost 14 million dollars last year and moves 3,200 people a day"
)

func issue(lines ...hearsay.Line) *hearsay.Issue {
	return &hearsay.Issue{Title: "News you may have missed", Items: []hearsay.Item{{Kind: hearsay.MovedItem, Title: "The ferry", Lines: lines}}}
}

func said(s string, words ...string) hearsay.Line {
	l := hearsay.Line{Text: s}
	for _, w := range words {
		l.Citations = append(l.Citations, cite(w))
	}
	return l
}

// onKanal cites the outlet that has a number in its name.
func onKanal(s string) hearsay.Line {
	return hearsay.Line{Text: s, Citations: []hearsay.Citation{{Document: kanal.ID, Span: hearsaytest.Find(kanal, "The council will meet again, said Ida Tarn")}}}
}

func judged(s string) hearsay.Line { return hearsay.Line{Text: s, Judgement: true} }

// TestTheGateRefusesWithSentenceAndWord is the table of refusals: each names its sentence and the word.
func TestTheGateRefusesWithSentenceAndWord(t *testing.T) {
	ground := said("The line will close in May, said Ida Tarn.", closing)
	wrong := cite(losses)
	wrong.Span.Start++
	for _, c := range []struct {
		name  string
		lines []hearsay.Line
		rule  gate.Rule // empty where it is let through
		word  string
	}{
		{"what is cited", []hearsay.Line{ground}, "", ""},
		{"a person renamed", []hearsay.Line{said("The line will close in May, said Ida Holm.", closing)}, gate.UncitedName, "Ida Holm"},
		{"a person whose first name is another", []hearsay.Line{said("Anna Lunde called it a mistake.", "Erik Lunde called it a mistake")}, gate.UncitedName, "Anna Lunde"},
		{"a person by the last part", []hearsay.Line{said("The line will close, Tarn said.", closing)}, "", ""},
		{"a person in full where the text has the last part", []hearsay.Line{said("On the losses Peter Velde did not answer.", "Mr Velde did not answer")}, "", ""},
		{"a person by an alias that is the last part", []hearsay.Line{said("Pieter Velde did not answer.", "Mr Velde did not answer")}, "", ""},
		{"a name that is a common word", []hearsay.Line{said("The talks were with Frank.", "The talks were frank")}, gate.UncitedName, "Frank"},
		{"a month that is a verb", []hearsay.Line{said("The talks go on in May.", "The talks were frank, and may go on")}, gate.UncitedNum, "May"},
		{"a body renamed", []hearsay.Line{said("The Ministry of Defence said so.", closing)}, gate.UncitedName, "Ministry of Defence"},
		{"a body by a recorded alias", []hearsay.Line{said("The Transport Board said so.", closing)}, "", ""},
		{"a place renamed", []hearsay.Line{said("The ferry line to Kvitsund will close.", closing)}, gate.UncitedName, "Kvitsund"},
		{"a name without capitals' script", []hearsay.Line{said("The line to 北方 will close.", closing)}, gate.UncitedName, "北方"},
		{"the outlet of what is cited", []hearsay.Line{said("According to Nord Wire the line will close.", closing)}, "", ""},
		{"a name that only an uncited part has", []hearsay.Line{said("Ida Tarn said it lost 14 million dollars.", losses)}, gate.UncitedName, "Ida Tarn"},
		{"a number changed", []hearsay.Line{said("It lost 41 million dollars.", losses)}, gate.UncitedNum, "41 million dollars"},
		{"a number written otherwise", []hearsay.Line{said("It moves 3200 people.", losses)}, "", ""},
		{"a number of something else", []hearsay.Line{said("It lost 14 per cent.", losses)}, gate.UncitedNum, "14 per cent"},
		{"a month changed", []hearsay.Line{said("The line will close in June.", closing)}, gate.UncitedNum, "June"},
		{"the day of the document", []hearsay.Line{said("On 16 April it was said to close in May.", closing)}, "", ""},
		{"another day", []hearsay.Line{said("On 17 April it was said to close in May.", closing)}, gate.UncitedNum, "17"},
		{"an outlet with a number in its name", []hearsay.Line{onKanal("Kanal 9 Minutes: the council will meet again, said Ida Tarn.")}, "", ""},
		{"the number of an outlet's name alone", []hearsay.Line{onKanal("The council will meet again in 9 minutes, said Ida Tarn.")}, gate.UncitedNum, "9"},
		{"a number in a word", []hearsay.Line{said("It moves thousands of people.", losses)}, gate.UncitedNum, "thousands"},
		{"a part", []hearsay.Line{said("Half of the line will close in May.", closing)}, gate.UncitedNum, "Half"},
		{"a known name behind a colon", []hearsay.Line{said("Nord Wire: Holt was frank.", "The talks were frank")}, gate.UncitedName, "Holt"},
		{"a known name at the beginning", []hearsay.Line{said("Holt-backed talks were frank.", "The talks were frank")}, gate.UncitedName, "Holt-backed"},
		{"a common word that somebody goes by", []hearsay.Line{said("Talks were frank.", "The talks were frank")}, "", ""},
		{"a report without citation", []hearsay.Line{said("The line will close.")}, gate.NoCitation, ""},
		{"words that are not there", []hearsay.Line{{Text: "It lost much.", Citations: []hearsay.Citation{wrong}}}, gate.NotVerbatim, losses},
		{"a document that is not there", []hearsay.Line{{Text: "It lost much.", Citations: []hearsay.Citation{{Document: "dnone"}}}}, gate.NotVerbatim, "dnone"},
		{"a judgement on the ladder", []hearsay.Line{judged("It is very likely that the line closes."), ground}, "", ""},
		{"a judgement off the ladder", []hearsay.Line{judged("It is possible that the line closes."), ground}, gate.OffLadder, "possible"},
		{"a word before a rung", []hearsay.Line{judged("It is highly likely that the line closes."), ground}, gate.OffLadder, "highly likely"},
		{"a possibility", []hearsay.Line{judged("There is a strong possibility that the line closes."), ground}, gate.OffLadder, "strong possibility"},
		{"more than a rung", []hearsay.Line{judged("It is more than likely that the line closes."), ground}, gate.OffLadder, "more than likely"},
		{"a bet", []hearsay.Line{judged("It is a safe bet that the line closes."), ground}, gate.OffLadder, "safe bet"},
		{"a judgement by a modal verb", []hearsay.Line{judged("The line could close."), ground}, gate.OffLadder, "could"},
		{"the month is no modal verb", []hearsay.Line{judged("The line is likely to close in May."), ground}, "", ""},
		{"a judgement without ground", []hearsay.Line{ground, judged("It is likely that the line closes.")}, gate.NoGround, ""},
		{"a judgement on a judgement", []hearsay.Line{judged("It is likely that the line closes."), judged("It is unlikely that it stays."), ground}, gate.NoGround, ""},
		{"a judgement with a name of its own", []hearsay.Line{judged("It is likely that Berta Klamm leaves."), ground}, gate.UncitedName, "Berta Klamm"},
		{"a judgement in a report's clothes", []hearsay.Line{said("The line will probably close.", closing)}, gate.Unmarked, "probably"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := gate.Check(issue(c.lines...), basis)
			if c.rule == "" {
				if len(found) > 0 {
					t.Errorf("refused: %v", found)
				}
				return
			}
			if len(found) != 1 || found[0].Rule != c.rule || found[0].Word != c.word {
				t.Fatalf("refused %+v, want one of %s with %q", found, c.rule, c.word)
			}
			at := found[0]
			if at.Item != 1 || at.Sentence != c.lines[at.Line-1].Text || !strings.Contains(at.String(), at.Sentence) || at.Help == "" {
				t.Errorf("%+v does not name its sentence or does not help", at)
			}
		})
	}
}

func TestTitlesAreHeldAgainstWhatIsCitedBeneathThem(t *testing.T) {
	i := issue(said("The line will close in May, said Ida Tarn.", closing))
	i.Title, i.Items[0].Title = "The week of Ida Holm", "A ferry to Kvitsund"
	found := gate.Check(i, basis)
	if len(found) != 2 || found[0].Word != "Kvitsund" || found[0].Item != 1 || found[0].Line != 0 || found[1].Word != "Ida Holm" || found[1].Item != 0 {
		t.Errorf("%+v", found)
	}
	if found := gate.Check(&hearsay.Issue{Title: "Nothing"}, basis); len(found) != 1 || found[0].Rule != gate.Empty {
		t.Errorf("an empty issue: %+v", found)
	}
}

// FuzzCheck: no sentence and no citation brings the gate down, and what it refuses is in the issue.
func FuzzCheck(f *testing.F) {
	f.Add("The line to Brackholm will close in May.", 21, 60, true)
	f.Add("北方 \xff 14 million", -1, 5, false)
	f.Fuzz(func(t *testing.T, s string, start, end int, judgement bool) {
		at := hearsay.Span{Start: start, End: end}
		if 0 <= start && start < end && end <= len(wire.Text) {
			at.Text = wire.Text[start:end]
		}
		i := issue(hearsay.Line{Text: s, Judgement: judgement, Citations: []hearsay.Citation{{Document: wire.ID, Span: at}}})
		for _, r := range gate.Check(i, basis) {
			if r.Item > 1 || r.Line > 1 {
				t.Errorf("%+v is nowhere", r)
			}
		}
	})
}
