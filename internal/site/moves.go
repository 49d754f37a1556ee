// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"context"

	"hearsay"
	"hearsay/internal/store"
)

// moves leads from an address that was published to the page that stands for it now.
func (b *builder) moves(from, to, name string) error {
	return b.write("moved", view{Title: cut(name), Path: from, Moved: to, Page: link{cut(name), to}})
}

// merged leads from stories that have become part of others to these.
func (b *builder) merged(ctx context.Context) error {
	after := int64(0)
	for {
		events, err := b.reader.Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.StoriesMerged}, After: after, Limit: batch})
		if err != nil || len(events) == 0 {
			return err
		}
		for _, e := range events {
			after = e.Seq
			story, err := orNone(b.reader.Story(ctx, e.Other))
			if err != nil {
				return err
			}
			if story.ID == "" || story.ID == e.Other { // not for everybody, or split off again
				continue
			}
			if err := b.moves(storyAt(e.Other), storyAt(story.ID), story.Title); err != nil {
				return err
			}
		}
	}
}
