// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"fmt"

	"hearsay"
	"hearsay/internal/store"
)

// settleAll gives the documents that wait for their places, after filling in what their own bytes do not tell: the
// credit that a feed gives them, and the version before them. Both follow from all that is stored, so a late capture
// changes them for a document that was there before.
func (e *Engine) settleAll(ctx context.Context) (documents []store.Heading, err error) {
	return documents, e.Store.Write(ctx, func(tx *store.Tx) error {
		records, err := e.queue().Due(ctx, tx, e.now(), clusterStage)
		if err != nil || len(records) == 0 {
			return err
		}
		ids := make([]hearsay.DocumentID, len(records))
		for i, r := range records {
			ids[i] = hearsay.DocumentID(r)
		}
		if documents, err = tx.Headings(ctx, ids...); err != nil {
			return err
		}
		settled := map[string]bool{}
		for _, d := range documents {
			if settled[d.URL] || !isWeb(d.URL) {
				continue
			}
			settled[d.URL] = true
			if err := e.settle(ctx, tx, d.URL); err != nil {
				return fmt.Errorf("settle %s: %w", d.URL, err)
			}
		}
		return nil
	})
}

// settle looks at all versions of one address.
func (e *Engine) settle(ctx context.Context, tx *store.Tx, url string) error {
	versions, err := tx.HeadingsAt(ctx, url)
	if err != nil {
		return err
	}
	credits, err := tx.FeaturesOf(ctx, creditKind, creditOwner(url))
	if err != nil {
		return err
	}
	for i, v := range versions {
		prior, credit := hearsay.DocumentID(""), v.Credit
		for _, earlier := range versions[:i] {
			if earlier.Part == v.Part && earlier.Fetched.Before(v.Fetched) {
				prior = earlier.ID
			}
		}
		if credit == "" && len(credits) > 0 {
			credit = credits[0].Term
		}
		if prior == v.Prior && credit == v.Credit {
			continue
		}
		if err := tx.Settle(ctx, v.ID, prior, credit); err != nil {
			return err
		}
		if err := e.touch(ctx, tx, v.ID); err != nil {
			return err
		}
	}
	return nil
}
