// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	"slices"

	"hearsay"
)

// briefest are the words up to which a line may be a name alone, or an office alone.
const briefest = 10

// joinOffices makes one line of a name and of the office that stands in the line below it, so that who has which office is compared, not
// only which names and offices there are.
func (v *View) joinOffices() {
	for i := 0; i+1 < len(v.Lines); i++ {
		name, office := &v.Lines[i], &v.Lines[i+1]
		if name.Noise != "" || office.Noise != "" || name.List != office.List || !v.isOffice(i+1) || !v.isName(i) {
			continue
		}
		name.Span = hearsay.Cut(v.Text, name.Span.Start, office.Span.End)
		name.Links = append(slices.Clone(name.Links), office.Links...)
		name.key += " " + office.key
		v.Lines = slices.Delete(v.Lines, i+1, i+2)
	}
}

// isName reports whether a line is brief, names somebody and tells no office.
func (v *View) isName(i int) bool {
	line := v.line(i)
	return len(wordsOf(line)) <= briefest && len(parts(line)) == 1 && !tellsOffice(line) && len(v.names(i)) == 1
}

// isOffice reports whether a line is brief and tells of an office alone.
func (v *View) isOffice(i int) bool {
	line := v.line(i)
	return len(wordsOf(line)) <= briefest && len(parts(line)) == 1 && tellsOffice(line)
}
