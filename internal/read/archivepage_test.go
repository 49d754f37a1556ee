// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

var seen = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func fileCapture(name string) hearsay.Capture {
	return hearsay.Capture{ID: "c1", URL: "file:" + name, Fetched: seen}
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readFixture(t *testing.T, name string, payload []byte) []hearsay.Document {
	t.Helper()
	docs, err := Capture(fileCapture(name), payload)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

type row struct{ Part, Kind, Title, Caption, Authors, Date, Begin string }

func rowOf(d hearsay.Document) row {
	begin := d.Text[d.Body:]
	return row{d.Part, string(d.Kind), d.Title, d.Caption, strings.Join(d.Authors, "; "), d.Published.String(),
		begin[:min(len(begin), 24)]}
}

func TestArchiveGivesOneDocumentPerPost(t *testing.T) {
	want := []row{
		{"1", "digest", "Harbour notes you may have missed #41", "", "", "", ""},
		{"1.1", "article", "Ferry crews vote to end strike in Port Merrow", "Harbour IA", "", "", "Crews of the state ferry"},
		{"1.2", "article", "Grain prices climb as river falls", "", "", "", "Traders in Osterby paid "},
		{"2", "article", "Council in Tarn drops plan for new bridge", "Old Bridge", "Mira Hollis; Tom Adeyemi", "2020-06-04",
			"The council of Tarn has "},
		{"3", "article", "Ministry denies that its archive was sold", "", "Jonas Brandt", "2020-03-12", "iPhone pictures of the s"},
		{"4", "digest", "Harbour notes you may have missed No. 42", "", "", "", ""},
		{"4.1", "article", "Lock reopens at Osterby", "", "", "", "The lock was closed for "},
		{"4.2", "article", "U.S. ship docks for repairs", "", "", "", "The ship lost a mast off"},
	}
	plain := string(fixture(t, "archive.txt"))
	for name, text := range map[string]string{
		"as it is":       plain,
		"CRLF":           strings.ReplaceAll(plain, "\n", "\r\n"),
		"leading blanks": strings.ReplaceAll(plain, "\n", "\n  "),
		"no permalink":   strings.ReplaceAll(plain, " | Permalink", ""),
		"other date":     strings.ReplaceAll(plain, "04 June 2020", "June 4th, 2020"),
		"no number":      strings.NewReplacer(" #41", "", " No. 42", "").Replace(plain),
		"lines":          strings.ReplaceAll(plain, " | ", "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			var got []row
			for _, d := range readFixture(t, "archive.txt", []byte(text)) {
				got = append(got, rowOf(d))
			}
			want := slices.Clone(want)
			if name == "no number" {
				want[0].Title, want[5].Title = "Harbour notes you may have missed", "Harbour notes you may have missed"
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDigestIsTheParentOfItsItems(t *testing.T) {
	docs := readFixture(t, "archive.txt", fixture(t, "archive.txt"))
	if docs[1].Parent != docs[0].ID || docs[3].Parent != "" {
		t.Errorf("parents = %q, %q; want %q, none", docs[1].Parent, docs[3].Parent, docs[0].ID)
	}
}

func TestSubheadingStaysAParagraph(t *testing.T) {
	docs := readFixture(t, "archive.txt", fixture(t, "archive.txt"))
	if !strings.Contains(docs[3].Text, "\n\nA costly plan\n\nYouTube videos") {
		t.Errorf("text = %q", docs[3].Text)
	}
}

func TestBylineOverThePost(t *testing.T) {
	text := "A lamp goes out\n\nBy Ann Weir\n\nThe lamp on the pier went out on Sunday.\n\n" +
		"A lamp is lit\nPosted by Bo Lind on March 9, 2021\nThe lamp on the pier was lit again.\n"
	docs := readFixture(t, "lamps.txt", []byte(text))
	want := []row{
		{"1", "article", "A lamp goes out", "", "Ann Weir", "", "The lamp on the pier wen"},
		{"2", "article", "A lamp is lit", "", "Bo Lind", "2021-03-09", "The lamp on the pier was"},
	}
	var got []row
	for _, d := range docs {
		got = append(got, rowOf(d))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestCaptionIsCutAtItsSeam(t *testing.T) {
	corpus := "The envoys met. Danish envoys were there, officials said. BBC and NATO people too. Xinmin Dao spoke."
	for _, tt := range []struct{ in, caption, body string }{
		{"Old BridgeThe council met.", "Old Bridge", "The council met."},
		{"Town hallA leading firm won.", "Town hall", "A leading firm won."},
		{"Harbour IADanish envoys met.", "Harbour IA", "Danish envoys met."},
		{"MI6Officials in Tarn spoke.", "MI6", "Officials in Tarn spoke."},
		{"COVID-19 TarnIn a rare step, the town met.", "COVID-19 Tarn", "In a rare step, the town met."},
		{"Xinmin DaoOne of the ports closed.", "Xinmin Dao", "One of the ports closed."},
		{"Ilse McDonaldThe mayor spoke.", "Ilse McDonald", "The mayor spoke."},
		{"YouTubeThe site was down.", "YouTube", "The site was down."},
		{"Tarn (file photo)The town slept.", "Tarn (file photo)", "The town slept."},
		{"Old Bridge“We will not yield”, she said.", "Old Bridge", "“We will not yield”, she said."},
		{"BBCA new study says so.", "BBC", "A new study says so."},
		{"Trump and XiThe two met.", "Trump and Xi", "The two met."},
		{"Port office TarnDutch envoys met.", "Port office Tarn", "Dutch envoys met."},
		{"MH17Norwegian envoys met.", "MH17", "Norwegian envoys met."},
		{"Omar bin HarAl-Bayan has a new head.", "Omar bin Har", "Al-Bayan has a new head."},
		{"A PetroTarn envoy met BBC staff.", "", "A PetroTarn envoy met BBC staff."},
		{"McDonald was not there.", "", "McDonald was not there."},
		{"The firm YouTube was down.", "", "The firm YouTube was down."},
		{"NASA said it would wait.", "", "NASA said it would wait."},
		{"The company SolarWinds said so.", "", "The company SolarWinds said so."},
		{"iPhone sales fell.", "", "iPhone sales fell."},
		{"NATO met in Tarn.", "", "NATO met in Tarn."},
		{"The G20 met. An aide of McKinseyThe.", "", "The G20 met. An aide of McKinseyThe."},
	} {
		caption, body := cutCaption(tt.in, wordsOf(corpus))
		if caption != tt.caption || body != tt.body {
			t.Errorf("cutCaption(%q) = %q, %q; want %q, %q", tt.in, caption, body, tt.caption, tt.body)
		}
	}
}
