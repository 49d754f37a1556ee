// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"slices"
	"strings"
)

// HubOffer is what a feed says of who pushes what is new in it (WebSub).
type HubOffer struct {
	Hubs  []string // addresses, in order, at most 5; always http or https
	Topic string   // the address under which hubs know the feed; empty where it does not say
}

const mostHubs = 5

// add takes over one link. Of several that name the feed itself the first stands.
func (o *HubOffer) add(relations, base, href string) {
	to := webLink(base, href)
	if !strings.HasPrefix(to, "http://") && !strings.HasPrefix(to, "https://") {
		return
	}
	for _, rel := range strings.Fields(strings.ToLower(relations)) {
		switch {
		case rel == "hub" && len(o.Hubs) < mostHubs && !slices.Contains(o.Hubs, to):
			o.Hubs = append(o.Hubs, to)
		case rel == "self" && o.Topic == "":
			o.Topic = to
		}
	}
}

// links reads the links of a feed's own element, whichever of its vocabularies they are of.
func (o *HubOffer) links(n *xmlNode, env feedEnv) {
	env = env.under(n)
	for _, k := range n.kids {
		if k.node != nil && strings.EqualFold(k.node.name, "link") {
			o.add(k.node.attr("rel"), env.under(k.node).base, k.node.attr("href"))
		}
	}
}

// Offer reads the Link fields of an answer (RFC 8288): whom they name as hubs, and as the address of what was answered. A
// field that is not made as it should be is read as far as it is.
func Offer(fields []string, base string) HubOffer {
	var o HubOffer
	for _, rest := range fields {
		for rest != "" {
			var l webLinking
			l, rest = nextLink(rest)
			if l.anchor == "" { // else it says something of another page
				o.add(l.rel, base, l.href)
			}
		}
	}
	return o
}

// webLinking is one link of a field.
type webLinking struct{ href, rel, anchor string }

// nextLink reads the first link of a field, and gives what is behind it.
func nextLink(s string) (l webLinking, rest string) {
	_, s, _ = strings.Cut(s, "<")
	l.href, s, _ = strings.Cut(s, ">")
	for {
		s = strings.TrimLeft(s, " \t")
		if s == "" || s[0] == ',' {
			return l, strings.TrimPrefix(s, ",")
		}
		name, value := "", ""
		name, value, s = nextParameter(strings.TrimPrefix(s, ";"))
		switch {
		case name == "rel" && l.rel == "":
			l.rel = value
		case name == "anchor":
			l.anchor = value
		}
	}
}

// nextParameter reads `name=value` or `name="value"`, at least one byte of what is not empty.
func nextParameter(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return strings.ToLower(strings.TrimSpace(s)), "", ""
	}
	name = strings.ToLower(strings.TrimSpace(s[:end]))
	if s[end] != '=' {
		return name, "", s[end:]
	}
	s = strings.TrimLeft(s[end+1:], " \t")
	if !strings.HasPrefix(s, `"`) {
		end = strings.IndexAny(s+";", ";,")
		return name, strings.TrimSpace(s[:end]), s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return name, b.String(), afterQuoted(s[i+1:])
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return name, b.String(), ""
}

// afterQuoted skips what stands between a quoted value and the next parameter or link.
func afterQuoted(s string) string {
	end := strings.IndexAny(s, ";,")
	if end < 0 {
		return ""
	}
	return s[end:]
}
