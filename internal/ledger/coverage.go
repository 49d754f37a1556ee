// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/store"
)

// What is looked at of the past to tell what to expect of an outlet.
const (
	history     = 180 * 24 * time.Hour // newsrooms change their beats; half a year holds enough stories of most
	mostStories = 300                  // the latest of these; what they say weighs no more than mostWeight (assess) in the end, which two dozen reach
	topNames    = 12                   // by which stories are found to be alike
)

// Coverage is who covers a story, who is silent, and whom we could not observe.
type Coverage struct {
	From, To time.Time        // the window: from the first document to the end of the last one's day, UTC
	Outlets  []assess.Outlook // see [assess.SortOutlooks]
	Looks    []OutletLooks    // by outlet, then by day
}

// OutletLooks counts the looks at an outlet's feeds on one day.
type OutletLooks struct {
	Outlet       hearsay.OutletID
	Day          time.Time
	Good, Failed int
}

// CoverageOf works out the coverage of a story: by the outlets that have documents in it, those whose feeds we know, and
// those that cover other stories. Bodies that publish on pages of their own are only told of where they have a document.
func CoverageOf(ctx context.Context, r store.Reader, story hearsay.Story) (*Coverage, error) {
	documents, err := r.StoryDocuments(ctx, story.ID)
	if err != nil || len(documents) == 0 {
		return &Coverage{}, err
	}
	c := &coverer{Reader: r, story: story, documents: documents, outlooks: map[hearsay.OutletID]*assess.Outlook{},
		outlets: map[hearsay.OutletID]hearsay.Outlet{}}
	c.found.From = documents[0].When()
	c.found.To = documents[len(documents)-1].When().Truncate(24*time.Hour).AddDate(0, 0, 1)
	for _, step := range []func(context.Context) error{c.feeds, c.ours, c.others, c.unread, c.expect} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	for _, o := range c.outlooks {
		if o.Documents > 0 || !o.Outlet.Official {
			c.found.Outlets = append(c.found.Outlets, *o)
		}
	}
	assess.SortOutlooks(c.found.Outlets)
	return &c.found, nil
}

// coverer is the work on the coverage of one story.
type coverer struct {
	store.Reader
	found     Coverage
	story     hearsay.Story
	documents []hearsay.Document // oldest first
	outlets   map[hearsay.OutletID]hearsay.Outlet
	outlooks  map[hearsay.OutletID]*assess.Outlook
	places    []hearsay.Feed
}

func (c *coverer) outlook(id hearsay.OutletID) *assess.Outlook {
	if c.outlooks[id] == nil {
		o, ok := c.outlets[id]
		if !ok {
			o = hearsay.Outlet{ID: id}
		}
		c.outlooks[id] = &assess.Outlook{Outlet: o}
	}
	return c.outlooks[id]
}

// feeds counts the feeds of each outlet and the looks at them. Files that a person imported are no looks.
func (c *coverer) feeds(ctx context.Context) error {
	all, err := c.Outlets(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		c.outlets[o.ID] = o
	}
	if c.places, err = c.Feeds(ctx, store.FeedFilter{}); err != nil {
		return err
	}
	outletOf := map[hearsay.FeedID]hearsay.OutletID{}
	for _, f := range c.places {
		if f.Kind != hearsay.FeedFile && f.Outlet != "" {
			outletOf[f.ID] = f.Outlet
			c.outlook(f.Outlet).Feeds++
		}
	}
	looks, err := c.LooksByDay(ctx, c.found.From, c.found.To)
	for _, l := range looks {
		id, ok := outletOf[l.Feed]
		if !ok {
			continue
		}
		c.outlook(id).Good += l.Good
		c.outlook(id).Failed += l.Failed
		c.found.Looks = append(c.found.Looks, OutletLooks{id, l.Day, l.Good, l.Failed})
	}
	slices.SortStableFunc(c.found.Looks, func(a, b OutletLooks) int {
		return cmp.Or(cmp.Compare(a.Outlet, b.Outlet), a.Day.Compare(b.Day))
	})
	return err
}

// ours counts the documents in the story and finds when the first of each outlet was seen.
func (c *coverer) ours(ctx context.Context) error {
	first := map[hearsay.OutletID]*hearsay.Document{}
	for i := range c.documents {
		d := &c.documents[i]
		if d.Outlet == "" {
			continue
		}
		c.outlook(d.Outlet).Documents++
		if known := first[d.Outlet]; known == nil || d.Fetched.Before(known.Fetched) {
			first[d.Outlet] = d
		}
	}
	for id, d := range first {
		s, err := c.sighting(ctx, d)
		if err != nil {
			return err
		}
		c.outlook(id).First = s
	}
	return nil
}

// Between a look at a feed and the capture of a page that it showed lies no more than soon: pages are fetched politely, one
// after another. A look longer ago than before tells nothing any more: the feed may have shown the page and dropped it.
const (
	soon   = time.Hour
	before = 7 * 24 * time.Hour
)

// sighting brackets when a document appeared by the looks at the feed that led to it or, where that is not known, at the
// feeds of its outlet: after the last look that did not show it, by the first that did. A page that could not be had at
// once had appeared when it was asked for first.
func (c *coverer) sighting(ctx context.Context, d *hearsay.Document) (*assess.Sighting, error) {
	s := &assess.Sighting{Document: d.ID, Dated: d.Published, Seen: d.Fetched, By: d.Fetched}
	capture, err := c.Capture(ctx, d.Capture)
	if err != nil {
		return nil, err
	}
	end := d.Fetched.Add(time.Microsecond)
	if !slices.ContainsFunc(c.places, func(f hearsay.Feed) bool { return f.URL == capture.URL }) {
		asked, err := c.Attempts(ctx, store.AttemptFilter{URL: capture.URL, To: end})
		if err != nil {
			return nil, err
		}
		if n := len(asked); n > 0 {
			s.By = asked[n-1].At
		}
	}
	for i, f := range c.ledBy(capture.Feed, d.Outlet) {
		looks, err := c.Attempts(ctx, store.AttemptFilter{Feed: f, Good: true, From: s.By.Add(-before), To: s.By.Add(time.Microsecond), Limit: 2})
		if err != nil {
			return nil, err
		}
		var after time.Time
		if len(looks) > 0 && s.By.Sub(looks[0].At) <= soon {
			looks, s.By = looks[1:], looks[0].At
		}
		if len(looks) > 0 {
			after = looks[0].At
		}
		if i == 0 || after.Before(s.After) {
			s.After = after
		}
	}
	return s, nil
}

// ledBy gives the feed that a page was found by, or else all of the outlet.
func (c *coverer) ledBy(feed hearsay.FeedID, outlet hearsay.OutletID) []hearsay.FeedID {
	if feed != "" {
		return []hearsay.FeedID{feed}
	}
	var all []hearsay.FeedID
	for _, f := range c.places {
		if f.Outlet == outlet && f.Kind != hearsay.FeedFile {
			all = append(all, f.ID)
		}
	}
	return all
}

// others counts what outlets published besides while the story ran.
func (c *coverer) others(ctx context.Context) error {
	counts, err := c.CountByOutlet(ctx, c.found.From, c.found.To)
	for _, d := range c.documents {
		if d.Prior == "" {
			counts[d.Outlet]--
		}
	}
	for id, o := range c.outlooks {
		o.Others = max(0, counts[id])
	}
	return err
}

// unread counts the pages that feeds led to and that could not be had, by the outlet at whose domain they are.
func (c *coverer) unread(ctx context.Context) error {
	domains := map[string]hearsay.OutletID{}
	for id, o := range c.outlooks {
		if o.Outlet.Domain != "" {
			domains[o.Outlet.Domain] = id
		}
	}
	looks, err := c.Attempts(ctx, store.AttemptFilter{Lone: true, Vain: true, From: c.found.From, To: c.found.To})
	for _, l := range looks {
		if id, ok := at(domains, l.URL); ok {
			c.outlook(id).Unread++
		}
	}
	return err
}

// at gives the outlet at whose domain, or below it, an address is.
func at(domains map[string]hearsay.OutletID, address string) (hearsay.OutletID, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	for host := strings.ToLower(u.Hostname()); host != ""; _, host, _ = strings.Cut(host, ".") {
		if id, ok := domains[host]; ok {
			return id, true
		}
	}
	return "", false
}

// expect tells of each outlet how often it covers stories like this one.
func (c *coverer) expect(ctx context.Context) error {
	stories, err := c.StoriesBetween(ctx, c.story.First.Add(-history), c.found.To, mostStories)
	if err != nil {
		return err
	}
	ids := []hearsay.StoryID{c.story.ID}
	for _, s := range stories {
		ids = append(ids, s.ID)
	}
	covers, err := c.OutletsIn(ctx, ids...)
	if err != nil {
		return err
	}
	names, err := c.NamesOf(ctx, c.story.ID, topNames)
	if err != nil {
		return err
	}
	shared, err := c.StoriesNaming(ctx, names...)
	if err != nil {
		return err
	}
	watched, err := c.Watched(ctx)
	if err != nil {
		return err
	}
	var past []assess.Past
	for _, s := range stories {
		if s.ID == c.story.ID {
			continue
		}
		p := assess.Past{Covers: covers[s.ID], Looked: map[hearsay.OutletID]bool{}, Shared: shared[s.ID]}
		for _, w := range watched {
			if !w.Last.IsZero() && !w.First.After(s.Last) && !w.Last.Before(s.First) {
				p.Looked[w.Outlet] = true
			}
		}
		past = append(past, p)
		for _, id := range p.Covers {
			c.outlook(id)
		}
	}
	now := assess.Past{Covers: covers[c.story.ID], Looked: map[hearsay.OutletID]bool{}}
	for id, o := range c.outlooks {
		now.Looked[id] = o.Good > 0
	}
	for _, o := range c.outlooks {
		o.Expected = assess.Expect(o.Outlet, now, past, c.outlets)
	}
	return nil
}
