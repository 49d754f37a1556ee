// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/read"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

const (
	lapseFrom = 30 * 24 * time.Hour // without an answer of use: a name that is not paid for any more stays away for longer before others can have it

	lapseLooks = 20                 // that gave nothing: where we did not look, nothing proves that there was nothing
	judgedBy   = 7 * 24 * time.Hour // at the latest, however little has come since

	pagesToJudge = 3  // that are to have come since
	pagesLooked  = 10 // on either side of a lapse
)

// Up to oneInTen of the old template another stands there, from threeInTen on it is the old one.
const (
	oneInTen   = 0.1
	threeInTen = 0.3
)

// lapsed gives the lapse that ends with a look at a feed, if one does.
func lapsed(before, now *hearsay.Feed, look *hearsay.Attempt) (hearsay.Lapse, bool) {
	from := before.State.Failing
	isBack := before.State.Fails > 0 && now.State.Fails == 0
	l := hearsay.Lapse{Outlet: now.Outlet, Feed: now.ID, From: from, Until: look.At, Reasons: []string{}}
	return l, isBack && now.Outlet != "" && !from.IsZero() && look.At.Sub(from) >= lapseFrom && before.State.Fails >= lapseLooks &&
		now.Kind != hearsay.FeedPage
}

// doubtAll judges the lapses behind which enough has come.
func (e *Engine) doubtAll(ctx context.Context) error {
	lapses, err := e.all.Lapses(ctx, store.LapseFilter{Unjudged: true})
	if err != nil {
		return err
	}
	for _, l := range lapses {
		if err := e.doubt(ctx, l); err != nil {
			return fmt.Errorf("judge the lapse of %s: %w", l.Outlet, err)
		}
	}
	return nil
}

// doubt judges one lapse: an outlet that nobody can tell from the one before is in doubt until a person decides.
func (e *Engine) doubt(ctx context.Context, l hearsay.Lapse) error {
	others, err := e.all.Attempts(ctx, store.AttemptFilter{Outlet: l.Outlet, Good: true, From: l.From, To: l.Until, Limit: 1})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		l.Reasons = []string{"another feed of it could be read meanwhile, on " + others[0].At.Format(time.DateOnly)}
		return e.saveDoubt(ctx, l)
	}
	before, err := e.side(ctx, l, store.CaptureFilter{To: l.From, NewestFirst: true})
	if err != nil {
		return err
	}
	after, err := e.side(ctx, l, store.CaptureFilter{From: l.Until})
	if err != nil || len(after.pages) < pagesToJudge && e.now().Sub(l.Until) < judgedBy {
		return err
	}
	l.Doubted, l.Reasons = doubtful(before, after)
	return e.saveDoubt(ctx, l)
}

func (e *Engine) saveDoubt(ctx context.Context, l hearsay.Lapse) error {
	l.Judged = e.now().UTC()
	return e.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SaveLapses(ctx, l); err != nil || !l.Doubted {
			return err
		}
		return tx.AddEvents(ctx, hearsay.Event{
			ID: hearsay.NewEventID(hearsay.OutletDoubted, string(l.Outlet), l.Until.UTC().Format(time.RFC3339Nano)), Kind: hearsay.OutletDoubted,
			Feed: l.Feed, At: l.Until, Known: l.Judged, Stamp: hearsay.NewStamp("collect", collect.Version),
			Text: fmt.Sprintf("%s may be another publisher's: nothing could be had from %s to %s; %s", l.Outlet,
				l.From.Format(time.DateOnly), l.Until.Format(time.DateOnly), strings.Join(l.Reasons, "; ")),
		})
	})
}

// side is what an outlet was like on one side of a lapse.
type side struct {
	pages   []*watch.View
	authors map[string]string // by name as it is compared
	title   string            // of the feed
}

// side looks at captures of the outlet: the first ones that are pages, and the feed's own. What is marked more strictly than
// the feed is left out, so that the reasons tell nothing of it.
func (e *Engine) side(ctx context.Context, l hearsay.Lapse, f store.CaptureFilter) (*side, error) {
	feed, err := e.all.Feed(ctx, l.Feed)
	if err != nil {
		return nil, err
	}
	f.Outlet, f.Limit = l.Outlet, 10*pagesLooked
	captures, err := e.all.Captures(ctx, f)
	if err != nil {
		return nil, err
	}
	s := &side{authors: map[string]string{}}
	seen := map[string]bool{} // a page that was edited is one page
	for _, c := range captures {
		if seen[c.URL] || len(s.pages) >= pagesLooked || c.TLP > feed.TLP {
			continue
		}
		v, err := See(ctx, e.all, e.Archive, c.ID, "")
		if err == nil && c.Status < 400 {
			seen[c.URL] = true
			s.pages = append(s.pages, v)
			err = e.authorsIn(ctx, &c, s.authors)
		} else if errors.Is(err, hearsay.ErrInvalid) {
			err = e.titleIn(ctx, c, l.Feed, &s.title)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (e *Engine) authorsIn(ctx context.Context, c *hearsay.Capture, authors map[string]string) error {
	there, err := e.all.HeadingsIn(ctx, c.ID)
	if err != nil {
		return err
	}
	ids := make([]hearsay.DocumentID, len(there))
	for i := range there {
		ids[i] = there[i].ID
	}
	documents, err := e.all.DocumentsOf(ctx, ids...)
	for i := range documents {
		for _, a := range documents[i].Authors {
			authors[resolve.Normal(a)] = a
		}
	}
	return err
}

// titleIn reads what a feed calls itself, where a capture is the feed's own and none was read yet.
func (e *Engine) titleIn(ctx context.Context, c hearsay.Capture, id hearsay.FeedID, title *string) error {
	if c.Feed != id || *title != "" {
		return nil
	}
	payload, err := e.Archive.Read(ctx, c)
	if err != nil {
		return err
	}
	if f, err := read.Feed(payload, read.FeedSource{URL: c.URL, MediaType: c.MediaType, Fetched: c.Fetched}); err == nil {
		*title = f.Title.Value
	}
	return nil
}

// doubtful reports whether nothing tells that two sides are one outlet's while something tells that they are not. A title that
// was kept tells nothing: whoever buys a name wants it.
func doubtful(before, after *side) (doubted bool, reasons []string) {
	isOther, isSame := false, false
	if kept, known := watch.KeptOf(watch.Template(before.pages), watch.Template(after.pages)); known {
		reasons = append(reasons, fmt.Sprintf("of what its pages had in common %.0f %% is still there", 100*kept))
		isOther, isSame = kept < oneInTen, kept >= threeInTen
	}
	if len(before.authors) > 0 && len(after.authors) > 0 {
		common := 0
		for name := range before.authors {
			if after.authors[name] != "" {
				common++
			}
		}
		isOther, isSame = isOther || common == 0, isSame || common > 0
		reasons = append(reasons, fmt.Sprintf("%s write there, before it was %s", named(after.authors), named(before.authors)))
	}
	if before.title != "" && after.title != "" && resolve.Normal(before.title) != resolve.Normal(after.title) {
		isOther = true
		reasons = append(reasons, fmt.Sprintf("its feed calls itself “%s”, before “%s”", line(after.title), line(before.title)))
	}
	if len(reasons) == 0 {
		reasons = []string{"there is nothing to compare"}
	}
	return isOther && !isSame, reasons
}

// named lists a few names.
func named(authors map[string]string) string {
	names := slices.SortedFunc(maps.Values(authors), cmp.Compare[string])
	more := ""
	if len(names) > 3 {
		names, more = names[:3], " and others"
	}
	return line(strings.Join(names, ", ")) + more
}
