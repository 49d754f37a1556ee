// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package whatlanggo stands in for the classifier of languages that go-trafilatura runs over the text of every page,
// asked or not, and that takes as long as finding the text. hearsay tells languages itself (read/language.go), in a
// tenth of the time, and leaves the answer of go-trafilatura alone. go.mod puts this package in its place.
package whatlanggo

// Lang is a language; there is one, the unknown.
type Lang struct{}

// DetectLang looks at nothing.
func DetectLang(string) Lang { return Lang{} }

// Iso6391 is empty, which go-trafilatura takes for "not known".
func (Lang) Iso6391() string { return "" }
