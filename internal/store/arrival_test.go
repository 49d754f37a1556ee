// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestArrivalsOfAnHourAreOne, are told the latest first, and are forgotten when they are old.
func TestArrivalsOfAnHourAreOne(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		add := func(account string, admitted bool, at time.Time) {
			hearsaytest.Write(t, st, func(tx *store.Tx) error {
				return tx.AddArrival(t.Context(), hearsay.Arrival{Account: hearsay.AccountID(account), Way: hearsay.ByPassword, Address: "192.0.2.1", Admitted: admitted, Last: at}, at.Add(-24*time.Hour))
			})
		}
		add("ann", true, hearsaytest.At(9, 0).Add(-48*time.Hour)) // too old when the next one comes
		add("ann", false, hearsaytest.At(9, 1))
		add("ann", false, hearsaytest.At(9, 59))
		add("ann", true, hearsaytest.At(9, 30))
		add("ann", false, hearsaytest.At(10, 0))
		add("", false, hearsaytest.At(9, 10))
		ann := func(admitted bool, minute, times int) hearsay.Arrival {
			return hearsay.Arrival{Account: "ann", Way: hearsay.ByPassword, Address: "192.0.2.1", Admitted: admitted, Last: hearsaytest.At(9, minute), Times: times}
		}
		nobody := ann(false, 10, 1)
		nobody.Account = ""
		all := []hearsay.Arrival{ann(false, 60, 1), ann(false, 59, 2), ann(true, 30, 1), nobody}
		for _, c := range []struct {
			filter store.ArrivalFilter
			want   []hearsay.Arrival
		}{
			{store.ArrivalFilter{}, all},
			{store.ArrivalFilter{Account: "ann"}, all[:3]},
			{store.ArrivalFilter{Before: hearsaytest.At(9, 59), Limit: 1}, all[2:3]},
		} {
			got, err := st.As(store.Everything).Arrivals(t.Context(), c.filter)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%+v: %v %s", c.filter, err, diff)
			}
		}
		if _, err := st.As(store.Viewer{TLP: hearsay.Green}).Arrivals(t.Context(), store.ArrivalFilter{}); err == nil {
			t.Error("somebody who is not the operator sees who came in")
		}
	})
}
