// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package capsule makes one file of a claim with all that it rests on, and checks such a file on a machine that has nothing
// else: docs/design/capsule.md has its form, and what it proves.
package capsule

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/export"
	"hearsay/internal/ledger"
	"hearsay/internal/manifest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// Format is what a capsule says it is.
const Format = "hearsay-capsule/1"

// The files of a capsule, in their order.
const (
	indexFile     = "index.html"
	claimFile     = "claim.json"
	documentsFile = "documents.jsonl"
	proofsFile    = "proofs.json"
	capturesFile  = "captures.warc.gz"
)

var fileNames = []string{indexFile, claimFile, documentsFile, proofsFile, capturesFile, manifest.Name}

// Most is how many bytes a capsule may have: it is held in memory when it is made and checked.
const Most = 256 << 20

// mostOf is how many bytes a file of it may have. What is JSON takes many times its size in memory.
func mostOf(name string) int {
	switch name {
	case capturesFile:
		return 128 << 20
	case documentsFile:
		return 64 << 20
	}
	return 8 << 20
}

// mostLine is how many bytes a line of documents.jsonl may have.
const mostLine = 16 << 20

// Claim is claim.json: what the ledger says of the claim. Of this only the words can be held against bytes; the rest is
// judgement.
type Claim struct {
	Format  string            `json:"format"`
	Marking string            `json:"marking"` // the strictest of all that is in the capsule
	Claim   *ledger.ClaimView `json:"claim"`
	Ratings []Rating          `json:"ratings"`
}

// Rating is what a person decided about an outlet or a voice that the claim leads to.
type Rating struct {
	Of string `json:"of"` // ID of the outlet, name or ID of the voice
	ledger.DecisionLine
}

// Document is a line of documents.jsonl: the line of an export, and how it was read from which capture.
type Document struct {
	export.Extracted
	Capture hearsay.CaptureID `json:"capture"`
	Body    int               `json:"body"` // where the body begins in the text
	Stamp   hearsay.Stamp     `json:"stamp"`
	Marking string            `json:"marking"`
}

// Proofs is proofs.json: the head of the evidence log, and for each capture how it follows from the bytes.
type Proofs struct {
	Head     pipeline.Head `json:"head"`
	At       time.Time     `json:"at"` // when the log had this head, by the clock of who made the capsule
	Known    *Growth       `json:"known,omitempty"`
	Captures []Proof       `json:"captures"`
}

// Growth proves that the log grew out of a head that somebody has written down: by the hashes of RFC 6962.
type Growth struct {
	Head pipeline.Head `json:"head"`
	Path []string      `json:"path"` // hex
}

// Proof leads from the bytes of a capture to the root of the log: the leaf holds SHA-256(salt ‖ payload) and
// SHA-256(salt ‖ member), and Path has the hashes beside the way from leaf to root, as in RFC 6962.
type Proof struct {
	Capture   hearsay.CaptureID `json:"capture"`
	URL       string            `json:"url"`
	MediaType string            `json:"media_type"`
	Status    int               `json:"status"`
	Fetched   time.Time         `json:"fetched"`
	Digest    string            `json:"digest"` // SHA-256 of the payload
	Size      int64             `json:"size"`
	Outlet    hearsay.OutletID  `json:"outlet"`
	Marking   string            `json:"marking"`
	Offset    int64             `json:"offset"` // of the gzip member in captures.warc.gz
	Length    int64             `json:"length"`
	Leaf      int64             `json:"leaf"`
	Salt      string            `json:"salt"`   // hex
	Record    string            `json:"record"` // the leaf, to the byte
	Path      []string          `json:"path"`   // hex
}

// Options say what goes into a capsule.
type Options struct {
	Ceiling hearsay.TLP    // the strictest marking that whoever gets it may see
	Known   *pipeline.Head // that whoever gets it has written down; nil for none
}

// maker gathers the files of a capsule.
type maker struct {
	Options
	r         store.Reader // of who may see what goes in
	all       store.Reader // for the log
	a         *archive.Archive
	marking   hearsay.TLP
	claim     Claim
	documents []Document
	captures  []hearsay.Capture // in the order of the log
	proofs    Proofs
	files     map[string][]byte
}

// Make makes the capsule of a claim with what may be seen of it up to a ceiling, and nothing else. The same ledger gives the
// same bytes.
func Make(ctx context.Context, st *store.Store, a *archive.Archive, id hearsay.ClaimID, o Options) ([]byte, error) {
	m := &maker{Options: o, r: st.As(store.Viewer{TLP: o.Ceiling}), all: st.As(store.Everything), a: a, files: map[string][]byte{}}
	for _, gather := range []func(context.Context, hearsay.ClaimID) error{m.readClaim, m.readDocuments, m.readCaptures, m.rate} {
		if err := gather(ctx, id); err != nil {
			return nil, fmt.Errorf("make capsule of %s: %w", id, err)
		}
	}
	return m.pack()
}

func (m *maker) readClaim(ctx context.Context, id hearsay.ClaimID) error {
	c, err := m.r.Claim(ctx, id)
	if err != nil {
		return err
	}
	m.mark(c.TLP)
	m.claim.Format = Format
	m.claim.Claim, err = ledger.ViewClaim(ctx, m.r, id, pipeline.Moment{})
	return err
}

// mark takes a marking into account.
func (m *maker) mark(tlp hearsay.TLP) { m.marking = max(m.marking, tlp) }

// readDocuments reads what carries or answers the claim, and what that is traced back to.
func (m *maker) readDocuments(ctx context.Context, _ hearsay.ClaimID) error {
	documents, err := ledger.EvidenceOf(ctx, m.r, m.claim.Claim)
	if err != nil {
		return err
	}
	var captures []hearsay.CaptureID
	for i := range documents {
		d := &documents[i]
		annotated, err := ledger.Annotated(ctx, m.r, d.ID)
		if err != nil {
			return err
		}
		m.mark(d.TLP)
		m.documents = append(m.documents, Document{export.Extract(string(d.ID), string(d.Parent), annotated), d.Capture, d.Body, d.Stamp, d.TLP.String()})
		captures = append(captures, d.Capture)
	}
	m.captures, err = m.r.CapturesOf(ctx, captures...)
	slices.SortFunc(m.captures, func(a, b hearsay.Capture) int { return int(a.Leaf - b.Leaf) })
	return err
}

// readCaptures copies the records of the archive, each after it was compared with its digest, and proves them.
func (m *maker) readCaptures(ctx context.Context, id hearsay.ClaimID) error {
	head, err := m.all.LogHead(ctx)
	if err != nil {
		return err
	}
	m.proofs = Proofs{Head: pipeline.Head{Size: head.Size, Root: hex.EncodeToString(head.Root)}, At: head.At, Captures: []Proof{}}
	if m.Known != nil {
		if err := m.grow(ctx, head); err != nil {
			return err
		}
	}
	records, err := warc.EncodeInfo("urn:hearsay:capsule-"+string(id), head.At, "hearsay")
	if err != nil {
		return err
	}
	for _, c := range m.captures {
		member, _, err := m.a.Record(ctx, c)
		if err != nil {
			return err
		}
		if records = append(records, member...); len(records) > mostOf(capturesFile) {
			return tooMuch(capturesFile, id)
		}
		p, err := m.prove(ctx, c, head)
		if err != nil {
			return err
		}
		m.mark(c.TLP)
		p.Offset, p.Length = int64(len(records)-len(member)), int64(len(member))
		m.proofs.Captures = append(m.proofs.Captures, p)
	}
	m.files[capturesFile] = records
	return nil
}

func tooMuch(name string, id hearsay.ClaimID) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "write " + name, Cause: fmt.Errorf("it would have more than %d bytes", mostOf(name)),
		Hint: "hearsay export warc --claim " + string(id) + " has no limit"}
}

// rate gathers what people decided about the outlets and voices.
func (m *maker) rate(ctx context.Context, _ hearsay.ClaimID) error {
	var of []string
	for i := range m.documents {
		d := &m.documents[i]
		if d.Outlet != nil {
			of = append(of, *d.Outlet)
		}
	}
	for _, c := range m.claim.Claim.Carriers {
		of = append(of, c.Chain...)
	}
	slices.Sort(of)
	m.claim.Ratings = []Rating{}
	for _, o := range slices.Compact(of) {
		decisions, err := m.r.Decisions(ctx, store.DecisionFilter{Object: o, Kind: hearsay.GradeVoice, Standing: true})
		if err != nil {
			return err
		}
		for _, d := range decisions {
			m.claim.Ratings = append(m.claim.Ratings, Rating{o, ledger.DecisionLine{ID: d.ID, Kind: d.Kind, Other: d.Other, Value: d.Value, Reason: d.Reason, By: d.By, At: d.At}})
		}
	}
	return nil
}

//go:embed index.html
var indexText string

// pack writes the files, and makes one of them.
func (m *maker) pack() ([]byte, error) {
	m.claim.Marking = m.marking.String()
	var err error
	if m.files[claimFile], err = indented(m.claim); err != nil {
		return nil, err
	}
	if m.files[proofsFile], err = indented(m.proofs); err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	for i := range m.documents {
		if err := export.Line(&lines, &m.documents[i]); err != nil {
			return nil, err
		}
	}
	m.files[documentsFile] = lines.Bytes()
	page, err := template.New(indexFile).Parse(indexText)
	if err != nil {
		return nil, err
	}
	var index bytes.Buffer
	if err := page.Execute(&index, map[string]any{"Claim": m.claim, "Documents": m.documents, "Proofs": m.proofs, "Limits": Limits()}); err != nil {
		return nil, err
	}
	m.files[indexFile] = index.Bytes()
	list := manifest.Manifest{Format: Format}
	var entries []*entry
	for _, name := range fileNames {
		if name == manifest.Name {
			if m.files[name], err = list.Encode(); err != nil {
				return nil, err
			}
		}
		if len(m.files[name]) > mostOf(name) {
			return nil, tooMuch(name, m.claim.Claim.ID)
		}
		sum := manifest.NewSum(nil)
		_, _ = sum.Write(m.files[name]) // it has nowhere to fail
		list.Files = append(list.Files, sum.File(name))
		entries = append(entries, &entry{name: name, content: m.files[name]})
	}
	return pack(entries), nil
}

// indented is a value as JSON that people can read.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}
