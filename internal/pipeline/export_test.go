// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bytes"
	"io"
	"net"
	"os"
	"strings"
)

// ServeFaulty is a child whose readers have every fault that a parser can have: a page that says "please spin", "please
// eat", "please overflow", "please panic" or "please open" gets that from extraction, and with "twice" from the tokens too.
func ServeFaulty(in io.Reader, out io.Writer) error {
	if err := confine(); err != nil {
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
	if strings.Contains(page, "please open") {
		mustNotOpen()
	}
	if strings.Contains(page, "please panic") {
		panic("as the page says")
	}
	return n
}

// mustNotOpen panics where a file or a socket can be opened.
func mustNotOpen() {
	if f, err := os.Open(os.Args[0]); err == nil {
		panic("a file is open: " + f.Name())
	}
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		panic("a socket is open: " + l.Addr().String())
	}
}

// deeper calls itself until there is no room for another call. A call holds a page of memory, so that the room is gone
// long before the time is.
func deeper(n int) int {
	var held [4096]byte
	if n < 0 {
		return n
	}
	held[n%len(held)] = byte(n)
	return int(held[n/2%len(held)]) + deeper(n+1)
}
