// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hearsay"
)

// timeML is a text with its times.
type timeML struct {
	text    string
	created hearsay.Date
	times   []timex // DATE and TIME, without the creation time
}

// timex is one time expression.
type timex struct {
	span  hearsay.Span
	value string
}

// timeLayouts are the forms of a creation time, the most exact first.
var timeLayouts = []struct {
	layout    string
	precision hearsay.Precision
}{
	{"2006-01-02T15:04:05", hearsay.ToTheTime}, {"2006-01-02T15:04", hearsay.ToTheTime}, {"2006-01-02", hearsay.ToDay},
	{"2006-01", hearsay.ToMonth}, {"2006", hearsay.ToYear},
}

// readTimeML reads a file of TimeML: the text of its TEXT element, or of the whole where there is none, with the TIMEX3
// elements in it.
func readTimeML(b []byte) (timeML, error) {
	r := &timeMLReader{whole: !bytes.Contains(b, []byte("<TEXT"))}
	d := xml.NewDecoder(bytes.NewReader(b))
	seen := false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return timeML{}, fmt.Errorf("not TimeML: %w", err)
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "TimeML" {
			seen = true
		}
		r.token(t)
	}
	if !seen {
		return timeML{}, errors.New("not TimeML: no element TimeML")
	}
	r.g.text = r.out.String()
	for i := range r.g.times {
		at := &r.g.times[i].span
		*at = hearsay.Cut(r.g.text, at.Start, at.End)
	}
	return r.g, nil
}

// timeMLReader walks through the elements.
type timeMLReader struct {
	g      timeML
	out    strings.Builder
	whole  bool // everything is text
	inside bool // of TEXT
	open   []timex
}

func (r *timeMLReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "TEXT":
			r.inside = true
		case "TIMEX3":
			r.open = append(r.open, r.begin(t))
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "TEXT":
			r.inside = false
		case "TIMEX3":
			r.end()
		}
	case xml.CharData:
		if r.inside || r.whole {
			r.out.Write(t)
		}
	}
}

// begin reads the head of a time expression. One that is not scored has no value.
func (r *timeMLReader) begin(e xml.StartElement) timex {
	a := map[string]string{}
	for _, x := range e.Attr {
		a[x.Name.Local] = x.Value
	}
	if a["functionInDocument"] == "CREATION_TIME" {
		r.g.created = creationTime(a["value"])
		return timex{}
	}
	if a["type"] != "DATE" && a["type"] != "TIME" || !r.inside && !r.whole {
		return timex{}
	}
	return timex{span: hearsay.Span{Start: r.out.Len()}, value: a["value"]}
}

func (r *timeMLReader) end() {
	if len(r.open) == 0 {
		return
	}
	x := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	x.span.End = r.out.Len()
	if x.value != "" && x.span.End > x.span.Start {
		r.g.times = append(r.g.times, x)
	}
}

func creationTime(s string) hearsay.Date {
	for _, l := range timeLayouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return hearsay.Date{Time: t, Precision: l.precision}
		}
	}
	return hearsay.Date{}
}
