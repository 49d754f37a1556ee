// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"math"
	"testing"
	"time"

	"hearsay"
)

func TestOldClaimsCountLessAndNoneSayNothing(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(years int, s hearsay.Status) Tested {
		return Tested{Status: s, At: now.Add(-time.Duration(years) * HalfLife)}
	}
	fresh := Record([]Tested{at(0, hearsay.Confirmed), at(0, hearsay.Refuted)}, now)
	if fresh.Of != 1 || fresh.All != 2 || fresh.Weight != 2 || math.Abs(fresh.Mean-0.5) > 1e-9 {
		t.Errorf("one of two = %+v", fresh)
	}
	aged := Record([]Tested{at(0, hearsay.Confirmed), at(3, hearsay.Retracted)}, now)
	if aged.Of != 1 || aged.All != 2 || aged.Weight != 1.125 || aged.Mean <= fresh.Mean {
		t.Errorf("with the failure three half-lives ago: %+v, want weight 1.125 and a higher mean", aged)
	}
	old := Record([]Tested{at(9, hearsay.Confirmed), at(9, hearsay.Confirmed)}, now)
	if old.High-old.Low < 0.9 {
		t.Errorf("two claims of long ago say %+v; they say next to nothing", old)
	}
	if none := Record(nil, now); none.Low != 0 || none.High != 1 {
		t.Errorf("no claim says %+v", none)
	}
}

func TestWhoseClaimItIs(t *testing.T) {
	named := func(name string) (hearsay.OutletID, bool) {
		id, ok := map[string]hearsay.OutletID{"The Paper": "paper"}[name]
		return id, ok
	}
	voice := func(v hearsay.Voice) hearsay.Origin { return hearsay.Origin{Voice: v} }
	for _, tt := range []struct {
		origin        hearsay.Origin
		loop          bool
		outlet, voice string
	}{
		{voice(hearsay.Voice{Name: "The Paper", Kind: hearsay.OutletVoice}), false, "paper", ""},
		{voice(hearsay.Voice{Name: "Unheard Of", Kind: hearsay.OutletVoice, Named: true}), false, "", ""},
		{voice(hearsay.Voice{Name: "two officials", Kind: hearsay.OfficialVoice, Vouched: "wire"}), false, "wire", ""},
		{voice(hearsay.Voice{Name: "Nora Quill", Kind: hearsay.PersonVoice, Named: true}), false, "", "Nora Quill"},
		{voice(hearsay.Voice{Name: "observation of The Paper", Kind: hearsay.DocumentVoice, Named: true}), false, "paper", ""},
		{voice(hearsay.Voice{Name: "harbour log", Kind: hearsay.DocumentVoice, Named: true}), false, "", ""},
		{voice(hearsay.Voice{Name: "nobody named", Kind: hearsay.UnknownVoice}), false, "home", ""},
		{voice(hearsay.Voice{Name: "nobody named", Kind: hearsay.UnknownVoice}), true, "", ""},
	} {
		outlet, voice, _ := Claimant(tt.origin, "home", tt.loop, named)
		if string(outlet) != tt.outlet || voice != tt.voice {
			t.Errorf("%+v is the claim of outlet %q, voice %q; want %q, %q", tt.origin.Voice, outlet, voice, tt.outlet, tt.voice)
		}
	}
}

func TestLetterThatCannotBeJudgedDisagreesWithNothing(t *testing.T) {
	good, bad, open := Share{Low: 0.6, High: 0.9}, Share{Low: 0.1, High: 0.4}, Share{Low: 0.2, High: 0.8}
	for _, tt := range []struct {
		letter string
		share  Share
		want   bool
	}{{"A", bad, true}, {"B", good, false}, {"E", good, true}, {"D", bad, false}, {"C", bad, false}, {"F", bad, false}, {"F", good, false}, {"A", open, false}} {
		if got := Disagree(tt.letter, tt.share); got != tt.want {
			t.Errorf("Disagree(%s, %v) = %v", tt.letter, tt.share, got)
		}
	}
}
