// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/pdf"
)

// writePDF prints an issue into a new file.
func writePDF(ctx context.Context, a *app, r digest.Reading, name string) error {
	page, err := digest.PrintHTML(r)
	if err != nil {
		return err
	}
	b, err := pdf.Print(ctx, page)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = f.Write(b)
		if closed := f.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "write " + name, Cause: err, Hint: "give a file that is not there yet"}
	}
	_, err = fmt.Fprintf(a.stdout, "wrote %s, %d kB\n", name, len(b)>>10)
	return err
}
