// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"strings"

	"hearsay"
)

// actVerbs are what sources do, as several do it.
var actVerbs = map[hearsay.Act]string{
	hearsay.Assert: "say", hearsay.Allege: "allege", hearsay.Rumour: "pass on a rumour",
	hearsay.Announce: "announce", hearsay.Assess: "judge", hearsay.Confirm: "confirm", hearsay.Deny: "deny",
	hearsay.Doubt: "doubt", hearsay.NoComment: "decline to comment", hearsay.Demand: "demand",
	hearsay.Warn: "warn", hearsay.Promise: "promise", hearsay.Ask: "ask",
}

// actVerb is what the source of an attribution does, said of one: "says", "does not confirm", "alleges, hedged".
func actVerb(a *hearsay.Attribution) string { return acting(a, false) }

// does is actVerb behind the name of the voice, in its number.
func does(a *hearsay.Attribution) string { return acting(a, several(a.Voice)) }

func acting(a *hearsay.Attribution, plural bool) string {
	s := cmp.Or(actVerbs[a.Act], string(a.Act))
	switch {
	case a.Negated && plural:
		s = "do not " + s
	case a.Negated:
		s = "does not " + s
	case !plural:
		s = ofOne(s)
	}
	if a.Hedged {
		s += ", hedged"
	}
	return s
}

var stances = map[hearsay.Stance]string{
	hearsay.Confirms: "confirm it", hearsay.Denies: "deny it", hearsay.Partly: "confirm a part",
	hearsay.Doubts: "doubt it", hearsay.Declines: "decline to comment", hearsay.NoReply: "give no reply",
	hearsay.Policy: "comment on no such thing", hearsay.Retracts: "take it back",
}

// stanceWords is what a party does about a claim, in its number.
func stanceWords(r hearsay.Response) string {
	s, known := stances[r.Stance]
	if !known {
		return string(r.Stance)
	}
	if several(r.Party) {
		return s
	}
	return ofOne(s)
}

// several reports whether a voice is known to be more than one.
func several(v hearsay.Voice) bool { return v.Count > 1 || v.Plural }

// ofOne puts the verb at the head of a phrase into the third person singular.
func ofOne(phrase string) string {
	verb, rest, _ := strings.Cut(phrase, " ")
	switch {
	case strings.HasSuffix(verb, "ss"):
		verb += "es"
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "ay"):
		verb = strings.TrimSuffix(verb, "y") + "ies"
	default:
		verb += "s"
	}
	return strings.TrimSpace(verb + " " + rest)
}
