// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import "strings"

// KindOf maps the kind of name that a corpus gives to one of ours.
func KindOf(kind string) string {
	switch kind {
	case "person", "politician", "PER", "PERSON":
		return "PERSON"
	case "organisation", "politicalparty", "ORG", "ORGANIZATION":
		return "ORGANIZATION"
	case "location", "country", "LOC", "LOCATION":
		return "LOCATION"
	}
	return "MISC"
}

// PlainTag maps the few tags of the treebanks that the tagger does not give.
func PlainTag(tag string) string {
	switch tag {
	case "HYPH", "NFP":
		return ":"
	case "ADD", "AFX", "XX", "GW":
		return "FW"
	}
	return tag
}

// PlainRelation leaves out what a treebank adds to a relation, but for passives and possessors.
func PlainRelation(rel string) string {
	plain, sub, _ := strings.Cut(rel, ":")
	if sub == "pass" || plain == "nmod" && sub == "poss" {
		return rel
	}
	return plain
}
