// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// The sample is a small ledger: a wire agency, three papers and a Chinese one on the closing of a ferry line,
// with a copy, a credit in prose, a loop, an unnamed voice, a denial, a silent outlet and an edited article.
const (
	ferryStory hearsay.StoryID    = "sferry"
	closing    hearsay.ClaimID    = "kclosing"
	costs      hearsay.ClaimID    = "kcosts"
	wirePiece  hearsay.DocumentID = "dwire"
	loopPiece  hearsay.DocumentID = "dcoast"
)

// hostile is a title as an enemy would write it.
const hostile = "<script>alert(1)</script> \u202etxt.exe\u202c \"><img src=x onerror=alert(2)> za\u200bro"

func april(day, hour int) time.Time { return time.Date(2026, 4, day, hour, 0, 0, 0, time.UTC) }

type sample struct {
	documents    []hearsay.Document
	attributions []hearsay.Attribution
	statements   []hearsay.Statement
	captures     []hearsay.Capture
}

func (s *sample) article(id hearsay.DocumentID, outlet hearsay.OutletID, at time.Time, lines ...string) {
	capture := hearsay.CaptureID("c" + string(id))
	url := "https://" + string(outlet) + ".example/ferry/" + string(id)
	s.captures = append(s.captures, hearsay.Capture{
		ID: capture, URL: url, MediaType: "text/html", Status: 200, Fetched: at.Add(20 * time.Minute), Outlet: outlet,
		Digest: strings.Repeat("0123456789abcdef", 4), Size: 48213, Segment: "segments/2026-04/000017.warc.gz",
		Offset: 88213, Length: 9120, Leaf: int64(len(s.captures)), Salt: []byte("salt"),
	})
	s.documents = append(s.documents, hearsay.Document{
		ID: id, Capture: capture, Kind: hearsay.Article, Outlet: outlet, URL: url, Title: lines[0], Authors: []string{"A. Writer"},
		Published: hearsay.Date{Time: at, Precision: hearsay.ToTheTime}, Fetched: at.Add(20 * time.Minute), Language: "en",
		Text: strings.Join(lines, "\n"), Body: len(lines[0]) + 1, Stamp: "read@1",
	})
}

func (s *sample) text(id hearsay.DocumentID) string {
	for _, d := range s.documents {
		if d.ID == id {
			return d.Text
		}
	}
	return ""
}

func (s *sample) span(id hearsay.DocumentID, words string) hearsay.Span {
	text := s.text(id)
	at := strings.Index(text, words)
	if at < 0 {
		panic("not in " + string(id) + ": " + words)
	}
	return hearsay.Cut(text, at, at+len(words))
}

// said adds an attribution: who, the cue and what, as they stand in the text.
func (s *sample) said(id hearsay.AttributionID, in hearsay.DocumentID, act hearsay.Act, who, cue, what string, chain ...hearsay.Voice) {
	a := hearsay.Attribution{
		ID: id, Document: in, Act: act, Cue: []hearsay.Span{s.span(in, cue)}, Content: []hearsay.Span{s.span(in, what)},
		Voice: chain[0], Chain: chain, Confidence: 0.91, Stamp: "annotate@1",
	}
	if who != "" {
		source := s.span(in, who)
		a.Source = &source
	}
	s.attributions = append(s.attributions, a)
}

var (
	officials = hearsay.Voice{Name: "three officials of the ministry", Kind: hearsay.OfficialVoice, Count: 3, Vouched: "nordwire"}
	nordwire  = hearsay.Voice{Name: "Nordwire", Kind: hearsay.OutletVoice, Named: true}
	holm      = hearsay.Voice{Name: "Ida Holm", Kind: hearsay.PersonVoice, Named: true, Entity: "eholm", Role: "spokeswoman", Body: "Ministry of Transport"}
	isle      = hearsay.Voice{Name: "Isle Letter", Kind: hearsay.OutletVoice, Named: true}
)

func newSample() *sample {
	s := &sample{}
	const close1 = "The ferry line to Grünholm will close in May, three officials of the ministry told Nordwire on condition of anonymity."
	const cost = "The line lost 14 million last year, according to a report that Nordwire has seen."
	s.article(wirePiece, "nordwire", april(2, 9), "Ferry line to Grünholm to close in May", close1, cost, "Islanders learned of it from the radio.")
	s.article("dpost", "post", april(2, 11), "Ferry line to Grünholm to close in May", close1, cost)
	s.article("danchor", "anchor", april(3, 8), "Grünholm may lose its ferry",
		"Grünholm may lose its ferry this spring.", "Citing three officials, Nordwire reported that the line will close in May.",
		"The Daily Anchor asked two operators; neither wanted to speak.")
	s.article(loopPiece, "coast", april(4, 10), "Ministry denies plan to close the ferry",
		"“There is no decision to close the line,” said Ida Holm, spokeswoman of the Ministry of Transport.",
		"The Isle Letter wrote that the closing would cost the island 200 jobs.",
		"The ministry declined to comment on the losses.")
	s.article("disle", "isle", april(5, 7), "200 jobs at stake",
		"The closing of the ferry would cost the island 200 jobs, as Coast Today reported.")
	s.article("dzh", "haigang", april(5, 9), "格林霍尔姆轮渡将停航", "据北方通讯社报道，通往格林霍尔姆的轮渡航线将于五月停航。")
	s.documents[len(s.documents)-1].Language = "zh"
	s.article("dbad", "isle", april(6, 7), hostile, "A text that is no more than bait, said <b>nobody</b>.")
	s.documents[len(s.documents)-1].URL = "javascript:alert(3)"
	s.article("dpost2", "post", april(6, 9), "Ferry line to Grünholm may close", "The ferry line to Grünholm may close, officials said.")
	s.documents[len(s.documents)-1].URL = s.documents[1].URL
	s.documents[len(s.documents)-1].Prior = "dpost"

	s.said("a1", wirePiece, hearsay.Assert, "three officials of the ministry", "told", "The ferry line to Grünholm will close in May", officials)
	s.said("a2", wirePiece, hearsay.Assert, "a report that Nordwire has seen", "according to", "The line lost 14 million last year",
		hearsay.Voice{Name: "a report", Kind: hearsay.DocumentVoice, Vouched: "nordwire"})
	s.said("a3", "dpost", hearsay.Assert, "three officials of the ministry", "told", "The ferry line to Grünholm will close in May", officials)
	s.said("a4", "danchor", hearsay.Assert, "Nordwire", "reported", "that the line will close in May", nordwire, officials)
	s.said("a5", loopPiece, hearsay.Deny, "Ida Holm", "said", "There is no decision to close the line", holm)
	s.said("a6", loopPiece, hearsay.Assert, "The Isle Letter", "wrote", "that the closing would cost the island 200 jobs", isle)
	s.said("a7", "disle", hearsay.Assert, "Coast Today", "reported", "The closing of the ferry would cost the island 200 jobs",
		hearsay.Voice{Name: "Coast Today", Kind: hearsay.OutletVoice, Named: true})
	s.said("a8", "dzh", hearsay.Assert, "北方通讯社", "报道", "通往格林霍尔姆的轮渡航线将于五月停航", nordwire)
	s.said("a9", "dpost2", hearsay.Assert, "officials", "said", "The ferry line to Grünholm may close", officials)
	s.statements = []hearsay.Statement{
		{ID: "t1", Document: "danchor", Span: s.span("danchor", "Grünholm may lose its ferry"), Act: hearsay.Assert, Stamp: "annotate@1"},
	}
	return s
}

func (s *sample) links() []hearsay.Link {
	return []hearsay.Link{
		{From: "dpost", To: wirePiece, Outlet: "nordwire", Kind: hearsay.Copies, Share: 0.94, Reason: "94 % of its words are Nordwire's, which was first by two hours"},
		{From: "danchor", To: wirePiece, Outlet: "nordwire", Kind: hearsay.Credits, Span: s.span("danchor", "Nordwire reported"), Reason: "names Nordwire, whose article of the day before says the same"},
		{From: loopPiece, To: "disle", Outlet: "isle", Kind: hearsay.Credits, Span: s.span(loopPiece, "The Isle Letter wrote"), Loop: true, Reason: "names the Isle Letter"},
		{From: "disle", To: loopPiece, Outlet: "coast", Kind: hearsay.Credits, Span: s.span("disle", "as Coast Today reported"), Loop: true, Reason: "names Coast Today"},
	}
}

func (s *sample) claims() []hearsay.Claim {
	first := s.span(wirePiece, "The ferry line to Grünholm will close in May")
	second := s.span("disle", "The closing of the ferry would cost the island 200 jobs")
	return []hearsay.Claim{
		{ID: closing, Story: ferryStory, Text: first.Text, Source: wirePiece, Span: first, Stamp: "trace@1"},
		{ID: costs, Story: ferryStory, Text: second.Text, Source: "disle", Span: second, Stamp: "trace@1"},
	}
}

var assertions = []hearsay.Assertion{
	{Claim: closing, Document: wirePiece, Attribution: "a1", Reason: "its wording"},
	{Claim: closing, Document: "dpost", Attribution: "a3", Reason: "same words"},
	{Claim: closing, Document: "danchor", Attribution: "a4", Reason: "same subject, verb and month"},
	{Claim: closing, Document: "danchor", Statement: "t1", Reason: "same subject and object"},
	{Claim: closing, Document: "dzh", Attribution: "a8", Reason: "credits Nordwire, same names and month"},
	{Claim: costs, Document: loopPiece, Attribution: "a6", Reason: "same number"},
	{Claim: costs, Document: "disle", Attribution: "a7", Reason: "its wording"},
}

func assessments() []hearsay.Assessment {
	origin := hearsay.Origin{Voice: officials, Document: wirePiece, Documents: 4, Reason: "one group of officials: Nordwire vouches for them, the others name Nordwire"}
	merges := []string{
		"Harbour Post is merged with Nordwire: 94 % of its words are Nordwire's",
		"Daily Anchor is merged with Nordwire: it names Nordwire as its source",
		"rumour: no named or documentary origin",
	}
	return []hearsay.Assessment{
		{Claim: closing, Status: hearsay.Rumoured, Low: 1, High: 1, Origins: []hearsay.Origin{origin}, Reasons: merges[2:], Cause: string(wirePiece), At: april(2, 9), Known: april(2, 9).Add(20 * time.Minute), Stamp: "assess@1"},
		{Claim: closing, Status: hearsay.Denied, Low: 1, High: 2, Origins: []hearsay.Origin{origin}, Reasons: append(merges[:2:2], "denied: Ida Holm, who can know, denies it"), Cause: string(loopPiece), At: april(4, 10), Known: april(4, 10).Add(20 * time.Minute), Stamp: "assess@1"},
		{Claim: costs, Status: hearsay.Rumoured, Low: 0, High: 0, Reasons: []string{"rumour: no named or documentary origin", "both documents give each other as the authority"}, Cause: "disle", At: april(5, 7), Known: april(5, 8), Stamp: "assess@1"},
	}
}

func sampleOutlets() []hearsay.Outlet {
	return []hearsay.Outlet{
		{ID: "nordwire", Name: "Nordwire", Domain: "nordwire.example", Agency: true, Country: "NO"},
		{ID: "post", Name: "Harbour Post", Domain: "post.example"},
		{ID: "anchor", Name: "Daily Anchor", Domain: "anchor.example"},
		{ID: "coast", Name: "Coast Today", Domain: "coast.example"},
		{ID: "isle", Name: "Isle Letter", Domain: "isle.example", Aliases: []string{"The Isle Letter"}},
		{ID: "haigang", Name: "海港日报", Domain: "haigang.example", Language: "zh"},
		{ID: "quiet", Name: "Quiet Times", Domain: "quiet.example"},
		{ID: "closed", Name: "Closed Gazette", Domain: "closed.example"},
	}
}

// sampleLooks looks at every outlet four times a day; one of them never answers.
func sampleLooks(outlets []hearsay.Outlet) ([]hearsay.Feed, []hearsay.Attempt) {
	var feeds []hearsay.Feed
	var attempts []hearsay.Attempt
	for _, o := range outlets {
		feed := hearsay.FeedID("f-" + o.ID)
		feeds = append(feeds, hearsay.Feed{ID: feed, Outlet: o.ID, Kind: hearsay.FeedRSS, URL: "https://" + o.Domain + "/rss", Every: time.Hour})
		for h := 0; h < 5*24; h += 6 {
			a := hearsay.Attempt{Feed: feed, URL: "https://" + o.Domain + "/rss", At: april(2, 1).Add(time.Duration(h) * time.Hour), Status: 200, Outcome: hearsay.Unchanged}
			if o.ID == "closed" {
				a.Status, a.Outcome, a.Reason = 0, hearsay.Failed, "no answer"
			}
			attempts = append(attempts, a)
		}
	}
	return feeds, attempts
}

// The page of the ministry has lost its spokeswoman, and then was gone.
var (
	ministryPage  = hearsay.Feed{ID: "fpeople", Outlet: "quiet", Kind: hearsay.FeedPage, URL: "https://ministry.example/people", Every: time.Hour}
	ministryTrack = store.Track{Feed: "fpeople", Seq: 9, Stamp: "watch@1", Track: watch.Track{State: watch.Removed, Evidence: "status 404", Since: april(6, 10), Looked: april(6, 12), Settled: "cpeople2"}}
)

func (s *sample) events() []hearsay.Event {
	title := s.span("dpost2", "Ferry line to Grünholm may close")
	return []hearsay.Event{
		{ID: "v1", Kind: hearsay.ClaimMoved, Story: ferryStory, Claim: closing, Document: loopPiece, Text: "from rumour to denied", At: april(4, 10), Known: april(4, 11), Stamp: "assess@1"},
		{ID: "v2", Kind: hearsay.DocumentChanged, Story: ferryStory, Document: "dpost2", Text: "hedge given, without a note", At: april(6, 9), Known: april(6, 9), Stamp: "trace@1",
			Changes: []hearsay.Change{{Kind: hearsay.HedgeGiven, Before: s.span("dpost", "Ferry line to Grünholm to close in May"), After: title, Claim: closing}}},
		{ID: "v3", Kind: hearsay.PageChanged, Feed: "fpeople", Before: "cpeople1", After: "cpeople2", Text: "name lost", At: april(6, 8), Known: april(6, 9), Stamp: "watch@1",
			Changes: []hearsay.Change{{Kind: hearsay.NameLost, Before: hearsay.Span{Start: 12, End: 20, Text: "Ida Holm"}, Entity: "eholm"}}},
		{ID: "v4", Kind: hearsay.PageState, Feed: "fpeople", Before: "cpeople2", Text: "from present to removed: status 404", At: april(6, 10), Known: april(6, 12), Stamp: "watch@1"},
	}
}

// save puts the sample into a store, in the order of the stages.
func (s *sample) save(t *testing.T, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	outlets := sampleOutlets()
	feeds, attempts := sampleLooks(outlets)
	var members []hearsay.Membership
	for _, d := range s.documents {
		members = append(members, hearsay.Membership{Story: ferryStory, Document: d.ID, Score: 0.7, Reason: "shares Grünholm, ferry and May with the first", Stamp: "cluster@1"})
	}
	story := hearsay.Story{ID: ferryStory, Title: s.documents[0].Title, First: april(2, 9), Last: april(6, 9), Stamp: "cluster@1"}
	responses := []hearsay.Response{{
		Claim: closing, Party: holm, Stance: hearsay.Denies, What: "There is no decision to close the line", Concerned: true,
		Document: loopPiece, Attribution: "a5", At: april(4, 10), Stamp: "trace@1",
	}}
	write := func(what string, f func(*store.Tx) error) {
		if err := st.Write(ctx, f); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	write("outlets", func(tx *store.Tx) error { return tx.SaveOutlets(ctx, outlets...) })
	write("feeds", func(tx *store.Tx) error { return tx.SaveFeeds(ctx, feeds...) })
	write("attempts", func(tx *store.Tx) error { return tx.AddAttempts(ctx, attempts...) })
	write("captures", func(tx *store.Tx) error { return tx.AddCaptures(ctx, s.captures...) })
	write("documents", func(tx *store.Tx) error { return tx.SaveDocuments(ctx, s.documents...) })
	write("attributions", func(tx *store.Tx) error { return tx.SaveAttributions(ctx, s.attributions...) })
	write("statements", func(tx *store.Tx) error { return tx.SaveStatements(ctx, s.statements...) })
	write("story", func(tx *store.Tx) error { return tx.SaveStories(ctx, story) })
	write("memberships", func(tx *store.Tx) error { return tx.SaveMemberships(ctx, members...) })
	write("claims", func(tx *store.Tx) error { return tx.SaveClaims(ctx, s.claims()...) })
	write("assertions", func(tx *store.Tx) error { return tx.SaveAssertions(ctx, assertions...) })
	write("links", func(tx *store.Tx) error { return tx.SaveLinks(ctx, s.links()...) })
	write("responses", func(tx *store.Tx) error { return tx.SaveResponses(ctx, responses...) })
	write("entity", func(tx *store.Tx) error {
		return tx.SaveEntities(ctx, hearsay.Entity{ID: "eholm", Kind: hearsay.PersonEntity, Name: "Ida Holm"})
	})
	write("alias", func(tx *store.Tx) error {
		return tx.SaveAliases(ctx, hearsay.Alias{Entity: "eholm", Name: "Ida Holm", Document: loopPiece})
	})
	write("mention", func(tx *store.Tx) error {
		return tx.SaveMentions(ctx, hearsay.Mention{Document: loopPiece, Span: s.span(loopPiece, "Ida Holm"), Kind: hearsay.PersonEntity, Name: "Ida Holm", Entity: "eholm"})
	})
	write("page", func(tx *store.Tx) error { return tx.SaveFeeds(ctx, ministryPage) })
	write("track", func(tx *store.Tx) error { return tx.SaveTracks(ctx, ministryTrack) })
	write("events", func(tx *store.Tx) error { return tx.AddEvents(ctx, s.events()...) })
	write("decision", func(tx *store.Tx) error {
		_, err := tx.AddDecision(ctx, hearsay.Decision{ID: "j1", Kind: hearsay.GradeVoice, Object: "nordwire", Value: "B", Reason: "mostly right", By: "ann", At: april(6, 8)})
		return err
	})
	for _, a := range assessments() {
		write("assessment", func(tx *store.Tx) error { _, err := tx.AddAssessment(ctx, a); return err })
	}
}
