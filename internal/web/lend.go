// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import "html/template"

// What pages elsewhere take from the desk, so that they look and speak like it.

// Parts are the functions and the small templates of the desk's pages. Whoever takes them may define anew those that lead to addresses
// of the desk: wording, document, voice.
func Parts() *template.Template {
	return template.Must(template.New("parts").Funcs(functions).ParseFS(templateFiles, "templates/parts.html"))
}

// Asset gives a file that the desk's pages ask for: desk.css, icon.svg.
func Asset(name string) []byte {
	b, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		panic(err) // an embedded file that is not there is a broken program
	}
	return b
}

// Plain is outside text where no markup is possible, with hidden characters as visible marks.
func Plain(s string) string { return plain(s) }

// Sweep makes marks of the hidden characters that a page still has.
func Sweep(page []byte) []byte { return sweep(page) }

// Outside gives an address that may be a link, or nothing.
func Outside(address string) string { return outside(address) }

// Told is what a reader of the web would be told: the date of a document, its title, and the name of its outlet.
func (l DocumentLine) Told() (title, outlet, date string) {
	return titleOf(l.Document), outletName(l.Outlet), dated(l.Document)
}
