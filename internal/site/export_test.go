// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import "testing"

// SetMostInSitemap makes sitemaps shorter for one test.
func SetMostInSitemap(t *testing.T, n int) {
	was := mostInSitemap
	mostInSitemap = n
	t.Cleanup(func() { mostInSitemap = was })
}
