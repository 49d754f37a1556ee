// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"hearsay"
)

// Entities gives the entities that mentions stand for and the names they go by there, each once. Names are one
// entity when their full forms are equal; homonyms of another kind stay apart.
func Entities(mentions []hearsay.Mention) ([]hearsay.Entity, []hearsay.Alias) {
	var entities []hearsay.Entity
	var aliases []hearsay.Alias
	seen := map[hearsay.EntityID]bool{}
	named := map[string]bool{}
	for _, m := range mentions {
		if m.Entity == "" {
			continue
		}
		if !seen[m.Entity] {
			seen[m.Entity] = true
			entities = append(entities, hearsay.Entity{ID: m.Entity, Kind: m.Kind, Name: m.Name})
		}
		name := Plain(m.Span.Text)
		if key := string(m.Entity) + " " + name; !named[key] && name != "" {
			named[key] = true
			aliases = append(aliases, hearsay.Alias{Entity: m.Entity, Name: name, Document: m.Document})
		}
	}
	return entities, aliases
}
