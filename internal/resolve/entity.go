// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"cmp"
	"strings"

	"hearsay"
)

// Entities gives the entities that the mentions and sources of a document stand for and the names they go by there, each once.
// Names are one entity when their full forms are equal; homonyms of another kind stay apart. A name in another script, or one
// that somebody is "also known as", is an alias where the text gives it; of two scripts the Latin name is the entity's.
func Entities(d *hearsay.Document, mentions []hearsay.Mention, attributions []hearsay.Attribution) ([]hearsay.Entity, []hearsay.Alias) {
	c := &catalogue{seen: map[hearsay.EntityID]bool{}, named: map[hearsay.Alias]bool{}}
	for _, m := range mentions {
		if m.Entity == "" {
			continue
		}
		c.add(hearsay.Entity{ID: m.Entity, Kind: m.Kind, Name: m.Name}, Plain(m.Span.Text), m.Document)
		c.ties(d, m.Span, hearsay.Entity{ID: m.Entity, Kind: m.Kind, Name: m.Name})
	}
	for i := range attributions {
		a := &attributions[i]
		if a.Source == nil || !a.Voice.Named || !ForeignName(a.Voice.Name) {
			continue
		}
		kind := kindOf(a.Voice.Kind)
		c.ties(d, *a.Source, hearsay.Entity{ID: hearsay.NewEntityID(kind, Normal(a.Voice.Name)), Kind: kind, Name: a.Voice.Name})
	}
	return c.entities, c.aliases
}

func kindOf(k hearsay.VoiceKind) hearsay.EntityKind {
	switch k {
	case hearsay.PersonVoice:
		return hearsay.PersonEntity
	case hearsay.OutletVoice:
		return hearsay.OutletEntity
	}
	return hearsay.OrganizationEntity
}

// tieVoices sets which entity each named voice is: the one of its name that the document mentions, of its own kind if there are
// several.
func tieVoices(mentions []hearsay.Mention, attributions []hearsay.Attribution) {
	type key struct {
		name string
		kind hearsay.EntityKind // empty for any
	}
	of := map[key]hearsay.EntityID{}
	for _, m := range mentions {
		name := Normal(m.Name)
		for _, k := range []key{{name, m.Kind}, {name, ""}} {
			if of[k] == "" {
				of[k] = m.Entity
			}
		}
	}
	tie := func(v *hearsay.Voice) {
		if v.Named && v.Name != "" {
			name := Normal(v.Name)
			v.Entity = cmp.Or(of[key{name, kindOf(v.Kind)}], of[key{name, ""}])
		}
	}
	for i := range attributions {
		a := &attributions[i]
		tie(&a.Voice)
		for j := range a.Chain {
			tie(&a.Chain[j])
		}
	}
}

// catalogue gathers entities and aliases, each once.
type catalogue struct {
	entities []hearsay.Entity
	aliases  []hearsay.Alias
	seen     map[hearsay.EntityID]bool
	named    map[hearsay.Alias]bool // without their documents
}

func (c *catalogue) add(e hearsay.Entity, name string, in hearsay.DocumentID) {
	if !c.seen[e.ID] {
		c.seen[e.ID] = true
		c.entities = append(c.entities, e)
	}
	alias := hearsay.Alias{Entity: e.ID, Name: name}
	if name != "" && !c.named[alias] {
		c.named[alias] = true
		alias.Document = in
		c.aliases = append(c.aliases, alias)
	}
}

// ties records the other names that the text gives for the name at a place.
func (c *catalogue) ties(d *hearsay.Document, at hearsay.Span, e hearsay.Entity) {
	if head, _, found := strings.Cut(at.Text, "（"); found {
		at = hearsay.Span{Start: at.Start, End: at.Start + len(head), Text: head}
	}
	for _, other := range otherNames(d.Text, at) {
		if !latin(at.Text) && latin(other) {
			latinOne := hearsay.Entity{ID: hearsay.NewEntityID(e.Kind, Normal(other)), Kind: e.Kind, Name: other}
			c.add(latinOne, other, d.ID)
			c.add(latinOne, Plain(at.Text), d.ID)
			continue
		}
		c.add(e, other, d.ID)
	}
}
