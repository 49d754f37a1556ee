// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	_ "embed"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"hearsay"
)

// State is what became of a page as a whole.
type State string

// The states of a page.
const (
	Present     State = "present"
	Moved       State = "moved"        // it stands at another address
	Removed     State = "removed"      // the server says that there is none
	SoftRemoved State = "soft removed" // the server gives another page in its stead, that says so or is the front page
	Down        State = "down"         // no answer, or the server's own failure
	Blocked     State = "blocked"      // by robots.txt, or for us
	Walled      State = "login wall"   //
)

// HasPage reports whether the page itself can be read.
func (s State) HasPage() bool { return s == Present || s == Moved }

// Look is what one look at a page gave.
type Look struct {
	At      time.Time
	Status  int               // 0 where there was no answer
	Refused string            // why we did not ask
	Failure string            // why there is no answer of use
	URL     string            // where the answer came from
	Capture hearsay.CaptureID // empty where nothing was kept
	View    *View             // nil where nothing was kept
}

//go:embed lists/states.txt
var statesFile string

var phrases = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	kinds, words := entries(statesFile)
	for i, k := range kinds {
		m[string(k)] = append(m[string(k)], words[i])
	}
	return m
})

const (
	fewWords   = 120 // up to which a page may be one that only tells why there is no page
	littleOfIt = 0.3 // the share of a page's lines below which another page came in its stead
)

// Judge tells what a look at a page says of it, and by what evidence. last is the page as it was before; nil if there is none.
func Judge(l *Look, asked string, last *View) (State, string) {
	if l.Refused != "" {
		return Blocked, l.Refused
	}
	if l.View == nil || l.Status >= 400 {
		return judgeStatus(l)
	}
	kept := 1.0
	if last != nil {
		kept = l.View.share(last)
	}
	if last == nil || kept < littleOfIt && !l.View.headedAs(last) {
		if s, why := l.stead(asked, last != nil); s != "" {
			return s, why
		}
	}
	if !sameAddress(l.URL, asked) && l.URL != "" {
		return Moved, "to " + l.URL
	}
	return Present, ""
}

func judgeStatus(l *Look) (State, string) {
	why := fmt.Sprintf("status %d", l.Status)
	switch l.Status {
	case 404, 410:
		return Removed, why
	case 401, 402, 407:
		return Walled, why
	case 403, 429, 451:
		return Blocked, why
	case 0:
		return Down, l.Failure
	}
	return Down, why
}

// loginPath is where sites send who is to log in.
var loginPath = regexp.MustCompile(`(?i)/(log-?in|sign-?in|auth|sso|account|anmelden|connexion)(/|\.|\?|$)`)

// errorPath is where sites send who asks for what is not there.
var errorPath = regexp.MustCompile(`(?i)/(?:404|not-?found|error)(?:\.\w+)?/?(?:\?.*)?$`)

// stead tells what a page is that came in the stead of the one that was asked for.
func (l *Look) stead(asked string, known bool) (State, string) {
	_, words := l.View.words()
	short := words <= fewWords
	head := strings.ToLower(l.View.Title)
	for i := range l.View.Lines {
		if i < 3 || short {
			head += "\n" + strings.ToLower(strings.ReplaceAll(l.View.line(i), "’", "'"))
		}
	}
	if p := said(head, "blocked"); p != "" && short {
		return Blocked, fmt.Sprintf("the page says %q", p)
	}
	if p := said(head, "login"); p != "" && (short || l.View.Asks) {
		return Walled, fmt.Sprintf("the page says %q", p)
	}
	if l.View.Asks && short || loginPath.MatchString(l.URL) && !sameAddress(l.URL, asked) {
		return Walled, "the page asks for a password"
	}
	if p := said(head, "down"); p != "" && short {
		return Down, fmt.Sprintf("the page says %q", p)
	}
	if short && errorPath.MatchString(l.URL) {
		return SoftRemoved, "led to " + l.URL
	}
	if p := said(head, "removed"); p != "" {
		return SoftRemoved, fmt.Sprintf("status %d, but the page says %q", l.Status, p)
	}
	if known && isFront(l.URL) && !isFront(asked) {
		return SoftRemoved, "led to the front page " + l.URL
	}
	return "", ""
}

func said(text, kind string) string {
	for _, p := range phrases()[kind] {
		if strings.Contains(text, p) {
			return p
		}
	}
	return ""
}

// share is how much of an earlier view's lines this one still has, or of its words where these are many more.
func (v *View) share(earlier *View) float64 {
	there := map[string]bool{}
	for i := range v.Lines {
		there[v.Lines[i].key] = true
	}
	kept, all := 0, 0
	for i := range earlier.Lines {
		if l := &earlier.Lines[i]; l.Noise == "" {
			n := len(strings.Fields(l.key))
			if all += n; there[l.key] {
				kept += n
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(kept) / float64(all)
}

// headedAs reports whether both views have one title and one first heading: a page whose list was emptied is still that page.
func (v *View) headedAs(earlier *View) bool {
	return v.Title != "" && v.Title == earlier.Title && v.heading() != "" && v.heading() == earlier.heading()
}

// heading is the first line that is marked as a heading of the page.
func (v *View) heading() string {
	for i := range v.Lines {
		place := v.Lines[i].Place
		if last := place[strings.LastIndexByte(place, '/')+1:]; strings.HasPrefix(last, "h1") || strings.HasPrefix(last, "h2") {
			return v.Lines[i].key
		}
	}
	return ""
}

// frontPath is the front page, or that of a language.
var frontPath = regexp.MustCompile(`(?i)^/*(?:[a-z]{2}(?:-[a-z]{2})?)?/*(?:index\.\w+)?$`)

func isFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && frontPath.MatchString(u.Path) && u.RawQuery == ""
}

// sameAddress compares two addresses without scheme, "www." and a slash at the end.
func sameAddress(a, b string) bool { return bareAddress(a) == bareAddress(b) }

func bareAddress(a string) string {
	_, rest, _ := strings.Cut(a, "://")
	return strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(rest), "www."), "/")
}
