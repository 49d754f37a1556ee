// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/coordinate"
	"hearsay/internal/ledger"
	"hearsay/internal/posts"
	"hearsay/internal/store"
)

type coordinationCommand struct {
	Files    []string        `arg:"" optional:"" help:"Tables of posts, also .gz; without any, what is stored."`
	Window   []time.Duration `placeholder:"10s,1m" help:"How near is in step, from 1s to 24h; may be given several times."`
	By       []string        `enum:"link,repost,text" placeholder:"link,repost,text" help:"What is compared; all if not given."`
	Rate     float64         `default:"0.01" help:"Share of the accounts named that chance may name; and where nobody acts in step, the probability that it names any."`
	Shuffles int             `default:"-1" help:"Tables with shuffled times to hold against; -1 for as many as take little time, at most 20."`
	Seed     uint64          `default:"1" help:"How they are shuffled."`
	JSON     bool            `help:"Print JSON."`
}

// Help is shown by hearsay coordination --help.
func (coordinationCommand) Help() string {
	return `Finds groups of accounts that post the same link, repost or nearly the same text within seconds of each other, again and
again, more than chance gives: held against their times being dealt out anew within ten windows. A thing that everybody
posts at once tells nothing of any two of them. Names of accounts, tags and addresses in a text are left out. Of what is
stored, the claims that a group pushes are told, and how long before the first outlet. docs/design/posts.md says what
is counted, with which error rate, and what cannot be told.

Examples:
  hearsay coordination
  hearsay coordination tweets.csv.gz --window 10s --by link,text
  hearsay coordination posts.jsonl --window 1h --json`
}

// Run looks for groups in tables, or in what is stored.
func (c *coordinationCommand) Run(ctx context.Context, a *app) error {
	o, by, err := c.options()
	if err != nil {
		return err
	}
	var table *coordinate.Table
	if len(c.Files) > 0 {
		table, err = tableOf(a, c.Files, by)
	} else if err = a.openToRead(ctx); err == nil {
		table, err = ledger.PostTable(ctx, a.store.As(store.Everything), by)
	}
	if err != nil {
		return err
	}
	found := table.Find(o)
	v := &coordinationView{Result: found, Shuffles: c.Shuffles}
	if v.Shuffles < 0 {
		v.Shuffles = min(20, max(1, 2_000_000/max(1, table.Len())))
	}
	v.Shuffled = table.Shuffles(o, v.Shuffles, c.Seed)
	if len(c.Files) == 0 {
		if v.pushed, err = ledger.PushedBy(ctx, a.store.As(store.Everything), found.Groups); err != nil {
			return err
		}
	}
	if c.JSON {
		return a.printJSON(v.json())
	}
	v.print(a.stdout)
	return nil
}

func (c *coordinationCommand) options() (o coordinate.Options, by coordinate.By, err error) {
	o = coordinate.Options{Windows: c.Window, Rate: c.Rate}
	for _, w := range c.Window {
		if w < time.Second || w > 24*time.Hour {
			return o, by, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "look in windows of " + w.String(), Hint: "give --window from 1s to 24h"}
		}
	}
	if c.Rate <= 0 || c.Rate > 0.5 {
		return o, by, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("keep to a rate of %g", c.Rate), Hint: "give --rate 0.01"}
	}
	if c.Shuffles > 10_000 {
		return o, by, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("shuffle %d times", c.Shuffles), Hint: "give --shuffles 20"}
	}
	for _, kind := range c.By {
		switch kind {
		case "link":
			by.Links = true
		case "repost":
			by.Reposts = true
		case "text":
			by.Texts = true
		}
	}
	return o, by, nil
}

// tableOf reads tables of posts. Rows that cannot be read are told and passed over; a post of which only the day is known
// is in step with nobody.
func tableOf(a *app, files []string, by coordinate.By) (*coordinate.Table, error) {
	t := &coordinate.Table{}
	return t, eachRow(a, files, func(p *posts.Post) {
		t.AddPost(p.Account, p.At, coordinate.Shared{Links: p.Links, Repost: p.RepostOf, Text: p.Text, Object: p.Object}, by)
	})
}

// eachRow reads the posts of tables that are dated to the time.
func eachRow(a *app, files []string, f func(*posts.Post)) error {
	for _, name := range files {
		r, err := openFile(a, name)
		if err != nil {
			return err
		}
		var first *posts.RowError
		bad, days := 0, 0
		for p, err := range (posts.File{Name: name, Reader: r, Shares: true}).Posts() {
			if row, ok := errors.AsType[*posts.RowError](err); ok {
				if bad++; first == nil {
					first = row
				}
				continue
			}
			if err != nil {
				return errors.Join(err, r.Close())
			}
			if p.Day {
				days++
				continue
			}
			f(&p)
		}
		if bad > 0 {
			fmt.Fprintf(a.stderr, "hearsay: %s cannot be read in %s; the first: %v\n", count(bad, "row"), name, first)
		}
		if days > 0 {
			fmt.Fprintf(a.stderr, "hearsay: left out of %s: %s without a time of day\n", name, count(days, "post"))
		}
		if err := r.Close(); err != nil {
			return fmt.Errorf("close %s: %w", name, err)
		}
	}
	return nil
}
