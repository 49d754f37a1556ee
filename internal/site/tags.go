// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/digest"
)

// How names become tags.
const (
	mostTags   = 5  // of a story
	namesAsked = 15 // of a story, those of most documents first
)

// tag is what issues and stories are put together by: the name of a body or place in a story, or why an item is in an issue. A person's
// name is no tag: a page of all that is said of somebody would be made by nobody and read by everybody.
type tag struct {
	ID   string
	Name string
	Kind string // what it is, in words
}

// tagPage is what bears a tag.
type tagPage struct {
	tag
	Issues  []issueRef
	Stories []hearsay.Story
}

// kindTag is the tag of a kind of items.
func kindTag(k hearsay.ItemKind) tag {
	name := map[hearsay.ItemKind]string{hearsay.MovedItem: "What moved", hearsay.MissedItem: "What few cover", hearsay.CorrectionItem: "Corrections"}[k]
	return tag{fileName(string(k)), cmp.Or(name, string(k)), "items of digests"}
}

// tagsOf gives the tags of a story: the bodies and places that most of its documents name.
func (b *builder) tagsOf(ctx context.Context, id hearsay.StoryID) ([]tag, error) {
	names, err := b.reader.NamesOf(ctx, id, namesAsked)
	if err != nil {
		return nil, err
	}
	if err := b.nameTags(ctx, names); err != nil {
		return nil, err
	}
	var tags []tag
	for _, n := range names {
		if t := b.names[n]; t.ID != "" && len(tags) < mostTags && !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	return tags, nil
}

// nameTags finds the tags of names that have not been asked for yet.
func (b *builder) nameTags(ctx context.Context, names []hearsay.EntityID) error {
	unknown := slices.DeleteFunc(slices.Clone(names), func(id hearsay.EntityID) bool { _, known := b.names[id]; return known })
	entities, err := b.reader.EntitiesOf(ctx, unknown...)
	if err != nil {
		return err
	}
	for _, id := range unknown {
		b.names[id] = tag{}
	}
	for _, e := range entities {
		if e.Kind != hearsay.OrganizationEntity && e.Kind != hearsay.PlaceEntity {
			continue
		}
		name, err := b.publicName(ctx, &e)
		if err != nil {
			return err
		}
		if name != "" && !b.isOutlet(name) {
			b.names[e.ID] = tag{hearsay.ID('g', strings.ToLower(name)), cut(name), "named in stories"}
		}
	}
	return nil
}

// publicName is the name of an entity that everybody may see: its own, or, where that was seen in something restricted, the one that most
// documents use.
func (b *builder) publicName(ctx context.Context, e *hearsay.Entity) (string, error) {
	aliases, err := b.reader.AliasesOf(ctx, e.ID)
	used, name := map[string]int{}, ""
	for _, a := range aliases {
		if used[a.Name]++; a.Name == e.Name {
			return e.Name, err
		}
	}
	for _, a := range aliases { // in the order of their names
		if used[a.Name] > used[name] {
			name = a.Name
		}
	}
	return name, err
}

// isOutlet reports whether a name is that of an outlet, which has a page of its own.
func (b *builder) isOutlet(name string) bool {
	for _, o := range b.outlets {
		if strings.EqualFold(o.Name, name) || slices.ContainsFunc(o.Aliases, func(a string) bool { return strings.EqualFold(a, name) }) {
			return true
		}
	}
	return false
}

// tags writes the page of each tag, and the list of them.
func (b *builder) tags(ctx context.Context) error {
	var list []counted
	for _, t := range b.index.tags {
		list = append(list, counted{link{t.Name, tagAt(t.ID)}, len(t.stories) + len(t.issues), t.Kind})
	}
	if err := b.counts("Tags", "/tags.html", list, "entry"); err != nil {
		return err
	}
	for _, id := range sortedKeys(b.index.tags) {
		if err := b.tagged(ctx, b.index.tags[id]); err != nil {
			return err
		}
	}
	return nil
}

// tagged writes the pages of a tag and its feeds.
func (b *builder) tagged(ctx context.Context, t *tagShelf) error {
	slices.SortFunc(t.issues, func(x, y int) int { return cmp.Compare(y, x) })
	var issues []issueRef
	for _, n := range t.issues {
		issues = append(issues, *b.index.issue(n))
	}
	c := b.channel("tag "+t.ID, t.Name, "Digests and stories with this tag.", tagAt(t.ID))
	for i := range issues[:min(len(issues), batch/2)] {
		c.Items = append(c.Items, b.issueItem(&issues[i]))
	}
	err := b.paged("tag", tagAt(t.ID), len(t.stories), func(from, to int) (view, error) {
		p := tagPage{tag: t.tag}
		v := view{Title: t.Name, Feed: feedOf(tagAt(t.ID))}
		var leads []link
		if from == 0 {
			p.Issues = issues
		}
		for _, i := range p.Issues {
			leads = append(leads, link{i.Title, issueAt(i.Number)})
			v.Changed = later(v.Changed, i.updated())
		}
		for _, id := range t.stories[from:to] {
			s, err := b.reader.Story(ctx, id)
			if err != nil {
				return v, err
			}
			p.Stories = append(p.Stories, s)
			leads = append(leads, link{cut(s.Title), storyAt(s.ID)})
			v.Changed = later(v.Changed, s.Last)
			if len(c.Items) < batch/2 {
				item, err := b.storyItem(&s)
				if err != nil {
					return v, err
				}
				c.Items = append(c.Items, item)
			}
		}
		v.Page, v.Linked = p, b.collection(v, tagAt(t.ID), leads)
		return v, nil
	})
	if err != nil {
		return err
	}
	return b.feed(feedOf(tagAt(t.ID)), c)
}

// storyItem is a story in a feed.
func (b *builder) storyItem(s *hearsay.Story) (digest.ChannelItem, error) {
	body, err := b.piece("storyentry", s)
	return digest.ChannelItem{ID: digest.Named("story " + string(s.ID)), URL: b.url(storyAt(s.ID)), Title: b.index.titles[s.ID], Author: b.Name, HTML: body, Published: s.First, Updated: s.Last}, err
}
