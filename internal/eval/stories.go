// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/pipeline"
	"hearsay/internal/read"
)

// StoryScores are the measures of one corpus, for each shuffle of its texts.
type StoryScores struct {
	Texts, Events int
	Shuffles      []StoryScore
}

// StoryScore is how well the stories of one shuffle agree with the events. Precision is, on average over the texts,
// the share of a text's story that tells of its event; recall the share of its event that is in its story.
type StoryScore struct {
	Seed              uint64
	Stories           int
	Precision, Recall float64
	LookAlikes        int // pairs of texts of one topic and two events
	Together          int // of these, the pairs that were put into one story
	Moved             int // documents that left the story they were first placed in
}

// F1 is the harmonic mean of precision and recall.
func (s StoryScore) F1() float64 {
	if s.Precision+s.Recall == 0 {
		return 0
	}
	return 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
}

// String prints the scores, a line a shuffle.
func (s StoryScores) String() string {
	lines := []string{fmt.Sprintf("texts %d  events %d", s.Texts, s.Events)}
	for _, x := range s.Shuffles {
		lines = append(lines, fmt.Sprintf("shuffle %d: stories %d  precision %.4f  recall %.4f  B-cubed F1 %.4f  look-alikes put together %d of %d (%.2f %%)  moved %d",
			x.Seed, x.Stories, x.Precision, x.Recall, x.F1(), x.Together, x.LookAlikes, Share{x.Together, x.LookAlikes}.Percent(), x.Moved))
	}
	return strings.Join(lines, "\n")
}

// sketchedText is a text with what cluster compares of it.
type sketchedText struct {
	storyText
	id     hearsay.DocumentID
	sketch cluster.Sketch
}

// Stories streams the texts of a folder in the layout of ECB+ through cluster, once for each seed in the order that it
// gives, and scores the stories that come out. Topics from first to last are taken.
func Stories(ctx context.Context, dir string, first, last int, seeds []uint64) (StoryScores, error) {
	all, err := readStories(dir)
	if err != nil {
		return StoryScores{}, err
	}
	var texts []storyText
	for _, t := range all {
		if first <= t.topic && t.topic <= last {
			texts = append(texts, t)
		}
	}
	if len(texts) == 0 {
		return StoryScores{}, fmt.Errorf("%s holds no text of the topics %d to %d; name topics that it has", dir, first, last)
	}
	sketched, err := sketchAll(texts)
	if err != nil {
		return StoryScores{}, err
	}
	return scoreStories(ctx, sketched, seeds)
}

// sketchAll does what the pipeline does with one text alone, on all cores.
func sketchAll(texts []storyText) ([]sketchedText, error) {
	out, errs := make([]sketchedText, len(texts)), make([]error, len(texts))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				out[i], errs[i] = sketchOf(texts[i])
			}
		})
	}
	for i := range texts {
		next <- i
	}
	close(next)
	workers.Wait()
	return out, errors.Join(errs...)
}

func sketchOf(t storyText) (sketchedText, error) {
	sum := sha256.Sum256([]byte(t.text))
	c := hearsay.Capture{URL: "file:" + t.name, Digest: hex.EncodeToString(sum[:])}
	c.ID = hearsay.NewCaptureID(c.URL, c.Digest)
	docs, err := read.Capture(c, []byte(t.text))
	if err == nil && len(docs) != 1 {
		err = fmt.Errorf("it is read as %d documents; a text of ECB+ is one", len(docs))
	}
	if err != nil {
		return sketchedText{}, fmt.Errorf("read %s: %w", t.name, err)
	}
	a := pipeline.Annotate(&docs[0], nil)
	return sketchedText{t, docs[0].ID, cluster.NewSketch(&docs[0], a.Mentions)}, nil
}

func scoreStories(ctx context.Context, texts []sketchedText, seeds []uint64) (StoryScores, error) {
	events := map[string]bool{}
	for _, t := range texts {
		events[t.event] = true
	}
	s := StoryScores{Texts: len(texts), Events: len(events)}
	for _, seed := range seeds {
		shuffled := append([]sketchedText(nil), texts...)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		stories, moved, err := streamStories(ctx, shuffled)
		if err != nil {
			return s, err
		}
		x := compareStories(shuffled, stories)
		x.Seed, x.Moved = seed, moved
		s.Shuffles = append(s.Shuffles, x)
	}
	return s, nil
}

// nothingBefore is the ledger before the first text: the index keeps what it places.
type nothingBefore struct{}

// DocumentsNear implements cluster.Near.
func (nothingBefore) DocumentsNear(context.Context, time.Time, time.Time) ([]cluster.Placed, error) {
	return nil, nil
}

// streamStories places texts one after another. They have no dates; all of them are given one within the window.
func streamStories(ctx context.Context, texts []sketchedText) (in []hearsay.StoryID, moved int, err error) {
	index, stories := cluster.New(), map[hearsay.DocumentID]hearsay.StoryID{}
	step := cluster.Window / time.Duration(len(texts)+1)
	for i, t := range texts {
		n := cluster.Newcomer{Document: t.id, When: time.Unix(0, 0).UTC().Add(time.Duration(i) * step), Sketch: t.sketch}
		memberships, err := index.Place(ctx, n, nothingBefore{})
		if err != nil {
			return nil, 0, fmt.Errorf("place %s: %w", t.name, err)
		}
		for _, m := range memberships {
			stories[m.Document] = m.Placed
		}
		moved += len(memberships) - 1
	}
	for _, t := range texts {
		in = append(in, stories[t.id])
	}
	return in, moved, nil
}

// compareStories holds the stories that texts are in against the events they tell of.
func compareStories(texts []sketchedText, in []hearsay.StoryID) StoryScore {
	type both struct {
		story hearsay.StoryID
		event string
	}
	story, event, shared := map[hearsay.StoryID]int{}, map[string]int{}, map[both]int{}
	for i, t := range texts {
		story[in[i]]++
		event[t.event]++
		shared[both{in[i], t.event}]++
	}
	s := StoryScore{Stories: len(story)}
	for i, t := range texts {
		n := float64(shared[both{in[i], t.event}])
		s.Precision += n / float64(story[in[i]]) / float64(len(texts))
		s.Recall += n / float64(event[t.event]) / float64(len(texts))
		for j := range i {
			if texts[j].topic == t.topic && texts[j].event != t.event {
				s.LookAlikes++
				if in[i] == in[j] {
					s.Together++
				}
			}
		}
	}
	return s
}
