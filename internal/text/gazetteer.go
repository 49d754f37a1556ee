// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"embed"
	"strings"
	"sync"

	"hearsay/internal/linear"
)

//go:embed names/*.txt
var nameLists embed.FS

// listed is a set of lists in which a word or a run of words stands.
type listed uint32

const (
	listCountry listed = 1 << iota
	listCity
	listRegion
	listNation // people of a nation, and what belongs to it
	listFirst  // first names
	listLast   // last names
	listBody
	listOutlet
	listTeam
	listNickname
	listEnd // words that end the name of a body
	listStart
	listTitle
	listNo // capitals that are no names: days, months
	listEvent
	listCount = iota
)

var classLists = map[string]listed{"country": listCountry, "city": listCity, "region": listRegion, "nation": listNation, "first": listFirst,
	"last": listLast, "body": listBody, "outlet": listOutlet, "team": listTeam, "nickname": listNickname, "end": listEnd,
	"start": listStart, "title": listTitle, "no": listNo, "event": listEvent}

// run is what is known of words that follow each other: the lists in which they stand as a whole, whether longer
// entries begin with them, and whether the entry is one of capitals alone, which a word in lower case is not.
type run struct {
	in       listed
	longer   bool
	capitals bool
}

// longestRun is the number of words of the longest entry.
const longestRun = 5

// gazetteer gives the entries of all lists, by the hash of their words.
var gazetteer = sync.OnceValue(func() map[linear.Hash]run {
	runs := map[linear.Hash]run{}
	for class, entries := range NameLists() {
		for _, entry := range entries {
			var h linear.Hash
			words := Tokens(entry)
			if len(words) > longestRun {
				continue
			}
			for i, w := range words {
				h = nextWord(h, linear.String(w.Lower))
				r := runs[h]
				if i+1 < len(words) {
					r.longer = true
				} else {
					r.capitals = len(words) == 1 && allCapitals(w.Word) && (r.in == 0 || r.capitals)
					r.in |= classLists[class]
				}
				runs[h] = r
			}
		}
	}
	return runs
})

func nextWord(h, word linear.Hash) linear.Hash { return h.With(word) }

// NameLists gives the entries of the lists of names, by class: country, city, region, nation, first, last, body,
// outlet, team, nickname, end, start, title, no, event.
func NameLists() map[string][]string {
	out := map[string][]string{}
	read := func(file string, line func(string)) {
		b, err := nameLists.ReadFile("names/" + file)
		if err != nil {
			panic("an embedded list is missing: " + err.Error())
		}
		for l := range strings.Lines(string(b)) {
			if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
				line(l)
			}
		}
	}
	add := func(class, entries, sep string) {
		for e := range strings.SplitSeq(entries, sep) {
			if e = strings.TrimSpace(e); e != "" {
				out[class] = append(out[class], e)
			}
		}
	}
	read("places.txt", func(l string) {
		for i, part := range strings.SplitN(l, ";", 3) {
			add([]string{"country", "nation", "city"}[i], part, ",")
		}
	})
	read("regions.txt", func(l string) { add("region", l, ",") })
	read("people.txt", func(l string) { add("first", l, " ") })
	read("surnames.txt", func(l string) { add("last", l, " ") })
	read("bodies.txt", func(l string) {
		class, entries, _ := strings.Cut(l, ":")
		add(class, entries, ",")
	})
	return out
}

// look marks the tokens that stand in a list: where an entry begins, and where it goes on. Of entries that begin at
// the same token the longest counts.
func (f *Features) look() {
	runs := gazetteer()
	for i := range f.words {
		if !f.words[i].capital {
			continue
		}
		var h linear.Hash
		var found listed
		length := 0
		for n := 1; n <= longestRun && i+n <= len(f.words); n++ {
			h = nextWord(h, f.words[i+n-1].lower)
			r, ok := runs[h]
			if !ok {
				break
			}
			if r.in != 0 && (!r.capitals || f.words[i].allCapitals) {
				found, length = r.in, n
			}
			if !r.longer {
				break
			}
		}
		f.begin[i] |= found
		for k := 1; k < length; k++ {
			f.inside[i+k] |= found
		}
	}
}

func (f *Features) listsOf(i int) linear.Hash {
	if i < 0 || i >= len(f.begin) {
		return noWord
	}
	return linear.Hash(f.begin[i])<<listCount | linear.Hash(f.inside[i])
}
