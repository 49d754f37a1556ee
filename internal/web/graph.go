// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/layout"
)

// mostDrawn is how many documents a graph shows; all of them are in the list below it.
const mostDrawn = 40

// Graph is the provenance of a claim, ready to be drawn: documents at the left, what they rest on further to the
// right, origins in the last column.
type Graph struct {
	Width, Height int
	Nodes         []GraphNode
	Edges         []GraphEdge
	LeftOut       int  // documents that are not drawn
	Endless       bool // there are loops, and no chain comes to an end
}

// GraphNode is a box with two lines of text, shortened to its width; Full is the whole text.
type GraphNode struct {
	layout.Box
	Class     string // document, voice, unnamed or absent; "origin" besides where chains end
	Head, Sub string
	Full      string
	Address   string
}

// GraphEdge is a line with its label. The sentence it stands on is its title, and its address leads there.
type GraphEdge struct {
	Class   string // said, citing, own, or the kind of a link; "loop" besides
	Label   string
	Curve   string
	At      layout.Point // of the label
	Address string
	Title   string
}

// drawing is a graph before it has places.
type drawing struct {
	page   *ClaimPage
	nodes  []GraphNode
	edges  []GraphEdge
	ends   []layout.Edge
	byKey  map[string]int
	joined map[layout.Edge]bool // nodes with a line between them: one step is one line
}

// draw makes the graph of a claim; nil where there is nothing to draw.
func draw(p *ClaimPage) *Graph {
	if len(p.Carriers) == 0 {
		return nil
	}
	d := &drawing{page: p, byKey: map[string]int{}, joined: map[layout.Edge]bool{}}
	g := &Graph{}
	for _, c := range p.Carriers {
		if _, ok := d.byKey[documentKey(c.Document.ID)]; ok {
			continue
		}
		if len(d.nodes) == mostDrawn {
			g.LeftOut++
			d.byKey[documentKey(c.Document.ID)] = -1
			continue
		}
		d.document(c.DocumentLine)
	}
	copies := copied(p)
	for _, l := range p.Links {
		if !inherited(l.Link, copies) {
			d.link(l)
		}
	}
	for _, c := range p.told() {
		if c.Attribution != nil && !copies[c.Document.ID] {
			d.chain(c)
		}
	}
	for _, c := range p.told() {
		if c.Attribution == nil && !copies[c.Document.ID] {
			d.own(c)
		}
	}
	d.finish(g)
	return g
}

func documentKey(id hearsay.DocumentID) string { return "document " + string(id) }

func (d *drawing) node(key string, n GraphNode) int {
	if i, ok := d.byKey[key]; ok {
		return i
	}
	d.byKey[key] = len(d.nodes)
	d.nodes = append(d.nodes, n)
	return len(d.nodes) - 1
}

func (d *drawing) document(l DocumentLine) int {
	name := outletName(l.Outlet)
	return d.node(documentKey(l.Document.ID), GraphNode{
		Class: "document", Head: name, Sub: titleOf(l.Document), Address: documentAddress(l.Document.ID),
		Full: name + ": " + titleOf(l.Document) + " (" + dated(l.Document) + ")",
	})
}

// edge draws a line, once for each pair of nodes. A link says more than a word of speech and comes first.
func (d *drawing) edge(from, to int, e GraphEdge) {
	ends := layout.Edge{From: from, To: to}
	if from < 0 || to < 0 || from == to || d.joined[ends] {
		return
	}
	d.joined[ends] = true
	d.edges = append(d.edges, e)
	d.ends = append(d.ends, ends)
}

func (d *drawing) link(l LinkLine) {
	from, ok := d.byKey[documentKey(l.Link.From)]
	if !ok || from < 0 {
		return
	}
	var to int
	if l.To != nil {
		to = d.document(*l.To)
	} else {
		to = d.absent(l.Outlet)
	}
	class := string(l.Link.Kind)
	if l.Link.Loop {
		class += " loop"
	}
	d.edge(from, to, GraphEdge{
		Class: class, Label: linkLabel(l.Link), Address: linkAddress(l), Title: cmp.Or(l.Sentence, l.Link.Reason),
	})
}

// absent is an outlet that is credited for something we do not hold.
func (d *drawing) absent(o hearsay.Outlet) int {
	return d.node("outlet "+string(o.ID), GraphNode{
		Class: "absent", Head: outletName(o), Sub: "document not held",
		Full: outletName(o) + ": it is credited, but we do not hold its document",
	})
}

// chain draws the voices of an attribution one after another, up to an outlet whose document we hold: there the
// chain goes on, and what this document repeats of it is no second one.
func (d *drawing) chain(c Carrier) {
	from := d.byKey[documentKey(c.Document.ID)]
	if from < 0 {
		return
	}
	e := GraphEdge{Class: "said", Label: actVerb(c.Attribution), Address: c.Anchor(), Title: c.Sentence}
	for _, v := range chainOf(c.Attribution) {
		to := d.voice(c, v)
		d.edge(from, to, e)
		if d.page.carries(d.page.linkOf(c.Document.ID, v)) {
			return
		}
		from = to
		e.Class, e.Label = "citing", "citing"
	}
}

// voice finds or makes the node of a voice. An outlet that the same document links to is the node of that link,
// so that a credit in prose and the chain it opens are one path.
func (d *drawing) voice(c Carrier, v hearsay.Voice) int {
	if l := d.page.linkOf(c.Document.ID, v); l != nil {
		if l.To != nil {
			return d.document(*l.To)
		}
		return d.absent(l.Outlet)
	}
	n := GraphNode{Class: "voice", Head: voiceName(v), Sub: voiceKind(v)}
	if !v.Named {
		n.Class = "unnamed"
	}
	n.Full = n.Head + " (" + voiceDetail(v, d.page.Outlets) + ")"
	return d.node(voiceKey(c, v), n)
}

// voiceKey tells which voices are drawn as one: the same entity, the same name, or for an unnamed one the same
// words with the same outlet vouching. Whether two unnamed voices may be one is for the origins to say.
func voiceKey(c Carrier, v hearsay.Voice) string {
	switch {
	case v.Entity != "":
		return "entity " + string(v.Entity)
	case v.Name == "" && v.Description == "":
		return "unresolved " + string(c.Document.ID) + " " + string(c.Attribution.ID)
	case v.Named:
		return "name " + strings.ToLower(v.Name)
	}
	return "unnamed " + string(cmp.Or(v.Vouched, c.Outlet.ID)) + " " + strings.ToLower(voiceName(v))
}

// linkOf is the link by which a document leads to the outlet that a voice is; nil where there is none.
func (p *ClaimPage) linkOf(from hearsay.DocumentID, v hearsay.Voice) *LinkLine {
	if v.Kind != hearsay.OutletVoice && v.Kind != hearsay.OrganizationVoice {
		return nil
	}
	for i := range p.Links {
		if l := &p.Links[i]; l.Link.From == from && goesBy(l.Outlet, v.Name) {
			return l
		}
	}
	return nil
}

func goesBy(o hearsay.Outlet, name string) bool {
	return slices.ContainsFunc(append([]string{o.Name, o.Domain}, o.Aliases...), func(other string) bool {
		return other != "" && strings.EqualFold(strings.TrimPrefix(other, "The "), strings.TrimPrefix(name, "The "))
	})
}

// own draws what a document says on its own authority, if nothing else is known that it rests on: a headline
// repeats what the text attributes.
func (d *drawing) own(c Carrier) {
	from := d.byKey[documentKey(c.Document.ID)]
	if from < 0 || slices.ContainsFunc(d.ends, func(e layout.Edge) bool { return e.From == from }) {
		return
	}
	n := GraphNode{Class: "voice", Head: outletName(c.Outlet), Sub: "on its own authority"}
	e := GraphEdge{Class: "own", Label: "states", Address: c.Anchor(), Title: c.Sentence}
	if c.Statement != nil && c.Statement.Observed {
		n.Sub, e.Label = "its own observation", "observed"
	}
	n.Full = n.Head + ", " + n.Sub
	d.edge(from, d.node("own "+string(c.Outlet.ID)+n.Sub, n), e)
}
