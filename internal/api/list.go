// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"hearsay"
)

// List is a page of a list.
type List[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty" doc:"address where the list goes on; missing at its end"`
}

// body is an answer.
type body[T any] struct{ Body T }

// of makes an answer of a value and an error.
func of[T any](v T, err error) (*body[T], error) { return &body[T]{v}, err }

// One is the record that is asked for.
type One struct {
	ID string `path:"id" maxLength:"64" pattern:"^[!-~]+$"`
}

// Paged is the part of a list that is asked for.
type Paged struct {
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"at most so many"`
	After string `query:"after" maxLength:"200" doc:"from the address in next"`
}

var errCursor = errors.New("after is no place in this list")

// place gives what a cursor of a list stands for; empty for its beginning.
func (p *Paged) place(list string) (string, error) {
	if p.After == "" {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p.After)
	name, key, ok := strings.Cut(string(b), " ")
	if err != nil || !ok || name != list || len(key) > 64 || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "go on with a list", Cause: errCursor, Hint: "use the address in next as it is"}
	}
	return key, nil
}

// number does so where the key is a number.
func (p *Paged) number(list string) (int64, error) {
	key, err := p.place(list)
	if err != nil || key == "" {
		return 0, err
	}
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil || n < 0 {
		return 0, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "go on with a list", Cause: errCursor, Hint: "use the address in next as it is"}
	}
	return n, nil
}

// page cuts a list of which one more was read than is wanted, and says where it goes on: behind the key of the last.
func page[T any](ctx context.Context, p *Paged, list string, items []T, key func(*T) string) List[T] {
	out := List[T]{Items: items}
	if out.Items == nil {
		out.Items = []T{}
	}
	if len(items) <= p.Limit {
		return out
	}
	out.Items = items[:p.Limit]
	u, err := url.Parse(askerOf(ctx).url)
	if err != nil {
		return out // the server has parsed it before
	}
	q := u.Query()
	q.Set("after", base64.RawURLEncoding.EncodeToString([]byte(list+" "+key(&out.Items[p.Limit-1]))))
	out.Next = u.Path + "?" + q.Encode()
	return out
}

// behind gives the items of a list in memory that come after a key, one more than the page has.
func behind[T any](p *Paged, items []T, after string, key func(*T) string) []T {
	for i := range items {
		if after == "" || key(&items[i]) > after {
			return items[i:min(len(items), i+p.Limit+1)]
		}
	}
	return nil
}

// humaParts gives what the library's context was made of.
func humaParts(c huma.Context) (*http.Request, http.ResponseWriter) { return humago.Unwrap(c) }
