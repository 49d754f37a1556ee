// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// deepest is how deep what is sent may be nested.
const deepest = 16

var (
	errDeep = errors.New("nested deeper than 16")
	errName = errors.New("no field has capital letters in its name") // the library takes them for the small ones
)

// unmarshal reads what was sent: UTF-8, no name twice or in other letters, not deep.
func unmarshal(b []byte, v any) error {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		if d.StackDepth() > deepest {
			return errDeep
		}
		token, err := d.ReadToken()
		if err != nil {
			break // the second reading says what is wrong
		}
		if kind, n := d.StackIndex(d.StackDepth()); kind == '{' && n%2 == 1 && token.Kind() == '"' && strings.ContainsFunc(token.String(), unicode.IsUpper) {
			return errName
		}
	}
	return json.Unmarshal(b, v)
}

// tagged gives answers an ETag, which is a hash of the answer itself: it tells nothing that the answer does not. Who has the same
// answer already is told so.
func tagged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "private, no-cache") // what may be seen depends on who asks
		h.Add("Vary", "Authorization, Cookie")
		if r.Method != http.MethodGet && r.Method != http.MethodHead || isStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		held := &held{header: h, status: http.StatusOK}
		next.ServeHTTP(held, r)
		if held.status == http.StatusOK {
			sum := sha256.Sum256(held.body.Bytes())
			tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
			h.Set("ETag", tag)
			if matches(r.Header.Get("If-None-Match"), tag) {
				h.Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		h.Set("Content-Length", strconv.Itoa(held.body.Len()))
		w.WriteHeader(held.status)
		_, _ = w.Write(held.body.Bytes()) // the reader has gone; there is nobody to tell
	})
}

func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}

// held is an answer that is not sent yet.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (h *held) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter.
func (h *held) WriteHeader(status int) { h.status = status }

// Write implements http.ResponseWriter.
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }
