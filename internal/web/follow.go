// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// followRoutes are the addresses by which somebody follows what they read, and is told of it.
func (d *desk) followRoutes() []route {
	return []route{
		{"POST /follow", inside, d.follow},
		{"POST /unfollow", inside, d.unfollow},
		{"POST /alerts/seen", inside, d.seeAlerts},
		{"POST /account/address", inside, d.askForAlerts},
		{"POST /account/address/end", inside, d.endAddress},
	}
}

// AlertsPart is what somebody is told on the first page and has not marked as seen.
type AlertsPart struct {
	Alerts []ledger.AlertView // the newest first
	More   int                // that are not shown
	UpTo   int64              // number of the newest
}

// Following is a button by which somebody follows what a page is about, or leaves it.
type Following struct {
	Kind  hearsay.FollowKind
	About string
	ID    hearsay.FollowID // empty where they do not follow it
	Mails bool             // alerts can go out by e-mail too
}

// followable is a page about something that can be followed.
type followable interface {
	followed() (hearsay.FollowKind, string)
}

func (p *StoryPage) followed() (hearsay.FollowKind, string) {
	return hearsay.FollowStory, string(p.Story.ID)
}
func (p *ClaimPage) followed() (hearsay.FollowKind, string) {
	return hearsay.FollowClaim, string(p.Claim.ID)
}
func (p *WatchPage) followed() (hearsay.FollowKind, string) {
	return hearsay.FollowPage, string(p.Feed.ID)
}

// following gives the button of a page; nil where it has none, and for who is not in.
func (d *desk) following(ctx context.Context, p any) (*Following, error) {
	f, ok := p.(followable)
	me := whoIs(ctx)
	if !ok || me.ID == "" {
		return nil, nil
	}
	kind, about := f.followed()
	all, err := d.Door.Follows(ctx, me.ID)
	if err != nil {
		return nil, err
	}
	b := button(kind, about, all)
	b.Mails, err = d.mailsTo(ctx, me.ID)
	return &b, err
}

func button(kind hearsay.FollowKind, about string, all []hearsay.Follow) Following {
	b := Following{Kind: kind, About: about}
	for _, f := range all {
		if f.Kind == kind && f.About == about {
			b.ID = f.ID
		}
	}
	return b
}

// mailsTo reports whether alerts can go out by e-mail to an account.
func (d *desk) mailsTo(ctx context.Context, id hearsay.AccountID) (bool, error) {
	if d.Subscribers == nil || !d.Mails {
		return false, nil
	}
	x, err := d.Subscribers.Address(ctx, id)
	return x.State == hearsay.SubscriberConfirmed, err
}

// addressOf is where something that is followed stands.
func followAddress(kind hearsay.FollowKind, about string) string {
	switch kind {
	case hearsay.FollowStory:
		return "/story/" + url.PathEscape(about)
	case hearsay.FollowClaim:
		return "/claim/" + url.PathEscape(about)
	case hearsay.FollowPage:
		return "/watch/" + url.PathEscape(about)
	}
	return "/search"
}

// follow has who asks told what becomes known of something, and goes back to it.
func (d *desk) follow(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	kind, about := hearsay.FollowKind(r.PostForm.Get("kind")), r.PostForm.Get("about")
	if err == nil {
		_, err = d.Door.Follow(r.Context(), whoIs(r.Context()), kind, about, r.PostForm.Get("mail") != "")
	}
	d.afterQuery(w, r, followAddress(kind, about), err)
}

// unfollow ends that, and goes back to where it was asked for.
func (d *desk) unfollow(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if err == nil {
		err = d.Door.Unfollow(r.Context(), whoIs(r.Context()).ID, hearsay.FollowID(r.PostForm.Get("id")))
	}
	back := "/account#follows"
	if kind := r.PostForm.Get("kind"); kind != "" {
		back = followAddress(hearsay.FollowKind(kind), r.PostForm.Get("about"))
	}
	d.afterQuery(w, r, back, err)
}

// seeAlerts keeps that who asks has seen their alerts up to the newest that the page showed.
func (d *desk) seeAlerts(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	var upTo int64
	if err == nil {
		if upTo, err = strconv.ParseInt(r.PostForm.Get("upto"), 10, 64); err != nil {
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read which alerts were seen"}
		}
	}
	if err == nil {
		err = d.Door.SeeAlerts(r.Context(), whoIs(r.Context()).ID, upTo)
	}
	d.afterQuery(w, r, "/", err)
}

// askForAlerts asks an address whether it wants the alerts of who asks.
func (d *desk) askForAlerts(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if d.Subscribers == nil || !d.Mails {
		err = hearsay.ErrNotFound
	}
	if err == nil {
		_, err = d.Subscribers.AskFor(r.Context(), whoIs(r.Context()), r.PostForm.Get("address"), time.Now().UTC())
	}
	d.tellAccount(w, r, AccountPage{Done: "A message is on its way to the address. The link in it says yes, and holds for two days."}, err)
}

func (d *desk) endAddress(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if d.Subscribers == nil {
		err = hearsay.ErrNotFound
	}
	if err == nil {
		err = d.Subscribers.ForgetFor(r.Context(), whoIs(r.Context()).ID)
	}
	d.tellAccount(w, r, AccountPage{Done: "Alerts are shown on the desk alone."}, err)
}

// The lengths of the list of alerts: what is shown, and among how many of the newest that are not seen.
const (
	alertsOnPage = 20
	alertsRead   = 200
)

// Alerts gives what somebody is told and has not marked as seen.
func (s *shelf) Alerts(ctx context.Context, id hearsay.AccountID) (AlertsPart, error) {
	var p AlertsPart
	operator := s.store.As(store.Everything)
	alerts, err := operator.Alerts(ctx, store.AlertFilter{Account: id, Unseen: true, NewestFirst: true, Limit: alertsRead})
	if err != nil || len(alerts) == 0 {
		return p, err
	}
	follows, err := operator.Follows(ctx, id)
	if err != nil {
		return p, err
	}
	if p.Alerts, err = ledger.ViewAlerts(ctx, s.store.As(s.who(ctx)), alerts, follows); err != nil {
		return p, err
	}
	for i := range p.Alerts {
		p.UpTo = max(p.UpTo, p.Alerts[i].Seq)
	}
	p.More = max(0, len(p.Alerts)-alertsOnPage)
	p.Alerts = p.Alerts[:len(p.Alerts)-p.More]
	return p, nil
}

// Follows gives what somebody follows.
func (s *shelf) Follows(ctx context.Context, id hearsay.AccountID) ([]ledger.FollowView, error) {
	all, err := s.store.As(store.Everything).Follows(ctx, id)
	if err != nil {
		return nil, err
	}
	views := make([]ledger.FollowView, len(all))
	for i := range all {
		views[i], err = ledger.ViewFollow(ctx, s.store.As(s.who(ctx)), &all[i])
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return nil, err
		}
	}
	return views, nil
}
