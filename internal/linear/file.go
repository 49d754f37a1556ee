// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
)

const magic = "hearsay model 5\n"

// File is a loaded model file. It is read-only and may be used by many goroutines.
type File struct {
	Trained string              // what it was trained on
	Lists   map[string][]string // lists of words by name
	tables  map[string]*Table
}

type header struct {
	Trained string
	Lists   map[string][]string
	Tables  []tableInfo
}

// Save writes a model file that [Load] reads: magic, SHA-256 of the rest, one line of JSON, the tables. The same
// arguments give the same bytes.
func Save(trained string, parts []Part, lists map[string][]string) ([]byte, error) {
	h := header{Trained: trained, Lists: lists}
	var body []byte
	for _, p := range parts {
		if len(p.Keys)*len(p.Classes) != len(p.Weights) {
			return nil, fmt.Errorf("model part %s has %d weights for %d rows of %d classes", p.Name, len(p.Weights), len(p.Keys), len(p.Classes))
		}
		info, packed := pack(p)
		h.Tables = append(h.Tables, info)
		body = append(body, packed...)
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	body = append(append(line, '\n'), body...)
	sum := sha256.Sum256(body)
	return append(append([]byte(magic), sum[:]...), body...), nil
}

// Load reads a model file. A file that is cut short or altered is an error. The tables are copied out of it.
func Load(file []byte) (*File, error) {
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, errors.New("no hearsay model: the file does not begin with its magic")
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return nil, errors.New("model checksum differs")
	}
	line, body, _ := bytes.Cut(body, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, fmt.Errorf("read model header: %w", err)
	}
	f := &File{Trained: h.Trained, Lists: h.Lists, tables: map[string]*Table{}}
	for _, info := range h.Tables {
		size := info.size()
		if size < 0 || size > len(body) {
			return nil, fmt.Errorf("model part %s: %d bytes are not %d rows of %d classes", info.Name, len(body), info.Rows, len(info.Classes))
		}
		f.tables[info.Name], body = newTable(info, body[:size]), body[size:]
	}
	return f, nil
}

// Table gives the table of that name, or nil.
func (f *File) Table(name string) *Table { return f.tables[name] }
