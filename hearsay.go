// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package hearsay is the vocabulary of the project: the nouns that every stage and every place speaks of.
//
// hearsay reads the news it is pointed at and keeps, for every story, a ledger of who says what, on whose
// authority. A [Feed] is looked at and gives a [Capture], one raw answer. A capture is read into [Document]s.
// In a document, [Mention]s are names, [Attribution]s are places where the text says that somebody said
// something, [Statement]s are what it says on its own authority. Documents about one course of events are a
// [Story]. Attributions and statements that say the same thing are one [Claim]; [Link]s lead from each of them
// back towards an [Origin]; a [Response] is what a party does about it. An [Assessment] is the dated judgement
// that follows from them. What people decide is a [Decision] and is never overwritten.
//
// The package imports only the standard library. docs/architecture.md is the map, docs/terms.md the glossary.
package hearsay

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"strings"
)

// Every noun has an ID type of its own. A derived ID is a hash of what the thing derives from (see [ID]), so
// that deriving it again gives the same ID; IDs of things that people name (outlets, feeds, accounts) are slugs.
type (
	OutletID      string
	FeedID        string
	CaptureID     string
	DocumentID    string
	EntityID      string
	AttributionID string
	StatementID   string
	ClaimID       string
	StoryID       string
	DecisionID    string
)

var idText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ID derives an identifier from its parts: a letter that tells the kind, and 96 bits of the SHA-256 of the
// parts, each preceded by its length so that no two lists of parts collide by joining.
func ID(kind byte, parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return string(kind) + strings.ToLower(idText.EncodeToString(h.Sum(nil)[:12]))
}

// Stamp says which stage, at which version, derived a record: "annotate@3".
type Stamp string

// NewStamp joins the word of a stage and its version.
func NewStamp(stage string, version int) Stamp {
	return Stamp(stage + "@" + strconv.Itoa(version))
}

// TLP is a Traffic Light Protocol 2.0 marking. The zero value is [Clear]; a higher value is stricter, and a
// derived object carries the strictest marking of what it derives from.
type TLP int

// The five markings, from open to closed.
const (
	Clear TLP = iota
	Green
	Amber
	AmberStrict
	Red
)

var tlpNames = [...]string{"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// String gives the marking as it is printed, without the "TLP:" before it.
func (t TLP) String() string {
	if t < Clear || t > Red {
		return "RED"
	}
	return tlpNames[t]
}

// ParseTLP reads a marking, with or without "TLP:"; WHITE (TLP 1) is read as CLEAR. An unknown word is an
// error and [Red], the strictest.
func ParseTLP(s string) (TLP, error) {
	word := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "TLP:")
	if word == "WHITE" {
		return Clear, nil
	}
	for i, name := range tlpNames {
		if word == name {
			return TLP(i), nil
		}
	}
	return Red, &Fault{Kind: ErrInvalid, Doing: "read marking " + strconv.Quote(s), Hint: "give clear, green, amber, amber+strict or red"}
}
