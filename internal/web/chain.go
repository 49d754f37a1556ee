// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"slices"

	"hearsay"
)

// Branch is one step of a chain as a list shows it; what it rests on stands below.
type Branch struct {
	Label    string // how the line above rests on this one: "alleges", "citing", "copies"; empty for a document
	Head     string
	Language string
	Detail   string // kind of voice, or outlet and day
	Sentence string // verbatim
	Reason   string // why the link is there, where no sentence says it
	Address  string // of the sentence in its document
	Origin   bool   // the chain ends here
	Loop     bool
	Below    []Branch
}

// chains gives for every document that carries the claim what it rests on. A copy shows only what it copies:
// the chain in it is that of the original, and must not look like a second one. What a document says on its own
// authority counts only where it rests on nothing else: a headline repeats what the text attributes.
func chains(p *ClaimPage) []Branch {
	var all []Branch
	copies := copied(p)
	for i, c := range p.Carriers {
		if slices.ContainsFunc(p.Carriers[:i], func(o Carrier) bool { return o.Document.ID == c.Document.ID }) {
			continue
		}
		b := documentBranch(c.DocumentLine)
		told := map[*LinkLine]bool{}
		if !copies[c.Document.ID] {
			b.Below = voiceBranches(p, c.Document.ID, told)
		}
		for j := range p.Links {
			if l := &p.Links[j]; l.Link.From == c.Document.ID && !told[l] && !inherited(l.Link, copies) {
				b.Below = append(b.Below, linkBranch(*l))
			}
		}
		if len(b.Below) == 0 {
			b.Below = append(b.Below, ownBranch(c))
		}
		all = append(all, b)
	}
	return all
}

// voiceBranches gives the chains of a document's attributions; links that a chain goes by are noted in told.
func voiceBranches(p *ClaimPage, id hearsay.DocumentID, told map[*LinkLine]bool) []Branch {
	var all []Branch
	for _, c := range p.told() {
		if c.Document.ID == id && c.Attribution != nil {
			all = append(all, voiceBranch(p, c, told))
		}
	}
	return all
}

// copied are the carriers that copy or translate another carrier.
func copied(p *ClaimPage) map[hearsay.DocumentID]bool {
	carries, copies := map[hearsay.DocumentID]bool{}, map[hearsay.DocumentID]bool{}
	for _, c := range p.Carriers {
		carries[c.Document.ID] = true
	}
	for _, l := range p.Links {
		if isCopy(l.Link.Kind) && carries[l.Link.To] {
			copies[l.Link.From] = true
		}
	}
	return copies
}

// inherited tells whether a link is that of the original: what a copy credits stands in the text it copied. A loop
// is shown all the same.
func inherited(l hearsay.Link, copies map[hearsay.DocumentID]bool) bool {
	return copies[l.From] && !isCopy(l.Kind) && !l.Loop
}

func isCopy(k hearsay.LinkKind) bool { return k == hearsay.Copies || k == hearsay.Translates }

func documentBranch(d DocumentLine) Branch {
	return Branch{
		Head: titleOf(d.Document), Language: d.Document.Language,
		Detail: outletName(d.Outlet) + ", " + dated(d.Document), Address: documentAddress(d.Document.ID),
	}
}

func linkBranch(l LinkLine) Branch {
	b := Branch{Sentence: l.Sentence, Language: l.From.Document.Language, Address: linkAddress(l)}
	b.Head, b.Origin = outletName(l.Outlet), true
	b.follow(l)
	if b.Sentence == "" {
		b.Reason = l.Link.Reason
	}
	return b
}

// linkAddress is the sentence that gives the link, or the list of links where no sentence does.
func linkAddress(l LinkLine) string {
	if l.Link.Span.End > l.Link.Span.Start {
		return documentAddress(l.Link.From) + "#" + linkAnchor(l.Link.Span)
	}
	return documentAddress(l.Link.From) + "#links"
}

// voiceBranch nests the voices of a chain from the one that is quoted to the origin.
func voiceBranch(p *ClaimPage, c Carrier, told map[*LinkLine]bool) Branch {
	voices := chainOf(c.Attribution)
	var b Branch
	for i := len(voices) - 1; i >= 0; i-- {
		step := Branch{Label: "citing", Head: voiceName(voices[i]), Detail: voiceDetail(voices[i], p.Outlets), Origin: i == len(voices)-1}
		if !step.Origin {
			step.Below = []Branch{b}
		}
		if l := p.linkOf(c.Document.ID, voices[i]); l != nil {
			told[l] = true
			step.follow(*l)
			if p.carries(l) {
				step.repeats()
			}
		}
		b = step
	}
	if b.Label == "citing" {
		b.Label = actVerb(c.Attribution)
	}
	b.Language = c.Document.Language
	b.Sentence = c.Sentence
	b.Address = c.Anchor()
	return b
}

// follow makes the step to an outlet the step to its document: the chain goes on there, where we hold it.
func (b *Branch) follow(l LinkLine) {
	b.Label, b.Loop = linkLabel(l.Link), l.Link.Loop
	b.Detail = "we do not hold the document"
	if l.To != nil {
		b.Detail = "“" + titleOf(l.To.Document) + "”, " + dated(l.To.Document)
		b.Origin = false
	}
}

// repeats takes the word origin from what stands below a step: this document only repeats it.
func (b *Branch) repeats() {
	for i := range b.Below {
		b.Below[i].Origin = false
		b.Below[i].Detail += "; repeated from there"
		b.Below[i].repeats()
	}
}

func ownBranch(c Carrier) Branch {
	b := Branch{
		Label: "says on its own authority", Head: outletName(c.Outlet), Detail: "outlet",
		Language: c.Document.Language, Sentence: c.Sentence, Address: c.Anchor(), Origin: true,
	}
	if c.Statement != nil && c.Statement.Observed {
		b.Label, b.Detail = "observed", "its own observation"
	}
	return b
}

// linkLabel is the word on a link, with how much is copied and whether the path returns to its start.
func linkLabel(l hearsay.Link) string {
	s := string(l.Kind)
	if isCopy(l.Kind) && l.Share > 0 {
		s += " " + percent(l.Share)
	}
	if l.Loop {
		s += " (loop)"
	}
	return s
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
