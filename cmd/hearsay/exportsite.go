// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"hearsay/internal/site"
)

// site writes the public site into a folder.
func (c *exportCommand) site(ctx context.Context, a *app) error {
	r, err := site.Write(ctx, a.store, c.ID, site.Options{Public: c.Public, Name: c.Name, Contact: c.Contact})
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(r)
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d digests, %d stories, %d claims, %d documents on %d pages; %d files, %d bytes\n", c.ID, r.Issues, r.Stories, r.Claims, r.Documents, r.Pages, r.Files, r.Bytes)
	return err
}
