// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"hearsay"
)

// Generated is one article of an invented press of any size.
type Generated struct {
	URL       string
	Title     string
	Published time.Time
	Body      []string // paragraphs
	Story     string   // who does what in it: what tells its story from the others
}

// HTML is the article as a page.
func (g Generated) HTML() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>\n", g.Title)
	fmt.Fprintf(&b, "<meta property=\"article:published_time\" content=\"%s\"><link rel=\"canonical\" href=\"%s\"></head>\n<body><article><h1>%s</h1>\n",
		g.Published.Format(time.RFC3339), g.URL, g.Title)
	for _, p := range g.Body {
		fmt.Fprintf(&b, "<p>%s</p>\n", p)
	}
	b.WriteString("</article></body></html>\n")
	return []byte(b.String())
}

const (
	storyLength = 12 // articles of one story
	perDay      = 60 // articles of one day
)

// Generate makes the first n of [Articles].
func Generate(n, words int, seed uint64) []Generated {
	out := make([]Generated, 0, n)
	for a := range Articles(words, seed) {
		if len(out) == n {
			break
		}
		out = append(out, a)
	}
	return out
}

// Outlets are the outlets that print the articles, each at a site of its own.
func Outlets() []hearsay.Outlet {
	var all []hearsay.Outlet
	for _, name := range strings.Split(papers, "|") {
		for i := range 2 {
			id := name + fmt.Sprint(i)
			all = append(all, hearsay.Outlet{ID: hearsay.OutletID(id), Name: "The " + id, Domain: id + ".example"})
		}
	}
	return all
}

const papers = "post|herald|gazette|mirror|ledger|standard|courier|echo|argus|beacon"

// Articles gives articles of about that many words without end: stories of a dozen articles each, told by twenty
// outlets, with attributions of every usual form and some copies. The same seed gives the same articles.
func Articles(words int, seed uint64) iter.Seq[Generated] {
	return func(yield func(Generated) bool) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 17))}
		open := []*plot{}
		for i := 0; ; i++ {
			if len(open) < 8 {
				open = append(open, g.plot())
			}
			k := g.IntN(len(open))
			p := open[k]
			a := g.article(p, i, words)
			if !yield(a) {
				return
			}
			p.told = append(p.told, a.Body)
			if len(p.told) == storyLength {
				open = append(open[:k], open[k+1:]...)
			}
		}
	}
}

type generator struct{ *rand.Rand }

// plot is what one story is about.
type plot struct {
	person, body, place, rival string
	deed                       string
	number                     int
	told                       [][]string
}

func (g *generator) name() string {
	heads := []string{"Bra", "Cor", "Dal", "Eln", "Fen", "Gor", "Hal", "Ist", "Jor", "Kes", "Lun", "Mar", "Nor", "Ost", "Pel", "Qua", "Rav", "Sel", "Tor", "Ulm", "Vel", "Wen", "Yar", "Zel"}
	tails := []string{"ad", "en", "ick", "old", "una", "ver", "wen", "mond", "sta", "lin", "dale", "mark", "hofen", "ruth", "bert", "gard"}
	return heads[g.IntN(len(heads))] + tails[g.IntN(len(tails))] + []string{"", "a", "e", "o"}[g.IntN(4)]
}

func (g *generator) pick(words string) string {
	f := strings.Split(words, "|")
	return f[g.IntN(len(f))]
}

func (g *generator) plot() *plot {
	p := &plot{
		person: g.name() + " " + g.name(), place: g.name(), rival: g.name() + " " + g.name(),
		deed:   g.pick("close the harbour|sell the railway|raise the water price|move the hospital|cut the ferry|rebuild the bridge|end the strike|leave the council"),
		number: 20 + g.IntN(9000),
	}
	p.body = p.place + " " + g.pick("Ministry|Council|Water Company|Port Authority|Transport Board|Hospital Trust")
	return p
}

func (g *generator) article(p *plot, i, words int) Generated {
	outlet := strings.ToLower(g.pick(papers)) + fmt.Sprint(i%2)
	a := Generated{
		Story:     p.person + " " + p.body + " " + p.deed,
		URL:       fmt.Sprintf("https://%s.example/%d", outlet, i),
		Title:     fmt.Sprintf("%s to %s, %s", p.body, p.deed, g.pick("officials say|sources say|paper reports|minister confirms|union warns")),
		Published: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC).Add(time.Duration(i) * (24 * time.Hour / perDay)), // in this order: a million days in nanoseconds overflow
	}
	if len(p.told) > 0 && g.IntN(5) == 0 {
		a.Body = append(a.Body, p.told[g.IntN(len(p.told))]...) // a copy
		return a
	}
	for n := 0; n < words; {
		var sentences []string
		for range 3 {
			s := g.sentence(p)
			n += strings.Count(s, " ") + 1
			sentences = append(sentences, s)
		}
		a.Body = append(a.Body, strings.Join(sentences, " "))
	}
	return a
}

// sentence is one sentence about the plot: every second one attributes something to somebody.
func (g *generator) sentence(p *plot) string {
	noun := g.pick("harbour|school|market|bridge|tower|library|factory|garden|station|mill|archive|theatre|quay|tunnel")
	when := g.pick("Monday|Tuesday|Wednesday|Thursday|Friday")
	switch g.IntN(14) {
	case 0:
		return fmt.Sprintf("The %s would %s, two officials said on %s.", p.body, p.deed, when)
	case 1:
		return fmt.Sprintf("%s said that the %s had paid %d workers at the %s.", p.person, p.body, p.number+g.IntN(3), noun)
	case 2:
		return fmt.Sprintf("“We were never asked about the %s,” %s told reporters in %s.", noun, p.rival, p.place)
	case 3:
		return fmt.Sprintf("According to %s, the %s near the %s will stay open until %s.", p.rival, noun, g.pick("river|hill|square|station"), when)
	case 4:
		return fmt.Sprintf("The %s denied on %s that it would %s.", p.body, when, p.deed)
	case 5:
		return fmt.Sprintf("%s, citing a person familiar with the matter, reported that %s may %s.", "The "+p.place+" Gazette", p.person, p.deed)
	case 6:
		return fmt.Sprintf("%s declined to comment on the %s.", p.person, noun)
	case 7:
		return fmt.Sprintf("The old %s stands beside the %s and was painted %s last spring.", noun, g.pick("church|road|canal|wall"), g.pick("green|white|grey|yellow"))
	case 8:
		return fmt.Sprintf("About %d people crossed the square on %s, most of them with umbrellas.", 10+g.IntN(900), when)
	case 9:
		return fmt.Sprintf("In %s the trains ran late, and the %s was closed for an hour.", p.place, noun)
	case 10:
		return fmt.Sprintf("The %s has %d rooms, a cellar and a view of the %s.", noun, 2+g.IntN(60), g.pick("lake|sea|mountains|railway"))
	case 11:
		return fmt.Sprintf("Few remember that the %s was built in %d by two brothers from %s.", noun, 1850+g.IntN(150), p.place)
	case 12:
		return fmt.Sprintf("Rain fell on the %s for most of the week, and the gulls kept to the roofs.", noun)
	default:
		return fmt.Sprintf("A meeting of the %s is planned for %s in the hall behind the %s.", p.body, when, noun)
	}
}
