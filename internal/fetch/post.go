// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const maxReply = 64 << 10

// Post sends a form once, guarded and bounded as [Client.Get] is; at most 64 KiB of what comes back are read. Of redirects it
// follows those that ask for the same request at another address (307, 308), each judged anew; any other is the answer.
// The host's robots.txt is not asked: it speaks of what may be read, and a form goes only to where one is asked for.
//
// Errors are those of [Client.Get].
func (c *Client) Post(ctx context.Context, address string, form url.Values) (*Answer, error) {
	return c.Get(ctx, Request{URL: address, Kind: reply, form: form.Encode()})
}

// method and body are those of the request that is sent.
func (r *Request) method() string {
	if r.Kind == reply {
		return http.MethodPost
	}
	return http.MethodGet
}

func (r *Request) body() io.Reader {
	if r.Kind == reply {
		return strings.NewReader(r.form)
	}
	return nil
}

// leads reports whether an answer of that status leads such a request elsewhere.
func (r *Request) leads(status int) bool {
	if r.Kind == reply {
		return status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
	}
	return isRedirect(status)
}
