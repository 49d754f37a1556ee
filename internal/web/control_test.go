// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
)

func TestH46HiddenCharactersAreShown(t *testing.T) {
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

// running is markup that makes browsers run something.
var running = []string{
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href=\"java&#10;script:alert(1)\">x</a>", "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
	"<iframe srcdoc=\"<script>alert(1)</script>\">", "<button formaction=javascript:alert(1)>", "<p style=\"background:url(javascript:alert(1))\">",
	"<svg><use href=\"data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x\">", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<base href=//other.example/>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
	"</title><script>alert(1)</script>", "\"><svg onload=alert(1)>", "{{.}}<script>alert(1)</script>", "<!--><script>alert(1)</script>-->",
}

func TestH43MarkupThatRunsIsShownAsText(t *testing.T) {
	for _, in := range running {
		for name, html := range map[string]string{"body": string(shown(in)), "address": string(shownAddress(in))} {
			doc, err := goquery.NewDocumentFromReader(strings.NewReader("<p>" + html + "</p>"))
			if err != nil {
				t.Fatal(err)
			}
			if n := doc.Find("body *").Length(); n != 1 || doc.Find("p").Text() != in {
				t.Errorf("%s: %q is shown as %d elements with the text %q", name, in, n, doc.Find("p").Text())
			}
		}
	}
}

func TestH46HostsOfOtherAlphabetsAreShownByTheirNumbers(t *testing.T) {
	if got := shownAddress("https://p\u0430per.example/a"); got != "https://xn--pper-53d.example/a" {
		t.Errorf("shown as %q", got)
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
