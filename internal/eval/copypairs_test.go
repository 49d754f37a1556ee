// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"cmp"
	"math/rand"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"
)

// pair is two articles of one file with how alike they are by their runs of five words.
type pair struct {
	a, b    string
	jaccard float64 // runs of both by runs of either
	within  float64 // runs of both by runs of the one that has fewer
}

// pairsToLabel gives the pairs that are labelled: the 75 most alike of all pairs of articles of one file, 75 of the others
// drawn with seed 1, and of what is left 75 of the middling ones, of which either has 5 to 50 % of the other.
func pairsToLabel(files [][]Article) (alike, random, middling []pair) {
	var all []pair
	for _, articles := range files {
		all = append(all, pairsOf(articles)...)
	}
	slices.SortStableFunc(all, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.jaccard, x.jaccard), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	alike, rest := all[:75], slices.Clone(all[75:])
	rand.New(rand.NewSource(1)).Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	random = rest[:75]
	for _, p := range rest[75:] {
		if p.within >= 0.05 && p.within <= 0.5 && len(middling) < 75 {
			middling = append(middling, p)
		}
	}
	return alike, random, middling
}

func pairsOf(articles []Article) []pair {
	runs := make([]map[string]bool, len(articles))
	for i, a := range articles {
		words := strings.FieldsFunc(strings.ToLower(a.Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		runs[i] = map[string]bool{}
		for w := range slices.Values(windows(words, 5)) {
			runs[i][strings.Join(w, " ")] = true
		}
	}
	var out []pair
	for i := range articles {
		for j := range i {
			both := 0
			for w := range runs[i] {
				if runs[j][w] {
					both++
				}
			}
			out = append(out, pair{
				a: min(articles[i].ID, articles[j].ID), b: max(articles[i].ID, articles[j].ID),
				jaccard: float64(both) / float64(max(1, len(runs[i])+len(runs[j])-both)),
				within:  float64(both) / float64(max(1, min(len(runs[i]), len(runs[j])))),
			})
		}
	}
	return out
}

func windows(words []string, n int) [][]string {
	var out [][]string
	for i := 0; i+n <= len(words); i++ {
		out = append(out, words[i:i+n])
	}
	return out
}

func TestLabelledPairsAreThoseOfTheProcedure(t *testing.T) {
	alike, random, middling := pairsToLabel(syndicated(t))
	for file, pairs := range map[string][]pair{"copies-150.tsv": slices.Concat(alike, random), "copies-middling.tsv": middling} {
		labels, err := ReadCopyLabels(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, p := range pairs {
			want = append(want, p.a+" "+p.b)
		}
		for _, l := range labels {
			got = append(got, l.A+" "+l.B)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-procedure +file):\n%s", file, diff)
		}
	}
}

// syndicated gives the articles of the corpus, by file.
func syndicated(t *testing.T) [][]Article {
	t.Helper()
	var out [][]Article
	for _, file := range syndicatedFiles(t) {
		articles, err := ReadArticles(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, articles)
	}
	return out
}

func syndicatedFiles(t *testing.T) []string {
	dir := sharedData(t, "syndication")
	return []string{filepath.Join(dir, "census_articles.csv"), filepath.Join(dir, "spotify_articles.csv")}
}
