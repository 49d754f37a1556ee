// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/capsule"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/manifest"
	"hearsay/internal/warc"
)

// forge gives a capsule with another file, as somebody makes it who mends manifest and zip: in its form, every checksum right.
func forge(t *testing.T, b []byte, name string, content []byte) []byte {
	t.Helper()
	names, contents, _ := files(t, b)
	contents[name] = content
	return wrap(t, names, contents)
}

// wrap makes a zip in the form of a capsule with the tools of the standard library, with a manifest that fits.
func wrap(t *testing.T, names []string, contents map[string][]byte) []byte {
	t.Helper()
	m := manifest.Manifest{Format: capsule.Format}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		content := contents[name]
		if name == manifest.Name {
			var err error
			if content, err = m.Encode(); err != nil {
				t.Fatal(err)
			}
		}
		sum := manifest.NewSum(nil)
		_, _ = sum.Write(content)
		m.Files = append(m.Files, sum.File(name))
		//lint:ignore SA1019 CreateRaw writes nothing but this
		h := &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content)), CreatorVersion: 20, ReaderVersion: 20, ModifiedDate: 0x21}
		w, err := z.CreateRaw(h)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestForgedCapsulesAreFound: whoever mends manifest and zip still cannot make bytes, proofs, texts and quotations fit.
func TestForgedCapsulesAreFound(t *testing.T) {
	whole := newLedger(t, hearsay.Clear).capsule(t, hearsay.Clear)
	names, contents, _ := files(t, whole)
	if same := wrap(t, names, contents); !bytes.Equal(same, whole) {
		t.Fatal("the forger has another form: nothing would be tried")
	}
	var proofs capsule.Proofs
	if err := json.Unmarshal(contents["proofs.json"], &proofs); err != nil {
		t.Fatal(err)
	}
	var claim capsule.Claim
	if err := json.Unmarshal(contents["claim.json"], &claim); err != nil {
		t.Fatal(err)
	}
	first := proofs.Captures[0]
	record := string(contents["captures.warc.gz"][first.Offset : first.Offset+first.Length])
	for _, test := range []struct{ name, file, from, to, kind, words string }{
		{"a quotation", "claim.json", "Berit Oxley", "Hank Oxley!", "carrier", "are not those of the attribution"},
		{"the wording", "claim.json", `"text": "` + claim.Claim.Text, `"text": "no ` + claim.Claim.Text, "claim", "wording"},
		{"a text", "documents.jsonl", "Bridge was closed", "Bridge was opened", "document", "is not what its capture gives, from byte"},
		{"a span", "documents.jsonl", `"text":"Berit Oxley"`, `"text":"Hank Morrow"`, "span", "documents.jsonl line"},
		{"a title", "documents.jsonl", `"title":"Fire`, `"title":"Feast`, "document", "title or date"},
		{"a document less", "documents.jsonl", string(contents["documents.jsonl"][:bytes.IndexByte(contents["documents.jsonl"], '\n')+1]), "", "carrier", "is not in the capsule"},
		{"a document twice", "documents.jsonl", string(contents["documents.jsonl"]), strings.Repeat(string(contents["documents.jsonl"]), 2), "document", "twice"},
		{"a size", "proofs.json", fmt.Sprintf(`"size": %d,`, first.Size), `"size": 9223372036854775807,`, "capture", "over the limit"},
		{"another capture", "documents.jsonl", `"capture":"` + string(first.Capture), `"capture":"c000`, "document", "is not in the capsule"},
		{"an address", "proofs.json", first.URL, "https://other.example/1", "capture", "ID or size"},
		{"a time", "proofs.json", `"fetched": "20`, `"fetched": "19`, "capture", "says otherwise of its address, time"},
		{"a digest", "proofs.json", first.Digest, strings.Repeat("0", 64), "capture", "SHA-256"},
		{"a salt", "proofs.json", first.Salt, strings.Repeat("0", 32), "capture", "says otherwise"},
		{"a path", "proofs.json", first.Path[0], strings.Repeat("0", 64), "capture", "does not lead"},
		{"a leaf", "proofs.json", fmt.Sprintf(`"leaf": %d`, first.Leaf), `"leaf": 2`, "capture", "does not lead"},
		{"the root", "proofs.json", proofs.Head.Root, strings.Repeat("0", 64), "capture", "does not lead"},
		{"the size", "proofs.json", `"size": 3,`, `"size": 2,`, "capture", "does not lead"},
		{"a length", "proofs.json", fmt.Sprintf(`"length": %d`, first.Length), `"length": -5`, "capture", "does not lie"},
		{"an offset", "proofs.json", fmt.Sprintf(`"offset": %d`, first.Offset), `"offset": 9223372036854775807`, "capture", "does not lie"},
		{"a field more", "proofs.json", `"head"`, `"evil": 1, "head"`, "file", "cannot be read"},
		{"a record", "captures.warc.gz", record, again(t, &first, "feast"), "capture", ""},
		{"bytes more", "captures.warc.gz", record, record + "more", "capture", ""},
	} {
		from := contents[test.file]
		if !bytes.Contains(from, []byte(test.from)) {
			t.Errorf("%s: %q is not in %s", test.name, test.from, test.file)
			continue
		}
		found(t, test.name, forge(t, whole, test.file, bytes.Replace(from, []byte(test.from), []byte(test.to), 1)), test.kind, test.words)
	}
	found(t, "bytes at the end", forge(t, whole, "captures.warc.gz", append(bytes.Clone(contents["captures.warc.gz"]), "more"...)), "file", "belong to no capture")
}

// again makes the record of a capture with another payload.
func again(t *testing.T, p *capsule.Proof, text string) string {
	t.Helper()
	b, err := warc.Encode(&warc.Record{Type: warc.Resource, ID: "urn:hearsay:" + string(p.Capture), Date: p.Fetched, URI: p.URL, Media: p.MediaType, Block: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestH26CapsulesAreBounded: zip files that are none of ours, that lie about sizes, lie over one another, or hold what is
// unpacked without end, are told in time and do nothing.
func TestH26CapsulesAreBounded(t *testing.T) {
	raced.Skip(t) // many of one kind; others of the kind are raced
	whole := newLedger(t, hearsay.Clear).capsule(t, hearsay.Clear)
	names, contents, _ := files(t, whole)
	bomb, err := warc.Encode(&warc.Record{Type: warc.Resource, URI: "https://x.example/", Block: make([]byte, warc.MaxBlock)})
	if err != nil {
		t.Fatal(err)
	}
	var proofs capsule.Proofs
	if err := json.Unmarshal(contents["proofs.json"], &proofs); err != nil {
		t.Fatal(err)
	}
	bombs, many := proofs, proofs
	bombs.Captures, many.Captures = nil, nil
	for i := range 200 { // more than may be unpacked, were each believed
		p := proofs.Captures[0]
		p.Offset, p.Length, p.Size = int64(i*len(bomb)), int64(len(bomb)), warc.MaxBlock
		bombs.Captures = append(bombs.Captures, p)
	}
	for range 30_000 {
		many.Captures = append(many.Captures, proofs.Captures[0])
	}
	inJSON := func(v any) []byte {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	withBombs := map[string][]byte{}
	for name, content := range contents {
		withBombs[name] = content
	}
	withBombs["captures.warc.gz"], withBombs["proofs.json"] = bytes.Repeat(bomb, 200), inJSON(bombs)
	long := bytes.Clone(whole)
	copy(long[18:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	for name, b := range map[string][]byte{
		"empty": nil, "short": []byte("PK\x03\x04"), "no zip": []byte(strings.Repeat("x", 5000)), "cut": whole[:len(whole)/2],
		"sizes that lie": long, "compressed": compressed(t, names, contents), "other names": wrap(t, []string{"../../evil", "/etc/passwd", "manifest.json"}, contents),
		"twice": append(bytes.Clone(whole), whole...), "another order": wrap(t, append([]string{names[1], names[0]}, names[2:]...), contents),
		"bombs": wrap(t, names, withBombs), "many": forge(t, whole, "proofs.json", inJSON(many)),
		"deep": forge(t, whole, "claim.json", []byte(strings.Repeat(`{"claim":`, 200_000))), "deep lines": forge(t, whole, "documents.jsonl", []byte(strings.Repeat("[", 1<<20))),
		"lines without end": forge(t, whole, "documents.jsonl", []byte(strings.Repeat("{}\n", 100_000))),
	} {
		began := time.Now()
		r := verify(t, b)
		if len(r.Findings) == 0 || len(r.Findings) > 200 || r.Grade != "none" {
			t.Errorf("%s: %d findings, grade %s", name, len(r.Findings), r.Grade)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
	if _, err := capsule.Verify(t.Context(), make([]byte, capsule.Most+1), nil); err == nil {
		t.Error("a capsule of any size is read")
	}
}

// compressed is the same files as another program packs them.
func compressed(t *testing.T, names []string, contents map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(contents[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r := verify(t, b); len(r.Findings) == 0 {
			t.Errorf("a capsule by chance: %q", b)
		}
	})
}
