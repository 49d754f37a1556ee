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
	_, err = fmt.Fprintf(a.stdout, "%s: %s, %s, %s, %s on %s; %s, %d kB\n", c.ID, count(r.Issues, "digest"), count(r.Stories, "story"), count(r.Claims, "claim"),
		count(r.Documents, "document"), count(r.Pages, "page"), count(r.Files, "file"), r.Bytes>>10)
	return err
}
