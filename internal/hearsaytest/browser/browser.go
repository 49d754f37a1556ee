// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package browser gives tests a real browser.
package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"

	"hearsay/internal/hearsaytest/raced"
)

// Start starts Chromium for one test, and gives the context of a tab. Where there is none the test is skipped, unless
// HEARSAY_REQUIRE_BROWSER=1. Under the race detector it is skipped: one reader races with nobody.
func Start(t *testing.T) context.Context {
	t.Helper()
	raced.Skip(t)
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("HEARSAY_REQUIRE_BROWSER") == "1" {
			t.Fatalf("HEARSAY_REQUIRE_BROWSER=1: %v", err)
		}
		t.Skip("there is no chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()))
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-quic", "disable-component-update"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	if err := chromedp.Do(ctx); err != nil { // starts it; a context with a deadline would end it
		t.Fatalf("start chromium: %v", err)
	}
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) }) // waits until it has left its folder
	return ctx
}
