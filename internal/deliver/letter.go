// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/mail"
	"hearsay/internal/store"
)

// errUnwanted is why a letter is not sent that nobody refused.
var errUnwanted = errors.New("not sent")

func unwanted(why string) error { return fmt.Errorf("%w: %s", errUnwanted, why) }

// write writes a letter, or gives errUnwanted.
func (p *Postman) write(ctx context.Context, t *task) (*mail.Message, error) {
	l := &t.letter
	to, err := p.Store.As(store.Everything).Subscriber(ctx, l.To)
	switch {
	case errors.Is(err, hearsay.ErrNotFound):
		return nil, unwanted("there is no such subscriber any more")
	case err != nil:
		return nil, err
	case p.clock().Sub(l.Made) > oldest:
		return nil, unwanted("it had waited for more than a week")
	}
	if l.Kind == hearsay.QuestionLetter {
		return p.question(&to, l)
	}
	if to.State != hearsay.SubscriberConfirmed {
		return nil, unwanted("the subscriber is " + string(to.State))
	}
	if l.Kind == hearsay.AlertLetter {
		return p.alerts(ctx, &to, l)
	}
	r, err := p.issue(ctx, hearsay.IssueID(l.About))
	if err != nil {
		return nil, err
	}
	leave := p.link("/unsubscribe", to.ID, desk.LeaveToken(&to))
	m, err := digest.IssueMail(r, p.Public, leave)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(p.Public)
	if err != nil {
		return nil, fmt.Errorf("read the public address: %w", err)
	}
	return &mail.Message{Name: string(l.ID), To: to.Address, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Date: r.Issue.Published,
		List: "digests." + at.Hostname(), Unsubscribe: leave}, nil
}

// question asks whether an address wants the issues, or the alerts of its account, if that was its last question.
func (p *Postman) question(to *hearsay.Subscriber, l *hearsay.Letter) (*mail.Message, error) {
	if l.About != strconv.FormatInt(to.Asked.UnixMicro(), 10) || p.clock().Sub(to.Asked) > desk.QuestionHolds {
		return nil, unwanted("the question is over")
	}
	if to.State == hearsay.SubscriberConfirmed {
		return nil, unwanted("it is answered")
	}
	what := "the digests"
	if to.Account != "" {
		what = "the alerts of an account"
	}
	m, err := digest.QuestionMail(what, p.Public, p.link("/subscribe/confirm", to.ID, desk.ConfirmToken(to)), int(desk.QuestionHolds.Hours()))
	return &mail.Message{Name: string(l.ID), To: to.Address, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Date: to.Asked, Automatic: true}, err
}

// link is an address on the desk that only who gets the letter knows. The token is in its query, which no log of ours has.
func (p *Postman) link(path string, id hearsay.SubscriberID, token string) string {
	return p.Public + path + "?" + url.Values{"s": {string(id)}, "t": {token}}.Encode()
}

// issue gives a published issue as everybody may see it.
func (p *Postman) issue(ctx context.Context, id hearsay.IssueID) (digest.Reading, error) {
	if i := p.reading.Issue; i != nil && i.ID == id && p.clock().Sub(p.reading.at) < readingHolds {
		return p.reading.Reading, nil
	}
	r := p.Store.Reader // an outsider
	i, err := r.Issue(ctx, id)
	if errors.Is(err, hearsay.ErrNotFound) {
		return digest.Reading{}, unwanted("the issue is not public")
	}
	if err != nil {
		return digest.Reading{}, err
	}
	v, err := ledger.ViewIssue(ctx, r, i)
	if err != nil {
		return digest.Reading{}, err
	}
	if !v.AsPublished {
		return digest.Reading{}, unwanted("the issue does not say what was published")
	}
	p.reading = reading{v.Reading(), p.clock()}
	return p.reading.Reading, nil
}
