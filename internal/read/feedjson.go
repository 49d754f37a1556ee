// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"encoding/json"
	"fmt"
	"strings"
)

// jsonFeed is a JSON Feed, version 1 or 1.1, as far as it is read.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description"`
	Language    string       `json:"language"`
	Author      *jsonPerson  `json:"author"`
	Authors     []jsonPerson `json:"authors"`
	Hubs        []jsonHub    `json:"hubs"`
	Items       []jsonItem   `json:"items"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonPerson struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type jsonItem struct {
	ID            any          `json:"id"` // a string; numbers occur
	URL           string       `json:"url"`
	ExternalURL   string       `json:"external_url"`
	Title         string       `json:"title"`
	ContentHTML   string       `json:"content_html"`
	ContentText   string       `json:"content_text"`
	Summary       string       `json:"summary"`
	DatePublished string       `json:"date_published"`
	DateModified  string       `json:"date_modified"`
	Language      string       `json:"language"`
	Author        *jsonPerson  `json:"author"`
	Authors       []jsonPerson `json:"authors"`
}

func readJSONFeed(text string, from FeedSource) (FeedContent, error) {
	var in jsonFeed
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return FeedContent{}, fmt.Errorf("JSON Feed: %w", err)
	}
	if !strings.Contains(in.Version, "jsonfeed.org/version") {
		return FeedContent{}, fmt.Errorf("%w: no version of JSON Feed", errNoFeed)
	}
	var f FeedContent
	dates := newDateReader(in.Language, from.Fetched)
	f.Title = FeedText{Value: in.Title, Type: "text/plain"}
	f.Summary = FeedText{Value: in.Description, Type: "text/plain"}
	f.Link = webLink(from.URL, in.HomePageURL)
	f.Language = firstOf(in.Language, from.Language)
	f.people(in.Author, in.Authors)
	f.Offer.add("self", from.URL, in.FeedURL)
	for _, h := range in.Hubs {
		if strings.EqualFold(h.Type, "websub") {
			f.Offer.add("hub", from.URL, h.URL)
		}
	}
	if len(in.Items) > maxFeedItems {
		in.Items, f.Truncated = in.Items[:maxFeedItems], true
	}
	for i := range in.Items {
		f.Entries = append(f.Entries, in.Items[i].record(from, dates, f.Language))
	}
	return f, nil
}

func (in *jsonItem) record(from FeedSource, dates *dateReader, lang string) FeedRecord {
	rec := FeedRecord{
		Title:    FeedText{Value: collapse(in.Title), Type: "text/plain"},
		Summary:  FeedText{Value: in.Summary, Type: "text/plain"},
		Link:     firstOf(webLink(from.URL, in.URL), webLink(from.URL, in.ExternalURL)),
		Language: firstOf(in.Language, lang),
	}
	if in.ID != nil {
		rec.ID = fmt.Sprint(in.ID)
	}
	if in.ContentHTML != "" {
		rec.Content = append(rec.Content, FeedText{Value: tidyMarkup(cap1MiB(in.ContentHTML), from.URL), Type: "text/html"})
	}
	if in.ContentText != "" {
		rec.Content = append(rec.Content, FeedText{Value: cap1MiB(in.ContentText), Type: "text/plain"})
	}
	rec.Published.Raw, rec.Updated.Raw = in.DatePublished, in.DateModified
	rec.Published.Date, _ = dates.parse(in.DatePublished)
	rec.Updated.Date, _ = dates.parse(in.DateModified)
	rec.people(in.Author, in.Authors)
	return rec
}

func cap1MiB(s string) string {
	if len(s) <= maxItemText {
		return s
	}
	return strings.ToValidUTF8(s[:maxItemText], "")
}

func (rec *FeedRecord) people(one *jsonPerson, many []jsonPerson) {
	if len(many) == 0 && one != nil {
		many = []jsonPerson{*one}
	}
	for _, p := range many[:min(len(many), 100)] {
		rec.Authors = append(rec.Authors, FeedPerson{Name: p.Name, URL: webLink("", p.URL)})
		rec.Author = firstOf(rec.Author, p.Name)
	}
}
