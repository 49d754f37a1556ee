// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/queue"
	"hearsay/internal/read"
	"hearsay/internal/store"
)

// Prove checks that the stored bytes of a capture are what they were, and that the document is what reading them
// gives. A document that another version of read made can be held against the bytes no more; then the bytes alone
// are checked.
func Prove(ctx context.Context, a *archive.Archive, c hearsay.Capture, d hearsay.Document) error {
	payload, err := a.Read(ctx, c)
	reader := readerOf(d.Stamp)
	if err != nil || reader == nil {
		return err
	}
	given, err := readAgain(c, payload, reader)
	if err != nil {
		return err
	}
	if reason := differs(given, &d); reason != "" {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "prove document " + string(d.ID), Cause: errors.New(reason)}
	}
	return nil
}

// Edited tells when a document says that it was changed last. Its capture tells that, and nothing stored but the capture; of what
// another version read nothing is told.
func Edited(ctx context.Context, a *archive.Archive, c hearsay.Capture, d *hearsay.Document) (hearsay.Date, error) {
	reader := readerOf(d.Stamp)
	if reader == nil {
		return hearsay.Date{}, nil
	}
	payload, err := a.Read(ctx, c)
	if err != nil {
		return hearsay.Date{}, err
	}
	given, err := readAgain(c, payload, reader)
	return given[d.ID].Edited, err
}

// Reread reads a capture again as documents of a stamp were read, within the bounds of r: the bytes may be a stranger's. Where
// that cannot be, because another version read them or because it is too much for r, why says so.
func Reread(ctx context.Context, r Reader, c hearsay.Capture, payload []byte, s hearsay.Stamp) (given map[hearsay.DocumentID]hearsay.Document, why string, err error) {
	if readerOf(s) == nil {
		return nil, fmt.Sprintf("%.40s read it, which this hearsay does not have", s), nil
	}
	if s == hearsay.NewStamp(read.LinearStage, read.Version) {
		given, err = readAgain(c, payload, read.Linear)
		return given, "", err
	}
	contents, err := r.Read(ctx, c, payload)
	given = map[hearsay.DocumentID]hearsay.Document{}
	for _, d := range contents.Documents {
		given[d.ID] = d
	}
	return given, contents.Mark, err
}

// readerOf gives how documents of a stamp were read; nil for those of another version. Whoever read by tokens alone was
// ended over the capture before, and whoever did not had no trouble with it: neither needs a child.
func readerOf(s hearsay.Stamp) func(hearsay.Capture, []byte) ([]hearsay.Document, error) {
	switch s {
	case hearsay.NewStamp(read.Stage, read.Version):
		return read.Capture
	case hearsay.NewStamp(read.LinearStage, read.Version):
		return read.Linear
	}
	return nil
}

// readAgain gives the documents of a capture by their IDs.
func readAgain(c hearsay.Capture, payload []byte, reader func(hearsay.Capture, []byte) ([]hearsay.Document, error)) (map[hearsay.DocumentID]hearsay.Document, error) {
	given := map[hearsay.DocumentID]hearsay.Document{}
	err := guarded(queue.Job{Stage: ReadStage, Record: string(c.ID)}, func() error {
		docs, err := reader(c, payload)
		for _, d := range docs {
			given[d.ID] = d
		}
		return err
	})
	return given, err
}

// differs says how a document is otherwise than what its capture gives; empty where it is the same.
func differs(given map[hearsay.DocumentID]hearsay.Document, d *hearsay.Document) string {
	g, ok := given[d.ID]
	switch {
	case !ok:
		return "its capture does not give such a document"
	case g.Text != d.Text:
		at := 0
		for at < min(len(g.Text), len(d.Text)) && g.Text[at] == d.Text[at] {
			at++
		}
		return fmt.Sprintf("its text is not what its capture gives, from byte %d on: hearsay rebuild reads it anew", at)
	case g.Title != d.Title || g.Body != d.Body || g.Published.String() != d.Published.String():
		return "its title or date is not what its capture gives: hearsay rebuild reads it anew"
	}
	return ""
}

const provedAtOnce = 64 // captures

// derived reads all captures again and holds the documents against what they give. Damaged bytes were found before.
func (v *verifier) derived(ctx context.Context) error {
	filter := store.CaptureFilter{Wanted: true, Limit: provedAtOnce}
	for {
		captures, err := v.r.Captures(ctx, filter)
		if err != nil || len(captures) == 0 {
			return err
		}
		findings := make([][]Finding, len(captures))
		failures := make([]error, len(captures))
		(&Engine{}).parallel(len(captures), func(i int) {
			findings[i], failures[i] = v.given(ctx, captures[i])
		})
		for _, f := range findings {
			v.Findings = append(v.Findings, f...)
		}
		if err := errors.Join(failures...); err != nil {
			return err
		}
		filter.After = captures[len(captures)-1].Leaf + 1
	}
}

func (v *verifier) given(ctx context.Context, c hearsay.Capture) (found []Finding, err error) {
	headings, err := v.r.HeadingsIn(ctx, c.ID)
	if err != nil || len(headings) == 0 {
		return nil, err
	}
	ids := make([]hearsay.DocumentID, len(headings))
	for i, h := range headings {
		ids[i] = h.ID
	}
	documents, err := v.r.DocumentsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	payload, err := v.a.Read(ctx, c)
	if damage := (*archive.Damage)(nil); errors.As(err, &damage) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return held(c, payload, documents), nil
}

// held holds the documents of a capture against what it gives. They have one stamp, or are of several versions.
func held(c hearsay.Capture, payload []byte, documents []hearsay.Document) (found []Finding) {
	again := map[hearsay.Stamp]map[hearsay.DocumentID]hearsay.Document{}
	for i := range documents {
		d := &documents[i]
		reader := readerOf(d.Stamp)
		if reader == nil {
			continue
		}
		given, ok := again[d.Stamp]
		if !ok {
			var err error
			if given, err = readAgain(c, payload, reader); err != nil {
				return []Finding{{"document", string(d.ID), "its capture cannot be read any more: " + err.Error()}}
			}
			again[d.Stamp] = given
		}
		if reason := differs(given, d); reason != "" {
			found = append(found, Finding{"document", string(d.ID), reason})
		}
	}
	return found
}
