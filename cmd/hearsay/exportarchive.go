// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// check refuses what cannot be: parts of the ledger's lines, and bytes for a terminal.
func (c *exportCommand) check(a *app) error {
	if c.What == "capsule" {
		return c.checkCapsule(a)
	}
	isArchive := c.What == "warc" || c.What == "wacz"
	_, isTerminal := a.stdout.(*terminal)
	switch {
	case c.What == "stix" && cmp.Or(c.Document, c.From, c.To) != "":
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export stix", Cause: errors.New("it is claims that are exported"), Hint: "give --claim ID or --story ID, or neither for all"}
	case cmp.Or(c.ID, c.Out, c.Known) != "" || c.Ceiling != "clear" && c.What != "stix":
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export " + c.What,
			Cause: errors.New("an ID, --out and --known are for capsules, --ceiling for capsules and stix"), Hint: "hearsay export capsule CLAIM --out FILE.zip"}
	case !isArchive && cmp.Or(c.Document, c.From, c.To) != "" || c.What == "stories" && c.Story != "" || (c.What == "stories" || c.What == "documents") && c.Claim != "":
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export " + c.What,
			Cause: errors.New("only archives are exported in that part"), Hint: "hearsay export claims --story ID, or hearsay export warc --claim ID > out.warc.gz"}
	case !slices.Contains(exportFormats[c.What], c.Format):
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export " + c.What, Cause: fmt.Errorf("there are no %s as %s", c.What, c.Format),
			Hint: "give --format " + strings.Join(exportFormats[c.What], " or ")}
	case isArchive && isTerminal:
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export " + c.What,
			Cause: errors.New("an archive is nothing for a terminal"), Hint: "hearsay export " + c.What + " > FILE"}
	}
	return nil
}

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
