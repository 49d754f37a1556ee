// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"hearsay"
	"hearsay/internal/read"
)

// Scores is how well article bodies were found on a set of pages.
type Scores struct {
	Pages                 int
	Precision, Recall, F1 float64       // of 4-grams of words: means over pages, and F1 of the two means
	Slowest               time.Duration // the page that took longest
	SlowestPage           string
	Worst                 []PageScore // pages by F1, the worst first
}

// PageScore is how well the body of one page was found.
type PageScore struct {
	Page                  string
	Precision, Recall, F1 float64
	Took                  time.Duration
}

// String gives the scores in a line, and the ten worst pages.
func (s Scores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d pages: precision %.3f, recall %.3f, F1 %.3f; slowest page %v (%s)", s.Pages, s.Precision, s.Recall,
		s.F1, s.Slowest.Round(time.Millisecond), s.SlowestPage)
	for _, p := range s.Worst[:min(10, len(s.Worst))] {
		fmt.Fprintf(&b, "\n  F1 %.3f  precision %.3f  recall %.3f  %s", p.F1, p.Precision, p.Recall, p.Page)
	}
	return b.String()
}

// Extraction reads every page html/NAME.html.gz of dir and compares its text without the headline with articleBody in
// dir/ground-truth.json. The measure is that of the scrapinghub benchmark: 4-grams of word tokens as multisets.
// An error tells which file could not be read; a page that cannot be extracted counts as empty.
func Extraction(dir string) (Scores, error) {
	data, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return Scores{}, fmt.Errorf("evaluate extraction: %w", err)
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(data, &truth); err != nil {
		return Scores{}, fmt.Errorf("evaluate extraction: ground-truth.json: %w", err)
	}
	var s Scores
	for name, want := range truth {
		page, err := unzip(filepath.Join(dir, "html", name+".html.gz"))
		if err != nil {
			return Scores{}, fmt.Errorf("evaluate extraction: %w", err)
		}
		began := time.Now()
		got := body(want.URL, page)
		p := compare(name, got, want.ArticleBody)
		p.Took = time.Since(began)
		s.add(p)
	}
	s.finish()
	return s, nil
}

func unzip(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return io.ReadAll(z)
}

// readAt is the time at which the pages of the sets count as fetched.
var readAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func body(url string, page []byte) string {
	docs, err := read.Capture(hearsay.Capture{URL: url, MediaType: "text/html", Fetched: readAt}, page)
	if err != nil || len(docs) == 0 {
		return ""
	}
	return docs[0].Text[docs[0].Body:]
}

func (s *Scores) add(p PageScore) {
	s.Pages++
	s.Precision += p.Precision
	s.Recall += p.Recall
	if p.Took > s.Slowest {
		s.Slowest, s.SlowestPage = p.Took, p.Page
	}
	s.Worst = append(s.Worst, p)
}

func (s *Scores) finish() {
	if s.Pages == 0 {
		return
	}
	s.Precision /= float64(s.Pages)
	s.Recall /= float64(s.Pages)
	s.F1 = harmonic(s.Precision, s.Recall)
	slices.SortFunc(s.Worst, func(a, b PageScore) int {
		if a.F1 != b.F1 {
			if a.F1 < b.F1 {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Page, b.Page)
	})
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func compare(name, got, want string) PageScore {
	g, w := grams(got), grams(want)
	var tp, fp, fn float64
	for k, n := range g {
		tp += float64(min(n, w[k]))
		fp += float64(max(0, n-w[k]))
	}
	for k, n := range w {
		fn += float64(max(0, n-g[k]))
	}
	p := PageScore{Page: name}
	switch {
	case tp+fp+fn == 0:
		p.Precision, p.Recall = 1, 1
	case tp > 0:
		p.Precision, p.Recall = tp/(tp+fp), tp/(tp+fn)
	}
	p.F1 = harmonic(p.Precision, p.Recall)
	return p
}

func grams(text string) map[[4]string]int {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	out := map[[4]string]int{}
	for i := 0; i+4 <= len(words); i++ {
		out[[4]string(words[i:i+4])]++
	}
	return out
}
