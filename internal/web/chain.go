// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"

	"hearsay"
)

// Branch is one step of a chain as a list shows it; what it rests on stands below.
type Branch struct {
	Label    string // how the line above rests on this one: "alleges", "citing", "copies"; empty for a document
	Head     string
	Language string
	Detail   string // kind of voice, or outlet and day
	Sentence string
	Address  string // of the sentence in its document
	Origin   bool   // the chain ends here
	Loop     bool
	Below    []Branch
}

// chains gives for every document that carries the claim what it rests on. A copy shows only what it copies:
// the chain in it is that of the original, and must not look like a second one.
func chains(p *ClaimPage) []Branch {
	var all []Branch
	at := map[hearsay.DocumentID]int{}
	copies := copied(p)
	for _, c := range p.Carriers {
		i, ok := at[c.Document.ID]
		if !ok {
			i = len(all)
			at[c.Document.ID] = i
			all = append(all, documentBranch(c.DocumentLine, p.Links))
		}
		if copies[c.Document.ID] {
			continue
		}
		if c.Attribution != nil {
			all[i].Below = append(all[i].Below, voiceBranch(p, c))
		} else {
			all[i].Below = append(all[i].Below, ownBranch(c))
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

func isCopy(k hearsay.LinkKind) bool { return k == hearsay.Copies || k == hearsay.Translates }

func documentBranch(d DocumentLine, links []LinkLine) Branch {
	b := Branch{
		Head: titleOf(d.Document), Language: d.Document.Language,
		Detail: outletName(d.Outlet) + ", " + dated(d.Document), Address: documentAddress(d.Document.ID),
	}
	for _, l := range links {
		if l.Link.From == d.Document.ID {
			b.Below = append(b.Below, linkBranch(l))
		}
	}
	return b
}

func linkBranch(l LinkLine) Branch {
	b := Branch{Label: linkLabel(l.Link), Sentence: l.Sentence, Language: l.From.Document.Language, Loop: l.Link.Loop, Address: linkAddress(l)}
	if l.To != nil {
		b.Head = titleOf(l.To.Document)
		b.Detail = outletName(l.To.Outlet) + ", " + dated(l.To.Document) + "; its own line is in this list if it carries the claim"
	} else {
		b.Head = outletName(l.Outlet)
		b.Detail = "we do not hold the document"
		b.Origin = !l.Link.Loop
	}
	if b.Sentence == "" {
		b.Sentence = l.Link.Reason
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
func voiceBranch(p *ClaimPage, c Carrier) Branch {
	voices := chainOf(c.Attribution)
	var b Branch
	for i := len(voices) - 1; i >= 0; i-- {
		step := Branch{Label: "citing", Head: voiceName(voices[i]), Detail: voiceDetail(voices[i], p.Outlets), Origin: i == len(voices)-1}
		if !step.Origin {
			step.Below = []Branch{b}
		}
		b = step
	}
	b.Label = actVerb(c.Attribution)
	b.Language = c.Document.Language
	b.Sentence = c.Sentence
	b.Address = c.Anchor()
	return b
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
