// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"math"
	"strings"
	"time"

	"hearsay"
)

// HalfLife is the time after which a claim that was resolved counts half for the record of who made it. A year: owners,
// editors and posts change over years, and a shorter time would leave next to nothing of what is resolved within months.
const HalfLife = 365 * 24 * time.Hour

// Tested is a claim that an outlet or a voice made of itself, and that was resolved later.
type Tested struct {
	Claim  hearsay.Claim
	Basis  string    // on what ground it was made: "its own authority", "unnamed: two officials"
	Made   time.Time // the date of the first document that carries it from there
	Status hearsay.Status
	At     time.Time // since when it has that status
	By     string    // who decided the status; empty where the ledger found it
}

// Held reports whether the claim was borne out.
func (t *Tested) Held() bool { return t.Status == hearsay.Confirmed }

// Resolves reports whether a status tells how a claim came out: confirmed, refuted, or taken back. A denial alone does
// not, nor does corroboration.
func Resolves(s hearsay.Status) bool {
	return s == hearsay.Confirmed || s == hearsay.Refuted || s == hearsay.Retracted
}

// Record gives the share of the claims that held, as seen at a time.
func Record(tested []Tested, now time.Time) Share {
	var s share
	for i := range tested {
		age := max(0, now.Sub(tested[i].At))
		s.add(tested[i].Held(), math.Exp2(-float64(age)/float64(HalfLife)))
	}
	return s.share()
}

// Disagree reports whether a person's letter and a record say the opposite: A or B where less than half held, D or E where
// more did, beyond the error of so few. F cannot be judged and disagrees with nothing.
func Disagree(letter string, s Share) bool {
	switch letter {
	case "A", "B":
		return s.High < 0.5
	case "D", "E":
		return s.Low > 0.5
	}
	return false
}

// Claimant tells whose claim an origin makes it: that of an outlet, which speaks on its own authority, observed it, or
// vouches for a source that it does not name; or that of a named voice. Both are empty for papers, and where nobody is
// named in a loop. in is the outlet of the origin's document; named gives the outlet of a name.
func Claimant(o hearsay.Origin, in hearsay.OutletID, loop bool, named func(string) (hearsay.OutletID, bool)) (outlet hearsay.OutletID, voice, basis string) {
	v := o.Voice
	if of, ok := strings.CutPrefix(v.Name, observation); ok && v.Kind == hearsay.DocumentVoice {
		outlet, _ = named(of)
		return outlet, "", "its own observation"
	}
	switch {
	case v.Kind == hearsay.OutletVoice:
		outlet, _ = named(v.Name)
		return outlet, "", "its own authority"
	case v.Kind == hearsay.UnknownVoice && loop, v.Kind == hearsay.DocumentVoice && v.Named:
		return "", "", ""
	case v.Kind == hearsay.UnknownVoice:
		return in, "", "no source named"
	case v.Named:
		return "", v.Name, "its own word"
	}
	return v.Vouched, "", "unnamed: " + v.Name
}
