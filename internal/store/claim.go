// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"

	"hearsay"
)

const selectClaim = `SELECT id, story, text, source, span_start, span_end, span_text, negates, silent, differs, figures, stamp, tlp
	FROM claim WHERE ` + visible

func scanClaim(r row) (c hearsay.Claim, err error) {
	return c, r.Scan(&c.ID, &c.Story, &c.Text, &c.Source, &c.Span.Start, &c.Span.End, &c.Span.Text, &c.Negates, &c.Silent,
		jsonColumn{&c.Differs}, jsonColumn{&c.Figures}, &c.Stamp, &c.TLP)
}

// Claim gives one claim, also under an ID that it had before it was known who said so first.
func (r Reader) Claim(ctx context.Context, id hearsay.ClaimID) (hearsay.Claim, error) {
	c, err := one(ctx, r, "read claim "+string(id), scanClaim, sel(selectClaim).add(" AND id = ?", string(id)))
	if !errors.Is(err, hearsay.ErrNotFound) {
		return c, err
	}
	return one(ctx, r, "read claim "+string(id), scanClaim, sel(selectClaim).
		add(" AND id IN (SELECT claim FROM assertion WHERE "+visible+" AND founds = ?) ORDER BY id LIMIT 1", string(id)))
}

// ClaimsCalled gives the claims with these IDs that are there, by ID.
func (r Reader) ClaimsCalled(ctx context.Context, ids ...hearsay.ClaimID) ([]hearsay.Claim, error) {
	return inBatches(unique(ids), func(some []hearsay.ClaimID) ([]hearsay.Claim, error) {
		return list(ctx, r, "read claims", scanClaim, in(sel(selectClaim), "id", some).add(" ORDER BY id"))
	})
}

// CountOutlets counts the outlets whose documents carry each of the claims.
func (r Reader) CountOutlets(ctx context.Context, claims ...hearsay.ClaimID) (map[hearsay.ClaimID]int, error) {
	const outlet = "COALESCE((SELECT outlet FROM document WHERE " + visible + " AND document.id = assertion.document), '')"
	found, err := inBatches(unique(claims), func(some []hearsay.ClaimID) ([]hearsay.ClaimID, error) {
		q := in(sel("SELECT DISTINCT claim, "+outlet+" FROM assertion WHERE "+visible), "claim", some)
		return list(ctx, r, "count outlets of claims", func(r row) (id hearsay.ClaimID, err error) {
			var outlet string
			return id, r.Scan(&id, &outlet)
		}, q)
	})
	m := map[hearsay.ClaimID]int{}
	for _, id := range found {
		m[id]++
	}
	return m, err
}

// ClaimsOf gives the claims of a story, by ID.
func (r Reader) ClaimsOf(ctx context.Context, id hearsay.StoryID) ([]hearsay.Claim, error) {
	return list(ctx, r, "read claims of "+string(id), scanClaim,
		sel(selectClaim).add(" AND story = ? ORDER BY id", string(id)))
}

// ClaimFilter chooses claims; the zero value chooses all.
type ClaimFilter struct {
	Story hearsay.StoryID
	After hearsay.ClaimID // go on behind this claim
	Limit int             // 0 for no limit
}

// Claims gives claims in the order of their IDs.
func (r Reader) Claims(ctx context.Context, f ClaimFilter) ([]hearsay.Claim, error) {
	return list(ctx, r, "read claims", scanClaim, sel(selectClaim).
		when(f.Story != "", " AND story = ?", string(f.Story)).
		when(f.After != "", " AND id > ?", string(f.After)).
		add(" ORDER BY id").
		when(f.Limit > 0, " LIMIT ?", f.Limit))
}

// ClaimsFrom gives the claims whose wording comes from documents, by document, then by ID.
func (r Reader) ClaimsFrom(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Claim, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Claim, error) {
		return list(ctx, r, "read claims", scanClaim, in(sel(selectClaim), "source", some).add(" ORDER BY source, id"))
	})
}

const selectAssertion = "SELECT claim, document, attribution, statement, reason, founds, replaced FROM assertion WHERE " + visible

func scanAssertion(r row) (a hearsay.Assertion, err error) {
	return a, r.Scan(&a.Claim, &a.Document, &a.Attribution, &a.Statement, &a.Reason, &a.Founds, &a.Replaced)
}

// Assertions gives the places that carry the claims, by claim, then by document.
func (r Reader) Assertions(ctx context.Context, claims ...hearsay.ClaimID) ([]hearsay.Assertion, error) {
	return inBatches(unique(claims), func(some []hearsay.ClaimID) ([]hearsay.Assertion, error) {
		return list(ctx, r, "read assertions", scanAssertion,
			in(sel(selectAssertion), "claim", some).add(" ORDER BY claim, document, attribution, statement"))
	})
}

// AssertionsIn gives the claims that documents carry, by document, then by claim.
func (r Reader) AssertionsIn(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Assertion, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Assertion, error) {
		return list(ctx, r, "read assertions", scanAssertion,
			in(sel(selectAssertion), "document", some).add(" ORDER BY document, claim, attribution, statement"))
	})
}

const selectResponse = `SELECT claim, document, attribution, stance, party, what, asker, due, concerned, at, stamp
	FROM response WHERE ` + visible

func scanResponse(r row) (p hearsay.Response, err error) {
	return p, r.Scan(&p.Claim, &p.Document, &p.Attribution, &p.Stance, jsonColumn{&p.Party}, &p.What, &p.Asker, &p.Due, &p.Concerned,
		timeColumn{&p.At}, &p.Stamp)
}

// Responses gives what parties do about the claims, by claim, oldest first.
func (r Reader) Responses(ctx context.Context, claims ...hearsay.ClaimID) ([]hearsay.Response, error) {
	return inBatches(unique(claims), func(some []hearsay.ClaimID) ([]hearsay.Response, error) {
		return list(ctx, r, "read responses", scanResponse,
			in(sel(selectResponse), "claim", some).add(" ORDER BY claim, at, document, attribution, stance, name"))
	})
}

var (
	claimTable = table{"claim", "id", "id, story, text, source, span_start, span_end, span_text, negates, silent, differs, figures, stamp, tlp"}

	assertionTable = table{"assertion", "claim, document, attribution, statement",
		"claim, document, attribution, statement, reason, founds, replaced, tlp"}

	responseTable = table{"response", "claim, document, attribution, stance, name",
		"claim, document, attribution, stance, name, party, what, asker, due, concerned, at, stamp, tlp"}
)

// SaveClaims adds claims or replaces those with the same ID. A claim is marked at least as strictly as the
// document its wording comes from, and as its story, which is saved before it: what is assessed about a claim
// rests on all documents of the story.
func (t *Tx) SaveClaims(ctx context.Context, claims ...hearsay.Claim) error {
	var sources []hearsay.DocumentID
	var stories []hearsay.StoryID
	for i := range claims {
		sources, stories = append(sources, claims[i].Source), append(stories, claims[i].Story)
	}
	ofStory, err := strictest(ctx, t, "story", stories)
	if err != nil {
		return err
	}
	tlp, err := strictest(ctx, t, "document", sources)
	if err != nil {
		return err
	}
	return save(ctx, t, claimTable.upsertChanged(), claims, func(c hearsay.Claim) []any {
		return []any{string(c.ID), string(c.Story), words(c.Text), string(c.Source), c.Span.Start, c.Span.End, c.Span.Text,
			string(c.Negates), words(c.Silent), asJSON(c.Differs), asJSON(c.Figures), string(c.Stamp), max(int64(c.TLP), tlp(c.Source), ofStory(c.Story))}
	})
}

// SaveAssertions adds the places that carry claims, each marked as the stricter of its claim and its document.
func (t *Tx) SaveAssertions(ctx context.Context, assertions ...hearsay.Assertion) error {
	tlp, err := ofClaimAndDocument(ctx, t, assertions, func(a hearsay.Assertion) (hearsay.ClaimID, hearsay.DocumentID) {
		return a.Claim, a.Document
	})
	if err != nil {
		return err
	}
	return save(ctx, t, assertionTable.upsertChanged(), assertions, func(a hearsay.Assertion) []any {
		return []any{string(a.Claim), string(a.Document), string(a.Attribution), string(a.Statement), words(a.Reason), string(a.Founds), string(a.Replaced), tlp(a)}
	})
}

// SaveResponses adds responses, each marked as the stricter of its claim and its document.
func (t *Tx) SaveResponses(ctx context.Context, responses ...hearsay.Response) error {
	tlp, err := ofClaimAndDocument(ctx, t, responses, func(p hearsay.Response) (hearsay.ClaimID, hearsay.DocumentID) {
		return p.Claim, p.Document
	})
	if err != nil {
		return err
	}
	return save(ctx, t, responseTable.upsertChanged(), responses, func(p hearsay.Response) []any {
		return []any{string(p.Claim), string(p.Document), string(p.Attribution), string(p.Stance), words(p.Party.Name),
			asJSON(p.Party), words(p.What), words(p.Asker), words(p.Due), p.Concerned, micros(p.At), string(p.Stamp), tlp(p)}
	})
}

// ofClaimAndDocument gives the marking of rows that rest on a claim and a document.
func ofClaimAndDocument[T any](ctx context.Context, t *Tx, items []T,
	of func(T) (hearsay.ClaimID, hearsay.DocumentID)) (func(T) int64, error) {
	var claims []hearsay.ClaimID
	var documents []hearsay.DocumentID
	for _, item := range items {
		c, d := of(item)
		claims, documents = append(claims, c), append(documents, d)
	}
	ofClaim, err := strictest(ctx, t, "claim", claims)
	if err != nil {
		return nil, err
	}
	ofDocument, err := strictest(ctx, t, "document", documents)
	return func(item T) int64 {
		c, d := of(item)
		return max(ofClaim(c), ofDocument(d))
	}, err
}

// DeleteClaimsOf deletes the claims of a story with their assertions and responses, and the links that lead
// from its documents, so that they can be derived anew in the same transaction. Assessments stay: they are
// added to, never overwritten.
func (t *Tx) DeleteClaimsOf(ctx context.Context, id hearsay.StoryID) error {
	for _, statement := range []string{
		"DELETE FROM assertion WHERE claim IN (SELECT id FROM claim WHERE story = $1)",
		"DELETE FROM response WHERE claim IN (SELECT id FROM claim WHERE story = $1)",
		"DELETE FROM link WHERE from_document IN (SELECT document FROM membership WHERE story = $1)",
		"DELETE FROM claim WHERE story = $1",
	} {
		if err := t.exec(ctx, "delete claims of "+string(id), statement, string(id)); err != nil {
			return err
		}
	}
	return nil
}
