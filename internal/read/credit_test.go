// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import "testing"

func TestWireCredit(t *testing.T) {
	for _, c := range []struct {
		name               string
		byline, paragraphs []string
		want               string
	}{
		{"byline", []string{"By The Associated Press"}, nil, "Associated Press"},
		{"dateline with the date alone", nil, []string{"Dec 29 (Reuters) - The pier burned."}, "Reuters"},
		{"dateline with an abbreviated state", nil, []string{"TARN, Fla. (AP) — The pier burned."}, "Associated Press"},
		{"dateline in Chinese brackets of no agency", nil, []string{"The pier (built in 1901) - the oldest - burned."}, ""},
		{"dateline under a line of its own", nil, []string{"UPDATED", "TARN, 4 May (Xinhua) - The pier burned."}, "Xinhua"},
		{"an agency that no list knows", nil, []string{"TARN, May 4 (Nordwire) — The pier burned."}, "Nordwire"},
		{"line of the desk", nil, []string{"The pier burned.", "(Additional reporting by Orla Tolk; Editing by Petr Anselm)"}, "Reuters"},
		{"line of the desk behind the last sentence", nil, []string{"The pier burned. (Reporting by Orla Tolk in Tarn; Writing by Ilse Brandhof; Editing by Petr Anselm.)"}, "Reuters"},
		{"line of rights", nil, []string{"The pier burned.", "Copyright 2016 The Associated Press. All rights reserved."}, "Associated Press"},
		{"rights of somebody else", nil, []string{"The pier burned.", "© 2016 Tarn Herald"}, ""},
		{"an agency in a sentence", nil, []string{"The harbour master told Reuters (on Friday) that the pier burned."}, ""},
		{"who helped", nil, []string{"The pier burned.", "The Associated Press contributed to this report."}, ""},
	} {
		if got := WireCredit(c.byline, c.paragraphs); got != c.want {
			t.Errorf("%s: WireCredit = %q, want %q", c.name, got, c.want)
		}
	}
}
