// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/export"
)

// TestH59NoCellOfATableIsAFormula, whatever stands before its sign; all other words come through as they are.
func TestH59NoCellOfATableIsAFormula(t *testing.T) {
	for _, words := range []string{"=HYPERLINK(\"http://evil.example\",\"x\")", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u200b=1",
		"\ufeff=1", "\u00a0@x", "\"=1\"", "'=1", "|x", "%x", "＝1", "plain", "a=b", "", "one\r\ntwo", `"quoted", they said`, "-", "能源部"} {
		var b bytes.Buffer
		table, err := export.NewTable(&b, "said")
		if err == nil {
			err = table.Row(words)
		}
		if err == nil {
			err = table.End()
		}
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(&b)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if words == "" && err == nil && len(rows) == 1 { // the reader passes over empty lines
			continue
		}
		if err != nil || len(rows) != 2 || len(rows[1]) != 1 {
			t.Fatalf("%q: %q %v", words, rows, err)
		}
		got, isPlain := rows[1][0], strings.ReplaceAll(words, "\r\n", "\n")
		switch {
		case strings.Trim(got, " \u200b\ufeff\u00a0\"") != "" && strings.ContainsAny(strings.TrimLeft(got, " \u200b\ufeff\u00a0\"")[:1], "=+-@|%\t\r\n"):
			t.Errorf("%q becomes %q", words, got)
		case strings.HasPrefix(words, "plain") || strings.HasPrefix(words, "a=b") || strings.HasPrefix(words, "one") || strings.HasPrefix(words, "能"):
			if got != isPlain {
				t.Errorf("%q becomes %q although it is no formula", words, got)
			}
		}
	}
}

func cited() export.Cited {
	return export.Cited{Outlet: "Harbour Post", Digest: strings.Repeat("ab", 32), Document: &hearsay.Document{
		ID: "d1", Capture: "c1", Kind: hearsay.Article, URL: "https://post.example/1", Title: "The line\nshuts", Authors: []string{"Ida Holm", "海港日报"}, Language: "en",
		Published: hearsay.Date{Time: time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToDay}, Fetched: time.Date(2026, 4, 3, 9, 0, 0, 0, time.UTC)}}
}

func TestCitationsInRIS(t *testing.T) {
	var b strings.Builder
	if err := export.RIS(&b, cited()); err != nil {
		t.Fatal(err)
	}
	const want = "TY  - NEWS\r\nID  - d1\r\nTI  - The line shuts\r\nAU  - Ida Holm\r\nAU  - 海港日报\r\nT2  - Harbour Post\r\nPY  - 2026\r\nDA  - 2026/04/02/\r\n" +
		"Y2  - 2026/04/03/\r\nLA  - en\r\nUR  - https://post.example/1\r\nN1  - capture c1, SHA-256 "
	if got := b.String(); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "\r\nER  - \r\n") {
		t.Error(got)
	}
}

func TestCitationsInCSL(t *testing.T) {
	for precision, want := range map[hearsay.Precision]string{hearsay.ToDay: "[[2026,4,2]]", hearsay.ToMonth: "[[2026,4]]", hearsay.ToYear: "[[2026]]", hearsay.ToTheTime: "[[2026,4,2]]"} {
		c := cited()
		c.Document.Published.Precision = precision
		b, err := json.Marshal(export.CSLOf(c))
		if err != nil || !strings.Contains(string(b), `"issued":{"date-parts":`+want+"}") || !strings.Contains(string(b), `"author":[{"literal":"Ida Holm"},{"literal":"海港日报"}]`) {
			t.Errorf("%s: %s %v", precision, b, err)
		}
	}
	c := cited()
	c.Document.Published, c.Document.URL, c.Document.Kind = hearsay.Date{}, "file:x", hearsay.Post
	if s := export.CSLOf(c); s.Issued != nil || s.URL != "" || s.Type != "post" {
		t.Errorf("%+v", s)
	}
}

// TestGraphsAreXMLWithEachNodeOnce, whatever the words.
func TestGraphsAreXMLWithEachNodeOnce(t *testing.T) {
	var b bytes.Buffer
	g, err := export.NewGraphML(&b)
	for range 2 {
		if err == nil {
			err = g.Node(export.Node{ID: "k1", Kind: "claim", Label: `<the "line"> & ` + "\x01"})
		}
	}
	if err == nil {
		err = g.Node(export.Node{ID: "d1", Kind: "document", Outlet: "Post"})
	}
	if err == nil {
		err = g.Edge(export.Edge{From: "d1", To: "k1", Kind: "carries"})
	}
	if err == nil {
		err = g.End()
	}
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Graph struct {
			Nodes []struct {
				ID   string   `xml:"id,attr"`
				Data []string `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, &b)
	}
	if n := got.Graph.Nodes; len(n) != 2 || n[0].ID != "k1" || cmp.Diff(n[0].Data, []string{"claim", `<the "line"> & ` + "\ufffd"}) != "" {
		t.Errorf("nodes %+v", n)
	}
	if e := got.Graph.Edges; len(e) != 1 || e[0].Source != "d1" || e[0].Target != "k1" {
		t.Errorf("edges %+v", e)
	}
}
