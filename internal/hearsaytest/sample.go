// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"strings"
	"time"

	"hearsay"
)

// Day is the day of the sample values.
var Day = time.Date(2024, 4, 16, 0, 0, 0, 0, time.UTC)

// At is a time of [Day].
func At(hour, minute int) time.Time {
	return Day.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// Document makes a document of an outlet whose text is title and body.
func Document(outlet hearsay.OutletID, title, body string) hearsay.Document {
	url := "https://" + string(outlet) + ".example/" + strings.ReplaceAll(strings.ToLower(title), " ", "-")
	text := title + "\n\n" + body
	capture := hearsay.NewCaptureID(url, hearsay.ID('x', text))
	return hearsay.Document{
		ID:        hearsay.NewDocumentID(capture, ""),
		Kind:      hearsay.Article,
		Outlet:    outlet,
		URL:       url,
		Title:     title,
		Published: hearsay.Date{Time: At(9, 0), Precision: hearsay.ToTheTime},
		Fetched:   At(10, 0),
		Language:  "en",
		Text:      text,
		Body:      len(title) + 2,
		Stamp:     hearsay.NewStamp("read", 1),
	}
}

// Find is the span of the first place where a document has the words.
func Find(d hearsay.Document, words string) hearsay.Span {
	at := strings.Index(d.Text, words)
	if at < 0 {
		panic("hearsaytest: no " + words + " in " + d.Title)
	}
	return hearsay.Cut(d.Text, at, at+len(words))
}
