// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/mail"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"hearsay"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// MailStage is the word of the jobs that send letters; their records are letters.
const MailStage = "mail"

// How long a question may be answered, how soon an address is asked again by whoever knows it and by the operator, and how long one is kept
// that does not answer.
const (
	QuestionHolds  = 48 * time.Hour
	askAgain       = 24 * time.Hour
	askAgainHere   = time.Hour
	unansweredKept = 7 * 24 * time.Hour
)

const longestAddress, longestLocal = 254, 64 // bytes: RFC 5321

// ParseAddress gives an address for e-mail in its normal form: without name or comment, the domain in small ASCII letters. What is no such
// address, or none of a domain, is hearsay.ErrInvalid.
func ParseAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	wrong := func(cause string) (string, error) {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read an address for e-mail", Cause: errors.New(cause), Hint: "give one like ann@paper.example"}
	}
	if at < 1 || at > longestLocal || len(s) > longestAddress {
		return wrong("it is not NAME@DOMAIN, or too long")
	}
	for _, c := range []byte(s[:at]) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),:;<>@[\]`, c) >= 0 {
			return wrong("its name has characters that few servers take")
		}
	}
	host, err := idna.Lookup.ToASCII(strings.ToLower(s[at+1:]))
	if err != nil || !strings.Contains(host, ".") || len(s[:at])+1+len(host) > longestAddress {
		return wrong("its domain is none")
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return wrong("its domain is a number")
	}
	s = s[:at+1] + host
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return wrong("it is not NAME@DOMAIN")
	}
	return s, nil
}

// Subscribers are who is sent public issues by e-mail.
type Subscribers struct{ Store *store.Store }

// Ask sends an address the question whether it wants the issues, at most once a day, or an hour where somebody adds it by name. It is no
// error where it has them already: whoever asks is not told whose addresses these are. by is empty where it was asked for on the page.
// Addresses that never answered are forgotten after a week.
func (s *Subscribers) Ask(ctx context.Context, address, by string, now time.Time) (hearsay.Subscriber, error) {
	address, err := ParseAddress(address)
	if err != nil {
		return hearsay.Subscriber{}, err
	}
	return s.change(ctx, address, by, now, func(tx *store.Tx, x *hearsay.Subscriber) error {
		pause := askAgain
		if by != "" {
			pause = askAgainHere
		}
		if x.State == hearsay.SubscriberConfirmed || now.Sub(x.Asked) < pause {
			return nil
		}
		if err := tx.ForgetUnanswered(ctx, now.Add(-unansweredKept)); err != nil {
			return err
		}
		x.Asked = now
		return EnqueueLetters(ctx, tx, now, question(x, now))
	})
}

// Add adds an address that somebody has agreed for: nothing is asked. One that was unsubscribed is hearsay.ErrConflict.
func (s *Subscribers) Add(ctx context.Context, address, by string, now time.Time) (hearsay.Subscriber, error) {
	address, err := ParseAddress(address)
	if err != nil {
		return hearsay.Subscriber{}, err
	}
	return s.change(ctx, address, by, now, func(_ *store.Tx, x *hearsay.Subscriber) error {
		if x.State == hearsay.SubscriberLeft {
			return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "add subscriber " + address, Cause: errors.New("it has unsubscribed"), Hint: "without --confirmed it is asked whether it wants them again"}
		}
		if x.State != hearsay.SubscriberConfirmed {
			x.State, x.Why, x.Changed = hearsay.SubscriberConfirmed, "", now
		}
		return nil
	})
}

func newSubscriber(address, by string, now, asked time.Time) hearsay.Subscriber {
	return hearsay.Subscriber{ID: hearsay.SubscriberID("n" + strings.ToLower(rand.Text())), Address: address, State: hearsay.SubscriberAsked, Secret: rand.Text(), By: by, Created: now, Asked: asked, Changed: now}
}

// question is the letter that asks a subscriber, by when it is asked.
func question(x *hearsay.Subscriber, now time.Time) hearsay.Letter {
	return hearsay.NewLetter(hearsay.QuestionLetter, strconv.FormatInt(now.UnixMicro(), 10), x.ID, now)
}

// change changes the subscriber of an address, a new one where there is none.
func (s *Subscribers) change(ctx context.Context, address, by string, now time.Time, f func(*store.Tx, *hearsay.Subscriber) error) (x hearsay.Subscriber, err error) {
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		x, err = tx.SubscriberAt(ctx, address)
		if errors.Is(err, hearsay.ErrNotFound) {
			x, err = newSubscriber(address, by, now, time.Time{}), nil
		}
		if err == nil {
			err = f(tx, &x)
		}
		if err != nil {
			return err
		}
		return tx.SaveSubscriber(ctx, x)
	})
	return x, err
}

// ConfirmToken is what an address says yes with: to the last question, for as long as that holds.
func ConfirmToken(x *hearsay.Subscriber) string {
	return token(x, "confirm", strconv.FormatInt(x.Asked.UnixMicro(), 10))
}

// LeaveToken is what an address unsubscribes with. It is in every letter, and holds for ever.
func LeaveToken(x *hearsay.Subscriber) string { return token(x, "leave") }

func token(x *hearsay.Subscriber, parts ...string) string {
	mac := hmac.New(sha256.New, []byte(x.Secret))
	mac.Write([]byte(strings.Join(append(parts, string(x.ID)), "\n")))
	return hex.EncodeToString(mac.Sum(nil)[:20])
}

// Confirm confirms a subscriber by the token of its last question. A wrong token and one that is over are hearsay.ErrNotFound.
func (s *Subscribers) Confirm(ctx context.Context, id hearsay.SubscriberID, given string, now time.Time) (hearsay.Subscriber, error) {
	return s.byToken(ctx, id, func(x *hearsay.Subscriber) bool {
		if !hmac.Equal([]byte(given), []byte(ConfirmToken(x))) || now.Sub(x.Asked) > QuestionHolds || x.Asked.Before(x.Changed) && x.State != hearsay.SubscriberConfirmed {
			return false
		}
		if x.State != hearsay.SubscriberConfirmed {
			x.State, x.Why, x.Changed = hearsay.SubscriberConfirmed, "", now
		}
		return true
	})
}

// Leaving gives the subscriber that a token unsubscribes, and changes nothing.
func (s *Subscribers) Leaving(ctx context.Context, id hearsay.SubscriberID, given string) (hearsay.Subscriber, error) {
	x, err := s.Store.As(store.Everything).Subscriber(ctx, id)
	if err == nil && !hmac.Equal([]byte(given), []byte(LeaveToken(&x))) {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read subscriber " + string(id)}
	}
	return x, err
}

// Leave unsubscribes by the token of any letter. Doing so again changes nothing.
func (s *Subscribers) Leave(ctx context.Context, id hearsay.SubscriberID, given string, now time.Time) (hearsay.Subscriber, error) {
	return s.byToken(ctx, id, func(x *hearsay.Subscriber) bool {
		if !hmac.Equal([]byte(given), []byte(LeaveToken(x))) {
			return false
		}
		leave(x, now)
		return true
	})
}

func leave(x *hearsay.Subscriber, now time.Time) {
	if x.State != hearsay.SubscriberLeft {
		x.State, x.Changed = hearsay.SubscriberLeft, now
	}
}

func (s *Subscribers) byToken(ctx context.Context, id hearsay.SubscriberID, may func(*hearsay.Subscriber) bool) (x hearsay.Subscriber, err error) {
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		if x, err = tx.Subscriber(ctx, id); err != nil {
			return err
		}
		if !may(&x) {
			return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read subscriber " + string(id)}
		}
		return tx.SaveSubscriber(ctx, x)
	})
	return x, err
}

// Remove unsubscribes an address in its stead.
func (s *Subscribers) Remove(ctx context.Context, address string, now time.Time) (x hearsay.Subscriber, err error) {
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		if x, err = tx.SubscriberAt(ctx, address); err != nil {
			return err
		}
		leave(&x, now)
		return tx.SaveSubscriber(ctx, x)
	})
	return x, err
}

// Forget removes an address with all that is known of it, also that it has unsubscribed. Letters keep its ID, which tells nothing.
func (s *Subscribers) Forget(ctx context.Context, address string) (x hearsay.Subscriber, err error) {
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		if x, err = tx.SubscriberAt(ctx, address); err != nil {
			return err
		}
		return tx.DeleteSubscriber(ctx, x.ID)
	})
	return x, err
}

// mailIssue has a public issue sent to everybody who is confirmed now: one letter and one job each, in the transaction that publishes it.
func mailIssue(ctx context.Context, tx *store.Tx, id hearsay.IssueID, now time.Time) error {
	i, err := tx.Issue(ctx, id)
	if err != nil || i.TLP > hearsay.Clear {
		return err
	}
	all, err := tx.Subscribers(ctx, hearsay.SubscriberConfirmed)
	if err != nil {
		return err
	}
	letters := make([]hearsay.Letter, len(all))
	for n := range all {
		letters[n] = hearsay.NewLetter(hearsay.IssueLetter, string(id), all[n].ID, now)
	}
	return EnqueueLetters(ctx, tx, now, letters...)
}

// EnqueueLetters adds letters, with a job for each.
func EnqueueLetters(ctx context.Context, tx *store.Tx, now time.Time, letters ...hearsay.Letter) error {
	if err := tx.AddLetters(ctx, letters...); err != nil {
		return err
	}
	for i := range letters {
		if err := (queue.Queue{}).Enqueue(ctx, tx, now, MailStage, string(letters[i].ID)); err != nil {
			return err
		}
	}
	return nil
}
