// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pdf_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pdf"
)

// TestPagesArePrintedTaggedAndAskNobody: a page that wants an image and a script from a server gets neither.
func TestPagesArePrintedTaggedAndAskNobody(t *testing.T) {
	raced.Skip(t)
	if _, err := exec.LookPath("chromium"); err != nil && os.Getenv("HEARSAY_REQUIRE_BROWSER") != "1" {
		t.Skip("there is no chromium here")
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	page := `<!doctype html><html lang="en"><title>T</title><body><h1>渡口 — العبّارة — Паром</h1><p>Text.</p><img src="` + server.URL + `/i"><script>document.body.textContent = "run"; fetch("` + server.URL + `/s")</script></body></html>`
	b, err := pdf.Print(t.Context(), []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"%PDF-", "/StructTreeRoot", "/FontFile"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the PDF of %d bytes has no %s", len(b), want)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("a server was asked %d times", n)
	}
}

// TestWithoutABrowserThereIsAWayToGoOn names what to install.
func TestWithoutABrowserThereIsAWayToGoOn(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := pdf.Print(t.Context(), []byte("<p>x</p>"))
	var fault *hearsay.Fault
	if !errors.Is(err, hearsay.ErrNotFound) || !errors.As(err, &fault) || fault.Hint == "" {
		t.Errorf("Print = %v", err)
	}
}
