// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"encoding/xml"
	"fmt"
	"io"
)

// GraphML writes a directed graph for programs that draw and measure such (GraphML, Brandes and others 2002). Nodes are written once each,
// whenever they are met first.
type GraphML struct {
	w    io.Writer
	e    *xml.Encoder
	seen map[string]bool
	n    int // edges
}

// Node is a node of a graph: a claim, a document or a voice.
type Node struct{ ID, Kind, Label, Outlet, Date, URL string }

// Edge leads from one node to another, back towards the origin.
type Edge struct{ From, To, Kind, Reason string }

type graphData struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

type graphElement struct {
	XMLName xml.Name
	ID      string      `xml:"id,attr"`
	Source  string      `xml:"source,attr,omitempty"`
	Target  string      `xml:"target,attr,omitempty"`
	Data    []graphData `xml:"data"`
}

// NewGraphML begins a graph.
func NewGraphML(w io.Writer) (*GraphML, error) {
	g := &GraphML{w: w, e: xml.NewEncoder(w), seen: map[string]bool{}}
	g.e.Indent("  ", "  ")
	head := xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n"
	for _, on := range []string{"node", "edge"} {
		for _, name := range graphKeys[on] {
			head += fmt.Sprintf("  <key id=\"%s-%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"string\"/>\n", on, name, on, name)
		}
	}
	_, err := io.WriteString(w, head+"  <graph edgedefault=\"directed\">\n")
	return g, err
}

var graphKeys = map[string][]string{"node": {"kind", "label", "outlet", "date", "url"}, "edge": {"kind", "reason"}}

// Node writes a node, unless it was written before.
func (g *GraphML) Node(n Node) error {
	if g.seen[n.ID] {
		return nil
	}
	g.seen[n.ID] = true
	return g.element("node", graphElement{ID: n.ID}, []string{n.Kind, n.Label, n.Outlet, n.Date, n.URL})
}

// Edge writes an edge between nodes that were written.
func (g *GraphML) Edge(e Edge) error {
	g.n++
	return g.element("edge", graphElement{ID: fmt.Sprint("e", g.n), Source: e.From, Target: e.To}, []string{e.Kind, e.Reason})
}

func (g *GraphML) element(kind string, e graphElement, values []string) error {
	e.XMLName.Local = kind
	for i, v := range values {
		if v != "" {
			e.Data = append(e.Data, graphData{kind + "-" + graphKeys[kind][i], v})
		}
	}
	if err := g.e.Encode(e); err != nil {
		return fmt.Errorf("write %s %s: %w", kind, e.ID, err)
	}
	return nil
}

// End ends the graph.
func (g *GraphML) End() error {
	_, err := io.WriteString(g.w, "\n  </graph>\n</graphml>\n")
	return err
}
