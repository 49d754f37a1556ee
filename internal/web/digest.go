// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// The lengths of lists of issues.
const (
	issuesOnPage = 50
	issuesInFeed = 20
)

// DigestsPage lists the published issues, the newest first.
type DigestsPage struct {
	Issues []ledger.IssueLine
	Next   int  // the number before which the list goes on; 0 at its end
	Mails  bool // they are sent by e-mail, too
}

// DigestPage is one published issue.
type DigestPage struct {
	View  *ledger.IssueView
	Items []DigestItem
}

// DigestItem is an item of an issue.
type DigestItem struct {
	hearsay.Item
	Correct string // address of the line that it corrects; empty for none
	Lines   []DigestLine
}

// DigestLine is a line of an issue, with what has changed under it.
type DigestLine struct {
	hearsay.Line
	Anchor  string
	Cites   []DigestCite
	Changed []ledger.BasisChange
}

// DigestCite is a citation with its document in words; these are empty where it may not be seen any more.
type DigestCite struct {
	hearsay.Citation
	Source   string
	Standing string
}

func (p *DigestsPage) title() string { return "Digests" }
func (p *DigestPage) title() string  { return digest.Name(&p.View.Issue) }

func (d *desk) digests(r *http.Request) (titled, error) {
	before, err := number(r, "before")
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Digests(r.Context(), int(before))
	if err == nil {
		p.Mails = d.Mails && d.Subscribers != nil
	}
	return p, err
}

func (d *desk) digest(r *http.Request) (titled, error) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 || strconv.Itoa(n) != r.PathValue("number") {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read address"}
	}
	return d.Ledger.Digest(r.Context(), n)
}

// digestFeed answers with the public issues in a format, whoever asks: a feed is passed on.
func (d *desk) digestFeed(form digest.FeedForm) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		entries, err := d.Ledger.DigestFeed(r.Context())
		if err != nil {
			d.fail(w, r, err)
			return
		}
		scheme := "http"
		if d.Secure || r.TLS != nil {
			scheme = "https"
		}
		body, err := digest.Feed(form, scheme+"://"+r.Host, entries)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		sum := sha256.Sum256(body)
		h := w.Header()
		h.Set("Content-Type", form.MediaType())
		h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
		h.Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	}
}

// Digests fills the list of issues.
func (s *shelf) Digests(ctx context.Context, before int) (*DigestsPage, error) {
	r := s.store.As(s.who(ctx))
	all, err := r.Issues(ctx, store.IssueFilter{Published: true, Before: before, Limit: issuesOnPage + 1})
	if err != nil {
		return nil, err
	}
	p := &DigestsPage{}
	if len(all) > issuesOnPage {
		all = all[:issuesOnPage]
		p.Next = all[len(all)-1].Number
	}
	for i := range all {
		l, err := ledger.LineOfIssue(ctx, r, &all[i])
		if err != nil {
			return nil, err
		}
		p.Issues = append(p.Issues, l)
	}
	return p, nil
}

// Digest fills the page of an issue.
func (s *shelf) Digest(ctx context.Context, n int) (*DigestPage, error) {
	r := s.store.As(s.who(ctx))
	issue, err := r.IssueNumbered(ctx, n)
	if err != nil {
		return nil, err
	}
	v, err := ledger.ViewIssue(ctx, r, issue)
	if err != nil {
		return nil, err
	}
	p, sources := &DigestPage{View: v}, v.Reading().Sources
	for i, it := range issue.Items {
		item := DigestItem{Item: it, Correct: placeAddress(it.Corrects)}
		for j, l := range it.Lines {
			line := DigestLine{Line: l, Anchor: digest.LineAnchor(i+1, j+1)}
			for _, c := range l.Citations {
				line.Cites = append(line.Cites, DigestCite{c, sources[c.Document], digest.Standing(&c)})
			}
			for _, c := range v.Changes {
				if c.Item == i+1 && c.Line == j+1 {
					line.Changed = append(line.Changed, c)
				}
			}
			item.Lines = append(item.Lines, line)
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

// placeAddress is where a line of an issue stands on the desk; empty for what is no place.
func placeAddress(place string) string {
	n, item, line, ok := digest.ParsePlace(place)
	if !ok {
		return ""
	}
	return digest.LineAddress(n, item, line)
}

// DigestFeed gives the latest issues that everybody may see.
func (s *shelf) DigestFeed(ctx context.Context) ([]digest.Entry, error) {
	r := s.store.Reader // an outsider
	all, err := r.Issues(ctx, store.IssueFilter{Published: true, Limit: issuesInFeed})
	if err != nil {
		return nil, err
	}
	var out []digest.Entry
	for _, i := range all {
		v, err := ledger.ViewIssue(ctx, r, i)
		if err != nil {
			return nil, err
		}
		e := digest.Entry{Reading: v.Reading()}
		for _, c := range v.Changes {
			if c.When.After(e.Changed) {
				e.Changed = c.When
			}
		}
		out = append(out, e)
	}
	return out, nil
}
