// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"fmt"
	"strings"
	"testing"

	"hearsay/internal/linear"
)

func TestModelWithoutItsTablesIsRefused(t *testing.T) {
	pos := linear.Part{Name: "pos", Classes: []string{"NN"}}
	for _, parts := range [][]linear.Part{nil, {pos}} {
		file, err := linear.Save("nothing", parts, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(file); err == nil || !strings.Contains(err.Error(), "lacks a part") {
			t.Errorf("Load of a model with %d tables = %v, want an error that says what it lacks", len(parts), err)
		}
	}
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
