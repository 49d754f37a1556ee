// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package stix writes claims as STIX 2.1 bundles (OASIS Standard of 10 June 2021) and reads them back. A program that knows nothing of
// hearsay sees reports of notes and opinions, with who says it as identities; what it has no words for, chains, origins and
// status, lies in a property extension that is defined within the bundle.
package stix

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"hearsay"
)

// Version is that of the standard.
const Version = "2.1"

// Bundle is what is sent at once.
type Bundle struct {
	Type    string   `json:"type"`
	ID      string   `json:"id"`
	Objects []Object `json:"objects"`
}

// Object is one object of a bundle: of all the properties that our objects have, those that its type has.
type Object struct {
	Type        string `json:"type"`
	SpecVersion string `json:"spec_version"`
	ID          string `json:"id"`
	CreatedBy   string `json:"created_by_ref,omitempty"`
	Created     Time   `json:"created"`
	Modified    *Time  `json:"modified,omitempty"` // all but markings
	Revoked     bool   `json:"revoked,omitempty"`

	Name          string   `json:"name,omitempty"`
	Description   string   `json:"description,omitempty"`
	IdentityClass string   `json:"identity_class,omitempty"`
	Abstract      string   `json:"abstract,omitempty"`    // of a note
	Content       string   `json:"content,omitempty"`     // of a note
	Authors       []string `json:"authors,omitempty"`     // of a note or an opinion
	Explanation   string   `json:"explanation,omitempty"` // of an opinion
	Opinion       string   `json:"opinion,omitempty"`
	Published     *Time    `json:"published,omitempty"` // of a report
	ObjectRefs    []string `json:"object_refs,omitempty"`
	Relationship  string   `json:"relationship_type,omitempty"`
	Source        string   `json:"source_ref,omitempty"`
	Target        string   `json:"target_ref,omitempty"`

	Schema         string   `json:"schema,omitempty"` // of the definition of an extension
	DefinedVersion string   `json:"version,omitempty"`
	ExtensionTypes []string `json:"extension_types,omitempty"`

	Language   string                     `json:"lang,omitempty"`
	References []Reference                `json:"external_references,omitempty"`
	Markings   []string                   `json:"object_marking_refs,omitempty"`
	Extensions map[string]json.RawMessage `json:"extensions,omitempty"`
}

// Reference is where something lies outside of the bundle.
type Reference struct {
	Name   string            `json:"source_name"`
	URL    string            `json:"url,omitempty"`
	Hashes map[string]string `json:"hashes,omitempty"`
	ID     string            `json:"external_id,omitempty"`
}

// Time is a moment to the millisecond, in UTC, as the standard writes it.
type Time time.Time

// MarshalText writes the time.
func (t Time) MarshalText() ([]byte, error) {
	return []byte(time.Time(t).UTC().Format("2006-01-02T15:04:05.000Z")), nil
}

// UnmarshalText reads a time.
func (t *Time) UnmarshalText(b []byte) error {
	x, err := time.Parse(time.RFC3339Nano, string(b))
	*t = Time(x.UTC())
	return err
}

// namespace is that of the IDs that are derived from ours: the same record has the same ID wherever it is written.
var namespace = uuid.MustParse("6f0a3f2e-8a52-4c1d-9b0e-3f6c7a51d2b4")

// newID gives the ID of an object of a type, by the record that it stands for.
func newID(kind string, record ...string) string {
	name := kind
	for _, r := range record {
		name += "\x00" + r
	}
	return kind + "--" + uuid.NewSHA1(namespace, []byte(name)).String()
}

// begun is when what has no date of its own was made: that is a part of the ID of a version of an object, and must not change.
var begun = Time(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))

// tlpExtension defines TLP 2.0 for STIX 2.1 (OASIS CTI TC).
const tlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

// tlpMarkings are the objects that stand for the markings of TLP 2.0, as the OASIS committee has fixed them.
var tlpMarkings = map[hearsay.TLP]struct{ id, level string }{
	hearsay.Clear:       {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"},
	hearsay.Green:       {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"},
	hearsay.Amber:       {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"},
	hearsay.AmberStrict: {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"},
	hearsay.Red:         {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"},
}

// marking is the object that stands for a marking.
func marking(tlp hearsay.TLP) Object {
	m := tlpMarkings[tlp]
	text, _ := json.Marshal(map[string]string{"extension_type": "property-extension", "tlp_2_0": m.level}) // strings always can be written
	return Object{Type: "marking-definition", SpecVersion: Version, ID: m.id, Created: Time(time.Date(2022, 10, 1, 0, 0, 0, 0, time.UTC)),
		Name: "TLP:" + tlp.String(), Extensions: map[string]json.RawMessage{tlpExtension: text}}
}

// tlp10 are the markings of TLP 1, which others still send.
var tlp10 = map[string]hearsay.TLP{
	"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": hearsay.Clear,
	"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": hearsay.Green,
	"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": hearsay.Amber,
	"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": hearsay.Red,
}

// markingOf reads the markings of an object: the strictest counts. One that is not known, or none at all, is the strictest there is: what was
// left out or invented on the way must not open anything.
func markingOf(refs []string) hearsay.TLP {
	if len(refs) == 0 {
		return hearsay.Red
	}
	strictest := hearsay.Clear
	for _, ref := range refs {
		level, known := tlp10[ref]
		for tlp, m := range tlpMarkings {
			if m.id == ref {
				level, known = tlp, true
			}
		}
		if !known {
			return hearsay.Red
		}
		strictest = max(strictest, level)
	}
	return strictest
}
