// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/cluster"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// moved tells that a claim stands elsewhere than before; that a claim is new tells something only where more is known of
// it than that somebody says so. last is the zero value for a new claim.
func moved(last, now *hearsay.Assessment, story hearsay.StoryID) (hearsay.Event, bool) {
	e := hearsay.Event{
		Kind: hearsay.ClaimMoved, Story: story, Claim: now.Claim, Document: hearsay.DocumentID(now.Cause), At: now.At, Known: now.Known,
		Stamp: hearsay.NewStamp("assess", assess.Version),
		ID:    MoveID(last, now),
	}
	switch {
	case last.Status == "" && (now.Status == hearsay.Rumoured || now.Status == hearsay.SingleOrigin):
		return e, false
	case last.Status == "":
		e.Text = "new, " + string(now.Status)
	case last.Status != now.Status:
		e.Text = "from " + string(last.Status) + " to " + string(now.Status)
	case last.Low != now.Low || last.High != now.High:
		e.Text = "from " + interval(last) + " to " + interval(now) + " origins"
	default:
		return e, false
	}
	return e, true
}

// MoveID is the ID of the event that a claim moved from an assessment, the zero value for none, to the next.
func MoveID(last, now *hearsay.Assessment) hearsay.EventID {
	return hearsay.NewEventID(hearsay.ClaimMoved, string(now.Claim), now.Cause, string(last.Status), interval(last), string(now.Status), interval(now))
}

func interval(a *hearsay.Assessment) string {
	if a.Low == a.High {
		return strconv.Itoa(a.Low)
	}
	return fmt.Sprintf("%d–%d", a.Low, a.High)
}

// changed tells what a later version of a document says otherwise, and of which claims.
func changed(r *trace.Revision, story hearsay.StoryID) hearsay.Event {
	text := summed(r.Changes)
	if !r.AsOf.IsZero() {
		text += "; it is again what it was on " + r.AsOf.UTC().Format("2006-01-02 15:04")
	}
	return hearsay.Event{
		ID: hearsay.NewEventID(hearsay.DocumentChanged, string(r.Prior.ID), string(r.Document.ID)), Kind: hearsay.DocumentChanged,
		Story: story, Document: r.Document.ID, Text: text, Changes: r.Changes,
		At: r.Document.Fetched, Known: r.Document.Fetched, Stamp: hearsay.NewStamp("trace", trace.Version),
	}
}

// summed counts changes by kind, and tells whether the document owns to them: "title, 2 × said no more, without a note".
func summed(changes []hearsay.Change) string {
	note := "without a note"
	said := slices.DeleteFunc(slices.Clone(changes), func(c hearsay.Change) bool { return c.Kind == hearsay.CorrectionNote })
	if len(said) < len(changes) {
		note = "with a correction note"
	}
	if len(said) == 0 {
		return note
	}
	return counted(said) + ", " + note
}

// counted counts changes by kind, in the order in which they come.
func counted(changes []hearsay.Change) string {
	counts := map[hearsay.ChangeKind]int{}
	var kinds []hearsay.ChangeKind
	for _, c := range changes {
		if counts[c.Kind]++; counts[c.Kind] == 1 {
			kinds = append(kinds, c.Kind)
		}
	}
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		if parts[i] = string(k); counts[k] > 1 {
			parts[i] = strconv.Itoa(counts[k]) + " × " + parts[i]
		}
	}
	return strings.Join(parts, ", ")
}

// cause is what moved documents: a newcomer, or a person's decision.
type cause struct {
	document  hearsay.DocumentID
	decision  hearsay.DecisionID
	at, known time.Time
}

// move is documents that came from one story to another.
type move struct {
	from, to  hearsay.StoryID
	documents int
	cause     cause // of the last of them
	why       string
}

// moves gathers them while documents are placed, or put where a person wants them.
type moves map[[2]hearsay.StoryID]*move

func (m moves) note(from, to hearsay.StoryID, by cause, why string) {
	if from == to {
		return
	}
	key := [2]hearsay.StoryID{from, to}
	if m[key] == nil {
		m[key] = &move{from: from, to: to}
	}
	m[key].documents++
	if _, reason, ok := strings.Cut(why, " came: "); ok { // the event tells who came, and from where
		why = reason
	}
	m[key].cause, m[key].why = by, why
}

// events tells which stories turned out to be one, and which to be two, once all places are stored.
func (m moves) events(ctx context.Context, r store.Reader) ([]hearsay.Event, error) {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b [2]hearsay.StoryID) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	var out []hearsay.Event
	for _, key := range keys {
		x := m[key]
		there, err := r.MembershipsOf(ctx, x.to)
		if err != nil {
			return nil, err
		}
		left, err := r.MembershipsOf(ctx, x.from)
		if err != nil {
			return nil, err
		}
		if len(there) == 0 { // they went on
			continue
		}
		e := hearsay.Event{
			Kind: hearsay.StorySplit, Story: x.to, Other: x.from, Document: x.cause.document, At: x.cause.at, Known: x.cause.known,
			Text: fmt.Sprintf("%s left for another story: %s", documents(x.documents), x.why), Stamp: hearsay.NewStamp("cluster", cluster.Version),
		}
		if len(left) == 0 {
			e.Kind, e.Text = hearsay.StoriesMerged, fmt.Sprintf("two stories are one; %s came over: %s", documents(x.documents), x.why)
		}
		e.ID = hearsay.NewEventID(e.Kind, string(x.from), string(x.to), string(x.cause.document), string(x.cause.decision))
		out = append(out, e)
	}
	return out, nil
}

func documents(n int) string {
	if n == 1 {
		return "a document"
	}
	return strconv.Itoa(n) + " documents"
}
