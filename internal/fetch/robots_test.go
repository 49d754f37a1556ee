// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"testing"
)

func TestRobotsByRFC9309(t *testing.T) {
	for name, tt := range map[string]struct {
		file, path string
		want       bool
	}{
		"empty":                       {"", "/a", true},
		"all forbidden":               {"User-agent: *\nDisallow: /", "/a", false},
		"nothing forbidden":           {"User-agent: *\nDisallow:", "/a", true},
		"own group wins":              {"User-agent: *\nDisallow: /\n\nUser-agent: hearsay\nDisallow: /x", "/a", true},
		"own group without rules":     {"User-agent: *\nDisallow: /\n\nUser-agent: hearsay\n", "/a", true},
		"case of the token":           {"user-agent: HearSay/2.0\ndisallow: /a", "/a", false},
		"a shorter token is not ours": {"User-agent: hear\nDisallow: /", "/a", true},
		"a longer token is not ours":  {"User-agent: hearsaybot\nDisallow: /", "/a", true},
		"groups are joined":           {"User-agent: hearsay\nDisallow: /a\n\nUser-agent: hearsay\nDisallow: /b", "/a", false},
		"several agents":              {"User-agent: x\nUser-agent: hearsay\nDisallow: /a", "/a", false},
		"sitemap between agents":      {"User-agent: hearsay\nSitemap: https://x/\nUser-agent: x\nDisallow: /a", "/a", false},
		"longest match":               {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		"equal length, Allow wins":    {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		"wildcard":                    {"User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		"end":                         {"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
		"end that is reached":         {"User-agent: *\nDisallow: /*.pdf$", "/x.pdf/y.pdf", false},
		"percent-encoding":            {"User-agent: *\nDisallow: /%7ejo/%E4", "/~jo/%e4", false},
		"letters past ASCII":          {"User-agent: *\nDisallow: /ä", "/%C3%A4", false},
		"encoded slash":               {"User-agent: *\nDisallow: /a/b", "/a%2Fb", true},
		"query":                       {"User-agent: *\nDisallow: /a?x=", "/a?x=1", false},
		"comment":                     {"User-agent: * # all\nDisallow: /a # this", "/a", false},
		"CR alone":                    {"User-agent: *\rDisallow: /a", "/a", false},
		"mark":                        {"\ufeffUser-agent: *\nDisallow: /a", "/a", false},
		"robots.txt itself":           {"User-agent: *\nDisallow: /", "/robots.txt", true},
		"a page instead":              {"<html><body>Not found: sorry</body></html>", "/a", true},
		"rules before any agent":      {"Disallow: /\nUser-agent: *\nAllow: /", "/a", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ParseRobots([]byte(tt.file), "hearsay").Allowed(tt.path); got != tt.want {
				t.Errorf("Allowed(%q) = %v, want %v", tt.path, got, tt.want)
			}
		})
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$", "/a%zz")
	f.Fuzz(func(t *testing.T, file, path string) {
		ParseRobots([]byte(file), "hearsay").Allowed(path)
		if once := normalisePath(path); normalisePath(once) != once {
			t.Errorf("normalisePath(%q) is not stable", path)
		}
	})
}
