// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay/internal/label"
	"hearsay/internal/text"
)

// Hints gives what the rules alone find in a text, as advice for the learned models.
func Hints(t *text.Text) []label.Hint {
	s := scan{t: t, lex: english}
	var out []label.Hint
	for _, sent := range t.Sentences {
		if sent.Last-sent.First > longest {
			continue
		}
		for _, f := range s.finds(sent) {
			out = append(out, f.hint())
		}
	}
	return out
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
