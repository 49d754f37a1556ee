// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

// The bounds of every reader. A real page has at most about 1,600 elements, 200 paragraphs and a depth of 52; the
// bounds leave room for ten times that and keep the worst page under two seconds.
const (
	maxElements   = 20_000  // HTML elements before the linear extractor takes over
	maxBlocks     = 4_000   // block elements among them: go-trafilatura is quadratic in paragraphs
	maxDepth      = 512     // of HTML and XML elements; golang.org/x/net/html refuses more
	maxAttributes = 256     // of one element
	maxTextNode   = 1 << 20 // bytes of one text node handed to go-trafilatura
	maxPageText   = 8 << 20 // bytes of text that one page may give
	maxJSONLD     = 256 << 10
	maxLinks      = 200

	maxFeedBytes  = 16 << 20 // twice what fetch takes; an imported file may be longer
	maxFeedItems  = 5_000
	maxItemText   = 1 << 20
	maxXMLTokens  = 600_000 // about 100 for each of the items
	maxSlowDates  = 500     // dates in one capture that only the slow parser can read
	maxDateBytes  = 64
	maxOutlines   = 10_000
	maxQuoteDepth = 64

	maxSitemapBytes  = 50 << 20 // these two are those of the sitemap protocol
	maxSitemapPages  = 50_000
	maxSitemapTokens = 4_000_000
	maxSitemapDepth  = 16
)
