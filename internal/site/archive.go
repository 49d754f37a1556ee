// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// never is the moment of what is asked as it is now.
var never time.Time

// row is a document as the archive lists it: its title leads to where it stands.
type row struct {
	web.DocumentLine
	Story hearsay.StoryID
	Title string // of the story
	By    []link // its authors, with their pages
}

// archivePage is a page of the archive.
type archivePage struct {
	Name   string
	Of     *link // the outlet of an author
	Issues []issueRef
	Rows   []row
}

// documents notes where documents are to be listed: those that are in a story, by day, outlet and author.
func (b *builder) documents(ctx context.Context) error {
	var last hearsay.DocumentID
	for {
		some, err := b.reader.Documents(ctx, store.DocumentFilter{After: last, Limit: batch})
		if err != nil || len(some) == 0 {
			return err
		}
		homes, err := b.homes(ctx, some)
		if err != nil {
			return err
		}
		for i := range some {
			d := &some[i]
			last = d.ID
			if homes[d.ID] == "" {
				continue
			}
			b.report.Documents++
			b.index.day(dayOf(d.When())).add(d.ID)
			entry(b.index.outlets, d.Outlet).add(d.ID)
			for _, name := range authorsOf(d) {
				b.index.by(name, d.Outlet).add(d.ID)
			}
		}
	}
}

func (s *shelf) add(id hearsay.DocumentID) { s.documents = append(s.documents, id) }

// authorsOf gives the names that a document gives for its authors, each once.
func authorsOf(d *hearsay.Document) []string {
	var names []string
	for _, name := range d.Authors {
		if name = strings.Join(strings.Fields(name), " "); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// homes gives the stories of documents that are on the site.
func (b *builder) homes(ctx context.Context, documents []hearsay.Document) (map[hearsay.DocumentID]hearsay.StoryID, error) {
	ids := make([]hearsay.DocumentID, len(documents))
	for i := range documents {
		ids[i] = documents[i].ID
	}
	memberships, err := b.reader.Memberships(ctx, ids...)
	homes := map[hearsay.DocumentID]hearsay.StoryID{}
	for _, m := range memberships {
		if _, ok := b.index.titles[m.Story]; ok {
			homes[m.Document] = m.Story
		}
	}
	return homes, err
}

// rows reads documents that were noted, in their order.
func (b *builder) rows(ctx context.Context, ids []hearsay.DocumentID) ([]row, error) {
	documents, err := b.reader.DocumentsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	homes, err := b.homes(ctx, documents)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, d := range documents {
		d.Text = ""
		o, ok := b.outlets[d.Outlet]
		if !ok {
			o.ID = d.Outlet
		}
		r := row{web.DocumentLine{Document: d, Outlet: o}, homes[d.ID], b.index.titles[homes[d.ID]], nil}
		for _, name := range authorsOf(&d) {
			r.By = append(r.By, link{name, authorAt(authorID(name, d.Outlet))})
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(x, y row) int {
		return cmp.Or(y.Document.When().Compare(x.Document.When()), cmp.Compare(y.Document.ID, x.Document.ID))
	})
	return rows, nil
}

// shelf writes the pages of a shelf, and gives what its feeds show.
func (b *builder) shelf(ctx context.Context, s *shelf, first string, page archivePage, about string, withFeed bool) ([]row, error) {
	var newest []row
	for _, n := range s.issues {
		page.Issues = append(page.Issues, *b.index.issue(n))
	}
	err := b.paged("archive", first, len(s.documents), func(from, to int) (view, error) {
		rows, err := b.rows(ctx, s.documents[from:to])
		if err != nil {
			return view{}, err
		}
		p := page
		p.Rows = rows
		v := view{Title: page.Name, About: about, Page: p}
		if withFeed {
			v.Feed = feedOf(first)
		}
		if from == 0 {
			newest = rows
		} else {
			p.Issues = nil
			v.Page = p
		}
		var leads []link
		for _, i := range p.Issues {
			leads = append(leads, link{i.Title, issueAt(i.Number)})
			v.Changed = later(v.Changed, i.updated())
		}
		for _, r := range rows {
			v.Changed = later(v.Changed, r.Document.When())
			if n := (link{r.Title, storyAt(r.Story)}); !slices.Contains(leads, n) {
				leads = append(leads, n)
			}
		}
		v.Linked = b.collection(v, first, leads)
		return v, nil
	})
	return newest, err
}

// paged writes a list of n lines as pages.
func (b *builder) paged(template, first string, n int, fill func(from, to int) (view, error)) error {
	for page, from := 1, 0; page == 1 || from < n; page, from = page+1, from+batch {
		to := min(n, from+batch)
		v, err := fill(from, to)
		if err != nil {
			return err
		}
		v.Path = pageOf(first, page)
		if page > 1 {
			v.Prior = pageOf(first, page-1)
		}
		if to < n {
			v.Next = pageOf(first, page+1)
		}
		if err := b.show(template, v); err != nil {
			return err
		}
	}
	return nil
}

// shelves writes what each outlet and each author has, and the lists of both.
func (b *builder) shelves(ctx context.Context) error {
	var list []counted
	for id, s := range b.index.outlets {
		name := b.outletName(id)
		list = append(list, counted{link{name, outletAt(id)}, len(s.documents), ""})
	}
	if err := b.counts("Outlets", "/outlets.html", list, "document"); err != nil {
		return err
	}
	for _, id := range sortedKeys(b.index.outlets) {
		name := b.outletName(id)
		rows, err := b.shelf(ctx, b.index.outlets[id], outletAt(id), archivePage{Name: name}, "What "+name+" has in the stories of this site.", true)
		if err != nil {
			return err
		}
		if err := b.rowFeed("outlet "+string(id), name, outletAt(id), nil, rows); err != nil {
			return err
		}
	}
	return b.authors(ctx)
}

func (b *builder) authors(ctx context.Context) error {
	var list []counted
	for id, a := range b.index.authors {
		at := b.Name
		if a.Outlet != "" {
			at = b.outletName(a.Outlet)
		}
		list = append(list, counted{link{a.Name, authorAt(id)}, len(a.documents) + len(a.issues), at})
	}
	if err := b.counts("Authors", "/authors.html", list, "text"); err != nil {
		return err
	}
	for _, id := range sortedKeys(b.index.authors) {
		a := b.index.authors[id]
		page := archivePage{Name: a.Name}
		if a.Outlet != "" {
			page.Of = &link{b.outletName(a.Outlet), outletAt(a.Outlet)}
		}
		rows, err := b.shelf(ctx, &a.shelf, authorAt(id), page, "What gives "+a.Name+" for its author.", true)
		if err != nil {
			return err
		}
		if err := b.rowFeed("author "+id, a.Name, authorAt(id), a.issues, rows); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) outletName(id hearsay.OutletID) string {
	_, name, _ := web.DocumentLine{Outlet: cmpOutlet(b.outlets, id)}.Told()
	return name
}

func cmpOutlet(outlets map[hearsay.OutletID]hearsay.Outlet, id hearsay.OutletID) hearsay.Outlet {
	if o, ok := outlets[id]; ok {
		return o
	}
	return hearsay.Outlet{ID: id}
}

// rowFeed writes the feeds of an outlet or an author: issues and documents, the newest first.
func (b *builder) rowFeed(name, title, page string, issues []int, rows []row) error {
	c := b.channel(name, title, "What is new, with the story that it is in.", page)
	for _, n := range issues[:min(len(issues), batch/2)] {
		c.Items = append(c.Items, b.issueItem(b.index.issue(n)))
	}
	for _, r := range rows[:min(len(rows), batch/2)] {
		body, err := b.piece("rowentry", r)
		if err != nil {
			return err
		}
		title, outlet, _ := r.Told()
		item := digest.ChannelItem{ID: digest.Named("document " + string(r.Document.ID)), URL: cmp.Or(web.Outside(r.Document.URL), b.url(storyAt(r.Story))),
			Title: web.Plain(cut(title)), Author: web.Plain(cmp.Or(strings.Join(authorsOf(&r.Document), ", "), outlet)), HTML: body, Published: r.Document.When(), Updated: r.Document.When()}
		c.Items = append(c.Items, item)
	}
	return b.feed(feedOf(page), c)
}

// issueItem is an issue in a feed of others.
func (b *builder) issueItem(i *issueRef) digest.ChannelItem {
	return digest.ChannelItem{ID: digest.Named("issue at " + issueAt(i.Number)), URL: b.url(issueAt(i.Number)), Title: web.Plain(i.Title), Author: web.Plain(i.Publisher),
		HTML: "<p>A digest.</p>", Published: i.Published, Updated: i.updated()}
}
