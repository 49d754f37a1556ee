// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import (
	"slices"
	"strings"

	"hearsay"
)

// print is a copy: most of the words are the original's. credit is how likely the outlet says whose they are.
func (w *world) print(of *piece, outlet int, credit float64) *piece {
	p := w.copyOf(of, outlet, credit)
	switch w.r.IntN(4) {
	case 0: // cut from the end
		p.filler = p.filler[:max(2, len(p.filler)/2)]
	case 1: // its own paragraph at the end
		p.filler = append(p.filler, filler(w.r))
	case 2: // a word here and there
		for i := range p.filler {
			p.filler[i] = reword(w.r, p.filler[i])
		}
	}
	if w.chance(addsSource) {
		p.tells = append(p.tells, w.asked(w.someone()))
		p.filler = append(p.filler, filler(w.r), filler(w.r))
	}
	return p
}

// copyWhole is a copy that adds nothing and leaves out nothing that bears on the claim.
func (w *world) copyWhole(of *piece) *piece {
	p := w.copyOf(of, w.outlet(), creditsCopy)
	if w.chance(0.5) {
		p.filler = append(p.filler, filler(w.r))
	}
	return p
}

func (w *world) copyOf(of *piece, outlet int, credit float64) *piece {
	p := w.publish(outlet, slices.Clone(of.tells)...)
	p.filler = slices.Clone(of.filler)
	if w.chance(credit) {
		p.credit = press[of.outlet].Name
	}
	return p
}

// rewrite takes over what a piece says, in words of its own. Who does not credit the outlet may link to it.
func (w *world) rewrite(of *piece, outlet int, credit float64) *piece {
	credited := w.chance(credit)
	var tells []telling
	for _, t := range of.tells {
		if !w.chance(keepsQuote) {
			t.quote = ""
		}
		if t.confirm = false; credited {
			tells = append(tells, w.crediting(of, t))
		} else {
			tells = append(tells, w.silent(t))
		}
	}
	p := w.publish(outlet, tells...)
	if !credited && w.chance(linksSilently) {
		p.link = of
	}
	return p
}

// crediting tells the same, and says from which outlet.
func (w *world) crediting(of *piece, t telling) telling {
	through := append([]int{of.outlet}, t.through...)
	if len(through) > 1 && w.chance(0.3) {
		through = through[1:] // straight to the outlet that the other one credits
	}
	t.through, t.seen = through, ""
	if !w.chance(tellsSource) {
		t.from = nil
	}
	return t
}

// silent tells the same, and does not say that it is from another outlet.
func (w *world) silent(t telling) telling {
	t.through = nil
	if t.from == nil {
		if !w.chance(keepsSource) {
			t.seen = "" // else it reads as if the outlet had seen it
		}
		return t
	}
	x := w.r.Float64()
	switch {
	case x < keepsSource:
	case x < keepsSource+shortensName && t.from.voice.Kind == hearsay.PersonVoice:
		s := *t.from
		s.voice.Name = s.voice.Name[strings.Index(s.voice.Name, " ")+1:]
		s.voice.Role, s.phrase = "", "Ms "+s.voice.Name
		s.voice.Body = ""
		t.from = &s
	case x < keepsSource+shortensName+blursSource:
		t.from = w.blurred(t.from)
	default:
		t.from = nil
	}
	return t
}

// blurred is the source as an unnamed one, without a number.
func (w *world) blurred(s *source) *source {
	kind := s.voice.Kind
	if kind == hearsay.UnnamedVoice || kind == hearsay.OfficialVoice {
		many := *s
		many.voice.Name, many.phrase = "people with knowledge of it", "people with knowledge of it"
		many.voice.Plural, many.voice.Count = s.voice.Plural || s.voice.Count > 1, 0
		if !many.voice.Plural {
			many.voice.Name, many.phrase = "person with knowledge of it", "a person with knowledge of it"
		}
		return &many
	}
	d := pick(w.r, unnamedOnes)
	return &source{voice: hearsay.Voice{Name: strings.SplitN(d, " ", 2)[1], Kind: hearsay.UnnamedVoice}, phrase: d, roots: s.roots}
}

// follow lets n outlets take over what is there: by copying or rewriting any of the reports so far.
func (w *world) follow(n int) {
	for range n {
		of := w.pieces[w.r.IntN(len(w.pieces))]
		if w.chance(0.5) && !of.lost {
			w.print(of, w.outlet(), creditsCopy)
		} else {
			w.rewrite(of, w.outlet(), saysWhose)
		}
	}
}
