// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/time/rate"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/mail"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Postman sends letters: each once, and once more at most where it was interrupted between handing it over and keeping that. Any number of
// postmen may do so in as many processes; one of them is for one goroutine.
type Postman struct {
	Store  *store.Store
	Server mail.Options
	Public string       // address of the desk without a slash at its end
	Pace   rate.Limit   // letters a second
	Log    *slog.Logger // slog.Default if nil

	now     func() time.Time // time.Now if nil; for tests
	pace    *rate.Limiter
	reading reading
}

// reading is the issue that is being sent.
type reading struct {
	digest.Reading
	at time.Time
}

const (
	lettersAtOnce = 100                // over one connection
	oldest        = 7 * 24 * time.Hour // a letter that could not be sent for so long is no news
	serverPause   = 30 * time.Second   // after a failure of the server; doubled with every one
	longestPause  = 10 * time.Minute
	readingHolds  = time.Minute // what has changed under an issue is looked for again after it
)

// Run sends until ctx ends. What is being sent then is brought to its end.
func (p *Postman) Run(ctx context.Context) {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		wait := every
		if err := p.Round(ctx); err != nil && ctx.Err() == nil {
			pause = min(max(serverPause, 2*pause), longestPause)
			wait = pause
			p.log().ErrorContext(ctx, "letters are not sent", "stage", desk.MailStage, "again", wait, "err", err)
		} else {
			pause = 0
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

func (p *Postman) log() *slog.Logger {
	if p.Log == nil {
		return slog.Default()
	}
	return p.Log
}

func (p *Postman) clock() time.Time {
	if p.now == nil {
		return time.Now()
	}
	return p.now()
}

func (p *Postman) queue() queue.Queue { return queue.Queue{SkipLocked: p.Store.SkipLocked()} }

// Round sends what is due. Where nothing is it only reads. What is the matter with the server ends it, and costs no letter a try.
func (p *Postman) Round(ctx context.Context) error {
	if p.pace == nil {
		p.pace = rate.NewLimiter(p.Pace, 1)
	}
	for {
		due, err := p.Store.As(store.Everything).JobsDue(ctx, desk.MailStage, p.clock())
		if err != nil || !due {
			return err
		}
		if err := p.visit(ctx); err != nil {
			return err
		}
	}
}

// visit sends some letters over one connection.
func (p *Postman) visit(ctx context.Context) error {
	c, err := mail.Dial(ctx, p.Server)
	if err != nil {
		return err
	}
	defer c.Close()
	for range lettersAtOnce {
		if err := p.pace.Wait(ctx); err != nil {
			return err
		}
		t, err := p.take(ctx)
		if err != nil || t == nil {
			return err
		}
		if !t.letter.State.IsFinal() {
			if err := p.send(ctx, c, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// task is a letter with its job.
type task struct {
	job    queue.Job
	letter hearsay.Letter
}

// take leases a letter and keeps that its sending has begun; nil where none is due. One that was begun before and of which nothing was
// heard is begun a second time, and not a third.
func (p *Postman) take(ctx context.Context) (*task, error) {
	var t *task
	err := p.Store.Write(ctx, func(tx *store.Tx) error {
		t = nil
		jobs, err := p.queue().Lease(ctx, tx, p.clock(), 1, desk.MailStage)
		if err != nil || len(jobs) == 0 {
			return err
		}
		l, err := tx.Letter(ctx, hearsay.LetterID(jobs[0].Record))
		if errors.Is(err, hearsay.ErrNotFound) {
			l.State, err = hearsay.LetterDropped, nil
		}
		if err != nil {
			return err
		}
		t = &task{jobs[0], l}
		if l.State.IsFinal() {
			return p.queue().Complete(ctx, tx, p.clock(), t.job)
		}
		if l.State == hearsay.LetterSending {
			t.letter.Interrupted++
		}
		if t.letter.Interrupted > 1 {
			t.letter.State, t.letter.Reason = hearsay.LetterUnsure, "interrupted twice; it may have been sent"
			return p.keep(ctx, tx, t)
		}
		t.letter.State, t.letter.At = hearsay.LetterSending, p.clock()
		return tx.SaveLetter(ctx, t.letter)
	})
	return t, err
}

// keep keeps what became of a letter and, where that is final, completes its job.
func (p *Postman) keep(ctx context.Context, tx *store.Tx, t *task) error {
	t.letter.At = p.clock()
	err := tx.SaveLetter(ctx, t.letter)
	if err == nil && t.letter.State.IsFinal() {
		err = p.queue().Complete(ctx, tx, p.clock(), t.job)
	}
	return err
}

// send sends a letter and keeps what became of it, even where ctx has ended meanwhile. An error is of the server, or of the store.
func (p *Postman) send(ctx context.Context, c *mail.Connection, t *task) error {
	m, err := p.write(ctx, t)
	ctx = context.WithoutCancel(ctx)
	if errors.Is(err, errUnwanted) {
		t.letter.State, t.letter.Reason = hearsay.LetterDropped, err.Error()
		return p.Store.Write(ctx, func(tx *store.Tx) error { return p.keep(ctx, tx, t) })
	}
	if err != nil { // nothing was sent
		t.letter.State = hearsay.LetterWaits
		return errors.Join(err, p.later(ctx, t))
	}
	var f *mail.Failure
	if err = c.Send(m); err == nil {
		t.letter.State, t.letter.Code, t.letter.Reason = hearsay.LetterSent, 0, ""
		return p.Store.Write(ctx, func(tx *store.Tx) error { return p.keep(ctx, tx, t) })
	}
	if !errors.As(err, &f) {
		return err
	}
	t.letter.Code, t.letter.Reason = f.Code, cut(f.Error())
	p.log().WarnContext(ctx, "a letter was not taken", "stage", desk.MailStage, "record", t.letter.ID, "code", f.Code, "whose", f.Whose)
	switch f.Whose {
	case mail.Servers:
		t.letter.State = hearsay.LetterWaits
		return errors.Join(f, p.later(ctx, t))
	case mail.Nobody: // it stays begun
		return errors.Join(f, p.later(ctx, t))
	}
	return p.Store.Write(ctx, func(tx *store.Tx) error { return p.refused(ctx, tx, t, f) })
}

// later gives a letter back, as if it had not been tried.
func (p *Postman) later(ctx context.Context, t *task) error {
	return p.Store.Write(ctx, func(tx *store.Tx) error {
		if err := p.keep(ctx, tx, t); err != nil {
			return err
		}
		if err := p.queue().Complete(ctx, tx, p.clock(), t.job); err != nil {
			return err
		}
		return p.queue().Enqueue(ctx, tx, p.clock().Add(serverPause), desk.MailStage, t.job.Record)
	})
}

// refused keeps that a letter was not taken: for now, or for good. An address that is none is suspended.
func (p *Postman) refused(ctx context.Context, tx *store.Tx, t *task, f *mail.Failure) error {
	switch {
	case !f.Temporary:
		t.letter.State = hearsay.LetterRefused
	case t.job.Tries >= queue.MaxTries:
		t.letter.State = hearsay.LetterGivenUp
	default:
		t.letter.State = hearsay.LetterWaits
		if err := p.queue().Fail(ctx, tx, p.clock(), t.job, f); err != nil {
			return err
		}
	}
	if err := p.keep(ctx, tx, t); err != nil || f.Temporary || f.Whose != mail.Recipients {
		return err
	}
	to, err := tx.Subscriber(ctx, t.letter.To)
	if err != nil || to.State == hearsay.SubscriberLeft {
		return err
	}
	to.State, to.Why, to.Changed = hearsay.SubscriberSuspended, t.letter.Reason, p.clock()
	return tx.SaveSubscriber(ctx, to)
}

const longestReason = 500 // bytes of what a server said that are kept

func cut(s string) string { return s[:min(len(s), longestReason)] }
