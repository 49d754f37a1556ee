// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"embed"
	"fmt"
	"html/template"
	"strings"
	"sync"
	texttemplate "text/template"
	"time"
	"unicode"

	"hearsay"
)

//go:embed mail.html mail.txt question.html question.txt alerts.html alerts.txt
var mailFiles embed.FS

type mailTemplates struct {
	html *template.Template
	text *texttemplate.Template
}

var mails = sync.OnceValue(func() mailTemplates {
	return mailTemplates{template.Must(template.ParseFS(mailFiles, "*.html")), texttemplate.Must(texttemplate.ParseFS(mailFiles, "*.txt"))}
})

// Mail is a message by e-mail: its subject, and the same content twice.
type Mail struct{ Subject, Text, HTML string }

// The values of the templates. The words are outside text, of one line, without characters that turn or hide others.
type (
	mailedIssue struct {
		Name, URL, Day, By, Base, Unsubscribe string
		Items                                 []mailedItem
	}
	mailedItem struct {
		Title, Corrects, CorrectsURL string
		Lines                        []mailedLine
	}
	mailedLine struct {
		Text      string
		Judgement bool
		Changed   []string
		Cites     []mailedCite
	}
	mailedCite struct{ Source, Words, Standing, URL, ClaimURL string }
)

// IssueMail gives a published issue as a message. base is the public address of the desk without a slash at its end; unsubscribe is where
// the recipient leaves. Nothing is loaded when it is read: there are no images, scripts or style sheets.
func IssueMail(r Reading, base, unsubscribe string) (Mail, error) {
	i := r.Issue
	v := mailedIssue{Name: shown(Name(i)), URL: fmt.Sprintf("%s/digest/%d", base, i.Number), Day: i.Published.UTC().Format(time.DateOnly), By: shown(i.Publisher), Base: base, Unsubscribe: unsubscribe}
	for n, it := range i.Items {
		item := mailedItem{Title: shown(it.Title), Corrects: shown(it.Corrects)}
		if number, n, l, ok := ParsePlace(it.Corrects); ok {
			item.CorrectsURL = base + LineAddress(number, n, l)
		}
		for j, l := range it.Lines {
			line := mailedLine{Text: shown(l.Text), Judgement: l.Judgement}
			for _, what := range r.Changed[hearsay.Place(i.Number, n+1, j+1)] {
				line.Changed = append(line.Changed, shown(what))
			}
			for _, c := range l.Citations {
				cite := mailedCite{Source: shown(r.source(c.Document)), Words: shown(c.Span.Text), Standing: shown(Standing(&c)), URL: base + "/document/" + string(c.Document)}
				if c.Claim != "" {
					cite.ClaimURL = base + "/claim/" + string(c.Claim)
				}
				line.Cites = append(line.Cites, cite)
			}
			item.Lines = append(item.Lines, line)
		}
		v.Items = append(v.Items, item)
	}
	return fillMail("mail", v.Name, v)
}

// QuestionMail asks whether an address wants something, as "the digests"; confirm is where it says yes, within so many hours.
func QuestionMail(what, base, confirm string, hours int) (Mail, error) {
	return fillMail("question", "Do you want "+what+"?", map[string]any{"What": what, "Base": base, "Confirm": confirm, "Hours": hours})
}

func fillMail(name, subject string, v any) (Mail, error) {
	var text, html strings.Builder
	err := mails().text.ExecuteTemplate(&text, name+".txt", v)
	if err == nil {
		err = mails().html.ExecuteTemplate(&html, name+".html", v)
	}
	if err != nil {
		return Mail{}, fmt.Errorf("write the e-mail %s: %w", name, err)
	}
	return Mail{subject, text.String(), html.String()}, nil
}

// shown makes one line of outside text, without controls and without format characters that hide, or turn the direction of, what
// stands beside them. Joiners are spelling.
func shown(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' && r != '\u00ad' {
			return -1
		}
		return r
	}, s))
}

// ParsePlace reads the place of a line as [hearsay.Place] writes it.
func ParsePlace(place string) (number, item, line int, ok bool) {
	_, err := fmt.Sscanf(place, "#%d.%d.%d", &number, &item, &line)
	return number, item, line, err == nil
}

// LineAddress is where a line of an issue stands on the desk.
func LineAddress(number, item, line int) string {
	return fmt.Sprintf("/digest/%d#%s", number, LineAnchor(item, line))
}

// LineAnchor is the name of a line on the page of its issue.
func LineAnchor(item, line int) string { return fmt.Sprintf("line-%d-%d", item, line) }
