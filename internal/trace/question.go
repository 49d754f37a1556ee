// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"regexp"
	"slices"
	"strings"

	"hearsay/internal/text"
)

// open is what leaves a question open: "it is unclear whether …", "she is not known to have …", "they could not say if …".
var open = regexp.MustCompile(`(?i)^["“‘]*(?:that )?whether\b|` +
	`(?:\bun(?:clear|known|certain|sure|decided)|(?:\bnot|n['’]t) (?:\w+ )?(?:clear|known|certain|sure|decided)|\bto be seen|\bopen question) (?:as to )?(?:whether|if|who|whom|how|why|where|when|what|which)\b|` +
	`(?:\bnot|n['’]t|\bcannot|\bunable to|\bdeclined to|\brefused to|\bnever) (?:\w+ly )?(?:say|tell|know|confirm|clarify|specify|establish|determine) (?:\w+ )?(?:whether|if)\b|` +
	`(?:\bnot|\bnever|n['’]t) (?:yet |been )*known to (?:have|be)\b|` +
	`\bwhether\b.* (?:is|was|remains|remained) (?:still |as yet )?(?:unclear|unknown|uncertain|undecided|not (?:\w+ )?(?:clear|known|certain)|to be seen|(?:an )?open question)\b`)

// openWords are words of which [open] needs one.
var openWords = []string{"whether", "known", "clear", "certain", "sure", "decided", "to be seen", "open question", " if "}

// joins is what stands between one thing said and a question that is left open beside it: "the ferry sank, and it is unclear whether …".
var joins = regexp.MustCompile(`[,;:—]|\b(?:and|but|while|although|though|as) `)

// leavesAsked reports whether something said only leaves a question open, or is one, and so asserts nothing.
func leavesAsked(said string) bool {
	said = strings.TrimSpace(said)
	if strings.HasSuffix(strings.TrimRight(said, "\"”’'"), "?") && len(text.Parse(said, nil).Sentences) == 1 {
		return true
	}
	lower := strings.ToLower(said)
	if !slices.ContainsFunc(openWords, func(w string) bool { return strings.Contains(lower, w) }) {
		return false // the expression is slow, and this is asked for everything said
	}
	m := open.FindStringIndex(said)
	return m != nil && !joins.MatchString(said[:m[0]])
}

// asks reports whether something said tells of a question whether something is so: "police look into whether …" says less than that
// it is so.
func asks(tokens []text.Token) bool {
	return slices.ContainsFunc(tokens, func(t text.Token) bool { return t.Lower == "whether" })
}
