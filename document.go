// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"cmp"
	"strconv"
	"time"
)

// Capture is one raw answer, as it came. Its bytes lie in a segment of the archive and are never edited, only
// erased; the record says where, and its leaf in the evidence log proves that they are unchanged.
type Capture struct {
	ID        CaptureID // of URL and Digest: the same bytes from the same place are one capture, unless others came between
	Feed      FeedID
	URL       string // where it came from; "file:NAME" for an imported file, "file:NAME#N" for its Nth record
	MediaType string // as declared, or as recognised for a file
	Status    int    // HTTP status; 0 for a file
	Fetched   time.Time
	Digest    string // SHA-256 of the payload, lower-case hex
	Size      int64  // of the payload, in bytes
	Outlet    OutletID
	Reason    string // why it is quarantined, or [NotExtracted] with a word why; empty otherwise
	TLP       TLP

	Segment string // file of the archive
	Offset  int64  // of the record's gzip member in the segment
	Length  int64  // of the member, in bytes
	Leaf    int64  // index in the evidence log
	Salt    []byte // the leaf holds SHA-256(salt ‖ payload); deleting the salt is part of erasure
}

// NotExtracted begins the reason of a capture that was too much for the extractor and was read by its tokens alone.
// "time", "memory" or "crash" follows.
const NotExtracted = "not extracted: "

// NewCaptureID derives the ID of the capture of payload digest (lower-case hex) at url.
func NewCaptureID(url, digest string) CaptureID { return CaptureID(ID('c', url, digest)) }

// NewReturnID derives the ID of the capture of a payload that url gave before, gave another since, and gives again at a time.
func NewReturnID(url, digest string, fetched time.Time) CaptureID {
	return CaptureID(ID('c', url, digest, strconv.FormatInt(fetched.UnixMicro(), 10)))
}

// Kind is what a document is.
type Kind string

// The kinds of document. Threads and digests have documents as parts, and only parts are placed in stories.
const (
	Article Kind = "article"
	Post    Kind = "post"
	Thread  Kind = "thread"
	Digest  Kind = "digest"
	Page    Kind = "page"
)

// Precision is how exactly a date is known.
type Precision string

// The precisions, from none to the second.
const (
	NoDate    Precision = ""
	ToYear    Precision = "year"
	ToMonth   Precision = "month"
	ToDay     Precision = "day"
	ToTheTime Precision = "time"
)

// Date is a point in time with the precision to which it is known; Time is the start of the interval, UTC.
type Date struct {
	Time      time.Time
	Precision Precision
}

// Known reports whether there is a date at all.
func (d Date) Known() bool { return d.Precision != NoDate }

// String prints the date as exactly as it is known, in the form of EDTF level 0.
func (d Date) String() string {
	switch d.Precision {
	case ToYear:
		return d.Time.Format("2006")
	case ToMonth:
		return d.Time.Format("2006-01")
	case ToDay:
		return d.Time.Format("2006-01-02")
	case ToTheTime:
		return d.Time.UTC().Format(time.RFC3339)
	}
	return ""
}

// Span is a byte range [Start, End) of a document's text. Text is that slice, verbatim; it is carried along so
// that a reader need not hold the document, and any difference from the slice is an error.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Cut makes the span of text from start to end.
func Cut(text string, start, end int) Span { return Span{start, end, text[start:end]} }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Holds reports whether o lies within s.
func (s Span) Holds(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Before orders spans by start, then by end.
func (s Span) Before(o Span) int {
	return cmp.Or(cmp.Compare(s.Start, o.Start), cmp.Compare(s.End, o.End))
}

// Document is readable text with a date and a home. Text is never changed after it is stored: a new version of
// an article is a new document whose Prior is the old one. Where there is a headline, Text begins with it.
type Document struct {
	ID        DocumentID
	Capture   CaptureID
	Part      string     // which part of the capture: "" for the whole, "3", "3.2" for the second item of the third
	Parent    DocumentID // thread or digest that this is a part of; empty for none
	Prior     DocumentID // the version before this one; empty for the first
	Kind      Kind
	Outlet    OutletID
	URL       string
	Title     string
	Authors   []string
	Caption   string   // of the picture, kept apart from the text
	Credit    string   // who is credited for the copy by the feed's source or the byline ("Reuters"); empty for none
	ReplyTo   []Quote  // posts: whose words this post quotes
	Links     []string // addresses the text links to, in order, at most 200
	Published Date
	Edited    Date      // posts: when it says that it was changed last. The store does not keep it: the capture tells it
	Fetched   time.Time // of the capture: the upper bound of Published
	Language  string    // BCP 47 primary language; empty where too little text tells
	Text      string
	Body      int // where the body begins in Text, after the headline
	TLP       TLP
	Stamp     Stamp
}

// Quote is a stretch of a post that repeats what somebody wrote earlier in the thread.
type Quote struct {
	Author string // as the quote names them
	Span   Span   // in the quoting post's text
}

// NewDocumentID derives the ID of part of a capture.
func NewDocumentID(c CaptureID, part string) DocumentID { return DocumentID(ID('d', string(c), part)) }

// NewThreadID derives the ID of the thread at an address: its pages are captures of their own, and it is one document.
func NewThreadID(address string) DocumentID { return DocumentID(ID('d', "thread", address)) }

// When is the document's own date, or the time of its capture where it gives none.
func (d *Document) When() time.Time {
	if d.Published.Known() {
		return d.Published.Time
	}
	return d.Fetched
}
