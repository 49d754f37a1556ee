// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers is the map of docs/architecture.md: a package imports only packages of lower floors, never its own
// floor or a higher one. Floor 5 and below are pure: no ctx, network, database or clock.
var layers = [][]string{
	{"."},
	{"internal/linear", "internal/coding"},
	{"internal/text"},
	{"internal/text/learn", "internal/label", "internal/dates"},
	{"internal/numbers", "internal/forum", "internal/posts", "internal/manifest"},
	{"internal/read", "internal/annotate", "internal/assess", "internal/search", "internal/export", "internal/warc", "internal/layout", "internal/stance", "internal/coordinate", "internal/watch", "internal/gate", "internal/digest"},
	{"internal/fetch", "internal/mail", "internal/pdf"},
	{"internal/collect", "internal/resolve", "internal/cluster", "internal/trace", "internal/store", "internal/queue", "internal/archive", "internal/newsroom", "internal/cascade", "internal/label/learn"},
	{"internal/desk", "internal/hearsaytest/raced"},
	{"internal/pipeline"},
	{"internal/eval", "internal/hearsaytest", "internal/hearsaytest/cost", "internal/hearsaytest/browser", "internal/ledger"},
	{"internal/deliver", "internal/stix", "internal/backup", "internal/capsule"},
	{"internal/web", "internal/api", "internal/mcp", "internal/taxii", "internal/misp"},
	{"internal/site"},
	{"cmd/hearsay"},
}

// impure are standard packages that floors up to the pure one may not import.
var impure = []string{"context", "net/http", "database/sql", "os/exec"}

const pureUpTo = 5

func floors() map[string]int {
	m := map[string]int{}
	for floor, packages := range layers {
		for _, p := range packages {
			m[p] = floor
		}
	}
	return m
}

func TestImportsGoDown(t *testing.T) {
	floor := floors()
	seen := 0
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() != "." && (strings.HasPrefix(d.Name(), ".") || isModule(file))) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		seen++
		checkImports(t, floor, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 8 {
		t.Errorf("looked at %d files; the walk is broken", seen)
	}
}

// isModule reports whether a folder is a module of its own, which has no floor.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// readsClock reports whether time.Now or time.Since is used.
func readsClock(f *ast.File) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since") {
				found = true
			}
		}
		return true
	})
	return found
}

func checkImports(t *testing.T, floor map[string]int, file string) {
	t.Helper()
	home := path.Dir(filepath.ToSlash(file))
	at, ok := floor[home]
	if !ok {
		t.Errorf("%s: package %s has no floor in layers_test.go", file, home)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Errorf("parse %s: %v", file, err)
		return
	}
	if at <= pureUpTo && readsClock(f) {
		t.Errorf("%s: a pure package reads the clock", file)
	}
	for _, spec := range f.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if at <= pureUpTo {
			for _, bad := range impure {
				if name == bad {
					t.Errorf("%s: a pure package imports %s", file, name)
				}
			}
		}
		if name != "hearsay" && !strings.HasPrefix(name, "hearsay/") {
			if home == "." && strings.Contains(name, ".") {
				t.Errorf("%s: the vocabulary imports %s; only the standard library is allowed", file, name)
			}
			continue
		}
		target := strings.TrimPrefix(strings.TrimPrefix(name, "hearsay"), "/")
		if target == "" {
			target = "."
		}
		if to, ok := floor[target]; !ok || to >= at {
			t.Errorf("%s (floor %d) imports %s (floor %d): imports go down", file, at, target, to)
		}
	}
}
