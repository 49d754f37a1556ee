// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/coordinate"
	"hearsay/internal/ledger"
	"hearsay/internal/posts"
	"hearsay/internal/store"
)

type clockCommand struct {
	Account string   `arg:"" help:"The account, as posts name it."`
	Files   []string `arg:"" optional:"" help:"Tables of posts, also .gz; without any, what is stored."`
	JSON    bool     `help:"Print JSON."`
}

// Help is shown by hearsay clock --help.
func (clockCommand) Help() string {
	return `Shows at what hours of the day an account posts, its quietest eight hours, and the distances from UTC at which its days
would be those of a person who is awake by day, with how sure that is. A program may post for a person at any hour, and
summer time is not known: docs/design/posts.md.

Examples:
  hearsay clock wren@shore.example
  hearsay clock wren tweets.csv.gz --json`
}

// clockView is what is told of an account.
type clockView struct {
	Account  string     `json:"account"`
	Posts    int        `json:"posts"`
	Days     int        `json:"days"`
	Hours    [24]int    `json:"hours"`    // UTC
	Weekdays [7]int     `json:"weekdays"` // Sunday first
	Quiet    string     `json:"quietest"`
	Asleep   float64    `json:"posts_then"` // share
	Zones    []zoneLine `json:"zones"`
	Likely   float64    `json:"likely"` // that the right one is among the zones
	Why      string     `json:"cannot_tell,omitempty"`
}

type zoneLine struct {
	Zone   string  `json:"zone"`
	Likely float64 `json:"likely"`
}

// Run shows the clock of an account.
func (c *clockCommand) Run(ctx context.Context, a *app) error {
	times, err := c.times(ctx, a)
	if err != nil {
		return err
	}
	if len(times) == 0 {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read the posts of " + c.Account, Cause: errors.New("there are none with a time of day"),
			Hint: "give the account as the posts name it"}
	}
	v := viewClock(c.Account, coordinate.NewClock(times))
	if c.JSON {
		return a.printJSON(v)
	}
	v.print(a.stdout)
	return nil
}

func (c *clockCommand) times(ctx context.Context, a *app) (times []time.Time, err error) {
	account := strings.TrimPrefix(c.Account, "@")
	if len(c.Files) > 0 {
		return times, eachRow(a, c.Files, func(p *posts.Post) {
			if p.Account == account {
				times = append(times, p.At)
			}
		})
	}
	if err := a.openToRead(ctx); err != nil {
		return nil, err
	}
	return times, ledger.EachPost(ctx, a.store.As(store.Everything), func(by string, d *hearsay.Document) error {
		if by == account || d.Authors[0] == account {
			times = append(times, d.Published.Time)
		}
		return nil
	})
}

func viewClock(account string, c coordinate.Clock) *clockView {
	v := &clockView{Account: account, Posts: c.Posts, Days: c.Days, Hours: c.Hours, Weekdays: c.Weekdays, Quiet: hourWords(c.Quiet, 8), Asleep: c.Asleep,
		Zones: []zoneLine{}, Why: c.Why}
	for _, z := range c.Zones {
		v.Zones = append(v.Zones, zoneLine{fmt.Sprintf("UTC%+d", z.Offset), z.Likely})
		v.Likely += z.Likely
	}
	return v
}

func (v *clockView) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %s on %s\n", v.Account, count(v.Posts, "post"), count(v.Days, "day"))
	most := 1
	for _, n := range v.Hours {
		most = max(most, n)
	}
	for h, n := range v.Hours {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%02d UTC %6d  %s", h, n, strings.Repeat("▪", (n*40+most-1)/most)), " "))
	}
	fmt.Fprintf(w, "quietest: %s, %.0f %% of the posts\n", v.Quiet, 100*v.Asleep)
	if v.Why != "" {
		fmt.Fprintln(w, "zone: cannot tell:", v.Why)
		return
	}
	var zones []string
	for _, z := range v.Zones {
		zones = append(zones, fmt.Sprintf("%s %.0f %%", z.Zone, 100*z.Likely))
	}
	fmt.Fprintf(w, "zone: %s; one of these with %.0f %%\n", strings.Join(zones, ", "), 100*v.Likely)
}

// openFile opens a file that may be compressed; - is standard input.
func openFile(a *app, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.stdin), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read " + name, Cause: errors.Unwrap(err), Hint: "give a table of posts"}
	}
	if !strings.HasSuffix(name, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(&hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + name, Cause: err}, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}
