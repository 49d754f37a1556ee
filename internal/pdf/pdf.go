// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package pdf prints pages of ours as PDF, by the Chromium that is installed: it shapes every script, tags what it prints for screen
// readers, and embeds the fonts. There is no other way here: libraries that set text themselves print boxes for Arabic and Chinese.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"hearsay"
)

// names are what the program is called, by whoever packs it.
var names = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"}

// policy stands before every page: nothing is loaded and no script runs, whatever the page says. What it says of itself still holds, since a
// browser takes a second head as more of the first.
const policy = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`

const (
	mostTime = time.Minute
	mostSize = 64 << 20 // bytes of a PDF
)

// Print gives a page of HTML as PDF. The page must hold all that it shows: no address is asked and no script runs. Where no browser is installed it is
// hearsay.ErrNotFound.
func Print(ctx context.Context, page []byte) ([]byte, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "hearsay-pdf-")
	if err != nil {
		return nil, fmt.Errorf("print as PDF: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, append([]byte(policy), page...), 0o600); err != nil {
		return nil, fmt.Errorf("print as PDF: %w", err)
	}
	ctx, stop := context.WithTimeout(ctx, mostTime)
	defer stop()
	cmd := exec.CommandContext(ctx, program, arguments(dir, in, out)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	cmd.WaitDelay = 5 * time.Second
	var told bytes.Buffer
	cmd.Stderr = &told
	runErr := cmd.Run()
	info, err := os.Stat(out)
	if err != nil || info.Size() > mostSize {
		return nil, &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "print as PDF with " + program, Cause: errors.Join(runErr, errors.New(last(told.String()))),
			Hint: "does it start by itself? hearsay digest show --markdown needs no browser"}
	}
	b, err := os.ReadFile(out)
	if err == nil && !bytes.HasPrefix(b, []byte("%PDF-")) {
		err = errors.New("what it wrote is no PDF")
	}
	if err != nil {
		return nil, fmt.Errorf("print as PDF with %s: %w", program, err)
	}
	return b, nil
}

// arguments keep the browser to the one file: every way out leads to a proxy that is not there.
func arguments(dir, in, out string) []string {
	args := []string{"--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--no-first-run", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--print-to-pdf=" + out}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // it has none as root; the page is ours, and has no script
	}
	return append(args, "file://"+in)
}

func find() (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "print as PDF", Cause: errors.New("no Chromium is installed"),
		Hint: "install it (Debian: apt-get install chromium), or print the page of the issue from a browser"}
}

// last is the last line that a program told.
func last(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}
