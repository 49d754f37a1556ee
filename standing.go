// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Standing is where a claim stands: by what people decided about its status, and by what is derived. Neither is ever put in the place of
// the other; where one word has to do, it is that of people.
type Standing struct {
	Decided *Decision   // the last one about its status that was not taken back; nil where there is none
	Derived *Assessment // the last judgement; nil where there is none yet
}

// Status is the status that was decided or else the one that is derived; empty where there is neither.
func (s Standing) Status() Status {
	switch {
	case s.Decided != nil:
		return Status(s.Decided.Value)
	case s.Derived != nil:
		return s.Derived.Status
	}
	return ""
}

// Known is since when we know it.
func (s Standing) Known() time.Time {
	switch {
	case s.Decided != nil:
		return s.Decided.At
	case s.Derived != nil:
		return s.Derived.Known
	}
	return time.Time{}
}

// StatusDecision gives, of the decisions about a claim that stand, in their order, the one that says its status; nil where none does.
func StatusDecision(standing []Decision) (last *Decision) {
	for i := range standing {
		if standing[i].Kind == SetStatus {
			last = &standing[i]
		}
	}
	return last
}
