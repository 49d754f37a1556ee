// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
)

type streamInput struct {
	EventsWanted
	Behind int64  `query:"behind" minimum:"-1" default:"-1" doc:"begin behind this number; -1 is the last one so far"`
	Last   string `header:"Last-Event-ID" maxLength:"20" doc:"the last event that came; goes before behind"`
}

// streamOutput is written by hand: an answer that does not end has no value to give.
type streamOutput struct{ Body func(huma.Context) }

func isStream(r *http.Request) bool { return r.URL.Path == Root+"/events/stream" }

// addStream puts the stream of events on the API.
func (a *api) addStream(h huma.API, op huma.Operation) {
	line := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[ledger.EventLine](), true, "EventLine")
	op.Responses["200"] = &huma.Response{Description: "Server-sent events: id is the number of the event, event its kind, data an EventLine",
		Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: "string", Extensions: map[string]any{"x-data": line}}}}}
	huma.Register(h, op, func(ctx context.Context, in *streamInput) (*streamOutput, error) {
		from, err := a.begin(ctx, in)
		if err != nil {
			return nil, a.told(ctx, op.OperationID, err)
		}
		leave, err := a.streams.Take(turnsOf(ctx))
		if err != nil {
			p := problemOf(err)
			p.Status = http.StatusTooManyRequests
			p.header = http.Header{"Retry-After": {"60"}}
			return nil, p.titled()
		}
		return &streamOutput{func(c huma.Context) {
			defer leave()
			_, w := humaParts(c)
			s := &stream{api: a, w: w, out: http.NewResponseController(w), last: from, wanted: in.EventsWanted, me: desk.WhoIs(ctx)}
			s.run(ctx)
		}}, nil
	})
}

// begin gives the number of the event behind which a stream begins.
func (a *api) begin(ctx context.Context, in *streamInput) (int64, error) {
	switch {
	case in.Last != "":
		n, err := strconv.ParseInt(in.Last, 10, 64)
		if err != nil || n < 0 {
			return 0, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "go on with a stream", Cause: errors.New("Last-Event-ID is no number of an event")}
		}
		return n, nil
	case in.Behind >= 0:
		return in.Behind, nil
	}
	return a.reader(ctx).LastEvent(ctx)
}

// stream is one stream of events on its way.
type stream struct {
	*api
	w      http.ResponseWriter
	out    *http.ResponseController
	wanted EventsWanted
	me     hearsay.Account
	last   int64 // number of the last event that was sent
}

const (
	streamBatch = 100              // events that are read at once
	slowest     = 20 * time.Second // for a reader to take what is sent
)

// run sends events until the reader leaves, their token or account is shut, or an hour is over; then they come again with the last
// number, and lose nothing.
func (s *stream) run(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, streamLasts)
	defer cancel()
	h := s.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	_ = s.out.SetReadDeadline(time.Time{}) // the server's is for a request, and would end the answer; where there is none, nothing ends
	s.w.WriteHeader(http.StatusOK)
	tick := time.NewTicker(s.Tick)
	defer tick.Stop()
	err := s.send("retry: 3000\n\n")
	for quiet := time.Now(); err == nil; {
		var n int
		if n, err = s.news(ctx); err != nil {
			break
		}
		if n > 0 {
			quiet = time.Now()
		} else if time.Since(quiet) >= heartbeat {
			quiet = time.Now()
			err = s.send(": still here\n\n")
		}
		if n == streamBatch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-s.Stop:
			return
		case <-tick.C:
		}
	}
	if ctx.Err() == nil && !errors.Is(err, hearsay.ErrDenied) {
		s.Log.InfoContext(ctx, "a stream ended", "err", err)
	}
}

// news asks anew who the reader is, and sends what happened since.
func (s *stream) news(ctx context.Context) (sent int, err error) {
	if err := s.again(ctx); err != nil {
		return 0, err
	}
	f := s.wanted.filter()
	f.After, f.Limit = s.last, streamBatch
	events, err := s.reader(desk.In(ctx, s.me)).Events(ctx, f)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	var b strings.Builder
	for i := range events {
		data, err := json.Marshal(ledger.LineOfEvent(&events[i]))
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(&b, "id: %d\nevent: %s\ndata: %s\n\n", events[i].Seq, events[i].Kind, data)
	}
	s.last = events[len(events)-1].Seq
	return len(events), s.send(b.String())
}

// again asks whether the token or the session still lets in, and up to where it sees now.
func (s *stream) again(ctx context.Context) (err error) {
	if who := askerOf(ctx); who.token != "" {
		s.me, err = s.Door.EnterByToken(ctx, who.token)
		return err
	}
	now, ok, err := desk.Again(ctx)
	if ok {
		s.me = now
	}
	return err
}

func (s *stream) send(text string) error {
	if err := s.out.SetWriteDeadline(time.Now().Add(slowest)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.out.Flush()
}
