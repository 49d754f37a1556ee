// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package deliver sends events to hooks as they happen: those of one hook in the order of their numbers, each at least once, signed as
// Standard Webhooks has it, through the guarded client alone. What a hook waits for is a job of the queue, so that neither a restart nor a
// second process loses an event or sends all of them again. It sends letters to subscribers too, by e-mail: see [Postman].
package deliver

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Stage is the word of the jobs; their records are hooks.
const Stage = "deliver"

const (
	mostHooks   = 100
	secretMark  = "whsec_"
	secretBytes = 32
)

// Add adds a hook, which gets what happens from now on. It gives it back with its ID and its secret.
func Add(ctx context.Context, st *store.Store, h hearsay.Hook) (hearsay.Hook, error) {
	if err := fetch.Judge(h.URL); err != nil {
		return h, err
	}
	key := make([]byte, secretBytes)
	_, _ = rand.Read(key) // never fails
	h.ID, h.Secret = hearsay.HookID("w"+strings.ToLower(rand.Text())), secretMark+base64.StdEncoding.EncodeToString(key)
	h.Created = time.Now().UTC().Truncate(time.Microsecond)
	return h, st.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.Hooks(ctx)
		if err == nil && len(all) >= mostHooks {
			err = &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "add a hook", Cause: errors.New("there are " + strconv.Itoa(mostHooks) + " already"), Hint: "hearsay hook remove ID"}
		}
		if err != nil {
			return err
		}
		if h.Passed, err = last(ctx, tx.Reader, &h); err != nil {
			return err
		}
		h.Asked = h.Passed
		return tx.AddHook(ctx, h)
	})
}

// Check refuses a hook for what whoever makes it may not see, or what is not there.
func Check(ctx context.Context, r store.Reader, h *hearsay.Hook) error {
	if h.Story != "" {
		if _, err := r.Story(ctx, h.Story); err != nil {
			return err
		}
	}
	if h.Claim != "" {
		if _, err := r.Claim(ctx, h.Claim); err != nil {
			return err
		}
	}
	if h.Outlet != "" {
		if _, err := r.Outlet(ctx, h.Outlet); err != nil {
			return err
		}
	}
	return nil
}

// Remove removes a hook with what waits for it.
func Remove(ctx context.Context, st *store.Store, id hearsay.HookID) error {
	return st.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Hook(ctx, id); err != nil {
			return err
		}
		return tx.DeleteHook(ctx, id)
	})
}

// sign makes the message of a body for a hook at a time. The ID is the same however often it is sent.
func sign(h *hearsay.Hook, id string, body []byte, at time.Time) (fetch.Message, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h.Secret, secretMark))
	if err != nil {
		return fetch.Message{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "sign for hook " + string(h.ID), Cause: err}
	}
	m := fetch.Message{URL: h.URL, ID: id, Timestamp: strconv.FormatInt(at.Unix(), 10), Body: body}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(m.ID + "." + m.Timestamp + "."))
	mac.Write(body)
	m.Signature = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return m, nil
}

// View is a hook as the command line and the API show it. The secret is in none but the one that made it.
type View struct {
	ID      hearsay.HookID      `json:"id"`
	URL     string              `json:"url"`
	Secret  string              `json:"secret,omitempty"` // shown once
	Kinds   []hearsay.EventKind `json:"kinds"`
	Story   hearsay.StoryID     `json:"story,omitempty"`
	Claim   hearsay.ClaimID     `json:"claim,omitempty"`
	Outlet  hearsay.OutletID    `json:"outlet,omitempty"`
	Alerts  hearsay.AccountID   `json:"alerts,omitempty"` // of an account, in the stead of events
	Ceiling string              `json:"ceiling"`
	By      string              `json:"by"`
	Created time.Time           `json:"created"`
	State   State               `json:"state"`
	Why     string              `json:"why,omitempty"`  // of one that fails or is dead
	Next    time.Time           `json:"next,omitzero"`  // when one that fails is tried again
	Passed  int64               `json:"passed"`         // number of the last event that was delivered, or was none of its
	Count   Count               `json:"count"`          // of events: delivered + waiting = those that were its
	Last    []Line              `json:"last,omitempty"` // deliveries, the newest first
}

// Count is what became of the events that are a hook's.
type Count struct {
	Delivered int `json:"delivered"`
	Waiting   int `json:"waiting"`
	Tries     int `json:"tries"` // requests
}

// Line is what became of one event at a hook.
type Line struct {
	Seq       int64           `json:"seq"`
	Event     hearsay.EventID `json:"event"`
	Delivered bool            `json:"delivered"`
	Tries     int             `json:"tries"`
	At        time.Time       `json:"at"`
	Status    int             `json:"status"`
	Reason    string          `json:"reason,omitempty"`
}

// State is how it stands with a hook.
type State string

// The states.
const (
	Waits   State = "waits"   // for something to happen
	Sends   State = "sends"   // has events to send
	Failing State = "failing" // is tried again
	Dead    State = "dead"    // is not tried again until a test succeeds
)

const deliveriesShown = 20

// ViewHook gives a hook with its state, and with its last deliveries where they are wanted.
func ViewHook(ctx context.Context, st *store.Store, h *hearsay.Hook, wanted bool) (View, error) {
	r := st.As(store.Everything)
	v := View{ID: h.ID, URL: h.URL, Kinds: append([]hearsay.EventKind{}, h.Kinds...), Story: h.Story, Claim: h.Claim, Outlet: h.Outlet, Alerts: h.Alerts,
		Ceiling: h.Ceiling.String(), By: h.By, Created: h.Created,
		State: Waits, Passed: h.Passed, Count: Count{Delivered: h.Delivered, Tries: h.Tries}}
	job, state, err := r.JobState(ctx, Stage, string(h.ID))
	switch {
	case err != nil:
		return v, err
	case state == queue.Parked:
		v.State, v.Why = Dead, job.Error
	case state != "" && job.Tries > 0 && job.Error != "":
		v.State, v.Why, v.Next = Failing, job.Error, job.Next
	case state != "":
		v.State = Sends
	}
	if v.Count.Waiting, err = waiting(ctx, st, h); err != nil || !wanted {
		return v, err
	}
	all, err := r.Deliveries(ctx, h.ID, deliveriesShown)
	for _, d := range all {
		v.Last = append(v.Last, Line{d.Seq, d.Event, d.Delivered, d.Tries, d.At, d.Status, d.Reason})
	}
	return v, err
}

// waiting counts the events that are still to be delivered.
func waiting(ctx context.Context, st *store.Store, h *hearsay.Hook) (int, error) {
	n := 0
	for after := h.Passed; ; {
		events, upTo, err := matching(ctx, st, h, after)
		if n += len(events); err != nil || upTo == after {
			return n, err
		}
		after = upTo
	}
}
