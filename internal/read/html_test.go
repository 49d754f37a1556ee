// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/cost"
	"hearsay/internal/hearsaytest/raced"
)

func readPage(t *testing.T, url, page string) hearsay.Document {
	t.Helper()
	docs, err := Capture(hearsay.Capture{ID: "c1", URL: url, MediaType: "text/html", Fetched: seen}, []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	return docs[0]
}

func TestPageGivesItsArticle(t *testing.T) {
	d := readPage(t, "https://www.courier.example/2026/05/harbour-master?from=feed", string(fixture(t, "article.html")))
	if d.Title != "Harbour master resigns" || d.Text[:d.Body] != "Harbour master resigns\n\n" {
		t.Errorf("title %q, head of text %q", d.Title, d.Text[:d.Body])
	}
	if diff := cmp.Diff([]string{"Ilse Moor", "Bo Lind"}, d.Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if d.Credit != "Nordwire" || d.Language != "en" || d.Outlet != "courier.example" {
		t.Errorf("credit %q, language %q, outlet %q", d.Credit, d.Language, d.Outlet)
	}
	if d.Published.String() != "2026-05-03" {
		t.Errorf("published %v, want the day alone", d.Published)
	}
	if d.Caption != "The harbour of Tarn in winter" || strings.Contains(d.Text, d.Caption) {
		t.Errorf("caption %q in text %q", d.Caption, d.Text)
	}
	if diff := cmp.Diff([]string{"https://www.courier.example/2026/04/fees"}, d.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	for _, want := range []string{"\n\nThe authority declined to say", "the Courier on Monday", "inner harbour."} {
		if !strings.Contains(d.Text, want) {
			t.Errorf("text lacks %q: %q", want, d.Text)
		}
	}
	for _, bad := range []string{"Sport", "Privacy"} {
		if strings.Contains(d.Text, bad) {
			t.Errorf("text holds %q: %q", bad, d.Text)
		}
	}
}

func TestPageThatIsTooLargeKeepsItsTitle(t *testing.T) {
	page := strings.Replace(string(fixture(t, "article.html")), "</body>", strings.Repeat("<i></i>", maxElements)+"</body>", 1)
	d := readPage(t, "https://www.courier.example/2026/05/harbour-master", page)
	if d.Title != "Harbour master resigns | The Tarn Courier" || !strings.Contains(d.Text, "inner harbour.") || strings.Contains(d.Text, "@context") {
		t.Errorf("title %q, text %q", d.Title, d.Text)
	}
}

func TestImportedPageTakesItsCanonicalAddress(t *testing.T) {
	d := readPage(t, "file:page.html", string(fixture(t, "article.html")))
	if d.URL != "https://www.courier.example/2026/05/harbour-master" || d.Outlet != "courier.example" {
		t.Errorf("URL %q, outlet %q", d.URL, d.Outlet)
	}
}

func TestCanonicalLinkToAnotherSiteIsNotBelieved(t *testing.T) {
	d := readPage(t, "https://copy.invalid/a", string(fixture(t, "article.html")))
	if d.URL != "https://copy.invalid/a" || d.Outlet != "copy.invalid" {
		t.Errorf("URL %q, outlet %q", d.URL, d.Outlet)
	}
}

func TestDateFromTheFutureIsDropped(t *testing.T) {
	page := strings.Replace(string(fixture(t, "article.html")), `"2026-05-03"`, `"2026-05-09"`, 1)
	if d := readPage(t, "https://courier.example/a", page); d.Published.String() == "2026-05-09" {
		t.Errorf("published = %v although the page was fetched on %v", d.Published, seen)
	}
}

func TestDatesKeepTheirPrecision(t *testing.T) {
	for in, want := range map[string]string{
		"2026-05-03T10:00:00+02:00": "2026-05-03T08:00:00Z", "2026-05-03": "2026-05-03", "20260503": "2026-05-03",
		"May 2026": "2026-05", "2026": "2026", "3. Mai 2026": "2026-05-03", "3 mai 2026 à 14:05": "2026-05-03T14:05:00Z",
		"Sun May 03 2026 10:00:00 GMT+0200 (Central European Summer Time)": "2026-05-03T08:00:00Z",
		"Sun May 03 2026 10:00:00 GMT-0930":                                "2026-05-03T19:30:00Z", "3 May 2026, 10:00 UTC+5:30": "2026-05-03T04:30:00Z",
		"May 3, 2026, 10:05pm EDT": "2026-05-04T02:05:00Z", "3 May 2026 10:00 GMT": "2026-05-03T10:00:00Z",
		"2026年5月3日": "2026-05-03", "June 2999": "", "in May": "", "1e309": "", "-0001": "",
		strings.Repeat("3 May 2026 ", 99): "",
	} {
		d, _ := newDateReader("", seen).parse(in)
		if got, ok := newDateReader("", seen).parse(in); ok != (want != "") || ok && got.String() != want {
			t.Errorf("parse(%q) = %v (%v), want %q", in, d, ok, want)
		}
	}
}

// The pages that are known to take an extractor seconds and gigabytes.
func hostilePages() map[string]string {
	p := "<p>A paragraph of some words that reads like prose of a page.</p>"
	var attributes strings.Builder
	for i := range 200_000 {
		fmt.Fprintf(&attributes, " a%d=b", i)
	}
	wrap := func(s string) string { return "<html><title>T</title><body><article>" + s + "</article></body>" }
	return map[string]string{
		"H38 100,000 nested div":   wrap(strings.Repeat("<div>", 100_000) + p),
		"H38 1,000,000 nested b":   wrap(strings.Repeat("<b>", 1_000_000) + p),
		"H39 40,000 paragraphs":    wrap(strings.Repeat(p, 40_000)),
		"H39 40,000 links":         wrap(strings.Repeat("<p><a href=x>A link that is long enough to count</a></p>", 40_000)),
		"H39 40,000 table rows":    wrap("<table>" + strings.Repeat("<tr><td>A cell of some words</td></tr>", 40_000) + "</table>"),
		"H39 just under the caps":  wrap(strings.Repeat(p, maxBlocks-10)),
		"H39 spans under the caps": wrap("<p>" + strings.Repeat("<span>word </span>", maxElements-100) + p),
		"H39 links under the caps": wrap(strings.Repeat("<p><a href=x>A link that is long enough to count</a></p>", maxBlocks-10)),
		"H39 rows under the caps": wrap("<table>" + strings.Repeat("<tr><td>A cell of some words</td></tr>", maxBlocks/2-10) +
			"</table>"),
		"H40 200,000 attributes":      wrap("<p" + attributes.String() + ">" + p),
		"H40 unclosed comment":        wrap(p + "<!--" + strings.Repeat("x ", 2_500_000)),
		"H40 10 MB text node":         wrap("<p>" + strings.Repeat("word and word. ", 700_000)),
		"H42 JSON-LD of 3 MB":         "<script type='application/ld+json'>" + strings.Repeat("[", 3_000_000) + "</script>" + p,
		"H42 nested JSON-LD":          "<script type='application/ld+json'>" + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "</script>" + p,
		"H41 misnested":               wrap(strings.Repeat("<table><b><tr><svg><math><select><template>", 2000) + p),
		"H41 adoption agency":         wrap(strings.Repeat("<a><b><p>", 3000) + p),
		"H40 10 MB in one script":     "<script>" + strings.Repeat("a=1;", 2_500_000) + "</script>" + p,
		"H40 unclosed tag to the end": wrap(p + "<p " + strings.Repeat("x", 5_000_000)),
	}
}

func TestHostilePagesAreBounded(t *testing.T) {
	raced.Skip(t)
	for name, page := range hostilePages() {
		t.Run(name, func(t *testing.T) {
			c := cost.Of(func() {
				_, _ = Capture(hearsay.Capture{URL: "https://x.example/", MediaType: "text/html", Fetched: seen}, []byte(page))
			})
			t.Logf("%v, %d MB allocated", c.CPU, c.Allocated>>20)
		})
	}
}
