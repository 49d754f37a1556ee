// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// storyText is one text of a story corpus.
type storyText struct {
	name    string // of the file
	topic   int    // texts of one topic tell of one kind of event
	event   string // of which event it tells: the label
	address string // where it stood, if its first line says so
	text    string // sentences, with an empty line between them
}

var storyFile = regexp.MustCompile(`^(\d+)_\d+(ecb|ecbplus)\.xml$`)

// readStories reads a folder in the layout of ECB+: files TOPIC_NUMBERecb.xml and TOPIC_NUMBERecbplus.xml, in the
// folder itself or in folders of it, in the order of topic and name.
func readStories(dir string) ([]storyText, error) {
	var files []string
	for _, pattern := range []string{"*.xml", "*/*.xml"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	var texts []storyText
	for _, file := range files {
		m := storyFile.FindStringSubmatch(filepath.Base(file))
		if m == nil {
			continue
		}
		t, err := readStoryText(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		if t.topic, err = strconv.Atoi(m[1]); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		t.name, t.event = filepath.Base(file), m[1]+m[2]
		texts = append(texts, t)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s holds no files named like 1_2ecb.xml or 1_2ecbplus.xml, neither itself nor in its folders; name a folder in the layout of ECB+", dir)
	}
	slices.SortFunc(texts, func(a, b storyText) int {
		if a.topic != b.topic {
			return a.topic - b.topic
		}
		return strings.Compare(a.name, b.name)
	})
	return texts, nil
}

// readStoryText reads the words of a text and prints them as a reader would see them.
func readStoryText(file string) (storyText, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return storyText{}, err
	}
	lines, err := storyLines(b)
	if err != nil {
		return storyText{}, err
	}
	var t storyText
	if len(lines) > 0 && len(lines[0]) > 1 && strings.HasPrefix(lines[0][0], "http") && lines[0][1] == ":" {
		t.address = strings.Join(lines[0], "")
		lines = lines[1:]
	}
	var printed []string
	for _, words := range lines {
		var p printer
		p.add(strings.NewReplacer("` `", "\"", "' '", "\"", "``", "\"", "''", "\"").Replace(strings.Join(words, " ")))
		printed = append(printed, p.String())
	}
	if t.text = strings.Join(printed, "\n\n"); strings.TrimSpace(t.text) == "" {
		return t, errors.New("it has no words; a text of ECB+ is a Document of token elements")
	}
	return t, nil
}

// storyLines gives the words of each sentence.
func storyLines(b []byte) ([][]string, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	var lines [][]string
	last := ""
	for {
		element, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := element.(xml.StartElement)
		if !ok || start.Name.Local != "token" {
			continue
		}
		var token struct {
			Sentence string `xml:"sentence,attr"`
			Word     string `xml:",chardata"`
		}
		if err := d.DecodeElement(&token, &start); err != nil {
			return nil, err
		}
		if len(lines) == 0 || token.Sentence != last {
			lines, last = append(lines, nil), token.Sentence
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], token.Word)
	}
}
