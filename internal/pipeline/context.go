// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// creditKind is the kind of feature that keeps which publisher a feed names as the source of an address.
const creditKind = "credit"

// outlets knows outlets by domain and, those that report on others, by name. It is filled when an Engine begins to run.
type outlets struct {
	byID     map[hearsay.OutletID]hearsay.Outlet
	byName   map[string]hearsay.OutletID
	byDomain map[string]hearsay.OutletID
}

func loadOutlets(ctx context.Context, r store.Reader) (*outlets, error) {
	list, err := r.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	o := &outlets{byID: map[hearsay.OutletID]hearsay.Outlet{}, byName: map[string]hearsay.OutletID{}, byDomain: map[string]hearsay.OutletID{}}
	for _, x := range list {
		o.byID[x.ID] = x
		o.byDomain[x.Domain] = x.ID
		for _, name := range append([]string{x.Name}, x.Aliases...) {
			if x.Official {
				continue // its words are its own, wherever they are told
			}
			o.byName[resolve.Normal(name)] = x.ID
		}
	}
	return o, nil
}

func (o *outlets) named(name string) (hearsay.OutletID, bool) {
	id, ok := o.byName[resolve.Normal(name)]
	return id, ok && name != ""
}

// at gives the outlet at whose domain an address is.
func (o *outlets) at(address string) hearsay.OutletID {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if id, ok := o.byDomain[host]; ok {
		return id
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return o.byDomain[domain]
}

// open fills what the stages look things up in: outlets and decisions.
func (e *Engine) open(ctx context.Context) (err error) {
	e.all = e.Store.As(store.Everything)
	if e.outlets, err = loadOutlets(ctx, e.all); err != nil {
		return err
	}
	if e.decided, err = loadDecided(ctx, e.all); err != nil {
		return err
	}
	if e.index == nil {
		e.index, e.loaded = cluster.New(), map[hearsay.StoryID]bool{}
	}
	return nil
}

// openStories fills the index with the stories that documents of these dates can belong to.
func (e *Engine) openStories(ctx context.Context, first, last time.Time) error {
	stories, err := e.all.Stories(ctx, store.StoryFilter{Since: first.Add(-cluster.Window), Until: last.Add(cluster.Window)})
	if err != nil {
		return err
	}
	for _, s := range stories {
		if e.loaded[s.ID] {
			continue
		}
		if err := e.reopen(ctx, s.ID); err != nil {
			return err
		}
		e.loaded[s.ID] = true
	}
	return nil
}

// reopen puts the documents of a story into the index again.
func (e *Engine) reopen(ctx context.Context, id hearsay.StoryID) error {
	docs, err := e.all.StoryDocuments(ctx, id)
	if err != nil {
		return err
	}
	for i := range docs {
		mentions, err := e.all.MentionsOf(ctx, docs[i].ID)
		if err != nil {
			return err
		}
		e.index.Put(id, cluster.NewSketch(&docs[i], mentions))
	}
	return nil
}

// story gives the record of an open story.
func (e *Engine) story(id hearsay.StoryID) hearsay.Story {
	title, first, last := e.index.Story(id)
	return hearsay.Story{ID: id, Title: title, First: first, Last: last, Stamp: hearsay.NewStamp("cluster", cluster.Version)}
}

// settle fills in what a document's own bytes do not tell: its outlet by its address, the credit its feed gives
// it, and the version before it.
func (e *Engine) settle(ctx context.Context, d *hearsay.Document) error {
	if d.Outlet == "" {
		d.Outlet = e.outlets.at(d.URL)
	}
	if d.URL == "" || strings.HasPrefix(d.URL, "file:") {
		return nil
	}
	if d.Credit == "" {
		credits, err := e.all.FeaturesOf(ctx, creditKind, "url "+d.URL)
		if err != nil {
			return err
		}
		if len(credits) > 0 {
			d.Credit = credits[0].Term
		}
	}
	versions, err := e.all.DocumentsByURL(ctx, d.URL)
	if err != nil {
		return err
	}
	var latest time.Time
	for _, v := range versions {
		if v.Part == d.Part && v.ID != d.ID && v.Fetched.Before(d.Fetched) && v.Fetched.After(latest) {
			d.Prior, latest = v.ID, v.Fetched
		}
	}
	return nil
}

// storyOfThread gives the story of the thread's first post for a later post, which may name nobody.
func (e *Engine) storyOfThread(ctx context.Context, tx *store.Tx, d *hearsay.Document) (hearsay.StoryID, error) {
	if d.Kind != hearsay.Post || d.Parent == "" {
		return "", nil
	}
	first := hearsay.NewDocumentID(d.Capture, "1")
	if first == d.ID {
		return "", nil
	}
	memberships, err := tx.Memberships(ctx, first)
	if err != nil || len(memberships) == 0 {
		return "", err
	}
	return memberships[0].Story, nil
}

// copySource lets trace look for copies.
type copySource struct{ tx *store.Tx }

const mostCandidates = 32

func (c copySource) DocumentsCopied(ctx context.Context, fingerprints []uint64) (map[hearsay.DocumentID]int, error) {
	return c.tx.DocumentsSharing(ctx, fingerprints, mostCandidates)
}

func (c copySource) Text(ctx context.Context, id hearsay.DocumentID) (hearsay.Document, error) {
	return c.tx.Document(ctx, id)
}
