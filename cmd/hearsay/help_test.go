// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestHelpOfEveryCommandHasAnExample walks the commands as the parser sees them, and asks each for its help. Each can
// print JSON as well.
func TestHelpOfEveryCommandHasAnExample(t *testing.T) {
	var c commands
	parser, err := kong.New(&c, kong.Name("hearsay"), kong.Description(description))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(n *kong.Node, path []string)
	walk = func(n *kong.Node, path []string) {
		for _, child := range n.Children {
			if child.Hidden {
				continue
			}
			path := append(append([]string{}, path...), child.Name)
			seen++
			checkHelp(t, child, path)
			walk(child, path)
		}
	}
	walk(parser.Model.Node, nil)
	if seen < 30 {
		t.Errorf("%d commands seen: the walk is broken", seen)
	}
}

func checkHelp(t *testing.T, n *kong.Node, path []string) {
	t.Helper()
	name := "hearsay " + strings.Join(path, " ")
	var out, errs bytes.Buffer
	if code := run(append(path, "--help"), strings.NewReader(""), &out, &errs); code != 0 {
		t.Errorf("%s --help: exit code %d, %s", name, code, &errs)
	}
	_, examples, ok := strings.Cut(out.String(), "Example")
	if !ok || !strings.Contains(examples, "hearsay ") {
		t.Errorf("%s --help has no example", name)
	}
	if n.Help == "" {
		t.Errorf("%s has no line of help in the list of commands", name)
	}
	if n.Leaf() && !slices.ContainsFunc(n.Flags, func(f *kong.Flag) bool { return f.Name == "json" }) {
		t.Errorf("%s has no --json", name)
	}
	if n.Leaf() && !strings.Contains(examples, strings.Join(path, " ")) {
		t.Errorf("no example of %s --help is of this command:\n%s", name, examples)
	}
}
