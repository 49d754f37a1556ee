// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
)

var thirteen = []hearsay.Act{
	hearsay.Assert, hearsay.Allege, hearsay.Rumour, hearsay.Announce, hearsay.Assess, hearsay.Confirm, hearsay.Deny, hearsay.Doubt,
	hearsay.NoComment, hearsay.Demand, hearsay.Warn, hearsay.Promise, hearsay.Ask,
}

func TestEveryCueHasOneOfTheThirteenActs(t *testing.T) {
	l, err := readLexicon("en")
	if err != nil {
		t.Fatal(err)
	}
	for form, v := range l.verbs {
		if !slices.Contains(thirteen, v.act) || strings.Trim(v.frames, "cqniarof") != "" || v.frames == "" {
			t.Errorf("verb %q has act %q and frames %q", form, v.act, v.frames)
		}
	}
	for class, cues := range map[string]map[string]hearsay.Act{"noun": l.nouns, "adverb": l.adverbs, "passive": l.passives} {
		for word, act := range cues {
			if !slices.Contains(thirteen, act) {
				t.Errorf("%s %q has act %q", class, word, act)
			}
		}
	}
	for language, cues := range foreignCues {
		for _, c := range cues {
			if !slices.Contains(thirteen, c.act) || c.words == "" || strings.Contains(c.words, "_") {
				t.Errorf("cue %q of %s has act %q", c.words, language, c.act)
			}
		}
	}
	for _, language := range []string{"fr", "es", "de", "zh"} {
		if len(foreignCues[language]) == 0 {
			t.Errorf("%s has no cues", language)
		}
	}
}

func TestEveryRoleHasOneKind(t *testing.T) {
	kinds := []string{"official", "unnamed", "document", "collective", "outlet"}
	seen := map[string]string{}
	err := eachEntry("cues/roles.txt", func(f []string) error {
		if len(f) != 2 || !slices.Contains(kinds, f[0]) {
			t.Errorf("role %q: a kind of %v and one word are needed", f, kinds)
			return nil
		}
		if seen[f[1]] != "" {
			t.Errorf("role %q is %s and %s", f[1], seen[f[1]], f[0])
		}
		seen[f[1]] = f[0]
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFormsOfVerbs(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"say,said", "say said says sayed saying"},
		{"deny,denied", "deny denied denies denied denying"},
		{"admit", "admit admits admited admiting admitted admitting"},
		{"agree", "agree agrees agreed agreing agreeing agreed"},
		{"stress", "stress stresses stressed stressing"},
		{"state", "state states stated stating"},
		{"convey", "convey conveys conveyed conveying"},
	} {
		if got := strings.Join(verbForms(strings.Split(c.given, ",")), " "); got != c.want {
			t.Errorf("verbForms(%q) = %q, want %q", c.given, got, c.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	for noun, want := range map[string]string{"official": "officials", "spokesman": "spokesmen", "agency": "agencies", "aide": "aides", "police": "polices", "news": "news"} {
		if got := plural(noun); got != want {
			t.Errorf("plural(%q) = %q, want %q", noun, got, want)
		}
	}
}

func TestBrokenCueFilesAreErrors(t *testing.T) {
	for _, line := range []string{"verb say assert", "noise bang assert", "verb say"} {
		l := &lexicon{verbs: map[string]*verbCue{}}
		if err := l.addCue(strings.Fields(line)); err == nil {
			t.Errorf("addCue(%q) gives no error", line)
		}
	}
	if _, err := readLexicon("xx"); err == nil {
		t.Error("readLexicon of a language without cues gives no error")
	}
}

func TestForeignCuesAreWholeWords(t *testing.T) {
	for _, c := range []struct {
		s, words string
		want     int
	}{
		{"Il a dit non", "a dit", 3}, {"Il a ditto", "a dit", -1}, {"Selon elle", "selon", 0}, {"personne selonne selon", "selon", 17},
		{"他表示不", "表示", 3}, {"İ dit", "dit", 3},
	} {
		if got := cueIn(c.s, c.words); got != c.want {
			t.Errorf("cueIn(%q, %q) = %d, want %d", c.s, c.words, got, c.want)
		}
	}
}
