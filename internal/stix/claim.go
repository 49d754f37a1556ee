// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
)

// Shared is a claim as desks give it to each other.
type Shared struct {
	Claim     ledger.ClaimView
	Marking   hearsay.TLP // of the strictest of what it holds
	Documents []Document  // what it rests on
	Undone    time.Time   // when a decision about it was last taken back; zero for never. It is not told: [Read] gives none
}

// Moved is when what is told of it changed last: when it was judged, decided about, a decision was taken back, or another document that
// carries it was fetched, which need not move the claim.
func (s *Shared) Moved() (last time.Time) {
	for _, h := range s.Claim.History[max(0, len(s.Claim.History)-1):] {
		last = h.Known
	}
	for _, d := range s.Claim.Decisions {
		if d.At.After(last) {
			last = d.At
		}
	}
	for i := range s.Documents {
		if at := s.Documents[i].Fetched; at.After(last) {
			last = at
		}
	}
	if s.Undone.After(last) {
		return s.Undone
	}
	return last
}

// Document is what is told of a document: where it lies, not what it says.
type Document struct {
	ID        hearsay.DocumentID `json:"id"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	Name      string             `json:"outlet_name"`
	URL       string             `json:"url"`
	Title     string             `json:"title"`
	Language  string             `json:"language,omitzero"`
	Published string             `json:"published,omitzero"`
	Fetched   time.Time          `json:"fetched"`
	Capture   hearsay.CaptureID  `json:"capture"`
	SHA256    string             `json:"sha256"`
}

// property is what the extension puts on a note.
type property struct {
	Type      string           `json:"extension_type"`
	Version   int              `json:"version"`
	Claim     ledger.ClaimView `json:"claim"`
	Documents []Document       `json:"documents"`
}

// extensionID is that of our extension.
const extensionID = "extension-definition--2a7d3c1e-6f1b-4f0a-8d57-9b1c0e5a4f63"

//go:embed extension.md
var extensionSchema string

// Desk is who shares.
type Desk struct{ Name string }

// New makes the bundle of claims. The same claims give the same bytes.
func New(desk Desk, claims ...Shared) (*Bundle, error) {
	w := writer{desk: newID("identity", "desk", desk.Name), seen: map[string]bool{}}
	w.add(Object{Type: "identity", ID: w.desk, Created: begun, Modified: &begun, Name: desk.Name, IdentityClass: "organization", Markings: []string{tlpMarkings[hearsay.Clear].id}})
	w.add(marking(hearsay.Clear))
	w.add(Object{Type: "extension-definition", ID: extensionID, CreatedBy: w.desk, Created: begun, Modified: &begun, Name: "hearsay",
		Description: "Who says a claim on whose authority, who answers it, how many independent origins it has, and how its status moved.",
		Schema:      extensionSchema, DefinedVersion: "1.0.0", ExtensionTypes: []string{"property-extension"}, Markings: []string{tlpMarkings[hearsay.Clear].id}})
	var names []string
	for i := range claims {
		if err := w.share(&claims[i]); err != nil {
			return nil, fmt.Errorf("share claim %s: %w", claims[i].Claim.ID, err)
		}
		names = append(names, string(claims[i].Claim.ID), w.last)
	}
	return &Bundle{Type: "bundle", ID: newID("bundle", names...), Objects: w.objects}, nil
}

// writer is the work on a bundle.
type writer struct {
	desk     string
	objects  []Object
	seen     map[string]bool
	claim    *Shared
	created  Time
	modified Time
	refs     []string // what the report on the claim holds
	last     string   // when the last claim was changed
}

// add adds an object once.
func (w *writer) add(o Object) {
	o.SpecVersion = Version
	if w.seen[o.ID] {
		return
	}
	w.seen[o.ID] = true
	w.objects = append(w.objects, o)
}

// share adds a claim with all that is told of it.
func (w *writer) share(s *Shared) error {
	v := &s.Claim
	if len(v.History) == 0 {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "share " + string(v.ID), Hint: "hearsay run assesses it first"}
	}
	w.claim, w.refs = s, nil
	w.created, w.modified = Time(v.History[0].Known), Time(s.Moved())
	w.last = time.Time(w.modified).UTC().Format(time.RFC3339Nano)
	w.add(marking(s.Marking))
	note, err := w.wording()
	if err != nil {
		return err
	}
	notes := w.carriers(note)
	w.answers(note)
	w.links(notes)
	published := w.modified
	w.put(Object{Type: "report", ID: newID("report", string(v.ID)), Name: v.Text, Description: w.summary(), Published: &published, ObjectRefs: w.refs})
	return nil
}

// put adds an object of the claim, by the desk, marked as the claim is.
func (w *writer) put(o Object) {
	modified := w.modified // that of the writer goes on to the next claim
	o.CreatedBy, o.Created, o.Modified, o.Markings = w.desk, w.created, &modified, []string{tlpMarkings[w.claim.Marking].id}
	w.add(o)
	w.refs = append(w.refs, o.ID)
}

// summary says in words what the extension says exactly: what people decided first.
func (w *writer) summary() string {
	now := w.claim.Claim.Derived()
	origins := fmt.Sprintf("%d to %d independent origins", now.Low, now.High)
	switch {
	case now.Low == now.High && now.Low == 1:
		origins = "1 independent origin"
	case now.Low == now.High:
		origins = fmt.Sprintf("%d independent origins", now.Low)
	}
	return fmt.Sprintf("%s, %s. %s.", w.claim.Standing(), origins, strings.Join(now.Reasons, "; "))
}

// Standing says where the claim stands: by a person's decision, with what is derived beside it, or else by what is derived alone.
func (s *Shared) Standing() string {
	now := string(s.Claim.Derived().Status)
	if d := s.Claim.Decided; d != nil {
		return fmt.Sprintf("%s, as was decided on %s because %s; %s by what is derived", d.Value, d.At.UTC().Format(time.DateOnly), d.Reason, now)
	}
	return now
}

// wording adds the note that holds the claim's clearest wording, and all that the extension has.
func (w *writer) wording() (id string, err error) {
	v := &w.claim.Claim
	text, err := json.Marshal(property{"property-extension", 1, *v, w.claim.Documents})
	if err != nil {
		return "", err
	}
	id = newID("note", string(v.ID))
	w.put(Object{Type: "note", ID: id, Abstract: w.summary(), Content: v.Text, ObjectRefs: []string{w.desk}, Extensions: map[string]json.RawMessage{extensionID: text}})
	return id, nil
}

// carriers adds a note for each place where the claim is carried, by whom, with its words.
func (w *writer) carriers(claim string) map[hearsay.DocumentID]string {
	notes := map[hearsay.DocumentID]string{}
	for _, c := range w.claim.Claim.Carriers {
		o := Object{Type: "note", ID: newID("note", string(w.claim.Claim.ID), string(c.Attribution), string(c.Statement)), Abstract: c.Title,
			Content: cmp.Or(c.Said, w.claim.Claim.Text), ObjectRefs: []string{claim}}
		if c.Outlet != "" { // of a file nobody knows who published it
			o.Abstract, o.Authors = c.Outlet+": "+c.Title, []string{c.Outlet}
			o.ObjectRefs = append(o.ObjectRefs, w.identity("outlet", c.Outlet, "organization"))
		}
		o.Authors = append(o.Authors, c.Chain...)
		if d := w.document(c.Document); d != nil {
			o.Language = d.Language
			o.References = []Reference{reference(d)}
		}
		w.put(o)
		if notes[c.Document] == "" {
			notes[c.Document] = o.ID
		}
	}
	return notes
}

// reference is where a document lies, and the digest of the bytes as they came.
func reference(d *Document) Reference {
	r := Reference{Name: cmp.Or(d.Name, "unknown outlet"), ID: string(d.ID)}
	if strings.HasPrefix(d.URL, "http://") || strings.HasPrefix(d.URL, "https://") {
		r.URL = d.URL
	}
	if r.URL != "" && d.SHA256 != "" {
		r.Hashes = map[string]string{"SHA-256": d.SHA256}
	}
	return r
}

// opinions are what the standard has for what a party does about a claim.
var opinions = map[hearsay.Stance]string{
	hearsay.Confirms: "strongly-agree", hearsay.Partly: "agree", hearsay.Doubts: "disagree", hearsay.Denies: "strongly-disagree", hearsay.Retracts: "strongly-disagree",
}

// answers adds an opinion for each response; who declines or says nothing has none for or against.
func (w *writer) answers(claim string) {
	for i, a := range w.claim.Claim.Responses {
		opinion, ok := opinions[a.Stance]
		if !ok {
			opinion = "neutral"
		}
		w.put(Object{Type: "opinion", ID: newID("opinion", string(w.claim.Claim.ID), a.Party, string(a.Document), fmt.Sprint(i)),
			Explanation: strings.TrimSpace(fmt.Sprintf("%s %s %s", a.Party, a.Stance, a.What)), Opinion: opinion, Authors: partyOf(a.Party), ObjectRefs: []string{claim}})
	}
}

// partyOf gives a party as an author; none where it has no name.
func partyOf(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// links adds the steps back from document to document.
func (w *writer) links(notes map[hearsay.DocumentID]string) {
	for _, l := range w.claim.Claim.Links {
		from, to := notes[l.From], notes[l.To]
		if from == "" || to == "" {
			continue
		}
		w.put(Object{Type: "relationship", ID: newID("relationship", string(w.claim.Claim.ID), string(l.From), string(l.To), string(l.Kind)),
			Relationship: strings.ReplaceAll(string(l.Kind), " ", "-"), Description: l.Reason, Source: from, Target: to})
	}
}

// identity adds somebody who speaks. That an outlet exists is no secret, and whose name it is does not depend on what claim it stands in: it is
// marked CLEAR, so that one version of it has one form.
func (w *writer) identity(kind, name, class string) string {
	id := newID("identity", kind, name)
	w.add(Object{Type: "identity", ID: id, CreatedBy: w.desk, Created: begun, Modified: &begun, Name: name, IdentityClass: class, Markings: []string{tlpMarkings[hearsay.Clear].id}})
	if !slices.Contains(w.refs, id) {
		w.refs = append(w.refs, id)
	}
	return id
}

func (w *writer) document(id hearsay.DocumentID) *Document {
	i := slices.IndexFunc(w.claim.Documents, func(d Document) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return &w.claim.Documents[i]
}
