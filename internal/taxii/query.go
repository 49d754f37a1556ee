// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

// The limits of a query.
const (
	longestQuery = 8 << 10 // bytes
	longestMatch = 100     // values of one match
)

// asking is the part of a collection that is asked for.
type asking struct {
	store.OfferFilter
	none bool   // a match that nothing meets
	sum  string // of all that was asked for but limit and next, and of who asks: a place in one list is none in another
}

// The parameters of lists.
var (
	ofVersions = []string{"added_after", "limit", "next", "match[spec_version]"}
	ofObject   = append([]string{"match[version]"}, ofVersions...)
	ofList     = append([]string{"match[id]", "match[type]"}, ofObject...)
)

// ask reads what is asked for: parameters are those that the standard has for the address, each once.
func (d *door) ask(r *http.Request, c *collection, parameters []string) (*asking, error) {
	fail := func(cause string, args ...any) (*asking, error) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read the address", Cause: fmt.Errorf(cause, args...)}
	}
	if len(r.URL.RawQuery) > longestQuery {
		return fail("it is too long")
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fail("it cannot be read")
	}
	a := &asking{OfferFilter: store.OfferFilter{Ceiling: c.marking, Limit: mostItems}}
	for name, values := range q {
		if !slices.Contains(parameters, name) {
			return fail("%.40q is no parameter here; there are %s", name, strings.Join(parameters, ", "))
		}
		if len(values) != 1 || values[0] == "" || strings.ContainsFunc(values[0], func(r rune) bool { return r <= ' ' || r > '~' }) {
			return fail("%s is not one word", name)
		}
		if err := a.take(name, values[0]); err != nil {
			return fail("%s: %w", name, err)
		}
	}
	return a, d.place(r, q, a)
}

// take reads one parameter.
func (a *asking) take(name, value string) (err error) {
	all := strings.Split(value, ",")
	if len(all) > longestMatch {
		return fmt.Errorf("more than %d values", longestMatch)
	}
	switch name {
	case "added_after":
		a.After, err = readTime(value)
	case "limit":
		n, wrong := strconv.Atoi(value)
		if wrong != nil || n < 1 {
			return errors.New("it is no number of objects")
		}
		a.Limit = min(n, mostItems)
	case "match[id]":
		a.Objects = all
	case "match[type]":
		a.Kinds = all
	case "match[version]":
		err = a.versions(all)
	case "match[spec_version]":
		a.none = a.none || !slices.Contains(all, "2.1")
	}
	return err
}

// versions reads which versions are wanted: there is one of each object, which is the first, the last and all.
func (a *asking) versions(all []string) error {
	for _, v := range all {
		if v == "first" || v == "last" || v == "all" {
			a.Versions = nil
			return nil
		}
		at, err := readTime(v)
		if err != nil {
			return err
		}
		a.Versions = append(a.Versions, at)
	}
	return nil
}

// readTime reads a time; what is finer than a microsecond is cut off.
func readTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1970 {
		return t, errors.New("it is no time like 2026-04-16T09:00:00.000000Z")
	}
	return t.UTC().Truncate(time.Microsecond), nil
}

// place goes on where the page before ended.
func (d *door) place(r *http.Request, q url.Values, a *asking) error {
	next := q.Get("next")
	q.Del("next")
	q.Del("limit")
	a.sum = string(desk.WhoIs(r.Context()).ID) + "\x00" + r.URL.Path + "\x00" + q.Encode()
	if next == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(next)
	if err != nil || len(b) != 8+sha256.Size || !hmac.Equal(b[8:], d.sign(b[:8], a)) {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "go on with a list", Cause: errors.New("next is no place in this list"),
			Hint: "use next as it was given, with the same parameters; or begin again with added_after"}
	}
	if at := time.UnixMicro(int64(binary.BigEndian.Uint64(b))); at.After(a.After) {
		a.After = at
	}
	return nil
}

// next gives the place behind a time.
func (d *door) next(a *asking, at time.Time) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(at.UnixMicro()))
	return base64.RawURLEncoding.EncodeToString(append(b, d.sign(b, a)...))
}

func (d *door) sign(at []byte, a *asking) []byte {
	mac := hmac.New(sha256.New, d.key)
	mac.Write(at)
	mac.Write([]byte(a.sum))
	return mac.Sum(nil)
}
