// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"hearsay"
	"hearsay/internal/read"
	"hearsay/internal/store"
)

// TakeRemarks takes in the remarks that editors decided to make documents, each in the version that they decided about, as captures of the
// outlet [hearsay.HouseOutlet]. What ended in between is done again: a remark is taken in once.
func (in *Intake) TakeRemarks(ctx context.Context) error {
	all, err := in.Store.As(store.Everything).RemarksToTake(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		if err := in.takeRemark(ctx, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (in *Intake) takeRemark(ctx context.Context, m *hearsay.Remark) error {
	r := in.Store.As(store.Everything)
	d, err := r.Decision(ctx, m.Taken)
	if err != nil {
		return err
	}
	versions, err := r.RemarkVersions(ctx, m.ID)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(d.Value)
	i := slices.IndexFunc(versions, func(v hearsay.RemarkVersion) bool { return v.Number == number })
	if err != nil || i < 0 {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take in remark " + string(m.ID), Cause: errors.New("there is no version " + d.Value)}
	}
	input := Input{URL: hearsay.RemarkAddress + string(m.ID), MediaType: "text/plain", Fetched: d.At, Outlet: hearsay.Outlet{ID: hearsay.HouseOutlet, Name: "The desk"},
		TLP: m.TLP, Payload: read.RemarkPayload(&versions[i])}
	var ack Ack
	once := &Intake{Store: in.Store, Archive: in.Archive, Acknowledge: func(acks []Ack) error {
		ack = acks[0]
		return nil
	}}
	if _, err := once.Ingest(ctx, func(yield func(Input, error) bool) { yield(input, nil) }); err != nil {
		return err
	}
	return in.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.TakeRemark(ctx, m.ID, m.Taken, cmp.Or(ack.Capture, "refused")) // what was erased stays gone
	})
}
