// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

// afterQuantity is what is counted in "a number of officials", "dozens of residents".
func (s *scan) afterQuantity(c chunk) (chunk, bool) {
	head := s.headOf(c)
	if head.last+1 >= c.last || s.tok(head.last).Lower != "of" {
		return chunk{}, false
	}
	switch s.tok(head.last - 1).Lower {
	case "number", "dozens", "scores", "hundreds", "thousands", "series", "couple", "handful", "majority", "variety", "dozen":
		return chunk{head.last + 1, c.last}, true
	}
	return chunk{}, false
}

// count reads the stated number of a phrase, and whether it is a plural without one.
func (s *scan) count(c chunk) (n int, plural bool) {
	for i := c.first; i < c.last; i++ {
		w := s.tok(i).Lower
		if k, ok := smallNumbers[w]; ok {
			n = k
		} else if s.tok(i).Tag == "CD" {
			n = digits(w)
		}
	}
	tag := s.tok(c.last - 1).Tag
	return n, n == 0 && (tag == "NNS" || tag == "NNPS" || s.tok(c.last-1).Lower == "people")
}

var smallNumbers = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "dozen": 12,
}

// digits reads a number of up to four digits; anything else is 0.
func digits(w string) int {
	n := 0
	for _, r := range w {
		if r < '0' || r > '9' || n > 999 {
			return 0
		}
		n = 10*n + int(r-'0')
	}
	return n
}
