// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"net/url"
	"strings"
	"time"
)

// Shared is what a post shares with others.
type Shared struct {
	Links  []string // addresses that it leads to
	Repost string   // the post that it passes on
	Text   string   // of its own
	Object string   // by a name that a table gives
}

// By are the things by which accounts are compared; the zero value is all of them.
type By struct{ Links, Reposts, Texts bool }

// The kinds of objects, as the names of objects begin.
const (
	LinkObject   = "link "
	RepostObject = "repost "
	TextObject   = "text "
	NamedObject  = "object "
)

// AddPost notes everything that a post shares. What a table names is compared in any case.
func (t *Table) AddPost(account string, at time.Time, s Shared, by By) {
	if by == (By{}) {
		by = By{true, true, true}
	}
	if s.Object != "" {
		t.Add(account, NamedObject+s.Object, at)
	}
	if s.Repost != "" && by.Reposts {
		t.Add(account, RepostObject+s.Repost, at)
	}
	if by.Links {
		for _, l := range s.Links {
			if l = Link(l); l != "" {
				t.Add(account, LinkObject+l, at)
			}
		}
	}
	if by.Texts && s.Repost == "" {
		t.addText(account, s.Text, at)
	}
}

// addText notes that an account wrote a text. Its object has the beginning of the first text of its kind as its name.
func (t *Table) addText(account, s string, at time.Time) {
	k, first, ok := t.texts.kind(s)
	if !ok {
		return
	}
	if first {
		t.textObjects = append(t.textObjects, t.objects.add(TextObject+beginning(s)))
	}
	t.acts = append(t.acts, act{at.UnixMicro(), t.accounts.number(account), t.textObjects[k]})
}

const nameBytes = 80

func beginning(s string) string {
	short := strings.Join(strings.Fields(s[:min(len(s), 2*nameBytes)]), " ")
	if len(short) > nameBytes {
		short = short[:nameBytes] + "…"
	}
	return strings.Clone(strings.ToValidUTF8(short, ""))
}

// ofCampaign are parameters that tell where a reader came from, not where an address leads to.
var ofCampaign = []string{"fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "igsh", "mc_cid", "mc_eid", "ref", "ref_src", "ref_url",
	"cmpid", "ocid", "smid", "si", "feature", "at_medium", "at_campaign"}

// Link is an address in the form in which two are compared: without the mark of a campaign, fragment and "www.". It is empty
// where there is no web address.
func Link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	q := u.Query()
	for name := range q {
		if strings.HasPrefix(name, "utm_") {
			q.Del(name)
		}
	}
	for _, name := range ofCampaign {
		q.Del(name)
	}
	host := strings.ToLower(u.Host)
	for strings.HasPrefix(host, "www.") {
		host = host[len("www."):]
	}
	out := "https://" + host + strings.TrimRight(u.EscapedPath(), "/")
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}
