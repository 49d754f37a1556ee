// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// TestH58PagesDoNotTellWhatIsMarkedAbove asks for every page in every role, with a ceiling just below each marking: of a record above
// the ceiling it tells what it tells of one that does not exist, and every other page is, to the byte, that of a ledger
// without such records.
func TestH58PagesDoNotTellWhatIsMarkedAbove(t *testing.T) {
	raced.Skip(t) // asks much, one after another
	password := hashed(t)
	for marking := hearsay.Green; marking <= hearsay.Red; marking++ {
		t.Run(marking.String(), func(t *testing.T) {
			plain, more := houseOf(t, hearsaytest.Store(t), nil), houseOf(t, hearsaytest.Store(t), nil)
			seen, hidden, absent := hearsaytest.NewWorld("seen", hearsay.Clear, 0), hearsaytest.NewWorld("hidden", marking, 1), hearsaytest.NewWorld("absent", marking, 2)
			for _, h := range []*house{plain, more} {
				seen.Save(t, h.st)
			}
			hidden.Save(t, more.st)
			more.entangle(hidden, seen)
			for _, role := range append([]hearsay.Role{""}, hearsay.Roles...) {
				in := map[*house]*visitor{}
				for _, h := range []*house{plain, more} {
					if role != "" {
						h.settled(string(role), role, marking-1, password)
					}
					in[h] = h.visitor(string(role))
				}
				for _, pattern := range pagePatterns() {
					seeing := func(h *house) string { return told(in[h].do("GET", pageOf(pattern, seen), nil), none) }
					if a, b := seeing(plain), seeing(more); a != b {
						t.Errorf("%q %s: without the hidden records (-), with them (+):\n%s", role, pattern, differs(a, b))
					}
					if !strings.Contains(pattern, "{") || pattern == "GET /outlet/{id}" { // that an outlet exists is no secret
						continue
					}
					of := func(w *hearsaytest.World) string {
						return told(in[more].do("GET", pageOf(pattern, w), nil), idOf(pattern, w))
					}
					if a, b := of(absent), of(hidden); a != b {
						t.Errorf("%q %s: of what does not exist (-), of what is hidden (+):\n%s", role, pattern, differs(a, b))
					}
				}
			}
			provesPages(t, more, hidden, password)
		})
	}
}

// entangle lets the hidden document rest on the one that is seen, and have a later version; two people disagree on the hidden claim.
func (h *house) entangle(hidden, seen *hearsaytest.World) {
	h.t.Helper()
	ctx := h.t.Context()
	c, d := hidden.Capture, hidden.Document
	c.ID, c.Leaf = laterCapture(hidden), 3
	d.ID, d.Capture, d.Prior, d.Text = laterOf(hidden), c.ID, d.ID, d.Text+" More is to come."
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error {
		return errors.Join(tx.AddCaptures(ctx, c), tx.SaveDocuments(ctx, d),
			tx.SaveLinks(ctx, hearsay.Link{From: hidden.Document.ID, To: seen.Document.ID, Outlet: "paper", Kind: hearsay.Copies, Share: 1, Reason: "all of its words"}))
	})
	_, err := people.Decide(ctx, h.st, hearsay.Decision{Kind: hearsay.GradeVoice, Object: string(hidden.Claim.ID), Value: "5", Reason: "hidden doubt", By: "bo", At: hearsaytest.At(12, 0)})
	if err != nil {
		h.t.Fatal(err)
	}
}

func laterCapture(w *hearsaytest.World) hearsay.CaptureID {
	return hearsay.CaptureID(hearsay.ID('c', w.Name+" later"))
}

func laterOf(w *hearsaytest.World) hearsay.DocumentID {
	return hearsay.NewDocumentID(laterCapture(w), "")
}

// provesPages shows that whoever may see the hidden records is told of them, so that the test can fail.
func provesPages(t *testing.T, h *house, hidden *hearsaytest.World, password string) {
	t.Helper()
	h.settled("sees", hearsay.RoleAdmin, hidden.TLP, password)
	v := h.visitor("sees")
	for _, pattern := range pagePatterns() {
		switch pattern {
		case "GET /outlets", "GET /digests", "GET /digests.atom", "GET /digests.rss", "GET /digests.json", "GET /digest/{number}", "GET /login", "GET /setup", "GET /people", "GET /subscribe", "GET /subscribe/confirm", "GET /unsubscribe":
			continue // tell of no record of the hidden world, or only numbers of it
		}
		path := pageOf(pattern, hidden)
		if pattern == "GET /document/{id}/changes" {
			path = "/document/" + string(laterOf(hidden)) + "/changes"
		}
		w := v.do("GET", path, nil)
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, "hidden") && !strings.Contains(body, string(hidden.Document.ID)) && !strings.Contains(body, string(hidden.Claim.ID)) && !strings.Contains(body, string(hidden.Story.ID)) {
			t.Errorf("%s does not tell of the hidden records, so the test proves nothing: %d %s", pattern, w.Code, body)
		}
	}
}

// pagePatterns are the routes that show something of the ledger: when people came in is another matter.
func pagePatterns() (patterns []string) {
	for _, r := range web.Routes() {
		if r.Pattern == "GET /account" || r.Pattern == "GET /arrivals" {
			continue
		}
		if strings.HasPrefix(r.Pattern, "GET /") && !strings.HasPrefix(r.Pattern, "GET /login/") && !strings.HasPrefix(r.Pattern, "GET /static/") {
			patterns = append(patterns, r.Pattern)
		}
	}
	return patterns
}

func idOf(pattern string, w *hearsaytest.World) string {
	switch strings.Split(strings.TrimPrefix(pattern, "GET /"), "/")[0] {
	case "story":
		return string(w.Story.ID)
	case "claim":
		return string(w.Claim.ID)
	case "document":
		return string(w.Document.ID)
	case "entity":
		return string(w.Entity.ID)
	case "outlet":
		return string(w.Outlet.ID)
	case "watch":
		return string(w.Page.ID)
	case "remark":
		return string(w.Remark.ID)
	}
	return none
}

// none is no record.
const none = "no-record"

func differs(a, b string) string {
	return cmp.Diff(strings.Split(a, "\n"), strings.Split(b, "\n"))
}

// pageOf gives an address of a route, of a record of the world.
func pageOf(pattern string, w *hearsaytest.World) string {
	path := strings.NewReplacer("{$}", "", "{id}", idOf(pattern, w), "{number}", "1").Replace(strings.TrimPrefix(pattern, "GET "))
	if path == "/search" {
		return path + "?q=envoys"
	}
	return path
}

// told is what of an answer who asks can see, with their session and the record that was asked for left out.
func told(w *httptest.ResponseRecorder, id string) string {
	w.Header().Del("Set-Cookie")
	return strings.ReplaceAll(fmt.Sprintf("%d %v\n%s", w.Code, w.Header(), w.Body), id, "ID")
}

// hashed gives what is kept of the secret.
func hashed(t *testing.T) string {
	t.Helper()
	h := houseOf(t, hearsaytest.Store(t), nil)
	h.add("ann", hearsay.RoleReader, hearsay.Clear)
	a, err := h.door.Named(t.Context(), "ann")
	if err != nil {
		t.Fatal(err)
	}
	return a.Password
}

// settled lets somebody in whose account is the same in every house.
func (h *house) settled(name string, role hearsay.Role, ceiling hearsay.TLP, password string) {
	h.t.Helper()
	a := hearsay.Account{ID: hearsay.AccountID(hearsay.ID('u', name)), Name: name, Role: role, Ceiling: ceiling, Password: password, Created: hearsaytest.At(9, 0)}
	hearsaytest.Write(h.t, h.st, func(tx *store.Tx) error { return tx.AddAccount(h.t.Context(), a) })
}
