// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// What a newcomer is compared with is bounded, so that it costs the same however many documents are open.
const (
	lookedUp   = 32   // heaviest terms of a newcomer by which stories are looked up
	tooCommon  = 256  // stories that share a term from which it is looked up no more: it tells none from another
	mostNear   = 24   // stories whose documents a newcomer is compared with one by one
	mostGroups = 8    // stories that are divided anew together with a newcomer
	mostRecent = 24   // documents of a story that stand for all of it
	mostLatest = 64   // latest documents of a story of which these are taken
	farthest   = 0.04 // likeness below which a story is left alone
)

// around gathers the newcomer and the latest documents of the stories that it may have to do with.
func (x *Index) around(d *member) *group {
	members := []*member{d}
	for _, c := range x.nearest(d) {
		members = append(members, c.members...)
	}
	return x.gather(members, d)
}

// candidate is a story that a newcomer may have to do with.
type candidate struct {
	story   *story
	score   float64
	members []*member // the documents that stand for the story
}

func better(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.story.id, b.story.id))
}

// nearest gives the open stories that are most like the newcomer: half by the likeness of their documents on average,
// half by that of the one most alike, since a story may have many sides.
func (x *Index) nearest(d *member) []candidate {
	weights := x.weigh(d)
	found := x.lookUp(d, weights)
	for k, t := range d.terms {
		x.weights[t.id] = weights[k]
	}
	for i := range found {
		sum, most := 0.0, 0.0
		latest := found[i].story.latest(mostRecent)
		for _, m := range latest {
			alike := x.like(m)
			sum, most = sum+alike, max(most, alike)
		}
		found[i].score = round((sum/float64(len(latest)) + most) / 2)
	}
	slices.SortFunc(found, better)
	found = slices.DeleteFunc(found[:min(len(found), mostGroups)], func(c candidate) bool { return c.score < farthest })
	for i := range found {
		found[i].members = x.stand(found[i].story)
	}
	for _, t := range d.terms {
		x.weights[t.id] = 0
	}
	return found
}

// stand gives the documents that stand for a story: the latest ones, and of those before them the ones that are most
// like the newcomer, whose weights are set; for a story may have sides of which nothing was told for a while.
func (x *Index) stand(st *story) []*member {
	latest := st.latest(mostLatest)
	if len(latest) <= mostRecent {
		return latest
	}
	type scored struct {
		*member
		alike float64
	}
	before := len(latest) - mostRecent/2
	var older []scored
	for _, m := range latest[:before] {
		older = append(older, scored{m, x.like(m)})
	}
	slices.SortStableFunc(older, func(a, b scored) int { return cmp.Compare(b.alike, a.alike) })
	members := slices.Clone(latest[before:])
	for _, m := range older[:mostRecent-len(members)] {
		members = append(members, m.member)
	}
	return members
}

// like is the cosine of a document and the newcomer, whose weights are set.
func (x *Index) like(m *member) float64 {
	dot, sum := 0.0, 0.0
	for _, t := range m.terms {
		w := x.weight(t)
		sum += w * w
		dot += w * x.weights[t.id]
	}
	if sum == 0 {
		return 0
	}
	return round(dot / math.Sqrt(sum))
}

// lookUp finds the stories that share the heaviest terms of the newcomer, and among them those that share most.
func (x *Index) lookUp(d *member, weights []float64) []candidate {
	order := make([]int, len(d.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	scores := map[*story]float64{}
	used := 0
	for _, i := range order {
		held := x.holders[d.terms[i].id]
		if len(held) == 0 || len(held) > tooCommon {
			continue
		}
		for st := range held {
			scores[st] += weights[i] * weights[i]
		}
		if used++; used == lookedUp {
			break
		}
	}
	found := make([]candidate, 0, len(scores))
	for st, score := range scores {
		found = append(found, candidate{story: st, score: round(score)})
	}
	slices.SortFunc(found, better)
	return found[:min(len(found), mostNear)]
}

// weigh gives the weights of a document's terms: rare ones count more, and names, days and numbers more than words.
// The weights of one document have the length 1.
func (x *Index) weigh(d *member) []float64 {
	weights := make([]float64, len(d.terms))
	sum := 0.0
	for i, t := range d.terms {
		w := x.weight(t)
		weights[i] = w
		sum += w * w
	}
	if sum > 0 {
		length := math.Sqrt(sum)
		for i := range weights {
			weights[i] /= length
		}
	}
	return weights
}

// weight is how much a term counts in its document, by how rare it is.
func (x *Index) weight(t term) float64 {
	return float64(t.weight) * (x.log(prior+x.documents) - x.log(int(x.common[t.id])))
}

// log is the logarithm of n+1, from a table.
func (x *Index) log(n int) float64 {
	for len(x.logs) <= n {
		x.logs = append(x.logs, math.Log(float64(len(x.logs)+1)))
	}
	return x.logs[n]
}

// shared says which names and words a document shares with the others of its part.
func (x *Index) shared(g *group, p *part, d *member) string {
	held, called := map[int32]bool{}, map[string]bool{}
	for _, i := range p.members {
		if m := g.members[i]; m != d {
			for _, t := range m.terms {
				held[t.id] = true
			}
			for _, n := range m.names {
				called[n] = true
			}
		}
	}
	type said struct {
		text   string
		weight float64
	}
	heaviest := func(all []said) string {
		slices.SortStableFunc(all, func(a, b said) int { return cmp.Compare(b.weight, a.weight) })
		var texts []string
		for _, s := range all[:min(4, len(all))] {
			texts = append(texts, s.text)
		}
		return cmp.Or(strings.Join(texts, ", "), "none")
	}
	var names, words []said
	weights := x.weigh(d)
	of := map[string]float64{}
	for k, t := range d.terms {
		text := x.texts[t.id]
		of[text] = weights[k]
		if held[t.id] && !t.name {
			words = append(words, said{x.written(d, t.id), weights[k]})
		}
	}
	for _, n := range d.names {
		if called[n] {
			weight := 0.0
			for _, w := range nameWords(n) {
				weight += of[w]
			}
			names = append(names, said{n, math.Round(weight*1e9) / 1e9})
		}
	}
	return fmt.Sprintf("shares the names %s and the words %s with the story", heaviest(names), heaviest(words))
}
