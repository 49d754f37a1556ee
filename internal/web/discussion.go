// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/ledger"
)

// discussionRoutes are what people say about stories. What it takes beyond these rules the mode of the discussions tells.
func (d *desk) discussionRoutes() []route {
	return []route{
		{"GET /story/{id}/discussion", readable, d.page("discussion", d.discussion)},
		{"GET /remark/{id}", readable, d.page("remark", d.remark)},
		{"POST /remark", inside, d.talks(d.say)},
		{"POST /remark/edit", inside, d.talks(d.editRemark)},
		{"POST /remark/withdraw", inside, d.talks(d.withdrawRemark)},
		{"POST /mentions/seen", inside, d.talks(d.seeMentions)},
	}
}

// DiscussionPage is what people say about a story: by thread, and within one by time.
type DiscussionPage struct {
	Story   hearsay.Story
	Remarks []ledger.RemarkView
	All     int
	Next    hearsay.RemarkID // where the list goes on; empty at its end
	Later   bool             // this is not the first page of the list
	Locks   []hearsay.Decision
	About   About // what a new remark is about

	Writes bool // who asks may write here; filled by the handler, like the next
	Me     hearsay.Account
}

// About is what a new remark is to hang on besides its story.
type About struct {
	Claim *ledger.ClaimName
	Link  *ledger.LinkName
}

// RemarkPage is one remark, with what was and can be done about it.
type RemarkPage struct {
	Remark   ledger.RemarkView
	Story    hearsay.Story
	Versions []hearsay.RemarkVersion // empty for who may not see the text
	Locks    []hearsay.Decision

	Writes bool // filled by the handler, like the next
	Me     hearsay.Account
}

// TalkPart is what the page of a story or claim tells of its discussion.
type TalkPart struct {
	Address string // of the discussion
	All     int
	Newest  []ledger.RemarkView
}

// MentionsPart is where somebody is mentioned and has not seen it.
type MentionsPart struct {
	Remarks []ledger.RemarkView
	UpTo    time.Time
}

func (p *DiscussionPage) title() string { return "Discussion: " + p.Story.Title }

func (p *RemarkPage) title() string { return "A remark by " + p.Remark.By }

// Quote is the text of the remark as an answer quotes it.
func (p *RemarkPage) Quote() string { return hearsay.QuoteOf(p.Remark.By, p.Remark.Text) + "\n" }

// Answers reports whether the asker may answer the remark.
func (p *RemarkPage) Answers() bool { return p.Writes && len(p.Locks) == 0 && p.Remark.Shown }

func (p *DiscussionPage) choices() []Choice {
	return lockChoices(p.Story.ID, p.Locks)
}

// lockChoices close a discussion, or open it again.
func lockChoices(id hearsay.StoryID, locks []hearsay.Decision) []Choice {
	if len(locks) == 0 {
		return []Choice{{Kind: hearsay.LockStory, Label: "Close this discussion", Object: string(id)}}
	}
	var out []Choice
	for _, l := range locks {
		out = append(out, Choice{Kind: hearsay.UndoDecision, Undone: hearsay.LockStory, Label: "Open this discussion again", Object: string(l.ID)})
	}
	return out
}

func (p *RemarkPage) choices() []Choice {
	m := &p.Remark
	var out []Choice
	if m.Hidden && m.Text != "" {
		out = append(out, Choice{Kind: hearsay.UndoDecision, Undone: hearsay.HideRemark, Label: "Show it again", Object: string(m.Decision)})
	}
	if m.Text != "" {
		values := []Option{{hearsay.KeepText, "hide it; its author and editors see it"}, {hearsay.EraseText, "erase its texts, for good"}}
		if m.Hidden {
			values = values[1:]
		}
		out = append(out, Choice{Kind: hearsay.HideRemark, Label: "Hide it", Object: string(m.ID), Values: values})
	}
	if m.Shown && !m.Taken && hearsay.OwnWords(m.Text) != "" {
		version := strconv.Itoa(m.Versions)
		out = append(out, Choice{Kind: hearsay.TakeRemark, Label: "Make it a document, marked " + m.TLP + ", for good: from then on it counts as a source", Object: string(m.ID),
			Values: []Option{{version, "as it is in version " + version}}})
	}
	return out
}

// discusses refuses who may not read discussions: for them there are none.
func (d *desk) discusses(ctx context.Context) error {
	if !d.Discussions.MayRead(whoIs(ctx)) {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read a discussion"}
	}
	return nil
}

func (d *desk) discussion(r *http.Request) (titled, error) {
	s, err := id(r)
	if err == nil {
		err = d.discusses(r.Context())
	}
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	draft := people.Draft{Claim: hearsay.ClaimID(q.Get("claim")), From: hearsay.DocumentID(q.Get("from")), To: hearsay.DocumentID(q.Get("to")), Outlet: hearsay.OutletID(q.Get("outlet"))}
	p, err := d.Ledger.Discussion(r.Context(), hearsay.StoryID(s), hearsay.RemarkID(q.Get("after")), draft)
	if err != nil {
		return nil, err
	}
	p.Me = whoIs(r.Context())
	p.Writes = d.Discussions.MayWrite(p.Me)
	return p, nil
}

func (d *desk) remark(r *http.Request) (titled, error) {
	s, err := id(r)
	if err == nil {
		err = d.discusses(r.Context())
	}
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Remark(r.Context(), hearsay.RemarkID(s))
	if err != nil {
		return nil, err
	}
	p.Me = whoIs(r.Context())
	p.Writes = d.Discussions.MayWrite(p.Me)
	return p, nil
}

// talks is a handler of forms that are there only where there are discussions.
func (d *desk) talks(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if d.Discussions == nil {
			d.fail(w, r, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "take part in a discussion"})
			return
		}
		next(w, r)
	}
}

// talk gives what a page tells of the discussion; nil for who may not read it.
func (d *desk) talk(ctx context.Context, story hearsay.StoryID, claim hearsay.ClaimID) (*TalkPart, error) {
	if d.discusses(ctx) != nil {
		return nil, nil
	}
	p, err := d.Ledger.Talk(ctx, story, claim)
	return &p, err
}

// say adds a remark, and goes on to it.
func (d *desk) say(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	f := r.PostForm
	var m hearsay.Remark
	tlp := hearsay.Clear
	if err == nil {
		tlp, err = markingOf(f)
	}
	if err == nil {
		m, err = d.Discussions.Say(r.Context(), whoIs(r.Context()), people.Draft{Story: hearsay.StoryID(f.Get("story")), Claim: hearsay.ClaimID(f.Get("claim")), From: hearsay.DocumentID(f.Get("from")),
			To: hearsay.DocumentID(f.Get("to")), Outlet: hearsay.OutletID(f.Get("outlet")), Answers: hearsay.RemarkID(f.Get("answers")), Text: f.Get("text"), TLP: tlp})
	}
	d.afterSaying(w, r, m.ID, err)
}

func (d *desk) editRemark(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	var m hearsay.Remark
	tlp := hearsay.Clear
	if err == nil {
		tlp, err = markingOf(r.PostForm)
	}
	if err == nil {
		m, err = d.Discussions.Edit(r.Context(), whoIs(r.Context()), hearsay.RemarkID(r.PostForm.Get("id")), r.PostForm.Get("text"), tlp)
	}
	d.afterSaying(w, r, m.ID, err)
}

func (d *desk) withdrawRemark(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	id := hearsay.RemarkID(r.PostForm.Get("id"))
	if err == nil {
		err = d.Discussions.Withdraw(r.Context(), whoIs(r.Context()), id)
	}
	d.afterSaying(w, r, id, err)
}

// seeMentions keeps that who asks has seen where they are mentioned, up to the newest that the page showed.
func (d *desk) seeMentions(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	var upTo time.Time
	if err == nil {
		if upTo, err = time.Parse(time.RFC3339Nano, r.PostForm.Get("upto")); err != nil {
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read which mentions were seen"}
		}
	}
	if err == nil {
		err = d.Discussions.SeeMentions(r.Context(), whoIs(r.Context()).ID, upTo)
	}
	d.afterQuery(w, r, "/", err)
}

// markingOf reads the marking that a form gives; CLEAR where it gives none.
func markingOf(f url.Values) (hearsay.TLP, error) {
	if f.Get("marking") == "" {
		return hearsay.Clear, nil
	}
	return hearsay.ParseTLP(f.Get("marking"))
}

// afterSaying goes on to a remark, or tells why nothing was said.
func (d *desk) afterSaying(w http.ResponseWriter, r *http.Request, id hearsay.RemarkID, err error) {
	switch {
	case err == nil:
		http.Redirect(w, r, "/remark/"+url.PathEscape(string(id)), http.StatusSeeOther)
	case errors.Is(err, hearsay.ErrInvalid):
		d.tell(w, FaultPage{http.StatusBadRequest, "This was not said", problem(err) + " Go back, and nothing is lost."})
	case errors.Is(err, hearsay.ErrTemporary):
		w.Header().Set("Retry-After", "60")
		d.tell(w, FaultPage{http.StatusTooManyRequests, "This was not said yet", problem(err) + " Go back, and nothing is lost."})
	default:
		d.fail(w, r, err)
	}
}
