// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"hearsay"
)

// event is what the claim says: that a body did something to some things in a place.
type event struct {
	body, did, things, place string
	count                    int
}

func newEvent(r *rand.Rand) event {
	return event{body: pick(r, places) + " " + pick(r, bodies), did: pick(r, deeds), things: pick(r, objects), place: pick(r, places) + pick(r, endings), count: 13 + r.IntN(900)}
}

// claim gives the claim in one of its wordings.
func (e event) claim(wording int) string {
	if wording%2 == 0 {
		return fmt.Sprintf("the %s had %s %d %s at %s", e.body, e.did, e.count, e.things, e.place)
	}
	return fmt.Sprintf("%d %s at %s had been %s by the %s", e.count, e.things, e.place, e.did, e.body)
}

var first = time.Date(2033, 4, 4, 5, 0, 0, 0, time.UTC)

func (p *piece) address() string {
	return fmt.Sprintf("https://%s/%d", press[p.outlet].Domain, p.minute)
}

// writer writes a document and notes where everything stands.
type writer struct {
	b strings.Builder
	d Document
}

func (w *writer) span(s string) hearsay.Span {
	start := w.b.Len()
	w.b.WriteString(s)
	return hearsay.Span{Start: start, End: w.b.Len(), Text: s}
}

// write makes the document of piece n.
func (w *world) write(n int, p *piece) Document {
	id := fmt.Sprintf("d%02d", n)
	out := &writer{d: Document{Document: hearsay.Document{
		ID: hearsay.DocumentID(id), Kind: hearsay.Article, Outlet: press[p.outlet].ID, Title: w.event.title(),
		URL: p.address(), Credit: p.credit, Language: "en",
	}}}
	if p.link != nil {
		out.d.Links = []string{p.link.address()}
	}
	at := first.Add(time.Duration(p.minute) * time.Minute)
	out.d.Fetched = at.Add(time.Hour)
	out.d.Published = hearsay.Date{Time: at, Precision: hearsay.ToTheTime}
	if p.day {
		out.d.Published = hearsay.Date{Time: at.Truncate(24 * time.Hour), Precision: hearsay.ToDay}
	}
	out.state(out.span(out.d.Title), false)
	out.span("\n\n")
	out.d.Body = out.b.Len()
	for i, t := range p.tells {
		out.tell(t, w.event.claim(p.minute+i))
		if i < len(p.filler) {
			out.span(" " + p.filler[i])
		}
		out.span("\n\n")
	}
	for _, f := range p.filler[min(len(p.tells), len(p.filler)):] {
		out.span(f + "\n\n")
	}
	out.d.Text = out.b.String()
	return out.d
}

func (e event) title() string { return fmt.Sprintf("%s %s %d %s", e.body, e.did, e.count, e.things) }

func (w *writer) state(s hearsay.Span, seen bool) {
	id := hearsay.StatementID(hearsay.ID('s', string(w.d.ID), fmt.Sprint(s.Start)))
	w.d.Statements = append(w.d.Statements, hearsay.Statement{ID: id, Document: w.d.ID, Span: s, Act: hearsay.Assert, Observed: seen})
}

// tell writes one sentence that carries the claim.
func (w *writer) tell(t telling, claim string) {
	a := hearsay.Attribution{Document: w.d.ID, Act: hearsay.Assert, Confidence: 1}
	for _, o := range t.through {
		a.Chain = append(a.Chain, hearsay.Voice{Name: press[o].Name, Kind: hearsay.OutletVoice, Named: true})
	}
	phrase := ""
	if t.from != nil {
		a.Chain = append(a.Chain, t.from.voice)
		phrase = t.from.phrase
	}
	switch {
	case len(a.Chain) == 0 && t.seen != "":
		w.state(w.span(capital(claim)+", "+t.seen+" shows"), true)
		w.span(".")
		return
	case len(a.Chain) == 0:
		w.state(w.span(capital(claim)), false)
		w.span(".")
		return
	}
	cue := "said"
	if len(t.through) > 0 {
		phrase, cue = cited(a.Chain, phrase), "reported"
	} else if t.confirm {
		a.Act, cue = hearsay.Confirm, "confirmed"
	}
	source := w.span(capital(phrase))
	w.span(" ")
	a.Source, a.Cue, a.Voice = &source, []hearsay.Span{w.span(cue)}, a.Chain[0]
	w.span(" that ")
	a.Content = []hearsay.Span{w.span(claim)}
	w.span(".")
	w.attribute(a)
	if t.from != nil && t.quote != "" {
		w.quote(a, t)
	}
}

// quote writes words of the source in quotation marks.
func (w *writer) quote(a hearsay.Attribution, t telling) {
	w.span(" “")
	a.Act, a.Content = hearsay.Assert, []hearsay.Span{w.span(t.quote)}
	w.span(",” ")
	source := w.span(t.from.voice.Name)
	w.span(" ")
	a.Source, a.Cue = &source, []hearsay.Span{w.span("said")}
	w.span(".")
	w.attribute(a)
}

func (w *writer) attribute(a hearsay.Attribution) {
	a.ID = hearsay.AttributionID(hearsay.ID('a', string(w.d.ID), fmt.Sprint(a.Cue[0].Start)))
	w.d.Attributions = append(w.d.Attributions, a)
}

// cited is how a chain reads that begins with an outlet.
func cited(chain []hearsay.Voice, last string) string {
	s := "the " + chain[0].Name
	for i, v := range chain[1:] {
		name := v.Name
		if i == len(chain)-2 && last != "" {
			name = strings.TrimSuffix(last, ",")
		}
		s += ", citing " + name + ","
	}
	return s
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// filler is a sentence that has nothing to do with the claim. So many are possible that two reports share none.
func filler(r *rand.Rand) string {
	return fmt.Sprintf("The %s %s %s the %s %s, %s the %s %s %s %s.", pick(r, qualities), pick(r, people), pick(r, actions), pick(r, qualities), pick(r, nouns),
		pick(r, joints), pick(r, nouns), pick(r, whereabouts), pick(r, states), pick(r, moments))
}

// reword puts another word for one in the middle of a sentence.
func reword(r *rand.Rand, s string) string {
	words := strings.Fields(s)
	words[1+r.IntN(len(words)-2)] = pick(r, qualities)
	return strings.Join(words, " ")
}
