// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"sync"
)

//go:embed print.html
var printPage string

var printTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(template.New("print.html").Parse(printPage)).New("issue.html").Parse(issuePage))
})

// PrintHTML gives an issue as a page that is printed: it holds all that it shows. What it was published by stands at its end.
func PrintHTML(r Reading) ([]byte, error) {
	i := r.Issue
	values := map[string]any{"Name": Name(i), "Items": shownItems(r), "Marking": i.TLP.String(), "Decision": i.Decision, "Sum": i.Sum()}
	if i.IsPublished() {
		values["Day"], values["By"] = i.Published.UTC().Format("2 January 2006, 15:04 UTC"), i.Publisher
	}
	var b bytes.Buffer
	if err := printTemplate().ExecuteTemplate(&b, "print.html", values); err != nil {
		return nil, fmt.Errorf("print issue %s: %w", i.ID, err)
	}
	return b.Bytes(), nil
}
