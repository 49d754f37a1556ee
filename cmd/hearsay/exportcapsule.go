// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"hearsay"
	"hearsay/internal/capsule"
	"hearsay/internal/pipeline"
)

// capsule writes the capsule of a claim.
func (c *exportCommand) capsule(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	o := capsule.Options{Ceiling: ceiling}
	if c.Known != "" {
		h, err := pipeline.ParseHead(c.Known)
		if err != nil {
			return err
		}
		o.Known = &h
	}
	id := hearsay.ClaimID(cmp.Or(c.ID, c.Claim))
	b, err := capsule.Make(ctx, a.store, a.archive, id, o)
	if errors.Is(err, hearsay.ErrNotFound) {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "export capsule " + string(id), Cause: err,
			Hint: "check the ID; what is marked goes into a capsule with --ceiling only"}
	}
	if err != nil {
		return err
	}
	if err := holds(ctx, id, b, o.Known); err != nil {
		return err
	}
	if c.Out == "" {
		_, err = a.stdout.Write(b)
		return err
	}
	if err := writeNew(c.Out, b); err != nil {
		return err
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(b))
	if c.JSON {
		return a.printJSON(map[string]any{"file": c.Out, "bytes": len(b), "ceiling": ceiling.String(), "sha256": sum})
	}
	_, err = fmt.Fprintf(a.stdout, "%s: %d bytes, up to TLP:%s\nsha256     %s\n", c.Out, len(b), ceiling, sum)
	return err
}

// holds checks a capsule as whoever gets it will: what does not hold is not given away.
func holds(ctx context.Context, id hearsay.ClaimID, b []byte, known *pipeline.Head) error {
	r, err := verifyCapsule(ctx, bytes.NewReader(b), known)
	if err != nil || len(r.Findings) == 0 {
		return err
	}
	f := r.Findings[0]
	return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "export capsule " + string(id), Cause: fmt.Errorf("it would not hold: %s %s: %s", f.Kind, f.Record, f.Reason),
		Hint: "another process may have been at work on the claim: try again; hearsay verify tells what is damaged"}
}

// writeNew writes a file that is not there yet; where that fails, nothing is left of it.
func writeNew(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "write " + name, Cause: err, Hint: "name a file that is not there yet"}
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), os.Remove(name))
	}
	return nil
}

// isCapsule reports whether a file is to be checked as a capsule: by its name, so that one whose first bytes were changed is
// told as what it is, or by its beginning.
func isCapsule(f *os.File) bool {
	begin := make([]byte, 4)
	n, _ := f.ReadAt(begin, 0) // a file that cannot be read is told when it is
	return strings.HasSuffix(f.Name(), ".zip") || string(begin[:n]) == "PK\x03\x04"
}

// verifyCapsule checks a capsule, and with a head that it leads to that.
func verifyCapsule(ctx context.Context, f io.Reader, known *pipeline.Head) (*capsule.Report, error) {
	b, err := io.ReadAll(io.LimitReader(f, capsule.Most+1))
	if err != nil {
		return nil, fmt.Errorf("read capsule: %w", err)
	}
	children := readers()
	defer children.Close()
	r, err := capsule.Verify(ctx, b, children)
	if err == nil && known != nil && r.Head != *known && (r.Known == nil || *r.Known != *known) {
		r.Findings = append(r.Findings, pipeline.Finding{Kind: "log", Record: "head", Reason: fmt.Sprintf("it leads to %s, not to %s", r.Head, known)})
	}
	return r, err
}

func printCapsule(a *app, r *capsule.Report) {
	w := a.stdout
	fmt.Fprintf(w, "capsule of claim %s, TLP:%s\n“%s”\n", r.Claim, r.Marking, r.Text)
	fmt.Fprintf(w, "sha256     %s\ncaptures   %d\ndocuments  %d\nspans      %d\nhead       %s\n", r.SHA256, r.Captures, r.Documents, r.Spans, r.Head)
	if r.Known != nil {
		fmt.Fprintf(w, "grew from  %s\n", r.Known)
	}
	fmt.Fprintf(w, "time       %s (%s)\n", r.At.UTC().Format("2006-01-02 15:04:05 UTC"), r.Grade)
	for _, f := range r.Unchecked {
		fmt.Fprintf(w, "note: %s %s: %s\n", f.Kind, f.Record, f.Reason)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(w, "WRONG: %s %s: %s\n", f.Kind, f.Record, f.Reason)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(w, "all is as it was put in, and each capture leads to the head of the log")
	}
	fmt.Fprintln(w, "not proved:")
	for _, l := range r.NotProved {
		fmt.Fprintf(w, "  %s\n", l)
	}
}
