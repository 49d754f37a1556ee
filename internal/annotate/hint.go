// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
	"hearsay/internal/label"
	"hearsay/internal/text"
)

// Hints gives what the rules alone find in a text, as advice for the learned models.
func Hints(t *text.Text) []label.Hint {
	w := &work{doc: &hearsay.Document{}, t: t}
	_, hints := w.rules()
	return hints
}

func (f *find) hint() label.Hint {
	h := label.Hint{Cue: ranges(f.cue), Content: ranges(f.content), Weight: f.weight}
	if f.source != nil && f.source.last > f.source.first {
		h.Source = ranges(one(*f.source))
	}
	return h
}

func ranges(cs []chunk) []label.Range {
	out := make([]label.Range, 0, len(cs))
	for _, c := range cs {
		if c.last > c.first {
			out = append(out, label.Range{First: c.first, Last: c.last})
		}
	}
	return out
}
