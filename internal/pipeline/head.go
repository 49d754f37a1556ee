// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

// Head is the evidence log at a moment. Written down elsewhere, it tells later whether a log only grew since.
type Head struct {
	Size int64  `json:"size"` // leaves
	Root string `json:"root"` // over them, lower-case hex; empty for an empty log
}

// String gives a head as [ParseHead] reads it.
func (h Head) String() string { return fmt.Sprintf("%d:%s", h.Size, h.Root) }

// ParseHead reads a head, "154:41971e…".
func ParseHead(s string) (Head, error) {
	var h Head
	s = strings.TrimSpace(s)
	_, err := fmt.Sscanf(s, "%d:%64s", &h.Size, &h.Root)
	root, notHex := hex.DecodeString(h.Root)
	if err != nil || notHex != nil || h.Size < 1 || len(root) != tlog.HashSize || h.String() != s {
		return h, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("read head %.100q", s), Cause: errors.New("it is not LEAVES:ROOT"),
			Hint: "hearsay verify prints both, and hearsay backup the whole"}
	}
	return h, nil
}

// Extends says whether the evidence log had a head that somebody wrote down; hearsay.ErrConflict where it never had. What is in
// a data folder can be made to fit together by whoever holds it, but not to fit that.
func Extends(ctx context.Context, r store.Reader, h Head) error {
	conflict := func(reason, hint string, args ...any) error {
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "hold the log against " + h.String(), Cause: fmt.Errorf(reason, args...), Hint: hint}
	}
	now, err := r.LogHead(ctx)
	if err != nil {
		return err
	}
	if h.Size > now.Size {
		return conflict("it is shorter: %d leaves", "what is older has an older head; leave --head out only where you know why", now.Size)
	}
	root, err := tlog.TreeHash(h.Size, archive.Reader(func(at []int64) ([][]byte, error) { return r.LogHashes(ctx, at) }))
	if err != nil {
		return fmt.Errorf("find the root over %d leaves: %w", h.Size, err)
	}
	if got := hex.EncodeToString(root[:]); got != h.Root {
		return conflict("its root over these leaves is %s: it is another log", "", got)
	}
	return nil
}
