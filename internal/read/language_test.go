// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"testing"

	"github.com/abadojack/whatlanggo"
)

// What is told by the small words of English alone must be what the comparison of all languages tells.
func TestPlainlyEnglish(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"English", strings.Repeat("The harbour of the town was closed by order of the council, and ships with grain had to wait for the tide that came at night. ", 4), true},
		{"German", strings.Repeat("Der Hafen der Stadt wurde auf Anordnung des Rates geschlossen, und Schiffe mit Getreide mussten auf die Flut in der Nacht warten. ", 4), false},
		{"Dutch", strings.Repeat("De haven van de stad was in opdracht van de raad gesloten, en schepen met graan moesten wachten op het tij dat in de nacht kwam. ", 4), false},
		{"French with a title", "The Port of the City and the Council. " + strings.Repeat("Le port de la ville a été fermé par ordre du conseil, et les navires chargés de grain ont dû attendre la marée. ", 5), false},
		{"short English", "The harbour of the town was closed by order of the council.", false},
		{"a list of English names", strings.Repeat("Harbour Council, Grain Office, Tide House, Night Watch, Town Clerk, Ship Register, ", 10), false},
	} {
		if got := plainlyEnglish(c.text); got != c.want {
			t.Errorf("%s: plainlyEnglish = %v, want %v", c.name, got, c.want)
		}
		if found := whatlanggo.Detect(c.text).Lang.Iso6391(); c.want && found != "en" {
			t.Errorf("%s: the comparison of languages says %s", c.name, found)
		}
	}
	if got := language("de", strings.Repeat("The council of the town said that the harbour was closed for the night and that ships with grain had to wait. ", 5)); got != "en" {
		t.Errorf("an English text that is declared as German is %q", got)
	}
}
