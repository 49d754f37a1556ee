// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package watch tells what changed on a page that matters: which names, roles, numbers, links and words appeared or
// vanished, and whether the page itself was moved, removed or shut. What a page changes by itself (the date, counters,
// adverts, what rotates) is seen and told to nobody.
//
// It is pure: the same pages, looked at at the same times, give the same changes.
package watch

import (
	"strings"

	"hearsay"
)

// Stage and Version make the stamp of every change; raise Version when the same pages would give others.
const (
	Stage   = "watch"
	Version = 1
)

// View is what a reader sees of a page: lines, one below the other.
type View struct {
	Title string
	Text  string // all lines, a line feed after each
	Lines []Line
	Asks  bool // for a password

	Language string // as the page says; empty if it does not
}

// Line is what stands together on a page: a paragraph, a heading, an entry of a list, a row of a table, a card.
type Line struct {
	Span  hearsay.Span // in the text of the view
	Links []Link
	Noise Noise  // why a change of it says nothing; empty where it does
	Place string // the kind of element it stands in, with those around it: lines of one list stand in one place
	List  int    // number of the list, table or row of cards it is an entry of; 0 for none

	key string // what is compared: without case, punctuation, ages and counters
}

// Link is an address that a line leads to.
type Link struct{ Text, URL string }

// Noise is why a change of a line says nothing.
type Noise string

// The kinds of noise.
const (
	Clock    Noise = "clock"    // the date, or when the page was made
	Counter  Noise = "counter"  // how many looked, liked, commented
	Advert   Noise = "advert"   //
	Rotation Noise = "rotation" // what else there is to read, which is never the same twice
)

// line gives the text of the view's line i.
func (v *View) line(i int) string { return v.Lines[i].Span.Text }

// words counts the lines that are no noise, and their words.
func (v *View) words() (lines, words int) {
	for i := range v.Lines {
		if v.Lines[i].Noise == "" {
			lines++
			words += len(strings.Fields(v.Lines[i].key))
		}
	}
	return lines, words
}
