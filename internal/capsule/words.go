// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule

import (
	"strings"

	"hearsay"
	"hearsay/internal/ledger"
)

// words holds what the claim quotes against the documents, and the marking against theirs.
func (v *verifier) words() {
	c := v.claim.Claim
	if c == nil || len(v.files) < len(fileNames) {
		return
	}
	if d := v.quoted("claim", string(c.ID), c.Document); d != nil {
		v.Spans++
		if c.Span.Start < 0 || c.Span.End > len(d.Text) || c.Span.Start > c.Span.End || d.Text[c.Span.Start:c.Span.End] != c.Span.Text {
			v.find("claim", string(c.ID), "its wording does not stand at bytes %d to %d of document %s", c.Span.Start, c.Span.End, d.ID)
		}
		if c.Text != c.Span.Text {
			v.find("claim", string(c.ID), "its text is not its wording")
		}
	}
	for i := range c.Carriers {
		v.carrier(&c.Carriers[i])
	}
	for _, a := range c.Responses {
		if d := v.quoted("response", string(a.Document), a.Document); d != nil && !saysSo(d, a.What) {
			v.find("response", string(a.Document), "%.80q does not stand there", a.What)
		}
	}
	for _, o := range c.Origins {
		v.quoted("origin", o.Name, o.Document)
	}
	v.marked()
}

// quoted gives a document that the claim leads to; one that is missing is wrong.
func (v *verifier) quoted(kind, record string, id hearsay.DocumentID) *Document {
	d := v.texts[id]
	if d == nil {
		v.find(kind, record, "document %.40s is not in the capsule", id)
	}
	return d
}

// carrier holds what is said at a place against the attribution or statement there.
func (v *verifier) carrier(c *ledger.Carrier) {
	d := v.quoted("carrier", string(c.Document), c.Document)
	if d == nil {
		return
	}
	v.Spans++
	for i := range d.Attributions {
		if a := &d.Attributions[i]; a.ID == string(c.Attribution) && c.Attribution != "" {
			if a.Act != c.Act || joined(a.Content) != c.Said || strings.Join(a.Chain, "\x00") != strings.Join(c.Chain, "\x00") {
				v.find("carrier", string(c.Attribution), "act, words or chain are not those of the attribution in document %s", d.ID)
			}
			return
		}
	}
	for _, s := range d.Statements {
		if s.ID == string(c.Statement) && c.Statement != "" {
			if s.Text != c.Said {
				v.find("carrier", string(c.Statement), "its words are not those of the statement in document %s", d.ID)
			}
			return
		}
	}
	v.find("carrier", string(c.Document), "the document has no such attribution or statement")
}

func joined(spans []hearsay.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.Text
	}
	return strings.Join(parts, " ")
}

// saysSo reports whether words stand in a text, or are the words of an attribution whose content is in pieces.
func saysSo(d *Document, words string) bool {
	if strings.Contains(d.Text, words) {
		return true
	}
	for i := range d.Attributions {
		if joined(d.Attributions[i].Content) == words {
			return true
		}
	}
	return false
}

// marked demands that the capsule is marked at least as strictly as what is in it.
func (v *verifier) marked() {
	own, err := hearsay.ParseTLP(v.claim.Marking)
	if err != nil || own.String() != v.claim.Marking {
		v.find("marking", v.claim.Marking, "there is no such marking")
		return
	}
	demand := func(kind, record, marking string) {
		if m, err := hearsay.ParseTLP(marking); err != nil || m > own {
			v.find("marking", kind+" "+record, "it is marked %.20q, the capsule %s", marking, own)
		}
	}
	for _, d := range v.lines {
		demand("document", d.ID, d.Marking)
	}
	for i := range v.proofs.Captures {
		demand("capture", string(v.proofs.Captures[i].Capture), v.proofs.Captures[i].Marking)
	}
}
