// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch_test

import (
	"fmt"
	"html/template"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/watch"
)

// person is an entry of a page of ours.
type person struct{ Name, Role string }

// content is what the pages of testdata/pages are filled with.
type content struct {
	People               []person
	Notice, Number, Link string
	Today, Date, Ad      string
	Views                int
}

// cast is who stands on the pages of a language, what their notice says, with a word spelt wrongly in it, and how it says the day.
type cast struct {
	people       []person
	newcomer     person
	office       string
	notice, typo string
	other        string
	ads          []string
	day          func(time.Time) string
}

func english(t time.Time) string { return t.Format("Monday, 2 January 2006") }

var casts = map[string]cast{
	"en": {
		[]person{{"Anna Vell", "Minister"}, {"Jorin Tamsel", "Deputy Minister"}, {"Petra Okonji", "Deputy Minister for Harbours"}, {"Lukas de Wint", "Permanent Secretary"}, {"Mira Sandoval", "Head of the Office"}},
		person{"Tobias Hale", "Spokesman"}, "Adviser",
		"This page shows who is responsible for what, and is kept up by the office itself.", "This page shows who is responsable for what, and is kept up by the office itself.",
		"All enquiries are to be sent to the central post room until further notice.",
		[]string{"Fly to the islands from 49 crowns", "The new coffee from Tarn is here", "Win a boat with three questions"}, english,
	},
	"fr": {
		[]person{{"Hélène Marchais", "Préfète"}, {"Bruno Castelain", "Secrétaire général"}, {"Inès de la Tour", "Directrice de cabinet"}, {"Karim Belhadj", "Sous-préfet"}},
		person{"Odile Ferrand", "Porte-parole"}, "Conseiller",
		"Cette page présente les responsables des services de la préfecture.", "Cette page présente les responsables des servises de la préfecture.",
		"Les bureaux sont fermés au public jusqu'à nouvel ordre.",
		[]string{"Des vacances au bord du lac", "Le café nouveau est arrivé", "Gagnez un bateau"}, func(t time.Time) string { return t.Format("02/01/2006") },
	},
	"zh": {
		[]person{{"王立新", "局长"}, {"李婉清", "副局长"}, {"陈国安", "副局长"}, {"赵文", "秘书长"}},
		person{"孙大海", "发言人"}, "主任",
		"本页列出港务局各位负责人及其分工。", "本页列出港务局各位负责人极其分工。",
		"办公时间即日起有所调整请留意公告。",
		[]string{"海岛旅行优惠", "新咖啡上市", "答题赢游艇"}, func(t time.Time) string { return t.Format("2006年1月2日") },
	},
	"ru": {
		[]person{{"Анна Велова", "Начальник"}, {"Пётр Самарин", "Заместитель начальника"}, {"Мария Лугова", "Секретарь"}, {"Игорь Дольский", "Руководитель отдела"}},
		person{"Олег Быстров", "Советник"}, "Представитель",
		"На этой странице указаны ответственные сотрудники управления.", "На этой странице указаны отвественные сотрудники управления.",
		"Приём граждан временно прекращён до особого распоряжения.",
		[]string{"Отдых на островах", "Новый кофе уже здесь", "Выиграйте лодку"}, func(t time.Time) string { return t.Format("02.01.2006") },
	},
	"de": {
		[]person{{"Greta Wessel", "Leiterin"}, {"Jonas von Ahlen", "Stellvertretender Leiter"}, {"Miriam Kolb", "Referatsleiterin"}, {"Ole Brandis", "Sprecher"}},
		person{"Sven Kastner", "Beauftragter"}, "Direktor",
		"Hier finden Sie die zuständigen Personen für alle Fragen rund um die Häfen.", "Hier finden Sie die zuständigen Personnen für alle Fragen rund um die Häfen.",
		"Das Amt bleibt bis auf Weiteres für den Besucherverkehr geschlossen.",
		[]string{"Ab auf die Inseln", "Der neue Kaffee ist da", "Gewinnen Sie ein Boot"}, func(t time.Time) string { return t.Format("02.01.2006") },
	},
}

func fill(t *testing.T, name string, c content) string {
	t.Helper()
	page, err := template.ParseFiles(name)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := page.Execute(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// edit is one thing done to a page, with the kinds of change that are to be found; none for noise.
type edit struct {
	name  string
	do    func(c *content, k cast)
	wants []hearsay.ChangeKind
}

var edits = []edit{
	{"date only", func(c *content, k cast) { c.Date, c.Today = k.day(later), k.day(later) }, nil},
	{"counter", func(c *content, _ cast) { c.Views += 1234 }, nil},
	{"advert rotation", func(c *content, k cast) { c.Ad = k.ads[1] }, nil},
	{"all of the noise", func(c *content, k cast) { c.Ad, c.Views, c.Date, c.Today = k.ads[2], 77, k.day(later), k.day(later) }, nil},
	{"reorder", func(c *content, _ cast) { slices.Reverse(c.People) }, nil},
	{"typo", func(c *content, k cast) { c.Notice = k.typo }, kinds(hearsay.Respelled)},
	{"name removed", func(c *content, _ cast) { c.People = slices.Delete(c.People, 1, 2) }, kinds(hearsay.NameLost)},
	{"name added", func(c *content, k cast) { c.People = append(c.People, k.newcomer) }, kinds(hearsay.NameGiven)},
	{"name replaced", func(c *content, k cast) { c.People[2].Name = k.newcomer.Name }, kinds(hearsay.NameLost, hearsay.NameGiven)},
	{"role changed", func(c *content, k cast) { c.People[1].Role = k.office }, kinds(hearsay.RoleChanged)},
	{"number changed", func(c *content, _ cast) { c.Number = "17,450" }, kinds(hearsay.FigureChanged)},
	{"list emptied", func(c *content, _ cast) { c.People = nil }, kinds(hearsay.ListEmptied, hearsay.NameLost)},
	{"text replaced", func(c *content, k cast) { c.Notice = k.other }, kinds(hearsay.TextLost, hearsay.TextGiven)},
	{"link changed", func(c *content, _ cast) { c.Link = "/files/other.pdf" }, kinds(hearsay.LinkLost, hearsay.LinkGiven)},
}

func kinds(k ...hearsay.ChangeKind) []hearsay.ChangeKind { return k }

var (
	earlier = time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	later   = time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC)
)

func contentOf(k cast) content {
	return content{People: slices.Clone(k.people), Notice: k.notice, Number: "17,200", Link: "/files/report.pdf", Today: k.day(earlier), Date: k.day(earlier),
		Ad: k.ads[0], Views: 4021}
}

// TestScriptedEditsAreFoundAndNoiseIsNot makes one change at a time to pages of our own, and asks for just that.
func TestScriptedEditsAreFoundAndNoiseIsNot(t *testing.T) {
	pages, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(pages) < 8 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	found, wrong, missed := 0, 0, 0
	for _, page := range pages {
		for _, lang := range languagesOf(page) {
			k := casts[lang]
			for _, e := range edits {
				a, b := contentOf(k), contentOf(k)
				e.do(&b, k)
				got := kindsOf(watch.Compare(see(t, fill(t, page, a)), see(t, fill(t, page, b))))
				wants := slices.Clone(e.wants)
				if strings.Contains(page, "prose") && e.name == "list emptied" {
					wants = kinds(hearsay.NameLost, hearsay.TextLost) // it has paragraphs, no list
				}
				if strings.Contains(page, "prose") && e.name == "name removed" {
					wants = kinds(hearsay.NameLost, hearsay.TextLost) // with the sentence about it
				}
				for _, w := range wants {
					if slices.Contains(got, w) {
						found++
					} else {
						missed++
						t.Errorf("%s, %s: %s not found, got %v", page, e.name, w, got)
					}
				}
				for _, g := range got {
					if !slices.Contains(wants, g) {
						wrong++
						t.Errorf("%s, %s: %s found, wants %v: %s", page, e.name, g, wants, describe(t, page, a, b))
					}
				}
			}
		}
	}
	t.Logf("precision %.3f, recall %.3f of %d changes", float64(found)/float64(found+wrong), float64(found)/float64(found+missed), found+missed)
}

func describe(t *testing.T, page string, a, b content) string {
	return fmt.Sprintf("%+v", watch.Compare(see(t, fill(t, page, a)), see(t, fill(t, page, b))))
}

// languagesOf tells who stands on a page: it is in one language, that of its name for those that are not English.
func languagesOf(page string) []string {
	switch filepath.Base(page) {
	case "terms.html":
		return []string{"fr"}
	case "han.html":
		return []string{"zh"}
	case "cyrillic.html":
		return []string{"ru"}
	case "nested.html":
		return []string{"de"}
	}
	return []string{"en"}
}

func kindsOf(changes []hearsay.Change) (out []hearsay.ChangeKind) {
	for _, c := range changes {
		if !slices.Contains(out, c.Kind) {
			out = append(out, c.Kind)
		}
	}
	return out
}

func see(t *testing.T, page string) *watch.View {
	t.Helper()
	v, err := watch.See(page, "https://office.example/people", watch.Selector{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
