// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"

	"hearsay"
	"hearsay/internal/text"
)

// answered is something told in the document that a response can answer.
type answered struct {
	id    string
	span  hearsay.Span
	words map[string]bool
	voice string // who tells it, as the text has it; nobody answers himself
}

const mostAnswered = 200 // things told before a response that are looked at

// answers sets, for each response, what it answers in the same document: what was told before it in the words that
// it repeats, or, where it only points back ("the report", "comment"), what was told last. A response that repeats
// words of nothing answers nothing that is here.
func (w *work) answers() {
	told := w.told()
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		switch a.Act {
		case hearsay.Confirm, hearsay.Deny, hearsay.Doubt, hearsay.NoComment:
		default:
			continue
		}
		end, _ := slices.BinarySearchFunc(told, a.Cue[0].Start, func(x answered, at int) int { return x.span.Start - at })
		a.Answers = answer(a, told[max(0, end-mostAnswered):end])
	}
}

// told gives what the document tells that can be answered, in the order of the text.
func (w *work) told() []answered {
	var out []answered
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		switch a.Act {
		case hearsay.Confirm, hearsay.Deny, hearsay.Doubt, hearsay.NoComment, hearsay.Ask:
			continue
		}
		if !a.Negated && !a.Frames() && a.Cue[0].Start >= w.doc.Body {
			out = append(out, answered{string(a.ID), a.Content[0], stems(a.Said()), a.Voice.Name})
		}
	}
	for _, s := range w.out.Statements {
		if s.Span.Start >= w.doc.Body {
			out = append(out, answered{string(s.ID), s.Span, stems(s.Span.Text), ""})
		}
	}
	slices.SortStableFunc(out, func(a, b answered) int { return a.span.Before(b.span) })
	return out
}

// answer is the last thing told whose words the response repeats for the most part, or the last of all where its own
// words say nothing of the matter.
func answer(a *hearsay.Attribution, before []answered) string {
	before = slices.DeleteFunc(slices.Clone(before), func(x answered) bool {
		return x.voice != "" && x.voice == a.Voice.Name || slices.ContainsFunc(a.Content, x.span.Overlaps)
	})
	if len(before) == 0 {
		return ""
	}
	words := stems(a.Said())
	for word := range pointing {
		delete(words, word)
	}
	if len(words) == 0 {
		return before[len(before)-1].id
	}
	best, top := "", 0.5
	for _, x := range before {
		n := 0
		for word := range words {
			if x.words[word] {
				n++
			}
		}
		if share := float64(n) / float64(len(words)); share >= top && n > 0 {
			best, top = x.id, share
		}
	}
	return best
}

func stems(s string) map[string]bool {
	set := map[string]bool{}
	for _, word := range text.Content(s) {
		set[word] = true
	}
	return set
}

// pointing are the stems of words by which a response points to what was told, or tells what it is.
var pointing = map[string]bool{
	"report": true, "claim": true, "alleg": true, "accus": true, "stori": true, "articl": true, "rumor": true, "rumour": true,
	"comment": true, "request": true, "question": true, "respons": true, "respond": true, "matter": true, "immedi": true,
	"repeat": true, "email": true, "call": true, "media": true, "seek": true, "time": true, "press": true, "inform": true, "answer": true,
}
