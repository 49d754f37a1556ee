// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"hearsay"
)

// opml is a list of feeds, version 2.0.
type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Feeds   []outline `xml:"body>outline"`
}

type outline struct {
	Text string `xml:"text,attr"`
	Type string `xml:"type,attr"` // rss, or another kind of feed, which other readers skip
	URL  string `xml:"xmlUrl,attr"`
}

// OPML writes feeds as a list, by outlet and address; names are those of their outlets. Feeds that are gone, and files, are
// left out.
func OPML(w io.Writer, feeds []hearsay.Feed, names map[hearsay.OutletID]string) error {
	list := opml{Version: "2.0", Title: "hearsay"}
	for _, f := range feeds {
		if f.Kind != hearsay.FeedFile && f.State.Gone.IsZero() {
			list.Feeds = append(list.Feeds, outline{cmp.Or(names[f.Outlet], string(f.Outlet)), string(f.Kind), f.URL})
		}
	}
	slices.SortFunc(list.Feeds, func(a, b outline) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.URL, b.URL)) })
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(list); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}
