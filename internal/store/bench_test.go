// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// BenchmarkSaveDocument saves a document of 300 words with 20 names and 5 attributions, 50 to a transaction.
func BenchmarkSaveDocument(b *testing.B) {
	st := hearsaytest.Store(b)
	words := rand.New(rand.NewPCG(1, 1))
	for n := 0; b.Loop(); n += 50 {
		hearsaytest.Write(b, st, func(tx *store.Tx) error {
			for i := range 50 {
				if err := saveSample(b, tx, words, n+i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.ReportMetric(float64(b.N*50)/b.Elapsed().Seconds(), "documents/s")
}

func saveSample(b *testing.B, tx *store.Tx, words *rand.Rand, n int) error {
	var text strings.Builder
	for range 300 {
		fmt.Fprintf(&text, "word%d ", words.IntN(50_000))
	}
	d := hearsaytest.Document("paper", fmt.Sprint("Title ", n), text.String())
	if err := tx.SaveDocuments(b.Context(), d); err != nil {
		return err
	}
	var mentions []hearsay.Mention
	for i := range 20 {
		mentions = append(mentions, hearsay.Mention{Document: d.ID, Span: hearsay.Cut(d.Text, i, i+1), Kind: hearsay.PersonEntity})
	}
	if err := tx.SaveMentions(b.Context(), mentions...); err != nil {
		return err
	}
	var attributions []hearsay.Attribution
	for i := range 5 {
		attributions = append(attributions, hearsay.Attribution{ID: hearsay.AttributionID(fmt.Sprint(d.ID, i)), Document: d.ID,
			Cue: []hearsay.Span{hearsay.Cut(d.Text, i, i+2)}, Content: []hearsay.Span{hearsay.Cut(d.Text, 10, 100)}})
	}
	return tx.SaveAttributions(b.Context(), attributions...)
}
