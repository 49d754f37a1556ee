// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/internal/site"
)

// site writes the public site into a folder.
func (c *exportCommand) site(ctx context.Context, a *app) error {
	p := newProgress(a.bars)
	r, err := site.Write(ctx, a.store, c.ID, site.Options{Public: c.Public, Name: c.Name, Contact: c.Contact, Wrote: func(n int) { p.add("claims", n) }})
	p.end()
	if err != nil && ctx.Err() != nil {
		return &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "export site " + c.ID, Cause: errors.New("interrupted; what was there before is there still"),
			Hint: "the same command begins anew"}
	}
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
