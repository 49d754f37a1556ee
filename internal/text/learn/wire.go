// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	_ "embed"
	"fmt"
	"strings"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

//go:embed wire.txt
var wirePatterns string

// wireCopies is how many sentences are made of each pattern.
const wireCopies = 25

// wire makes sentences of the patterns of wire.txt, filled from the lists of names. A corpus of politics has no results
// and no tables, and the models would take their names for anything.
func wire(seed uint64) []Example {
	w := filler{lists: text.NameLists(), random: linear.NewRandom(seed)}
	var out []Example
	for line := range strings.Lines(wirePatterns) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		for range wireCopies {
			out = append(out, w.fill(line))
		}
	}
	return out
}

type filler struct {
	lists  map[string][]string
	random *linear.Random
}

func (w *filler) pick(list string) string {
	l := w.lists[list]
	return l[int(w.random.Next()>>11)%len(l)]
}

func (w *filler) number(n int) int { return int(w.random.Next()>>11) % n }

func (w *filler) fill(pattern string) Example {
	e := Example{Names: true}
	pattern, capitals := strings.CutPrefix(pattern, "! ")
	for _, part := range strings.Fields(pattern) {
		before, rest, slotted := strings.Cut(part, "{")
		slot, after, _ := strings.Cut(rest, "}")
		words, kind := part, ""
		if slotted {
			words, kind = w.slot(slot)
			if kind == "" {
				words = before + words + after
			}
		}
		if capitals {
			words = strings.ToUpper(words)
		}
		for i, word := range strings.Fields(words) {
			t := text.NewToken(word)
			t.Name, t.Begins = kind, kind != "" && i == 0
			e.Tokens = append(e.Tokens, t)
		}
	}
	return e
}

// slot gives what stands in a slot, and its kind of name.
func (w *filler) slot(slot string) (words, kind string) {
	switch slot {
	case "person":
		return w.pick("first") + " " + w.pick("last"), "PERSON"
	case "initial":
		return w.pick("first")[:1] + ". " + w.pick("last"), "PERSON"
	case "first", "last":
		return w.pick(slot), "PERSON"
	case "city", "country", "region":
		return strings.TrimPrefix(w.pick(slot), "the "), "LOCATION"
	case "squad":
		return strings.TrimPrefix(w.pick("country"), "the "), "LOCATION"
	case "nation", "event":
		return w.pick(slot), "MISC"
	case "team", "body", "outlet":
		return w.pick(slot), "ORGANIZATION"
	case "side":
		return w.pick("city"), "ORGANIZATION"
	case "nick":
		return w.pick("city") + " " + w.pick("nickname"), "ORGANIZATION"
	case "company":
		switch w.number(3) {
		case 0:
			return w.pick("last") + " " + w.pick("end"), "ORGANIZATION"
		case 1:
			return w.pick("city") + " " + w.pick("end"), "ORGANIZATION"
		}
		return w.pick("body"), "ORGANIZATION"
	}
	return w.figure(slot), ""
}

func (w *filler) figure(slot string) string {
	months := []string{"Jan", "February", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "December"}
	switch slot {
	case "score":
		return fmt.Sprintf("%d-%d", w.number(8), w.number(8))
	case "time":
		return fmt.Sprintf("%d:%02d.%d", w.number(60), w.number(60), w.number(100))
	case "date":
		return fmt.Sprintf("%d-%02d-%02d", 1990+w.number(35), 1+w.number(12), 1+w.number(28))
	case "month":
		return months[w.number(12)]
	}
	return fmt.Sprint(w.number([]int{10, 100, 5000}[w.number(3)]))
}

// capitals gives copies of some of the examples with all letters capitals, and of some with a capital at the beginning
// of each longer word: names in headlines look like all other words.
func capitals(examples []Example, seed uint64) []Example {
	random := linear.NewRandom(seed)
	var out []Example
	for _, e := range examples {
		n := (random.Next() >> 11) % 100
		if !e.Names || len(e.Tokens) > 25 || n >= 12 {
			continue
		}
		c := Example{Names: true}
		for _, t := range e.Tokens {
			word := strings.ToUpper(t.Word)
			if n < 4 && len(t.Word) > 3 {
				word = strings.ToUpper(t.Word[:1]) + t.Word[1:]
			} else if n < 4 {
				word = t.Word
			}
			u := text.NewToken(word)
			u.Name, u.Begins = t.Name, t.Begins
			c.Tokens = append(c.Tokens, u)
		}
		out = append(out, c)
	}
	return out
}
