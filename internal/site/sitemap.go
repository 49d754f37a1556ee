// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"encoding/xml"
	"fmt"
	"time"
)

// mostInSitemap is how many addresses a sitemap may have, by its standard. It is less in tests.
var mostInSitemap = 50_000

// sitemap is the list of all pages; what is full is written.
type sitemap struct {
	urls    []siteURL
	written []siteURL // sitemaps, where one was not enough
}

type siteURL struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod,omitempty"`
}

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
	err := b.writeSitemap(path, urlSet{URLs: b.paths.urls})
	b.paths.urls = b.paths.urls[:0]
	return err
}

// endSitemap writes the list, or a list of lists.
func (b *builder) endSitemap() error {
	if len(b.paths.written) == 0 {
		return b.writeSitemap("/sitemap.xml", urlSet{URLs: b.paths.urls})
	}
	if err := b.writePart(); err != nil {
		return err
	}
	return b.writeSitemap("/sitemap.xml", siteIndex{URLs: b.paths.written})
}

// urlSet and siteIndex are the two kinds of sitemaps.
type (
	urlSet struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []siteURL `xml:"url"`
	}
	siteIndex struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		URLs    []siteURL `xml:"sitemap"`
	}
)

func (b *builder) writeSitemap(path string, list any) error {
	body, err := xml.MarshalIndent(list, "", " ")
	if err != nil {
		return fmt.Errorf("write the sitemap: %w", err)
	}
	return b.folder.write(path, append([]byte(xml.Header), append(body, '\n')...))
}
