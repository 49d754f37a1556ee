// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
	"hearsay/internal/manifest"
	"hearsay/internal/pipeline"
)

// The bounds of what a capsule may make its reader do.
const (
	mostCaptures = 5_000
	mostUnpacked = 512 << 20 // bytes of all payloads
	mostFindings = 100       // after so many it is no use to go on
)

// Limits are what a capsule does not prove.
func Limits() []string {
	return []string{
		"that a server really said so: a hash proves that bytes are unchanged since they became a leaf of the log, and nothing before",
		"when that was: all times are by the clock of who made the capsule; no other authority has stamped them",
		"that the log is the one that others saw: its head is not signed, and counts as much as the head that somebody else has written down (verify --head)",
		"that nothing was left out: what is not in the capsule may speak against it",
		"that the claim is true, or the judgement right: status, origins, ratings and decisions are what the ledger said",
	}
}

// Grade of the proof of time: by our own clock alone.
const selfClock = "self clock"

// noGrade is the grade of what does not hold.
const noGrade = "none"

// Report is what a capsule says and whether that holds.
type Report struct {
	SHA256    string          `json:"sha256"` // of the file: whoever has it from elsewhere knows that this is the one
	Claim     hearsay.ClaimID `json:"claim"`
	Text      string          `json:"text"`
	Marking   string          `json:"marking"`
	Captures  int             `json:"captures"` // proved
	Documents int             `json:"documents"`
	Spans     int             `json:"spans"`
	Head      pipeline.Head   `json:"head"`
	Known     *pipeline.Head  `json:"known,omitempty"` // an earlier head, out of which the log is proved to have grown
	At        time.Time       `json:"at"`
	Grade     string          `json:"grade"` // of the proof of time: none, self clock
	NotProved []string        `json:"not_proved"`

	Unchecked []pipeline.Finding `json:"unchecked"` // documents that another version read: their texts are held against nothing
	Findings  []pipeline.Finding `json:"findings"`
}

// verifier checks one capsule.
type verifier struct {
	Report
	reader pipeline.Reader
	files  map[string][]byte
	claim  Claim
	proofs Proofs
	lines  []*Document // in the order of the file
	texts  map[hearsay.DocumentID]*Document
	read   map[hearsay.CaptureID][]*Document // what was read from a capture
	proved map[hearsay.CaptureID]bool
}

// Verify checks a capsule, of which nothing is believed: every byte of the file, the proof of every capture, that each text is
// what its captured bytes give, and each span a slice of it, and that what the claim quotes stands there. What is wrong is
// in the Findings; an error says that checking itself was not possible. reader reads the captures, which are a stranger's.
func Verify(ctx context.Context, b []byte, reader pipeline.Reader) (*Report, error) {
	sum := sha256.Sum256(b)
	v := &verifier{Report: Report{SHA256: hex.EncodeToString(sum[:]), Grade: noGrade, NotProved: Limits(), Unchecked: []pipeline.Finding{}, Findings: []pipeline.Finding{}},
		reader: reader, files: map[string][]byte{}, texts: map[hearsay.DocumentID]*Document{}, read: map[hearsay.CaptureID][]*Document{}, proved: map[hearsay.CaptureID]bool{}}
	if len(b) > Most {
		return nil, fmt.Errorf("verify capsule: %d bytes, over the limit of %d: %w", len(b), Most, hearsay.ErrInvalid)
	}
	v.wrapping(b)
	v.parse()
	if err := v.captures(ctx); err != nil {
		return nil, fmt.Errorf("verify capsule: %w", err)
	}
	v.documents()
	v.words()
	if len(v.Findings) == 0 {
		v.Grade = selfClock
	}
	return &v.Report, nil
}

func (v *verifier) find(kind, record, reason string, args ...any) {
	if len(v.Findings) < mostFindings {
		v.Findings = append(v.Findings, pipeline.Finding{Kind: kind, Record: record, Reason: fmt.Sprintf(reason, args...)})
	}
}

// wrapping checks the zip and the manifest: whose bytes were changed, and where in what is around the files.
func (v *verifier) wrapping(b []byte) {
	entries, lost, directoryAt := unpack(b, fileNames)
	for _, e := range entries {
		if len(e.content) > mostOf(e.name) {
			v.find("file", e.name, "it has more than %d bytes", mostOf(e.name))
			continue
		}
		v.files[e.name] = e.content
		if e.otherAt >= 0 {
			v.find("zip", e.name, "its header is not as hearsay writes it, at byte %d of the file", e.otherAt)
		}
	}
	if lost != "" {
		v.find("zip", lost, "it does not begin where the file before it ends, or ends behind the file")
		return
	}
	if directoryAt >= 0 {
		v.find("zip", "directory", "what follows the files is not as hearsay writes it, at byte %d of the file", directoryAt)
	}
	v.list(entries)
}

// list holds the files against the manifest. The checksums of the zip tell whether a file or the manifest was changed.
func (v *verifier) list(entries []*entry) {
	own := entries[len(entries)-1]
	list, err := manifest.Parse(own.content, Format)
	if err != nil {
		v.find("file", manifest.Name, "%v", err)
		return
	}
	fits := len(list.Files) == len(entries)-1
	for i, e := range entries[:len(entries)-1] {
		sum := manifest.NewSum(nil)
		_, _ = sum.Write(e.content) // it has nowhere to fail
		isListed := i < len(list.Files) && sum.File(e.name) == list.Files[i]
		fits = fits && isListed
		switch {
		case isListed && !e.sumFits:
			v.find("zip", e.name, "the checksum in its header is not that of the file, which is whole")
		case isListed:
		case !e.sumFits:
			v.find("file", e.name, "its bytes were changed: neither checksum nor SHA-256 is its own")
		case !own.sumFits:
			v.find("file", manifest.Name, "its bytes were changed: what it says of %s is otherwise", e.name)
		default:
			v.find("file", e.name, "it is not the file of the manifest: name, size or SHA-256 is another")
		}
	}
	switch {
	case own.sumFits || !fits && len(v.Findings) > 0:
	case fits:
		v.find("zip", manifest.Name, "the checksum in its header is not that of the file, which is whole")
	default:
		v.find("file", manifest.Name, "its bytes were changed")
	}
}

// parse reads what the files say.
func (v *verifier) parse() {
	strict := func(name string, b []byte, to any) bool {
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(to); err != nil {
			v.find("file", name, "it cannot be read: %.200v", err)
			return false
		}
		return true
	}
	if b, ok := v.files[claimFile]; ok && strict(claimFile, b, &v.claim) {
		if v.claim.Format != Format || v.claim.Claim == nil {
			v.find("file", claimFile, "it is not of the format %s", Format)
		} else {
			v.Claim, v.Text, v.Marking = v.claim.Claim.ID, v.claim.Claim.Text, v.claim.Marking
		}
	}
	if b, ok := v.files[proofsFile]; ok && strict(proofsFile, b, &v.proofs) {
		v.Head, v.At = v.proofs.Head, v.proofs.At
	}
	for n, line := range bytes.Split(v.files[documentsFile], []byte("\n")) {
		if len(line) == 0 || len(v.Findings) >= mostFindings {
			continue
		}
		if len(line) > mostLine {
			v.find("file", documentsFile, "line %d has more than %d bytes", n+1, mostLine)
			v.files[documentsFile], v.lines = nil, nil // none of it is looked at further
			break
		}
		d := &Document{}
		if name := fmt.Sprintf("%s line %d", documentsFile, n+1); strict(name, line, d) {
			if v.texts[hearsay.DocumentID(d.ID)] != nil {
				v.find("document", d.ID, "it is in %s twice", documentsFile)
			}
			v.lines, v.texts[hearsay.DocumentID(d.ID)] = append(v.lines, d), d
			v.read[d.Capture] = append(v.read[d.Capture], d)
			v.Documents++
		}
	}
}

// captures holds the records against their leaves, and these against the root of the log.
func (v *verifier) captures(ctx context.Context) error {
	root, ok := v.log()
	if !ok {
		return nil
	}
	records := v.files[capturesFile]
	unpacked, next := int64(0), int64(-1) // where the record before ends
	for i := range v.proofs.Captures {
		p := &v.proofs.Captures[i]
		id := string(p.Capture)
		switch {
		case len(v.Findings)+len(v.Unchecked) >= mostFindings:
			v.find("capture", id, "neither this nor what follows it was looked at: too much is wrong or cannot be read")
			return nil
		case p.Offset < 0 || p.Length <= 0 || p.Offset > int64(len(records)) || p.Length > int64(len(records))-p.Offset || next >= 0 && p.Offset != next:
			v.find("capture", id, "it does not lie in %s where %s says", capturesFile, proofsFile)
			continue
		case p.Size > mostUnpacked-unpacked:
			v.find("capture", id, "all captures are over the limit of %d bytes", mostUnpacked)
			return nil
		}
		unpacked += max(p.Size, 0)
		next = p.Offset + p.Length
		payload, reason := p.holds(records[p.Offset:next], v.proofs.Head.Size, root)
		if reason != "" {
			v.find("capture", id, "of %.300s: %s", p.URL, reason)
			continue
		}
		v.proved[p.Capture] = true
		v.Captures++
		if err := v.given(ctx, p, payload); err != nil {
			return err
		}
	}
	if next >= 0 && next != int64(len(records)) {
		v.find("file", capturesFile, "%d bytes at its end belong to no capture", int64(len(records))-next)
	}
	return nil
}

// log gives the root that all proofs lead to, where there is one.
func (v *verifier) log() (root tlog.Hash, ok bool) {
	if len(v.files) < len(fileNames) { // what is missing was told
		return root, false
	}
	all, ok := hashes([]string{v.proofs.Head.Root})
	if !ok || v.proofs.Head.Size < 1 {
		v.find("log", "head", "it cannot be read")
		return root, false
	}
	if len(v.proofs.Captures) > mostCaptures {
		v.find("file", proofsFile, "more than %d captures", mostCaptures)
		return root, false
	}
	if g := v.proofs.Known; g != nil {
		if g.holds(v.proofs.Head.Size, all[0]) {
			v.Known = &g.Head
		} else {
			v.find("log", "known", "the log did not grow out of the head %.100s", g.Head)
		}
	}
	return all[0], true
}

// given reads a capture again, and holds the documents against what it gives.
func (v *verifier) given(ctx context.Context, p *Proof, payload []byte) error {
	again := map[hearsay.Stamp]map[hearsay.DocumentID]hearsay.Document{}
	for _, d := range v.read[p.Capture] {
		given, ok := again[d.Stamp]
		if !ok {
			c, _ := p.capture() // it was read before
			var why string
			var err error
			given, why, err = pipeline.Reread(ctx, v.reader, c, payload, d.Stamp)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				v.find("document", d.ID, "its capture cannot be read: %.300v", err)
				return nil
			case why != "":
				v.Unchecked = append(v.Unchecked, pipeline.Finding{Kind: "document", Record: d.ID, Reason: why + ": its text is held against nothing"})
				continue
			}
			again[d.Stamp] = given
		}
		v.document(d, given)
	}
	return nil
}

func (v *verifier) document(d *Document, given map[hearsay.DocumentID]hearsay.Document) {
	g, ok := given[hearsay.DocumentID(d.ID)]
	switch {
	case !ok:
		v.find("document", d.ID, "its capture does not give such a document")
	case g.Text != d.Text:
		v.find("document", d.ID, "its text is not what its capture gives, from byte %d on", differ([]byte(g.Text), []byte(d.Text)))
	case g.Title != d.Title || g.Body != d.Body || g.Published.String() != text(d.Published):
		v.find("document", d.ID, "its title or date is not what its capture gives")
	}
}

// documents holds spans against their texts, and demands that each document has its capture.
func (v *verifier) documents() {
	if b := v.files[documentsFile]; len(v.lines) > 0 {
		lines, err := pipeline.VerifyLines(bytes.NewReader(b))
		if err != nil {
			v.find("file", documentsFile, "%v", err)
		}
		for _, f := range lines.Findings {
			if f.Kind == "span" { // lines that cannot be read were told before
				v.find(f.Kind, documentsFile+" "+f.Record, "%s", f.Reason)
			}
		}
		v.Spans += lines.Spans
	}
	wrong := len(v.Findings)
	for _, d := range v.lines {
		if !v.proved[d.Capture] && wrong == 0 {
			v.find("document", d.ID, "its capture %.40s is not in the capsule", d.Capture)
		}
	}
}

// text is a string that may be missing.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
