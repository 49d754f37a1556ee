// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/hearsaytest/raced"
)

// TestForeignTextsAreReadQuickly holds that no rule of any language looks back and ahead without bound.
func TestForeignTextsAreReadQuickly(t *testing.T) {
	raced.Skip(t)
	const size = 100_000
	for language, texts := range map[string][]string{
		"fr": {
			"Le ministre Jean Tolk a déclaré mardi que le mur tomberait. « Non », a-t-il dit. ",
			"a déclaré, ", "« a » dit X, ", "Selon ", "n'", "a-t-il ", "Jean Tolk ", "n'a pas voulu commenter ",
		},
		"es": {"El ministro Juan Tolk dijo que no. ", "dijo ", "según ", "que dijo el ministro ", "no quiso comentar ", "el "},
		"de": {"Der Minister sagte, er gehe. „Nein“, sagte er. ", "hat ", "teilte ", "wollte sich ", "und sagte ", "eine mit der ", "laut ", "„a "},
		"it": {"Il ministro ha detto che no. ", "ha ", "secondo ", "(", "l'", ", "},
		"pt": {"O ministro disse que não. ", "disse, ", "\n", "Jean disse\n", "\xff\xfe"},
		"zh": {"市长李明说，大坝很安全。“不。”他说。", "说", "据", "李明说", "·", "（", "“说", "一名", "对", "未", "的说", "但", "李·", "他\xe4说"},
	} {
		for _, s := range texts {
			d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: language, Text: strings.Repeat(s, size/len(s))}
			t.Run(language+" "+s, func(t *testing.T) {
				raced.Within(t, 2*time.Second, func() { annotate.Document(d) })
			})
		}
	}
}

// TestTextsThatAreNoNewsGiveNothing holds it for code, tables, songs, sayings, words in quotation marks, other languages.
func TestTextsThatAreNoNewsGiveNothing(t *testing.T) {
	for _, name := range []string{"fr_rien", "es_nada", "de_nichts", "zh_meiyou"} {
		b, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		if r := annotate.Document(document(name, string(b))); len(r.Attributions) > 0 {
			t.Errorf("%s gives %d attributions, want none:\n%s", name, len(r.Attributions), printed(r))
		}
	}
}

// TestForeignPromisesHoldForAnyOrderOfPhrases holds what is promised of every result, for each language with lists.
func TestForeignPromisesHoldForAnyOrderOfPhrases(t *testing.T) {
	phrases := map[string]string{
		"fr": "le maire|Jean Tolk|Mme Tolk|deux responsables|a déclaré|a-t-il dit|dit-elle|s'est exclamée|n'a pas|souhaité|" +
			"s'exprimer|que|de|l'|qui|affirmant|selon|d'après|comme|mardi|et|mais",
		"es": "el alcalde|Juan Tolk|tres funcionarios|dijo|ha dicho|según|explicó|no|quiso|comentar|que|del|se negó a|añadió|" +
			"el lunes|y|pero|—|¿",
		"de": "der Minister|Jonas Tolk|eine Quelle|aus dem Amt|sagte|hat|gesagt|teilte|mit|wollte sich|nicht|äußern|laut|so|" +
			"zufolge|wie|dass|und|aber|er|sie|am Montag|»|«|„",
		"zh": "市长|李明|两名官员|该公司|他|说|表示|称|据|报道|拒绝|置评|在会上|并|但|还|“|”|「|」|，|。|：|（|Orla Tolk|）|奥拉·托尔克|的|援引",
	}
	const shared = "|le mur tombe|Velles|,|.|:|;|«|»|“|”|\"|(|)|\n|!|?|\xff|’|-"
	for language, own := range phrases {
		phrase := rapid.SampledFrom(strings.Split(own+shared, "|"))
		t.Run(language, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := strings.Join(rapid.SliceOfN(phrase, 0, 50).Draw(t, "phrases"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "blank"))
				annotated(t, &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: language, Text: s})
			})
		})
	}
}
