// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/export"
	"hearsay/internal/read"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// reading is what one capture gave.
type reading struct {
	capture   hearsay.Capture
	documents []annotated
	credits   map[string]string // publisher by address, of a feed's entries
	mark      string            // why the documents are not what extraction gives
}

// annotated is a document with what was found in it, and with what the later stages look for in it.
type annotated struct {
	export.Annotated
	fingerprints []uint64
	sketch       []byte
}

// prepare does for the later stages what can be done beside other documents.
func prepare(a export.Annotated) (annotated, error) {
	sketch, err := json.Marshal(cluster.NewSketch(a.Document, a.Mentions))
	if err != nil {
		return annotated{}, fmt.Errorf("sketch %s: %w", a.Document.ID, err)
	}
	return annotated{a, trace.NewBody(a.Document).Fingerprints(), sketch}, nil
}

// isFront reports whether a capture is that of a front page that is looked at for its links.
func (e *Engine) isFront(ctx context.Context, c hearsay.Capture) (bool, error) {
	if c.Feed == "" {
		return false, nil
	}
	f, err := e.all.Feed(ctx, c.Feed)
	if errors.Is(err, hearsay.ErrNotFound) {
		return false, nil
	}
	if err != nil || f.Kind != hearsay.FeedFront {
		return false, err
	}
	looks, err := e.all.Attempts(ctx, store.AttemptFilter{Feed: c.Feed, Own: true, Capture: c.ID, Limit: 1})
	return len(looks) > 0, err
}

// dropOthers deletes the documents that an earlier version of read found in the capture and this one does not, and
// takes back that the capture could not be read. kept are the documents that are there and found again.
func (e *Engine) dropOthers(ctx context.Context, tx *store.Tx, r *reading) (kept map[hearsay.DocumentID]bool, err error) {
	if r.capture.Reason != "" {
		if err := tx.Quarantine(ctx, r.capture.ID, ""); err != nil {
			return nil, err
		}
	}
	there, err := tx.HeadingsIn(ctx, r.capture.ID)
	if err != nil || len(there) == 0 {
		return nil, err
	}
	given := map[hearsay.DocumentID]bool{}
	for i := range r.documents {
		given[r.documents[i].Document.ID] = true
	}
	kept = map[hearsay.DocumentID]bool{}
	for _, h := range there {
		if given[h.ID] {
			kept[h.ID] = true
			continue
		}
		if err := e.touch(ctx, tx, h.ID); err != nil {
			return nil, err
		}
		if err := tx.DeleteDocuments(ctx, h.ID); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// creditKind is the kind of feature that keeps which publishers feeds name as the source of an address.
const creditKind = "credit"

func creditOwner(url string) string { return "url " + url }

func isWeb(url string) bool { return url != "" && !strings.HasPrefix(url, "file:") }

// saveCredits notes whom a feed names as the sources of its entries, and has the stories of pages traced that are
// there already.
func (e *Engine) saveCredits(ctx context.Context, tx *store.Tx, credits map[string]string) error {
	for url, source := range credits {
		known, err := tx.FeaturesOf(ctx, creditKind, creditOwner(url))
		if err != nil {
			return err
		}
		all := map[string]float64{source: 1}
		for _, k := range known {
			all[k.Term] = 1
		}
		if len(all) == len(known) {
			continue
		}
		if err := tx.SaveFeatures(ctx, creditOwner(url), creditKind, all); err != nil {
			return err
		}
		if err := e.credit(ctx, tx, url, source); err != nil {
			return err
		}
	}
	return nil
}

// credit gives the credit to the pages at an address that are placed and have none. Those that wait for their place
// get it there.
func (e *Engine) credit(ctx context.Context, tx *store.Tx, url, source string) error {
	pages, err := pagesAt(ctx, tx, url)
	if err != nil {
		return err
	}
	for _, h := range pages {
		if h.Epoch == 0 || h.Credit != "" {
			continue
		}
		if err := tx.Settle(ctx, h.ID, h.Prior, source); err != nil {
			return err
		}
		if err := e.touch(ctx, tx, h.ID); err != nil {
			return err
		}
	}
	return nil
}

// pagesAt gives the documents at an address, and those that were captured there and say that theirs is another.
func pagesAt(ctx context.Context, tx *store.Tx, url string) ([]store.Heading, error) {
	pages, err := tx.HeadingsAt(ctx, url)
	if err != nil {
		return nil, err
	}
	captures, err := tx.Captures(ctx, store.CaptureFilter{URL: url})
	for _, c := range captures {
		if err != nil {
			break
		}
		var more []store.Heading
		more, err = tx.HeadingsIn(ctx, c.ID)
		pages = append(pages, slices.DeleteFunc(more, func(h store.Heading) bool { return h.URL == url })...)
	}
	return pages, err
}

// touch has the story of a document traced, if it is placed.
func (e *Engine) touch(ctx context.Context, tx *store.Tx, id hearsay.DocumentID) error {
	in, err := tx.Memberships(ctx, id)
	if err != nil || len(in) == 0 {
		return err
	}
	return e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(in[0].Story))
}

// feedCredits gives the publishers that a feed's entries name as their sources, by the address of the entry.
func feedCredits(c hearsay.Capture, payload []byte) (map[string]string, error) {
	f, err := read.Feed(payload, read.FeedSource{URL: c.URL, MediaType: c.MediaType, Fetched: c.Fetched})
	if err != nil {
		return nil, err
	}
	credits := map[string]string{}
	for _, e := range f.Entries {
		if e.Source != nil && e.Link != "" {
			if name := strings.TrimSpace(e.Source.Title.Value); name != "" {
				credits[read.PageAddress(e.Link)] = name
			}
		}
	}
	return credits, nil
}
