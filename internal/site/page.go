// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode"

	"hearsay"
	"hearsay/internal/web"
)

// mostQuoted is how many letters of what is somebody else's are shown in one place.
const mostQuoted = 300

//go:embed templates/*.html
var templateFiles embed.FS

// pages are the parsed templates by name.
type pages map[string]*template.Template

// view is what every template gets.
type view struct {
	Title   string
	About   string // in a sentence; empty for nothing
	Path    string
	Feed    string // path of its feeds, without their endings; empty for none
	Linked  any    // the same for machines: schema.org as JSON-LD
	Page    any
	Next    string // path of the next page of the list; empty at its end
	Prior   string
	Changed time.Time // of what is newest on it
	Moved   string    // path of the page that stands for this one now; empty for most
}

// parsePages reads the templates: base.html belongs to every page, with the small templates of the desk.
func parsePages(b *builder) pages {
	base := template.Must(web.Parts().Funcs(template.FuncMap{
		"at": b.at, "url": b.url, "site": func() string { return b.Name }, "contact": func() template.URL { return template.URL(b.Contact) },
		"cut": cut, "storyAt": storyAt, "claimAt": claimAt, "outletAt": outletAt, "authorAt": authorAt, "tagAt": tagAt, "issueAt": issueAt, "dayAt": dayAt,
		"day": dayOf, "canonical": canonical, "menu": func() []link { return menu },
	}).ParseFS(templateFiles, "templates/base.html"))
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err) // our own pattern
	}
	all := pages{}
	for _, file := range names {
		if name := strings.TrimSuffix(path.Base(file), ".html"); name != "base" {
			all[name] = template.Must(template.Must(base.Clone()).ParseFS(templateFiles, file))
		}
	}
	return all
}

// show writes a page and lists it.
func (b *builder) show(name string, v view) error {
	if err := b.write(name, v); err != nil {
		return err
	}
	return b.list(canonical(v.Path), v.Changed)
}

// write writes a page.
func (b *builder) write(name string, v view) error {
	var out bytes.Buffer
	if err := b.pages[name].ExecuteTemplate(&out, "base.html", v); err != nil {
		return fmt.Errorf("show %s: %w", v.Path, err)
	}
	b.report.Pages++
	return b.folder.write(v.Path, web.Sweep(out.Bytes()))
}

// piece gives a part of a page, for feeds.
func (b *builder) piece(name string, v any) (string, error) {
	var out bytes.Buffer
	if err := b.pages["parts"].ExecuteTemplate(&out, name, v); err != nil {
		return "", fmt.Errorf("show %s: %w", name, err)
	}
	return string(web.Sweep(out.Bytes())), nil
}

// canonical is where a page is asked for: the first page by the folder that it is in.
func canonical(path string) string { return strings.TrimSuffix(path, "index.html") }

// menu leads to the lists.
var menu = []link{{"Digests", "/digests.html"}, {"Stories", "/stories.html"}, {"By date", "/days.html"}, {"Tags", "/tags.html"}, {"Authors", "/authors.html"}, {"Outlets", "/outlets.html"}}

// The addresses of pages.
func issueAt(number int) string           { return fmt.Sprintf("/digest/%d.html", number) }
func storyAt(id hearsay.StoryID) string   { return "/story/" + fileName(string(id)) + ".html" }
func claimAt(id hearsay.ClaimID) string   { return "/claim/" + fileName(string(id)) + ".html" }
func outletAt(id hearsay.OutletID) string { return "/outlet/" + fileName(string(id)) + ".html" }
func authorAt(id string) string           { return "/author/" + id + ".html" }
func tagAt(id string) string              { return "/tag/" + fileName(id) + ".html" }
func dayAt(day string) string             { return "/day/" + day + ".html" }
func feedOf(page string) string           { return strings.TrimSuffix(page, ".html") }
func pageOf(first string, n int) string {
	if n <= 1 {
		return first
	}
	return fmt.Sprintf("%s-%d.html", strings.TrimSuffix(first, ".html"), n)
}

// cut shortens what is somebody else's, at a blank where there is one.
func cut(s string) string {
	n, blank := 0, 0
	for i, r := range s {
		if n++; n > mostQuoted {
			if blank == 0 {
				blank = i
			}
			return strings.TrimRightFunc(s[:blank], unicode.IsSpace) + " …"
		}
		if unicode.IsSpace(r) && n > mostQuoted/2 {
			blank = i
		}
	}
	return s
}
