// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"hearsay"
)

// What a bundle may have at most: what is more is refused whole.
const (
	mostBytes   = 64 << 20
	mostObjects = 100_000
)

// Read reads the claims that a bundle of a desk holds. Who says that they are from whom is not asked: that is for whoever knows from whom
// the bundle came. A claim is as strict as the strictest of what speaks of it; an unknown marking, or none, is the strictest there is.
// What is no bundle, or too much, is hearsay.ErrInvalid.
func Read(r io.Reader) ([]Shared, error) {
	fail := func(cause error) ([]Shared, error) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read a STIX bundle", Cause: cause, Hint: "give a bundle of STIX 2.1 as hearsay export stix writes it"}
	}
	limited := &io.LimitedReader{R: r, N: mostBytes + 1}
	var sent struct {
		Type, ID string
		Objects  []json.RawMessage // counted before they are read: each takes much more room than its text
	}
	err := json.NewDecoder(limited).Decode(&sent)
	switch {
	case limited.N <= 0:
		return fail(fmt.Errorf("it is longer than %d MiB", mostBytes>>20))
	case err != nil:
		return fail(err)
	case sent.Type != "bundle" || !strings.HasPrefix(sent.ID, "bundle--"):
		return fail(errors.New("it is no bundle"))
	case len(sent.Objects) > mostObjects:
		return fail(fmt.Errorf("it has more than %d objects", mostObjects))
	}
	b := Bundle{Type: sent.Type, ID: sent.ID, Objects: make([]Object, len(sent.Objects))}
	for i, text := range sent.Objects {
		if err := json.Unmarshal(text, &b.Objects[i]); err != nil {
			return fail(fmt.Errorf("its object %d: %w", i+1, err))
		}
	}
	return b.Claims()
}

// Claims gives the claims that the bundle holds, in the order of their notes.
func (b *Bundle) Claims() ([]Shared, error) {
	seen := map[string]bool{}
	for i := range b.Objects {
		o := &b.Objects[i]
		if seen[o.ID] && o.Type != "marking-definition" {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read a STIX bundle", Cause: fmt.Errorf("two of its objects are called %s", o.ID)}
		}
		seen[o.ID] = true
	}
	var claims []Shared
	for i := range b.Objects {
		o := &b.Objects[i]
		text, ok := o.Extensions[extensionID]
		if !ok || o.Type != "note" {
			continue
		}
		var p property
		if err := json.Unmarshal(text, &p); err != nil {
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read claim " + o.ID, Cause: err}
		}
		switch {
		case p.Version != 1:
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read claim " + o.ID, Cause: fmt.Errorf("version %d of the extension is not known", p.Version)}
		case p.Claim.Text != o.Content:
			return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read claim " + o.ID, Cause: errors.New("its note says something else than its extension")}
		}
		claims = append(claims, Shared{Claim: p.Claim, Marking: b.strictest(o), Documents: p.Documents})
	}
	return claims, nil
}

// strictest is the marking of a note and of whatever in the bundle refers to it.
func (b *Bundle) strictest(note *Object) hearsay.TLP {
	tlp := markingOf(note.Markings)
	for i := range b.Objects {
		for _, ref := range b.Objects[i].ObjectRefs {
			if ref == note.ID {
				tlp = max(tlp, markingOf(b.Objects[i].Markings))
			}
		}
	}
	return tlp
}
