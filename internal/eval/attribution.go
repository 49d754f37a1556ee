// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/annotate"
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
	Missed                                    map[string]int // cues of gold relations that were not found, by word
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
	texts, err := readBrat(dir)
	if err != nil {
		return AttributionScores{}, err
	}
	s := AttributionScores{Texts: len(texts), Missed: map[string]int{}}
	for _, g := range texts {
		tokens := text.Tokens(g.text)
		gold := make([]relation, len(g.relations))
		for i, r := range g.relations {
			gold[i] = relation{tokensIn(tokens, r.source), tokensIn(tokens, r.cue), tokensIn(tokens, r.content)}
		}
		d := &hearsay.Document{ID: hearsay.DocumentID(g.name), Kind: hearsay.Article, Text: g.text, Language: "en"}
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
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(tokens, s[0], func(t text.Token, at int) int { return cmp.Compare(t.End, at+1) })
		for ; i < len(tokens) && tokens[i].Start < s[1]; i++ {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// outermost drops relations whose cue lies in the content of a larger one.
func outermost(rs []relation) []relation {
	order := slices.Clone(rs)
	slices.SortStableFunc(order, func(a, b relation) int { return len(b.content) - len(a.content) })
	var kept []relation
	for _, r := range order {
		if !slices.ContainsFunc(kept, func(k relation) bool { return overlap(k.content, r.cue) > 0 }) {
			kept = append(kept, r)
		}
	}
	return kept
}

func overlap(a, b []int) int {
	n := 0
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			n++
		}
	}
	return n
}

func (s *AttributionScores) score(gold, given []relation, tokens []text.Token) {
	s.Source.add(runs(gold, func(r relation) []int { return r.source }), runs(given, func(r relation) []int { return r.source }))
	s.Cue.add(runs(gold, func(r relation) []int { return r.cue }), runs(given, func(r relation) []int { return r.cue }))
	s.Content.add(runs(gold, func(r relation) []int { return r.content }), runs(given, func(r relation) []int { return r.content }))
	touch := func(a, b []int) bool { return overlap(a, b) > 0 || len(a) == 0 && len(b) == 0 }
	match(&s.Overlap, gold, given, func(g, p relation) bool {
		return touch(g.source, p.source) && touch(g.cue, p.cue) && touch(g.content, p.content)
	})
	match(&s.CueOverlap, gold, given, func(g, p relation) bool { return touch(g.cue, p.cue) })
	match(&s.Exact, gold, given, func(g, p relation) bool {
		return slices.Equal(g.source, p.source) && slices.Equal(g.cue, p.cue) && slices.Equal(g.content, p.content)
	})
	speech := func(rs []relation) []relation {
		return slices.DeleteFunc(slices.Clone(rs), func(r relation) bool {
			return !slices.ContainsFunc(r.cue, func(i int) bool { return slices.Contains(speechCues, tokens[i].Lower) })
		})
	}
	missed := match(&s.SpeechOverlap, speech(gold), speech(given), func(g, p relation) bool {
		return touch(g.source, p.source) && touch(g.cue, p.cue) && touch(g.content, p.content)
	})
	for _, r := range missed {
		s.Missed[tokens[r.cue[0]].Lower]++
	}
}

// runs gives the maximal runs of neighbouring tokens of a role, each once.
func runs(rs []relation, role func(relation) []int) map[[2]int]bool {
	set := map[[2]int]bool{}
	for _, r := range rs {
		ts := role(r)
		for i := 0; i < len(ts); {
			j := i + 1
			for j < len(ts) && ts[j] == ts[j-1]+1 {
				j++
			}
			set[[2]int{ts[i], ts[j-1]}] = true
			i = j
		}
	}
	return set
}

func (p *PRF) add(gold, given map[[2]int]bool) {
	p.Gold += len(gold)
	p.Given += len(given)
	for r := range given {
		if gold[r] {
			p.Right++
		}
	}
}

// match pairs relations one to one, those that share most first, and gives the gold ones that have no match.
func match(p *PRF, gold, given []relation, fits func(g, p relation) bool) []relation {
	type pair struct {
		g, p  int
		share float64
	}
	var pairs []pair
	for i, g := range gold {
		for j, x := range given {
			if fits(g, x) {
				pairs = append(pairs, pair{i, j, iou(g.content, x.content) + iou(g.cue, x.cue) + iou(g.source, x.source)})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.share, a.share) })
	usedGold, used := map[int]bool{}, map[int]bool{}
	for _, x := range pairs {
		if !usedGold[x.g] && !used[x.p] {
			usedGold[x.g], used[x.p] = true, true
			p.Right++
		}
	}
	p.Gold += len(gold)
	p.Given += len(given)
	var missed []relation
	for i, g := range gold {
		if !usedGold[i] {
			missed = append(missed, g)
		}
	}
	return missed
}

func iou(a, b []int) float64 {
	n := overlap(a, b)
	if len(a)+len(b) == n {
		return 1
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// String prints the table.
func (s AttributionScores) String() string {
	return fmt.Sprintf("texts             %d\nsource exact      %v\ncue exact         %v\ncontent exact     %v\nrelation overlap  %v\nrelation exact    %v\nspeech overlap    %v\ncue overlap       %v",
		s.Texts, s.Source, s.Cue, s.Content, s.Overlap, s.Exact, s.SpeechOverlap, s.CueOverlap)
}
