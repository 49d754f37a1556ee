// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"

	"hearsay/internal/warc"
)

// warc gives the responses and resources of a WARC, one after another. Records that are damaged give an error with
// their place; requests, metadata and revisits give nothing.
func (w *fileWalk) warc(name string, buffered io.Reader, r io.Reader) {
	in := buffered
	if s, ok := r.(io.Seeker); ok {
		if _, err := s.Seek(0, io.SeekStart); err == nil {
			in = r // a record that lies about its end then hides less
		}
	}
	for rec, err := range warc.Records(in) {
		switch {
		case w.stopped:
			return
		case err != nil:
			w.fail(name, err, "")
		case rec.Type == warc.Response || rec.Type == warc.Resource:
			w.record(name, rec)
		}
	}
}

func (w *fileWalk) record(name string, rec *warc.Record) {
	in := Input{URL: rec.URI, MediaType: rec.Media, Fetched: rec.Date, Payload: rec.Block, Archived: true}
	if in.URL == "" {
		w.fail(name, fmt.Errorf("record at %d: no target URI", rec.Offset), "")
		return
	}
	if in.Fetched.IsZero() || in.Fetched.After(w.Now) {
		in.Fetched = w.Now
	}
	if rec.Type == warc.Response && !strings.HasPrefix(rec.URI, "dns:") {
		a, err := warc.ParseResponse(rec.Block)
		if err != nil {
			w.fail(name, fmt.Errorf("record at %d: %w", rec.Offset, err), "")
			return
		}
		in.MediaType, in.Status, in.Payload, in.Truncated = a.Header.Get("Content-Type"), a.Status, a.Body, a.Truncated
	}
	in.Refused = unwanted(&in)
	if rec.Type == warc.Resource { // one of ours was kept, whatever the status of its answer
		in.Status, _ = strconv.Atoi(rec.Header.Get("Hearsay-Status"))
	}
	if rec.Doubtful {
		in.Quarantine = fmt.Sprintf("%s, record at %d, found by searching after damage: it may be a piece of another record", name, rec.Offset)
	}
	w.give(in, nil)
}

// unwanted says why an answer holds nothing to read; empty if it may.
func unwanted(in *Input) string {
	kind, _, err := mime.ParseMediaType(in.MediaType)
	if errors.Is(err, mime.ErrInvalidMediaParameter) {
		err = nil
	}
	main, sub, _ := strings.Cut(kind, "/")
	switch {
	case in.Status != 0 && (in.Status < 200 || in.Status > 299):
		return fmt.Sprintf("status %d", in.Status)
	case len(in.Payload) == 0:
		return "empty answer"
	case err != nil || kind == "":
		return ""
	case main == "image" || main == "audio" || main == "video" || main == "font",
		sub == "css" || strings.HasSuffix(sub, "javascript") || sub == "dns" || sub == "pdf":
		return kind + " is not read"
	}
	return ""
}
