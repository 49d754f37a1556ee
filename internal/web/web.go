// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package web is the desk in a browser: what happened of late, the stories, one story, one claim with its chain, one document with
// its attributions marked, outlets, people and bodies, watched pages, decisions, and search.
//
// Rules of the house for its pages:
//   - Everything can be read and done without a script; reasons are behind <details>, graphs are drawn by the server and
//     followed by the same content as text.
//   - Colour is never the only sign. Every badge has its word, every line of a graph its pattern and its label.
//   - Whatever comes from outside is shown as text, never as markup, with its language named and with invisible
//     and direction-changing characters made visible (control.go).
//   - A number is shown with its reason, a text is called verified only if its bytes were checked for this very
//     answer.
//
// A page is a view value (StoriesPage, StoryPage, …) that a [Ledger] fills and a template of the same name shows.
package web

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"golang.org/x/time/rate"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
)

// Ledger is what the pages need to know. It answers only what the asker may see: a record that is marked above
// their clearance is hearsay.ErrNotFound like one that does not exist.
type Ledger interface {
	Today(ctx context.Context, before int64) (*TodayPage, error)
	Stories(ctx context.Context, after string) (*StoriesPage, error)
	Story(ctx context.Context, id hearsay.StoryID) (*StoryPage, error)
	Claim(ctx context.Context, id hearsay.ClaimID, known time.Time) (*ClaimPage, error) // a zero time is now
	Document(ctx context.Context, id hearsay.DocumentID) (*DocumentPage, error)
	Search(ctx context.Context, query, after string) (*SearchPage, error)
	Watches(ctx context.Context) (*WatchesPage, error)
	Watch(ctx context.Context, id hearsay.FeedID) (*WatchPage, error)
	Outlets(ctx context.Context) (*OutletsPage, error)
	Outlet(ctx context.Context, id hearsay.OutletID) (*OutletPage, error)
	Entity(ctx context.Context, id hearsay.EntityID) (*EntityPage, error)
	Review(ctx context.Context) (*ReviewPage, error)
	Decisions(ctx context.Context, after hearsay.DecisionID) (*DecisionsPage, error)
	Versions(ctx context.Context, id hearsay.DocumentID) (*VersionsPage, error)
	Digests(ctx context.Context, before int) (*DigestsPage, error)
	Digest(ctx context.Context, number int) (*DigestPage, error)
	Settings(ctx context.Context, words, after string) (*SettingsPage, error)
	DigestFeed(ctx context.Context) ([]digest.Entry, error)
	Alerts(ctx context.Context, id hearsay.AccountID) (AlertsPart, error)
	Follows(ctx context.Context, id hearsay.AccountID) ([]ledger.FollowView, error)
	Discussion(ctx context.Context, id hearsay.StoryID, after hearsay.RemarkID, about people.Draft) (*DiscussionPage, error)
	Remark(ctx context.Context, id hearsay.RemarkID) (*RemarkPage, error)
	Talk(ctx context.Context, story hearsay.StoryID, claim hearsay.ClaimID) (TalkPart, error)
	Mentions(ctx context.Context, id hearsay.AccountID) (MentionsPart, error)
}

// Options are what a web desk stands on.
type Options struct {
	Ledger Ledger

	// Verify checks, now, the stored bytes of a capture against its digest, and a document against what they give.
	// Where it is nil no text is called verified.
	Verify func(ctx context.Context, c hearsay.Capture, d hearsay.Document) error

	// Version is a word that is another after anything has changed; nil where nothing is to be kept.
	Version func(context.Context) (string, error)

	// Who may come in, and who is in. Where Door is nil nobody can, and nothing can be decided.
	Door     *people.Doorkeeper
	Sessions scs.Store
	Setup    string           // the word by which the first administrator is let in; empty for none
	Issuer   *people.Issuer   // vouches for people; nil where nobody does
	Passkeys *people.Passkeys // let people in by what their devices hold; nil where the desk has no name of its own
	Closed   bool             // only who is in may read
	Secure   bool             // served over TLS: cookies are for TLS alone

	// Hosts are the names that the desk answers to besides addresses and localhost, as a browser asks for them; nil for any. A name that
	// somebody else points here is none of them: what a browser shows under it could be read by whoever has it.
	Hosts []string

	// Decide records a decision and lets it take effect.
	Decide func(ctx context.Context, d hearsay.Decision) error

	Discussions *people.Discussions // what people say about stories; nil where nobody does

	Looking *pipeline.Looking // changes at what the desk looks; nil where nobody can
	Facts   []Fact            // how the desk was started

	Subscribers *people.Subscribers // who is sent issues by e-mail; nil where nobody can unsubscribe
	Mails       bool                // letters are sent: it can be asked for them

	Hubs     Hubs          // what hubs call; nil where none was asked for anything
	API      http.Handler  // under /api/ and /mcp, with rules of its own; nil for none
	Partners http.Handler  // under /taxii2/, the same
	Searches *people.Turns // of each asker; nil for no bound

	Log *slog.Logger // for faults that are ours; nil for slog.Default
}

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// desk is the handler in parts.
type desk struct {
	Options
	pages  pages
	assets map[string]asset
	in     *scs.SessionManager // nil where nobody can come in
	asking *people.Rates       // for issues by e-mail
	kept   kept
}

// Handler serves the web desk.
func Handler(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	assets := loadAssets(staticFiles)
	d := &desk{Options: o, pages: parsePages(templateFiles, assets), assets: assets, asking: people.NewRates(rate.Every(subscribeEvery), subscribeAtOnce)}
	mux := http.NewServeMux()
	for _, r := range d.routes() {
		mux.HandleFunc(r.pattern, d.allowed(r))
	}
	if o.Door != nil {
		d.in = o.newSessions()
		d.in.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { d.fail(w, r, err) }
	}
	return secured(d.answersTo(http.NewCrossOriginProtection().Handler(d.recognised(mux))))
}

// answersTo refuses requests for a name that is not the desk's. What proxies say of where they were asked is not read.
func (d *desk) answersTo(next http.Handler) http.Handler {
	if d.Hosts == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := (&url.URL{Host: strings.ToLower(r.Host)}).Hostname()
		_, err := netip.ParseAddr(host)
		if err == nil || host == "localhost" || slices.Contains(d.Hosts, host) {
			next.ServeHTTP(w, r)
			return
		}
		d.tell(w, FaultPage{http.StatusMisdirectedRequest, "This is not the name of the desk", "It answers to the name that it was started with: hearsay serve --public https://NAME."})
	})
}

// policy is the Content-Security-Policy of every answer. The scripts are files of ours; none stands in a page.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers that hold for every answer, errors and files included.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}
