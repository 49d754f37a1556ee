// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

//go:embed smtp.py
var smtpServer string

// Mailbox is an SMTP server on loopback that takes every message and keeps it. Recipients with the names gone, later, rules, spam, lost and
// away get what smtp.py says of them.
type Mailbox struct {
	Port int
	file string
}

// Mailed is a message as the server took it: the envelope, and the bytes.
type Mailed struct {
	From string   `json:"from"`
	To   []string `json:"to"`
	Data string   `json:"data"`
}

// SMTP starts a server that ends with the test. With security, which is certificate, key, user and password, it wants STARTTLS and a
// password. Without Python's aiosmtpd the test is skipped, or fails where HEARSAY_REQUIRE_SMTP=1.
func SMTP(t testing.TB, security ...string) *Mailbox {
	t.Helper()
	python, err := aiosmtpd()
	if err != nil {
		if os.Getenv("HEARSAY_REQUIRE_SMTP") == "1" {
			t.Fatalf("an SMTP server is required: %v", err)
		}
		t.Skipf("no SMTP server: %v; install python3-aiosmtpd", err)
	}
	dir := t.TempDir()
	script := filepath.Join(dir, "smtp.py")
	if err := os.WriteFile(script, []byte(smtpServer), 0o600); err != nil {
		t.Fatal(err)
	}
	m := &Mailbox{file: filepath.Join(dir, "mail.jsonl")}
	cmd := exec.Command(python, append([]string{script, m.file}, security...)...)
	alive, err := cmd.StdinPipe() // it ends where this ends
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		alive.Close()
		_ = cmd.Wait() // it has been ended
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		m.Port, err = strconv.Atoi(strings.TrimSpace(line))
	}
	if err != nil {
		t.Fatalf("the SMTP server does not start: %v", err)
	}
	return m
}

// aiosmtpd finds a Python that has it: the system's, or the first on the path.
func aiosmtpd() (string, error) {
	var errs []error
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		out, err := exec.Command(python, "-c", "import aiosmtpd").CombinedOutput()
		if err == nil {
			return python, nil
		}
		errs = append(errs, fmt.Errorf("%s: %w: %s", python, err, out))
	}
	return "", errors.Join(errs...)
}

// Messages are those that were taken so far.
func (m *Mailbox) Messages(t testing.TB) (all []Mailed) {
	t.Helper()
	b, err := os.ReadFile(m.file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		var x Mailed
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			if !strings.HasSuffix(line, "\n") { // it is being written
				break
			}
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}
