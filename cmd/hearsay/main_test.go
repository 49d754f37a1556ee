// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the program under its own name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hearsay": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata"})
}
