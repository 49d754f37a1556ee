// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"hearsay"
)

// Problem is why something was not done, as RFC 9457 has it.
type Problem struct {
	Type   string  `json:"type" doc:"urn:hearsay:problem: and the kind"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Kind   string  `json:"kind" enum:"not found,invalid,conflict,denied,temporarily impossible,internal error"`
	Doing  string  `json:"doing,omitempty" doc:"what was being done to which record"`
	Detail string  `json:"detail,omitempty"`
	Hint   string  `json:"hint,omitempty" doc:"what can be done about it"`
	Errors []Wrong `json:"errors,omitempty" doc:"what is wrong where in what was sent"`

	header http.Header
}

// Wrong is one thing that is wrong with what was sent.
type Wrong struct {
	At      string `json:"at"`
	Message string `json:"message"`
}

var problemType = reflect.TypeFor[Problem]()

// Error is the problem in a line.
func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// GetStatus gives the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives what the answer has in its header besides.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// kinds are the statuses of the kinds of failure.
var kinds = []struct {
	kind   error
	status int
	word   string
}{
	{hearsay.ErrNotFound, http.StatusNotFound, "not found"},
	{hearsay.ErrInvalid, http.StatusBadRequest, "invalid"},
	{hearsay.ErrConflict, http.StatusConflict, "conflict"},
	{hearsay.ErrDenied, http.StatusForbidden, "denied"},
	{hearsay.ErrTemporary, http.StatusServiceUnavailable, "temporarily impossible"},
}

// problemOf tells an error. What is none of the five kinds is a fault of ours, of which only that is told.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	p := &Problem{Status: http.StatusInternalServerError, Kind: "internal error", Detail: "This is a fault of hearsay. It has been written to the log of the server."}
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			p.Status, p.Kind, p.Detail = k.status, k.word, err.Error()
			break
		}
	}
	if f, ok := errors.AsType[*hearsay.Fault](err); ok && p.Status != http.StatusInternalServerError {
		p.Doing, p.Hint, p.Detail = f.Doing, f.Hint, ""
		if f.Cause != nil {
			p.Detail = f.Cause.Error()
		}
	}
	if errors.Is(err, hearsay.ErrTemporary) {
		p.header = http.Header{"Retry-After": {"1"}}
	}
	return p.titled()
}

func (p *Problem) titled() *Problem {
	p.Title = http.StatusText(p.Status)
	p.Type = "urn:hearsay:problem:" + strings.ReplaceAll(p.Kind, " ", "-")
	return p
}

// ownProblems makes our problems of those of the library, which are about what was sent.
func ownProblems(c huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := &Problem{Status: e.Status, Kind: "invalid", Doing: c.Method() + " " + c.Operation().Path, Detail: e.Detail, Hint: "the document of the API says what this operation takes"}
	if e.Status >= http.StatusInternalServerError {
		p.Kind, p.Detail, p.Hint = "internal error", "", ""
		return p.titled(), nil
	}
	for _, d := range e.Errors {
		p.Errors = append(p.Errors, Wrong{d.Location, d.Message})
	}
	return p.titled(), nil
}

// refuse answers with a problem before any operation has begun.
func (a *api) refuse(w http.ResponseWriter, p *Problem) {
	h := w.Header()
	for name, values := range p.header {
		h[name] = values
	}
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Cache-Control", "no-store")
	b, err := json.Marshal(p)
	if err != nil {
		http.Error(w, p.Title, p.Status)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(b)+1))
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(b, '\n')) // the reader has gone; there is nobody to tell
}
