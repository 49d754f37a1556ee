// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/internal/backup"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type backupCommand struct {
	To      string `arg:"" help:"Where to: a folder that is not there yet or empty; one file where the name ends in .tar." placeholder:"FILE|DIR"`
	Secrets bool   `help:"With passwords, sessions, tokens, hooks, hubs, subscribers, and who came in: whoever has such a backup can come in."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay backup --help.
func (backupCommand) Help() string {
	return `Copies the ledger while others collect, import and serve: the database as it is at one moment, and of the archive what that
copy points into. What was written is read again and verified before the command says that it is done. Write the head that it
prints down elsewhere: restore can hold the backup against it.

With PostgreSQL the archive alone is copied. Run pg_dump before, never behind: then no row points at bytes that are missing.

Examples:
  hearsay backup /media/disk/ledger-2026-03-01.tar
  hearsay backup /media/disk/ledger
  pg_dump -Fc ledger > ledger.dump && hearsay --database postgres:///ledger backup segments.tar`
}

// Run makes a backup.
func (c *backupCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	p := newProgress(a.bars)
	r, err := backup.Write(ctx, a.store, a.archive, c.To, backup.Options{Secrets: c.Secrets, Progress: p.measured})
	p.end()
	if err != nil {
		return err
	}
	if c.JSON {
		err = a.printJSON(r)
	} else {
		printBackup(a, r)
		if !r.Secrets && r.Engine == store.SQLite {
			fmt.Fprintln(a.stdout, "no passwords, tokens, hooks, hubs and subscribers are in it (--secrets)")
		}
		if r.Engine != store.SQLite {
			fmt.Fprintln(a.stdout, "the database is not in it: it belongs to a dump by pg_dump that was made before")
		}
	}
	if err == nil && len(r.Findings) > 0 {
		err = errFound
	}
	return err
}

// printBackup prints what was written or brought back, and what was wrong with it.
func printBackup(a *app, r *backup.Report) {
	fmt.Fprintf(a.stdout, "%s: %s, %s, %.1f MB\n", r.Path, count(r.Rows["capture"], "capture"), count(r.Segments, "segment"), float64(r.Bytes)/1e6)
	if r.Head.Size > 0 {
		fmt.Fprintf(a.stdout, "head       %s\n", r.Head)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(a.stdout, "WRONG: %s %s: %s\n", f.Kind, f.Record, f.Reason)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(a.stdout, "verified: all is as it was stored")
	}
}

type restoreCommand struct {
	From    string `arg:"" help:"What hearsay backup wrote." placeholder:"FILE|DIR"`
	Head    string `help:"The head of a log that was written down: the backup's must have had it." placeholder:"LEAVES:ROOT"`
	Secrets bool   `help:"Take over passwords, sessions, tokens, hooks, hubs, subscribers, and who came in: of a backup that nobody else could have changed."`
	Damaged bool   `help:"Restore also what is damaged, and list it."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay restore --help.
func (restoreCommand) Help() string {
	return `Brings a backup back into the data folder, which must be new or empty. All is checked before it stands there: every file
against its hash, the database, the archive and the evidence log against each other, the counts, and with --head that the log
grew out of one that you know. Feeds, pages and hooks at addresses that hearsay would not take from anybody are dropped and named.

What was stored after the backup, and is still there in the segments of the old folder, is imported from them; what is known
already is known. Accounts need a new password (hearsay account password NAME), hooks and tokens are made anew; who gets
issues by e-mail is taken over with --secrets alone.

Examples:
  hearsay --data new-data restore /media/disk/ledger.tar
  hearsay --data new-data restore ledger.tar --head 154:41971ece763f44b68199d5dd0ef25940c0fd0731deb838dae0b38a1c7c94286a
  hearsay --data new-data import old-data/segments`
}

// Run brings a backup back.
func (c *restoreCommand) Run(ctx context.Context, a *app) error {
	if a.database != "" {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "restore", Cause: errors.New("a backup goes into a data folder, with its own database"),
			Hint: "leave --database out; of a ledger on PostgreSQL the archive is restored this way and the database by pg_restore"}
	}
	o := backup.RestoreOptions{Secrets: c.Secrets, Damaged: c.Damaged}
	if c.Head != "" {
		h, err := pipeline.ParseHead(c.Head)
		if err != nil {
			return err
		}
		o.Extends = &h
	}
	p := newProgress(a.bars)
	o.Progress = p.measured
	r, err := backup.Restore(ctx, c.From, a.data, o)
	p.end()
	if err != nil {
		return err
	}
	if c.JSON {
		err = a.printJSON(r)
	} else {
		printRestored(a, r)
	}
	if err == nil && len(r.Findings)+len(r.Dropped) > 0 {
		err = errFound
	}
	return err
}

func printRestored(a *app, r *backup.Report) {
	if r.Engine != store.SQLite {
		fmt.Fprintf(a.stdout, "%s: %s; every file is the one that was written\n", r.Path, count(r.Segments, "segment"))
		fmt.Fprintln(a.stdout, "now restore the database with pg_restore, and run hearsay --data … --database … verify")
		return
	}
	printBackup(a, r)
	for _, d := range r.Dropped {
		fmt.Fprintf(a.stdout, "DROPPED: %s\n", d)
	}
	for _, name := range r.Admins {
		fmt.Fprintf(a.stdout, "note: %s is an administrator\n", name)
	}
}
