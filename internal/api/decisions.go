// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

type decisionsInput struct {
	Paged
	Object   string `query:"object" maxLength:"64" doc:"only those about this record"`
	Standing bool   `query:"standing" doc:"only those that are neither undone nor an undoing"`
}

// decisionItem is what a person decided.
type decisionItem struct {
	ID     hearsay.DecisionID   `json:"id"`
	Kind   hearsay.DecisionKind `json:"kind"`
	Object string               `json:"object,omitempty"`
	Other  string               `json:"other,omitempty"`
	Value  string               `json:"value,omitempty"`
	Undoes hearsay.DecisionID   `json:"undoes,omitempty"`
	Reason string               `json:"reason"`
	By     string               `json:"by"`
	At     time.Time            `json:"at"`
}

func lineOf(d *hearsay.Decision) decisionItem {
	return decisionItem{d.ID, d.Kind, d.Object, d.Other, d.Value, d.Undoes, d.Reason, d.By, d.At}
}

func (a *api) decisions(ctx context.Context, in *decisionsInput) (*body[List[decisionItem]], error) {
	after, err := in.place("decisions")
	if err != nil {
		return nil, err
	}
	all, err := a.reader(ctx).Decisions(ctx, store.DecisionFilter{Object: in.Object, Standing: in.Standing, Newest: true, After: hearsay.DecisionID(after), Limit: in.Limit + 1})
	lines := make([]decisionItem, len(all))
	for i := range all {
		lines[i] = lineOf(&all[i])
	}
	return of(page(ctx, &in.Paged, "decisions", lines, func(d *decisionItem) string { return string(d.ID) }), err)
}

func (a *api) decision(ctx context.Context, in *One) (*body[decisionItem], error) {
	d, err := a.reader(ctx).Decision(ctx, hearsay.DecisionID(in.ID))
	return of(lineOf(&d), err)
}

type decideInput struct {
	Body struct {
		Kind   string `json:"kind" enum:"merge,split,same,not-same,grade,status,undo"`
		Object string `json:"object,omitempty" maxLength:"64" pattern:"^[!-~]*$" doc:"the ID decided about; of an undoing, the decision that is taken back"`
		Other  string `json:"other,omitempty" maxLength:"64" pattern:"^[!-~]*$" doc:"the second ID of a merge, split, same or not-same"`
		Value  string `json:"value,omitempty" maxLength:"64" pattern:"^[!-~]*$" doc:"the grade or status given"`
		Reason string `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type decidedOutput struct {
	Status   int
	Location string `header:"Location"`
	Body     decisionItem
}

// decide records a decision in the name of the account. What the account may not see cannot be decided about: it is not there.
func (a *api) decide(ctx context.Context, in *decideInput) (*decidedOutput, error) {
	me := desk.WhoIs(ctx)
	d := hearsay.Decision{Kind: hearsay.DecisionKind(in.Body.Kind), Object: in.Body.Object, Other: in.Body.Other, Value: in.Body.Value,
		Reason: in.Body.Reason, By: me.Name, At: time.Now().UTC()}
	if d.Kind == hearsay.UndoDecision {
		d.Object, d.Undoes = "", hearsay.DecisionID(in.Body.Object)
	}
	if role := desk.Least(d.Kind); !me.Role.AtLeast(role) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "decide", Cause: errRole, Hint: "it takes the role " + string(role)}
	}
	if a.Decide == nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "decide", Cause: errors.New("nothing can be decided here")}
	}
	d, err := a.Decide(ctx, d)
	if err != nil {
		a.Log.WarnContext(ctx, "a decision was refused", "by", me.ID, "kind", in.Body.Kind, "object", in.Body.Object, "other", in.Body.Other, "err", err)
		return nil, err
	}
	return &decidedOutput{201, Root + "/decisions/" + string(d.ID), lineOf(&d)}, nil
}

// accountLine is who asks.
type accountLine struct {
	Name    string       `json:"name"`
	Role    hearsay.Role `json:"role"`
	Ceiling string       `json:"ceiling" doc:"the strictest marking that is shown: the lower of the account's and the token's"`
}

func (a *api) account(ctx context.Context, _ *struct{}) (*body[accountLine], error) {
	me := desk.WhoIs(ctx)
	return of(accountLine{me.Name, me.Role, me.Ceiling.String()}, nil)
}
