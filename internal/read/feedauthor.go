// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"strings"
)

var mailPattern = regexp.MustCompile(`(?i)[a-z0-9!#$%&'*+/=?^_{|}~.-]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,24}\b`)

// author adds one author: Atom's elements, or RSS's one line "Name (mail)", "mail (Name)".
func (rec *FeedRecord) author(n *xmlNode, env feedEnv) {
	if len(rec.Authors) >= 100 {
		return
	}
	var p FeedPerson
	raw := strings.TrimSpace(n.text(true))
	if n.hasElements() {
		p, raw = atomPerson(n, env)
	} else {
		p = personOf(raw)
	}
	if p == (FeedPerson{}) {
		return
	}
	rec.Authors = append(rec.Authors, p)
	if rec.Author == "" || n.space == "" || n.hasElements() && len(rec.Authors) == 1 {
		rec.Author = raw
	}
}

func atomPerson(n *xmlNode, env feedEnv) (p FeedPerson, raw string) {
	for _, k := range n.kids {
		if k.node == nil {
			continue
		}
		text := strings.TrimSpace(k.node.text(true))
		switch strings.ToLower(k.node.name) {
		case "name":
			p.Name = text
		case "email":
			p.Email = text
		case "uri", "url", "homepage":
			p.URL = webLink(env.under(k.node).base, text)
		}
	}
	switch {
	case p.Name != "" && p.Email != "":
		return p, p.Name + " (" + p.Email + ")"
	case p.Name != "":
		return p, p.Name
	}
	return p, p.Email
}

// personOf parts a line into name and mail address.
func personOf(line string) FeedPerson {
	if line == "" || len(line) > 1000 {
		return FeedPerson{}
	}
	p := FeedPerson{Name: line}
	if m := mailPattern.FindStringIndex(line); m != nil {
		p.Email = line[m[0]:m[1]]
		name := line[:m[0]] + line[m[1]:]
		name, _, _ = strings.Cut(name, "?")
		name = strings.NewReplacer("()", "", "<>", "", "&lt;&gt;", "", "mailto:", "").Replace(name)
		name = strings.TrimSpace(name)
		p.Name = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(name, "("), ")"))
	}
	return p
}

// names gives the authors of a record as people are named: without mail addresses.
func (rec *FeedRecord) names() []string {
	var out []string
	for _, p := range rec.Authors {
		for _, n := range splitNames(cleanByline(p.Name)) {
			if isAuthorName(n) {
				out = append(out, n)
			}
		}
	}
	return out
}
