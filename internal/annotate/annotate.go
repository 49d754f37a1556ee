// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package annotate finds in a document who says what: attributions with source, cue, content, act and chain;
// statements that the document makes on its own authority; and names. It works by cue lists (the files in
// cues) over tagged sentences, and its output depends on the document alone.
package annotate

import (
	"cmp"
	"slices"
	"strconv"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/text"
)

// Version is raised when the same text gives another result.
const Version = 8

// Result is what one document holds.
type Result struct {
	Mentions     []hearsay.Mention
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement
}

// Document annotates d. Every span of the result is verbatim text of d; voices are as the words have them, to be
// resolved by package resolve. A thread or digest, which has no text of its own, gives an empty result.
func Document(d *hearsay.Document) Result {
	if d.Kind == hearsay.Thread || d.Kind == hearsay.Digest {
		return Result{}
	}
	w := &work{doc: d, stamp: hearsay.NewStamp("annotate", Version)}
	if d.Language != "" && d.Language != "en" {
		w.t = text.Parse(d.Text, nil)
		w.foreign()
		return w.result()
	}
	w.t = text.Parse(d.Text, text.Default())
	w.s = scan{t: w.t, lex: english}
	w.names()
	for i, r := range w.read() {
		w.s = r.scan
		w.sentence(w.t.Sentences[i], &r)
	}
	w.quotedPosts()
	w.turns()
	w.author()
	w.nest()
	w.credited()
	w.descriptions()
	w.statements()
	w.absences()
	w.answers()
	w.weigh()
	return w.result()
}

// work is the state of one document.
type work struct {
	doc    *hearsay.Document
	t      *text.Text
	s      scan
	out    Result
	stamp  hearsay.Stamp
	levels []level      // of the attributions, in their order, until they are nested
	dates  []dates.Date // of the text, in order
	last   int          // index+1 of the attribution whose quotation may run on into the next sentence
}

func (w *work) sentence(sent text.Sentence, r *reading) {
	if r.silent {
		return
	}
	told := slices.ContainsFunc(r.finds, func(f *find) bool { return !w.t.Tokens[f.cue[0].first].Quoted })
	runs, last := !told && w.runOn(sent), w.last
	w.last = 0
	for _, f := range r.finds {
		w.add(f)
	}
	if runs {
		w.last = last // what is quoted holds attributions of its own, and may go on
	}
}

// longest is the number of tokens of a sentence that is still looked at.
const longest = 400

// finds gives what the rules find in a sentence, in the order of cues.
func (s *scan) finds(sent text.Sentence) []*find {
	s.lo, s.hi = sent.First, sent.Last
	s.chunks()
	var finds []*find
	for _, more := range [][]*find{s.signed(), s.silents(), s.doubts(), s.accordings(), s.verbs(), s.nouns(), s.adverbs()} {
		finds = addFinds(finds, more)
	}
	slices.SortFunc(finds, func(a, b *find) int { return cmp.Compare(a.cue[0].first, b.cue[0].first) })
	return finds
}

// addFinds adds those finds whose cue shares no token with a cue already found.
func addFinds(finds, more []*find) []*find {
	for _, f := range more {
		taken := slices.ContainsFunc(finds, func(g *find) bool {
			return slices.ContainsFunc(g.cue, func(c chunk) bool {
				return slices.ContainsFunc(f.cue, func(d chunk) bool { return c.first < d.last && d.first < c.last })
			})
		})
		if !taken {
			finds = append(finds, f)
		}
	}
	return finds
}

// runOn adds a sentence that is wholly quoted to the attribution whose quotation it continues, and reports whether it did.
func (w *work) runOn(sent text.Sentence) bool {
	if w.last == 0 {
		return false
	}
	a := &w.out.Attributions[w.last-1]
	first, end := sent.First, sent.Last
	quoted := 0
	for i := first; i < end; i++ {
		if w.t.Tokens[i].Quoted || isQuoteMark(w.t.Tokens[i].Word) {
			quoted++
		}
	}
	if last := a.Content[len(a.Content)-1]; last.End >= w.t.Tokens[end-1].Start {
		return true // it is there already
	}
	open := text.IsOpenQuote(w.t.Tokens[first].Word) || w.t.Tokens[first].Quoted
	if !open || quoted*10 < (end-first)*9 {
		return false
	}
	more := w.span(chunk{first, end})
	if last := &a.Content[len(a.Content)-1]; last.Overlaps(more) {
		*last = hearsay.Cut(w.t.S, last.Start, more.End)
	} else {
		a.Content = append(a.Content, more)
	}
	return true
}

func (w *work) span(c chunk) hearsay.Span {
	return hearsay.Cut(w.t.S, w.t.Tokens[c.first].Start, w.t.Tokens[c.last-1].End)
}

func (w *work) spans(cs []chunk) []hearsay.Span {
	out := make([]hearsay.Span, 0, len(cs))
	for _, c := range cs {
		if c.last > c.first {
			out = append(out, w.span(c))
		}
	}
	slices.SortFunc(out, hearsay.Span.Before)
	return slices.CompactFunc(out, hearsay.Span.Overlaps)
}

// add turns a find into an attribution.
func (w *work) add(f *find) {
	a := hearsay.Attribution{
		Document: w.doc.ID, Cue: w.spans(f.cue), Content: w.spans(f.content), Act: f.act, Negated: f.negated,
		Hedged: f.hedged, Confidence: f.confidence(), Stamp: w.stamp,
	}
	if len(a.Cue) == 0 || len(a.Content) == 0 {
		return
	}
	a.Voice = hearsay.Voice{Kind: hearsay.UnknownVoice}
	if f.source != nil && f.source.last > f.source.first {
		source := w.span(*f.source)
		a.Source = &source
		if f.quotedBy {
			if sub, ok := w.s.subjectOf(w.s.group(f.voice.first-1), 1); ok {
				f.through = append(f.through, sub.chunk)
			}
		}
		a.Voice = w.s.voiceOfFind(f)
		for _, c := range f.through {
			a.Chain = append(a.Chain, w.s.voiceOf(c))
		}
		a.Chain = append(a.Chain, a.Voice)
	}
	for _, c := range f.via {
		if v := w.s.voiceOf(c); w.s.canVouch(c, v) {
			a.Chain = append(a.Chain, v)
		}
	}
	if f.channel.last > f.channel.first {
		a.Channel = w.t.Slice(f.channel.first, f.channel.last)
	}
	if w.s.sayingUnder(f) {
		a.Act = hearsay.Doubt
	}
	a.ID = w.attributionID(&a)
	w.out.Attributions = append(w.out.Attributions, a)
	w.levels = append(w.levels, w.s.level(f))
	w.last = 0
	if lastToken := f.content[len(f.content)-1].last - 1; a.Source != nil && !w.t.Tokens[f.cue[0].first].Quoted && (text.IsCloseQuote(w.t.Tokens[lastToken].Word) || w.t.Tokens[lastToken].Quoted) {
		w.last = len(w.out.Attributions)
	}
}

// sayingUnder reports whether what is said is that something could not be borne out.
func (s *scan) sayingUnder(f *find) bool {
	if f.act != hearsay.Assert {
		return false
	}
	c := f.content[0]
	for i := c.first; i+2 < c.last; i++ {
		if (s.tok(i).Lower == "not" || s.tok(i).Lower == "n't") && s.tok(i+1).Lower == "be" {
			switch s.tok(i + 2).Lower {
			case "corroborated", "confirmed", "verified", "substantiated", "independently":
				return true
			}
		}
	}
	return false
}

func (w *work) attributionID(a *hearsay.Attribution) hearsay.AttributionID {
	parts := []string{string(w.doc.ID)}
	if a.Source != nil {
		parts = append(parts, strconv.Itoa(a.Source.Start))
	}
	for _, s := range a.Cue {
		parts = append(parts, strconv.Itoa(s.Start), strconv.Itoa(s.End))
	}
	return hearsay.AttributionID(hearsay.ID('a', parts...))
}

func (w *work) result() Result {
	slices.SortStableFunc(w.out.Attributions, func(a, b hearsay.Attribution) int { return a.Cue[0].Before(b.Cue[0]) })
	return w.out
}
