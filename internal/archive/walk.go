// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package archive

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"hearsay/internal/warc"
)

// Found is one record of a segment, or bytes that are none.
type Found struct {
	Offset, Length int64
	ID             string // of the capture the record says it is; empty for the first record and for damage
	Damage         string // why this is no record; empty where it is one
}

// Walk gives what lies in a segment, in order. The first record, which describes the segment, is compared with
// the segment's name and given only where they differ.
func (a *Archive) Walk(ctx context.Context, segment string) ([]Found, error) {
	file, err := a.open(filepath.Base(segment))
	if err != nil {
		return nil, fault("read segment "+segment, err)
	}
	defer file.Close()
	var all []Found
	if reason := checkInfo(file, segment); reason != "" {
		all = append(all, Found{Damage: reason})
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fault("read segment "+segment, err)
	}
	for r, err := range warc.Records(file) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var e *warc.Error
		switch {
		case errors.As(err, &e):
			all = append(all, Found{Offset: e.Offset, Damage: e.Reason})
		case err != nil:
			return all, fault("read segment "+segment, err)
		case r.Type != warc.Info:
			all = append(all, Found{Offset: r.Offset, Length: r.Length, ID: strings.TrimPrefix(r.ID, recordID(""))})
		}
	}
	return all, nil
}

// checkInfo compares the first record of a segment with the hash in its name.
func checkInfo(file segmentFile, segment string) (reason string) {
	for r, err := range warc.Records(file) {
		if err != nil || r.Type != warc.Info {
			return "the first record is damaged"
		}
		member := make([]byte, r.Length)
		if _, err := file.ReadAt(member, 0); err != nil {
			return "the first record cannot be read again: " + err.Error()
		}
		if !strings.HasSuffix(segment, "-"+infoHash(member)+suffix) {
			return "the first record is not the one that the name of the segment stands for"
		}
		return ""
	}
	return "the segment is empty"
}
