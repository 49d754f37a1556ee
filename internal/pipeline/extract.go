// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/export"
	"hearsay/internal/read"
	"hearsay/internal/resolve"
)

// Annotate runs the stages that need one document alone: annotate, and resolve within the document.
func Annotate(d *hearsay.Document, outlet func(string) (hearsay.OutletID, bool)) export.Annotated {
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, outlet)
	return export.Annotated{Document: d, Attributions: r.Attributions, Statements: r.Statements, Mentions: r.Mentions}
}

// Extract reads one input and annotates every document in it, without a store. With plain the input is one
// document whose text is the bytes exactly. Dates after now are not believed. Lines are in the order of the input; parents come before parts.
func Extract(name string, payload []byte, plain bool, now time.Time) ([]export.Extracted, error) {
	sum := sha256.Sum256(payload)
	digest := hex.EncodeToString(sum[:])
	base := name // of a record in a WARC it is an address
	if file, ok := strings.CutPrefix(name, "file:"); ok || !strings.Contains(name, "://") {
		base = filepath.Base(file)
	}
	c := hearsay.Capture{URL: "file:" + base, Digest: digest, Size: int64(len(payload)), Fetched: now.UTC()}
	c.ID = hearsay.NewCaptureID(c.URL, digest)
	var docs []hearsay.Document
	if plain {
		d, err := read.Plain(c, payload)
		if err != nil {
			return nil, err
		}
		docs = []hearsay.Document{d}
	} else {
		var err error
		if docs, err = read.Capture(c, payload); err != nil {
			return nil, err
		}
	}
	names := map[hearsay.DocumentID]string{}
	var out []export.Extracted
	for i := range docs {
		d := &docs[i]
		id := base
		if d.Part != "" {
			id = base + "#" + d.Part
		}
		names[d.ID] = id
		out = append(out, export.Extract(id, names[d.Parent], Annotate(d, nil)))
	}
	return out, nil
}
