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
	var ids []hearsay.DocumentID
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		records, err := e.queue().Due(ctx, tx, e.now(), clusterStage)
		for _, r := range records {
			ids = append(ids, hearsay.DocumentID(r))
		}
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	if documents, err = e.all.Headings(ctx, ids...); err != nil {
		return nil, err
	}
	others, err := e.steads(ctx, documents) // pages are seen outside of the transaction
	if err != nil {
		return nil, err
	}
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		if err := dropSteads(ctx, tx, others); err != nil {
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
		if err := tellSteads(ctx, tx, others); err != nil {
			return err
		}
		documents, err = tx.Headings(ctx, ids...) // without those that say the same again
		return err
	})
	return documents, err
}

// settle looks at all versions of one address.
func (e *Engine) settle(ctx context.Context, tx *store.Tx, url string) error {
	versions, err := tx.HeadingsAt(ctx, url)
	if err == nil {
		versions, err = dropRepeats(ctx, tx, versions)
	}
	if err != nil {
		return err
	}
	credits, err := creditsOf(ctx, tx, url, versions)
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

// creditsOf gives whom feeds credit at an address, or at those by which they led to its versions.
func creditsOf(ctx context.Context, tx *store.Tx, url string, versions []store.Heading) ([]store.Feature, error) {
	owners := []string{creditOwner(url)}
	for _, v := range versions {
		c, err := tx.Capture(ctx, v.Capture)
		if err != nil {
			return nil, err
		}
		owners = append(owners, creditOwner(c.URL))
	}
	return tx.FeaturesOf(ctx, creditKind, owners...)
}

// dropRepeats deletes the documents that wait for a place and say to the letter what the version before them says: the page
// changed around its text, or is the same under another address. Their captures stay. It gives the others.
func dropRepeats(ctx context.Context, tx *store.Tx, versions []store.Heading) (kept []store.Heading, err error) {
	last := map[string]hearsay.Document{} // of each part
	for i, v := range versions {
		if len(versions) == 1 || v.Kind == hearsay.Thread || v.Kind == hearsay.Digest {
			kept = append(kept, v)
			continue
		}
		d, err := tx.Document(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		before, ok := last[v.Part]
		if ok && i > 0 && v.Epoch == 0 && before.Text == d.Text && before.Kind == d.Kind && before.Outlet == d.Outlet {
			if err := tx.DeleteDocuments(ctx, v.ID); err != nil {
				return nil, err
			}
			continue
		}
		last[v.Part] = d
		kept = append(kept, v)
	}
	return kept, nil
}
