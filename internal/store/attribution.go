// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

const selectMention = "SELECT document, span_start, span_end, span_text, kind, name, entity FROM mention WHERE " + visible

func scanMention(r row) (m hearsay.Mention, err error) {
	return m, r.Scan(&m.Document, &m.Span.Start, &m.Span.End, &m.Span.Text, &m.Kind, &m.Name, &m.Entity)
}

// MentionsOf gives the names in documents, by document, then by place.
func (r Reader) MentionsOf(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Mention, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Mention, error) {
		return list(ctx, r, "read mentions", scanMention,
			in(sel(selectMention), "document", some).add(" ORDER BY document, span_start, span_end"))
	})
}

// MentionsOfEntity gives the places where an entity is named, by document, then by place; limit 0 is no limit.
func (r Reader) MentionsOfEntity(ctx context.Context, id hearsay.EntityID, limit int) ([]hearsay.Mention, error) {
	return list(ctx, r, "read mentions of "+string(id), scanMention,
		sel(selectMention).add(" AND entity = ? ORDER BY document, span_start, span_end", string(id)).
			when(limit > 0, " LIMIT ?", limit))
}

var mentionTable = table{"mention", "document, span_start, span_end",
	"document, span_start, span_end, span_text, kind, name, entity, tlp"}

// SaveMentions adds names, or replaces those at the same place. They are marked as their documents are.
func (t *Tx) SaveMentions(ctx context.Context, mentions ...hearsay.Mention) error {
	var documents []hearsay.DocumentID
	for _, m := range mentions {
		documents = append(documents, m.Document)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	return save(ctx, t, mentionTable.upsert(), mentions, func(m hearsay.Mention) []any {
		return []any{string(m.Document), m.Span.Start, m.Span.End, m.Span.Text, string(m.Kind), words(m.Name),
			string(m.Entity), tlp(m.Document)}
	})
}

const attributionColumns = "id, document, place, source, cue, content, act, hedged, negated, voice, entity, chain, " +
	"channel, answers, inside, confidence, bare, figures, stamp, tlp"

const selectAttribution = "SELECT " + attributionColumns + " FROM attribution WHERE " + visible

func scanAttribution(r row) (a hearsay.Attribution, err error) {
	var place, tlp int64
	var entity string
	return a, r.Scan(&a.ID, &a.Document, &place, jsonColumn{&a.Source}, jsonColumn{&a.Cue}, jsonColumn{&a.Content},
		&a.Act, &a.Hedged, &a.Negated, jsonColumn{&a.Voice}, &entity, jsonColumn{&a.Chain}, &a.Channel, &a.Answers,
		&a.Inside, &a.Confidence, &a.Bare, jsonColumn{&a.Figures}, &a.Stamp, &tlp)
}

// Attribution gives one attribution.
func (r Reader) Attribution(ctx context.Context, id hearsay.AttributionID) (hearsay.Attribution, error) {
	return one(ctx, r, "read attribution "+string(id), scanAttribution,
		sel(selectAttribution).add(" AND id = ?", string(id)))
}

// AttributionsOf gives the attributions in documents, by document, then by place.
func (r Reader) AttributionsOf(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Attribution, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Attribution, error) {
		return list(ctx, r, "read attributions", scanAttribution,
			in(sel(selectAttribution), "document", some).add(" ORDER BY document, place, id"))
	})
}

// AttributionsBy gives what an entity is said to have said, by document, then by place; limit 0 is no limit.
func (r Reader) AttributionsBy(ctx context.Context, id hearsay.EntityID, limit int) ([]hearsay.Attribution, error) {
	return list(ctx, r, "read attributions to "+string(id), scanAttribution,
		sel(selectAttribution).add(" AND entity = ? ORDER BY document, place, id", string(id)).
			when(limit > 0, " LIMIT ?", limit))
}

var attributionTable = table{"attribution", "id", attributionColumns}

// SaveAttributions adds attributions or replaces those with the same ID. They are marked as their documents are.
func (t *Tx) SaveAttributions(ctx context.Context, attributions ...hearsay.Attribution) error {
	var documents []hearsay.DocumentID
	for i := range attributions {
		documents = append(documents, attributions[i].Document)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	return save(ctx, t, attributionTable.upsert(), attributions, func(a hearsay.Attribution) []any {
		return []any{string(a.ID), string(a.Document), firstByte(&a), asJSON(a.Source), asJSON(a.Cue), asJSON(a.Content),
			string(a.Act), a.Hedged, a.Negated, asJSON(a.Voice), string(a.Voice.Entity), asJSON(a.Chain),
			words(a.Channel), a.Answers, string(a.Inside), a.Confidence, a.Bare, asJSON(a.Figures),
			string(a.Stamp), tlp(a.Document)}
	})
}

// firstByte is where an attribution begins in its document.
func firstByte(a *hearsay.Attribution) int {
	first := -1
	spans := append(append([]hearsay.Span{}, a.Cue...), a.Content...)
	if a.Source != nil {
		spans = append(spans, *a.Source)
	}
	for _, s := range spans {
		if first < 0 || s.Start < first {
			first = s.Start
		}
	}
	return max(first, 0)
}

const selectStatement = "SELECT id, document, span_start, span_end, span_text, act, observed, figures, stamp FROM statement WHERE " + visible

func scanStatement(r row) (s hearsay.Statement, err error) {
	return s, r.Scan(&s.ID, &s.Document, &s.Span.Start, &s.Span.End, &s.Span.Text, &s.Act, &s.Observed, jsonColumn{&s.Figures}, &s.Stamp)
}

// StatementsOf gives what documents say on their own authority, by document, then by place.
func (r Reader) StatementsOf(ctx context.Context, documents ...hearsay.DocumentID) ([]hearsay.Statement, error) {
	return inBatches(unique(documents), func(some []hearsay.DocumentID) ([]hearsay.Statement, error) {
		return list(ctx, r, "read statements", scanStatement,
			in(sel(selectStatement), "document", some).add(" ORDER BY document, span_start, id"))
	})
}

var statementTable = table{"statement", "id", "id, document, span_start, span_end, span_text, act, observed, figures, stamp, tlp"}

// SaveStatements adds statements or replaces those with the same ID. They are marked as their documents are.
func (t *Tx) SaveStatements(ctx context.Context, statements ...hearsay.Statement) error {
	var documents []hearsay.DocumentID
	for _, s := range statements {
		documents = append(documents, s.Document)
	}
	tlp, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	return save(ctx, t, statementTable.upsert(), statements, func(s hearsay.Statement) []any {
		return []any{string(s.ID), string(s.Document), s.Span.Start, s.Span.End, s.Span.Text, string(s.Act), s.Observed,
			asJSON(s.Figures), string(s.Stamp), tlp(s.Document)}
	})
}
