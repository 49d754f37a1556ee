// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// latinNames gives, for the names in other scripts that speak in the documents, the Latin name that one of the documents records
// for them. A name that two entities go by is left out: homonyms stay apart. Documents of other stories have no say, so that
// what a story holds does not depend on what came before it.
func latinNames(ctx context.Context, r store.Reader, items []trace.Item) (map[string]string, error) {
	foreign := false
	documents := make([]hearsay.DocumentID, len(items))
	for i := range items {
		documents[i] = items[i].Document.ID
		for j := range items[i].Attributions {
			foreign = foreign || slices.ContainsFunc(items[i].Attributions[j].Chain, func(v hearsay.Voice) bool {
				return v.Named && resolve.ForeignName(v.Name)
			})
		}
	}
	if !foreign {
		return nil, nil
	}
	mentions, err := r.MentionsOf(ctx, documents...)
	if err != nil {
		return nil, err
	}
	in := map[hearsay.DocumentID][]hearsay.Mention{}
	for _, m := range mentions {
		in[m.Document] = append(in[m.Document], m)
	}
	var entities []hearsay.Entity
	var aliases []hearsay.Alias
	for i := range items {
		e, a := resolve.Entities(&items[i].Document, in[items[i].Document.ID], items[i].Attributions)
		entities, aliases = append(entities, e...), append(aliases, a...)
	}
	return tied(aliases, entities), nil
}

// tied gives the Latin names of the entities that names in other scripts lead to; "" where a name leads to two.
func tied(aliases []hearsay.Alias, entities []hearsay.Entity) map[string]string {
	called := map[hearsay.EntityID]string{}
	for _, e := range entities {
		if !resolve.ForeignName(e.Name) {
			called[e.ID] = e.Name
		}
	}
	latin := map[string]string{}
	for _, a := range aliases {
		name, ok := called[a.Entity]
		if !ok || !resolve.ForeignName(a.Name) {
			continue
		}
		if before, there := latin[a.Name]; there && resolve.Normal(before) != resolve.Normal(name) {
			name = ""
		}
		latin[a.Name] = name
	}
	return latin
}

// tie gives voices the Latin names that are recorded for them; the documents keep their own.
func tie(items []trace.Item, latin map[string]string) {
	if len(latin) == 0 {
		return
	}
	for i := range items {
		for j := range items[i].Attributions {
			a := &items[i].Attributions[j]
			if name := latin[a.Voice.Name]; name != "" {
				a.Voice.Name = name
			}
			a.Chain = slices.Clone(a.Chain)
			for k := range a.Chain {
				if name := latin[a.Chain[k].Name]; name != "" {
					a.Chain[k].Name = name
				}
			}
		}
	}
}
