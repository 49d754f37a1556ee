// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"testing"
)

func TestLemmas(t *testing.T) {
	for _, c := range []string{
		"said/VBD say", "denied/VBD deny", "confirming/VBG confirm", "alleges/VBZ allege", "told/VBN tell", "announced/VBD announce",
		"planned/VBD plan", "controlled/VBN control", "called/VBD call", "citing/VBG cite", "argued/VBD argue", "died/VBD die", "lying/VBG lie",
		"agreed/VBD agree", "wanted/VBD want", "hoping/VBG hope", "hopping/VBG hop", "raised/VBD raise", "focused/VBD focus", "passes/VBZ pass",
		"goes/VBZ go", "watches/VBZ watch", "tries/VBZ try", "'s/VBZ be", "’s/POS 's", "n't/RB not", "wo/MD will", "'d/MD would", "is/VBZ be",
		"had/VBD have", "found/VBD find", "found/VB found", "saw/VBD see", "lay/VB lay", "outsold/VBD outsell", "visited/VBN visit", "excited/VBN excite",
		"moving/VBG move", "including/VBG include", "bring/VB bring", "bringing/VBG bring", "singing/VBG sing", "changed/VBD change",
		"ferries/NNS ferry", "men/NNS man", "spokeswomen/NNS spokeswoman", "wives/NNS wife", "crises/NNS crisis", "buses/NNS bus", "boxes/NNS box",
		"classes/NNS class", "cases/NNS case", "news/NNS news", "headquarters/NNS headquarters", "quays/NNS quay", "Republicans/NNPS republican",
		"analyses/NNS analysis", "vice-presidents/NNS vice-president", "glass/NN glass", "Paris/NNP paris", "movies/NNS movie", "heroes/NNS hero",
		"better/JJR good", "larger/JJR large", "bigger/JJR big", "latest/JJS late", "easiest/JJS easy", "nicest/JJS nice", "strongest/JJS strong",
		"them/PRP they", "her/PRP she", "her/PRP$ her", "those/DT that", "an/DT a", "3,400/CD 3400", "with/IN with", "Ærø/NNP ærø", "s/NNS s", "ed/VBD ed",
	} {
		word, want, _ := strings.Cut(c, " ")
		word, tag, _ := strings.Cut(word, "/")
		if got := lemma(lower(word), tag); got != want {
			t.Errorf("lemma of %s as %s = %q, want %q", word, tag, got, want)
		}
	}
}
