// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/coordinate"
	"hearsay/internal/store"
)

// Pushed is what a group of accounts pushes.
type Pushed struct {
	Claim    hearsay.Claim
	Accounts []string          // of the group, that posted it in step or led to a document that carries it
	First    time.Time         // of their posts
	Outlet   *hearsay.Document // the first document of an outlet that carries it; nil where none does
}

// Lead is how long before the first outlet the group pushed it; negative where an outlet had it before, 0 where none has.
func (p *Pushed) Lead() time.Duration {
	if p.Outlet == nil {
		return 0
	}
	return p.Outlet.When().Sub(p.First)
}

const postsAtOnce = 500

// EachPost reads the posts that are stored and dated to the time, oldest first, with the account that each is by: the
// author, with the outlet where the name alone tells no site.
func EachPost(ctx context.Context, r store.Reader, f func(account string, d *hearsay.Document) error) error {
	filter := store.DocumentFilter{Kind: hearsay.Post, OldestFirst: true, Limit: postsAtOnce}
	for {
		docs, err := r.Documents(ctx, filter)
		if err != nil || len(docs) == 0 {
			return err
		}
		for i := range docs {
			d := &docs[i]
			if len(d.Authors) == 0 || d.Published.Precision != hearsay.ToTheTime {
				continue
			}
			if err := f(accountOf(d), d); err != nil {
				return err
			}
		}
		filter.After = docs[len(docs)-1].ID
	}
}

func accountOf(d *hearsay.Document) string {
	name := d.Authors[0]
	if d.Outlet == "" || strings.ContainsAny(name, "@:.") {
		return name
	}
	return name + "@" + string(d.Outlet)
}

// sharedBy is what a stored post shares. Of one that passes another on, only where that leads to.
func sharedBy(d *hearsay.Document) coordinate.Shared {
	s := coordinate.Shared{Links: d.Links, Text: d.Text}
	for _, q := range d.ReplyTo {
		if q.Span.Start == 0 && q.Span.End == len(d.Text) {
			s.Text = ""
		}
	}
	return s
}

// PostTable is the table of who posted what when, of all posts that are stored.
func PostTable(ctx context.Context, r store.Reader, by coordinate.By) (*coordinate.Table, error) {
	t := &coordinate.Table{}
	err := EachPost(ctx, r, func(account string, d *hearsay.Document) error {
		t.AddPost(account, d.Published.Time, sharedBy(d), by)
		return nil
	})
	return t, err
}

// PushedBy ties groups to claims: for each group those that the posts carry which its accounts made in step, and those of
// the documents that these posts lead to. What most accounts push comes first.
func PushedBy(ctx context.Context, r store.Reader, groups []coordinate.Group) ([][]Pushed, error) {
	if len(groups) == 0 {
		return nil, nil
	}
	p := &pusher{Reader: r, of: map[string]int{}, joint: map[push]bool{}, pushed: map[hearsay.DocumentID][]push{}, at: map[string][]hearsay.DocumentID{}}
	for i, g := range groups {
		for _, a := range g.Accounts {
			p.of[a] = i
		}
		for _, j := range g.Joint {
			for _, a := range j.Acts {
				p.joint[push{a.Account, a.At}] = true
			}
		}
	}
	err := EachPost(ctx, r, func(account string, d *hearsay.Document) error { return p.post(ctx, account, d) })
	if err != nil {
		return nil, err
	}
	return p.claims(ctx, len(groups))
}

// push is an account that posted something at a time.
type push struct {
	account string
	at      time.Time
}

// pusher is the work of tying groups to claims.
type pusher struct {
	store.Reader
	of     map[string]int // the group of an account
	joint  map[push]bool
	pushed map[hearsay.DocumentID][]push
	at     map[string][]hearsay.DocumentID // the documents that a link leads to, by its form in which two are compared
}

// post notes what a post that was made in step pushes: itself, and the documents at the addresses that it leads to.
func (p *pusher) post(ctx context.Context, account string, d *hearsay.Document) error {
	made := push{account, d.Published.Time.UTC()}
	if !p.joint[made] {
		return nil
	}
	p.pushed[d.ID] = append(p.pushed[d.ID], made)
	for _, l := range d.Links {
		ids, err := p.documentsAt(ctx, l)
		if err != nil {
			return err
		}
		for _, id := range ids {
			p.pushed[id] = append(p.pushed[id], made)
		}
	}
	return nil
}

// documentsAt gives the documents that a link leads to, whatever mark of a campaign it carries.
func (p *pusher) documentsAt(ctx context.Context, link string) ([]hearsay.DocumentID, error) {
	key := cmp.Or(coordinate.Link(link), link)
	ids, known := p.at[key]
	if known {
		return ids, nil
	}
	for _, address := range addressesOf(link) {
		found, err := p.HeadingsAt(ctx, address)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			ids = append(ids, h.ID)
		}
	}
	p.at[key] = ids
	return ids, nil
}

// addressesOf are the forms in which the address of a link may be stored: with and without "www.", a last slash, and TLS.
func addressesOf(link string) []string {
	all := []string{link}
	rest, ok := strings.CutPrefix(coordinate.Link(link), "https://")
	if !ok {
		return all
	}
	path, query, asks := strings.Cut(rest, "?")
	if asks {
		query = "?" + query
	}
	for _, begin := range []string{"https://", "http://", "https://www.", "http://www."} {
		all = append(all, begin+path+query, begin+path+"/"+query)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// claims gives what the pushed documents carry, for each group.
func (p *pusher) claims(ctx context.Context, groups int) ([][]Pushed, error) {
	assertions, err := p.AssertionsIn(ctx, slices.Sorted(maps.Keys(p.pushed))...)
	if err != nil {
		return nil, err
	}
	found := make([]map[hearsay.ClaimID]*Pushed, groups)
	for _, a := range assertions {
		for _, by := range p.pushed[a.Document] {
			i := p.of[by.account]
			if found[i] == nil {
				found[i] = map[hearsay.ClaimID]*Pushed{}
			}
			found[i][a.Claim] = found[i][a.Claim].and(by)
		}
	}
	out := make([][]Pushed, groups)
	for i, claims := range found {
		for _, id := range slices.Sorted(maps.Keys(claims)) {
			one := claims[id]
			if one.Claim, err = p.Claim(ctx, id); err != nil {
				return nil, err
			}
			if one.Outlet, err = p.firstOutlet(ctx, id); err != nil {
				return nil, err
			}
			slices.Sort(one.Accounts)
			one.Accounts = slices.Compact(one.Accounts)
			out[i] = append(out[i], *one)
		}
		slices.SortStableFunc(out[i], func(a, b Pushed) int {
			return cmp.Or(cmp.Compare(len(b.Accounts), len(a.Accounts)), a.First.Compare(b.First))
		})
	}
	return out, nil
}

// and adds one more who pushes it.
func (p *Pushed) and(by push) *Pushed {
	if p == nil {
		return &Pushed{Accounts: []string{by.account}, First: by.at}
	}
	p.Accounts = append(p.Accounts, by.account)
	if by.at.Before(p.First) {
		p.First = by.at
	}
	return p
}

// firstOutlet is the first document of an outlet that carries a claim; what is posted on a site is not said by it.
func (p *pusher) firstOutlet(ctx context.Context, id hearsay.ClaimID) (first *hearsay.Document, err error) {
	assertions, err := p.Assertions(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.DocumentID
	for _, a := range assertions {
		ids = append(ids, a.Document)
	}
	docs, err := p.DocumentsOf(ctx, ids...)
	for i := range docs {
		d := &docs[i]
		if d.Kind == hearsay.Post || d.Outlet == "" {
			continue
		}
		if first == nil || cmp.Or(d.When().Compare(first.When()), cmp.Compare(d.ID, first.ID)) < 0 {
			first = d
		}
	}
	return first, err
}
