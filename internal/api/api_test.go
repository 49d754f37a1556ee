// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// world is one of every noun, of one marking.
type world struct {
	name     string
	tlp      hearsay.TLP
	outlet   hearsay.Outlet
	feed     hearsay.Feed
	page     hearsay.Feed
	capture  hearsay.Capture
	document hearsay.Document
	entity   hearsay.Entity
	said     hearsay.Attribution
	claim    hearsay.Claim
	story    hearsay.Story
	decision hearsay.Decision
}

func newWorld(name string, tlp hearsay.TLP, leaf int64) *world {
	w := &world{name: name, tlp: tlp}
	w.outlet = hearsay.Outlet{ID: "paper", Name: "The Paper", Domain: "paper.example"}
	id := func(kind byte) string { return hearsay.ID(kind, name) }
	w.feed = hearsay.Feed{ID: hearsay.FeedID(id('f')), Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss/" + name, Every: time.Hour, TLP: tlp}
	w.page = hearsay.Feed{ID: hearsay.FeedID(id('g')), Outlet: "paper", Kind: hearsay.FeedPage, URL: "https://paper.example/page/" + name, Every: time.Hour, TLP: tlp}
	d := hearsaytest.Document("paper", "Envoys demanded a deal", "Han Kuo said the envoys demanded a deal. The ministry denied it. "+name)
	d.TLP, d.URL = tlp, "https://paper.example/envoys" // all are versions of one address
	w.capture = hearsay.Capture{ID: hearsay.CaptureID(id('c')), Feed: w.feed.ID, URL: d.URL, MediaType: "text/html", Status: 200, Fetched: d.Fetched, Digest: strings.Repeat("ab", 32), Outlet: "paper",
		Leaf: leaf, Salt: []byte{1}, TLP: tlp}
	d.Capture, d.ID = w.capture.ID, hearsay.NewDocumentID(w.capture.ID, "")
	w.document = d
	w.entity = hearsay.Entity{ID: hearsay.EntityID(id('e')), Kind: hearsay.PersonEntity, Name: "Han Kuo"}
	han := hearsay.Voice{Name: "Han Kuo", Kind: hearsay.PersonVoice, Named: true, Entity: w.entity.ID}
	source := hearsaytest.Find(d, "Han Kuo")
	w.said = hearsay.Attribution{ID: hearsay.AttributionID(id('a')), Document: d.ID, Source: &source, Cue: []hearsay.Span{hearsaytest.Find(d, "said")},
		Content: []hearsay.Span{hearsaytest.Find(d, "the envoys demanded a deal")}, Act: hearsay.Assert, Voice: han, Chain: []hearsay.Voice{han}, Confidence: 0.9}
	w.story = hearsay.Story{ID: hearsay.StoryID(id('t')), Title: d.Title, First: hearsaytest.At(9, 0), Last: hearsaytest.At(9, 0)}
	w.claim = hearsay.Claim{ID: hearsay.ClaimID(id('k')), Story: w.story.ID, Text: "the envoys demanded a deal", Source: d.ID, Span: w.said.Content[0]}
	return w
}

// save saves the world.
func (w *world) save(t testing.TB, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		for _, step := range []func() error{
			func() error { return tx.SaveOutlets(ctx, w.outlet) },
			func() error { return tx.SaveFeeds(ctx, w.feed, w.page) },
			func() error { return tx.AddCaptures(ctx, w.capture) },
			func() error { return tx.SaveDocuments(ctx, w.document) },
			func() error {
				return tx.SaveMentions(ctx, hearsay.Mention{Document: w.document.ID, Span: *w.said.Source, Kind: hearsay.PersonEntity, Name: "Han Kuo", Entity: w.entity.ID})
			},
			func() error { return tx.SaveAttributions(ctx, w.said) },
			func() error { return tx.SaveEntities(ctx, w.entity) },
			func() error {
				return tx.SaveAliases(ctx, hearsay.Alias{Entity: w.entity.ID, Name: "Han Kuo", Document: w.document.ID})
			},
			func() error { return tx.SaveStories(ctx, w.story) },
			func() error {
				return tx.SaveMemberships(ctx, hearsay.Membership{Story: w.story.ID, Placed: w.story.ID, Document: w.document.ID, Score: 1, Reason: "first"})
			},
			func() error { return tx.SaveClaims(ctx, w.claim) },
			func() error {
				return tx.SaveAssertions(ctx, hearsay.Assertion{Claim: w.claim.ID, Document: w.document.ID, Attribution: w.said.ID, Reason: "its wording"})
			},
			func() error {
				_, err := tx.AddAssessment(ctx, hearsay.Assessment{Claim: w.claim.ID, Status: hearsay.SingleOrigin, Low: 1, High: 1, At: hearsaytest.At(9, 0), Known: hearsaytest.At(10, 0), Cause: string(w.document.ID),
					Origins: []hearsay.Origin{{Voice: w.said.Voice, Document: w.document.ID, Documents: 1, Reason: "first"}}, Reasons: []string{"one named origin"}})
				return err
			},
			func() error {
				return tx.SaveResponses(ctx, hearsay.Response{Claim: w.claim.ID, Party: hearsay.Voice{Name: "the ministry"}, Stance: hearsay.Denies, What: "it", Document: w.document.ID, At: hearsaytest.At(9, 0)})
			},
			func() error {
				return tx.AddAttempts(ctx, hearsay.Attempt{Feed: w.feed.ID, URL: w.feed.URL, At: hearsaytest.At(9, 0), Outcome: hearsay.Stored, Capture: w.capture.ID})
			},
			func() error {
				return tx.SaveTracks(ctx, store.Track{Feed: w.page.ID, Track: watch.Track{State: watch.Present, Since: hearsaytest.At(9, 0), Looked: hearsaytest.At(9, 0)}})
			},
			func() error { return tx.AddEvents(ctx, w.events()...) },
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	d, err := desk.Decide(ctx, st, hearsay.Decision{Kind: hearsay.GradeVoice, Object: string(w.claim.ID), Value: "3", Reason: "so it is", By: "ann", At: hearsaytest.At(11, 0)})
	if err != nil {
		t.Fatal(err)
	}
	w.decision = d
}

func (w *world) events() []hearsay.Event {
	return []hearsay.Event{
		{ID: hearsay.NewEventID(hearsay.ClaimMoved, w.name), Kind: hearsay.ClaimMoved, Story: w.story.ID, Claim: w.claim.ID, Document: w.document.ID, Text: "to single-origin", At: hearsaytest.At(9, 0), Known: hearsaytest.At(10, 0)},
		{ID: hearsay.NewEventID(hearsay.PageChanged, w.name), Kind: hearsay.PageChanged, Feed: w.page.ID, Text: "a name is gone", At: hearsaytest.At(9, 0), Known: hearsaytest.At(10, 0),
			Changes: []hearsay.Change{{Kind: hearsay.NameLost, Before: hearsay.Span{Start: 0, End: 7, Text: "Han Kuo"}, Entity: w.entity.ID}}},
	}
}

// ids gives the records by what stands before {id} in a path.
func (w *world) ids() map[string]string {
	return map[string]string{"stories": string(w.story.ID), "claims": string(w.claim.ID), "documents": string(w.document.ID), "impact": string(w.document.ID), "captures": string(w.capture.ID),
		"outlets": string(w.outlet.ID), "entities": string(w.entity.ID), "feeds": string(w.feed.ID), "watches": string(w.page.ID), "decisions": string(w.decision.ID), "hooks": "wnothing"}
}

// address gives a path with a record in it, and what the operation cannot do without.
func address(o api.Known, ids map[string]string) string {
	path := o.Path
	noun := strings.Split(strings.TrimPrefix(path, api.Root+"/"), "/")[0]
	path = strings.ReplaceAll(path, "{id}", ids[noun])
	switch o.ID {
	case "search":
		return path + "?q=envoys"
	case "get-feed":
		return path + "?from=2024-04-16T00:00:00Z&to=2024-04-17T00:00:00Z"
	case "list-entities":
		return path + "?name=Han+Kuo"
	}
	return path
}

// house is an API with people.
type house struct {
	t       testing.TB
	st      *store.Store
	door    *desk.Doorkeeper
	handler http.Handler
}

func newHouse(t testing.TB, st *store.Store, change func(*api.Options)) *house {
	t.Helper()
	door, err := desk.NewDoorkeeper(st)
	if err != nil {
		t.Fatal(err)
	}
	o := api.Options{Store: st, Door: door, Log: slog.New(slog.DiscardHandler), Tick: time.Millisecond,
		Decide: func(ctx context.Context, d hearsay.Decision) (hearsay.Decision, error) {
			return desk.DecideFor(ctx, st, desk.Viewer(ctx), d)
		}}
	if change != nil {
		change(&o)
	}
	return &house{t, st, door, api.Handler(o)}
}

// token lets somebody in, who has no password, and gives a token of theirs.
func (h *house) token(name string, role hearsay.Role, ceiling hearsay.TLP) string {
	h.t.Helper()
	a := hearsay.Account{ID: hearsay.AccountID(hearsay.ID('u', name)), Name: name, Role: role, Ceiling: ceiling, Created: hearsaytest.At(9, 0)}
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error { return tx.AddAccount(h.t.Context(), a) })
	token, err := h.door.AddToken(h.t.Context(), a, "test", hearsay.ScopeAct, ceiling, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// do asks; headers are pairs.
func (h *house) do(token, method, path string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), method, path, body)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// answer is what of an answer who asks can see, with the record that was asked for left out.
func answer(w *httptest.ResponseRecorder, id string) string {
	return strings.ReplaceAll(fmt.Sprintf("%d %v\n%s", w.Code, w.Result().Header, w.Body), id, "ID")
}
