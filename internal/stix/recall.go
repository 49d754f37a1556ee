// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix

import (
	"time"

	"hearsay"
)

// Common reports whether an object is of no one claim: who speaks, markings, what defines the extension.
func (o *Object) Common() bool {
	return o.Type == "identity" || o.Type == "marking-definition" || o.Type == "extension-definition"
}

// Version is that of the object: when it was changed, or made where it cannot change.
func (o *Object) Version() time.Time {
	if o.Modified != nil {
		return time.Time(*o.Modified)
	}
	return time.Time(o.Created)
}

// recalled is what a word is called that cannot be left out of an object of which nothing is to be said.
const recalled = "recalled"

// Recalled is the last version of an object that is to be forgotten: revoked, with nothing of what it said. What its type cannot be without
// says that it was recalled, and speaks of the desk. It is marked as strictly as what its receiver may see.
func Recalled(desk Desk, kind, id string, marking hearsay.TLP, created, at time.Time) Object {
	made, modified, about := Time(created), Time(at), newID("identity", "desk", desk.Name)
	o := Object{Type: kind, SpecVersion: Version, ID: id, CreatedBy: about, Created: made, Modified: &modified, Revoked: true, Markings: []string{tlpMarkings[marking].id}}
	switch kind {
	case "report":
		o.Name, o.Published, o.ObjectRefs = recalled, &modified, []string{about}
	case "note":
		o.Content, o.ObjectRefs = recalled, []string{about}
	case "opinion":
		o.Opinion, o.ObjectRefs = "neutral", []string{about}
	case "relationship":
		o.Relationship, o.Source, o.Target = "related-to", about, about
	}
	return o
}
