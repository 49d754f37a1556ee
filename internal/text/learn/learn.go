// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package learn trains the models of package text: averaged perceptrons (Collins 2002) over the features that
// text computes, from sentences with tags, kinds of names and trees. The same sentences and seed give the same
// model.
package learn

import (
	"fmt"
	"maps"
	"slices"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// Options of training.
type Options struct {
	Passes int    // over the trees; five at most over tags and names, which are learnt sooner
	Cut    int    // features seen in fewer updates are left out
	Seed   uint64 // of the order of examples
}

// Parts trains the tagger of parts of speech (pos), the finder of names (name) and the parser (parse: moves; label:
// relations), each on the examples that have what it needs. Names and trees are learnt from the tags that taggers
// give that have not seen the sentence. progress, which may be nil, is called after each pass.
func Parts(examples []Example, o Options, progress func(part string, pass int, right float64)) []linear.Part {
	if progress == nil {
		progress = func(string, int, float64) {}
	}
	t := training{o, progress, linear.NewRandom(o.Seed)}
	tagged := withTags(examples)
	few := min(o.Passes, 5)
	pos := t.tags(tagged, few, "pos")
	told := t.told(examples)
	parts := []linear.Part{pos.Part("pos", o.Cut)}
	parts = append(parts, t.names(goldNames(told, examples), namesOnly(told), few, "name").Part("name", o.Cut))
	moves, labels := t.trees(told)
	return append(parts, moves.Part("parse", o.Cut), labels.Part("label", o.Cut))
}

// Lists gives the lists of words that the model needs: "closed", the words that stand at least three times with the
// tag of a closed class, and "fixed", the frequent words that people give one tag, which need not be looked at, each
// with it; and "verbs", the words that stand somewhere as a verb in the form that orders have.
func Lists(examples []Example) map[string][]string {
	seen, verbs := map[string]int{}, map[string]bool{}
	people := map[string]map[string]int{}
	for _, e := range withTags(examples) {
		for _, t := range e.Tokens {
			if !text.OpenClass(t.Tag) {
				seen[t.Lower]++
			}
			if t.Tag == "VB" || t.Tag == "VBP" {
				verbs[t.Lower] = true
			}
			if e.Document == "" {
				if people[t.Word] == nil {
					people[t.Word] = map[string]int{}
				}
				people[t.Word][t.Tag]++
			}
		}
	}
	closed := []string{}
	for w, n := range seen {
		if n >= 3 {
			closed = append(closed, w)
		}
	}
	slices.Sort(closed)
	return map[string][]string{"closed": closed, "fixed": fixed(people), "verbs": slices.Sorted(maps.Keys(verbs))}
}

// A word has a fixed tag when it was seen so often and has another tag at most once in so many times.
const oftenSeen, onceIn = 20, 250

func fixed(words map[string]map[string]int) []string {
	out := []string{}
	for w, tags := range words {
		all := 0
		for _, n := range tags {
			all += n
		}
		for tag, n := range tags {
			if all >= oftenSeen && (all-n)*onceIn <= all {
				out = append(out, w+" "+tag)
			}
		}
	}
	slices.Sort(out)
	return out
}

func withTags(examples []Example) []Example {
	return slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return !e.Tags })
}

type training struct {
	Options
	progress func(part string, pass int, right float64)
	random   *linear.Random
}

// pass goes once through the examples, in an order of its own.
func (t *training) pass(part string, number int, examples []Example, learn func(i int) (right, all int)) {
	right, all := 0, 0
	for _, i := range t.random.Shuffled(len(examples)) {
		r, n := learn(i)
		right, all = right+r, all+n
	}
	t.progress(part, number, float64(right)/float64(max(all, 1)))
}

func classes(examples []Example, of func(text.Token) string) []string {
	set := map[string]bool{}
	for _, e := range examples {
		for _, t := range e.Tokens {
			set[of(t)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func (t *training) tags(examples []Example, passes int, part string) *linear.Perceptron {
	p := linear.NewPerceptron(classes(examples, func(t text.Token) string { return t.Tag }))
	var f text.Features
	var keys []uint64
	for pass := range passes {
		t.pass(part, pass+1, examples, func(e int) (right, all int) {
			gold := examples[e].Tokens
			f.Set(gold)
			for i := range gold {
				keys = habits(f.Tag(keys[:0], i), examples[e].Document == "")
				guess := p.Name(p.Learn(keys, p.Class(gold[i].Tag)))
				f.SetTag(i, guess)
				if guess == gold[i].Tag {
					right++
				}
			}
			return right, len(gold)
		})
		if pass+2 == passes {
			p.Settle(keptTags)
		}
	}
	p.Merge()
	return p
}

// habits doubles the features of a sentence that people annotated: the second of each is learnt from these sentences
// alone, and says what the machine that annotated the others does otherwise. Both are merged when all is learnt, so that
// the models have the habits of people.
func habits(keys []uint64, people bool) []uint64 {
	if people {
		for _, k := range keys[:len(keys):len(keys)] {
			keys = append(keys, k&^1)
		}
	}
	return keys
}

// told gives the examples with the tags and names that are found by models that were trained on other examples, as
// the later layers will see them.
func (t *training) told(examples []Example) []Example {
	const folds = 2
	out := make([]Example, len(examples))
	for fold := range folds {
		var others []Example
		for i, e := range examples {
			if foldOf(e, i, folds) != fold {
				others = append(others, e)
			}
		}
		if len(others) == 0 {
			others = examples
		}
		name := fmt.Sprintf("fold %d, ", fold+1)
		pos := t.tags(withTags(others), min(t.Passes, 3), name+"pos").Part("pos", 2)
		lists := Lists(others)
		m := tagger(pos, linear.Part{Name: "name", Classes: []string{"O"}}, lists)
		retagged := slices.Clone(others)
		for i, e := range others {
			retagged[i] = annotated(m, e)
		}
		m = tagger(pos, t.names(goldNames(retagged, others), nil, min(t.Passes, 3), name+"name").Part("name", 2), lists)
		for i, e := range examples {
			if foldOf(e, i, folds) == fold {
				out[i] = annotated(m, e)
			}
		}
	}
	return out
}

// annotated gives a copy of the example with the tags and names that a model finds.
func annotated(m *text.Model, e Example) Example {
	gold := e.Tokens
	e.Tokens = slices.Clone(gold)
	m.Annotate(e.Tokens, []text.Sentence{{First: 0, Last: len(gold)}})
	for i, t := range gold {
		e.Tokens[i].Head, e.Tokens[i].Rel = t.Head, t.Rel
	}
	return e
}

// goldNames gives the examples that have names, with these instead of those that were found.
func goldNames(found, gold []Example) []Example {
	var out []Example
	for i, e := range found {
		if !e.Names {
			continue
		}
		e.Tokens = slices.Clone(e.Tokens)
		for j := range e.Tokens {
			e.Tokens[j].Name = gold[i].Tokens[j].Name
		}
		out = append(out, e)
	}
	return out
}

// namesOnly gives the examples that have names.
func namesOnly(examples []Example) []Example {
	return slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return !e.Names })
}

// foldOf keeps documents whole, for words of one come again in it.
func foldOf(e Example, i, folds int) int {
	if e.Document != "" {
		return int(linear.String(e.Document).Key()>>8) % folds
	}
	return i / 50 % folds
}

// tagger makes a model of tags and names alone.
func tagger(pos, name linear.Part, lists map[string][]string) *text.Model {
	file, err := linear.Save("", []linear.Part{pos, name}, lists)
	if err != nil {
		panic("the parts of a trainer do not fit: " + err.Error())
	}
	m, err := text.Load(file)
	if err != nil {
		panic("a saved model does not load: " + err.Error())
	}
	return m
}

// names learns labels of names from the sentences that have some. found, which may be nil, are the same sentences
// with the names that models found that had not seen them: what a second look will know of the words.
func (t *training) names(examples, found []Example, passes int, part string) *linear.Perceptron {
	p := linear.NewPerceptron(labelClasses(examples))
	around := neighbours(found)
	var f text.Features
	var keys []uint64
	for pass := range passes {
		t.pass(part, pass+1, examples, func(e int) (right, all int) {
			gold := examples[e].Tokens
			f.Set(gold)
			if around != nil && t.random.Next()%2 == 0 { // first looks and second ones are learnt alike
				f.SetTokens(found[e].Tokens)
				around[e].Recall(&f)
				f.SetTokens(gold)
			}
			before := "O"
			for i := range gold {
				label, guess := text.NameLabel(gold, i), "O"
				if f.MaybeName(i, before) {
					keys = f.Name(keys[:0], i)
					guess = p.Name(p.Learn(keys, p.Class(label)))
					all++
					if guess == label {
						right++
					}
				}
				f.SetName(i, guess)
				before = guess
			}
			return right, all
		})
		if pass+2 == passes {
			p.Settle(keptNames)
		}
	}
	return p
}

func labelClasses(examples []Example) []string {
	set := map[string]bool{"O": true}
	for _, e := range examples {
		for i := range e.Tokens {
			set[text.NameLabel(e.Tokens, i)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// neighbours gives for each sentence what is known from its document; nil for no sentences.
func neighbours(found []Example) []*text.Neighbourhood {
	var out []*text.Neighbourhood
	var f text.Features
	for i, e := range found {
		if i == 0 || e.Document == "" || e.Document != found[i-1].Document {
			out = append(out, &text.Neighbourhood{})
			out[i].Clear()
		} else {
			out = append(out, out[i-1])
		}
		f.Set(e.Tokens)
		out[i].Add(&f)
	}
	return out
}
