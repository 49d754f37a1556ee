// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"strings"
	"testing"

	"hearsay/internal/trace"
)

func TestResponsesAreExact(t *testing.T) {
	for _, c := range []struct{ name, said, want string }{
		{"partly", sold + " Corrin Freight partly confirmed the report.", "Corrin Freight partly"},
		{"denies a part", sold + " Corrin Freight denied parts of the report.", "Corrin Freight partly"},
		{"to whom and by when", sold + " Corrin Freight did not respond to a request for comment from the Elsund Courier by Friday evening.", "Corrin Freight no reply, asked by the Elsund Courier, by Friday evening"},
		{"by press time", sold + " Corrin Freight did not reply to the Courier’s questions by press time.", "Corrin Freight no reply, asked by the Courier, by press time"},
		{"asked by", sold + " Orla Tolk declined to comment when asked by the Quorn Dispatch.", "Orla Tolk declines, asked by the Quorn Dispatch"},
		{"policy", sold + " Corrin Freight declined to comment on the report, citing a policy of silence on contracts.", "Corrin Freight standing policy"},
		{"policy beside silence", sold + " Corrin Freight did not respond to a request for comment. Corrin Freight typically does not comment on contracts.", "Corrin Freight no reply; Corrin Freight standing policy"},
		{"nobody says who asked", sold + " Corrin Freight declined to comment.", "Corrin Freight declines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, c.said)}, nil, outlets, nil)
			var got []string
			for _, x := range r.Responses {
				s := x.Party.Name + " " + string(x.Stance)
				if x.Asker != "" {
					s += ", asked by " + x.Asker
				}
				if x.Due != "" {
					s += ", " + x.Due
				}
				got = append(got, s)
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("responses of %q = %q, want %q", c.said, s, c.want)
			}
		})
	}
}

func TestRumourIsDoubtedAndDenied(t *testing.T) {
	const rumour = "Officials in Quorn cast doubt on rumours that Mayor Orla Tolk may be ill or close to resigning."
	for _, c := range []struct{ name, said, want string }{
		{"doubted", "", "Officials in Quorn doubts"},
		{"no reason to believe", " A spokesman for the council said there was no reason to believe that Tolk was ill.", "Officials in Quorn doubts; spokesman for the council denies"},
		{"one thing or the other", " A spokesman for the council said there was no reason to believe Tolk was badly hurt or ill.", "Officials in Quorn doubts; spokesman for the council denies"},
		{"no proof", " A spokesman for the council said there was no evidence that Tolk was ill.", "Officials in Quorn doubts; spokesman for the council doubts"},
		{"no answer", " The council declined to comment on the rumours about Tolk.", "Officials in Quorn doubts; council declines"},
		{"somebody else", " A spokesman for the council said there was no reason to believe that Bram Vosk was ill.", "Officials in Quorn doubts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := trace.Story("t1", []trace.Item{told("a", "ledger", 0, rumour+c.said)}, nil, outlets, nil)
			var got []string
			for _, x := range r.Responses {
				for _, k := range r.Claims {
					if k.ID == x.Claim && k.Text == "Mayor Orla Tolk may be ill or close to resigning" {
						got = append(got, x.Party.Name+" "+string(x.Stance))
					}
				}
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("responses = %q, want %q; claims %+v", s, c.want, r.Claims)
			}
		})
	}
}
