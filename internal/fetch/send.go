// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"hearsay"
)

// Message is something that is sent to an address that a person gave for it. Its header is that of Standard Webhooks and nothing else.
type Message struct {
	URL       string
	ID        string
	Timestamp string // seconds since 1970
	Signature string
	Body      []byte // JSON
}

// sendTime is how long sending takes at most.
const sendTime = 15 * time.Second

// Send sends a message once and gives the status of the answer, of which nothing else is read. Redirects are not followed. An address
// that is not public is refused like any other; robots.txt is not asked, since whoever gave the address wants the message.
//
// Errors: hearsay.ErrDenied where the address or the host's certificate does not allow it; hearsay.ErrTemporary where no answer came.
func (c *Client) Send(ctx context.Context, m Message) (status int, err error) {
	at, err := c.guard.parseURL(m.URL)
	if err == nil {
		status, err = c.post(ctx, at.String(), m)
	}
	if err == nil || ctx.Err() != nil {
		return status, err
	}
	f := &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "send to " + m.URL, Cause: err}
	if isDenial(err) {
		f.Kind = hearsay.ErrDenied
	}
	return 0, f
}

func (c *Client) post(ctx context.Context, address string, m Message) (int, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, min(sendTime, c.o.Limits.Whole), errWhole)
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var l line
	r, err := http.NewRequestWithContext(l.trace(ctx, stop), http.MethodPost, address, bytes.NewReader(m.Body))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errURL, err)
	}
	r.Header.Set("User-Agent", c.o.UserAgent)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Webhook-Id", m.ID)
	r.Header.Set("Webhook-Timestamp", m.Timestamp)
	r.Header.Set("Webhook-Signature", m.Signature)
	resp, err := c.http.Do(r)
	if err != nil {
		l.drop()
		return 0, plainError(ctx, err)
	}
	return resp.StatusCode, resp.Body.Close()
}
