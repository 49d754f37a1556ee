// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hearsay/internal/read"
)

// WireScores tell how well reports of news agencies are known.
type WireScores struct {
	Texts int
	Wire  PRF // texts that are a report of the agency that is named
}

// Wires scores the credits to agencies that read finds in the texts of a part of a corpus: DIR/metadata.tsv, with the columns
// compartment, filename, author and wire, and DIR/PART/text/FILENAME.txt. Rows whose wire is NA or empty are left out.
func Wires(dir, part string) (WireScores, error) {
	file := filepath.Join(dir, "metadata.tsv")
	f, err := os.Open(file)
	if err != nil {
		return WireScores{}, fmt.Errorf("read the table of texts: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		return WireScores{}, fmt.Errorf("read %s: %w", file, err)
	}
	column := map[string]int{}
	if len(rows) > 0 {
		for i, name := range rows[0] {
			column[name] = i
		}
	}
	for _, need := range []string{"compartment", "filename", "author", "wire"} {
		if _, ok := column[need]; !ok {
			return WireScores{}, fmt.Errorf("read %s: it has no column %s", file, need)
		}
	}
	var s WireScores
	for _, row := range rows[1:] {
		wire := row[column["wire"]]
		if row[column["compartment"]] != part || wire == "NA" || wire == "" {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, part, "text", row[column["filename"]]+".txt"))
		if err != nil {
			return WireScores{}, err
		}
		s.add(wire, read.WireCredit([]string{row[column["author"]]}, paragraphs(string(b))))
	}
	if s.Texts == 0 {
		return s, fmt.Errorf("read %s: no row of compartment %q says of which agency the text is", file, part)
	}
	return s, nil
}

func (s *WireScores) add(wire, found string) {
	s.Texts++
	if wire != "None" {
		s.Wire.Gold++
	}
	if found != "" {
		s.Wire.Given++
	}
	if found != "" && (strings.EqualFold(found, wire) || found == read.WireCredit([]string{wire}, nil)) {
		s.Wire.Right++
	}
}

func paragraphs(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// String prints the table.
func (s WireScores) String() string {
	return fmt.Sprintf("texts             %d\nagencies' reports %v", s.Texts, s.Wire)
}
