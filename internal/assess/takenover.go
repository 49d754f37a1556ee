// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"slices"
	"strings"

	"hearsay"
)

// whole is the share of its words from which a copy has nothing of its own.
const whole = 0.9

// takenOver gives the ends of a document whose text is another's: it copies one that carries the claim; or it credits in
// byline, dateline or last line an outlet whose document on the claim we hold; or it links to such documents. To these
// come the sources that it names itself and that the other does not know: whoever prints a wire story and asks one
// person more has asked that person.
func (f *follower) takenOver(doc *hearsay.Document, path []hearsay.DocumentID) ([]end, bool) {
	from, share := f.copied(doc, path)
	if len(from) == 0 {
		from = f.rests(doc, path)
	}
	if len(from) == 0 {
		return nil, false
	}
	var ends []end
	theirs := ""
	for _, d := range from {
		ends = append(ends, f.document(d.ID, path)...)
		theirs += strings.ToLower(d.Text)
	}
	if share >= whole {
		return ends, true
	}
	for _, a := range f.told(doc.ID) {
		if name := a.Origin().Name; name != "" && !strings.Contains(theirs, strings.ToLower(name)) {
			ends = append(ends, f.attribution(doc, a, path)...)
			f.because("%s adds a source that %s does not have: %s", f.name(doc), f.name(from[0]), name)
		}
	}
	return ends, true
}

// copied gives the document that this one copies, if that one carries the claim, and how much of it is copied.
func (f *follower) copied(doc *hearsay.Document, path []hearsay.DocumentID) ([]*hearsay.Document, float64) {
	for _, l := range f.c.Links {
		if l.Kind == hearsay.Copies && l.From == doc.ID && f.docs[l.To] != nil && !slices.Contains(path, l.To) {
			of := f.docs[l.To][0].Document
			f.because("%s copies %s: %s", f.name(doc), f.name(of), l.Reason)
			return []*hearsay.Document{of}, l.Share
		}
	}
	return nil, 0
}

// rests gives the documents that this one credits as a whole: that of the outlet in its byline, or those it links to.
func (f *follower) rests(doc *hearsay.Document, path []hearsay.DocumentID) []*hearsay.Document {
	if id, ok := f.creditedFor(doc); ok {
		if held := f.held(id, doc); held != "" && !slices.Contains(path, held) {
			f.because("%s credits %s for the text, whose own article leads to the same origin", f.name(doc), f.outletName(id))
			return []*hearsay.Document{f.docs[held][0].Document}
		}
	}
	var linked []*hearsay.Document
	for _, l := range f.c.Links {
		if l.Kind == hearsay.Credits && l.Span.Text == "" && l.From == doc.ID && f.docs[l.To] != nil && !slices.Contains(path, l.To) {
			of := f.docs[l.To][0].Document
			f.because("%s links to the article of %s, which leads to the same origin", f.name(doc), f.name(of))
			linked = append(linked, of)
		}
	}
	return linked
}

// creditedFor gives the outlet that the document credits for its text.
func (f *follower) creditedFor(doc *hearsay.Document) (hearsay.OutletID, bool) {
	if doc.Credit == "" {
		return "", false
	}
	id, ok := f.c.Outlet(doc.Credit)
	return id, ok && id != doc.Outlet
}
