// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package site writes the public site: what everybody may see of a ledger, as files that any web server can give out. Pages have no
// scripts and ask nobody; what is of others is quoted in short and led to. The same ledger gives the same bytes.
package site

import (
	"context"
	"net/url"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// Options say where the site will stand and whose it is.
type Options struct {
	Public  string // its address, which may have a path
	Name    string // whose it is; empty for the host of the address
	Contact string // where a reply is to be sent: an e-mail address or a page; empty for nowhere

	Wrote func(claims int) // hears of pages of claims that were written; may be nil
}

// Report is what was written.
type Report struct {
	Issues    int   `json:"issues"`
	Stories   int   `json:"stories"`
	Claims    int   `json:"claims"`
	Documents int   `json:"documents"` // that are listed
	Pages     int   `json:"pages"`
	Files     int   `json:"files"`
	Bytes     int64 `json:"bytes"`
}

// Write makes the site a folder. What is there already is replaced if Write made it, and refused otherwise; a site that is not whole is
// never there.
func Write(ctx context.Context, s *store.Store, dir string, o Options) (Report, error) {
	b, err := newBuilder(s, o)
	if err != nil {
		return Report{}, err
	}
	f, err := newFolder(dir)
	if err != nil {
		return Report{}, err
	}
	defer f.close()
	b.folder = f
	if err := b.all(ctx); err != nil {
		return Report{}, err
	}
	b.report.Files, b.report.Bytes = f.files, f.bytes
	return b.report, f.publish()
}

// builder is the work on one site.
type builder struct {
	Options
	base   *url.URL // without a slash at its end
	reader store.Reader
	ledger web.Ledger
	folder *folder
	pages  pages
	report Report
	paths  sitemap

	outlets map[hearsay.OutletID]hearsay.Outlet
	names   map[hearsay.EntityID]tag
	index   index
}

func newBuilder(s *store.Store, o Options) (*builder, error) {
	base, err := address(o.Public)
	if err != nil {
		return nil, err
	}
	if o.Name == "" {
		o.Name = base.Hostname()
	}
	if o.Contact, err = contact(o.Contact); err != nil {
		return nil, err
	}
	outsider := func(context.Context) store.Viewer { return store.Viewer{TLP: hearsay.Clear} }
	b := &builder{Options: o, base: base, reader: s.As(outsider(context.Background())), ledger: web.FromStore(s, outsider),
		outlets: map[hearsay.OutletID]hearsay.Outlet{}, names: map[hearsay.EntityID]tag{}, index: newIndex()}
	b.pages = parsePages(b)
	return b, nil
}

// address reads where the site will stand.
func address(public string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(public, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take “" + public + "” for the public address", Cause: err,
			Hint: "give one like --public https://news.example"}
	}
	return u, nil
}

// contact makes a link of where replies are sent.
func contact(to string) (string, error) {
	if to == "" || web.Outside(to) != "" {
		return to, nil
	}
	if name, host, ok := strings.Cut(to, "@"); ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(to, " \t\r\n/?&<>\"") {
		return "mailto:" + to, nil
	}
	return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take “" + to + "” for where replies are sent", Hint: "give an e-mail address, or the address of a page"}
}

// all writes everything, each kind of page knowing what those before it found.
func (b *builder) all(ctx context.Context) error {
	outlets, err := b.reader.Outlets(ctx)
	if err != nil {
		return err
	}
	for _, o := range outlets {
		b.outlets[o.ID] = o
	}
	for _, step := range []func(context.Context) error{b.issues, b.stories, b.merged, b.documents, b.days, b.shelves, b.tags, b.home} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return b.rest()
}

// rest writes what is no page.
func (b *builder) rest() error {
	if err := b.endSitemap(); err != nil {
		return err
	}
	robots := "User-agent: *\nAllow: /\n\nSitemap: " + b.url("/sitemap.xml") + "\n"
	for name, body := range map[string][]byte{"/robots.txt": []byte(robots), "/static/desk.css": web.Asset("desk.css"), "/static/icon.svg": web.Asset("icon.svg")} {
		if err := b.folder.write(name, body); err != nil {
			return err
		}
	}
	return nil
}

// at is where a page of the site stands on its host.
func (b *builder) at(path string) string { return b.base.EscapedPath() + path }

// url is the whole address of a page of the site.
func (b *builder) url(path string) string { return b.base.String() + path }

// dayOf is the day of a time, UTC, as addresses have it.
func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }
