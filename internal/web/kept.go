// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// The bounds of what is kept: addresses have queries, which anybody can make up.
const (
	mostKept    = 200       // answers
	largestKept = 256 << 10 // bytes of one
	longestKept = 300       // bytes of an address
)

// kept are answers to readers who are not in, given again as long as nothing in the database has changed: a digest has many readers on the
// morning when it appears.
type kept struct {
	mu      sync.Mutex
	version string
	answers map[string]*answer // by host and address
	working singleflight.Group
}

// answer is what a handler said.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
	tag    string
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// keeps gives the answers of a handler again to whoever may see the same. Who is in is answered anew: what they see is their own.
func (d *desk) keeps(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if d.Version == nil || whoIs(r.Context()).ID != "" || len(r.URL.RequestURI())+len(r.Host) > longestKept {
			next(w, r)
			return
		}
		version, err := d.Version(r.Context())
		if err != nil {
			d.fail(w, r, err)
			return
		}
		d.kept.answer(version, r, next).send(w, r)
	}
}

// answer gives what is kept for a request, or has it worked out, once however many ask.
func (k *kept) answer(version string, r *http.Request, next http.HandlerFunc) *answer {
	key := r.Host + " " + r.URL.RequestURI()
	k.mu.Lock()
	if k.version != version {
		k.version, k.answers = version, map[string]*answer{}
	}
	a := k.answers[key]
	k.mu.Unlock()
	if a != nil {
		return a
	}
	made, _, _ := k.working.Do(version+" "+key, func() (any, error) {
		a := &answer{status: http.StatusOK, header: http.Header{}}
		next(a, plainly(r))
		sum := sha256.Sum256(a.body.Bytes())
		a.tag = `"` + hex.EncodeToString(sum[:12]) + `"`
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.version == version && a.status == http.StatusOK && a.body.Len() <= largestKept {
			if len(k.answers) >= mostKept {
				clear(k.answers)
			}
			k.answers[key] = a
		}
		return a, nil
	})
	return made.(*answer)
}

// plainly is a request as anybody would make it, and that does not end when the first who asked goes away.
func plainly(r *http.Request) *http.Request {
	plain := r.Clone(context.WithoutCancel(r.Context()))
	plain.Method = http.MethodGet
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "If-Range", "Range", "Cookie"} {
		plain.Header.Del(name)
	}
	return plain
}

// send gives the answer to one who asks, or says that it is the one that they have.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	maps.Copy(h, a.header)
	if a.status != http.StatusOK {
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body.Bytes())
		return
	}
	h.Set("ETag", a.tag)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Cookie")
	h.Del("Content-Length")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body.Bytes()))
}
