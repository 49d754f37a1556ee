// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"strings"

	"hearsay"
)

// voice gives the voice that v's words stand for at place at in the text, making it known when it is new.
func (r *resolver) voice(v hearsay.Voice, at int) *known {
	determiner, _, _ := strings.Cut(strings.ToLower(v.Name), " ")
	v.Name = Plain(v.Name)
	taken := v.Kind == hearsay.OutletVoice || v.Kind == hearsay.OrganizationVoice // "the paper" is no outlet of that name
	if _, ok := r.outlet(v.Name); ok && (v.Named || !taken && v.MayBeOutlet()) {
		v.Kind, v.Named = hearsay.OutletVoice, true
	}
	lower := strings.ToLower(v.Name)
	switch {
	case v.Kind == hearsay.UnknownVoice:
		return r.pronoun(lower, at)
	case v.Named && v.Kind == hearsay.PersonVoice:
		v.Name = r.fullPerson(v.Name)
		return r.named(v)
	case determiner == "the" && (strings.HasSuffix(lower, " republican") || strings.HasSuffix(lower, " democrat")):
		if k := r.find(func(k *known) bool { return k.voice.Kind == hearsay.PersonVoice && at-k.at < nearby }); k != nil {
			return k
		}
		return r.meet(v)
	case v.Named && v.Kind != hearsay.DocumentVoice:
		if full, ok := r.acronyms[v.Name]; ok {
			v.Name = Plain(full)
		}
		v.Name = r.fullBody(v.Name)
		if _, ok := r.outlet(v.Name); ok {
			v.Kind = hearsay.OutletVoice
		}
		return r.named(v)
	}
	if k := r.described(v, lower, determiner, at); k != nil {
		return k
	}
	v.Vouched = r.doc.Outlet
	return r.meet(v)
}

// named finds the voice of that name, or of a longer one that it shortens.
func (r *resolver) named(v hearsay.Voice) *known {
	k := r.find(func(k *known) bool { return k.voice.Named && same(k.voice.Name, v.Name, v.Kind) })
	if k == nil {
		return r.meet(v)
	}
	if len(v.Name) > len(k.voice.Name) && v.Kind != hearsay.PersonVoice {
		k.voice.Name = v.Name
	}
	if k.voice.Role == "" {
		k.voice.Role, k.voice.Body = v.Role, v.Body
	}
	if k.voice.Description == "" {
		k.voice.Description, k.voice.Described = v.Description, v.Described
	}
	if v.Kind == hearsay.OutletVoice || v.Kind == hearsay.OrganizationVoice && k.voice.Kind == hearsay.PersonVoice {
		k.voice.Kind = v.Kind
	}
	return k
}

// same reports whether two names of a kind may be one: equal, one a part of the other by whole words at its end
// or (for people) anywhere, or one the initials of the other.
func same(a, b string, kind hearsay.VoiceKind) bool {
	a, b = strings.TrimPrefix(a, "The "), strings.TrimPrefix(b, "The ")
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if kind == hearsay.PersonVoice {
		return partOf(a, b)
	}
	if initials(b) == a && len(a) >= 2 {
		return true
	}
	return kind == hearsay.OutletVoice && strings.HasSuffix(b, " "+a)
}

func initials(name string) string {
	var out strings.Builder
	for w := range strings.FieldsSeq(name) {
		switch {
		case w[0] >= 'A' && w[0] <= 'Z':
			out.WriteByte(w[0])
		case w != "of" && w != "the" && w != "and" && w != "for":
			return ""
		}
	}
	return out.String()
}

// Bytes within which "it", and "he" or "the company", look for what they stand for.
const nearby, farthest = 900, 2000

// pronoun resolves he, she, it, they and I; what has no antecedent stays unknown.
func (r *resolver) pronoun(lower string, at int) *known {
	var fits func(*known) bool
	switch lower {
	case "he", "she", "him", "her":
		fits = func(k *known) bool {
			return k.at <= r.limit && k.voice.Kind == hearsay.PersonVoice && r.called(k.voice.Name, lower) || k.voice.Kind == hearsay.OfficialVoice && !k.voice.Plural || k.voice.Kind == hearsay.UnnamedVoice && !k.voice.Plural && k.voice.Count < 2
		}
	case "it":
		fits = func(k *known) bool {
			return k.at <= r.limit && at-k.at < nearby && (k.voice.Kind == hearsay.OrganizationVoice || k.voice.Kind == hearsay.OutletVoice || k.voice.Kind == hearsay.DocumentVoice)
		}
	case "they":
		fits = func(k *known) bool {
			return k.voice.Plural || k.voice.Count > 1 || k.voice.Kind == hearsay.CollectiveVoice
		}
	default:
		return &known{voice: hearsay.Voice{Kind: hearsay.UnknownVoice}}
	}
	spoke := r.find(func(k *known) bool { return fits(k) && k.spoke })
	any := r.find(fits)
	switch {
	case spoke != nil && at-spoke.at < farthest:
		return spoke
	case any != nil:
		return any
	}
	return &known{voice: hearsay.Voice{Kind: hearsay.UnknownVoice}}
}

// described resolves a description to a voice met before: "the paper", "the firm", "the official", "the
// spokesman". Without a definite article only the same words again are the same voice; "another" is a new one.
func (r *resolver) described(v hearsay.Voice, lower, determiner string, at int) *known {
	head := lastWord(beforePreposition(lower))
	definite := determiner == "the" || determiner == "this" || determiner == "that" || determiner == "these" || determiner == "those"
	switch {
	case definite && (v.Kind == hearsay.OutletVoice || descriptorOf(head) == hearsay.OutletVoice || strings.HasSuffix(lower, "news agency")):
		if k := r.find(func(k *known) bool { return k.voice.Kind == hearsay.OutletVoice && k.voice.Named }); k != nil {
			return k
		}
	case definite && descriptorOf(head) == hearsay.OrganizationVoice:
		body := func(k *known) bool { return k.voice.Kind == hearsay.OrganizationVoice && at-k.at < farthest }
		for _, fits := range []func(*known) bool{
			func(k *known) bool { return body(k) && strings.Contains(strings.ToLower(k.voice.Name), head) },
			func(k *known) bool { return body(k) && k.spoke && mayBe(k.voice.Name, head) },
		} {
			if k := r.find(fits); k != nil {
				return k
			}
		}
		return nil
	case !definite:
		return r.find(func(k *known) bool {
			return !k.voice.Named && determiner != "another" && strings.ToLower(k.voice.Name) == lower
		})
	}
	plural := v.Plural || v.Count > 1
	return r.find(func(k *known) bool {
		if k.voice.Kind == hearsay.PersonVoice {
			return !plural && k.spoke && k.voice.Role != "" && lastWord(strings.ToLower(k.voice.Role)) == head
		}
		return !k.voice.Named && plural == (k.voice.Plural || k.voice.Count > 1) && coreferent(k.voice, lower, head)
	})
}

// beforePreposition is the description up to its first preposition.
func beforePreposition(lower string) string {
	words := strings.Fields(lower)
	for i, w := range words {
		switch w {
		case "of", "in", "at", "with", "for", "from", "familiar", "inside", "close", "to", "on", "by":
			if i > 0 {
				return strings.Join(words[:i], " ")
			}
		}
	}
	return lower
}

// coreferent reports whether a later description can stand for an earlier voice: the same head noun, or "source"
// for any unnamed person, and no modifier that the earlier one lacks.
func coreferent(earlier hearsay.Voice, later, head string) bool {
	before := strings.ToLower(earlier.Name)
	if got := lastWord(beforePreposition(before)); got != head {
		person := earlier.Kind == hearsay.OfficialVoice || earlier.Kind == hearsay.UnnamedVoice
		if !person || head != "source" && head != "sources" {
			return false
		}
	}
	for w := range strings.FieldsSeq(later) {
		if w != head && w != "same" && w != "unnamed" && w != "anonymous" && !strings.Contains(before, w) {
			return false
		}
	}
	return true
}

func lastWord(s string) string {
	f := strings.Fields(s)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// descriptorOf tells whether a noun by itself stands for an outlet or a body.
func descriptorOf(noun string) hearsay.VoiceKind {
	switch noun {
	case "paper", "newspaper", "newsletter", "publication", "magazine", "broadcaster", "website", "site", "journal", "daily", "weekly", "outlet", "station":
		return hearsay.OutletVoice
	case "company", "firm", "group", "platform", "university", "ministry", "government", "bureau", "union", "board", "agency", "authority", "council", "operator", "bank", "institute", "embassy", "department", "commission", "party":
		return hearsay.OrganizationVoice
	}
	return ""
}

// mayBe reports whether a body of that name may be called so: a board is no ministry, and neither is a company.
func mayBe(name, noun string) bool {
	own := lastWord(strings.ToLower(name))
	if descriptorOf(own) != hearsay.OrganizationVoice || own == noun {
		return true // its name does not tell what it is
	}
	switch noun {
	case "company", "firm", "group", "platform", "operator":
		return own == "company" || own == "firm" || own == "group" || own == "operator" || own == "bank"
	case "agency", "authority":
		return own == "board" || own == "bureau" || own == "agency" || own == "authority" || own == "commission" || own == "department"
	}
	return false
}

// Plain takes the article, a possessive ending and line breaks off a name.
func Plain(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	for _, article := range []string{"The ", "the ", "a ", "an ", "A ", "An "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			name = rest
			break
		}
	}
	for _, end := range []string{"’s", "'s"} {
		name = strings.TrimSuffix(name, end)
	}
	name = strings.Trim(name, "“”\"‘’ ")
	for {
		first, rest, ok := strings.Cut(name, " ")
		if !ok || !isHonorific(first) {
			return name
		}
		name = rest
	}
}

// isHonorific reports whether the word stands before names and is no part of them.
func isHonorific(w string) bool {
	switch w {
	case "Dr.", "Dr", "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Prof.", "Sen.", "Gov.", "Gen.", "Capt.", "Lt.", "Col.", "Sir":
		return true
	}
	return false
}

// Normal is the form in which names are compared: plain, lower case, one blank between words.
func Normal(name string) string {
	return strings.ToLower(Plain(name))
}
