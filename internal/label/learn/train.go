// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"fmt"
	"maps"
	"path/filepath"
	"sync"

	"hearsay/internal/annotate"
	"hearsay/internal/label"
	"hearsay/internal/linear"
	"hearsay/internal/text"
	language "hearsay/internal/text/learn"
)

// folds is the number of parts in which the texts are split: each is tagged and parsed by models that have not seen
// it, so that the models of attribution learn from mistakes such as they will meet.
const folds = 3

// Passes over the trees, of the models that are kept and of those of a fold, which are only to make the usual mistakes.
const passes, foldPasses = 9, 6

// Progress hears of each pass over the examples: what is trained, the pass, and how well it goes (the share that is
// right, or a log-likelihood).
type Progress func(part string, pass int, value float64)

// Train reads the training data under dir (what [language.Read] reads, and the attributions of polnear/train) and
// gives a model file with all tables. It takes some minutes, and uses two cores. The same data and seed give the same
// file.
func Train(dir string, seed uint64, progress Progress) ([]byte, error) {
	corpus, err := language.Read(dir)
	if err != nil {
		return nil, err
	}
	gold, err := ReadBrat(filepath.Join(dir, "polnear", "train"))
	if err != nil {
		return nil, err
	}
	l := layers{corpus: corpus, seed: seed, progress: progress}
	all := corpus.Examples(func(int) bool { return true })
	var parts []linear.Part
	var wg sync.WaitGroup
	wg.Go(func() { parts = l.train(all) })
	texts, err := l.texts(gold)
	if err != nil {
		return nil, err
	}
	wg.Wait()
	more, cueness := Chains(texts, seed, l.tell(""))
	lists := language.Lists(all)
	maps.Copy(lists, cueness)
	return linear.Save(language.Trained, append(parts, more...), lists)
}

// layers trains models of language.
type layers struct {
	corpus   language.Corpus
	seed     uint64
	progress Progress
	mu       sync.Mutex
}

func (l *layers) train(examples []language.Example) []linear.Part {
	return language.Parts(examples, language.Options{Passes: passes, Cut: 2, Seed: l.seed}, l.tell(""))
}

func (l *layers) tell(suffix string) func(string, int, float64) {
	return func(part string, pass int, value float64) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.progress != nil {
			l.progress(part+suffix, pass, value)
		}
	}
}

// texts parses the annotated texts, each with the model that has not seen it.
func (l *layers) texts(gold []Gold) ([]Labelled, error) {
	models, err := l.jackknife()
	if err != nil {
		return nil, err
	}
	fold := map[string]int{}
	for i, d := range l.corpus.Documents {
		fold[d.Name] = i % folds
	}
	var out []Labelled
	for i := range gold {
		t := text.Parse(gold[i].Text, models[fold[gold[i].Name]])
		out = append(out, Labelled{gold[i].Name, t, gold[i].Align(t.Tokens), annotate.Hints(t)})
	}
	return out, nil
}

// jackknife trains for each fold of the documents a model on all others.
func (l *layers) jackknife() ([]*text.Model, error) {
	models, errs := make([]*text.Model, folds), make([]error, folds)
	var wg sync.WaitGroup
	for fold := range folds {
		wg.Go(func() {
			models[fold], errs[fold] = l.without(fold)
		})
	}
	wg.Wait()
	for fold, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("train without fold %d: %w", fold+1, err)
		}
	}
	return models, nil
}

func (l *layers) without(fold int) (*text.Model, error) {
	examples := l.corpus.Examples(func(i int) bool { return i%folds != fold })
	parts := language.Parts(examples, language.Options{Passes: foldPasses, Cut: 2, Seed: l.seed}, l.tell(fmt.Sprintf(" without fold %d", fold+1)))
	file, err := linear.Save("", parts, language.Lists(examples))
	if err != nil {
		return nil, err
	}
	return text.Load(file)
}

// Labelled is a text with its attributions and what the rules find in it.
type Labelled struct {
	Name  string
	Text  *text.Text
	Gold  []label.Relation
	Hints []label.Hint
}

// Chains trains the chains of package label, and gives the list of how often lemmas are cues. Each text is looked at
// as if its own cues had not been counted.
func Chains(texts []Labelled, seed uint64, progress Progress) ([]linear.Part, map[string][]string) {
	cueness := label.Cueness{}
	for _, t := range texts {
		cueness.Add(t.Text, t.Gold, 1)
	}
	trainer := label.NewTrainer()
	for _, t := range texts {
		cueness.Add(t.Text, t.Gold, -1)
		trainer.Add(label.NewFrame(t.Text, t.Hints, cueness.Level), t.Gold)
		cueness.Add(t.Text, t.Gold, 1)
	}
	return trainer.Train(seed, progress), cueness.Lists()
}
