// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"strings"

	"hearsay"
)

const selectEntity = "SELECT id, kind, name FROM entity WHERE " + visible

func scanEntity(r row) (e hearsay.Entity, err error) { return e, r.Scan(&e.ID, &e.Kind, &e.Name) }

// Entity gives one entity.
func (r Reader) Entity(ctx context.Context, id hearsay.EntityID) (hearsay.Entity, error) {
	return one(ctx, r, "read entity "+string(id), scanEntity, sel(selectEntity).add(" AND id = ?", string(id)))
}

// EntitiesOf gives the entities with these IDs that are there, in no particular order.
func (r Reader) EntitiesOf(ctx context.Context, ids ...hearsay.EntityID) ([]hearsay.Entity, error) {
	return inBatches(unique(ids), func(some []hearsay.EntityID) ([]hearsay.Entity, error) {
		return list(ctx, r, "read entities", scanEntity, in(sel(selectEntity), "id", some))
	})
}

// EntitiesNamed gives the entities that go by one of the names, whatever the case of its letters: one alias for
// each entity and name, under which it was found, with the first document that used it.
func (r Reader) EntitiesNamed(ctx context.Context, names ...string) ([]hearsay.Alias, error) {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = fold(n)
	}
	return inBatches(unique(folded), func(some []string) ([]hearsay.Alias, error) {
		q := in(sel("SELECT entity, name, MIN(document) FROM alias WHERE "+visible), "folded", some)
		return list(ctx, r, "read entities by name", scanAlias, q.add(" GROUP BY entity, name ORDER BY entity, name"))
	})
}

func scanAlias(r row) (a hearsay.Alias, err error) { return a, r.Scan(&a.Entity, &a.Name, &a.Document) }

// AliasesOf gives the names an entity goes by, with every document that used them.
func (r Reader) AliasesOf(ctx context.Context, id hearsay.EntityID) ([]hearsay.Alias, error) {
	return list(ctx, r, "read names of "+string(id), scanAlias,
		sel("SELECT entity, name, document FROM alias WHERE "+visible).
			add(" AND entity = ? ORDER BY name, document", string(id)))
}

// fold makes names comparable: letters in lower case, runs of blanks as one.
func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(words(name)), " ")) }

var (
	entityTable = table{"entity", "id", "id, kind, name, tlp"}
	aliasTable  = table{"alias", "entity, name, document", "entity, name, document, folded, tlp"}
)

// SaveEntities adds entities; one that is there keeps its name, which is the first that was seen. Only an alias
// ([Tx.SaveAliases]) makes an entity visible below RED: it is known to whoever may see a document that names it.
func (t *Tx) SaveEntities(ctx context.Context, entities ...hearsay.Entity) error {
	return save(ctx, t, entityTable.insertNew(), entities, func(e hearsay.Entity) []any {
		return []any{string(e.ID), string(e.Kind), words(e.Name), int64(hearsay.Red)}
	})
}

// SaveAliases adds names that entities go by, each marked as the document that used it. An alias without a
// document comes from a list that was installed and is CLEAR.
func (t *Tx) SaveAliases(ctx context.Context, aliases ...hearsay.Alias) error {
	var documents []hearsay.DocumentID
	for _, a := range aliases {
		documents = append(documents, a.Document)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	if err := save(ctx, t, aliasTable.upsert(), aliases, func(a hearsay.Alias) []any {
		return []any{string(a.Entity), words(a.Name), string(a.Document), fold(a.Name), tlp(a.Document)}
	}); err != nil {
		return err
	}
	return save(ctx, t, "UPDATE entity SET tlp = $2 WHERE id = $1 AND tlp > $2", aliases, func(a hearsay.Alias) []any {
		return []any{string(a.Entity), tlp(a.Document)}
	})
}
