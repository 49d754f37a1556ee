// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// archive prints the captures that were asked for as an archive. One that is damaged is told and left out.
func (c *exportCommand) archive(ctx context.Context, a *app, r store.Reader) error {
	p, err := c.part(ctx, r)
	if err != nil {
		return err
	}
	newest, n := time.Time{}, 0
	if err := p.each(ctx, r, func(held hearsay.Capture) error {
		if n++; held.Fetched.After(newest) {
			newest = held.Fetched
		}
		p.last = held.Leaf
		return nil
	}); err != nil {
		return err
	}
	if n == 0 {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "export " + c.What, Cause: errors.New("there is no such capture")}
	}
	info, err := warc.EncodeInfo("urn:hearsay:export-"+newest.Format("20060102150405"), newest, "hearsay")
	if err != nil {
		return err
	}
	if c.What == "wacz" {
		return exportWACZ(ctx, a, r, p, info, newest)
	}
	if _, err := a.stdout.Write(info); err != nil {
		return err
	}
	return exportRecords(ctx, a, r, p, func(held hearsay.Capture, member []byte) error {
		_, err := a.stdout.Write(member)
		return err
	})
}

// exportRecords gives the records of the archive that hold captures, each after it was compared with its digest.
func exportRecords(ctx context.Context, a *app, r store.Reader, p *part, do func(held hearsay.Capture, member []byte) error) error {
	damaged := 0
	err := p.each(ctx, r, func(held hearsay.Capture) error {
		member, _, err := a.archive.Record(ctx, held)
		var damage *archive.Damage
		if errors.As(err, &damage) {
			damaged++
			complain(a.stderr, fmt.Errorf("leave out %s: %w", held.URL, err))
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(held, member); err != nil {
			return fmt.Errorf("export %s: %w", held.ID, err)
		}
		return nil
	})
	if err == nil && damaged > 0 {
		err = errFound
	}
	return err
}

func exportWACZ(ctx context.Context, a *app, r store.Reader, p *part, info []byte, at time.Time) error {
	w, err := warc.NewWACZ(a.stdout, info, at)
	if err != nil {
		return err
	}
	err = exportRecords(ctx, a, r, p, func(held hearsay.Capture, member []byte) error {
		title, err := titleOf(ctx, r, held.ID)
		if err != nil {
			return err
		}
		return w.Add(member, warc.Entry{URL: held.URL, Date: held.Fetched, Media: held.MediaType, Status: held.Status,
			Digest: "sha256:" + held.Digest}, strings.HasPrefix(held.MediaType, "text/html"), title)
	})
	if err != nil && !errors.Is(err, errFound) {
		return err
	}
	return errors.Join(w.Close(p.title, "hearsay"), err)
}

// titleOf is the title of what was read from a capture; empty where that is nothing, or several documents.
func titleOf(ctx context.Context, r store.Reader, id hearsay.CaptureID) (string, error) {
	documents, err := r.HeadingsIn(ctx, id)
	if err != nil || len(documents) != 1 {
		return "", err
	}
	return documents[0].Title, nil
}
