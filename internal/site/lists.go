// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// link leads to a page of the site.
type link struct{ Name, Path string }

// counted is a line of a list of pages.
type counted struct {
	link
	N    int
	Kind string // empty for nothing to say
}

// countPage is a list of pages with what is on each.
type countPage struct {
	Name, Noun string
	Lines      []counted
}

// monthPage is the days of a month.
type monthPage struct {
	Name string
	Days []counted
}

// homePage is the first page.
type homePage struct {
	Issues []issueRef
	Moved  []movedStory
}

// movedStory is a story of which claims have moved, the latest first.
type movedStory struct {
	Story hearsay.Story
	Moves []move
}

type move struct {
	Claim hearsay.Claim
	Text  string
	At    time.Time
}

// The lengths of lists on the first page.
const (
	eventsAsked   = 200
	storiesAtHome = 12
	movesAtHome   = 3 // of a story
)

// counts writes a list of pages, those with most first.
func (b *builder) counts(title, path string, lines []counted, noun string) error {
	slices.SortFunc(lines, func(x, y counted) int {
		return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.Path, y.Path))
	})
	return b.paged("counts", path, len(lines), func(from, to int) (view, error) {
		v := view{Title: title, Page: countPage{title, noun, lines[from:to]}}
		var leads []link
		for _, l := range lines[from:to] {
			leads = append(leads, l.link)
		}
		v.Linked = b.collection(v, path, leads)
		return v, nil
	})
}

// days writes the pages of all days, of months, and the list of months.
func (b *builder) days(ctx context.Context) error {
	byMonth := map[string][]counted{}
	for _, day := range sortedKeys(b.index.days) {
		s, t := b.index.days[day], dayTime(day)
		name := t.Format("2 January 2006")
		if _, err := b.shelf(ctx, s, dayAt(day), archivePage{Name: name}, "What was published on "+name+".", false); err != nil {
			return err
		}
		month := day[:len("2006-01")]
		byMonth[month] = append(byMonth[month], counted{link{name, dayAt(day)}, len(s.documents) + len(s.issues), ""})
	}
	var months []counted
	for _, month := range sortedKeys(byMonth) {
		days := byMonth[month]
		name, n := dayTime(days[0].Path[len("/day/"):len("/day/2006-01-02")]).Format("January 2006"), 0
		var leads []link
		for _, d := range days {
			n += d.N
			leads = append(leads, d.link)
		}
		months = append(months, counted{link{name, dayAt(month)}, n, ""})
		v := view{Title: name, Path: dayAt(month), Page: monthPage{name, days}}
		v.Linked = b.collection(v, v.Path, leads)
		if err := b.show("month", v); err != nil {
			return err
		}
	}
	slices.Reverse(months)
	return b.show("month", view{Title: "Archive by date", Path: "/days.html", Page: monthPage{"Archive by date", months}})
}

// dayTime reads a day as addresses have it.
func dayTime(day string) time.Time {
	t, _ := time.Parse(time.DateOnly, day) // we wrote it ourselves
	return t
}

// home writes the first page.
func (b *builder) home(ctx context.Context) error {
	p := homePage{Issues: b.index.issues[:min(len(b.index.issues), issuesAtHome)]}
	events, err := b.reader.Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.ClaimMoved}, NewestFirst: true, Limit: eventsAsked})
	if err != nil {
		return err
	}
	v := view{Title: b.Name, About: "Who says what in the news, on whose authority.", Path: "/index.html", Feed: "/digests"}
	for i := range events {
		if err := b.moved(ctx, &p, &events[i]); err != nil {
			return err
		}
	}
	var leads []link
	for _, i := range p.Issues {
		leads = append(leads, link{i.Title, issueAt(i.Number)})
		v.Changed = later(v.Changed, i.updated())
	}
	for _, s := range p.Moved {
		leads = append(leads, link{cut(s.Story.Title), storyAt(s.Story.ID)})
		v.Changed = later(v.Changed, s.Story.Last)
	}
	v.Page, v.Linked = p, b.collection(v, "/", leads)
	return b.show("home", v)
}

// moved adds a move to those of its story.
func (b *builder) moved(ctx context.Context, p *homePage, e *hearsay.Event) error {
	claim, err := orNone(b.reader.Claim(ctx, e.Claim))
	if err != nil || claim.ID == "" {
		return err
	}
	k := slices.IndexFunc(p.Moved, func(s movedStory) bool { return s.Story.ID == claim.Story })
	if k < 0 {
		story, err := orNone(b.reader.Story(ctx, claim.Story))
		if err != nil || story.ID == "" || len(p.Moved) == storiesAtHome {
			return err
		}
		k = len(p.Moved)
		p.Moved = append(p.Moved, movedStory{Story: story})
	}
	s := &p.Moved[k]
	isKnown := slices.ContainsFunc(s.Moves, func(m move) bool { return m.Claim.ID == claim.ID })
	if len(s.Moves) < movesAtHome && !isKnown {
		s.Moves = append(s.Moves, move{claim, e.Text, e.At})
	}
	return nil
}

// channel is an empty feed of a page.
func (b *builder) channel(name, title, about, page string) digest.Channel {
	if title != b.Name {
		title = web.Plain(title) + " · " + b.Name
	}
	return digest.Channel{Name: name + " of " + b.base.String(), Title: title, About: about, Home: b.url(page), Self: b.url(feedOf(page))}
}

// feed writes a feed in all formats.
func (b *builder) feed(path string, c digest.Channel) error {
	for _, form := range digest.Forms {
		body, err := c.Write(form)
		if err != nil {
			return err
		}
		if err := b.folder.write(path+"."+string(form), body); err != nil {
			return err
		}
	}
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
