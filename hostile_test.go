// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the names of the tests into docs/hostile.md")

const hostileTable = "docs/hostile.md"

// notYet are the inputs whose part of the product is still to come, with what they come with. Whoever builds that takes
// the row from here: a test of the input makes TestHostileTable fail until then.
var notYet = map[int]string{}

// inputs are the numbers that the table must have.
func inputs() (all []int) {
	for n := 1; n <= 78; n++ {
		all = append(all, n)
	}
	return all
}

// hostile is a row of the table.
type hostile struct {
	number          int
	input, expected string
	tests           string
}

var hostileRow = regexp.MustCompile(`(?m)^\| H(\d+) \| (.+?) \| (.+?) \|(.*)\|$`)

func readTable(t *testing.T) (text string, rows []hostile) {
	t.Helper()
	b, err := os.ReadFile(hostileTable)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range hostileRow.FindAllStringSubmatch(string(b), -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, hostile{n, m[2], m[3], strings.TrimSpace(m[4])})
	}
	return string(b), rows
}

// hostileTests gives the names of the tests of each input, sorted, each with its package.
func hostileTests(t *testing.T) map[int][]string {
	t.Helper()
	name := regexp.MustCompile(`(?m)^func (TestH(\d+)[A-Z]\w*)\(`)
	tests := map[int][]string{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		b, err := os.ReadFile(file)
		for _, m := range name.FindAllStringSubmatch(string(b), -1) {
			n, _ := strconv.Atoi(m[2])
			tests[n] = append(tests[n], m[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range tests {
		slices.Sort(tests[n])
	}
	return tests
}

// column is what stands in the table for the tests of an input.
func column(n int, tests []string) string {
	if what, ok := notYet[n]; ok {
		return "not yet: comes with " + what
	}
	return strings.Join(tests, ", ")
}

// TestHostileTable: every input of the range has a row, every row that is not named as still to come has a test, every
// test has its row, and the table tells which.
func TestHostileTable(t *testing.T) {
	text, rows := readTable(t)
	tests := hostileTests(t)
	var numbers []int
	for _, r := range rows {
		numbers = append(numbers, r.number)
		want := column(r.number, tests[r.number])
		switch _, isExpected := notYet[r.number]; {
		case isExpected && len(tests[r.number]) > 0:
			t.Errorf("H%d has tests now, %v: take it from notYet", r.number, tests[r.number])
		case !isExpected && len(tests[r.number]) == 0:
			t.Errorf("H%d has no test: a function named TestH%02d… is one", r.number, r.number)
		case *update:
			line := fmt.Sprintf("| H%d | %s | %s |", r.number, r.input, r.expected)
			at := strings.Index(text, line) + len(line)
			end := at + strings.IndexByte(text[at:], '\n')
			text = text[:at] + " " + want + " |" + text[end:]
		case r.tests != want:
			t.Errorf("%s says of H%d %q, the tests are %q: go test . -run TestHostileTable -update", hostileTable, r.number, r.tests, want)
		}
	}
	if !slices.Equal(numbers, inputs()) {
		t.Errorf("the table has the rows %v, want %v", numbers, inputs())
	}
	for n := range tests {
		if !slices.Contains(numbers, n) {
			t.Errorf("%v test an input H%d that the table does not have", tests[n], n)
		}
	}
	if len(notYet) != 0 {
		t.Errorf("%d inputs are still to come, there were none: a new one needs a reason in the review", len(notYet))
	}
	if *update {
		if err := os.WriteFile(hostileTable, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileInputs runs the tests of the table and prints it with their results. `make hostile` is for that.
func TestHostileInputs(t *testing.T) {
	if os.Getenv("HEARSAY_SLOW") == "" {
		t.Skip("takes minutes: make hostile runs it")
	}
	_, rows := readTable(t)
	results := runHostile(t)
	var b strings.Builder
	bad := 0
	fmt.Fprintf(&b, "%-4s %-60s %-72s %s\n", "#", "input", "expected behaviour", "result  test")
	for _, r := range rows {
		names := strings.Split(r.tests, ", ")
		if _, ok := notYet[r.number]; ok {
			fmt.Fprintf(&b, "H%-3d %s %s -       %s\n", r.number, wide(r.input, 60), wide(r.expected, 72), r.tests)
			continue
		}
		for i, name := range names {
			result := results[name]
			if result != "pass" {
				bad++
				t.Errorf("H%d: %s: %q", r.number, name, result)
			}
			number, input, expected := fmt.Sprintf("H%d", r.number), r.input, r.expected
			if i > 0 {
				number, input, expected = "", "", ""
			}
			fmt.Fprintf(&b, "%-4s %s %s %-7s %s\n", number, wide(input, 60), wide(expected, 72), result, name)
		}
	}
	fmt.Fprintf(&b, "\n%d inputs, %d of them still to come; %d tests that did not pass\n", len(rows), len(notYet), bad)
	fmt.Print(b.String())
	if dir := os.Getenv("HEARSAY_RESULTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "hostile.txt"), []byte("make hostile\n\n"+b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// wide cuts or fills a text to so many characters.
func wide(s string, n int) string {
	if utf8.RuneCountInString(s) > n {
		return string([]rune(s)[:n-1]) + "…"
	}
	return s + strings.Repeat(" ", n-utf8.RuneCountInString(s))
}

// runHostile runs every test whose name begins with the number of an input, and gives pass, fail or skip by name.
func runHostile(t *testing.T) map[string]string {
	t.Helper()
	cmd := exec.Command("go", "test", "-json", "-count=1", "-p=1", "-run", "^TestH[0-9]", "./...")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	results := map[string]string{}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e struct{ Action, Test string }
		if json.Unmarshal(lines.Bytes(), &e) == nil && slices.Contains([]string{"pass", "fail", "skip"}, e.Action) {
			results[e.Test] = e.Action
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("go test: %v: %s", err, &errs)
	}
	return results
}
