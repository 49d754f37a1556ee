// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"errors"
	"net/url"
	"strings"
)

// network tells the form of a post that a network writes; nil where it is none, so that it may be the row of a table.
func network(o object) func(*reading, object) (Post, error) {
	isPost := func(record object) bool { return record.text("$type") == blueskyPost }
	switch {
	case o["object"] != nil && (o.text("type") == "Create" || o.text("type") == "Announce"):
		return activity
	case o.in("account")["acct"] != nil && o["content"] != nil:
		return status
	case o.in("post")["record"] != nil:
		return func(w *reading, o object) (Post, error) { return blueskyView(w, o.in("post"), o.in("reason")) }
	case isPost(o.in("record")):
		return func(w *reading, o object) (Post, error) { return blueskyView(w, o, nil) }
	case isPost(o.in("value")):
		return func(w *reading, o object) (Post, error) { return w.bluesky(o.text("uri"), "", o.in("value")) }
	case isPost(o.in("commit").in("record")):
		return commit
	case isPost(o):
		return func(w *reading, o object) (Post, error) { return w.bluesky(o.text("uri"), o.text("author"), o) }
	}
	return nil
}

// activity is an entry of the outbox that Mastodon exports (ActivityPub): a post of one's own, or one that is passed on.
func activity(w *reading, o object) (Post, error) {
	p := Post{ID: o.text("id"), Account: fediverseName(o.text("actor"))}
	if err := w.at(&p, o.text("published")); err != nil {
		return p, err
	}
	if o.text("type") == "Announce" {
		p.RepostOf = o.text("object")
		if p.RepostOf == "" {
			p.RepostOf = o.in("object").text("id")
		}
		p.Original = fediverseName(p.RepostOf)
		p.link(p.RepostOf)
		return p, nil
	}
	note := o.in("object")
	p.ID, p.ReplyTo = note.text("id"), note.text("inReplyTo")
	p.URL = note.text("url")
	if p.URL == "" && isAddress(p.ID) {
		p.URL = p.ID
	}
	p.Edited, _, _ = w.clock.read(note.text("updated"))
	p.markup(note.text("content"))
	p.warn(note.text("summary"))
	return p, nil
}

// status is a post as Mastodon's interface gives it. What it passes on is a post within.
func status(w *reading, o object) (Post, error) {
	p := Post{ID: o.text("id"), URL: o.text("url"), ReplyTo: o.text("in_reply_to_id"), Language: o.text("language"),
		Account: accountOf(o.in("account"))}
	if p.URL == "" {
		p.URL = o.text("uri")
	}
	if err := w.at(&p, o.text("created_at")); err != nil {
		return p, err
	}
	p.Edited, _, _ = w.clock.read(o.text("edited_at"))
	said := o
	if original := o.in("reblog"); len(original) > 0 {
		said, p.RepostOf, p.Original = original, original.text("uri"), accountOf(original.in("account"))
	}
	p.markup(said.text("content"))
	p.warn(said.text("spoiler_text"))
	p.link(said.in("card").text("url"))
	return p, nil
}

// warn puts the warning that stands over a post before it.
func (p *Post) warn(summary string) {
	if summary = strings.TrimSpace(summary); summary != "" {
		p.Text = cleanText(summary + "\n" + p.Text)
	}
}

// at reads the time of a post.
func (w *reading) at(p *Post, s string) error {
	var ok bool
	if p.At, p.Day, ok = w.clock.read(s); !ok && s != "" {
		return errors.New("the time " + s[:min(len(s), 40)] + " is not understood")
	}
	return nil
}

// accountOf names an account with its host: "name@host".
func accountOf(a object) string {
	name := a.text("acct")
	if u, err := url.Parse(a.text("url")); err == nil && u.Host != "" && name != "" && !strings.Contains(name, "@") {
		name += "@" + strings.ToLower(u.Host)
	}
	return name
}

// fediverseName is the name of an account in the address of it or of one of its posts: https://host/users/name/….
func fediverseName(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.Trim(u.Path, "/"), "users/"), "/") {
		return strings.TrimPrefix(part, "@") + "@" + strings.ToLower(u.Host)
	}
	return ""
}

const blueskyPost = "app.bsky.feed.post"

// blueskyView is a post as a feed shows it; reason says who passed it on.
func blueskyView(w *reading, view, reason object) (Post, error) {
	record, author := view.in("record"), view.in("author")
	by := author.text("handle")
	if by == "" {
		by = author.text("did")
	}
	p, err := w.bluesky(view.text("uri"), by, record)
	if err != nil || !strings.HasSuffix(reason.text("$type"), "#reasonRepost") {
		return p, err
	}
	p.Original, p.RepostOf, p.ReplyTo = p.Account, view.text("uri"), ""
	page := p.URL
	p.Account = reason.in("by").text("handle")
	p.ID, p.URL = "", ""
	p.link(page)
	return p, w.at(&p, reason.text("indexedAt"))
}

// commit is a line of the stream of all records.
func commit(w *reading, o object) (Post, error) {
	c := o.in("commit")
	return w.bluesky("at://"+o.text("did")+"/"+blueskyPost+"/"+c.text("rkey"), "", c.in("record"))
}

// bluesky is a record app.bsky.feed.post. Without a name the account is the identifier in its address.
func (w *reading) bluesky(uri, account string, record object) (Post, error) {
	did, key := atParts(uri)
	p := Post{ID: uri, Account: account, Text: cleanText(record.text("text")), ReplyTo: record.in("reply").in("parent").text("uri")}
	if p.Account == "" {
		p.Account = did
	}
	if did != "" && key != "" {
		p.URL = blueskyPage(did, key)
	}
	for _, facet := range record.list("facets") {
		for _, f := range facet.list("features") {
			if strings.HasSuffix(f.text("$type"), "#link") {
				p.link(f.text("uri"))
			}
		}
	}
	embed := record.in("embed")
	if media := embed.in("media"); len(media) > 0 {
		p.link(media.in("external").text("uri"))
	}
	p.link(embed.in("external").text("uri"))
	for _, quoted := range []object{embed.in("record"), embed.in("record").in("record")} {
		if did, key := atParts(quoted.text("uri")); key != "" {
			p.link(blueskyPage(did, key))
		}
	}
	return p, w.at(&p, record.text("createdAt"))
}

func blueskyPage(did, key string) string { return "https://bsky.app/profile/" + did + "/post/" + key }

// atParts takes account and key out of at://ACCOUNT/COLLECTION/KEY.
func atParts(uri string) (did, key string) {
	rest, ok := strings.CutPrefix(uri, "at://")
	parts := strings.Split(rest, "/")
	if !ok || len(parts) != 3 {
		return "", ""
	}
	return parts[0], parts[2]
}
