// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"html"
	"regexp"
)

var siteName = []byte("og:site_name")

// siteNameTag is the element in which a page tells the name of its site (Open Graph protocol).
var siteNameTag = regexp.MustCompile(`(?i)<meta\s[^<>]{0,300}?og:site_name[^<>]{0,300}>`)

var contentOf = regexp.MustCompile(`(?i)\bcontent\s*=\s*(?:"([^"<>]{2,80})"|'([^'<>]{2,80})')`)

// SiteName gives the name that a page tells of its site, without parsing the page; empty where it tells none.
func SiteName(page []byte) string {
	head := page[:min(len(page), headBytes)]
	if !bytes.Contains(head, siteName) {
		return ""
	}
	content := contentOf.FindSubmatch(siteNameTag.Find(head))
	if content == nil {
		return ""
	}
	return collapse(html.UnescapeString(string(content[1]) + string(content[2])))
}
