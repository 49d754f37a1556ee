// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// TestPagesCanBeReadAloud takes what a screen reader would say of a page, in its order: what is claimed, how it stands, how many origins it has and
// since when, who says so and who denies it; and of a person's page, what they said and what is said of them.
func TestPagesCanBeReadAloud(t *testing.T) {
	ctx := browser(t)
	server := httptest.NewServer(desk(t))
	defer server.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for path, wants := range map[string][]string{
		"/claim/kclosing": {
			"heading The ferry line to Grünholm will close in May", "denied", "1–2 origins", "so since", "4 April 2026", "heading Why this number",
			"Daily Anchor is merged with Nordwire: it names Nordwire as its source", "heading Origins", "three officials of the ministry", "heading What the parties say",
			"link Ida Holm", "denies", "There is no decision to close the line", "heading On whose authority", "heading The same as a list", "heading How it moved", "rumour", "denied",
		},
		"/entity/eholm": {"heading Ida Holm", "person", "heading On watched pages", "name lost", "heading What it is said to have said", "denies", "There is no decision to close the line", "Coast Today"},
		"/story/sferry": {"heading Ferry line to Grünholm to close in May", "heading Claims", "denied", "Ida Holm denies", "heading Who covers it, and when", "heading The same in words", "Quiet Times", "silent"},
	} {
		do(t, ctx, chromedp.Navigate(server.URL+path))
		said := aloud(t, ctx)
		at := 0
		for _, want := range wants {
			i := strings.Index(said[at:], want)
			if i < 0 {
				t.Errorf("%s: %q is not said, or not behind what comes before it; what is said:\n%s", path, want, said)
				break
			}
			at += i
		}
		if strings.Contains(said, "●") && !strings.Contains(said, "original") {
			t.Errorf("%s: signs are read without their words", path)
		}
	}
}

// aloud is what the accessibility tree says in its order: the text, with "heading" and "link" before what is one.
func aloud(t *testing.T, ctx context.Context) string {
	t.Helper()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		t.Fatal(err)
	}
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		nodes[n.NodeID] = n
	}
	var b strings.Builder
	var say func(n *accessibility.Node)
	say = func(n *accessibility.Node) {
		if n == nil {
			return
		}
		name := textOf(n.Name)
		switch role := textOf(n.Role); {
		case n.Ignored:
		case role == "heading" || role == "link":
			b.WriteString(role + " " + name + "\n")
			if role == "link" && name == "" {
				t.Errorf("a link without a name in %s", n.NodeID)
			}
			return
		case role == "StaticText":
			b.WriteString(name + "\n")
			return
		}
		for _, id := range n.ChildIDs {
			say(nodes[id])
		}
	}
	say(tree.Nodes[0])
	return strings.ReplaceAll(b.String(), "\n denies", " denies")
}

func textOf(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(v.Value, &s) // what is no text is not said
	return s
}
