// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "math"

// confidence is the probability that source, cue and content of the find all touch those that people would mark. It is
// a logistic regression on how likely the models think the cue is and how sure the rule is that found it too, fitted on
// texts that the models had not seen; docs/design/attribution.md says how well it holds. What only rules found is as
// sure as such finds were.
func (f *find) confidence() float64 {
	if f.likely == 0 {
		return 0.6 * f.weight
	}
	likely := min(0.999, f.likely)
	z := 0.05 + 0.63*math.Log(likely/(1-likely)) + 0.56*f.weight
	return 1 / (1 + math.Exp(-z))
}
