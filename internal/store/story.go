// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"hearsay"
)

// StoryFilter chooses stories; the zero value chooses all.
type StoryFilter struct {
	Since time.Time       // with a document at this time or later
	Until time.Time       // that began before this time
	Text  string          // in the title, whatever the case of its letters
	After hearsay.StoryID // go on behind this story, in the same order
	Limit int             // 0 for no limit
}

// Documents and claims are counted for the viewer who asks, like everything else.
const selectStory = `SELECT id, title, first, last, stamp, tlp,
	(SELECT COUNT(*) FROM membership WHERE ` + visible + ` AND membership.story = story.id),
	(SELECT COUNT(*) FROM claim WHERE ` + visible + ` AND claim.story = story.id)
	FROM story WHERE ` + visible

func scanStory(r row) (s hearsay.Story, err error) {
	return s, r.Scan(&s.ID, &s.Title, timeColumn{&s.First}, timeColumn{&s.Last}, &s.Stamp, &s.TLP, &s.Documents, &s.Claims)
}

// Story gives one story; of one that has become part of another, that one.
func (r Reader) Story(ctx context.Context, id hearsay.StoryID) (hearsay.Story, error) {
	s, err := one(ctx, r, "read story "+string(id), scanStory, sel(selectStory).add(" AND id = ?", string(id)))
	const most = 16 // merges, one into the next
	for n := 0; n < most && errors.Is(err, hearsay.ErrNotFound); n++ {
		merged, e := r.Events(ctx, EventFilter{Story: id, Kinds: []hearsay.EventKind{hearsay.StoriesMerged}, NewestFirst: true, Limit: 1})
		if e != nil || len(merged) == 0 || merged[0].Other != id {
			return s, err
		}
		id = merged[0].Story
		s, err = one(ctx, r, "read story "+string(id), scanStory, sel(selectStory).add(" AND id = ?", string(id)))
	}
	return s, err
}

// Stories gives stories, the one with the newest document first.
func (r Reader) Stories(ctx context.Context, f StoryFilter) ([]hearsay.Story, error) {
	q := sel(selectStory).
		when(!f.Since.IsZero(), " AND last >= ?", micros(f.Since)).
		when(!f.Until.IsZero(), " AND first < ?", micros(f.Until)).
		when(f.Text != "", ` AND folded LIKE ? ESCAPE '!'`, "%"+escapeLike(fold(f.Text))+"%").
		when(f.After != "", " AND (last, id) < (SELECT last, id FROM story WHERE "+visible+" AND id = ?)", string(f.After)).
		add(" ORDER BY last DESC, id DESC").
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read stories", scanStory, q)
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// StoriesBetween gives the stories that began in a time, with their times and titles but without counts, the latest first.
func (r Reader) StoriesBetween(ctx context.Context, since, until time.Time, limit int) ([]hearsay.Story, error) {
	return list(ctx, r, "read stories of a time", func(r row) (s hearsay.Story, err error) {
		return s, r.Scan(&s.ID, &s.Title, timeColumn{&s.First}, timeColumn{&s.Last})
	}, sel("SELECT id, title, first, last FROM story WHERE "+visible).add(" AND first >= ? AND first < ? ORDER BY first DESC, id DESC LIMIT ?",
		micros(since), micros(until), limit))
}

// StoryOf gives the story that a document is in.
func (r Reader) StoryOf(ctx context.Context, id hearsay.DocumentID) (hearsay.Story, error) {
	return one(ctx, r, "read story of "+string(id), scanStory, sel(selectStory).
		add(" AND id = (SELECT story FROM membership WHERE "+visible+" AND document = ?)", string(id)))
}

// StoryDocuments gives the documents of a story, oldest first.
func (r Reader) StoryDocuments(ctx context.Context, id hearsay.StoryID) ([]hearsay.Document, error) {
	return list(ctx, r, "read documents of "+string(id), scanDocument, sel(selectDocument).
		add(" AND id IN (SELECT document FROM membership WHERE "+visible+" AND story = ?)", string(id)).
		add(" ORDER BY moment, id"))
}

const selectMembership = "SELECT story, placed, document, score, reason, found, stamp FROM membership WHERE " + visible

func scanMembership(r row) (m hearsay.Membership, err error) {
	return m, r.Scan(&m.Story, &m.Placed, &m.Document, &m.Score, &m.Reason, &m.Found, &m.Stamp)
}

// Memberships gives the places of documents in stories; a document in no story has none.
func (r Reader) Memberships(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Membership, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Membership, error) {
		return list(ctx, r, "read memberships", scanMembership,
			in(sel(selectMembership), "document", some).add(" ORDER BY document"))
	})
}

// MembershipsOf gives a story's documents with the reason why each is in it.
func (r Reader) MembershipsOf(ctx context.Context, id hearsay.StoryID) ([]hearsay.Membership, error) {
	return list(ctx, r, "read memberships of "+string(id), scanMembership,
		sel(selectMembership).add(" AND story = ? ORDER BY document", string(id)))
}

// OutletsIn gives the outlets that have documents in stories, by ID.
func (r Reader) OutletsIn(ctx context.Context, stories ...hearsay.StoryID) (map[hearsay.StoryID][]hearsay.OutletID, error) {
	type place struct {
		story  hearsay.StoryID
		outlet hearsay.OutletID
	}
	places, err := inBatches(unique(stories), func(some []hearsay.StoryID) ([]place, error) {
		q := in(sel("SELECT DISTINCT story, outlet FROM membership WHERE "+visible), "story", some)
		return list(ctx, r, "read outlets of stories", func(r row) (p place, err error) { return p, r.Scan(&p.story, &p.outlet) },
			q.add(" ORDER BY 1, 2"))
	})
	m := map[hearsay.StoryID][]hearsay.OutletID{}
	for _, p := range places {
		if p.outlet != "" {
			m[p.story] = append(m[p.story], p.outlet)
		}
	}
	return m, err
}

// NamesOf gives the names in a story, those that stand in most of its documents first; outlets are left out.
func (r Reader) NamesOf(ctx context.Context, id hearsay.StoryID, limit int) ([]hearsay.EntityID, error) {
	q := sel("SELECT entity, COUNT(DISTINCT document) FROM mention WHERE "+visible).
		add(" AND entity <> '' AND kind <> ?", string(hearsay.OutletEntity)).
		add(" AND document IN (SELECT document FROM membership WHERE "+visible+" AND story = ?)", string(id)).
		add(" GROUP BY entity ORDER BY 2 DESC, 1 LIMIT ?", limit)
	counts, err := list(ctx, r, "read names of "+string(id), scanCount, q)
	var names []hearsay.EntityID
	for _, c := range counts {
		names = append(names, hearsay.EntityID(c.ID))
	}
	return names, err
}

// StoriesNaming counts how many of the names each story has that has any.
func (r Reader) StoriesNaming(ctx context.Context, names ...hearsay.EntityID) (map[hearsay.StoryID]int, error) {
	const story = "COALESCE((SELECT story FROM membership WHERE " + visible + " AND membership.document = mention.document), '')"
	found, err := inBatches(unique(names), func(some []hearsay.EntityID) ([]hearsay.StoryID, error) {
		q := in(sel("SELECT DISTINCT entity, "+story+" FROM mention WHERE "+visible), "entity", some)
		return list(ctx, r, "read stories by name", func(r row) (id hearsay.StoryID, err error) {
			var name string
			return id, r.Scan(&name, &id)
		}, q)
	})
	m := map[hearsay.StoryID]int{}
	for _, id := range found {
		m[id]++
	}
	return m, err
}

var (
	storyTable      = table{"story", "id", "id, title, folded, first, last, stamp, tlp"}
	membershipTable = table{"membership", "document", "document, story, placed, score, reason, found, stamp, outlet, tlp"}
)

// SaveStories adds stories or replaces those with the same ID. The counts of documents and claims are not
// stored: they are counted when a story is read. A story is marked at least as strictly as its documents.
func (t *Tx) SaveStories(ctx context.Context, stories ...hearsay.Story) error {
	if err := save(ctx, t, storyTable.upsert(), stories, storyRow); err != nil {
		return err
	}
	var ids []hearsay.StoryID
	for _, s := range stories {
		ids = append(ids, s.ID)
	}
	return t.markStories(ctx, ids)
}

// AddStories adds stories; one that is there stays as it is.
func (t *Tx) AddStories(ctx context.Context, stories ...hearsay.Story) error {
	return save(ctx, t, storyTable.insertNew(), stories, storyRow)
}

func storyRow(s hearsay.Story) []any {
	return []any{string(s.ID), words(s.Title), fold(s.Title), micros(s.First), micros(s.Last), string(s.Stamp), int64(s.TLP)}
}

// SaveMemberships places documents in stories, each in one: a document that is in another story leaves it. Without
// Placed and Found the machine placed it where it is.
func (t *Tx) SaveMemberships(ctx context.Context, memberships ...hearsay.Membership) error {
	var documents []hearsay.DocumentID
	var stories []hearsay.StoryID
	for _, m := range memberships {
		documents, stories = append(documents, m.Document), append(stories, m.Story)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	homes, err := t.HomesOf(ctx, documents...)
	if err != nil {
		return err
	}
	if err := save(ctx, t, membershipTable.upsert(), memberships, func(m hearsay.Membership) []any {
		return []any{string(m.Document), string(m.Story), string(cmp.Or(m.Placed, m.Story)), m.Score, words(m.Reason),
			words(cmp.Or(m.Found, m.Reason)), string(m.Stamp), string(homes[m.Document].Outlet), tlp(m.Document)}
	}); err != nil {
		return err
	}
	return t.markStories(ctx, stories)
}

// remember lets the place of a document know its outlet and marking, where they have become others.
func (t *Tx) remember(ctx context.Context, d *hearsay.Document) error {
	return t.exec(ctx, "mark the place of "+string(d.ID), "UPDATE membership SET outlet = $2, tlp = CASE WHEN tlp < $3 THEN $3 ELSE tlp END WHERE document = $1",
		string(d.ID), string(d.Outlet), int64(d.TLP))
}

// markStories raises stories to the strictest marking of their documents.
func (t *Tx) markStories(ctx context.Context, ids []hearsay.StoryID) error {
	const statement = `UPDATE story SET tlp = (SELECT MAX(tlp) FROM membership WHERE membership.story = story.id)
		WHERE id = $1 AND tlp < (SELECT MAX(tlp) FROM membership WHERE membership.story = story.id)`
	return save(ctx, t, statement, unique(ids), func(id hearsay.StoryID) []any { return []any{string(id)} })
}

// DeleteMemberships takes documents out of their stories.
func (t *Tx) DeleteMemberships(ctx context.Context, documents ...hearsay.DocumentID) error {
	return save(ctx, t, "DELETE FROM membership WHERE document = $1", documents,
		func(id hearsay.DocumentID) []any { return []any{string(id)} })
}

// DeleteStory deletes a story that has become part of another, with its memberships, claims and features.
// Assessments stay.
func (t *Tx) DeleteStory(ctx context.Context, id hearsay.StoryID) error {
	if err := t.DeleteClaimsOf(ctx, id); err != nil {
		return err
	}
	for _, from := range []string{"membership WHERE story", "feature WHERE owner", "story WHERE id"} {
		if err := t.exec(ctx, "delete story "+string(id), "DELETE FROM "+from+" = $1", string(id)); err != nil {
			return err
		}
	}
	return nil
}

// DropStories forgets all stories and what was derived from them, so that they can be derived anew. Assessments and
// decisions stay, and so do the epochs.
func (t *Tx) DropStories(ctx context.Context) error {
	for _, from := range []string{"assertion", "response", "claim", "link", "membership", "feature WHERE owner IN (SELECT id FROM story)", "story"} {
		if err := t.exec(ctx, "drop stories", "DELETE FROM "+from); err != nil {
			return err
		}
	}
	return nil
}
