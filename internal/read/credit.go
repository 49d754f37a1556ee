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

// datelinePattern is "TARN, 4 May (Xinhua) -" or "TARN, Fla. (AP) —" at the head of a text.
var datelinePattern = regexp.MustCompile(`^([^!?()]{0,80})\(([^()]{2,40})\)\s*[-–—:]`)

// placePattern is a place in capitals, as datelines have it.
var placePattern = regexp.MustCompile(`^\p{Lu}[\p{Lu} '’/-]{2,}(?:,|\s|$)`)

// deskPattern is the line with which one agency ends its reports: "(Reporting by …; Editing by …)".
var deskPattern = regexp.MustCompile(`\((?:Additional |With )?(?:[Rr]eporting|[Ww]riting) by [^()]{3,400}\b[Ee]diting by [^()]{3,200}\)$`)

// rightsPattern is the line of rights at the end of an agency's report: "© 2016 AFP", "Copyright 2016 The Associated Press."
var rightsPattern = regexp.MustCompile(`^(?:©|\(c\)|Copyright)(?: ?(?:©|\(c\)))?[ ,]*(?:\d{4})?[ ,]*(?:by )?([^.,\d]{2,40})`)

const (
	headParagraphs = 2 // a dateline stands in one of them
	tailParagraphs = 3
)

// WireCredit gives the news agency whose report a text is, by its byline, its dateline or its last lines; "" where they name none.
func WireCredit(byline, paragraphs []string) string {
	for _, name := range byline {
		if a := agencyNamed(name); a != "" {
			return a
		}
	}
	for _, p := range paragraphs[:min(headParagraphs, len(paragraphs))] {
		if a := creditInDateline(p); a != "" {
			return a
		}
	}
	for _, p := range paragraphs[max(0, len(paragraphs)-tailParagraphs):] {
		if deskPattern.MatchString(strings.TrimSpace(p)) {
			return "Reuters"
		}
		if m := rightsPattern.FindStringSubmatch(p); m != nil {
			if a := agencyNamed(strings.TrimSpace(m[1])); a != "" {
				return a
			}
		}
	}
	return ""
}

// creditInDateline gives the agency in the brackets of a dateline.
func creditInDateline(paragraph string) string {
	if m := datelinePattern.FindStringSubmatch(paragraph); m != nil {
		if a := agencyNamed(m[2]); a != "" {
			return a
		}
		if placePattern.MatchString(m[1]) && !strings.Contains(m[1], ".") && looksLikeNames(m[2]) {
			return m[2] // an agency that no list knows
		}
	}
	return ""
}
