// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"errors"
	"testing"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestChangedTextIsFound changes words that nobody quotes: only reading the bytes again shows it.
func TestChangedTextIsFound(t *testing.T) {
	ctx := t.Context()
	st, a := fill(t, func(st *store.Store, a *archive.Archive) *pipeline.Engine {
		return &pipeline.Engine{Store: st, Archive: a}
	})
	r := st.As(store.Everything)
	docs, err := r.Documents(ctx, store.DocumentFilter{Limit: 1})
	if err != nil || len(docs) == 0 {
		t.Fatalf("%d documents, %v", len(docs), err)
	}
	d := docs[0]
	c, err := r.Capture(ctx, d.Capture)
	if err != nil {
		t.Fatal(err)
	}
	findings := func() []pipeline.Finding {
		v, err := pipeline.Verify(ctx, st, a)
		if err != nil {
			t.Fatal(err)
		}
		return v.Findings
	}
	if f := findings(); len(f) > 0 {
		t.Fatalf("findings before: %v", f)
	}
	if err := pipeline.Prove(ctx, a, c, d); err != nil {
		t.Fatal(err)
	}
	err = st.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE document SET text = text || ' All is well.' WHERE id = $1", string(d.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if f := findings(); len(f) != 1 || f[0].Kind != "document" || f[0].Record != string(d.ID) {
		t.Errorf("findings = %v, want document %s alone", f, d.ID)
	}
	changed, err := r.Document(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := pipeline.Prove(ctx, a, c, changed); !errors.Is(err, hearsay.ErrConflict) {
		t.Errorf("Prove of a changed text = %v, want ErrConflict", err)
	}
	changed.Stamp = hearsay.NewStamp("read", 0)
	if err := pipeline.Prove(ctx, a, c, changed); err != nil {
		t.Errorf("Prove of what another version read = %v, want nil: the bytes are whole", err)
	}
}
