// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bytes"
	"io"
	"strings"
)

// ServeFaulty is a child whose readers have every fault that a parser can have: a page that says "please spin", "please
// eat", "please overflow", "please panic" or "please leave" gets that from extraction, and with "twice" from the tokens too.
func ServeFaulty(in io.Reader, out io.Writer) error {
	if err := boundMemory(childMemory); err != nil {
		return err
	}
	return serveReader(in, out, func(q question) (Contents, error) {
		if !q.Linearly || bytes.Contains(q.Payload, []byte("twice")) {
			_ = misbehave(string(q.Payload))
		}
		return answer(q)
	})
}

func misbehave(page string) (n int) {
	for strings.Contains(page, "please spin") {
		n++
	}
	for held := [][]byte(nil); strings.Contains(page, "please eat"); n = len(held) {
		held = append(held, bytes.Repeat([]byte("x"), 8<<20))
	}
	if strings.Contains(page, "please overflow") {
		n = deeper(0)
	}
	if strings.Contains(page, "please panic") {
		panic("as the page says")
	}
	return n
}

// deeper calls itself until there is no room for another call.
func deeper(n int) int {
	if n < 0 {
		return n
	}
	return 1 + deeper(n+1)
}
