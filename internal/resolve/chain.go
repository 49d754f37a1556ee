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
