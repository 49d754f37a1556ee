// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHiddenCharactersAreShown(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain text, 中文, العربية", "plain text, 中文, العربية"},
		{"evil\u202egpj.exe", "evil[U+202E]gpj.exe"},
		{"\u2066isolate\u2069", "[U+2066]isolate[U+2069]"},
		{"za\u200bro", "za[U+200B]ro"},
		{"ad\u200dmin", "ad[U+200D]min"},
		{"\ufeffbegin", "[U+FEFF]begin"},
		{"a\U000e0041b", "a[U+E0041]b"},
		{"bell\x07", "bell[U+0007]"},
		{"می\u200cخواهم", "می\u200cخواهم"},                           // Persian spelling
		{"\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"}, // an astronaut
		{"soft\u00adhyphen", "soft\u00adhyphen"},
		{"two\nlines\tand a tab", "two\nlines\tand a tab"},
	}
	for _, tt := range tests {
		if got := plain(tt.in); got != tt.want {
			t.Errorf("plain(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := string(sweep([]byte(tt.in))); got != tt.want {
			t.Errorf("sweep(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzShownIsTextOnly(f *testing.F) {
	f.Add("<b onclick=x>\u202e&amp;")
	f.Add("\xff\xfe<")
	f.Fuzz(func(t *testing.T, s string) {
		got := string(shown(s))
		rest := strings.NewReplacer(`<span class="mark">`, "", `</span>`, "").Replace(got)
		if strings.ContainsAny(rest, "<>\"'") {
			t.Errorf("shown(%q) = %q has markup that is not ours", s, got)
		}
		if utf8.ValidString(s) && string(sweep([]byte(got))) != got {
			t.Errorf("shown(%q) = %q still hides something", s, got)
		}
	})
}
