// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
)

// functions are what templates may call. They turn values of the vocabulary into words.
var functions = template.FuncMap{
	"followAddress": func(f ledger.FollowView) string { return followAddress(f.Kind, f.About) },
	"shown":         shown,
	"plain":         plain,
	"address":       shownAddress,
	"title":         titleOf,
	"outlet":        outletName,
	"dated":         dated,
	"dayOf":         dayWords,
	"moment":        momentWords,
	"short":         shortDay,
	"origins":       originWords,
	"dots":          dots,
	"count":         count,
	"size":          sizeWords,
	"percent":       percent,
	"voice":         voiceName,
	"kind":          voiceKind,
	"does":          does,
	"says":          stanceWords,
	"post":          postWords,
	"link":          linkLabel,
	"linkTo":        linkAddress,
	"outside":       outside,
	"restricted":    restriction,
	"places":        placesFrom,
	"held":          heldWords,
	"markings":      markingsUpTo,
	"passages":      passages,
	"ceiling":       func() hearsay.TLP { return hearsay.Red },
}

// place is an entry of the menu.
type place struct {
	Name, Address string
	Here          bool
}

// placesFrom gives the menu as it is on a page.
func placesFrom(here string) []place {
	all := []place{{"Today", "/", false}, {"Stories", "/stories", false}, {"Digests", "/digests", false}, {"Watches", "/watches", false}, {"Outlets", "/outlets", false}, {"Decisions", "/decisions", false}}
	for i := range all {
		all[i].Here = all[i].Address == here
	}
	return all
}

// heldWords sums up how claims came out.
func heldWords(tested []TestedLine) string {
	held := 0
	for _, t := range tested {
		if t.Held {
			held++
		}
	}
	return fmt.Sprintf("%d of %s that it made of itself and that were resolved held.", held, count(len(tested), "claim"))
}

// titleOf is what a document is called in lists.
func titleOf(d hearsay.Document) string {
	if d.Title != "" {
		return d.Title
	}
	if len(d.Authors) > 0 {
		return string(d.Kind) + " by " + strings.Join(d.Authors, ", ")
	}
	return "untitled " + string(d.Kind)
}

// postWords tells the posts of a thread apart, which share its title: "post 3 by kelpie". Empty for what is no post.
func postWords(d hearsay.Document) string {
	if d.Kind != hearsay.Post {
		return ""
	}
	s := strings.TrimSpace("post " + d.Part)
	if len(d.Authors) > 0 {
		s += " by " + strings.Join(d.Authors, ", ")
	}
	return s
}

// outletName is the name of an outlet, or what we know instead.
func outletName(o hearsay.Outlet) string {
	return cmp.Or(o.Name, o.Domain, string(o.ID), "unknown outlet")
}

// dated is the date of a document as exactly as it is known.
func dated(d hearsay.Document) string {
	t := d.Published.Time.UTC()
	switch d.Published.Precision {
	case hearsay.ToYear:
		return t.Format("2006")
	case hearsay.ToMonth:
		return t.Format("January 2006")
	case hearsay.ToDay:
		return dayWords(t)
	case hearsay.ToTheTime:
		return momentWords(t)
	}
	if d.Fetched.IsZero() {
		return "undated"
	}
	return "undated, seen by " + dayWords(d.Fetched)
}

func dayWords(t time.Time) string {
	if t.IsZero() {
		return "unknown day"
	}
	return t.UTC().Format("2 January 2006")
}

func momentWords(t time.Time) string {
	if t.IsZero() {
		return "unknown time"
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}

func shortDay(t time.Time) string { return t.UTC().Format("2 Jan") }

// originWords is the interval of origins: "2 origins", "1–3 origins".
func originWords(a hearsay.Assessment) string {
	if a.Low == a.High {
		return count(a.Low, "origin")
	}
	return fmt.Sprintf("%d–%d origins", a.Low, a.High)
}

// mostDots is how many origins are drawn; the number stands beside them.
const mostDots = 6

// dots draws the interval: full up to its low end, open up to its high end.
func dots(a hearsay.Assessment) []bool {
	full := make([]bool, max(0, min(a.High, mostDots)))
	for i := range full {
		full[i] = i < a.Low
	}
	return full
}

// count is a number with its noun: "1 document", "3 documents", "2 stories".
func count(n int, noun string) string {
	s := strconv.Itoa(n) + " " + noun
	switch {
	case n == 1:
		return s
	case strings.HasSuffix(noun, "y"):
		return strings.TrimSuffix(s, "y") + "ies"
	}
	return s + "s"
}

// voiceName is what a voice is called; an unnamed one by what the text says of it.
func voiceName(v hearsay.Voice) string {
	return cmp.Or(v.Name, v.Description, "unresolved source")
}

// voiceKind says what sort of voice it is: "person, spokesman of the ministry", "unnamed official, 3 people".
func voiceKind(v hearsay.Voice) string {
	s := string(v.Kind)
	switch {
	case v.Kind == hearsay.UnknownVoice || v.Kind == "":
		s = "not resolved"
	case !v.Named && v.Kind != hearsay.UnnamedVoice:
		s = "unnamed " + s
	}
	switch {
	case v.Count > 1:
		s += ", " + strconv.Itoa(v.Count) + " of them"
	case v.Plural:
		s += ", more than one"
	}
	for _, more := range []string{v.Role, v.Body} {
		if more != "" && !strings.Contains(strings.ToLower(voiceName(v)), strings.ToLower(more)) {
			s += ", " + more
		}
	}
	return s
}

// voiceDetail is voiceKind with who vouches for an unnamed voice.
func voiceDetail(v hearsay.Voice, outlets map[hearsay.OutletID]hearsay.Outlet) string {
	s := voiceKind(v)
	if v.Vouched == "" || v.Named {
		return s
	}
	o, ok := outlets[v.Vouched]
	if !ok {
		o.ID = v.Vouched
	}
	return s + ", vouched for by " + outletName(o)
}

// outside gives an address that may be a link: only the web's own schemes. Anything else is shown as text.
func outside(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// restriction is the marking of what may not be passed on freely; empty for what may.
func restriction(t hearsay.TLP) string {
	if t == hearsay.Clear {
		return ""
	}
	return "TLP:" + t.String()
}

// sizeWords is a number of bytes with its thousands apart.
func sizeWords(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s + " bytes"
}

// markingsUpTo gives the markings that somebody may see.
func markingsUpTo(ceiling hearsay.TLP) []hearsay.TLP {
	var all []hearsay.TLP
	for t := hearsay.Clear; t <= ceiling; t++ {
		all = append(all, t)
	}
	return all
}
