// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"hearsay"
)

//go:embed issue.html
var issuePage string

var issueTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("issue.html").Parse(issuePage)) })

// The values of the template.
type (
	shownItem struct {
		Title, Corrects string
		Lines           []shownLine
	}
	shownLine struct {
		Text      string
		Judgement bool
		Changed   []string
		Cites     []shownCite
	}
	shownCite struct{ Source, Words, Standing string }
)

// HTML gives the items of an issue as a piece of HTML without style, links or images, as readers of feeds take it.
func HTML(r Reading) (string, error) {
	var b strings.Builder
	if err := issueTemplate().Execute(&b, map[string]any{"Items": shownItems(r)}); err != nil {
		return "", fmt.Errorf("show issue %s: %w", r.Issue.ID, err)
	}
	return b.String(), nil
}

func shownItems(r Reading) (items []shownItem) {
	for i, it := range r.Issue.Items {
		item := shownItem{Title: it.Title, Corrects: it.Corrects}
		for j, l := range it.Lines {
			line := shownLine{Text: l.Text, Judgement: l.Judgement, Changed: r.Changed[hearsay.Place(r.Issue.Number, i+1, j+1)]}
			for _, c := range l.Citations {
				line.Cites = append(line.Cites, shownCite{r.source(c.Document), oneLine(c.Span.Text), Standing(&c)})
			}
			item.Lines = append(item.Lines, line)
		}
		items = append(items, item)
	}
	return items
}
