// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const assessmentColumns = "claim, status, low, high, origins, reasons, cause, at, known, stamp"

const selectAssessment = "SELECT " + assessmentColumns + " FROM assessment WHERE " + visible

func scanAssessment(r row) (a hearsay.Assessment, err error) {
	return a, r.Scan(&a.Claim, &a.Status, &a.Low, &a.High, jsonColumn{&a.Origins}, jsonColumn{&a.Reasons}, &a.Cause,
		timeColumn{&a.At}, timeColumn{&a.Known}, &a.Stamp)
}

// Assessments gives every judgement on a claim, oldest first.
func (r Reader) Assessments(ctx context.Context, id hearsay.ClaimID) ([]hearsay.Assessment, error) {
	return list(ctx, r, "read assessments of "+string(id), scanAssessment,
		sel(selectAssessment).add(" AND claim = ? ORDER BY seq", string(id)))
}

// AssessmentsOf gives all judgements on claims, by claim, oldest first.
func (r Reader) AssessmentsOf(ctx context.Context, ids ...hearsay.ClaimID) ([]hearsay.Assessment, error) {
	return inBatches(unique(ids), func(some []hearsay.ClaimID) ([]hearsay.Assessment, error) {
		return list(ctx, r, "read assessments", scanAssessment, in(sel(selectAssessment), "claim", some).add(" ORDER BY claim, seq"))
	})
}

// LatestAssessment gives the last judgement on a claim.
func (r Reader) LatestAssessment(ctx context.Context, id hearsay.ClaimID) (hearsay.Assessment, error) {
	return one(ctx, r, "read assessment of "+string(id), scanAssessment,
		sel(selectAssessment).add(" AND claim = ? ORDER BY seq DESC LIMIT 1", string(id)))
}

// LatestAssessments gives the last judgement on each of the claims that has one.
func (r Reader) LatestAssessments(ctx context.Context, claims ...hearsay.ClaimID) (map[hearsay.ClaimID]hearsay.Assessment, error) {
	latest, err := inBatches(unique(claims), func(some []hearsay.ClaimID) ([]hearsay.Assessment, error) {
		q := in(sel(selectAssessment+" AND seq IN (SELECT MAX(seq) FROM assessment WHERE "+visible), "claim", some)
		return list(ctx, r, "read assessments", scanAssessment, q.add(" GROUP BY claim)"))
	})
	m := make(map[hearsay.ClaimID]hearsay.Assessment, len(latest))
	for _, a := range latest {
		m[a.Claim] = a
	}
	return m, err
}

// AssessmentsBy gives the judgements that documents or decisions brought about, by claim, oldest first. It looks through
// all judgements.
func (r Reader) AssessmentsBy(ctx context.Context, causes ...string) ([]hearsay.Assessment, error) {
	return inBatches(unique(causes), func(some []string) ([]hearsay.Assessment, error) {
		return list(ctx, r, "read assessments", scanAssessment, in(sel(selectAssessment), "cause", some).add(" ORDER BY claim, seq"))
	})
}

// ClaimsEver gives the claims that are there and that some judgement, not only the last, put on one of the rungs, by ID.
func (r Reader) ClaimsEver(ctx context.Context, rungs ...hearsay.Status) ([]hearsay.ClaimID, error) {
	q := in(sel("SELECT DISTINCT claim FROM assessment WHERE "+visible), "status", rungs).
		add(" AND EXISTS (SELECT 1 FROM claim WHERE " + visible + " AND claim.id = assessment.claim) ORDER BY claim")
	return list(ctx, r, "read claims by status", func(r row) (id hearsay.ClaimID, err error) { return id, r.Scan(&id) }, q)
}

// AssessmentAsKnown gives the judgement on a claim as it was known at a time.
func (r Reader) AssessmentAsKnown(ctx context.Context, id hearsay.ClaimID, at time.Time) (hearsay.Assessment, error) {
	return one(ctx, r, "read assessment of "+string(id), scanAssessment, sel(selectAssessment).
		add(" AND claim = ? AND known <= ? ORDER BY known DESC, seq DESC LIMIT 1", string(id), micros(at)))
}

var assessmentTable = table{"assessment", "seq", assessmentColumns + ", basis, tlp"}

// AddAssessment adds a judgement on a claim if it differs from the last one in status, interval, reasons, or in
// what the responses to the claim are, and reports whether it did. The claim's responses are saved before it.
func (t *Tx) AddAssessment(ctx context.Context, a hearsay.Assessment) (added bool, err error) {
	basis, err := t.basis(ctx, &a)
	if err != nil {
		return false, err
	}
	last, err := list(ctx, t.Reader, "read basis of "+string(a.Claim), func(r row) (s string, err error) {
		return s, r.Scan(&s)
	}, sel("SELECT basis FROM assessment WHERE "+visible).add(" AND claim = ? ORDER BY seq DESC LIMIT 1", string(a.Claim)))
	if err != nil || len(last) > 0 && last[0] == basis {
		return false, err
	}
	tlp, err := strictest(ctx, t, "claim", []hearsay.ClaimID{a.Claim})
	if err != nil {
		return false, err
	}
	return true, t.exec(ctx, "add assessment of "+string(a.Claim), assessmentTable.insert(),
		string(a.Claim), string(a.Status), a.Low, a.High, asJSON(a.Origins), asJSON(a.Reasons), words(a.Cause),
		micros(a.At), micros(a.Known), string(a.Stamp), basis, tlp(a.Claim))
}

// basis is a hash of what an assessment says and of the responses it stands on.
func (t *Tx) basis(ctx context.Context, a *hearsay.Assessment) (string, error) {
	responses, err := t.Responses(ctx, a.Claim)
	if err != nil {
		return "", err
	}
	for i := range responses {
		responses[i].Stamp = "" // a new version that says the same is no news
	}
	return hearsay.ID('b', string(a.Status), asJSON([]int{a.Low, a.High}), asJSON(a.Reasons), asJSON(responses)), nil
}
