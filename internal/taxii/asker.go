// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/desk"
)

// message is why something was not done, as the standard has it.
type message struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	Status      string `json:"http_status"`
}

// kinds are the statuses of the kinds of failure.
var kinds = []struct {
	kind   error
	status int
}{
	{hearsay.ErrNotFound, http.StatusNotFound}, {hearsay.ErrInvalid, http.StatusBadRequest}, {hearsay.ErrConflict, http.StatusConflict},
	{hearsay.ErrDenied, http.StatusForbidden}, {hearsay.ErrTemporary, http.StatusServiceUnavailable},
}

// refuse tells an error. What is none of the five kinds is a fault of ours, of which only that is told.
func (d *door) refuse(w http.ResponseWriter, r *http.Request, err error) {
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			if k.status == http.StatusServiceUnavailable {
				w.Header().Set("Retry-After", "1")
			}
			d.tell(w, k.status, err.Error())
			return
		}
	}
	if r.Context().Err() == nil {
		d.Log.Error("answer a partner", "path", r.URL.Path, "err", err)
	}
	d.tell(w, http.StatusInternalServerError, "This is a fault of hearsay. It has been written to the log of the server.")
}

func (d *door) tell(w http.ResponseWriter, status int, description string) {
	d.send(w, status, message{http.StatusText(status), description, strconv.Itoa(status)})
}

// send writes an answer, compact and with its length.
func (d *door) send(w http.ResponseWriter, status int, body any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		d.Log.Error("write an answer", "err", err)
		status = http.StatusInternalServerError
		b.Reset()
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader has gone; there is nobody to tell
}

// stamp writes times as the standard does, to the microsecond.
const stamp = "2006-01-02T15:04:05.000000Z"

// answers makes a handler of what gives an answer.
func (d *door) answers(handle func(*http.Request) (*answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !acceptable(r.Header.Values("Accept")) {
			d.tell(w, http.StatusNotAcceptable, "There is "+mediaType+" alone.")
			return
		}
		leave, err := d.turns.Take(string(desk.WhoIs(r.Context()).ID))
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		defer leave()
		a, err := handle(r)
		if err != nil {
			d.refuse(w, r, err)
			return
		}
		if !a.first.IsZero() {
			w.Header().Set("X-TAXII-Date-Added-First", a.first.UTC().Format(stamp))
			w.Header().Set("X-TAXII-Date-Added-Last", a.last.UTC().Format(stamp))
		}
		d.send(w, http.StatusOK, a.body)
	}
}

// acceptable reports whether who asks takes what there is. Nothing said is anything.
func acceptable(headers []string) bool {
	if len(headers) == 0 {
		return true
	}
	for _, one := range strings.Split(strings.Join(headers, ","), ",") {
		kind, params, err := mime.ParseMediaType(one)
		if err != nil || params["q"] == "0" {
			continue
		}
		switch version, isGiven := params["version"]; {
		case kind == "*/*" || kind == "application/*" || kind == "application/taxii+json" && (!isGiven || version == "2.1"):
			return true
		}
	}
	return false
}

// asked lets in who has a token, and counts how often they ask.
func (d *door) asked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		me, err := d.byToken(r)
		key := "account " + string(me.ID)
		if err != nil { // guessing tokens is asking, too
			key = "address " + hostOf(r.RemoteAddr)
		}
		if wait := d.rates.Wait(key); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
			d.tell(w, http.StatusTooManyRequests, "You asked too often.")
			return
		}
		switch {
		case errors.Is(err, hearsay.ErrDenied) || errors.Is(err, hearsay.ErrNotFound):
			w.Header().Add("WWW-Authenticate", `Basic realm="hearsay", charset="UTF-8"`)
			w.Header().Add("WWW-Authenticate", `Bearer realm="hearsay"`)
			d.tell(w, http.StatusUnauthorized, "Give a token: as Bearer, or as the password of Basic.")
		case err != nil:
			d.refuse(w, r, err)
		default:
			next.ServeHTTP(w, r.WithContext(desk.In(r.Context(), me)))
		}
	})
}

// byToken gives the account in whose name a token speaks. TAXII's clients know a name and a password: the token is the password, and
// the name says nothing.
func (d *door) byToken(r *http.Request) (hearsay.Account, error) {
	token := ""
	if _, password, ok := r.BasicAuth(); ok {
		token = password
	} else if scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		token = strings.TrimSpace(rest)
	}
	if token == "" || d.Door == nil {
		return hearsay.Account{}, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "come in by token", Cause: errors.New("there is none")}
	}
	me, err := d.Door.EnterByToken(r.Context(), token)
	if err != nil {
		return hearsay.Account{}, err
	}
	return me, nil
}

func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}

// readOnly refuses what would change something.
func (d *door) readOnly(w http.ResponseWriter, r *http.Request) {
	if _, err := d.named(r); err != nil {
		d.refuse(w, r, err)
		return
	}
	d.tell(w, http.StatusForbidden, "This collection is only read.")
}

// elsewhere answers every other address.
func (d *door) elsewhere(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		d.tell(w, http.StatusMethodNotAllowed, "What is here is only read.")
		return
	}
	d.tell(w, http.StatusNotFound, "There is nothing here. Addresses end with a slash.")
}

// milliseconds is a time as exact as versions are.
func milliseconds(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
