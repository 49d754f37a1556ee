// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// connecting are the names by which Go's library and those that we use open connections, by package. The drivers of
// databases open their own, to where the operator says.
var connecting = map[string][]string{
	"net":           {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer"},
	"net/http":      {"Get", "Head", "Post", "PostForm", "Client", "DefaultClient", "Transport", "DefaultTransport"},
	"net/rpc":       {"Dial", "DialHTTP", "DialHTTPPath"},
	"net/smtp":      {"Dial", "SendMail"},
	"net/textproto": {"Dial"},
	"crypto/tls":    {"Dial", "DialWithDialer", "Dialer"},

	"github.com/PuerkitoBio/goquery":      {"NewDocument"},
	"codeberg.org/readeck/go-readability": {"FromURL"},
}

// TestH11OnlyFetchOpensConnections: whatever is sent out one day, to a hook, an issuer, a model, a mail server, goes
// through the guard, because nothing else can.
func TestH11OnlyFetchOpensConnections(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, name := range opens(f) {
			if home := path.Dir(filepath.ToSlash(file)); home == "internal/fetch" {
				found++
			} else {
				t.Errorf("%s uses %s: connections are opened by internal/fetch alone", file, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 3 {
		t.Errorf("internal/fetch opens connections in %d places; the search is broken", found)
	}
}

// opens gives the names of connecting that a file uses.
func opens(f *ast.File) (names []string) {
	imported := map[string]string{}
	for _, spec := range f.Imports {
		at, _ := strconv.Unquote(spec.Path.Value)
		name := strings.TrimPrefix(path.Base(at), "go-")
		if spec.Name != nil {
			name = spec.Name.Name
		}
		imported[name] = at
	}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && slices.Contains(connecting[imported[x.Name]], s.Sel.Name) {
			names = append(names, x.Name+"."+s.Sel.Name)
		}
		return true
	})
	return names
}
