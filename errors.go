// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "errors"

// The five kinds of failure. Everything else is a bug: it is logged whole and shown as "internal error".
var (
	ErrNotFound  = errors.New("not found")              // there is no such record, or the asker may not know of it
	ErrInvalid   = errors.New("invalid")                // the input is wrong and will be wrong next time
	ErrConflict  = errors.New("conflict")               // the record has changed, or exists with another content
	ErrDenied    = errors.New("denied")                 // the asker, or the address asked for, is not allowed
	ErrTemporary = errors.New("temporarily impossible") // the same call may succeed later
)

// Fault is an error that says what was being done to which record, keeps its kind, and may carry a hint of
// what a person can do next (the command line prints it on a line of its own).
type Fault struct {
	Kind  error  // one of the five kinds
	Doing string // "read feed.xml: entry 3"
	Cause error  // may be nil
	Hint  string // "give --data DIR", may be empty
}

// Error gives the deed, then the cause or, where there is none, the kind.
func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.Doing + ": " + f.Cause.Error()
	}
	return f.Doing + ": " + f.Kind.Error()
}

// Unwrap gives the kind and the cause.
func (f *Fault) Unwrap() []error {
	if f.Cause == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.Cause}
}
