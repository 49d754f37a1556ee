// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/mail"
	"hearsay/internal/store"
)

// alerts writes a letter of alerts. What it tells is what everybody may see, now; of what its account may see besides it tells the number.
func (p *Postman) alerts(ctx context.Context, to *hearsay.Subscriber, l *hearsay.Letter) (*mail.Message, error) {
	operator := p.Store.As(store.Everything)
	me, err := operator.Account(ctx, to.Account)
	if errors.Is(err, hearsay.ErrNotFound) || err == nil && me.Disabled {
		return nil, unwanted("its account is shut out")
	}
	if err != nil {
		return nil, err
	}
	alerts, err := operator.Alerts(ctx, store.AlertFilter{Account: me.ID, Letter: l.ID})
	if err != nil {
		return nil, err
	}
	follows, err := operator.Follows(ctx, me.ID)
	if err != nil {
		return nil, err
	}
	all, err := ledger.ViewAlerts(ctx, p.Store.As(store.Viewer{TLP: me.Ceiling}), alerts, follows)
	if err != nil {
		return nil, err
	}
	clear, err := ledger.ViewAlerts(ctx, p.Store.Reader, alerts, follows) // an outsider
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, unwanted("there is nothing of it that may be told")
	}
	told := digest.Alerts{Hidden: len(all) - len(clear)}
	for i := range clear {
		told.Items = append(told.Items, alertItem(&clear[i]))
	}
	leave := p.link("/unsubscribe", to.ID, desk.LeaveToken(to))
	m, err := digest.AlertMail(told, p.Public, leave)
	return &mail.Message{Name: string(l.ID), To: to.Address, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Date: l.Made, Unsubscribe: leave, Automatic: true}, err
}

const changesTold = 5 // of one page or document

// alertItem is an alert as a letter tells it.
func alertItem(v *ledger.AlertView) digest.AlertItem {
	x := digest.AlertItem{Did: "a query that you keep found a document"}
	if v.Event != nil {
		x.Did = v.Event.Text
	}
	switch {
	case v.Claim != nil:
		x.Words, x.WordsPath, x.Said = v.Claim.Text, "/claim/"+string(v.Claim.ID), true
		x.Before, x.After = standing(v.Claim.Before), standing(v.Claim.After)
		for _, o := range v.Claim.Origins {
			x.Origins = append(x.Origins, originWords(&o))
		}
	case v.Page != nil:
		x.Words, x.WordsPath = v.Page.URL, "/watch/"+string(v.Page.ID)
	case v.Story != nil:
		x.Words, x.WordsPath = v.Story.Title, "/story/"+string(v.Story.ID)
	}
	if v.Event != nil {
		for _, c := range v.Event.Changes[:min(len(v.Event.Changes), changesTold)] {
			x.Changes = append(x.Changes, changeWords(&c))
		}
	}
	if d := v.Document; d != nil {
		x.Source = strings.Join(slices.DeleteFunc([]string{d.Outlet, d.Title, dateWords(d.Dates.Published)}, func(s string) bool { return s == "" }), ", ")
		x.SourcePath = "/document/" + string(d.ID)
		x.Words = cmp.Or(x.Words, d.Title)
	}
	for _, f := range v.Because {
		x.Because = append(x.Because, followWords(&f))
	}
	return x
}

// followWords is what is followed, in words. The words of a query are not told: they have no marking.
func followWords(f *ledger.FollowView) string {
	name := string(f.Kind)
	switch {
	case f.Kind == hearsay.FollowQuery:
		return "a query that you keep"
	case f.Name != "":
		name += " “" + f.Name + "”"
	}
	return "the " + name
}

// dateWords is a date as exactly as it is known.
func dateWords(d hearsay.Date) string {
	if d.Precision == hearsay.ToTheTime {
		return d.Time.UTC().Format("2006-01-02 15:04 UTC")
	}
	return d.String()
}

func standing(s *ledger.Stood) string {
	if s == nil {
		return ""
	}
	return string(s.Status) + ", " + s.Origins()
}

func originWords(o *ledger.AlertedOrigin) string {
	words := fmt.Sprintf("%s (%s)", cmp.Or(o.Name, "somebody unnamed"), o.Kind)
	if o.Outlet != "" && o.Outlet != o.Name {
		words += ", in " + o.Outlet
	}
	return words
}

func changeWords(c *hearsay.Change) string {
	words := string(c.Kind) + ":"
	if c.Before.Text != "" {
		words += " “" + c.Before.Text + "”"
	}
	if c.Before.Text != "" && c.After.Text != "" {
		words += " →"
	}
	if c.After.Text != "" {
		words += " “" + c.After.Text + "”"
	}
	return strings.TrimSpace(words + " " + c.Link)
}
