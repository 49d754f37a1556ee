// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShippedWeightsTellPlainCases(t *testing.T) {
	const claim = "The freighter Grey Heron docked at Lanwan"
	for _, c := range []struct {
		claim, text string
		want        Stance
	}{
		{claim, "The freighter Grey Heron docked at Lanwan on Monday. Nobody came to meet it.", Agree},
		{claim, "The Grey Heron never docked at Lanwan, and the picture of the freighter there is a hoax.", Disagree},
		{claim, "The owner of the Grey Heron denied that the freighter docked at Lanwan.", Disagree},
		{claim, "Did the freighter Grey Heron dock at Lanwan?", Discuss},
		{claim, "The freighter Grey Heron has reportedly docked at Lanwan, a newspaper said.", Discuss},
		{claim, "Beans were cheap in Tarn this spring. The council was pleased.", Unrelated},
		{"The freighter Grey Heron did not dock at Lanwan", "The freighter Grey Heron did not dock at Lanwan.", Agree},
		{"Report of Grey Heron docked at Lanwan is a hoax", "That the Grey Heron docked at Lanwan is false.", Agree},
		{claim, "", Unrelated},
		{"", "Rain.", Unrelated},
	} {
		if got := Shipped().Judge(Read(c.claim), Read(c.text)); got.Stance != c.want {
			t.Errorf("%q to %q: %v (%.2f, %.2f), want %v", c.text, c.claim, got.Stance, got.Related, got.Of, c.want)
		}
	}
}

func examples() []Example {
	var out []Example
	for _, who := range []string{"Heron", "Ferry", "Bridge", "Mayor", "Harbour", "Orchard"} {
		claim := Read(who + " seen at Lanwan pier")
		out = append(out,
			Example{claim, Read(who + " was seen at the pier of Lanwan."), Agree},
			Example{claim, Read("That the " + who + " was seen at the pier of Lanwan is false."), Disagree},
			Example{claim, Read("It is rumoured that the " + who + " was seen at the pier of Lanwan."), Discuss},
			Example{claim, Read("Beans were cheap in Tarn this spring."), Unrelated})
	}
	return out
}

func TestTrainedModelTellsWhatItHasLearnt(t *testing.T) {
	m := Train(examples())
	claim := Read("Lantern seen at Lanwan pier")
	for text, want := range map[string]Stance{
		"Lantern was seen at the pier of Lanwan.":                        Agree,
		"That the Lantern was seen at the pier of Lanwan is false.":      Disagree,
		"It is rumoured that a Lantern was seen at the pier of Lanwan.":  Discuss,
		"Beans were dear in Tarn last winter, and nobody bought lentils": Unrelated,
	} {
		if got := m.Judge(claim, Read(text)); got.Stance != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	claim, text := Read("Lantern seen at Lanwan pier"), Read("A Lantern was allegedly seen at Lanwan.")
	a, b := Train(examples()).Judge(claim, text), Train(examples()).Judge(claim, text)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("two trainings differ:\n%s", diff)
	}
}

func TestWithoutUnrelatedExamplesEveryTextIsAboutItsClaim(t *testing.T) {
	var related []Example
	for _, x := range examples() {
		if x.Stance != Unrelated {
			related = append(related, x)
		}
	}
	if got := Train(related).Judge(Read("Lantern seen"), Read("Beans were cheap.")); got.Stance == Unrelated {
		t.Errorf("judgement %v of a text that is taken to be about its claim", got)
	}
}

func TestSignsHaveKindsThatAreKnown(t *testing.T) {
	for word, kind := range signs {
		if kind <= noSign || kind >= signKinds {
			t.Errorf("%q in signs.txt stands in a line of no known kind", word)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Is it so? No.", "A heron nests.")
	f.Fuzz(func(_ *testing.T, claim, text string) {
		Shipped().Judge(Read(claim), Read(text))
	})
}
