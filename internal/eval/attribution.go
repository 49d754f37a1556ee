// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/label"
	"hearsay/internal/label/learn"
	"hearsay/internal/text"
)

// PRF is precision, recall and F1 of counts.
type PRF struct{ Right, Given, Gold int }

// F1 is the harmonic mean of precision and recall, 0 to 100.
func (p PRF) F1() float64 {
	if p.Given+p.Gold == 0 {
		return 0
	}
	return 200 * float64(p.Right) / float64(p.Given+p.Gold)
}

func (p PRF) recall() float64 { return 100 * float64(p.Right) / float64(max(1, p.Gold)) }

// String prints P, R and F in per cent.
func (p PRF) String() string {
	return fmt.Sprintf("P %5.1f  R %5.1f  F %5.1f", 100*float64(p.Right)/float64(max(1, p.Given)), 100*float64(p.Right)/float64(max(1, p.Gold)), p.F1())
}

// AttributionScores are the measures of a folder of annotated texts, outermost attributions only: exact runs of
// each role, and relations of which source, cue and content all overlap or are all equal.
type AttributionScores struct {
	Texts                                     int
	Source, Cue, Content                      PRF // exact runs
	Overlap, Exact, SpeechOverlap, CueOverlap PRF
	// Of these only recall means something, by overlap: nothing of the content stands between quotation marks; the
	// head of the cue is a noun; its lemma is in no cue of the training data.
	Indirect, Noun, Unseen PRF
	Missed                 map[string]int // cues of speech of gold relations that were not found, by word
}

// speechCues are the words of cues of speech, in the forms in which they stand in texts.
var speechCues = strings.Fields(`say says said saying tell tells told telling add adds added adding write writes wrote written ask asks asked
	note notes noted noting report reports reported argue argues argued announce announces announced claim claims claimed describe
	describes described accuse accuses accused deny denies denied confirm confirms confirmed decline declines declined according cite
	cites cited citing state states stated declare declares declared explain explains explained insist insists insisted warn warns
	warned reply replied respond responded acknowledge acknowledged admit admits admitted reveal reveals revealed tweet tweeted
	allege alleges alleged assert asserts asserted conclude concluded estimate estimates estimated predict predicts predicted
	promise promises promised vow vows vowed pledge pledged recall recalled urge urges urged call calls called quoted`)

// Attributions scores what annotate finds in the texts of a folder against their hand-made attributions.
func Attributions(dir string) (AttributionScores, error) {
	texts, err := learn.ReadBrat(dir)
	if err != nil {
		return AttributionScores{}, err
	}
	s := AttributionScores{Texts: len(texts), Missed: map[string]int{}}
	for _, g := range texts {
		parsed := text.Parse(g.Text, text.Default())
		tokens := parsed.Tokens
		gold := make([]relation, len(g.Relations))
		for i, r := range g.Relations {
			gold[i] = relation{tokensIn(tokens, r.Source), tokensIn(tokens, r.Cue), tokensIn(tokens, r.Content)}
		}
		d := &hearsay.Document{ID: hearsay.DocumentID(g.Name), Kind: hearsay.Article, Text: g.Text, Language: "en"}
		s.score(gold, outermost(relations(tokens, annotate.Document(d).Attributions)), tokens)
	}
	return s, nil
}

func relations(tokens []text.Token, as []hearsay.Attribution) []relation {
	var out []relation
	for i := range as {
		a := &as[i]
		r := relation{cue: tokensIn(tokens, ranges(a.Cue)), content: tokensIn(tokens, ranges(a.Content))}
		if a.Source != nil {
			r.source = tokensIn(tokens, [][2]int{{a.Source.Start, a.Source.End}})
		}
		if len(r.cue) > 0 && len(r.content) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func ranges(spans []hearsay.Span) [][2]int {
	out := make([][2]int, len(spans))
	for i, s := range spans {
		out[i] = [2]int{s.Start, s.End}
	}
	return out
}

// tokensIn gives the tokens that overlap the ranges, sorted.
func tokensIn(tokens []text.Token, spans [][2]int) []int {
	var out []int
	for _, run := range learn.TokenRuns(tokens, spans) {
		for i := run.First; i < run.Last; i++ {
			out = append(out, i)
		}
	}
	return out
}

func (s *AttributionScores) score(gold, given []relation, tokens []text.Token) {
	s.Source.add(runs(gold, func(r relation) []int { return r.source }), runs(given, func(r relation) []int { return r.source }))
	s.Cue.add(runs(gold, func(r relation) []int { return r.cue }), runs(given, func(r relation) []int { return r.cue }))
	s.Content.add(runs(gold, func(r relation) []int { return r.content }), runs(given, func(r relation) []int { return r.content }))
	touch := func(a, b []int) bool { return overlap(a, b) > 0 || len(a) == 0 && len(b) == 0 }
	all := func(g, p relation) bool {
		return touch(g.source, p.source) && touch(g.cue, p.cue) && touch(g.content, p.content)
	}
	s.kinds(gold, match(&s.Overlap, gold, given, all), tokens)
	match(&s.CueOverlap, gold, given, func(g, p relation) bool { return touch(g.cue, p.cue) })
	match(&s.Exact, gold, given, func(g, p relation) bool {
		return slices.Equal(g.source, p.source) && slices.Equal(g.cue, p.cue) && slices.Equal(g.content, p.content)
	})
	speech := func(rs []relation) []relation {
		return slices.DeleteFunc(slices.Clone(rs), func(r relation) bool {
			return !slices.ContainsFunc(r.cue, func(i int) bool { return slices.Contains(speechCues, tokens[i].Lower) })
		})
	}
	for _, r := range match(&s.SpeechOverlap, speech(gold), speech(given), all) {
		s.Missed[tokens[r.cue[0]].Lower]++
	}
}

// kinds counts recall for the kinds of relations that are hard to find.
func (s *AttributionScores) kinds(gold, missed []relation, tokens []text.Token) {
	count := func(rs []relation, add func(p *PRF)) {
		for _, r := range rs {
			if !slices.ContainsFunc(r.content, func(i int) bool { return tokens[i].Quoted }) {
				add(&s.Indirect)
			}
			head := tokens[headOf(r.cue, tokens)]
			if strings.HasPrefix(head.Tag, "NN") {
				add(&s.Noun)
			}
			if !slices.ContainsFunc(r.cue, func(i int) bool { return label.Default().Known(tokens[i].Lemma) }) {
				add(&s.Unseen)
			}
		}
	}
	count(gold, func(p *PRF) { p.Gold, p.Right = p.Gold+1, p.Right+1 })
	count(missed, func(p *PRF) { p.Right-- })
}

// headOf is the token of the cue whose governor stands outside of it.
func headOf(cue []int, tokens []text.Token) int {
	for _, i := range cue {
		if !slices.Contains(cue, tokens[i].Head) {
			return i
		}
	}
	return cue[0]
}

// String prints the table.
func (s AttributionScores) String() string {
	return fmt.Sprintf("texts             %d\nsource exact      %v\ncue exact         %v\ncontent exact     %v\nrelation overlap  %v\nrelation exact    %v\nspeech overlap    %v\ncue overlap       %v\n"+
		"recall by overlap: indirect %.1f of %d, noun cues %.1f of %d, unseen cues %.1f of %d",
		s.Texts, s.Source, s.Cue, s.Content, s.Overlap, s.Exact, s.SpeechOverlap, s.CueOverlap,
		s.Indirect.recall(), s.Indirect.Gold, s.Noun.recall(), s.Noun.Gold, s.Unseen.recall(), s.Unseen.Gold)
}
