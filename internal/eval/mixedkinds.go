// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"hearsay/internal/coordinate"
)

// group has accounts do the same, each at its own moment within the time of the group, and post of their own besides.
func (w *world) group(kind int, g inStep) {
	var members []string
	for range g.size {
		m := w.account(kind)
		members = append(members, m)
		for range g.own {
			like := w.ordinary[w.r.IntN(len(w.ordinary))]
			w.post(m, like.at.Add(seconds(w.skewed(1800, 1.5))), like.shared)
		}
	}
	for range g.things {
		w.fresh++
		at, thing := w.anyTime(), -1
		var like post
		if w.r.Float64() < g.amid {
			like = w.ordinary[w.r.IntN(len(w.ordinary))]
			at, thing = like.at, w.fresh
		}
		for _, m := range members {
			if w.r.Float64() >= g.partakes {
				continue
			}
			s := like.shared
			if thing < 0 {
				s = g.share(w, w.fresh)
			}
			w.post(m, at.Add(seconds(w.r.Float64()*g.within.Seconds())), s)
		}
	}
}

// people meet things and share some, for hours after they appeared.
func (w *world) people(kind int) {
	first := len(w.accounts)
	for range townsmen {
		w.account(kind)
	}
	busy := rand.NewZipf(w.r, 1.3, 20, townsmen-1) // few post much
	for i := range 800 {
		appeared := w.anyTime()
		s := coordinate.Shared{Links: []string{fmt.Sprintf("https://paper%d.example/story-%d", i%40, i)}}
		if i%4 == 0 {
			s = coordinate.Shared{Repost: fmt.Sprint("post ", i)}
		}
		for range 1 + w.r.IntN(30) {
			a := w.accounts[first+int(busy.Uint64())]
			at := appeared.Add(seconds(w.skewed(1800, 1.5)))
			s.Text = w.words(12)
			w.post(a, at, s)
			w.ordinary = append(w.ordinary, post{at, s})
		}
	}
}

// readers are the public of breaking news: the same thousands share link after link within minutes, some always faster.
func (w *world) readers(kind int) {
	var readers []string
	var pace []float64
	for range []int{60, 300, 3000}[w.r.IntN(3)] {
		readers, pace = append(readers, w.account(kind)), append(pace, w.skewed(1, .7))
	}
	middle := []float64{15, 60, 300}[w.r.IntN(3)] // seconds
	for i := range []int{1, 8, 30}[w.r.IntN(3)] {
		at := w.anyTime()
		s := coordinate.Shared{Links: []string{fmt.Sprintf("https://wire.example/breaking-%d", i)}, Text: w.words(9)} // the headline
		for k, a := range readers {
			if w.r.Float64() < .5 {
				w.post(a, at.Add(seconds(w.skewed(middle*pace[k], 1))), s)
			}
		}
	}
}

// subscribers are told of each article of one outlet, and some share it when they have seen that.
func (w *world) subscribers(kind int) {
	var all []string
	for range 40 {
		all = append(all, w.account(kind))
	}
	for i := range 60 {
		at := w.anyTime()
		for _, a := range all {
			if w.r.Float64() < .4 {
				w.post(a, at.Add(seconds(w.skewed(120, 1))), coordinate.Shared{Links: []string{fmt.Sprintf("https://courier.example/a-%d", i)}, Text: w.words(10)})
			}
		}
	}
}

// pollers are programs of strangers that look at the same feed every few minutes and post what is new as soon as they are done
// with it. By a timetable they look at the same minutes of every hour; else they wait after each look, and drift.
func (w *world) pollers(kind int, feed string, timetable bool) {
	var news []float64 // when it appears, in seconds
	for range 60 {
		news = append(news, w.r.Float64()*worldDays*86400)
	}
	slices.Sort(news)
	for range 30 {
		a, every := w.account(kind), 60*float64([]int{5, 10, 15, 30}[w.r.IntN(4)])
		at := w.r.Float64() * every
		for i := 0; i < len(news); {
			took := w.skewed(10, 1)
			for ; i < len(news) && news[i] <= at; i++ {
				w.post(a, worldBegins.Add(seconds(at+took)), coordinate.Shared{Links: []string{fmt.Sprintf("https://%s.example/g-%d", feed, i)}})
			}
			if at += every; !timetable {
				at += took
			}
		}
	}
}

func (w *world) loops(kind int) { w.pollers(kind, "gazette", false) }

func (w *world) timetables(kind int) { w.pollers(kind, "herald", true) }

func freshLink(_ *world, thing int) coordinate.Shared {
	return coordinate.Shared{Links: []string{fmt.Sprintf("https://pushed.example/p-%d?utm_source=x", thing)}}
}

func freshRepost(_ *world, thing int) coordinate.Shared {
	return coordinate.Shared{Repost: fmt.Sprint("pushed ", thing)}
}

// nearText is a text of the thing with one word of its own.
func nearText(w *world, thing int) coordinate.Shared {
	of := &world{r: rand.New(rand.NewPCG(uint64(thing), 7))}
	words := strings.Fields(of.words(20))
	words[w.r.IntN(len(words))] = w.words(1)
	return coordinate.Shared{Text: strings.Join(words, " ")}
}

// words are invented ones.
func (w *world) words(n int) string {
	syllables := []string{"ba", "do", "ke", "li", "mu", "na", "po", "ri", "sa", "tu", "ve", "zo"}
	var all []string
	for range n {
		var word strings.Builder
		for range 2 + w.r.IntN(2) {
			word.WriteString(syllables[w.r.IntN(len(syllables))])
		}
		all = append(all, word.String())
	}
	return strings.Join(all, " ")
}
