// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/digest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// storyPage is a story with the issues that tell of it.
type storyPage struct {
	*web.StoryPage
	Issues []issueRef
	Tags   []tag
	Silent []assess.Outlook
	Unseen []hearsay.Outlet // of which nobody can tell
}

// claimPage is a claim; what its voices are is not led to.
type claimPage struct {
	*web.ClaimPage
	Issues []issueRef
}

// storyList is a page of the list of stories.
type storyList struct{ Stories []hearsay.Story }

// stories writes the stories, their claims, and the list of stories.
func (b *builder) stories(ctx context.Context) error {
	var last hearsay.StoryID
	for n := 1; ; n++ {
		some, err := b.reader.Stories(ctx, store.StoryFilter{After: last, Limit: batch + 1})
		if err != nil {
			return err
		}
		more := len(some) > batch
		some = some[:min(len(some), batch)]
		for _, s := range some {
			if err := b.story(ctx, s.ID); err != nil {
				return err
			}
			last = s.ID
		}
		if err := b.storyList(some, n, more); err != nil || !more {
			return err
		}
	}
}

func (b *builder) storyList(some []hearsay.Story, n int, more bool) error {
	const first = "/stories.html"
	v := view{Title: "Stories", Path: pageOf(first, n), Page: storyList{some}}
	if more {
		v.Next = pageOf(first, n+1)
	}
	if n > 1 {
		v.Prior = pageOf(first, n-1)
	}
	var leads []link
	for _, s := range some {
		v.Changed = later(v.Changed, s.Last)
		leads = append(leads, link{s.Title, storyAt(s.ID)})
	}
	v.Linked = b.collection(v, v.Path, leads)
	return b.show("stories", v)
}

// story writes the page of a story, its feeds, and the pages of its claims.
func (b *builder) story(ctx context.Context, id hearsay.StoryID) error {
	p, err := b.ledger.Story(ctx, id)
	if err != nil {
		return err
	}
	page := storyPage{StoryPage: p}
	for _, n := range b.index.tellers[id] {
		page.Issues = append(page.Issues, *b.index.issue(n))
	}
	if page.Tags, err = b.tagsOf(ctx, id); err != nil {
		return err
	}
	for _, o := range p.Seen.Outlets {
		switch word, _ := o.Judge(); word {
		case assess.Silent:
			page.Silent = append(page.Silent, o)
		case assess.NotObservable:
			page.Unseen = append(page.Unseen, o.Outlet)
		}
	}
	b.index.titles[id] = cut(p.Story.Title)
	b.file(id, page.Tags)
	b.report.Stories++
	v := view{Title: cut(p.Story.Title), Path: storyAt(id), Feed: feedOf(storyAt(id)), Page: page, Changed: p.Story.Last}
	var leads []link
	for i := range p.Claims {
		c := &p.Claims[i]
		v.Changed = later(v.Changed, lastKnown(c.Now, c.Decided))
		leads = append(leads, link{cut(c.Claim.Text), claimAt(c.Claim.ID)})
	}
	for some := range slices.Chunk(p.Claims, batch) {
		if err := b.claims(ctx, some, page.Issues); err != nil {
			return err
		}
	}
	v.Linked = b.collection(v, v.Path, leads)
	if err := b.show("story", v); err != nil {
		return err
	}
	return b.storyFeed(&page)
}

// file puts a story, and the issues that tell of it, under tags.
func (b *builder) file(id hearsay.StoryID, tags []tag) {
	for _, t := range tags {
		s := b.index.tagged(t)
		s.stories = append(s.stories, id)
		for _, n := range b.index.tellers[id] {
			if !slices.Contains(s.issues, n) {
				s.issues = append(s.issues, n)
			}
		}
	}
}

// storyFeed writes the feeds of a story: its claims, the one that moved last first.
func (b *builder) storyFeed(p *storyPage) error {
	c := b.channel("story "+string(p.Story.ID), cut(p.Story.Title), "The claims of a story, each when it moved last.", storyAt(p.Story.ID))
	dated := map[hearsay.DocumentID]*hearsay.Document{}
	for i := range p.Documents {
		dated[p.Documents[i].Document.ID] = &p.Documents[i].Document
	}
	claims := slices.DeleteFunc(slices.Clone(p.Claims), func(c web.ClaimLine) bool { return c.Now == nil })
	slices.SortStableFunc(claims, func(x, y web.ClaimLine) int {
		return cmp.Or(lastKnown(y.Now, y.Decided).Compare(lastKnown(x.Now, x.Decided)), cmp.Compare(x.Claim.ID, y.Claim.ID))
	})
	for _, l := range claims[:min(len(claims), batch/2)] {
		body, err := b.piece("claimentry", l)
		if err != nil {
			return err
		}
		item := digest.ChannelItem{ID: digest.Named("claim " + string(l.Claim.ID)), URL: b.url(claimAt(l.Claim.ID)), Title: web.Plain(cut(l.Claim.Text)), Author: b.Name, HTML: body,
			Published: l.Now.At, Updated: lastKnown(l.Now, l.Decided)}
		if d := dated[l.Claim.Source]; d != nil {
			item.Published = d.When()
		}
		item.Updated = later(item.Updated, item.Published)
		c.Items = append(c.Items, item)
	}
	return b.feed(feedOf(storyAt(p.Story.ID)), c)
}

// lastKnown is when the last was known of what is derived and what was decided of a claim; zero where there is neither.
func lastKnown(now *hearsay.Assessment, decided *hearsay.Decision) (last time.Time) {
	if now != nil {
		last = now.Known
	}
	if decided != nil {
		last = later(last, decided.At)
	}
	return last
}

// claims writes the pages of claims. They are read on all cores, which is most of the work of a site, and written in order.
func (b *builder) claims(ctx context.Context, lines []web.ClaimLine, issues []issueRef) error {
	read, errs := make([]*web.ClaimPage, len(lines)), make([]error, len(lines))
	var next atomic.Int64
	var working sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(lines)) {
		working.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(lines)); i = next.Add(1) - 1 {
				read[i], errs[i] = b.ledger.Claim(ctx, lines[i].Claim.ID, never)
			}
		})
	}
	working.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, p := range read {
		b.report.Claims++
		v := view{Title: cut(p.Claim.Text), Path: claimAt(p.Claim.ID), Page: claimPage{p, issues}, Changed: later(p.Home.Document.When(), lastKnown(p.Now, p.Decided()))}
		v.Linked = b.review(p)
		if err := b.show("claim", v); err != nil {
			return err
		}
	}
	if b.Wrote != nil {
		b.Wrote(len(read))
	}
	return nil
}
