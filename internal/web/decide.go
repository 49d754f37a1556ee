// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"strings"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
)

// Choice is something that a person may decide on a page.
type Choice struct {
	Kind   hearsay.DecisionKind
	Label  string
	Object string   // what it is about; empty where it is chosen
	About  []Option // to choose from
	Other  string   // the other record; empty where it is chosen, typed, or there is none
	With   []Option // to choose the other from
	Typed  string   // asks for the ID or the address of the other
	Values []Option // to choose the value from

	Undone hearsay.DecisionKind // of an undoing: what is undone, where that takes who may decide it
}

// Option is one entry of a list to choose from.
type Option struct{ Value, Name string }

// decided is a page on which something may be decided.
type decided interface{ choices() []Choice }

// least is the role that it takes to decide something of a kind.
func least(k hearsay.DecisionKind) hearsay.Role {
	return people.Least(k)
}

// choicesOf gives what somebody may decide on a page.
func choicesOf(p any, me hearsay.Account) []Choice {
	d, ok := p.(decided)
	if !ok {
		return nil
	}
	var out []Choice
	for _, c := range d.choices() {
		if me.Role.AtLeast(least(c.Kind)) && (c.Undone == "" || me.Role.AtLeast(least(c.Undone))) {
			out = append(out, c)
		}
	}
	return out
}

var statuses = []Option{{"retracted", "retracted"}, {"refuted", "refuted"}, {"confirmed", "confirmed"}, {"denied", "denied"}, {"disputed", "disputed"},
	{"corroborated", "corroborated"}, {"single-origin", "single-origin"}, {"rumour", "rumour"}}

var credibilities = []Option{{"1", "1 confirmed by other sources"}, {"2", "2 probably true"}, {"3", "3 possibly true"}, {"4", "4 doubtful"}, {"5", "5 improbable"}, {"6", "6 cannot be judged"}}

var reliabilities = []Option{{"A", "A completely reliable"}, {"B", "B usually reliable"}, {"C", "C fairly reliable"}, {"D", "D not usually reliable"}, {"E", "E unreliable"}, {"F", "F cannot be judged"}}

func (p *StoryPage) choices() []Choice {
	id := string(p.Story.ID)
	out := []Choice{{Kind: hearsay.MergeStories, Label: "Another story is part of this one", Object: id, Typed: "ID or address of the other story"}}
	if len(p.Documents) > 1 {
		split := Choice{Kind: hearsay.SplitStory, Label: "A document does not belong here", Other: id}
		for _, m := range p.Documents {
			split.About = append(split.About, Option{string(m.Document.ID), titleOf(m.Document) + " – " + outletName(m.Outlet)})
		}
		out = append(out, split)
	}
	return out
}

func (p *ClaimPage) choices() []Choice {
	if !p.Then.IsZero() {
		return nil // what is decided is decided now
	}
	id := string(p.Claim.ID)
	return []Choice{
		{Kind: hearsay.SetStatus, Label: "Its status is another", Object: id, Values: statuses},
		{Kind: hearsay.GradeVoice, Label: "How credible it is", Object: id, Values: credibilities},
		{Kind: hearsay.SameClaim, Label: "Another claim says the same", Object: id, Typed: "ID or address of the other claim"},
		{Kind: hearsay.NotSameClaim, Label: "Something was wrongly counted to it", Object: id, Typed: "ID or address of the claim, attribution or statement"},
	}
}

var publishers = []Option{{"same", "the same as before"}, {"another", "another than before"}}

func (p *OutletPage) choices() []Choice {
	id := string(p.Profile.Outlet.ID)
	out := []Choice{{Kind: hearsay.GradeVoice, Label: "How reliable it is", Object: id, Values: reliabilities}}
	if p.Profile.Doubt != nil {
		out = append([]Choice{{Kind: hearsay.SetPublisher, Label: "Who publishes it since it was away", Object: id, Values: publishers}}, out...)
	}
	return out
}

func (p *EntityPage) choices() []Choice {
	return []Choice{{Kind: hearsay.GradeVoice, Label: "How reliable it is", Object: string(p.Entity.ID), Values: reliabilities}}
}

func (p *DecisionsPage) choices() []Choice {
	c := Choice{Kind: hearsay.UndoDecision, Label: "Take a decision back"}
	for _, d := range p.Decisions {
		if !d.Undone && d.Decision.Kind != hearsay.UndoDecision {
			name := string(d.Decision.Kind) + " " + d.Decision.Value
			for _, o := range d.Objects {
				name += " “" + o.Name + "”"
			}
			c.About = append(c.About, Option{string(d.Decision.ID), strings.TrimSpace(name) + ", by " + d.Decision.By})
		}
	}
	if len(c.About) == 0 {
		return nil
	}
	return []Choice{c}
}

// decide records what somebody decided, and goes on to where it shows.
func (d *desk) decide(w http.ResponseWriter, r *http.Request) {
	if err := form(w, r); err != nil {
		d.fail(w, r, err)
		return
	}
	me := whoIs(r.Context())
	f := r.PostForm
	x := hearsay.Decision{Kind: hearsay.DecisionKind(f.Get("kind")), Object: f.Get("object"), Other: lastPart(f.Get("other")), Value: f.Get("value"),
		Reason: f.Get("reason"), By: me.Name, At: time.Now().UTC()}
	if x.Kind == hearsay.UndoDecision {
		x.Object, x.Undoes = "", hearsay.DecisionID(f.Get("object"))
	}
	if !me.Role.AtLeast(least(x.Kind)) || d.Decide == nil {
		d.fail(w, r, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "decide"})
		return
	}
	if err := d.Decide(r.Context(), x); err != nil {
		d.Log.WarnContext(r.Context(), "a decision was refused", "by", me.ID, "kind", string(x.Kind), "err", err)
		page := FaultPage{http.StatusBadRequest, "This was not decided", problem(err) + " Go back, and nothing is lost."}
		d.tell(w, page)
		return
	}
	http.Redirect(w, r, addressOf(x), http.StatusSeeOther)
}

// lastPart is the ID at the end of an address.
func lastPart(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), "/")
	if i := strings.LastIndexByte(s, '/'); i >= 0 {
		s = s[i+1:]
	}
	s, _, _ = strings.Cut(s, "#")
	return s
}

// addressOf is the page on which a decision shows.
func addressOf(x hearsay.Decision) string {
	id := x.Object
	if x.Kind == hearsay.SplitStory {
		id = x.Other
	}
	if x.Kind == hearsay.NameSource || x.Kind == hearsay.SetAct {
		return "/decisions"
	}
	if id != "" && plainID(id) {
		switch {
		case x.Kind == hearsay.MergeStories, x.Kind == hearsay.SplitStory:
			return "/story/" + id
		case x.Kind == hearsay.LockStory:
			return "/story/" + id + "/discussion"
		case x.Kind == hearsay.HideRemark, x.Kind == hearsay.TakeRemark:
			return "/remark/" + id
		case x.Kind == hearsay.SameClaim, x.Kind == hearsay.NotSameClaim, x.Kind == hearsay.SetStatus:
			return "/claim/" + id
		}
	}
	return "/decisions"
}

// plainID reports whether a string is made as our IDs are.
func plainID(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}
