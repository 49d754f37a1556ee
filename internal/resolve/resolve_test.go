// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/resolve"
)

// outlets are known by name, as the desk has them.
func outlets(name string) (hearsay.OutletID, bool) {
	ids := map[string]hearsay.OutletID{"harrow ledger": "o1", "elsund courier": "o2", "nordwire": "o3", "quiet water": "o4"}
	id, ok := ids[resolve.Normal(name)]
	return id, ok
}

// chains gives the chain of each attribution of the text, voices joined by " < ", attributions by "; ".
func chains(t *testing.T, s string) string {
	t.Helper()
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Outlet: "o9", Text: s}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, outlets)
	var out []string
	for _, a := range r.Attributions {
		var names []string
		for _, v := range a.Chain {
			names = append(names, v.Name)
		}
		if len(names) == 0 {
			names = []string{"?"}
		}
		out = append(out, strings.Join(names, " < "))
	}
	return strings.Join(out, "; ")
}

func TestSourcesStandForWhoWasMetBefore(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"he", "Jonas Amsel said that the wall had fallen. He said that the lake was empty.", "Jonas Amsel; Jonas Amsel"},
		{"she, who did not speak before", "Orla Tolk came to the lake on Friday. She said that it was empty.", "Orla Tolk"},
		{"she is who spoke last", "Mira Holloway said that the wall was old. Orla Tolk said that it was new. She said it would hold.",
			"Mira Holloway; Orla Tolk; Orla Tolk"},
		{"it is a body", "The Elsund Water Board said that the wall was sound. It said that the lake would be drained.",
			"Elsund Water Board; Elsund Water Board"},
		{"it is an outlet", "The Harrow Ledger reported that the wall had fallen. It said that two cranes were lost.", "Harrow Ledger; Harrow Ledger"},
		{"they", "Two officials said that the wall had fallen. They said that nobody was hurt.", "Two officials; Two officials"},
		{"he before anybody", "He said that the lake was empty.", "?"},
		{"it before anybody", "It said that the lake was empty.", "?"},
		{"they before anybody", "Orla Tolk was there. They said that the lake was empty.", "?"},
		{"the paper", "The Harrow Ledger wrote that the wall had fallen. The paper said that two cranes were lost.", "Harrow Ledger; Harrow Ledger"},
		{"the paper before any", "The paper said that two cranes were lost.", "paper"},
		{"the firm", "Corrin Freight said that the crane was new. The firm said that it had been tested.", "Corrin Freight; Corrin Freight"},
		{"the ministry is no board", "The Elsund Water Board said that the wall was sound. The ministry said that it was old.",
			"Elsund Water Board; ministry"},
		{"the board", "The Elsund Water Board said that the wall was sound. The board said that it was new.", "Elsund Water Board; Elsund Water Board"},
		{"the company is no ministry", "The Velland Transport Ministry said that the wall was sound. The company said that it was old.",
			"Velland Transport Ministry; company"},
		{"the official", "An official said that the wall had fallen. The official said that nobody was hurt.", "official; official"},
		{"another official", "An official said that the wall had fallen. Another official said that nobody was hurt.", "official; Another official"},
		{"an official again", "An official said that the wall had fallen. An official said that nobody was hurt.", "official; official"},
		{"a second official", "An official said that the wall had fallen. A second official said that nobody was hurt.", "official; second official"},
		{"the officials are not one official", "An official said that the wall had fallen. The officials said that nobody was hurt.", "official; officials"},
		{"the spokesman with a name", "A spokesman, Jonas Amsel, said that the wall had fallen. Amsel said that nobody was hurt.", "Jonas Amsel; Jonas Amsel"},
		{"last names", "Orla Tolk said that the wall was old. Tolk said that it would fall.", "Orla Tolk; Orla Tolk"},
		{"honorifics", "Dr. Orla Tolk said that the wall was old. Ms. Tolk said that it would fall.", "Orla Tolk; Orla Tolk"},
		{"two of one family stay apart", "Orla Tolk said that the wall was old. Brandt Tolk said that it was new.", "Orla Tolk; Brandt Tolk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := chains(t, c.s); got != c.want {
				t.Errorf("chains of %q = %s, want %s", c.s, got, c.want)
			}
		})
	}
}

func TestAcronymsStandForNames(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"in brackets", "The Elsund Water Board (EWB) said that the wall was sound. The EWB said that the lake would be drained.",
			"Elsund Water Board; Elsund Water Board"},
		{"initials", "The Elsund Water Board said that the wall was sound. The EWB said that the lake would be drained.",
			"Elsund Water Board; Elsund Water Board"},
		{"other initials", "The Elsund Water Board said that the wall was sound. The QZT said that the lake would be drained.",
			"Elsund Water Board; QZT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := chains(t, c.s); got != c.want {
				t.Errorf("chains of %q = %s, want %s", c.s, got, c.want)
			}
		})
	}
}

func TestOnlyOutletsThatWereToldStandInAChain(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"an outlet by name", "Orla Tolk told the Harrow Ledger that the wall was old.", "Harrow Ledger < Orla Tolk"},
		{"the paper", "The Harrow Ledger wrote that the wall had fallen. Orla Tolk told the paper that it was old.", "Harrow Ledger; Harrow Ledger < Orla Tolk"},
		{"a person", "Orla Tolk told Jonas Amsel that the wall was old.", "Orla Tolk"},
		{"a body", "Orla Tolk told the Elsund Water Board that the wall was old.", "Orla Tolk"},
		{"reporters", "Orla Tolk told reporters that the wall was old.", "Orla Tolk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := chains(t, c.s); got != c.want {
				t.Errorf("chains of %q = %s, want %s", c.s, got, c.want)
			}
		})
	}
}

func TestUnnamedSourceKeepsTheWayItWasMet(t *testing.T) {
	for _, c := range []struct{ name, s, want string }{
		{"the official of a paper", "An official told the Harrow Ledger that the wall had fallen. The official said that nobody was hurt.",
			"Harrow Ledger < official; Harrow Ledger < official"},
		{"a pronoun", "An official told the Harrow Ledger that the wall had fallen. He said that nobody was hurt.",
			"Harrow Ledger < official; Harrow Ledger < official"},
		{"a named person spoke to more than one", "Orla Tolk told the Harrow Ledger that the wall had fallen. Tolk said that nobody was hurt.",
			"Harrow Ledger < Orla Tolk; Orla Tolk"},
		{"inside", "The Harrow Ledger reported that Orla Tolk, citing an unnamed clerk, alleged that the board had burned the plans.",
			"Harrow Ledger; Harrow Ledger < Orla Tolk < unnamed clerk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := chains(t, c.s); got != c.want {
				t.Errorf("chains of %q = %s, want %s", c.s, got, c.want)
			}
		})
	}
}

func TestUnnamedSourceIsVouchedForByTheOutlet(t *testing.T) {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Outlet: "o9", Text: "Three officials said that the wall had fallen."}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, outlets)
	v := r.Attributions[0].Voice
	if v.Vouched != "o9" || v.Count != 3 || v.Named || v.Kind != hearsay.OfficialVoice {
		t.Errorf("voice = %+v, want three officials for whom o9 vouches", v)
	}
}

func TestPlainNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"The Harrow Ledger", "Harrow Ledger"}, {"the  Harrow\nLedger", "Harrow Ledger"}, {"Tolk’s", "Tolk"}, {"Dr. Orla Tolk", "Orla Tolk"},
		{"Capt. Sir Idris Vane", "Idris Vane"}, {"an official", "official"}, {"“Quiet Water”", "Quiet Water"}, {"Dr.", "Dr."}, {"", ""}, {"The ", "The"},
	} {
		if got := resolve.Plain(c.name); got != c.want {
			t.Errorf("Plain(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	if got := resolve.Normal("The Harrow LEDGER"); got != "harrow ledger" {
		t.Errorf("Normal = %q, want %q", got, "harrow ledger")
	}
}

func mention(d hearsay.DocumentID, name string, kind hearsay.EntityKind) hearsay.Mention {
	return hearsay.Mention{Document: d, Name: name, Kind: kind, Span: hearsay.Span{Text: name}, Entity: hearsay.NewEntityID(kind, resolve.Normal(name))}
}

func TestNamesAcrossScriptsAreOnlyOneByRecordedAlias(t *testing.T) {
	entities, aliases := resolve.Entities(&hearsay.Document{ID: "d"}, []hearsay.Mention{
		mention("d1", "Orla Tolk", hearsay.PersonEntity), mention("d1", "奥拉·托尔克", hearsay.PersonEntity),
		mention("d2", "the Orla Tolk", hearsay.PersonEntity), mention("d2", "Orla Tolk", hearsay.OrganizationEntity),
		{Document: "d3", Name: "nobody", Span: hearsay.Span{Text: "nobody"}},
	}, nil)
	if len(entities) != 3 {
		t.Errorf("Entities = %+v, want three: scripts and kinds stay apart", entities)
	}
	if len(aliases) != 3 {
		t.Errorf("aliases = %+v, want one a name and entity", aliases)
	}
}

func TestOtherNamesAreThoseThatTheTextGives(t *testing.T) {
	for _, c := range []struct{ text, name, want string }{
		{"Orla Tolk (奥拉·托尔克) has left.", "Orla Tolk", "Orla Tolk, 奥拉·托尔克"},
		{"Orla Tolk (Russian: Орла Толк) has left.", "Orla Tolk", "Orla Tolk, Орла Толк"},
		{"Orla Tolk, also known as Mother Quorn, has left.", "Orla Tolk", "Orla Tolk, Mother Quorn"},
		{"Orla Tolk (55) has left.", "Orla Tolk", "Orla Tolk"},
		{"Orla Tolk (the mayor) has left.", "Orla Tolk", "Orla Tolk"},
		{"Orla Tolk (Mayor) has left.", "Orla Tolk", "Orla Tolk"},
		{"Orla Tolk met Vexley (奥拉).", "Orla Tolk", "Orla Tolk"},
		{"奥拉·托尔克（Orla Tolk）表示", "奥拉·托尔克", "奥拉·托尔克; Orla Tolk, 奥拉·托尔克"},
	} {
		d := &hearsay.Document{ID: "d", Text: c.text}
		m := mention("d", c.name, hearsay.PersonEntity)
		m.Span = hearsay.Cut(c.text, strings.Index(c.text, c.name), strings.Index(c.text, c.name)+len(c.name))
		entities, aliases := resolve.Entities(d, []hearsay.Mention{m}, nil)
		var got []string
		for _, e := range entities {
			var names []string
			for _, a := range aliases {
				if a.Entity == e.ID && a.Document == "d" {
					names = append(names, a.Name)
				}
			}
			got = append(got, strings.Join(names, ", "))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("names in %q = %q, want %q", c.text, s, c.want)
		}
	}
}

func TestMentionsHaveTheFullestNameOfTheDocument(t *testing.T) {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: "Tolk spoke in Quorn. Orla Tolk left the Elsund Water Board (EWB) on Friday; the EWB was silent."}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, nil)
	full := map[string]string{}
	for _, m := range r.Mentions {
		full[m.Span.Text] = m.Name
	}
	for name, want := range map[string]string{"Orla Tolk": "Orla Tolk", "EWB": "Elsund Water Board"} {
		if full[name] != want {
			t.Errorf("name of mention %q = %q, want %q; mentions: %v", name, full[name], want, full)
		}
	}
}

func TestWhoSaysIInALetterIsWhoSignsIt(t *testing.T) {
	d := &hearsay.Document{ID: "d", Kind: hearsay.Article, Language: "en", Text: "Dear Mira,\n" + strings.Repeat("We walked along the quay and saw our old boat. ", 12) +
		"I think that the wall will fall.\nYours ever,\nOrla Tolk"}
	r := annotate.Document(d)
	resolve.Document(d, r.Mentions, r.Attributions, nil)
	for _, a := range r.Attributions {
		if a.Source != nil && a.Source.Text == "I" {
			if a.Voice.Name != "Orla Tolk" {
				t.Errorf("who says I = %q, want Orla Tolk", a.Voice.Name)
			}
			return
		}
	}
	t.Errorf("no attribution to I among %+v", r.Attributions)
}
