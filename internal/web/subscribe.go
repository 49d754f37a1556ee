// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// How often issues by e-mail may be asked for from one network; a proxy before the desk is one.
const (
	subscribeEvery  = 10 * time.Second
	subscribeAtOnce = 20
)

// mailRoutes are the addresses by which issues are asked for by e-mail, and left.
func (d *desk) mailRoutes() []route {
	return []route{
		{"GET /subscribe", readable, d.page("subscribe", d.subscribe)},
		{"POST /subscribe", readable, d.askForIssues},
		{"GET /subscribe/confirm", always, d.page("letters", d.confirming)},
		{"POST /subscribe/confirm", always, d.confirm},
		{"GET /unsubscribe", always, d.leaving},
		{"POST /unsubscribe", always, d.unsubscribe},
	}
}

// SubscribePage is where issues by e-mail are asked for.
type SubscribePage struct {
	Problem string
	Asked   bool
}

// LettersPage has the button that a link in a letter leads to, or says what it did. A GET changes nothing: programs follow links too.
type LettersPage struct {
	Leaves  bool   // the button unsubscribes; otherwise it confirms
	Alerts  bool   // it is about the alerts of an account, not about digests
	Address string // whose it is; empty on the page of what was done
	Here    string // where the button sends to
	Done    string
}

func (p *SubscribePage) title() string { return "Digests by e-mail" }
func (p *LettersPage) title() string {
	if p.Alerts {
		return "Alerts by e-mail"
	}
	return "Digests by e-mail"
}

func (d *desk) subscribe(*http.Request) (titled, error) {
	if d.Subscribers == nil || !d.Mails {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "ask for issues by e-mail"}
	}
	return &SubscribePage{}, nil
}

// askForIssues sends an address the question whether it wants the issues. The answer is the same whether the address is known or not.
func (d *desk) askForIssues(w http.ResponseWriter, r *http.Request) {
	_, err := d.subscribe(r)
	if err == nil {
		err = form(w, r)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if wait := d.asking.Wait(network(from(r))); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		d.show(w, r, http.StatusTooManyRequests, "subscribe", &SubscribePage{Problem: "That is too often. Try again in a minute."})
		return
	}
	_, err = d.Subscribers.Ask(r.Context(), r.PostForm.Get("address"), "", time.Now().UTC())
	if errors.Is(err, hearsay.ErrInvalid) {
		d.show(w, r, http.StatusBadRequest, "subscribe", &SubscribePage{Problem: problem(err)})
		return
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.show(w, r, http.StatusOK, "subscribe", &SubscribePage{Asked: true})
}

// network is the address or, of one of IPv6, the network that one customer has.
func network(host string) string {
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Unmap().Is4() {
		return host
	}
	p, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return p.String()
}

// letterLink reads the link of a letter. What none of ours can be is not looked up.
func letterLink(r *http.Request) (id hearsay.SubscriberID, token string, err error) {
	q := r.URL.Query()
	id, token = hearsay.SubscriberID(q.Get("s")), q.Get("t")
	if len(id) > longestID || len(token) > longestID || strings.ContainsFunc(string(id)+token, func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read the link of a letter"}
	}
	return id, token, err
}

// over says that a link of a letter does nothing, or what went wrong.
func (d *desk) over(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, hearsay.ErrNotFound) {
		d.tell(w, FaultPage{http.StatusNotFound, "This link is over", "It was for a time, or for an address that is not here. Links to subscribe hold for two days, and the newest one counts."})
		return
	}
	d.fail(w, r, err)
}

func (d *desk) confirming(r *http.Request) (titled, error) {
	if d.Subscribers == nil {
		return nil, hearsay.ErrNotFound
	}
	id, _, err := letterLink(r)
	return &LettersPage{Here: r.URL.RequestURI(), Alerts: err == nil && d.Subscribers.OfAccount(r.Context(), id)}, nil
}

func (d *desk) confirm(w http.ResponseWriter, r *http.Request) {
	d.byLetter(w, r, func(id hearsay.SubscriberID, token string) (string, error) {
		x, err := d.Subscribers.Confirm(r.Context(), id, token, time.Now().UTC())
		if x.Account != "" {
			return "The next alerts come by e-mail. Each letter has a link at its end by which you get no more of them.", err
		}
		return "The next issue comes by e-mail. Each has a link at its end by which you get no more of them.", err
	})
}

func (d *desk) leaving(w http.ResponseWriter, r *http.Request) {
	id, token, err := letterLink(r)
	if d.Subscribers == nil {
		err = hearsay.ErrNotFound
	}
	var x hearsay.Subscriber
	if err == nil {
		x, err = d.Subscribers.Leaving(r.Context(), id, token)
	}
	if err != nil {
		d.over(w, r, err)
		return
	}
	d.show(w, r, http.StatusOK, "letters", &LettersPage{Leaves: true, Alerts: x.Account != "", Address: x.Address, Here: r.URL.RequestURI()})
}

// unsubscribe takes what a person sends by the button, and what a program for e-mail sends by RFC 8058.
func (d *desk) unsubscribe(w http.ResponseWriter, r *http.Request) {
	d.byLetter(w, r, func(id hearsay.SubscriberID, token string) (string, error) {
		x, err := d.Subscribers.Leave(r.Context(), id, token, time.Now().UTC())
		if x.Account != "" {
			return "You get no more alerts by e-mail.", err
		}
		return "You get no more digests by e-mail.", err
	})
}

// byLetter does what the link of a letter is for.
func (d *desk) byLetter(w http.ResponseWriter, r *http.Request, do func(hearsay.SubscriberID, string) (string, error)) {
	id, token, err := letterLink(r)
	if d.Subscribers == nil {
		err = hearsay.ErrNotFound
	}
	done := ""
	if err == nil {
		done, err = do(id, token)
	}
	if err != nil {
		d.over(w, r, err)
		return
	}
	d.show(w, r, http.StatusOK, "letters", &LettersPage{Done: done, Alerts: d.Subscribers.OfAccount(r.Context(), id)})
}
