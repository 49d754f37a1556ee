// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package digest gives issues their forms: the text that a person changes in an editor, Markdown, and feeds.
package digest

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// guide stands over the text form.
const guide = `# One sentence a line, its citations behind it, each on a line that begins with [.
#   == moved: TITLE       begins an item; also missed: and correction #905.2.1:
#   judgement: SENTENCE   the desk's own; what it rests on stands beneath it
#   [DOCUMENT START-END CLAIM] "the words"   START-END may be left out: then the place is looked for; so may CLAIM
# What begins with # is not read. A sentence that begins with one of these signs has a \ before it.
`

// Bounds of the text form.
const (
	mostBytes     = 4 << 20
	mostItems     = 200
	mostLines     = 5000
	mostCitations = 20000
)

// Format gives the text form of an issue's title and items. Where a citation tells how it stands with its claim, so does a remark behind it.
func Format(i *hearsay.Issue) string {
	var b strings.Builder
	b.WriteString(guide + "\ntitle: " + oneLine(i.Title) + "\n")
	for _, it := range i.Items {
		fmt.Fprintf(&b, "\n== %s: %s\n", strings.TrimSpace(string(it.Kind)+" "+it.Corrects), oneLine(it.Title))
		if it.Story != "" {
			fmt.Fprintf(&b, "story: %s\n", it.Story)
		}
		for _, l := range it.Lines {
			s := oneLine(l.Text)
			switch {
			case l.Judgement:
				s = "judgement: " + s
			case special(s):
				s = `\` + s
			}
			b.WriteString("\n" + s + "\n")
			for _, c := range l.Citations {
				b.WriteString("  " + citation(c) + "\n")
				if c.Status != "" {
					fmt.Fprintf(&b, "  # the claim is %s now, %s\n", c.Status, origins(c.Low, c.High))
				}
			}
		}
	}
	return b.String()
}

func citation(c hearsay.Citation) string {
	at := string(c.Document)
	if c.Span.End > 0 {
		at += fmt.Sprintf(" %d-%d", c.Span.Start, c.Span.End)
	}
	if c.Claim != "" {
		at += " " + string(c.Claim)
	}
	return "[" + at + "] " + strconv.Quote(c.Span.Text)
}

// oneLine makes one line of a text, without blanks at its ends.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}

// special reports whether a line would be taken for something else than a sentence.
func special(s string) bool {
	if s == "" {
		return true
	}
	for _, sign := range []string{"#", "==", "[", `\`, "title:", "story:", "judgement:"} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// Parse reads the text form. A fault names the line. What is cited is not looked up: a citation without a range has the span
// [0, 0) with its words.
func Parse(form []byte) (*hearsay.Issue, error) {
	if len(form) > mostBytes || !utf8.Valid(form) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the text form", Cause: errors.New("it is no text in UTF-8 of less than 4 MiB")}
	}
	p := &parser{issue: &hearsay.Issue{}}
	n := 0
	for line := range bytes.Lines(form) {
		n++
		if err := p.line(oneLineOf(string(line))); err != nil {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("read the text form, line %d", n), Cause: err, Hint: "the comment at its head shows the form"}
		}
	}
	return p.issue, nil
}

// oneLineOf trims a line; within a citation blanks count.
func oneLineOf(line string) string {
	s := strings.TrimSpace(line)
	if strings.HasPrefix(s, "[") {
		return s
	}
	return oneLine(s)
}

// parser is the work on one text form.
type parser struct {
	issue            *hearsay.Issue
	lines, citations int
}

func (p *parser) line(s string) error {
	if rest, ok := strings.CutPrefix(s, "=="); ok {
		return p.item(strings.TrimSpace(rest))
	}
	switch {
	case s == "" || s[0] == '#':
		return nil
	case s[0] == '[':
		return p.cite(s)
	case strings.HasPrefix(s, "title:"):
		if len(p.issue.Items) > 0 {
			return errors.New("the title stands before the items")
		}
		p.issue.Title = strings.TrimSpace(s[len("title:"):])
		return nil
	}
	it := p.last()
	if it == nil {
		return errors.New("no item has begun; == moved: TITLE begins one")
	}
	if rest, ok := strings.CutPrefix(s, "story:"); ok {
		it.Story = hearsay.StoryID(strings.TrimSpace(rest))
		return nil
	}
	if p.lines++; p.lines > mostLines {
		return fmt.Errorf("there are more than %d sentences", mostLines)
	}
	l := hearsay.Line{Text: strings.TrimSpace(strings.TrimPrefix(s, `\`))}
	if rest, ok := strings.CutPrefix(s, "judgement:"); ok {
		l = hearsay.Line{Text: strings.TrimSpace(rest), Judgement: true}
	}
	it.Lines = append(it.Lines, l)
	return nil
}

func (p *parser) last() *hearsay.Item {
	if n := len(p.issue.Items); n > 0 {
		return &p.issue.Items[n-1]
	}
	return nil
}

// item reads the head of an item: kind, the place that it corrects, title.
func (p *parser) item(s string) error {
	head, title, ok := strings.Cut(s, ":")
	words := strings.Fields(head)
	if !ok || len(words) == 0 || len(words) > 2 {
		return errors.New("an item begins with == KIND: TITLE")
	}
	it := hearsay.Item{Kind: hearsay.ItemKind(words[0]), Title: strings.TrimSpace(title)}
	switch it.Kind {
	case hearsay.MovedItem, hearsay.MissedItem, hearsay.CorrectionItem:
	default:
		return fmt.Errorf("%q is no kind of item; there are moved, missed and correction", words[0])
	}
	if len(words) == 2 {
		it.Corrects = words[1]
	}
	if (it.Kind == hearsay.CorrectionItem) != (it.Corrects != "") {
		return errors.New("a correction, and nothing else, names the place that it corrects: == correction #905.2.1: TITLE")
	}
	if len(p.issue.Items) == mostItems {
		return fmt.Errorf("there are more than %d items", mostItems)
	}
	p.issue.Items = append(p.issue.Items, it)
	return nil
}

// cite reads a citation: where in brackets, then the words in quotation marks.
func (p *parser) cite(s string) error {
	it := p.last()
	if it == nil || len(it.Lines) == 0 {
		return errors.New("a citation stands behind its sentence")
	}
	if p.citations++; p.citations > mostCitations {
		return fmt.Errorf("there are more than %d citations", mostCitations)
	}
	at, quoted, ok := strings.Cut(s[1:], "]")
	words, err := strconv.Unquote(strings.TrimSpace(quoted))
	where := strings.Fields(at)
	if !ok || err != nil || len(where) == 0 || len(where) > 3 || !utf8.ValidString(words) {
		return errors.New(`a citation is [DOCUMENT START-END CLAIM] "the words"`)
	}
	c := hearsay.Citation{Document: hearsay.DocumentID(where[0]), Span: hearsay.Span{Text: words}}
	for _, w := range where[1:] {
		if from, to, ok := strings.Cut(w, "-"); ok {
			start, err1 := strconv.Atoi(from)
			end, err2 := strconv.Atoi(to)
			if err1 != nil || err2 != nil || start < 0 || end <= start {
				return fmt.Errorf("%q is no range of bytes", w)
			}
			c.Span.Start, c.Span.End = start, end
			continue
		}
		c.Claim = hearsay.ClaimID(w)
	}
	l := &it.Lines[len(it.Lines)-1]
	l.Citations = append(l.Citations, c)
	return nil
}
