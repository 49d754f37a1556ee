// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"fmt"
	"time"

	"hearsay"
)

// What is said of the feed of issues.
const (
	feedTitle = "Digests"
	feedAbout = "Numbered digests, in which each sentence cites."
)

// StableID is the name of an issue in feeds: the same under every address of the desk, and for ever.
func StableID(id hearsay.IssueID) string { return uuid("issue " + string(id)) }

// Entry is an issue in a feed.
type Entry struct {
	Reading
	Changed time.Time // when its basis changed last; zero for never
}

func (e *Entry) updated() time.Time {
	if e.Changed.After(e.Issue.Published) {
		return e.Changed
	}
	return e.Issue.Published
}

// Feed gives published issues, the newest first, as a feed. base is the address of the desk without a slash at its end. The same issues
// give the same bytes.
func Feed(form FeedForm, base string, entries []Entry) ([]byte, error) {
	c := Channel{Name: "digests of " + base, Title: feedTitle, About: feedAbout, Home: base + "/digests", Self: base + "/digests"}
	for i := range entries {
		e, err := entries[i].Item(fmt.Sprintf("%s/digest/%d", base, entries[i].Issue.Number))
		if err != nil {
			return nil, err
		}
		c.Items = append(c.Items, e)
	}
	return c.Write(form)
}

// Item gives the entry as feeds have it; url is the page of the issue.
func (e *Entry) Item(url string) (ChannelItem, error) {
	body, err := HTML(e.Reading)
	return ChannelItem{ID: StableID(e.Issue.ID), URL: url, Title: Name(e.Issue), Author: e.Issue.Publisher, HTML: body, Published: e.Issue.Published, Updated: e.updated()}, err
}
