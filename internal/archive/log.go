// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package archive

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
)

// saltBytes is the length of a salt: as hard to guess as a key.
const saltBytes = 16

// NewSalt gives the salt of a new capture. A leaf holds hashes of salt and bytes, so that nobody who has only
// the log can tell what was stored, and deleting the salt is part of erasing a capture.
func NewSalt() []byte {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails: crypto/rand ends the program instead
	return salt
}

// Leaf gives the record of a capture in the evidence log, as canonical JSON: keys in order, no blanks. Two
// hashes stand in it, of the payload and of the gzip member around it: unused bits of a member may be changed
// without changing the payload, and that shall be found as well.
func Leaf(c hearsay.Capture, payload, member []byte) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Capture hearsay.CaptureID `json:"capture"`
		Digest  string            `json:"digest"`
		Fetched string            `json:"fetched"`
		Member  string            `json:"member"`
		Status  int               `json:"status"`
		URL     string            `json:"url"`
	}{c.ID, salted(c.Salt, payload), c.Fetched.UTC().Format(time.RFC3339Nano), salted(c.Salt, member), c.Status, c.URL})
	if err != nil {
		return nil, fmt.Errorf("write leaf of %s: %w", c.ID, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func salted(salt, b []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

// Growth is what must be stored when leaves are added to the log: the hashes, the first at position First, and
// the new head.
type Growth struct {
	First  int64
	Hashes [][]byte
	Size   int64
	Root   []byte
}

// Hashes reads stored hashes by their positions, in the order asked for.
type Hashes func(positions []int64) ([][]byte, error)

// Reader reads stored hashes for the arithmetic of tlog.
func Reader(stored Hashes) tlog.HashReader {
	return (&Growth{First: math.MaxInt64}).over(stored)
}

// Grow adds leaves to a log of the given size.
func Grow(size int64, leaves [][]byte, stored Hashes) (*Growth, error) {
	g := &Growth{First: tlog.StoredHashCount(size), Size: size}
	reader := g.over(stored)
	for _, leaf := range leaves {
		hashes, err := tlog.StoredHashes(g.Size, leaf, reader)
		if err != nil {
			return nil, fmt.Errorf("add leaf %d to the log: %w", g.Size, err)
		}
		for _, h := range hashes {
			g.Hashes = append(g.Hashes, bytes.Clone(h[:]))
		}
		g.Size++
	}
	root, err := tlog.TreeHash(g.Size, reader)
	g.Root = root[:]
	return g, err
}

// over reads the hashes of this growth, and those before it from the store.
func (g *Growth) over(stored Hashes) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		answer := make([]tlog.Hash, len(positions))
		var missing []int64
		var at []int
		for i, p := range positions {
			if p >= g.First {
				copy(answer[i][:], g.Hashes[p-g.First])
				continue
			}
			missing, at = append(missing, p), append(at, i)
		}
		if len(missing) == 0 {
			return answer, nil
		}
		found, err := stored(missing)
		if err != nil {
			return nil, err
		}
		for i, h := range found {
			copy(answer[at[i]][:], h)
		}
		return answer, nil
	})
}

// Frontier computes every hash of a log from its leaves, in the order in which they are stored. It holds one
// hash for each size of whole subtree.
type Frontier struct {
	size  int64
	whole []tlog.Hash // of the subtrees that the log consists of, the largest first
}

// Add adds a leaf and gives the hashes that are stored for it.
func (f *Frontier) Add(leaf []byte) [][]byte { return f.add(tlog.RecordHash(leaf)) }

// AddErased adds a leaf whose record was erased and of which only the hash is left.
func (f *Frontier) AddErased(hash []byte) [][]byte {
	var h tlog.Hash
	copy(h[:], hash)
	return f.add(h)
}

func (f *Frontier) add(h tlog.Hash) [][]byte {
	stored := [][]byte{bytes.Clone(h[:])}
	for n := f.size; n&1 == 1; n >>= 1 {
		last := len(f.whole) - 1
		h = tlog.NodeHash(f.whole[last], h)
		f.whole = f.whole[:last]
		stored = append(stored, bytes.Clone(h[:]))
	}
	f.whole = append(f.whole, h)
	f.size++
	return stored
}

// Size is the number of leaves.
func (f *Frontier) Size() int64 { return f.size }

// Root is the root of the log; none for an empty one.
func (f *Frontier) Root() []byte {
	if len(f.whole) == 0 {
		return nil
	}
	root := f.whole[len(f.whole)-1]
	for i := len(f.whole) - 2; i >= 0; i-- {
		root = tlog.NodeHash(f.whole[i], root)
	}
	return root[:]
}
