// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"strings"

	"hearsay"
)

// The bounds of a WACZ. The files in it are read as streams and may be of any size.
const (
	maxEntries   = 10_000
	maxDirectory = 16 << 20 // bytes of the directory at its end
	maxPackage   = 4 << 20  // bytes of datapackage.json
	maxRatio     = 200      // bytes that come out of one
	ratioFrom    = 1 << 20  // bytes, before which no ratio is asked for
)

// ErrNoWACZ is a zip file that holds no WARC. It is of the kind hearsay.ErrInvalid.
var ErrNoWACZ = fmt.Errorf("no archive/*.warc or archive/*.warc.gz is in it: %w", hearsay.ErrInvalid)

// Member is a WARC within a WACZ.
type Member struct {
	Name string // within the file; a name only: nothing is opened or written by it
	Size int64  // bytes, as the directory says

	file *zip.File
	hash string // SHA-256 that datapackage.json gives, lower-case hex; empty where it gives none
}

// Members gives the WARCs of a WACZ in the order of its directory: a zip file with WARCs in archive/, and
// datapackage.json with their digests. What is too much or contradicts itself (entries, the size of the directory,
// entries that lie over one another) is an error of the kind hearsay.ErrInvalid, as is a zip file without WARCs
// ([ErrNoWACZ]).
func Members(r io.ReaderAt, size int64) ([]Member, error) {
	if n := declaredEntries(r, size); n > maxEntries {
		return nil, fmt.Errorf("read WACZ: %d entries, over the limit of %d: %w", n, maxEntries, hearsay.ErrInvalid)
	}
	directory := &boundedAt{r: r, left: maxDirectory}
	z, err := zip.NewReader(directory, size)
	if err != nil {
		return nil, fmt.Errorf("read WACZ: its directory: %w: %w", err, hearsay.ErrInvalid)
	}
	directory.left = -1
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("read WACZ: %d entries, over the limit of %d: %w", len(z.File), maxEntries, hearsay.ErrInvalid)
	}
	var members []Member
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "archive/") && (strings.HasSuffix(f.Name, ".warc") || strings.HasSuffix(f.Name, ".warc.gz")) {
			members = append(members, Member{Name: f.Name, Size: int64(f.UncompressedSize64), file: f})
		}
	}
	if len(members) == 0 {
		return nil, fmt.Errorf("read WACZ: %w", ErrNoWACZ)
	}
	if err := apart(members); err != nil {
		return nil, err
	}
	return members, addHashes(z, members)
}

// boundedAt is a file of which only so much may be read; -1 is no bound.
type boundedAt struct {
	r    io.ReaderAt
	left int64
}

var errDirectory = fmt.Errorf("over the limit of %d bytes", maxDirectory)

// ReadAt implements io.ReaderAt.
func (b *boundedAt) ReadAt(p []byte, at int64) (int, error) {
	if b.left >= 0 {
		if b.left -= int64(len(p)); b.left < 0 {
			b.left = 0
			return 0, errDirectory
		}
	}
	return b.r.ReadAt(p, at)
}

// declaredEntries is how many entries a zip file says it has. archive/zip makes room for so many before it has seen
// them; a number that it does not find there either gives 0.
func declaredEntries(r io.ReaderAt, size int64) uint64 {
	const end, locator = 22, 20
	tail := make([]byte, min(size, end+1<<16))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0
	}
	for i := len(tail) - end; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" || i+end+int(little(tail[i+20:i+22])) > len(tail) {
			continue
		}
		n := little(tail[i+10 : i+12])
		if i < locator || string(tail[i-locator:i-locator+4]) != "PK\x06\x07" {
			return n
		}
		long := make([]byte, 56)
		if _, err := r.ReadAt(long, int64(little(tail[i-locator+8:i-locator+16]))); err != nil || string(long[:4]) != "PK\x06\x06" {
			return n
		}
		return max(n, little(long[32:40]))
	}
	return 0
}

// little is an unsigned number with its lowest byte first.
func little(b []byte) (n uint64) {
	for i := range b {
		n |= uint64(b[i]) << (8 * i)
	}
	return n
}

// apart demands that no two members share bytes: otherwise a small file could hold any number of large ones.
func apart(members []Member) error {
	type stretch struct{ from, to int64 }
	var all []stretch
	for _, m := range members {
		from, err := m.file.DataOffset()
		if err != nil || m.file.CompressedSize64 > 1<<62 {
			return fmt.Errorf("read WACZ: %.200q does not lie where the directory says: %w", m.Name, hearsay.ErrInvalid)
		}
		all = append(all, stretch{from, from + int64(m.file.CompressedSize64)})
	}
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	for i := range all[1:] {
		if all[i+1].from < all[i].to {
			return fmt.Errorf("read WACZ: its entries lie over one another: %w", hearsay.ErrInvalid)
		}
	}
	return nil
}

// addHashes notes the digests that datapackage.json gives. A WACZ without it is read all the same.
func addHashes(z *zip.Reader, members []Member) error {
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == "datapackage.json" })
	if i < 0 {
		return nil
	}
	file, err := z.File[i].Open()
	if err != nil {
		return fmt.Errorf("read WACZ: datapackage.json: %w: %w", err, hearsay.ErrInvalid)
	}
	defer file.Close()
	var description dataPackage
	if err := json.NewDecoder(io.LimitReader(file, maxPackage)).Decode(&description); err != nil {
		return fmt.Errorf("read WACZ: datapackage.json: %w: %w", err, hearsay.ErrInvalid)
	}
	hashes := map[string]string{}
	for _, r := range description.Resources {
		if sum, ok := strings.CutPrefix(r.Hash, "sha256:"); ok {
			hashes[path.Clean(r.Path)] = strings.ToLower(sum)
		}
	}
	for i := range members {
		members[i].hash = hashes[path.Clean(members[i].Name)]
	}
	return nil
}

// dataPackage is datapackage.json, as far as it matters here.
type dataPackage struct {
	Profile     string     `json:"profile"`
	WACZVersion string     `json:"wacz_version"`
	Title       string     `json:"title,omitempty"`
	Software    string     `json:"software,omitempty"`
	Resources   []resource `json:"resources"`
}

type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

// Open gives the bytes of a member. Where they are not those of the checksum or of the digest in datapackage.json, or
// are unpacked from hardly anything, reading ends with an error and not with io.EOF.
func (m *Member) Open() (io.ReadCloser, error) {
	r, err := m.file.Open()
	if err != nil {
		return nil, fmt.Errorf("open %.200q: %w: %w", m.Name, err, hearsay.ErrInvalid)
	}
	return &memberFile{ReadCloser: r, m: m, sum: sha256.New()}, nil
}

// memberFile checks what is read of a member.
type memberFile struct {
	io.ReadCloser
	m   *Member
	sum hash.Hash
	n   uint64
}

var (
	errBomb    = errors.New("more than 200 bytes come out of one")
	errChanged = errors.New("it is not the file whose SHA-256 stands in datapackage.json")
)

// Read implements io.Reader.
func (f *memberFile) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	f.sum.Write(p[:n])
	f.n += uint64(n)
	switch {
	case f.n > ratioFrom && f.n/maxRatio > f.m.file.CompressedSize64:
		return n, errBomb
	case err == io.EOF && f.m.hash != "" && hex.EncodeToString(f.sum.Sum(nil)) != f.m.hash:
		return n, errChanged
	}
	return n, err
}
