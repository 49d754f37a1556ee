// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii_test

import (
	_ "embed"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/taxii"
)

//go:embed client.py
var client string

// TestTheClientOfTheCommitteeReadsUs: taxii2-client, which OASIS looks after, where it is installed.
func TestTheClientOfTheCommitteeReadsUs(t *testing.T) {
	if err := exec.Command("python3", "-c", "import taxii2client").Run(); err != nil {
		t.Skip("no taxii2-client here")
	}
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("one", hearsay.Clear, 0).Save(t, st)
	hearsaytest.NewWorld("two", hearsay.Green, 1).Save(t, st)
	h := newHouse(t, st, taxii.Unhurried)
	token := h.token("north", hearsay.Green)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	out, err := exec.Command("python3", "-c", client, server.URL+"/taxii2/", token).CombinedOutput()
	objects, _ := h.pages(token, h.collectionOf(token, hearsay.Green)+"objects/", nil)
	var want strings.Builder
	for _, o := range objects {
		want.WriteString(objectID(t, o) + "\n")
	}
	if err != nil || string(out) != want.String() {
		t.Errorf("%v:\n%s\nwant\n%s", err, out, &want)
	}
}
