// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode"

	"hearsay/internal/export"
)

// GoldRow is one hand-made attribution of a text.
type GoldRow struct {
	Doc     string   `json:"doc"`
	Source  string   `json:"source"`
	Cue     string   `json:"cue"`
	Content string   `json:"content"`
	Act     string   `json:"act"`
	Chain   []string `json:"chain"`
}

// GoldScore is how many rows were found, how many of their chains are whole, and what was given in all.
type GoldScore struct {
	Rows, Found, Whole, Acts, Given int
	Missed                          []GoldRow
	Broken                          []string // "row chain / our chain" of found rows whose chain is not whole
}

// ReadGold reads rows, one JSON object a line.
func ReadGold(file string) ([]GoldRow, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var rows []GoldRow
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		if strings.TrimSpace(s.Text()) == "" {
			continue
		}
		var r GoldRow
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", file, n, err)
		}
		rows = append(rows, r)
	}
	return rows, s.Err()
}

// Gold scores extracted documents against hand-made rows. A row is found when an attribution's cue shares a word
// with the row's and its content holds at least half of the row's content words; a chain is whole when it has
// the same length and each name contains the other or is contained in it.
func Gold(rows []GoldRow, docs []export.Extracted) GoldScore {
	score := GoldScore{Rows: len(rows)}
	for _, d := range docs {
		score.Given += len(d.Attributions)
	}
	for _, row := range rows {
		found, whole, act := false, false, false
		broken := ""
		for _, d := range docs {
			for i := range d.Attributions {
				a := &d.Attributions[i]
				if !goldMatches(row, a) {
					continue
				}
				found = true
				act = act || string(a.Act) == row.Act
				if wholeChain(row.Chain, a.Chain) {
					whole = true
				} else {
					broken = fmt.Sprintf("%q / %q", row.Chain, a.Chain)
				}
			}
		}
		switch {
		case !found:
			score.Missed = append(score.Missed, row)
			continue
		case whole:
			score.Whole++
		default:
			score.Broken = append(score.Broken, broken)
		}
		if act {
			score.Acts++
		}
		score.Found++
	}
	return score
}

func goldMatches(row GoldRow, a *export.ExtractedAttribution) bool {
	var cue, content strings.Builder
	for _, s := range a.Cue {
		cue.WriteString(s.Text + " ")
	}
	for _, s := range a.Content {
		content.WriteString(s.Text + " ")
	}
	if shared(goldWords(row.Cue), goldWords(cue.String())) == 0 {
		return false
	}
	want := goldWords(row.Content)
	return 2*shared(want, goldWords(content.String())) >= len(want)
}

func goldWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// shared counts the words of a that are among those of b.
func shared(a, b []string) int {
	set := map[string]bool{}
	for _, w := range b {
		set[w] = true
	}
	n := 0
	for _, w := range a {
		if set[w] {
			n++
		}
	}
	return n
}

func wholeChain(want, got []string) bool {
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		a, b := strings.ToLower(want[i]), strings.ToLower(got[i])
		if a == "" || b == "" || !strings.Contains(a, b) && !strings.Contains(b, a) {
			return false
		}
	}
	return true
}
