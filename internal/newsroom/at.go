// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package newsroom

import (
	"time"
)

// At gives what stood at an address at a time: a feed, an article in its version of then, an official page or a
// thread. ok is false where nothing stood there yet.
func (n *Newsroom) At(address string, at time.Time) (mediaType string, payload []byte, ok bool, err error) {
	for _, f := range n.Feeds {
		if f.URL == address {
			payload, err = n.feed(f, at)
			return feedType, payload, true, err
		}
	}
	var found *Article
	for i := range n.Articles {
		a := &n.Articles[i]
		if a.URL == address && !a.since().After(at) && (found == nil || a.since().After(found.since())) {
			found = a
		}
	}
	if found != nil {
		payload, err = n.Page(*found)
		return pageType, payload, true, err
	}
	var since time.Time
	for _, p := range n.pages {
		if p.url == address && !p.since.After(at) && !p.since.Before(since) {
			mediaType, payload, ok, since = p.mediaType, p.payload, true, p.since
		}
	}
	return mediaType, payload, ok, nil
}
