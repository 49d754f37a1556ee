// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed columns.txt
var columnsFile string

// role is what a column holds.
type role string

const (
	idRole       role = "id"
	accountRole  role = "account"
	timeRole     role = "time"
	textRole     role = "text"
	linkRole     role = "link"
	urlRole      role = "url"
	replyRole    role = "reply"
	repostRole   role = "repost"
	originalRole role = "original"
	objectRole   role = "object"
	languageRole role = "language"
)

// roleNames gives for each role the names of its columns, the preferred ones first.
var roleNames = sync.OnceValue(func() map[role][]string {
	names := map[role][]string{}
	for line := range strings.Lines(columnsFile) {
		if r, rest, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			for n := range strings.SplitSeq(rest, ",") {
				names[role(r)] = append(names[role(r)], strings.TrimSpace(n))
			}
		}
	}
	return names
})

// columns are the places of the columns by role.
type columns map[role]int

// columnsOf finds the columns among the names in the first row of a table. Of two names for one role the preferred one
// counts; the same name twice is an error.
func columnsOf(header []string) (columns, error) {
	c := columns{}
	for r, names := range roleNames() {
		best := len(names)
		for i, h := range header {
			at := slices.Index(names, plain(h))
			switch {
			case at < 0 || at > best:
			case at == best:
				return c, fmt.Errorf("two columns are called %q", h)
			default:
				best, c[r] = at, i
			}
		}
	}
	return c, nil
}

// plain is the name of a column without what tables write differently.
func plain(name string) string {
	name = strings.ToLower(strings.Trim(name, "\ufeff \t\r\n\""))
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)
}

// missing names what a table lacks; empty where nothing is. shares says that what a post shares is enough.
func (c columns) missing(shares bool) role {
	has := func(r role) bool { _, ok := c[r]; return ok }
	switch {
	case !has(accountRole):
		return accountRole
	case !has(timeRole):
		return timeRole
	case has(textRole), has(linkRole), has(urlRole), has(repostRole), shares && has(objectRole):
		return ""
	}
	return textRole
}

// lack is the error that names a missing column, and a hint of how it may be called.
func lack(missing role, header []string, shares bool) (hint string, err error) {
	names := roleNames()[missing]
	if missing == textRole {
		names = append(slices.Clone(names[:4]), roleNames()[linkRole][:2]...)
		if shares {
			names = append(names, roleNames()[objectRole][0])
		}
	}
	if len(header) > 30 {
		header = append(slices.Clone(header[:30]), "…")
	}
	for i, h := range header {
		if len(h) > 60 {
			header[i] = strings.ToValidUTF8(h[:60], "") + "…"
		}
	}
	return "call one " + strings.Join(names[:min(len(names), 8)], ", "),
		errors.New("no column for the " + string(missing) + "; there are " + strings.Join(header, ", "))
}

// fill makes a post of the values of a row, which value gives by role.
func (w *reading) fill(value func(role) string) (Post, error) {
	p := Post{
		ID: value(idRole), Account: strings.TrimPrefix(value(accountRole), "@"), Text: cleanText(value(textRole)), ReplyTo: value(replyRole),
		RepostOf: value(repostRole), Original: strings.TrimPrefix(value(originalRole), "@"), Object: value(objectRole), Language: value(languageRole),
	}
	for l := range strings.FieldsFuncSeq(value(linkRole), func(r rune) bool {
		return r == ' ' || r == '|' || r == '\n' || r == '"' || r == '[' || r == ']' || r == '\''
	}) {
		p.link(strings.TrimSuffix(l, ","))
	}
	if u := value(urlRole); isOwn(u, &p) {
		p.URL = u
	} else {
		p.link(u)
	}
	for _, l := range addressPattern.FindAllString(p.Text, mostLinks) {
		p.link(strings.TrimRight(l, ".,;:!?)]}'’…"))
	}
	var ok bool
	if at := value(timeRole); at != "" {
		if p.At, p.Day, ok = w.clock.read(at); !ok {
			return p, fmt.Errorf("the time %.40q is not understood", at)
		}
	}
	return p, nil
}

// isOwn reports whether an address is that of the post itself: it has its ID, or its account's name.
func isOwn(address string, p *Post) bool {
	if !isAddress(address) {
		return false
	}
	has := func(part string) bool { return len(part) > 2 && strings.Contains(address, part) }
	return has(p.ID) || has(p.Account)
}

const (
	mostLinks = 50
	mostText  = 64 << 10 // bytes
)

// link adds an address, once.
func (p *Post) link(address string) {
	if isAddress(address) && address != p.URL && len(address) <= 4096 && len(p.Links) < mostLinks && !slices.Contains(p.Links, address) {
		p.Links = append(p.Links, address)
	}
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// cleanText makes a text valid, without NUL, and no longer than is good for a post.
func cleanText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
	if len(s) > mostText {
		s = strings.ToValidUTF8(s[:mostText], "")
	}
	return strings.TrimSpace(s)
}
