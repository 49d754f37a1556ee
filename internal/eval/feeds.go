// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"hearsay"
	"hearsay/internal/read"
)

// FeedScores is how many of a set's assertions hold.
type FeedScores struct {
	Files      int // feeds looked at
	Applicable int // assertions about fields that hearsay reads
	Held       int
	Deviations []Deviation // the applicable ones that do not hold, by file
}

// Share is the part of the applicable assertions that hold, from 0 to 1.
func (s FeedScores) Share() float64 {
	if s.Applicable == 0 {
		return 0
	}
	return float64(s.Held) / float64(s.Applicable)
}

// String gives the share in a line, and a line for each assertion that does not hold.
func (s FeedScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d feeds: %d of %d applicable assertions hold (%.1f %%)", s.Files, s.Held, s.Applicable, 100*s.Share())
	for _, d := range s.Deviations {
		fmt.Fprintf(&b, "\n  %s: %s (%s)", d.File, d.Expect, strings.ReplaceAll(d.Why, "\n", "; "))
	}
	return b.String()
}

// Deviation is an assertion that does not hold.
type Deviation struct {
	File, Expect, Why string
}

// applicable are the fields of feeds and entries that hearsay reads; _detail and _parsed belong to their field.
var applicable = map[string]bool{
	"title": true, "link": true, "links": true, "id": true, "guid": true, "guidislink": true, "newlocation": false,
	"published": true, "updated": true, "created": true, "modified": true, "issued": true, "date": true,
	"author": true, "authors": true, "summary": true, "description": true, "subtitle": true, "tagline": true,
	"content": true, "language": true, "source": true,
}

// notOfSource finds expectations about fields of an entry's source that are not read.
var notOfSource = regexp.MustCompile(`\['source'\]\[u?'(rights|generator|icon|logo|tags|contributors|category|copyright)`)

// Feeds evaluates every feed below dir against the expectation in its leading comment: a Python expression, as in
// the feedparser test set. The folders sanitize and cdf are left out. An expectation that speaks of a field that
// hearsay reads and cannot be parsed counts as not held.
func Feeds(dir string) (FeedScores, error) {
	var s FeedScores
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "sanitize" || d.Name() == "cdf"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".xml":
			return nil
		}
		payload, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			s.file(filepath.ToSlash(name), payload)
		}
		return err
	})
	if err != nil {
		return s, fmt.Errorf("evaluate feeds: %w", err)
	}
	return s, nil
}

func (s *FeedScores) file(name string, payload []byte) {
	s.Files++
	t := feedTestOf(name, payload)
	if t.expect == "" || strings.HasPrefix(filepath.Base(name), "cdf_") {
		return
	}
	e, err := parseExpectation(t.expect)
	if err != nil {
		if mentionsField(t.expect) {
			s.miss(name, t.expect, err.Error())
		}
		return
	}
	if !e.isApplicable() || notOfSource.MatchString(t.expect) {
		return
	}
	f, err := read.Feed(payload, t.source)
	if err != nil {
		s.miss(name, t.expect, err.Error())
		return
	}
	v, err := e.eval(feedValues(&f))
	switch {
	case err != nil:
		s.miss(name, t.expect, err.Error())
	case !truth(v):
		s.miss(name, t.expect, "another value")
	default:
		s.Applicable++
		s.Held++
	}
}

func (s *FeedScores) miss(name, expect, why string) {
	s.Applicable++
	s.Deviations = append(s.Deviations, Deviation{File: name, Expect: expect, Why: why})
}

func (e expectation) isApplicable() bool {
	for _, f := range e.fields {
		if _, name, ok := strings.Cut(f, "."); ok && !isApplicableField(name) {
			return false
		}
	}
	return len(e.fields) > 0
}

func isApplicableField(name string) bool {
	return applicable[strings.TrimSuffix(strings.TrimSuffix(name, "_detail"), "_parsed")]
}

var quotedField = regexp.MustCompile(`\[u?'([a-z_]+)'\]`)

func mentionsField(expect string) bool {
	m := quotedField.FindStringSubmatch(expect)
	return m != nil && isApplicableField(m[1]) || strings.Contains(expect, "encoding ==")
}

// feedTest is one file's expectation and the answer it pretends to have come in.
type feedTest struct {
	expect string
	source read.FeedSource
}

const feedTestRoot = "http://127.0.0.1:8097/"

func feedTestOf(name string, payload []byte) feedTest {
	text, _ := read.Decode(payload, "")
	t := feedTest{source: read.FeedSource{URL: feedTestRoot + name, Fetched: readAt}}
	_, comment, _ := strings.Cut(text, "<!--")
	comment, _, _ = strings.Cut(comment, "-->")
	for line := range strings.Lines(comment) {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(key) {
		case "Expect":
			t.expect = value
		case "Header":
			t.header(value)
		}
	}
	return t
}

func (t *feedTest) header(line string) {
	key, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "content-type":
		t.source.MediaType = value
	case "content-language":
		t.source.Language = value
	case "content-location":
		base, err := url.Parse(t.source.URL)
		to, errTo := url.Parse(value)
		if err == nil && errTo == nil {
			if abs := base.ResolveReference(to); abs.Scheme == "http" || abs.Scheme == "https" {
				t.source.URL = abs.String()
			}
		}
	}
}

func feedValues(f *read.FeedContent) map[string]any {
	feed := recordValues(&f.FeedRecord)
	if v, ok := feed["summary"]; ok {
		feed["subtitle"], feed["subtitle_detail"] = v, feed["summary_detail"]
	}
	entries := []any{}
	for i := range f.Entries {
		entries = append(entries, recordValues(&f.Entries[i]))
	}
	return map[string]any{"feed": feed, "entries": entries, "encoding": f.Encoding,
		"truncated": f.Truncated}
}

func recordValues(r *read.FeedRecord) map[string]any {
	m := map[string]any{"guidislink": r.IDIsLink}
	set := func(key, value string) {
		if value != "" {
			m[key] = value
		}
	}
	set("id", r.ID)
	set("link", r.Link)
	set("author", r.Author)
	set("language", r.Language)
	textValues(m, "title", r.Title)
	textValues(m, "summary", r.Summary)
	dateValues(m, "published", r.Published)
	dateValues(m, "updated", r.Updated)
	dateValues(m, "created", r.Created)
	var content, links, authors []any
	for _, t := range r.Content {
		content = append(content, detail(t))
	}
	for _, l := range r.Links {
		links = append(links, some(map[string]string{"href": l.Href, "rel": l.Rel, "type": l.Type, "title": l.Title,
			"hreflang": l.Language, "length": l.Length}))
	}
	for _, p := range r.Authors {
		authors = append(authors, some(map[string]string{"name": p.Name, "email": p.Email, "href": p.URL}))
	}
	m["content"], m["links"], m["authors"] = content, links, authors
	if len(authors) > 0 {
		m["author_detail"] = authors[0]
	}
	if r.Source != nil {
		source := recordValues(r.Source)
		if r.Source.Link != "" {
			source["href"] = r.Source.Link
		}
		m["source"] = source
	}
	return m
}

// some gives the fields that have a value.
func some(in map[string]string) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		if v != "" {
			out[k] = v
		}
	}
	return out
}

func textValues(m map[string]any, key string, t read.FeedText) {
	if t.Type == "" {
		return
	}
	m[key], m[key+"_detail"] = t.Value, detail(t)
}

func detail(t read.FeedText) map[string]any {
	m := map[string]any{"value": t.Value, "type": t.Type, "base": t.Base, "language": nil}
	if t.Language != "" {
		m["language"] = t.Language
	}
	return m
}

// dateValues gives a date as written and as Python's time tuple, in UTC.
func dateValues(m map[string]any, key string, d read.FeedDate) {
	if d.Raw == "" {
		return
	}
	m[key] = d.Raw
	if d.Date.Precision == hearsay.NoDate {
		return
	}
	t := d.Date.Time.UTC()
	var tuple []any
	for _, n := range []int{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(),
		(int(t.Weekday()) + 6) % 7, t.YearDay(), 0} {
		tuple = append(tuple, float64(n))
	}
	m[key+"_parsed"] = tuple
}
