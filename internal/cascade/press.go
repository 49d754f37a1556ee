// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import (
	"time"

	"hearsay"
)

// house is the owner of several outlets.
const house = "Tallis Press"

// press are the outlets of this world.
var press = []hearsay.Outlet{
	{ID: "larkwire", Name: "Larkwire", Domain: "larkwire.example", Owners: since("Larkwire"), Agency: true},
	{ID: "merrow-times", Name: "Merrow Times", Domain: "merrowtimes.example", Owners: since(house)},
	{ID: "merrow-star", Name: "Merrow Evening Star", Domain: "merrowstar.example", Owners: since(house)},
	{ID: "fenwick-journal", Name: "Fenwick Journal", Domain: "fenwickjournal.example", Owners: since(house)},
	{ID: "harl-chronicle", Name: "Harl Chronicle", Domain: "harlchronicle.example", Owners: since("Oldgate")},
	{ID: "harl-weekly", Name: "Harl Weekly", Domain: "harlweekly.example", Owners: since("Oldgate")},
	{ID: "dunmere-observer", Name: "Dunmere Observer", Domain: "dunmereobserver.example", Owners: since("Dunmere Trust")},
	{ID: "cassel-post", Name: "Cassel Post", Domain: "casselpost.example", Owners: since("Cassel Brothers")},
	{ID: "quay-bulletin", Name: "Quay Bulletin", Domain: "quaybulletin.example"},
	{ID: "sedge-herald", Name: "North Sedge Herald", Domain: "sedgeherald.example"},
	{ID: "ostrey-mail", Name: "Ostrey Mail", Domain: "ostreymail.example"},
	{ID: "pell-gazette", Name: "Pell Gazette", Domain: "pellgazette.example", Owners: since("Pell Printers")},
}

// since makes it the only owner, from long before any cascade.
func since(owner string) []hearsay.Ownership {
	return []hearsay.Ownership{{Owner: owner, From: time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)}}
}

// Outlets gives the outlets of this world.
func Outlets() []hearsay.Outlet { return append([]hearsay.Outlet(nil), press...) }

var (
	firstNames = []string{"Orla", "Bram", "Ilse", "Petr", "Mira", "Jonas", "Greta", "Tomas", "Nell", "Otto", "Runa", "Silas", "Wanda", "Yorick", "Edda", "Casper"}
	lastNames  = []string{"Tolk", "Varden", "Brandhof", "Anselm", "Holloway", "Amsel", "Lunn", "Breck", "Quarl", "Sander", "Vosk", "Hethering", "Maddox", "Pruitt", "Elkin",
		"Rooke", "Stavers", "Tillman", "Orme", "Kesk", "Dray", "Farrow", "Ganning", "Ibbot"}
	speakers    = []string{"spokeswoman", "spokesman", "director", "press officer"}
	workers     = []string{"surveyor", "engineer", "clerk", "driver", "foreman"}
	strangers   = []string{"harbour pilot", "professor of law", "shopkeeper", "fisherman", "retired teacher", "hydrologist", "councillor"}
	unnamedOnes = []string{"an official", "a person familiar with the matter", "a former employee", "a diplomat", "an adviser", "a person close to the board"}
	unnamedMany = []string{"officials", "people familiar with the matter", "employees", "advisers"}
	pages       = []string{"the page of the archive", "the register of the county", "the list at the town hall", "the website of the court"}
	paperKinds  = []string{"an inspection report", "a report", "an internal report", "a letter", "a memorandum"}
	numerals    = []string{"no", "one", "two", "three", "four"}

	places  = []string{"Tarn", "Olmer", "Elsund", "Corrin", "Harrow", "Brack", "Lindle", "Vessel", "Skarn", "Ruddle"}
	endings = []string{"by", "wick", "stead", "haven", "mouth"}
	bodies  = []string{"Water Board", "Roads Office", "Ferry Company", "Housing Agency", "Power Company", "Forest Service"}
	deeds   = []string{"closed", "sold", "flooded", "condemned", "seized", "insured", "abandoned", "demolished"}
	objects = []string{"sheds", "boats", "cottages", "wells", "barns", "lorries", "bridges", "orchards"}

	qualities = []string{"quiet", "grey", "wooden", "narrow", "distant", "yellow", "damp", "crooked", "noisy", "ancient", "heavy", "patient", "salty", "plain"}
	people    = []string{"baker", "ferryman", "choir", "postman", "gardener", "painter", "watchman", "cook", "miller", "piper", "glazier", "cobbler", "beekeeper", "juggler"}
	actions   = []string{"painted", "carried", "counted", "polished", "lost", "borrowed", "mended", "weighed", "buried", "drew", "praised", "hid", "washed", "sketched"}
	nouns     = []string{"kettle", "ladder", "lantern", "barrel", "almanac", "saddle", "chimney", "anchor", "trumpet", "basket", "clock", "fence", "curtain", "wheel"}
	joints    = []string{"although", "because", "while", "until", "before", "whenever", "since", "after", "as", "where", "so that", "unless"}

	whereabouts = []string{"by the mill", "near the chapel", "under the arch", "on the slope", "behind the school", "beside the pond", "in the loft", "at the fair",
		"over the gate", "along the dyke", "outside the inn", "below the weir"}
	states = []string{"stood open", "smelled of tar", "fell silent", "turned green", "was for sale", "grew warm", "ran dry", "shone brightly", "leaned west", "rattled softly",
		"hung loose", "looked new"}
	moments = []string{"all morning", "after the rain", "before the feast", "in late autumn", "for three days", "at low tide", "every other week", "until dusk", "by lamplight",
		"on market days", "since the spring", "through the winter"}
)
