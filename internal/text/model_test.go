// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// twoParts are small taggers whose best class is known.
func twoParts() []Part {
	return []Part{
		{Name: "pos", Classes: []string{"DT", "NN", "VBD"}, Keys: []uint64{3, 5, 1 << 60}, Weights: []int8{1, -2, 3, 127, -127, 0, 0, 5, 4}},
		{Name: "name", Classes: []string{"O", "PERSON"}, Keys: []uint64{7}, Weights: []int8{-1, 1}},
	}
}

func saved(t *testing.T) []byte {
	t.Helper()
	file, err := Save("two sentences of our own", twoParts(), []string{"a", "the"})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestModelReadsAsItWasWritten(t *testing.T) {
	m, err := Load(saved(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tagger   *Tagger
		features []uint64
		want     string
	}{
		{m.pos, []uint64{3}, "VBD"}, {m.pos, []uint64{3, 5}, "DT"}, {m.pos, []uint64{1 << 60}, "NN"},
		{m.pos, []uint64{9, 11}, "DT"}, {m.pos, nil, "DT"}, {m.name, []uint64{7}, "PERSON"}, {m.name, []uint64{8}, "O"},
	} {
		scores := make([]int32, len(c.tagger.Classes))
		if got := c.tagger.Classes[c.tagger.Best(c.features, scores)]; got != c.want {
			t.Errorf("Best(%v) = %s, want %s", c.features, got, c.want)
		}
	}
	if !m.closed["the"] || m.closed["quay"] {
		t.Errorf("closed = %v, want a and the", m.closed)
	}
	if want := []bool{false, true, true}; !slices.Equal(m.open, want) {
		t.Errorf("open = %v, want %v", m.open, want)
	}
}

func TestSamePartsGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(saved(t), saved(t)) {
		t.Error("Save gave two different files for the same parts")
	}
}

func TestEveryDamagedModelIsRefused(t *testing.T) {
	file := saved(t)
	for i := range file {
		damaged := slices.Clone(file)
		damaged[i] ^= 0x10
		if _, err := Load(damaged); err == nil {
			t.Errorf("Load accepts a file whose byte %d is altered", i)
		}
		if _, err := Load(file[:i]); err == nil {
			t.Errorf("Load accepts a file that is cut at byte %d", i)
		}
	}
}

func TestModelWithoutItsTablesIsRefused(t *testing.T) {
	lacking := twoParts()
	short := twoParts()
	short[0].Weights = short[0].Weights[:2]
	short[1].Weights = nil
	for _, c := range []struct {
		name  string
		parts []Part
		want  string
	}{
		{"no names", lacking[:1], "lacks a part"},
		{"no parts", nil, "lacks a part"},
		{"weights missing", short, "end early"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, err := Save("nothing", c.parts, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Load(file); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Load = %v, want an error that says %q", err, c.want)
			}
		})
	}
}

func TestEveryKeyIsFoundAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.Uint64Min(1), 1, 40, rapid.ID[uint64]).Draw(t, "keys")
		slices.Sort(keys)
		part := Part{Name: "pos", Classes: []string{"NN", "VBD"}, Keys: keys}
		for i := range keys {
			part.Weights = append(part.Weights, int8(i%2), int8((i+1)%2))
		}
		file, err := Save("keys", []Part{part, {Name: "name", Classes: []string{"O"}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range keys {
			if got, want := m.pos.Best([]uint64{k}, make([]int32, 2)), (i+1)%2; got != want {
				t.Fatalf("Best of key %d = %d, want %d", k, got, want)
			}
		}
	})
}

func TestEmbeddedModelTagsAndNames(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"The captain said on Tuesday that the ship had left.", "The/DT captain/NN said/VBD on/IN Tuesday/NNP that/IN the/DT ship/NN had/VBD left/VBN ./."},
		{"An official told the paper.", "An/DT official/NN told/VBD the/DT paper/NN ./."},
		{"Corrin Freight denied on Friday that it had sold the crane.",
			"Corrin/NNP Freight/NNP denied/VBD on/IN Friday/NNP that/IN it/PRP had/VBD sold/VBN the/DT crane/NN ./."},
	} {
		p := Parse(c.s, Default())
		var got []string
		for _, k := range p.Tokens {
			got = append(got, fmt.Sprintf("%s/%s", k.Word, k.Tag))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("tags of %q = %s, want %s", c.s, s, c.want)
		}
	}
}

func TestUnknownCapitalInsideASentenceIsAName(t *testing.T) {
	for _, c := range []struct{ s, word, want string }{
		{"Yesterday the mayor met Vexley in Quorn.", "Vexley", "NNP"},
		{"Yesterday the mayor met Vexley in Quorn.", "Quorn", "NNP"},
		{"Drive Talverson said that it was late.", "Drive", "NNP"},
		{"The Elsundese fleet left.", "fleet", "NN"},
	} {
		for _, k := range Parse(c.s, Default()).Tokens {
			if k.Word == c.word && k.Tag != c.want {
				t.Errorf("tag of %s in %q = %s, want %s", c.word, c.s, k.Tag, c.want)
			}
		}
	}
}

func TestClosedClassesTakeNoNewWords(t *testing.T) {
	for _, k := range Parse("Zub blorf the quib vun.", Default()).Tokens {
		if !OpenClass(k.Tag) && k.Word != "the" {
			t.Errorf("tag of %s = %s, which no unknown word can have", k.Word, k.Tag)
		}
	}
}

func TestPeopleAreNamed(t *testing.T) {
	var got []string
	for _, k := range Parse("On Friday the spokesman, John Carver, met Mary Holloway in London.", Default()).Tokens {
		if k.Name != "" {
			got = append(got, k.Word+"/"+k.Name)
		}
	}
	if s, want := strings.Join(got, " "), "John/PERSON Carver/PERSON Mary/PERSON Holloway/PERSON London/LOCATION"; s != want {
		t.Errorf("names = %s, want %s", s, want)
	}
}
