// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentencesEndWhereAReaderEndsThem(t *testing.T) {
	for _, c := range []struct {
		name, s string
		want    []string
	}{
		{"two", "The quay burned. Nobody was hurt.", []string{"The quay burned.", "Nobody was hurt."}},
		{"titles do not end one", "Mr. Tolk met Dr. Amsel. They left.", []string{"Mr. Tolk met Dr. Amsel.", "They left."}},
		{"initials do not end one", "It was J. R. Tolk. He left.", []string{"It was J. R. Tolk.", "He left."}},
		{"bodies of nations", "The U.S. Navy left. It sailed to the U.S. The crew stayed.",
			[]string{"The U.S. Navy left.", "It sailed to the U.S.", "The crew stayed."}},
		{"closing quotes stay", "“The quay burned.” He wept.", []string{"“The quay burned.”", "He wept."}},
		{"closing doubled quotes stay", "''The quay burned.'' He wept.", []string{"''The quay burned.''", "He wept."}},
		{"straight quotes", `"The quay burned." "Where?" he asked.`, []string{`"The quay burned."`, `"Where?" he asked.`}},
		{"brackets", "It burned (twice.) Nobody came.", []string{"It burned (twice.)", "Nobody came."}},
		{"a lower-case word goes on", "“Where?” asked Tolk.", []string{"“Where?” asked Tolk."}},
		{"numbers", "It cost 4.5 crowns. 12 were paid.", []string{"It cost 4.5 crowns.", "12 were paid."}},
		{"paragraphs end one", "A headline\nThe text", []string{"A headline", "The text"}},
		{"times of day", "It left at 9 a.m. on Friday. Nobody saw it.", []string{"It left at 9 a.m. on Friday.", "Nobody saw it."}},
		{"Han", "船沉了。没有人受伤！为什么？", []string{"船沉了。", "没有人受伤！", "为什么？"}},
		{"Han with quotes", "他说“船沉了。”没有人受伤。", []string{"他说“船沉了。”", "没有人受伤。"}},
		{"marks alone", "...!!!", []string{"...!!!"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse(c.s, nil)
			var got []string
			for _, s := range p.Sentences {
				got = append(got, p.Slice(s.First, s.Last))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("sentences of %q (-want +got):\n%s", c.s, diff)
			}
		})
	}
}

func TestEachTokenHasItsSentence(t *testing.T) {
	p := Parse("One burned. Two sank. Three sailed.\nFour stayed.", nil)
	for n, s := range p.Sentences {
		for i := s.First; i < s.Last; i++ {
			if got := p.SentenceOf(i); got != n {
				t.Errorf("SentenceOf(%d) = %d, want %d", i, got, n)
			}
		}
	}
	if got := p.Slice(3, 3); got != "" {
		t.Errorf("Slice(3, 3) = %q, want nothing", got)
	}
}
