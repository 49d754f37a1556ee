// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// Records are what became of the claims that outlets and named voices made of themselves.
type Records struct {
	Now     time.Time // of the last look: ages are counted from here, so that one ledger has one answer
	Outlets map[hearsay.OutletID][]assess.Tested
	Voices  map[string][]assess.Tested // by name as [resolve.Normal] gives it
	Names   map[string]string          // of the voices, as they are written
}

// RecordsOf reads how the claims came out that were resolved. Who copies, cites or credits made none of them; nor did
// who told it only when it was resolved, or confirmed it himself. What a person decided about a status comes before
// what the ledger found. Of an outlet in doubt (see [Doubt]) only what was captured since counts.
func RecordsOf(ctx context.Context, r store.Reader) (*Records, error) {
	k := &keeper{Reader: r, records: Records{Outlets: map[hearsay.OutletID][]assess.Tested{}, Voices: map[string][]assess.Tested{}, Names: map[string]string{}}}
	last, err := r.Attempts(ctx, store.AttemptFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	for _, a := range last {
		k.records.Now = a.At
	}
	if err := k.open(ctx); err != nil {
		return nil, err
	}
	ids, err := r.ClaimsEver(ctx, hearsay.Confirmed, hearsay.Refuted, hearsay.Retracted)
	if err != nil {
		return nil, err
	}
	for id := range k.decided {
		ids = append(ids, id)
	}
	return &k.records, k.enterAll(ctx, ids)
}

// keeper is the work on Records.
type keeper struct {
	store.Reader
	records Records
	named   map[string]hearsay.OutletID
	decided map[hearsay.ClaimID]hearsay.Decision // the last about the status of each
	doubts  map[hearsay.OutletID]*Doubt
}

func (k *keeper) open(ctx context.Context) error {
	outlets, err := k.Outlets(ctx)
	if err == nil {
		k.doubts, err = doubts(ctx, k.Reader, "")
	}
	if err != nil {
		return err
	}
	k.named = map[string]hearsay.OutletID{}
	for _, o := range outlets {
		for _, name := range append([]string{cmp.Or(o.Name, string(o.ID))}, o.Aliases...) {
			k.named[resolve.Normal(name)] = o.ID
		}
	}
	decisions, err := k.Decisions(ctx, store.DecisionFilter{Kind: hearsay.SetStatus, Standing: true})
	k.decided = map[hearsay.ClaimID]hearsay.Decision{}
	for _, d := range decisions {
		k.decided[hearsay.ClaimID(d.Object)] = d
	}
	return err
}

// enterAll enters the claims that are resolved for those who made them. What was decided about once and is made no more
// is passed over.
func (k *keeper) enterAll(ctx context.Context, ids []hearsay.ClaimID) error {
	claims, err := k.ClaimsCalled(ctx, ids...)
	if err != nil {
		return err
	}
	assessments, err := k.AssessmentsOf(ctx, ids...)
	if err != nil {
		return err
	}
	responses, err := k.Responses(ctx, ids...)
	if err != nil {
		return err
	}
	judged, answered := map[hearsay.ClaimID][]hearsay.Assessment{}, map[hearsay.ClaimID][]hearsay.Response{}
	var origins []hearsay.DocumentID
	for i, a := range assessments {
		judged[a.Claim] = append(judged[a.Claim], a)
		if i+1 == len(assessments) || assessments[i+1].Claim != a.Claim {
			for _, o := range a.Origins {
				origins = append(origins, o.Document)
			}
		}
	}
	for _, x := range responses {
		answered[x.Claim] = append(answered[x.Claim], x)
	}
	homes, err := k.HomesOf(ctx, origins...)
	if err != nil {
		return err
	}
	for _, claim := range claims {
		k.claim(claim, judged[claim.ID], answered[claim.ID], homes)
	}
	return nil
}

// claim enters one claim for those who made it, if it is resolved.
func (k *keeper) claim(claim hearsay.Claim, all []hearsay.Assessment, responses []hearsay.Response, homes map[hearsay.DocumentID]store.Home) {
	if len(all) == 0 {
		return
	}
	how, ok := k.outcome(claim, all)
	if !ok {
		return
	}
	latest := all[len(all)-1]
	for _, o := range latest.Origins {
		if home, ok := homes[o.Document]; ok {
			k.enter(how, o, home, loops(latest), responses)
		}
	}
}

// outcome tells where a claim came to stand, and since when.
func (k *keeper) outcome(claim hearsay.Claim, all []hearsay.Assessment) (assess.Tested, bool) {
	t := assess.Tested{Claim: claim, Status: all[len(all)-1].Status}
	for i := len(all) - 1; i >= 0 && all[i].Status == t.Status; i-- {
		t.At = all[i].At
	}
	if d, ok := k.decided[claim.ID]; ok {
		t.Status, t.At, t.By = hearsay.Status(d.Value), d.At, d.By
	}
	return t, assess.Resolves(t.Status)
}

func loops(a hearsay.Assessment) bool {
	return slices.ContainsFunc(a.Reasons, func(r string) bool { return strings.HasPrefix(r, "a loop: ") })
}

// enter adds the claim to the record of whose it is by one origin.
func (k *keeper) enter(t assess.Tested, o hearsay.Origin, d store.Home, loop bool, responses []hearsay.Response) {
	t.Made = d.When
	if !t.Made.Before(t.At) {
		return
	}
	outlet, voice, basis := assess.Claimant(o, d.Outlet, loop, func(name string) (hearsay.OutletID, bool) {
		id, ok := k.named[resolve.Normal(name)]
		return id, ok
	})
	t.Basis = basis
	name := resolve.Normal(voice)
	switch doubt := k.doubts[outlet]; {
	case doubt != nil && d.Fetched.Before(doubt.Until): // of the publisher before
	case outlet != "":
		k.records.Outlets[outlet] = append(k.records.Outlets[outlet], t)
	case name != "" && !vouchedItself(name, responses):
		k.records.Voices[name] = append(k.records.Voices[name], t)
		k.records.Names[name] = cmp.Or(k.records.Names[name], voice)
	}
}

// vouchedItself reports whether a voice confirmed, as the party concerned, what it had said: that proves nothing.
func vouchedItself(name string, responses []hearsay.Response) bool {
	return slices.ContainsFunc(responses, func(r hearsay.Response) bool {
		return r.Stance == hearsay.Confirms && resolve.Normal(r.Party.Name) == name
	})
}
