// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"hearsay"
)

// pageFacts is what a page says about itself outside its text. All of it is a claim by the page.
type pageFacts struct {
	linked    linkedData
	meta      map[string][]string // class of lists/metanames.txt → values, best name first
	rank      map[string]int      // class → place of the name that gave the value
	canonical string
	link      string // rel=canonical alone: what is shared (og:url) is no promise of one page
	language  string
	heading   string // the first h1
	titleTag  string
	times     []string // of <time> elements that say they are the publication
	caption   string   // of the first picture
	captions  []string
	fallback  trafilatura.Metadata
}

var metaRank = sync.OnceValue(func() map[string]struct {
	class string
	place int
} {
	rank := map[string]struct {
		class string
		place int
	}{}
	for class, names := range listClasses("metanames") {
		for i, n := range names {
			rank[n] = struct {
				class string
				place int
			}{class, i}
		}
	}
	return rank
})

func pageMeta(root *html.Node) *pageFacts {
	f := &pageFacts{meta: map[string][]string{}, rank: map[string]int{}}
	f.walk(root, 0)
	f.language = firstOf(f.language, f.linked.language, first(f.meta["language"]))
	return f
}

func (f *pageFacts) walk(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	if n.Type == html.ElementNode {
		f.element(n)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		f.walk(child, depth+1)
	}
}

func (f *pageFacts) element(n *html.Node) {
	switch n.Data {
	case "html":
		f.language = firstOf(attribute(n, "lang"), attribute(n, "xml:lang"))
	case "meta":
		f.metaElement(n)
	case "link":
		if strings.EqualFold(attribute(n, "rel"), "canonical") {
			f.canonical, f.link = firstOf(f.canonical, attribute(n, "href")), firstOf(f.link, attribute(n, "href"))
		}
	case "script":
		if strings.HasPrefix(strings.ToLower(attribute(n, "type")), "application/ld+json") && n.FirstChild != nil {
			f.linked.read(n.FirstChild.Data)
		}
	case "title":
		f.titleTag = firstOf(f.titleTag, nodeText(n))
	case "h1":
		f.heading = firstOf(f.heading, nodeText(n))
	case "time":
		f.timeElement(n)
	case "figcaption":
		if t := nodeText(n); t != "" && len(f.captions) < 100 {
			f.caption = firstOf(f.caption, t)
			f.captions = append(f.captions, t)
		}
	}
}

func (f *pageFacts) metaElement(n *html.Node) {
	value := collapse(attribute(n, "content"))
	if value == "" || len(value) > 2000 {
		return
	}
	for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
		name := strings.ToLower(attribute(n, key))
		if name == "og:url" && f.canonical == "" {
			f.canonical = value
		}
		r, ok := metaRank()[name]
		if !ok {
			continue
		}
		place, seen := f.rank[r.class]
		switch {
		case !seen || r.place < place:
			f.meta[r.class], f.rank[r.class] = []string{value}, r.place
		case r.place == place && len(f.meta[r.class]) < 20:
			f.meta[r.class] = append(f.meta[r.class], value)
		}
	}
}

func (f *pageFacts) timeElement(n *html.Node) {
	at := attribute(n, "datetime")
	marks := strings.ToLower(attribute(n, "itemprop") + " " + attribute(n, "class"))
	isPublication := strings.Contains(marks, "publish") || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "pubdate"
	})
	if at != "" && isPublication && len(f.times) < 10 {
		f.times = append(f.times, at)
	}
}

func (f *pageFacts) fillFrom(m *trafilatura.Metadata) { f.fallback = *m }

// headline is the title without the name of the site.
func (f *pageFacts) headline() string {
	t := firstOf(f.linked.headline, first(f.meta["title"]), f.heading, f.titleTag, f.fallback.Title)
	t = collapse(html.UnescapeString(t))
	if f.heading != "" && sameWords(f.heading, t) {
		return f.heading
	}
	site := firstOf(first(f.meta["site"]), f.linked.publisher, f.fallback.Sitename)
	for _, sep := range []string{" | ", " - ", " – ", " — ", " · ", " :: "} {
		head, tail, ok := cutLast(t, sep)
		if ok && len(head) >= 10 && (sameWords(tail, site) || sameWords(head, f.heading)) {
			return head
		}
	}
	return t
}

func cutLast(s, sep string) (head, tail string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// byline gives the persons who wrote the page and the agency, or other body than the outlet, that is credited.
func (f *pageFacts) byline() (authors []string, credit string) {
	names := slices.Clone(f.linked.authors)
	if len(names) == 0 {
		for _, v := range f.meta["author"] {
			names = append(names, splitNames(cleanByline(v))...)
		}
	}
	if len(names) == 0 && len(f.linked.bodies) == 0 {
		for n := range strings.SplitSeq(f.fallback.Author, ";") {
			names = append(names, cleanByline(n))
		}
	}
	site := firstOf(f.linked.publisher, first(f.meta["site"]), f.fallback.Sitename)
	names = append(names, f.linked.bodies...)
	for _, n := range names {
		switch agency := agencyNamed(n); {
		case agency != "":
			credit = firstOf(credit, agency)
		case slices.Contains(f.linked.bodies, n):
			if !sameWords(n, site) && site != "" {
				credit = firstOf(credit, n)
			}
		case isAuthorName(n) && !sameWords(n, site) && !slices.Contains(authors, n) && len(authors) < 20:
			authors = append(authors, n)
		}
	}
	for _, v := range []string{f.linked.credit, first(f.meta["credit"])} {
		if v != "" && len(v) <= 80 && !strings.Contains(v, "://") && !sameWords(v, site) {
			credit = firstOf(credit, agencyNamed(v), v)
		}
	}
	return authors, credit
}

// published is the date of publication, from the most to the least explicit place.
func (f *pageFacts) published(root *html.Node, c hearsay.Capture) hearsay.Date {
	dates := newDateReader(f.language, c.Fetched)
	candidates := append([]string{f.linked.published}, f.meta["published"]...)
	for _, s := range append(candidates, f.times...) {
		if d, ok := dates.parse(s); ok {
			return d
		}
		if d, ok := parseExact(s); ok && d.Time.After(c.Fetched) { // still to come; a guess beside it would be no better
			return hearsay.Date{}
		}
	}
	latest := c.Fetched.Add(24 * time.Hour)
	if c.Fetched.IsZero() {
		latest = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	found, err := htmldate.FromDocument(root, htmldate.Options{
		UseOriginalDate: true, URL: c.URL, SkipExtensiveSearch: true,
		MinDate: time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC), MaxDate: latest,
	})
	if err != nil || found.IsZero() {
		return hearsay.Date{}
	}
	t := found.DateTime
	d := hearsay.Date{Time: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), Precision: hearsay.ToDay}
	if !plausible(d, c.Fetched) {
		return hearsay.Date{}
	}
	return d
}

// cleanByline strips "By" and what follows a bar.
func cleanByline(s string) string {
	s = collapse(html.UnescapeString(s))
	s, _, _ = strings.Cut(s, " | ")
	if rest, ok := cutByWord(s); ok {
		s = rest
	}
	return strings.Trim(s, " ,;")
}

// isAuthorName refuses addresses, numbers and sentences.
func isAuthorName(s string) bool {
	return s != "" && len(s) <= 80 && len(strings.Fields(s)) <= 6 && !strings.ContainsAny(s, "/@<>{}=_") &&
		!strings.ContainsFunc(s, unicode.IsDigit)
}

// maxNodeText bytes are read of a heading, a caption or a paragraph that is looked for again.
const maxNodeText = 4000

func nodeText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if b.Len() > maxNodeText {
			break
		}
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return collapse(b.String())
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
