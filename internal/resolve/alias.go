// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	"regexp"
	"strings"
	"unicode"

	"hearsay"
)

// Other names that a text gives behind a name: in brackets, or "also known as".
var (
	inBrackets = regexp.MustCompile(`^\s?[(（]\s?(?:[Cc]hinese|[Rr]ussian|[Kk]orean|[Aa]rabic|[Uu]krainian|[Pp]ersian|中文)?[:：]?\s?([^()（）]{2,60}?)\s?[)）]`)
	knownAs    = regexp.MustCompile(`^,? (?:\()?(?:also|better|formerly|previously|once) known as [“"‘']?((?:[A-Z][\p{L}.'’-]*)(?: (?:of |the )?[A-Z][\p{L}.'’-]*){0,4})`)
)

// otherNames gives what else the text calls the name that stands at a span: in another script, or by its own word. No
// romanisation is made: where the text gives no other name, there is none.
func otherNames(text string, at hearsay.Span) []string {
	if at.End > len(text) {
		return nil
	}
	behind := text[at.End:min(len(text), at.End+200)]
	var names []string
	if m := inBrackets.FindStringSubmatch(behind); m != nil && latin(m[1]) != latin(at.Text) && named(m[1]) {
		names = append(names, Plain(m[1]))
	}
	if m := knownAs.FindStringSubmatch(behind); m != nil {
		names = append(names, Plain(m[1]))
	}
	return names
}

// latin reports whether the first letter is of the Latin script.
func latin(s string) bool {
	i := strings.IndexFunc(s, unicode.IsLetter)
	return i >= 0 && unicode.Is(unicode.Latin, []rune(s[i:])[0])
}

// named reports whether the words can be a name: letters and what joins them; Latin ones with a capital.
func named(s string) bool {
	for i, r := range s {
		if i == 0 && unicode.Is(unicode.Latin, r) && !unicode.IsUpper(r) {
			return false
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" ·•.'’-", r) {
			return false
		}
	}
	return true
}

// ForeignName reports whether a name is in another script than the Latin one: such a name is matched by recorded aliases alone.
func ForeignName(name string) bool {
	return strings.IndexFunc(name, unicode.IsLetter) >= 0 && !latin(name)
}
