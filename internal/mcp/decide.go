// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mcp

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/desk"
)

// decided is what a person decided.
type decided struct {
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

func decidedOf(d *hearsay.Decision) decided {
	return decided{d.ID, d.Kind, d.Object, d.Other, d.Value, d.Undoes, d.Reason, d.By, d.At}
}

// citeDecision cites what was decided about: the words of a claim, or how a document begins.
func (w *work) citeDecision(ctx context.Context, d *hearsay.Decision) error {
	for _, id := range []string{d.Object, d.Other} {
		c, err := w.Claim(ctx, hearsay.ClaimID(id))
		switch {
		case err == nil:
			err = w.cite(ctx, c.Source, c.Span.Start, c.Span.End, "")
		case errors.Is(err, hearsay.ErrNotFound):
			err = w.citeHead(ctx, hearsay.DocumentID(id))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type decideIn struct {
	Kind   string `json:"kind" jsonschema:"merge, split, same, not-same, grade, status or undo"`
	Object string `json:"object" jsonschema:"the ID decided about; of undo, the decision that is taken back"`
	Other  string `json:"other,omitempty" jsonschema:"the second ID of merge, split, same or not-same"`
	Value  string `json:"value,omitempty" jsonschema:"the grade or status given"`
	Reason string `json:"reason" jsonschema:"the person's reason"`
}

// decide records a decision in the name of the account that permitted it, under the rules of the desk.
func (k *desktop) decide(ctx context.Context, w *work, in decideIn) (any, error) {
	if err := k.start(ctx, w); err != nil {
		return nil, err
	}
	d := hearsay.Decision{Kind: hearsay.DecisionKind(in.Kind), Object: in.Object, Other: in.Other, Value: in.Value, Reason: in.Reason, By: w.me.Name, At: time.Now().UTC()}
	if d.Kind == hearsay.UndoDecision {
		d.Object, d.Undoes = "", hearsay.DecisionID(in.Object)
	}
	if role := desk.Least(d.Kind); !w.me.Role.AtLeast(role) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "decide", Cause: errors.New("it takes the role " + string(role))}
	}
	d, err := k.Decide(desk.In(ctx, w.me), d)
	if err != nil {
		return nil, err
	}
	return decidedOf(&d), w.citeDecision(ctx, &d)
}
