// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"hearsay"
)

// StoriesPage is the first page: the stories, the one with the newest document at the top.
type StoriesPage struct {
	Stories []StoryLine
	Next    string // where the list goes on; empty at its end
	Later   bool   // this is not the first page of the list
}

// StoryLine is a story as the list shows it.
type StoryLine struct {
	Story   hearsay.Story
	Outlets []hearsay.Outlet
	Claims  []ClaimLine // the few that matter
	Moved   *Move       // what moved last; nil where nothing has
}

// ClaimLine is a claim as lists show it.
type ClaimLine struct {
	Claim     hearsay.Claim
	Language  string              // of the document that its wording is from
	Now       *hearsay.Assessment // nil while it is not assessed
	Decided   *hearsay.Decision   // about its status, which comes before Now; nil where there is none
	Since     time.Time           // since when its status has been what it is
	Carriers  int                 // documents that carry it
	Responses []hearsay.Response
}

// Stand is what a party does about a claim, however often it is reported.
type Stand struct {
	Response hearsay.Response // the first report of it
	Reports  int              // documents that report it
}

// Stands sums up the responses by party and stance, in the order of their first reports.
func (l ClaimLine) Stands() []Stand {
	type key struct {
		party  string
		stance hearsay.Stance
	}
	at := map[key]int{}
	reported := map[key]map[hearsay.DocumentID]bool{}
	var all []Stand
	for _, r := range l.Responses {
		k := key{voiceName(r.Party), r.Stance}
		i, known := at[k]
		if !known {
			i = len(all)
			at[k], reported[k] = i, map[hearsay.DocumentID]bool{}
			all = append(all, Stand{Response: r})
		}
		reported[k][r.Document] = true
		all[i].Reports = len(reported[k])
	}
	return all
}

// Move is a change of status.
type Move struct {
	Claim    hearsay.Claim
	Language string
	Before   hearsay.Status // empty where the claim was new
	Now      hearsay.Assessment
}

// DocumentLine is a document as lists show it; its text is left out.
type DocumentLine struct {
	Document hearsay.Document
	Outlet   hearsay.Outlet
}

func (p *StoriesPage) title() string { return "Stories" }

func (d *desk) stories(r *http.Request) (titled, error) {
	after := r.URL.Query().Get("after")
	p, err := d.Ledger.Stories(r.Context(), after)
	if err != nil {
		return nil, err
	}
	p.Later = after != ""
	return p, nil
}
