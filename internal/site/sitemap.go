// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"encoding/xml"
	"fmt"
	"time"
)

// mostInSitemap is how many addresses a sitemap may have.
const mostInSitemap = 50_000

// sitemap is the list of all pages; what is full is written.
type sitemap struct {
	urls    []siteURL
	written []siteURL // sitemaps, where one was not enough
}

type siteURL struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// list adds a page, with the time of what is newest on it.
func (b *builder) list(path string, changed time.Time) error {
	u := siteURL{Address: b.url(path)}
	if !changed.IsZero() {
		u.Changed = changed.UTC().Format(time.RFC3339)
	}
	if len(b.paths.urls) == mostInSitemap {
		if err := b.writePart(); err != nil {
			return err
		}
	}
	b.paths.urls = append(b.paths.urls, u)
	return nil
}

// writePart writes what is listed as a part of the whole list.
func (b *builder) writePart() error {
	path := fmt.Sprintf("/sitemap-%d.xml", len(b.paths.written)+1)
	b.paths.written = append(b.paths.written, siteURL{Address: b.url(path)})
	err := b.writeSitemap(path, xml.Name{Space: sitemapSpace, Local: "urlset"}, "url", b.paths.urls)
	b.paths.urls = b.paths.urls[:0]
	return err
}

// endSitemap writes the list, or a list of lists.
func (b *builder) endSitemap() error {
	if len(b.paths.written) == 0 {
		return b.writeSitemap("/sitemap.xml", xml.Name{Space: sitemapSpace, Local: "urlset"}, "url", b.paths.urls)
	}
	if err := b.writePart(); err != nil {
		return err
	}
	return b.writeSitemap("/sitemap.xml", xml.Name{Space: sitemapSpace, Local: "sitemapindex"}, "sitemap", b.paths.written)
}

func (b *builder) writeSitemap(path string, root xml.Name, each string, urls []siteURL) error {
	list := struct {
		XMLName xml.Name
		URLs    []any
	}{XMLName: root}
	for _, u := range urls {
		list.URLs = append(list.URLs, struct {
			XMLName xml.Name
			siteURL
		}{xml.Name{Local: each}, u})
	}
	body, err := xml.MarshalIndent(list, "", " ")
	if err != nil {
		return fmt.Errorf("write the sitemap: %w", err)
	}
	return b.folder.write(path, append([]byte(xml.Header), append(body, '\n')...))
}
