// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
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
