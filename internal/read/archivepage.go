// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hearsay"
)

// archivePost is one post of a blog archive while it is being read.
type archivePost struct {
	title    string
	footer   footer
	lines    []textLine
	numbered bool // the title ends in the number of a digest
	done     bool // its footer has been seen
}

// archiveKnowledge is what the whole file tells about each of its posts.
type archiveKnowledge struct {
	words     wordCounts
	languages *partLanguages
}

// archiveDocuments reads a text of many posts one after another. Each post is a title, a body whose first word may
// have the caption of a picture glued to it, and a line with author and date. A numbered digest has several items
// and mostly no such line; its items are documents whose parent it is.
func archiveDocuments(c hearsay.Capture, text string) ([]hearsay.Document, error) {
	posts := archivePosts(splitLines(text), newDateReader("", c.Fetched))
	known := archiveKnowledge{words: wordsOf(text), languages: languagesOf(text)}
	var docs []hearsay.Document
	for i := range posts {
		part := strconv.Itoa(i + 1)
		if isDigest(&posts[i]) {
			docs = append(docs, digestDocuments(c, part, &posts[i], known)...)
			continue
		}
		docs = append(docs, postDocument(c, part, &posts[i], known))
	}
	if len(docs) == 0 {
		return nil, errors.New("the archive holds no post")
	}
	return docs, nil
}

func archivePosts(lines []textLine, dates *dateReader) []archivePost {
	var posts []archivePost
	for i, l := range lines {
		if l.isBreak {
			continue
		}
		last := len(posts) - 1
		var f footer
		if last >= 0 && f.read(l.text, dates) {
			p := &posts[last]
			p.footer.merge(f)
			p.done = p.done || len(p.lines) > 0
			continue
		}
		if last < 0 || posts[last].done || opensPost(&posts[last], lines[i:], dates) {
			posts = append(posts, archivePost{})
			last++
			if isTitle(l.text) || l.closed && len(l.text) <= maxTitleBytes {
				posts[last].title, posts[last].numbered = l.text, isNumbered(l.text)
				continue
			}
		}
		posts[last].lines = append(posts[last].lines, l)
	}
	return posts
}

// opensPost reports whether the first of lines begins a new post although the post p has no footer yet.
func opensPost(p *archivePost, lines []textLine, dates *dateReader) bool {
	l := lines[0]
	if !l.opened || !isTitle(l.text) || len(lines) < 2 || len(p.lines) == 0 {
		return false
	}
	if isNumbered(l.text) {
		return true
	}
	var f footer
	if f.read(lines[1].text, dates) && len(lines) > 2 && !lines[2].isBreak {
		return true // a byline between headline and body
	}
	if !l.closed {
		return false
	}
	caption, _ := cutCaption(lines[1].text, nil)
	return p.numbered || caption != ""
}

var digestWords = sync.OnceValue(func() map[string][]string { return listClasses("digest") })

var numberPattern = sync.OnceValue(func() *regexp.Regexp {
	var signs []string
	for _, w := range digestWords()["number"] {
		signs = append(signs, regexp.QuoteMeta(w))
	}
	return regexp.MustCompile(`(?i)(?:^|[\s,:(–—-])(?:` + strings.Join(signs, "|") + `)\s*[0-9]{1,5}\s*(?:期|号)?\)?$`)
})

// isNumbered reports whether a title ends in the number of an issue, or has a phrase that says the same.
func isNumbered(title string) bool {
	title = strings.ReplaceAll(title, "\u00a0", " ")
	return len(title) <= 120 && (numberPattern().MatchString(title) || holdsAny(title, digestWords()["phrase"]))
}

func holdsAny(title string, phrases []string) bool {
	title = strings.ToLower(title)
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(title, p) })
}

// isDigest decides whether a post with a numbered title has items. Without author or date of its own it does; with
// them, its title must say so.
func isDigest(p *archivePost) bool {
	if !p.numbered || len(p.lines) < 2 {
		return false
	}
	if len(p.footer.authors) == 0 && !p.footer.date.Known() {
		return true
	}
	return holdsAny(p.title, digestWords()["word"])
}

func postDocument(c hearsay.Capture, part string, p *archivePost, known archiveKnowledge) hearsay.Document {
	d := newDocument(c, part)
	d.Authors, d.Published = p.footer.authors, p.footer.date
	body := paragraphs(p.lines)
	if len(body) > 0 {
		d.Caption, body[0] = cutCaption(body[0], known.words)
	}
	setText(&d, p.title, body)
	d.Links = addressesIn(d.Text)
	d.Language = known.languages.of(d.Text)
	return d
}

// digestDocuments gives the digest, which has no text but its title, and its items.
func digestDocuments(c hearsay.Capture, part string, p *archivePost, known archiveKnowledge) []hearsay.Document {
	digest := newDocument(c, part)
	digest.Kind = hearsay.Digest
	digest.Authors, digest.Published = p.footer.authors, p.footer.date
	setText(&digest, p.title, nil)
	digest.Language = known.languages.whole
	docs := []hearsay.Document{digest}
	for i, item := range digestItems(p.lines) {
		d := newDocument(c, part+"."+strconv.Itoa(i+1))
		d.Parent = digest.ID
		d.Authors, d.Published = digest.Authors, digest.Published
		d.Caption, item[0] = cutCaption(item[0], known.words)
		headline, body := item[0], item[1:]
		if first, rest, more := cutSentence(headline); more {
			headline, body = first, append([]string{rest}, body...)
		}
		if !strings.HasSuffix(headline, "..") {
			headline = strings.TrimSuffix(headline, ".")
		}
		setText(&d, headline, body)
		d.Links = addressesIn(d.Text)
		d.Language = known.languages.of(d.Text)
		docs = append(docs, d)
	}
	return docs
}

// digestItems parts the lines of a digest: every paragraph is an item that begins with its headline, unless the
// headlines stand on lines of their own.
func digestItems(lines []textLine) [][]string {
	var items [][]string
	alone := false // the last line was a headline on its own
	for _, l := range lines {
		if alone {
			items[len(items)-1] = append(items[len(items)-1], l.text)
			alone = false
			continue
		}
		items = append(items, []string{l.text})
		alone = isTitle(l.text)
	}
	return items
}

// looksLikeArchive reports whether a text is many posts: a line with author and date under at least one of them, or
// a numbered digest to begin with.
func looksLikeArchive(lines []textLine) bool {
	if len(lines) < 2 {
		return false
	}
	full, bylines := 0, 0
	dates := newDateReader("", time.Time{})
	for i, l := range lines {
		if len(l.text) > maxFooterBytes || i == 0 {
			continue
		}
		var f footer
		switch {
		case !mayBeFooter(lines, i) || !f.read(l.text, dates):
		case len(f.authors) > 0 && f.date.Known():
			full++
		case len(f.authors) > 0 && f.byline && isTitle(lines[i-1].text) && lines[i-1].opened:
			bylines++
		}
	}
	if full > 0 && len(lines) > 2 || bylines > 1 {
		return true
	}
	return isNumbered(lines[0].text) && len(lines) > 2 && digestLike(lines[1:])
}

// mayBeFooter is a cheap test before the line is read: it has fields or a label, stands alone, or follows a title.
func mayBeFooter(lines []textLine, i int) bool {
	return lines[i].opened || strings.ContainsAny(lines[i].text, "|│¦·•:") || lines[i-1].opened && isTitle(lines[i-1].text)
}

// digestLike reports whether each of the first lines is a headline sentence with more behind it.
func digestLike(lines []textLine) bool {
	for _, l := range lines[:2] {
		if first, _, more := cutSentence(l.text); !more || len(first) > maxTitleBytes {
			return false
		}
	}
	return true
}
