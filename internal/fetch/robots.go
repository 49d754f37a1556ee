// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Robots is what a robots.txt (RFC 9309) says to one crawler.
type Robots struct {
	rules []robotsRule
	Delay time.Duration // crawl-delay; 0 where none is asked for

	Sitemaps []string // that the file names, whomever it speaks to; the first 20
}

type robotsRule struct {
	pattern string
	allow   bool
}

const (
	maxRobotsBytes  = 500 << 10
	maxSitemapLines = 20
)

// AllowAll and DenyAll are what an absent file and an unreachable one say.
func AllowAll() *Robots { return &Robots{} }

// DenyAll forbids everything.
func DenyAll() *Robots { return &Robots{rules: []robotsRule{{pattern: "/"}}} }

// ParseRobots reads the groups of a robots.txt that speak to the crawler of a product token ("hearsay"), or, where
// there is none, those that speak to all. It reads the first 500 KiB and never fails: lines it does not know are
// skipped, as the standard asks.
func ParseRobots(body []byte, token string) *Robots {
	if len(body) >= maxRobotsBytes { // the line that is cut would say something else
		body = body[:maxRobotsBytes]
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	text := strings.TrimPrefix(strings.ToValidUTF8(string(body), ""), "\ufeff")
	p := robotsParser{token: strings.ToLower(token)}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if ok {
			p.line(strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value))
		}
	}
	p.mine.Sitemaps, p.all.Sitemaps = p.sitemaps, p.sitemaps
	if p.sawMine {
		return &p.mine
	}
	return &p.all
}

type robotsParser struct {
	token         string
	mine, all     Robots
	sawMine       bool
	inMine, inAll bool // which of the two the current group speaks to
	inAgents      bool // the last line was a user-agent line
	sitemaps      []string
}

func (p *robotsParser) line(key, value string) {
	if key == "user-agent" {
		if !p.inAgents {
			p.inMine, p.inAll = false, false
		}
		p.inAgents = true
		agent := strings.ToLower(value[:productLength(value)])
		switch {
		case agent == p.token:
			p.inMine, p.sawMine = true, true
		case value == "*":
			p.inAll = true
		}
		return
	}
	switch key {
	case "allow", "disallow":
		if value == "" {
			break // "Disallow:" forbids nothing
		}
		p.each(func(r *Robots) {
			r.rules = append(r.rules, robotsRule{normalisePath(value), key == "allow"})
		})
	case "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 86400 {
			p.each(func(r *Robots) { r.Delay = time.Duration(s * float64(time.Second)) })
		}
	case "sitemap":
		if len(p.sitemaps) < maxSitemapLines && len(value) <= maxURLBytes {
			p.sitemaps = append(p.sitemaps, value)
		}
		return // it does not end a list of agents
	default:
		return // nor does anything else
	}
	p.inAgents = false
}

func (p *robotsParser) each(do func(*Robots)) {
	if p.inMine {
		do(&p.mine)
	}
	if p.inAll {
		do(&p.all)
	}
}

func productLength(s string) int {
	for i, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_') {
			return i
		}
	}
	return len(s)
}

// Allowed reports whether a path with its query may be fetched. The longest pattern that matches decides; of two
// equally long ones the one that allows.
func (r *Robots) Allowed(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = normalisePath(path)
	best, allowed := -1, true
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if n < best || n == best && !rule.allow || !matchPath(rule.pattern, path) {
			continue
		}
		best, allowed = n, rule.allow
	}
	return allowed
}

// matchPath matches from the start; * is any run of characters, a final $ the end.
func matchPath(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	parts = parts[1:]
	for i, part := range parts {
		if i == len(parts)-1 && toEnd {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !toEnd || rest == ""
}

// normalisePath writes a path so that equal ones are equal bytes: characters past ASCII percent-encoded, encoded
// letters, digits and -._~ decoded, the digits of other codes in upper case.
func normalisePath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			v, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if isUnreserved(byte(v)) {
				b.WriteByte(byte(v))
			} else {
				b.WriteString(strings.ToUpper(s[i : i+3]))
			}
			i += 2
		case c >= utf8.RuneSelf || c <= ' ':
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)+0x100, 16)[1:]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
