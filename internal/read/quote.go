// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"strings"
	"sync"
)

// Forum software writes "@name said in Thread:" over a quoted post and marks neither its end nor its depth in plain
// text. The quoted words are found again in the earlier posts: as far as the lines under such a header are lines of
// one earlier post, they are that post's; the first line that is not is the poster's own. The same match tells who
// wrote the earlier post.

// quotePattern is one form of the line over a quotation. inner is the text between name and thread, which is looked
// for before the expression is tried.
type quotePattern struct {
	inner string
	exp   *regexp.Regexp
}

var quotePatterns = sync.OnceValue(func() []quotePattern {
	var out []quotePattern
	for _, p := range listLines("said-in") {
		_, inner, _ := strings.Cut(p, "NAME")
		inner, _, _ = strings.Cut(inner, "TITLE")
		name := `([^\s:@][^:@]{0,60}?)`
		if !strings.HasPrefix(p, "@") {
			name = `([^\s:@]{2,40})` // without the sign only one word is a name
		}
		exp := strings.ReplaceAll(regexp.QuoteMeta(p), "NAME", name)
		exp = strings.ReplaceAll(exp, "TITLE", `.{1,300}?`)
		out = append(out, quotePattern{inner, regexp.MustCompile("^" + exp + "$")})
	}
	return out
})

// quoteHeader gives the name in a line that stands over a quoted post.
func quoteHeader(line string) (name string, ok bool) {
	if len(line) > 400 || !strings.HasSuffix(line, ":") && !strings.HasSuffix(line, "：") {
		return "", false
	}
	for _, p := range quotePatterns() {
		if !strings.Contains(line, p.inner) {
			continue
		}
		if m := p.exp.FindStringSubmatch(line); m != nil {
			return strings.TrimSpace(m[1]), true
		}
	}
	return "", false
}

// thread is the state of marking: which earlier posts hold a line, and how many comparisons are still allowed.
type thread struct {
	posts   []threadPost
	holding map[string][]int // line → posts that hold it, in order, at most maxHolding
	budget  int
}

const (
	maxHolding   = 32
	minPartBytes = 12         // a shorter piece of a line tells nothing about whose it is
	maxPartPosts = 200        // earlier posts in which a piece of a line is looked for
	maxCompared  = 20_000_000 // lines compared in one thread; past it, quotations are found by their headers alone
)

// region is a stretch of a post's lines in which a quotation of a post before another one may stand.
type region struct {
	post, from, to int
	before         int
}

// markQuotes fills quotes, own and author of every post. It looks only backwards, so no quotation can be its own.
func markQuotes(posts []threadPost) {
	t := thread{posts: posts, holding: map[string][]int{}, budget: maxCompared}
	for i := range posts {
		p := &posts[i]
		p.own = make([]bool, len(p.lines))
		for at := 0; at < len(p.lines); {
			if _, ok := quoteHeader(p.lines[at].text); ok {
				at = t.quote(region{i, at, len(p.lines), i}, 1)
				continue
			}
			p.own[at] = true
			at++
		}
		t.index(i)
	}
}

func (t *thread) index(i int) {
	for _, l := range t.posts[i].lines {
		at := t.holding[l.text]
		if len(at) < maxHolding && (len(at) == 0 || at[len(at)-1] != i) {
			t.holding[l.text] = append(at, i)
		}
	}
}

// quote marks the quotation whose header is the first line of r, and those inside it; it gives the line after it.
func (t *thread) quote(r region, depth int) int {
	p := &t.posts[r.post]
	name, _ := quoteHeader(p.lines[r.from].text)
	me := len(p.quotes)
	p.quotes = append(p.quotes, lineQuote{author: name, from: r.from})
	at := r.from + 1
	source, found := t.match(p.lines[at:r.to], r.before, name)
	if source < 0 && depth < maxQuoteDepth && at < r.to && isHeader(p.lines[at].text) {
		at = t.quote(region{r.post, at, r.to, r.before}, depth+1)
		source, found = t.match(p.lines[at:r.to], r.before, name)
	}
	end := at + len(found)
	if source < 0 {
		end = guessEnd(p.lines, at, r.to)
	}
	p.quotes[me].to = end
	for k := at; k < end; {
		if depth < maxQuoteDepth && isHeader(p.lines[k].text) {
			k = t.quote(region{r.post, k, end, max(source, 0)}, depth+1)
			continue
		}
		if source >= 0 {
			t.name(source, found[k-at], p.lines[k].text, name)
		}
		k++
	}
	return end
}

func isHeader(line string) bool {
	_, ok := quoteHeader(line)
	return ok
}

// guessEnd gives the end of a quotation whose words no earlier post holds: its first block where there are blank
// lines, otherwise its first line. A line that stands alone under a header is quoted.
func guessEnd(lines []textLine, at, to int) int {
	for k := at; k < to-1; k++ {
		if lines[k].closed {
			return k + 1
		}
	}
	if at < to {
		return at + 1
	}
	return at
}

// name records that a line of the post source, if its own, was quoted under a name.
func (t *thread) name(source, line int, text, name string) {
	p := &t.posts[source]
	if p.author == "" && p.own[line] && len(text) >= minPartBytes {
		p.author = name
	}
}

// match finds the post, among those before a given one, of which the most of lines, from the first on and in order,
// are lines or pieces of lines. It gives the post, or -1, and for each line that matched its place in the post. Of
// equal posts the one already known to be by name wins, then the latest.
func (t *thread) match(lines []textLine, before int, name string) (int, []int) {
	best, bestRun := -1, []int(nil)
	if len(lines) == 0 {
		return best, nil
	}
	for _, i := range t.candidates(lines[0].text, before) {
		run := t.run(lines, t.posts[i].lines)
		better := len(run) > len(bestRun) ||
			len(run) == len(bestRun) && (t.posts[i].author == name || best >= 0 && t.posts[best].author != name)
		if len(run) > 0 && better {
			best, bestRun = i, run
		}
	}
	return best, bestRun
}

func (t *thread) candidates(line string, before int) []int {
	var out []int
	for _, i := range t.holding[line] {
		if i < before {
			out = append(out, i)
		}
	}
	if len(out) > 0 || len(line) < minPartBytes {
		return out
	}
	for i := max(0, before-maxPartPosts); i < before; i++ {
		if t.find(line, t.posts[i].lines, 0) >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// run gives the places in post of the longest beginning of lines that the post holds in this order.
func (t *thread) run(lines, post []textLine) []int {
	var out []int
	next := 0
	for _, l := range lines {
		at := t.find(l.text, post, next)
		if at < 0 {
			break
		}
		out = append(out, at)
		next = at + 1
	}
	return out
}

// find gives the first line of post, from a place on, that is the line or, for a longer one, holds it.
func (t *thread) find(line string, post []textLine, from int) int {
	for i := from; i < len(post); i++ {
		t.budget--
		if t.budget < 0 {
			return -1
		}
		if post[i].text == line || len(line) >= minPartBytes && strings.Contains(post[i].text, line) {
			return i
		}
	}
	return -1
}
