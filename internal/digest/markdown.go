// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"fmt"
	"strings"

	"hearsay"
)

// Reading is an issue with what its forms say besides: nothing of it is part of what was published.
type Reading struct {
	Issue   *hearsay.Issue
	Sources map[hearsay.DocumentID]string // a document in words: outlet, title, date
	Changed map[string][]string           // by the place of a line: what has changed under it
}

// Name is how an issue is called: its title and its number.
func Name(i *hearsay.Issue) string {
	if i.IsPublished() {
		return fmt.Sprintf("%s #%d", oneLine(i.Title), i.Number)
	}
	return oneLine(i.Title) + " (draft)"
}

// Markdown gives an issue as CommonMark, with its citations as numbered notes at its end.
func Markdown(r Reading) string {
	var b, notes strings.Builder
	fmt.Fprintf(&b, "# %s\n", plain(Name(r.Issue)))
	if r.Issue.IsPublished() {
		fmt.Fprintf(&b, "\n%s, %s\n", r.Issue.Published.Format("2006-01-02"), plain(r.Issue.Publisher))
	}
	n := 0
	for i, it := range r.Issue.Items {
		fmt.Fprintf(&b, "\n## %s\n", plain(it.Title))
		if it.Corrects != "" {
			fmt.Fprintf(&b, "\nCorrects %s.\n", plain(it.Corrects))
		}
		for j, l := range it.Lines {
			b.WriteString("\n")
			if l.Judgement {
				b.WriteString("**Judgement:** ")
			}
			b.WriteString(plain(l.Text))
			for _, c := range l.Citations {
				n++
				fmt.Fprintf(&b, " [%d]", n)
				fmt.Fprintf(&notes, "%d. %s: “%s” (%s, bytes %d to %d)%s\n", n, plain(r.source(c.Document)), plain(c.Span.Text), c.Document, c.Span.Start, c.Span.End, plain(Standing(&c)))
			}
			b.WriteString("\n")
			for _, what := range r.Changed[hearsay.Place(r.Issue.Number, i+1, j+1)] {
				fmt.Fprintf(&b, "\n> **Basis changed:** %s\n", plain(what))
			}
		}
	}
	if n > 0 {
		b.WriteString("\n## Citations\n\n" + notes.String())
	}
	return b.String()
}

func (r *Reading) source(id hearsay.DocumentID) string {
	if s := r.Sources[id]; s != "" {
		return s
	}
	return string(id)
}

// Standing says where the claim of a citation stood, and by which voices it came.
func Standing(c *hearsay.Citation) string {
	s := ""
	if len(c.Chain) > 0 {
		s += "; by way of " + strings.Join(c.Chain, " ← ")
	}
	switch {
	case c.Derived != "":
		s += fmt.Sprintf("; %s when published, as was decided; %s by what is derived, %s", c.Status, c.Derived, origins(c.Low, c.High))
	case c.Status != "":
		s += fmt.Sprintf("; %s when published, %s", c.Status, origins(c.Low, c.High))
	}
	return s
}

// origins is an interval in words.
func origins(low, high int) string {
	switch {
	case low != high:
		return fmt.Sprintf("%d to %d origins", low, high)
	case low == 1:
		return "1 origin"
	}
	return fmt.Sprintf("%d origins", low)
}

// plain makes text of what Markdown would take for markup.
func plain(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\\`*_{}[]<>#+|~&=", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	out := b.String()
	if out != "" && strings.ContainsRune("-+0123456789", rune(out[0])) { // a list, at the beginning of a line
		if end := strings.IndexAny(out, ".)-"); end >= 0 && strings.Trim(out[:end], "0123456789") == "" {
			out = out[:end] + `\` + out[end:]
		}
	}
	return out
}
