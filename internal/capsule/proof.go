// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule

import (
	"context"
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// prove gives the proof of a capture up to a head, without its place.
func (m *maker) prove(ctx context.Context, c hearsay.Capture, head store.Head) (Proof, error) {
	p := Proof{Capture: c.ID, URL: c.URL, MediaType: c.MediaType, Status: c.Status, Fetched: c.Fetched, Digest: c.Digest, Size: c.Size,
		Outlet: c.Outlet, Marking: c.TLP.String(), Leaf: c.Leaf, Salt: hex.EncodeToString(c.Salt), Path: []string{}}
	leaves, err := m.all.LogLeaves(ctx, c.Leaf, 1)
	if err != nil {
		return p, err
	}
	if len(leaves) != 1 || leaves[0].Capture != c.ID {
		return p, fmt.Errorf("prove capture %s: leaf %d is not its own: %w", c.ID, c.Leaf, hearsay.ErrConflict)
	}
	p.Record = string(leaves[0].Record)
	path, err := tlog.ProveRecord(head.Size, c.Leaf, archive.Reader(func(at []int64) ([][]byte, error) { return m.all.LogHashes(ctx, at) }))
	if err != nil {
		return p, fmt.Errorf("prove capture %s: %w", c.ID, err)
	}
	for _, h := range path {
		p.Path = append(p.Path, hex.EncodeToString(h[:]))
	}
	return p, nil
}

// grow proves that the log grew out of the head that is known.
func (m *maker) grow(ctx context.Context, head store.Head) error {
	if err := pipeline.Extends(ctx, m.all, *m.Known); err != nil {
		return err
	}
	path, err := tlog.ProveTree(head.Size, m.Known.Size, archive.Reader(func(at []int64) ([][]byte, error) { return m.all.LogHashes(ctx, at) }))
	if err != nil {
		return fmt.Errorf("prove that the log grew out of %s: %w", m.Known, err)
	}
	m.proofs.Known = &Growth{Head: *m.Known, Path: []string{}}
	for _, h := range path {
		m.proofs.Known.Path = append(m.proofs.Known.Path, hex.EncodeToString(h[:]))
	}
	return nil
}

// holds reports whether the log with this root grew out of the head.
func (g *Growth) holds(size int64, root tlog.Hash) bool {
	path, ok := hashes(g.Path)
	known, isRoot := hashes([]string{g.Head.Root})
	return ok && isRoot && g.Head.Size >= 1 && g.Head.Size <= size && tlog.CheckTree(path, size, root, g.Head.Size, known[0]) == nil
}

// hashes reads hashes in hex.
func hashes(hexes []string) ([]tlog.Hash, bool) {
	var all []tlog.Hash
	for _, s := range hexes {
		h, err := hex.DecodeString(s)
		if err != nil || len(h) != tlog.HashSize {
			return nil, false
		}
		all = append(all, tlog.Hash(h))
	}
	return all, true
}

// capture is the record that a proof is of.
func (p *Proof) capture() (hearsay.Capture, error) {
	salt, err := hex.DecodeString(p.Salt)
	tlp, notMarking := hearsay.ParseTLP(p.Marking)
	if err == nil {
		err = notMarking
	}
	return hearsay.Capture{ID: p.Capture, URL: p.URL, MediaType: p.MediaType, Status: p.Status, Fetched: p.Fetched, Digest: p.Digest,
		Size: p.Size, Outlet: p.Outlet, TLP: tlp, Offset: p.Offset, Length: p.Length, Leaf: p.Leaf, Salt: salt}, err
}

// holds says why a proof does not lead from the bytes of a record to the root of the log; empty where it does. It gives the
// payload where that is the one of the digest.
func (p *Proof) holds(member []byte, size int64, root tlog.Hash) (payload []byte, reason string) {
	c, err := p.capture()
	if err != nil {
		return nil, "salt or marking cannot be read"
	}
	payload, reason = archive.Unpack(member, c)
	if reason != "" {
		return nil, reason
	}
	if isFirst, isBack := c.ID == hearsay.NewCaptureID(c.URL, c.Digest), c.ID == hearsay.NewReturnID(c.URL, c.Digest, c.Fetched); !isFirst && !isBack || c.Size != int64(len(payload)) {
		return payload, "its ID or size does not follow from its address and bytes"
	}
	want, err := archive.Leaf(c, payload, member)
	if err != nil || string(want) != p.Record {
		return payload, fmt.Sprintf("leaf %d says otherwise of its address, time, status or bytes", p.Leaf)
	}
	path, ok := hashes(p.Path)
	if !ok {
		return payload, "a hash of its proof cannot be read"
	}
	if p.Leaf < 0 || p.Leaf >= size {
		return payload, fmt.Sprintf("leaf %d is not in a log of %d", p.Leaf, size)
	}
	if err := tlog.CheckRecord(path, size, root, p.Leaf, tlog.RecordHash([]byte(p.Record))); err != nil {
		return payload, fmt.Sprintf("its proof does not lead from leaf %d to the root of the log", p.Leaf)
	}
	return payload, ""
}
