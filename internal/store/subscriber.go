// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const subscriberColumns = "id, address, state, why, secret, made_by, created, asked, changed, account"

const selectSubscriber = "SELECT " + subscriberColumns + " FROM subscriber"

var subscriberTable = table{"subscriber", "id", subscriberColumns + ", folded"}

func scanSubscriber(r row) (s hearsay.Subscriber, err error) {
	return s, r.Scan(&s.ID, &s.Address, &s.State, &s.Why, &s.Secret, &s.By, timeColumn{&s.Created}, timeColumn{&s.Asked}, timeColumn{&s.Changed}, &s.Account)
}

// Subscribers gives those to issues that are of a state, or all where it is empty, by address. Only [Everything] may ask.
func (r Reader) Subscribers(ctx context.Context, state hearsay.SubscriberState) ([]hearsay.Subscriber, error) {
	rows, err := r.operator(ctx, selectSubscriber+" WHERE account = '' AND ($1 = '' OR state = $1) ORDER BY folded", string(state))
	all, err := collect(rows, err, scanSubscriber)
	return all, fault(r.dialect, "read subscribers", err)
}

// Subscriber gives one subscriber. Only [Everything] may ask.
func (r Reader) Subscriber(ctx context.Context, id hearsay.SubscriberID) (hearsay.Subscriber, error) {
	return r.subscriber(ctx, "read subscriber "+string(id), " WHERE id = $1", string(id))
}

// SubscriberAt gives the subscriber to issues with an address, whatever the case of its letters. Only [Everything] may ask.
func (r Reader) SubscriberAt(ctx context.Context, address string) (hearsay.Subscriber, error) {
	return r.subscriber(ctx, "read subscriber "+address, " WHERE folded = $1 AND account = ''", fold(address))
}

// SubscriberOf gives the address of an account, to which its alerts are sent. Only [Everything] may ask.
func (r Reader) SubscriberOf(ctx context.Context, id hearsay.AccountID) (hearsay.Subscriber, error) {
	return r.subscriber(ctx, "read the address of account "+string(id), " WHERE account = $1 AND account <> ''", string(id))
}

// LastAsked gives when an address was asked last, by whomever; the zero time for never. Only [Everything] may ask.
func (r Reader) LastAsked(ctx context.Context, address string) (time.Time, error) {
	rows, err := r.operator(ctx, selectSubscriber+" WHERE folded = $1 ORDER BY asked DESC LIMIT 1", fold(address))
	all, err := collect(rows, err, scanSubscriber)
	if err != nil || len(all) == 0 {
		return time.Time{}, fault(r.dialect, "read when an address was asked", err)
	}
	return all[0].Asked, nil
}

func (r Reader) subscriber(ctx context.Context, doing, where, arg string) (hearsay.Subscriber, error) {
	rows, err := r.operator(ctx, selectSubscriber+where, arg)
	all, err := collect(rows, err, scanSubscriber)
	if err != nil {
		return hearsay.Subscriber{}, fault(r.dialect, doing, err)
	}
	if len(all) == 0 {
		return hearsay.Subscriber{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: doing}
	}
	return all[0], nil
}

// SaveSubscriber adds a subscriber, or changes the one with its ID. An address that another one has is ErrConflict.
func (t *Tx) SaveSubscriber(ctx context.Context, s hearsay.Subscriber) error {
	return t.exec(ctx, "save subscriber "+string(s.ID), subscriberTable.upsert(), string(s.ID), words(s.Address), string(s.State), words(s.Why), s.Secret, words(s.By),
		micros(s.Created), micros(s.Asked), micros(s.Changed), string(s.Account), fold(s.Address))
}

// DeleteSubscriber removes a subscriber. What waits for it is not sent.
func (t *Tx) DeleteSubscriber(ctx context.Context, id hearsay.SubscriberID) error {
	return t.exec(ctx, "forget subscriber "+string(id), "DELETE FROM subscriber WHERE id = $1", string(id))
}

// ForgetUnanswered removes who was asked last before a time and has never answered.
func (t *Tx) ForgetUnanswered(ctx context.Context, before time.Time) error {
	return t.exec(ctx, "forget who did not answer", "DELETE FROM subscriber WHERE state = $1 AND asked < $2", string(hearsay.SubscriberAsked), micros(before))
}

const letterColumns = "id, kind, about, recipient, state, interrupted, made, at, code, reason"

const selectLetter = "SELECT " + letterColumns + " FROM letter"

var letterTable = table{"letter", "id", letterColumns}

func scanLetter(r row) (l hearsay.Letter, err error) {
	return l, r.Scan(&l.ID, &l.Kind, &l.About, &l.To, &l.State, &l.Interrupted, timeColumn{&l.Made}, timeColumn{&l.At}, &l.Code, &l.Reason)
}

func letterRow(l hearsay.Letter) []any {
	return []any{string(l.ID), string(l.Kind), words(l.About), string(l.To), string(l.State), l.Interrupted, micros(l.Made), micros(l.At), l.Code, words(l.Reason)}
}

// Letter gives one letter. Only [Everything] may ask.
func (r Reader) Letter(ctx context.Context, id hearsay.LetterID) (hearsay.Letter, error) {
	rows, err := r.operator(ctx, selectLetter+" WHERE id = $1", string(id))
	all, err := collect(rows, err, scanLetter)
	if err == nil && len(all) == 0 {
		return hearsay.Letter{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read letter " + string(id)}
	}
	if err != nil {
		return hearsay.Letter{}, fault(r.dialect, "read letter "+string(id), err)
	}
	return all[0], nil
}

// Letters counts the letters of a kind about something by what became of them. Only [Everything] may ask.
func (r Reader) Letters(ctx context.Context, kind hearsay.LetterKind, about string) (map[hearsay.LetterState]int, error) {
	rows, err := r.operator(ctx, "SELECT state, COUNT(*) FROM letter WHERE kind = $1 AND about = $2 GROUP BY state", string(kind), about)
	counts := map[hearsay.LetterState]int{}
	_, err = collect(rows, err, func(r row) (s hearsay.LetterState, err error) {
		var n int
		err = r.Scan(&s, &n)
		counts[s] = n
		return s, err
	})
	return counts, fault(r.dialect, "count letters", err)
}

// LettersLike gives letters of the kind, subject and state of one, at most limit. Only [Everything] may ask.
func (r Reader) LettersLike(ctx context.Context, l hearsay.Letter, limit int) ([]hearsay.Letter, error) {
	rows, err := r.operator(ctx, selectLetter+" WHERE kind = $1 AND about = $2 AND state = $3 ORDER BY at, id LIMIT $4", string(l.Kind), l.About, string(l.State), limit)
	all, err := collect(rows, err, scanLetter)
	return all, fault(r.dialect, "read letters", err)
}

// LastLetterOf gives the newest letter of a kind to a subscriber. Only [Everything] may ask.
func (r Reader) LastLetterOf(ctx context.Context, kind hearsay.LetterKind, to hearsay.SubscriberID) (hearsay.Letter, error) {
	rows, err := r.operator(ctx, selectLetter+" WHERE kind = $1 AND recipient = $2 ORDER BY made DESC LIMIT 1", string(kind), string(to))
	all, err := collect(rows, err, scanLetter)
	if err == nil && len(all) == 0 {
		return hearsay.Letter{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read last letter to " + string(to)}
	}
	if err != nil {
		return hearsay.Letter{}, fault(r.dialect, "read last letter to "+string(to), err)
	}
	return all[0], nil
}

// LastLetters gives the newest letter to each subscriber. Only [Everything] may ask.
func (r Reader) LastLetters(ctx context.Context) (map[hearsay.SubscriberID]hearsay.Letter, error) {
	rows, err := r.operator(ctx, selectLetter+" WHERE made = (SELECT MAX(other.made) FROM letter AS other WHERE other.recipient = letter.recipient)")
	all, err := collect(rows, err, scanLetter)
	last := make(map[hearsay.SubscriberID]hearsay.Letter, len(all))
	for _, l := range all {
		last[l.To] = l
	}
	return last, fault(r.dialect, "read letters", err)
}

// AddLetters adds letters; one that is there stays as it is.
func (t *Tx) AddLetters(ctx context.Context, letters ...hearsay.Letter) error {
	return save(ctx, t, letterTable.insertNew(), letters, letterRow)
}

// HoldLetters says of all letters that are not sent yet that it is not known whether they were; they are not sent any more, and alerts that
// are in none yet go out in none. stage is that of the jobs of letters.
func (t *Tx) HoldLetters(ctx context.Context, stage, reason string, at time.Time) error {
	err := t.exec(ctx, "hold letters", "UPDATE letter SET state = $1, reason = $2, at = $3 WHERE state IN ($4, $5)",
		string(hearsay.LetterUnsure), reason, micros(at), string(hearsay.LetterWaits), string(hearsay.LetterSending))
	if err != nil {
		return err
	}
	if err := t.exec(ctx, "hold alerts", "UPDATE alert SET mail = $1 WHERE letter = ''", false); err != nil {
		return err
	}
	return t.exec(ctx, "hold letters", "DELETE FROM job WHERE stage = $1", stage)
}

// SaveLetter keeps what became of a letter.
func (t *Tx) SaveLetter(ctx context.Context, l hearsay.Letter) error {
	return t.exec(ctx, "save letter "+string(l.ID), letterTable.upsert(), letterRow(l)...)
}

// JobsDue reports whether a job of a stage is due. Only [Everything] may ask.
func (r Reader) JobsDue(ctx context.Context, stage string, now time.Time) (bool, error) {
	rows, err := r.operator(ctx, "SELECT record FROM job WHERE stage = $1 AND state <> 'parked' AND next <= $2 LIMIT 1", stage, micros(now))
	found, err := collect(rows, err, func(r row) (s string, err error) { return s, r.Scan(&s) })
	return len(found) > 0, fault(r.dialect, "look for jobs", err)
}
