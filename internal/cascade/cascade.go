// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package cascade invents how one claim spreads through a press, so that what is counted can be held against what was
// so. First it makes a world: who knows of an event of themselves, who heard it from whom, which reporter asked whom,
// and which outlet took over whose report. Then it writes the documents as outlets write them, with credits left out,
// sources described vaguely, and dates without a time. The true number of origins is read from the world, never from
// the documents: it is how many there are who know of themselves and whose word reached a document that we hold.
//
// Every outlet, person and sentence is invented. The same seed gives the same cascade.
package cascade

import (
	"math/rand/v2"
	"slices"

	"hearsay"
)

// How often things go wrong in this press. They were set before anything was scored, from what the prose of news is
// like, and are no results of measuring any real press.
const (
	saysWhose     = 0.6  // who takes over another outlet's report says whose it is
	creditsCopy   = 0.5  // who prints another outlet's text word for word says whose it is
	linksSilently = 0.5  // who does not say whose it is links to it
	tellsSource   = 0.5  // who credits an outlet also tells whom that outlet had it from
	quotes        = 0.5  // a report has words of its source in quotation marks
	keepsQuote    = 0.6  // who rewrites it keeps them, if it tells of a source at all
	keepsSource   = 0.6  // who credits nobody tells the source as the original did
	shortensName  = 0.1  // … by the last name alone
	blursSource   = 0.2  // … as an unnamed one; in the rest of the cases the outlet speaks for itself
	samePerson    = 0.4  // the unnamed sources of two outlets are one person
	heardIt       = 0.2  // … or the second has it from the first
	knowsHimself  = 0.5  // each further one of "three officials" saw it, and did not hear it from another of them
	ownKnowledge  = 0.5  // who works for a body saw it, and does not pass on what the body says
	samePaper     = 0.7  // the papers that two outlets saw are one paper
	namesAuthor   = 0.5  // … and each says whose it is
	ownPage       = 0.2  // the page that an outlet saw is of the body concerned, and tells what it says
	otherPage     = 0.1  // … at another page, which may read alike
	looksHimself  = 0.4  // an outlet that reads of a page looks at the page itself
	sourceInside  = 0.4  // the unnamed source of a rumour is the body that confirms it later
	secondHand    = 0.02 // a named source only repeats what is told, and does not say so
	dayOnly       = 0.15 // a document has a date without a time
	lost          = 0.1  // we do not hold the report that others credit
	addsSource    = 0.15 // who prints another's text adds a source of its own
	seesNamedLoop = 0.3  // one of those who credit one another in a circle names a source too
)

// Document is one document with what a perfect reading finds in it.
type Document struct {
	hearsay.Document
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement
}

// Cascade is the documents of one claim, and what is behind them.
type Cascade struct {
	Kind      string
	True      int // origins
	Documents []Document
	w         *world
}

// kinds are the sorts of cascade; each is as frequent as any other.
var kinds = []struct {
	name  string
	build func(*world)
}{
	{"reports of their own", (*world).ownReports},
	{"wire", (*world).wire},
	{"copies with credit", func(w *world) { w.copies(1) }},
	{"copies without credit", func(w *world) { w.copies(0) }},
	{"rewrites with credit", func(w *world) { w.rewrites(1) }},
	{"rewrites without credit", func(w *world) { w.rewrites(0) }},
	{"one owner", (*world).family},
	{"circle of credits", (*world).circle},
	{"unnamed, an outlet each", (*world).unnamedEach},
	{"unnamed, with a count", (*world).counted},
	{"seen by the outlet", (*world).seen},
	{"a paper", (*world).papers},
	{"rumour, then confirmed", (*world).confirmed},
	{"mixed", (*world).mixed},
}

// Kinds gives the names of the sorts of cascade, in the order in which they take turns.
func Kinds() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// New invents cascade n of a seed.
func New(seed uint64, n int) *Cascade {
	k := kinds[n%len(kinds)]
	w := &world{r: rand.New(rand.NewPCG(seed, uint64(n)))}
	w.begin()
	k.build(w)
	return w.cascade(k.name)
}

// WithCopy gives the cascade with one document more: an outlet that is not among them prints one of its documents,
// whole and with or without a credit. It has no origin of its own.
func (c *Cascade) WithCopy() *Cascade {
	w := *c.w
	w.pieces = slices.Clip(w.pieces)
	held := w.held()
	w.copyWhole(held[w.r.IntN(len(held))])
	return w.cascade(c.Kind)
}

func (w *world) cascade(kind string) *Cascade {
	c := &Cascade{Kind: kind, w: w}
	roots := map[int]bool{}
	for i, p := range w.pieces {
		if p.lost {
			continue
		}
		for _, r := range p.roots() {
			roots[r] = true
		}
		c.Documents = append(c.Documents, w.write(i, p))
	}
	c.True = len(roots)
	return c
}
