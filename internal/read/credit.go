// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"strings"
	"sync"
)

var agencyForms = sync.OnceValue(func() map[string]string {
	forms := map[string]string{}
	for name, all := range listClasses("agencies") {
		for _, form := range all {
			forms[form] = name
		}
	}
	return forms
})

// agencyNamed gives the news agency of which s is a form of the name, or nothing.
func agencyNamed(s string) string {
	s = strings.Trim(s, " .()")
	if a := agencyForms()[s]; a != "" {
		return a
	}
	a := agencyForms()[strings.TrimPrefix(strings.TrimPrefix(s, "By "), "by ")]
	if a == "AFP" || len(a) > 2 {
		return a
	}
	return ""
}

// datelinePattern is "TARN, 4 May (Xinhua) -" or "TARN (AP) —" at the head of a text.
var datelinePattern = regexp.MustCompile(`^([^.!?()]{0,80})\(([^()]{2,40})\)\s*[-–—:]`)

// placePattern is a place in capitals, as datelines have it.
var placePattern = regexp.MustCompile(`^\p{Lu}[\p{Lu} '’/-]{2,}(?:,|\s|$)`)

// creditInDateline gives the agency in the brackets of a dateline.
func creditInDateline(paragraph string) string {
	if m := datelinePattern.FindStringSubmatch(paragraph); m != nil {
		if a := agencyNamed(m[2]); a != "" {
			return a
		}
		if placePattern.MatchString(m[1]) && looksLikeNames(m[2]) {
			return m[2] // an agency that no list knows
		}
	}
	return ""
}
