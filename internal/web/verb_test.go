// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"testing"

	"hearsay"
)

func TestVerbsAgreeWithWhoSpeaks(t *testing.T) {
	one, two := hearsay.Voice{Name: "Ida Holm"}, hearsay.Voice{Name: "two officials", Count: 2}
	some := hearsay.Voice{Name: "dock workers", Plural: true}
	for _, tt := range []struct {
		a    hearsay.Attribution
		want string
	}{
		{hearsay.Attribution{Voice: one, Act: hearsay.Assert}, "says"},
		{hearsay.Attribution{Voice: two, Act: hearsay.Assert}, "say"},
		{hearsay.Attribution{Voice: one, Act: hearsay.Assert, Negated: true}, "does not say"},
		{hearsay.Attribution{Voice: some, Act: hearsay.Confirm, Negated: true}, "do not confirm"},
		{hearsay.Attribution{Voice: one, Act: hearsay.Deny}, "denies"},
		{hearsay.Attribution{Voice: one, Act: hearsay.Rumour, Hedged: true}, "passes on a rumour, hedged"},
		{hearsay.Attribution{Voice: some, Act: hearsay.NoComment}, "decline to comment"},
	} {
		if got := does(&tt.a); got != tt.want {
			t.Errorf("%s, %s: %q, want %q", tt.a.Voice.Name, tt.a.Act, got, tt.want)
		}
	}
	for _, tt := range []struct {
		r    hearsay.Response
		want string
	}{
		{hearsay.Response{Party: one, Stance: hearsay.Denies}, "denies it"},
		{hearsay.Response{Party: two, Stance: hearsay.Denies}, "deny it"},
		{hearsay.Response{Party: one, Stance: hearsay.Policy}, "comments on no such thing"},
	} {
		if got := stanceWords(tt.r); got != tt.want {
			t.Errorf("%s, %s: %q, want %q", tt.r.Party.Name, tt.r.Stance, got, tt.want)
		}
	}
}

func TestOneDenialInThreeDocumentsIsOneStand(t *testing.T) {
	holm, loke := hearsay.Voice{Name: "Ida Holm"}, hearsay.Voice{Name: "Per Loke"}
	l := ClaimLine{Responses: []hearsay.Response{
		{Party: holm, Stance: hearsay.Denies, Document: "a"}, {Party: holm, Stance: hearsay.Denies, Document: "a"},
		{Party: loke, Stance: hearsay.Declines, Document: "a"}, {Party: holm, Stance: hearsay.Denies, Document: "b"},
	}}
	stands := l.Stands()
	if len(stands) != 2 || stands[0].Reports != 2 || stands[1].Reports != 1 || stands[1].Response.Party.Name != "Per Loke" {
		t.Errorf("Stands() = %+v, want Ida Holm in 2 documents, Per Loke in 1", stands)
	}
}
