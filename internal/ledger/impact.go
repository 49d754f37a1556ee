// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Impact is what rests on some documents: what to look at again when they are corrected, taken back or found wrong.
type Impact struct {
	Documents []hearsay.Document // in question
	Replaced  []hearsay.Document // later versions of them, which speak instead
	Resting   []hearsay.Link     // by which other documents lead to them, step by step; each From once
	From      map[hearsay.DocumentID]hearsay.Document
	Claims    []Resting
	Gone      []hearsay.Assessment // the last that they brought about of claims that nobody makes any more
	Decisions []hearsay.Decision   // about the documents, or about the claims
	Digest    []DigestLine         // lines of issues that cite them
}

// Resting is a claim that rests on the documents in question, and how.
type Resting struct {
	Claim   hearsay.Claim
	How     []string             // one line for each way
	Now     hearsay.Assessment   // the zero value where there is none
	Moves   []hearsay.Assessment // of its history, those that the documents brought about
	Without *hearsay.Assessment  // what holds without them; nil where nobody makes the claim then
	Resting []hearsay.DocumentID // that carry the claim and rest on them for it
	Beyond  *hearsay.Assessment  // what holds without these as well
}

// Changes reports whether the claim would stand elsewhere without the documents.
func (r *Resting) Changes() bool { return differ(&r.Now, r.Without) || differ(&r.Now, r.Beyond) }

func differ(a, b *hearsay.Assessment) bool {
	return b == nil || a.Status != b.Status || a.Low != b.Low || a.High != b.High
}

// ImpactOf lists what rests on a document with its parts, or on all documents of a capture.
func ImpactOf(ctx context.Context, r store.Reader, id string) (*Impact, error) {
	docs, err := inQuestion(ctx, r, id)
	if err != nil {
		return nil, err
	}
	i := &Impact{Documents: docs, From: map[hearsay.DocumentID]hearsay.Document{}}
	q := &question{Reader: r, found: i, out: map[hearsay.DocumentID]bool{}}
	for _, d := range docs {
		q.out[d.ID] = true
	}
	for _, step := range []func(context.Context) error{q.versions, q.follow, q.stories, q.moves, q.decisions, q.digest} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return i, nil
}

// inQuestion gives the documents that an ID stands for: a document and its parts, or those of a capture.
func inQuestion(ctx context.Context, r store.Reader, id string) ([]hearsay.Document, error) {
	d, err := r.Document(ctx, hearsay.DocumentID(id))
	if err == nil {
		parts, err := r.Documents(ctx, store.DocumentFilter{Parent: d.ID, OldestFirst: true})
		return append([]hearsay.Document{d}, parts...), err
	}
	if !errors.Is(err, hearsay.ErrNotFound) {
		return nil, err
	}
	if _, err := r.Capture(ctx, hearsay.CaptureID(id)); err != nil {
		if errors.Is(err, hearsay.ErrNotFound) {
			err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read document or capture " + id}
		}
		return nil, err
	}
	return r.Documents(ctx, store.DocumentFilter{Capture: hearsay.CaptureID(id), OldestFirst: true})
}

// question is the work on one Impact.
type question struct {
	store.Reader
	found *Impact
	out   map[hearsay.DocumentID]bool // the documents in question
	links []hearsay.Link              // that lead to them, nearest first
}

func (q *question) versions(ctx context.Context) error {
	for next := q.found.Documents; len(next) > 0; {
		var later []hearsay.Document
		for _, d := range next {
			some, err := q.Documents(ctx, store.DocumentFilter{Prior: d.ID})
			if err != nil {
				return err
			}
			later = append(later, some...)
		}
		q.found.Replaced, next = append(q.found.Replaced, later...), later
	}
	return nil
}

// follow walks the links from the documents in question to those that rest on them, nearest first.
func (q *question) follow(ctx context.Context) error {
	reached := maps.Clone(q.out)
	for next := ids(q.found.Documents); len(next) > 0; {
		links, err := q.LinksTo(ctx, next...)
		if err != nil {
			return err
		}
		next, q.links = nil, append(q.links, links...)
		for _, l := range links {
			if !reached[l.From] {
				reached[l.From] = true
				q.found.Resting = append(q.found.Resting, l)
				next = append(next, l.From)
			}
		}
		docs, err := q.DocumentsOf(ctx, next...)
		if err != nil {
			return err
		}
		for _, d := range docs {
			q.found.From[d.ID] = d
		}
	}
	return nil
}

func ids(docs []hearsay.Document) []hearsay.DocumentID {
	out := make([]hearsay.DocumentID, len(docs))
	for i := range docs {
		out[i] = docs[i].ID
	}
	return out
}

// stories looks at the claims of every story that one of the documents, or of those that rest on them, is in.
func (q *question) stories(ctx context.Context) error {
	done := map[hearsay.StoryID]bool{}
	for _, id := range append(ids(q.found.Documents), slices.Sorted(maps.Keys(q.found.From))...) {
		story, err := q.StoryOf(ctx, id)
		if errors.Is(err, hearsay.ErrNotFound) || err == nil && done[story.ID] {
			continue
		}
		if err != nil {
			return err
		}
		done[story.ID] = true
		if err := q.story(ctx, id); err != nil {
			return err
		}
	}
	slices.SortFunc(q.found.Claims, func(a, b Resting) int {
		return cmp.Or(cmp.Compare(len(b.How), len(a.How)), cmp.Compare(a.Claim.ID, b.Claim.ID))
	})
	return nil
}

func (q *question) story(ctx context.Context, home hearsay.DocumentID) error {
	told, err := pipeline.Retell(ctx, q.Reader, home, time.Time{}, func(*hearsay.Document) bool { return true })
	if err != nil {
		return err
	}
	carriers := map[hearsay.ClaimID]map[hearsay.DocumentID]bool{}
	for _, a := range told.Assertions {
		if carriers[a.Claim] == nil {
			carriers[a.Claim] = map[hearsay.DocumentID]bool{}
		}
		carriers[a.Claim][a.Document] = true
	}
	for _, c := range told.Claims {
		rest := Resting{Claim: c, Now: told.Assessments[c.ID]}
		reach, by := q.reach(carriers[c.ID])
		rest.Without, rest.Beyond = told.Without(c.ID, q.out), told.Without(c.ID, reach)
		if err := q.how(ctx, &rest, carriers[c.ID], by); err != nil {
			return err
		}
		for _, x := range told.Responses {
			if x.Claim == c.ID && q.out[x.Document] {
				rest.because("%s: %s %s", x.Document, x.Party.Name, x.Stance)
			}
		}
		if len(rest.How) > 0 || rest.Changes() {
			q.found.Claims = append(q.found.Claims, rest)
		}
	}
	return nil
}

// reach gives the documents in question and those that rest on them for one claim, with the link of each: their whole
// text is another's that does, or they carry the claim and lead to one that carries it and does.
func (q *question) reach(carries map[hearsay.DocumentID]bool) (map[hearsay.DocumentID]bool, []hearsay.Link) {
	reach := maps.Clone(q.out)
	var by []hearsay.Link
	for _, l := range q.links { // nearest first: the end of a link is reached before its beginning
		whole := l.Kind == hearsay.Copies || l.Span.Text == ""
		if !reach[l.From] && reach[l.To] && carries[l.From] && (whole || carries[l.To]) {
			reach[l.From] = true
			by = append(by, l)
		}
	}
	return reach, by
}

func (r *Resting) because(format string, args ...any) {
	if line := fmt.Sprintf(format, args...); !slices.Contains(r.How, line) {
		r.How = append(r.How, line)
	}
}

// how finds the ways in which a claim rests on the documents.
func (q *question) how(ctx context.Context, rest *Resting, carries map[hearsay.DocumentID]bool, by []hearsay.Link) error {
	if q.out[rest.Claim.Source] {
		rest.because("its wording is from %s", rest.Claim.Source)
	}
	for _, id := range slices.Sorted(maps.Keys(carries)) {
		if q.out[id] {
			rest.because("%s carries it", id)
		}
	}
	for _, l := range by {
		rest.Resting = append(rest.Resting, l.From)
		rest.because("%s carries it, and %s %s", l.From, l.Kind, l.To)
	}
	for _, o := range rest.Now.Origins {
		if q.out[o.Document] {
			rest.because("the origin %s is known from %s", o.Voice.Name, o.Document)
		}
	}
	history, err := q.Assessments(ctx, rest.Claim.ID)
	for _, a := range history {
		if q.out[hearsay.DocumentID(a.Cause)] {
			rest.Moves = append(rest.Moves, a)
		}
	}
	return err
}

// moves finds the claims that the documents once brought about and that nobody makes any more.
func (q *question) moves(ctx context.Context) error {
	var causes []string
	for _, d := range q.found.Documents {
		causes = append(causes, string(d.ID))
	}
	made, err := q.AssessmentsBy(ctx, causes...)
	if err != nil {
		return err
	}
	for i, a := range made {
		if i+1 < len(made) && made[i+1].Claim == a.Claim {
			continue
		}
		if _, err := q.Claim(ctx, a.Claim); errors.Is(err, hearsay.ErrNotFound) {
			q.found.Gone = append(q.found.Gone, a)
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (q *question) decisions(ctx context.Context) error {
	all, err := q.Decisions(ctx, store.DecisionFilter{Standing: true})
	touched := map[string]bool{}
	for id := range q.out {
		touched[string(id)] = true
	}
	for _, c := range q.found.Claims {
		touched[string(c.Claim.ID)] = true
	}
	for _, d := range all {
		if touched[d.Object] || touched[d.Other] {
			q.found.Decisions = append(q.found.Decisions, d)
		}
	}
	return err
}

func (q *question) digest(ctx context.Context) (err error) {
	q.found.Digest, err = digestLines(ctx, q.Reader, q.found.Documents)
	return err
}
