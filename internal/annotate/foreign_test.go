// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/text"
)

func foreignOf(language, s string) *foreign {
	f := newForeign(&work{doc: &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: language, Text: s}, t: text.Parse(s, nil)})
	f.readWords()
	return f
}

// cueIn gives where the words stand in s as whole words; in Han text, anywhere.
func cueIn(s, words string) int {
	language, parts := "fr", strings.Fields(words)
	if words[0] >= 0x80 {
		language, parts = "zh", characters(words)
	}
	f := foreignOf(language, s)
	for i := range f.words {
		if f.stands(i, parts) {
			return f.words[i].start
		}
	}
	return -1
}

func TestFormsOfForeignVerbs(t *testing.T) {
	for _, c := range []struct{ language, form, want string }{
		{"fr", "déclarèrent", "déclarer"}, {"fr", "annonçait", "annoncer"}, {"fr", "exigeait", "exiger"}, {"fr", "réitère", "réitérer"},
		{"fr", "ajoutant", "ajouter"}, {"fr", "garantissait", "garantir"}, {"fr", "dit", "dire"}, {"es", "explicó", "explicar"},
		{"es", "admitieron", "admitir"}, {"es", "asegurando", "asegurar"}, {"es", "dijo", "decir"}, {"de", "antwortete", "antworten"},
		{"de", "leugnet", "leugnen"}, {"de", "erwiderte", "erwidern"}, {"de", "mitteilte", "mit-teilen"}, {"de", "bekanntgab", "bekannt-geben"},
		{"it", "spiegò", "spiegare"}, {"it", "chiarisce", "chiarire"}, {"pt", "afirmaram", "afirmar"}, {"pt", "disse", "dizer"},
	} {
		if !slices.ContainsFunc(tongues[c.language].forms[c.form], func(f cueForm) bool { return f.cue.words == c.want }) {
			t.Errorf("%s %q is no form of %q", c.language, c.form, c.want)
		}
	}
	for _, c := range []struct{ language, form, want string }{
		{"fr", "déclaré", "déclarer"}, {"es", "dicho", "decir"}, {"de", "gesagt", "sagen"}, {"de", "mitgeteilt", "mit-teilen"},
		{"de", "behauptet", "behaupten"}, {"de", "dementiert", "dementieren"}, {"de", "geantwortet", "antworten"}, {"it", "detto", "dire"},
	} {
		if !slices.ContainsFunc(tongues[c.language].participles[c.form], func(f cueForm) bool { return f.cue.words == c.want }) {
			t.Errorf("%s %q is no participle of %q", c.language, c.form, c.want)
		}
	}
}

func TestEachLanguageHasFortyCues(t *testing.T) {
	for _, language := range []string{"fr", "es", "de", "zh"} {
		n := map[string]int{}
		for _, c := range tongues[language].cues {
			n[c.class]++
		}
		if n["verb"] < 40 || n["according"] == 0 || n["silent"] == 0 {
			t.Errorf("%s has %v, want 40 verbs and some of the others", language, n)
		}
	}
}

// found writes the attributions of a text in one line: source, cue, content, act, confidence.
func found(language, s string) string {
	r := Document(&hearsay.Document{ID: "d", Kind: hearsay.Article, Language: language, Text: s})
	var out []string
	for _, a := range r.Attributions {
		source, content := "-", ""
		if a.Source != nil {
			source = a.Source.Text
		}
		for _, c := range a.Content {
			content += "[" + c.Text + "]"
		}
		out = append(out, fmt.Sprintf("%s: %s %s %.2f", source, content, a.Act, a.Confidence))
	}
	return strings.Join(out, "; ")
}

func TestForeignSentences(t *testing.T) {
	for _, c := range []struct{ language, s, want string }{
		{"fr", "Anne Tolk a dit : « Non. »", "Anne Tolk: [« Non. »] assert 0.80"},
		{"fr", "« Non », a dit le maire.", "le maire: [« Non »] assert 0.65"},
		{"fr", "Le maire l'a répété : le mur tombera.", "Le maire: [le mur tombera] assert 0.50"},
		{"fr", "Le mur, a dit le maire, tombera.", "le maire: [Le mur][tombera] assert 0.50"},
		{"fr", "Le maire a refusé de commenter.", "Le maire: [commenter] no-comment 0.50"},
		{"fr", "Le maire met en garde contre la crue.", "Le maire: [contre la crue] warn 0.50"},
		{"fr", "Des habitants se sont plaints. Le « mur » est tombé.", ""},
		{"fr", "La demande du maire a surpris Anne Tolk.", ""},
		{"fr", "Le chien de la ministre dit bonjour.", ""},
		{"es", "Ana Tolk dijo: «No».", "Ana Tolk: [«No»] assert 0.80"},
		{"es", "«No», ha dicho el alcalde.", "el alcalde: [«No»] assert 0.65"},
		{"es", "Tres testigos dijeron que el muro cayó.", "Tres testigos: [que el muro cayó] assert 0.50"},
		{"es", "La ministra puso en duda el plan.", "La ministra: [el plan] doubt 0.50"},
		{"es", "El alcalde dio a conocer el plan del muro.", "El alcalde: [el plan del muro] announce 0.50"},
		{"es", "Se dijo que el muro caería.", ""},
		{"es", "El alcalde se negó a salir.", ""},
		{"es", "La denuncia del alcalde fue larga.", ""},
		{"de", "Anna Tolk sagte: „Nein.“", "Anna Tolk: [„Nein.“] assert 0.80"},
		{"de", "„Nein“, hat der Bürgermeister gesagt.", "der Bürgermeister: [„Nein“] assert 0.65"},
		{"de", "Der Sprecher teilte mit, das Werk schließe.", "Der Sprecher: [das Werk schließe] announce 0.50"},
		{"de", "Gestern sagte der Minister, dass die Mauer falle.", "der Minister: [dass die Mauer falle] assert 0.50"},
		{"de", "Das Werk schließt, wie der Sprecher mitteilte.", "der Sprecher: [Das Werk schließt] announce 0.50"},
		{"de", "Der Minister sagte die Reise ab.", ""},
		{"de", "Der Minister, der laut sprach, ging.", ""},
		{"de", "Das Treffen findet im Rathaus statt, das neu ist.", ""},
		{"zh", "李明说：“不。”", "李明: [“不。”] assert 0.80"},
		{"zh", "“大坝安全。”一名官员表示。", "一名官员: [“大坝安全。”] assert 0.65"},
		{"zh", "外交部发言人否认这一指控。", "外交部发言人: [这一指控] deny 0.50"},
		{"zh", "市长对此不予置评。", "市长: [置评] no-comment 0.50"},
		{"zh", "据警方介绍，无人受伤。", "警方: [无人受伤] assert 0.50"},
		{"zh", "这本小说很长。名称没有改变。", ""},
		{"zh", "大坝表示危险。", ""},
		{"it", "«No», ha detto il sindaco.", "il sindaco: [«No»] assert 0.65"},
		{"pt", "\"Não\", disse o prefeito.", "o prefeito: [\"Não\"] assert 0.65"},
		{"fi", "Pormestari sanoi: “Ei.” Anna Tolk a dit que non.", ""},
	} {
		if got := found(c.language, c.s); got != c.want {
			t.Errorf("%s %q gives %q, want %q", c.language, c.s, got, c.want)
		}
	}
}

func TestForeignPronouns(t *testing.T) {
	for _, c := range []struct{ language, s, want string }{
		{"fr", "Le maire a dit que oui, hélas. Il a ajouté que la pluie venait.", "maire"},
		{"fr", "La maire a dit que oui, hélas. Il a ajouté : « La pluie vient. »", ""},
		{"fr", "Anne Tolk a dit que le mur tombait. Puis Paul Amsel entra. Elle a ajouté que la pluie venait.", ""},
		{"es", "Juan Tolk dijo que el muro caía. Añadió que llovía.", "Juan Tolk"},
		{"de", "Der Minister sagte, die Mauer falle. Er betonte, es regne.", "Minister"},
		{"de", "Der Minister sagte, die Mauer falle. Sie betonte, es regne.", ""},
		{"zh", "李明说，大坝很安全。他强调，没有裂缝。", "李明"},
		{"zh", "交通部说，大坝很安全。他强调，没有裂缝。", ""},
	} {
		r := Document(&hearsay.Document{ID: "d", Kind: hearsay.Article, Language: c.language, Text: c.s})
		if len(r.Attributions) != 2 {
			t.Errorf("%s %q gives %d attributions, want 2", c.language, c.s, len(r.Attributions))
			continue
		}
		if got := r.Attributions[1].Voice.Name; got != c.want {
			t.Errorf("the pronoun in %s %q stands for %q, want %q", c.language, c.s, got, c.want)
		}
	}
}
