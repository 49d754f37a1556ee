// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

// EntityKind tells what a name stands for.
type EntityKind string

// The kinds of entity that names are sorted into.
const (
	PersonEntity       EntityKind = "person"
	OrganizationEntity EntityKind = "organization"
	PlaceEntity        EntityKind = "place"
	OutletEntity       EntityKind = "outlet"
	OtherEntity        EntityKind = "other"
)

// Mention is a name at a place in a text. Entity is what it stands for, empty while unresolved.
type Mention struct {
	Document DocumentID
	Span     Span
	Kind     EntityKind
	Name     string // the fullest form of the name in the same document
	Entity   EntityID
}

// Entity is a person, body, place or outlet that names stand for. Names across scripts match through recorded
// aliases only, never through romanisation.
type Entity struct {
	ID   EntityID
	Kind EntityKind
	Name string // the first full name seen
}

// Alias is a name an entity goes by, with the document that used it.
type Alias struct {
	Entity   EntityID
	Name     string
	Document DocumentID
}

// NewEntityID derives an entity's ID from its kind and normalised name.
func NewEntityID(kind EntityKind, name string) EntityID {
	return EntityID(ID('e', string(kind), name))
}
