// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay_test

import (
	"testing"
	"time"

	"hearsay"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestOwnerIsKnownOnlyAtTimesOfOneRow(t *testing.T) {
	tallis := hearsay.Ownership{Owner: "tallis", From: day("2019-03-01"), Until: day("2024-06-30")}
	lasting := hearsay.Ownership{Owner: "oldgate", From: day("2024-07-01")}
	for _, c := range []struct {
		name string
		rows []hearsay.Ownership
		at   time.Time
		want string
	}{
		{"no row", nil, day("2022-01-01"), ""},
		{"before the first day", []hearsay.Ownership{tallis}, day("2019-02-28"), ""},
		{"on the first day", []hearsay.Ownership{tallis}, day("2019-03-01"), "tallis"},
		{"in the evening of the last day", []hearsay.Ownership{tallis}, day("2024-06-30").Add(23 * time.Hour), "tallis"},
		{"after the last day", []hearsay.Ownership{tallis}, day("2024-07-01"), ""},
		{"sold", []hearsay.Ownership{tallis, lasting}, day("2024-07-01"), "oldgate"},
		{"while it lasts", []hearsay.Ownership{tallis, lasting}, day("2031-05-01"), "oldgate"},
		{"rows that contradict each other", []hearsay.Ownership{tallis, {Owner: "oldgate", From: day("2020-01-01")}}, day("2022-01-01"), ""},
		{"rows that agree", []hearsay.Ownership{tallis, {Owner: "tallis", From: day("2020-01-01")}}, day("2022-01-01"), "tallis"},
		{"no first day", []hearsay.Ownership{{Owner: "tallis"}}, day("2022-01-01"), ""},
		{"a document without a date", []hearsay.Ownership{tallis}, time.Time{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := hearsay.Outlet{Owners: c.rows}
			if got := o.OwnerAt(c.at); got != c.want {
				t.Errorf("OwnerAt(%s) = %q, want %q", c.at.Format(time.DateOnly), got, c.want)
			}
		})
	}
}
