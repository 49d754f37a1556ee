// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"hearsay"
)

const deepest = 8 // links that a chain may have

// chains puts before each chain the chain of the attribution that it stands inside, so that it leads from the
// voice the document quotes back to the origin. A chain never holds a voice twice.
func chains(attributions []hearsay.Attribution) {
	byID := map[hearsay.AttributionID]*hearsay.Attribution{}
	for i := range attributions {
		byID[attributions[i].ID] = &attributions[i]
	}
	own := map[hearsay.AttributionID][]hearsay.Voice{}
	for i := range attributions {
		own[attributions[i].ID] = attributions[i].Chain
	}
	for i := range attributions {
		a := &attributions[i]
		chain := own[a.ID]
		outer := byID[a.Inside]
		for range deepest {
			if outer == nil {
				break
			}
			chain = append(append([]hearsay.Voice{}, own[outer.ID]...), chain...)
			outer = byID[outer.Inside]
		}
		a.Chain = unloop(chain)
	}
}

// speakers resolves "I" in the words of a letter, speech or turn: it is who wrote or speaks them.
func speakers(attributions []hearsay.Attribution) {
	byID := map[hearsay.AttributionID]*hearsay.Attribution{}
	for i := range attributions {
		byID[attributions[i].ID] = &attributions[i]
	}
	says := func(a *hearsay.Attribution) bool {
		return a.Source != nil && a.Source.Text == "I" && a.Voice.Name == ""
	}
	for i := range attributions {
		a := &attributions[i]
		outer := byID[a.Inside]
		for range deepest {
			if outer == nil || !says(a) || !outer.Frames() && !says(outer) {
				break
			}
			if outer.Frames() {
				a.Voice = outer.Voice
			}
			outer = byID[outer.Inside]
		}
	}
}
