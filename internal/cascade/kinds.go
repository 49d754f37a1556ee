// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import "hearsay"

// first is the report that others take over: mostly of a named source.
func (w *world) first(outlet int) *piece {
	from := w.someone()
	switch x := w.r.Float64(); {
	case x < 0.2:
		from = w.unnamed()
	case x < 0.3:
		from = w.several(0)
	}
	return w.publish(outlet, w.asked(from))
}

// wire: an agency reports, and its customers print it whole, in part, or told anew.
func (w *world) wire() {
	report := w.first(w.outletThat(func(o hearsay.Outlet) bool { return o.Agency }))
	for range w.between(2, 5) {
		if w.chance(0.7) {
			w.print(report, w.outlet(), creditsCopy)
		} else {
			w.rewrite(report, w.outlet(), saysWhose)
		}
	}
}

// copies: any outlet reports, and others print it, or what one of them printed.
func (w *world) copies(credit float64) {
	w.first(w.outlet())
	for range w.between(2, 5) {
		w.print(w.pieces[w.r.IntN(len(w.pieces))], w.outlet(), credit)
	}
}

// rewrites: one outlet has it, others tell it anew, some of them from one another.
func (w *world) rewrites(credit float64) {
	first := w.first(w.outlet())
	first.lost = w.chance(lost)
	for i := range w.between(2, 4) {
		of := first
		if i > 0 && w.chance(0.3) {
			of = w.pieces[w.r.IntN(len(w.pieces))]
		}
		w.rewrite(of, w.outlet(), credit)
	}
}

// ownReports: several outlets ask somebody each; it may be the same person.
func (w *world) ownReports() {
	var people []*source
	for range w.between(2, 4) {
		s := w.someone()
		if len(people) > 0 && w.chance(0.3) {
			s = people[w.r.IntN(len(people))]
		}
		people = append(people, s)
		w.publish(w.outlet(), w.asked(s))
	}
	w.follow(w.between(0, 2))
}

// family: outlets of one owner share what they have; now and then one has a source of its own.
func (w *world) family() {
	from := w.someone()
	if w.chance(0.5) {
		from = w.unnamed()
	}
	ofHouse := func(o hearsay.Outlet) bool { return len(o.Owners) == 1 && o.Owners[0].Owner == house }
	first := w.publish(w.outletThat(ofHouse), w.asked(from))
	for range w.between(1, 2) {
		sister := w.outletThat(ofHouse)
		switch x := w.r.Float64(); {
		case x < 0.4:
			w.print(first, sister, 0) // nobody credits the paper next door
		case x < 0.8:
			w.rewrite(first, sister, 0)
		case x < 0.9:
			w.publish(sister, w.asked(w.unnamed(from)))
		default:
			w.publish(sister, w.asked(w.someone()))
		}
	}
	w.follow(w.between(0, 1))
}

// circle: outlets credit one another, each the next and the last the first. One of them had it from somewhere, or
// made it up, and does not say so.
func (w *world) circle() {
	n := w.between(2, 3)
	root := w.root()
	var outlets []int
	for range n {
		outlets = append(outlets, w.outlet())
	}
	for i := range n {
		w.publish(outlets[i], telling{through: []int{outlets[(i+1)%n]}, roots: []int{root}})
	}
	if w.chance(seesNamedLoop) {
		s := w.someone()
		if w.chance(0.7) { // it began with that source
			s.roots = []int{root}
		}
		p := w.pieces[w.r.IntN(n)]
		p.tells = append(p.tells, w.asked(s))
	}
	w.follow(w.between(0, 2))
}

// unnamedEach: two or three outlets have an unnamed source each. Nobody but they can tell whether it is one.
func (w *world) unnamedEach() {
	var sources []*source
	n := 2
	if w.chance(0.25) {
		n = 3
	}
	for range n {
		s := w.unnamed(sources...)
		sources = append(sources, s)
		w.publish(w.outlet(), w.asked(s))
	}
	if w.chance(0.4) {
		w.print(w.pieces[0], w.outlet(), creditsCopy)
	}
}

// counted: "three officials", and who takes that over.
func (w *world) counted() {
	n := 2
	switch x := w.r.Float64(); {
	case x < 0.15:
		n = 4
	case x < 0.5:
		n = 3
	}
	w.publish(w.outlet(), w.asked(w.several(n)))
	w.follow(w.between(1, 3))
}

// seen: an outlet tells what a page shows; others look themselves, or take its word.
func (w *world) seen() {
	look := w.page()
	first := w.publish(w.outlet(), look)
	for range w.between(1, 3) {
		if w.chance(otherPage) {
			w.publish(w.outlet(), w.page())
		} else if w.chance(looksHimself) {
			w.publish(w.outlet(), look)
		} else {
			w.rewrite(first, w.outlet(), saysWhose)
		}
	}
	if w.chance(0.3) {
		w.publish(w.outlet(), w.asked(w.someone()))
	}
}

// confirmed: a rumour that the body concerned confirms in the end.
func (w *world) confirmed() {
	rumour := w.unnamed()
	if w.chance(0.3) {
		rumour = w.several(2)
	}
	if w.chance(sourceInside) {
		rumour.roots[0] = w.body
	}
	w.publish(w.outlet(), w.asked(rumour))
	w.follow(w.between(0, 2))
	speaker := w.theBody()
	if w.chance(0.4) {
		speaker = w.spokesman()
	}
	end := w.publish(w.outlet(), telling{from: speaker, roots: speaker.roots, confirm: true})
	if w.chance(0.5) {
		w.print(end, w.outlet(), creditsCopy)
	}
}

// papers: two outlets quote a paper; often it is one paper, and they do not describe it alike.
func (w *world) papers() {
	first := w.paper()
	w.publish(w.outlet(), w.asked(first()))
	if !w.chance(samePaper) {
		first = w.paper()
	}
	w.publish(w.outlet(), w.asked(first()))
	if w.chance(0.3) {
		w.publish(w.outlet(), w.asked(w.someone()))
	}
	w.follow(w.between(0, 2))
}

// mixed: a bit of everything.
func (w *world) mixed() {
	var unnamed []*source
	page := w.page()
	for i := range w.between(3, 6) {
		switch x := w.r.Float64(); {
		case i == 0 || x < 0.25:
			w.publish(w.outlet(), w.asked(w.someone()))
		case x < 0.35:
			unnamed = append(unnamed, w.unnamed(unnamed...))
			w.publish(w.outlet(), w.asked(unnamed[len(unnamed)-1]))
		case x < 0.4:
			w.publish(w.outlet(), w.asked(w.several(w.between(2, 3))))
		case x < 0.45:
			w.publish(w.outlet(), page)
		default:
			w.follow(1)
		}
	}
}
