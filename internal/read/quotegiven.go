// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import "slices"

// markGiven is markQuotes for posts whose markup tells where quotations begin and end. What is left to find is whose
// words they are where nothing says so: an earlier post holds them. As there, nothing is looked for but before the post,
// so that a post which quotes itself, or an answer to itself, leads nowhere. A quotation of no post is the poster's: a
// passage that was pasted in.
func markGiven(posts []threadPost) {
	t := thread{posts: posts, holding: map[string][]int{}, budget: maxCompared}
	for i := range posts {
		p := &posts[i]
		for k := range p.quotes {
			t.whose(i, k)
		}
		p.quotes = slices.DeleteFunc(p.quotes, func(q lineQuote) bool { return q.author == "" || q.to <= q.from })
		p.own = slices.Repeat([]bool{true}, len(p.lines))
		for _, q := range p.quotes {
			for at := q.from; at < q.to; at++ {
				p.own[at] = false
			}
		}
		t.index(i)
	}
}

// whose finds the words of a quotation in an earlier post: that post's author is quoted where the quotation names nobody,
// and a post that names nobody is by whom the quotation names.
func (t *thread) whose(post, quote int) {
	p := &t.posts[post]
	q := &p.quotes[quote]
	from, to := q.from, q.to
	if !q.bare {
		from++
	}
	for _, inner := range p.quotes[quote+1:] {
		if inner.from >= from && inner.to <= to {
			to = inner.from
			break
		}
	}
	if from >= to {
		return
	}
	lines := p.lines[from:to]
	source, found := t.match(lines, post, q.author)
	if at := p.answers; at >= 0 && at < post && q.author == "" {
		if run := t.run(lines, t.posts[at].lines); len(run) > 0 {
			source, found = at, run
		}
	}
	switch {
	case source < 0:
	case q.author == "":
		q.author = t.posts[source].authorOf(found[0])
	default:
		for k, at := range found {
			t.name(source, at, lines[k].text, q.author)
		}
	}
}

// authorOf is who wrote a line of a post: whom the innermost quotation around it names, or the poster.
func (p *threadPost) authorOf(line int) string {
	author := p.author
	for _, q := range p.quotes { // outer ones come first
		if q.from <= line && line < q.to {
			author = q.author
		}
	}
	return author
}
