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
	XMLName xml.Name     `xml:"opml"`
	Version string       `xml:"version,attr"`
	Title   string       `xml:"head>title"`
	Feeds   []ListedFeed `xml:"body>outline"`
}

// ListedFeed is a feed in a list.
type ListedFeed struct {
	Outlet string           `xml:"text,attr" json:"outlet"` // its name, as far as it is known
	Kind   hearsay.FeedKind `xml:"type,attr" json:"kind"`   // other readers skip what is not rss
	URL    string           `xml:"xmlUrl,attr" json:"url"`
}

// Listed gives feeds as they stand in a list, by outlet and address; names are those of their outlets. Feeds that are gone,
// and files, are left out.
func Listed(feeds []hearsay.Feed, names map[hearsay.OutletID]string) []ListedFeed {
	list := []ListedFeed{}
	for _, f := range feeds {
		if f.Kind != hearsay.FeedFile && f.State.Gone.IsZero() {
			list = append(list, ListedFeed{cmp.Or(names[f.Outlet], string(f.Outlet)), f.Kind, f.URL})
		}
	}
	slices.SortFunc(list, func(a, b ListedFeed) int { return cmp.Or(cmp.Compare(a.Outlet, b.Outlet), cmp.Compare(a.URL, b.URL)) })
	return list
}

// OPML writes feeds as [Listed] gives them.
func OPML(w io.Writer, feeds []hearsay.Feed, names map[hearsay.OutletID]string) error {
	list := opml{Version: "2.0", Title: "hearsay", Feeds: Listed(feeds, names)}
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
