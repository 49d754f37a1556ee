// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
)

// The tests of docs/hostile.md that concern the program. Their names begin with the number of the input.

// program runs this test program as hearsay and gives what it printed and its exit code.
func program(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	b, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

func TestH10ThereIsNoHeaderToSet(t *testing.T) {
	for _, flag := range []string{"--header", "--user-agent", "--cookie", "--proxy"} {
		out, code := program(t, "--data", t.TempDir(), "feed", "add", "https://paper.example/rss", flag, "Authorization: Basic x")
		if code != 2 || !strings.Contains(out, "unknown flag "+flag) {
			t.Errorf("feed add %s: exit code %d: %s", flag, code, out)
		}
	}
}

func TestH44TerminalsAreToldNothing(t *testing.T) {
	var b bytes.Buffer
	w := &terminal{w: &b}
	text := "title \x1b]0;owned\x07\x1b[2J \u009b31m \u202egpj.exe\r\nnext\tline \u4e2d\xff\n"
	for _, c := range []byte(text) { // byte by byte, as writers may
		if n, err := w.Write([]byte{c}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	want := "title [U+001B]]0;owned[U+0007][U+001B][2J [U+009B]31m [U+202E]gpj.exe[U+000D]\nnext\tline \u4e2d[U+FFFD]\n"
	if b.String() != want {
		t.Errorf("the terminal gets %q, want %q", b.String(), want)
	}
	if w := forPeople(&b); w != io.Writer(&b) {
		t.Error("what goes elsewhere is changed")
	}
}

func TestH44LogLinesAreLines(t *testing.T) {
	var b bytes.Buffer
	l := slog.New(slog.NewTextHandler(&b, nil))
	l.Warn("a look brought nothing", "feed", "x\x1b[31m", "err", errors.New("fetch https://x.example/: \r\nlevel=ERROR msg=\"all is lost\" \u202e"))
	if n := strings.Count(b.String(), "\n"); n != 1 || strings.ContainsAny(b.String(), "\x1b\r\u202e") {
		t.Errorf("the log has %d lines: %q", n, b.String())
	}
	before := log.Writer()
	defer log.SetOutput(before)
	defer slog.SetDefault(slog.Default())
	logOwnLines()
	if log.Writer() != io.Discard {
		t.Error("what net/http says of hostile servers is logged")
	}
}

func TestH75SecondProcessIsRefused(t *testing.T) {
	data := t.TempDir()
	a := &app{data: data}
	if err := a.openToWrite(t.Context(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.close()
	note := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(note, []byte("The clerk said so.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"import", note}, {"collect", "--once"}, {"rebuild"}, {"doctor", "--retry"}} {
		out, code := program(t, append([]string{"--data", data}, args...)...)
		if code != 1 || !strings.Contains(out, "another hearsay is writing to it") || !strings.Contains(out, "hint: ") {
			t.Errorf("%v beside another: exit code %d: %s", args, code, out)
		}
	}
	if out, code := program(t, "--data", data, "stories"); code != 0 {
		t.Errorf("reading beside another: exit code %d: %s", code, out)
	}
}

func TestH75UnknownSettingsAreRefused(t *testing.T) {
	owners := filepath.Join(t.TempDir(), "owners.csv")
	if err := os.WriteFile(owners, []byte("outlet,owner,from,until,colour\npaper.example,x,2020-01-01,,red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"import", "--colour", "red", "x"}, 2, "unknown flag --colour"},
		{[]string{"--databse", "x", "stories"}, 2, "unknown flag --databse"},
		{[]string{"storys"}, 2, "unexpected argument storys"},
		{[]string{"feed", "owners", owners}, 1, "the first row is not outlet,owner,from,until"},
		{[]string{"collect", "--once", "--deny", "10.0.0.1"}, 2, "--deny"},
	} {
		out, code := program(t, append([]string{"--data", t.TempDir()}, tt.args...)...)
		if code != tt.code || !strings.Contains(out, tt.want) {
			t.Errorf("%v: exit code %d, want %d: %s", tt.args, code, tt.code, out)
		}
	}
}

// TestH75FullDiskStopsWithAReason has every write fail behind 2 MiB of a file. What was acknowledged is there afterwards.
func TestH75FullDiskStopsWithAReason(t *testing.T) {
	dir := t.TempDir()
	data, papers := filepath.Join(dir, "data"), filepath.Join(dir, "papers")
	if err := os.Mkdir(papers, 0o700); err != nil {
		t.Fatal(err)
	}
	payloads := map[string]string{}
	for i, g := range hearsaytest.Generate(80, 600, 9) {
		name := fmt.Sprintf("%03d.html", i)
		payloads["file:"+name] = string(g.HTML())
		if err := os.WriteFile(filepath.Join(papers, name), g.HTML(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("sh", "-c", `ulimit -f 4096; exec "$0" "$@"`, os.Args[0], "--data", data, "import", "--ack", data+".ack", papers)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("an import onto a full disk ends with %v: %s", err, out)
	}
	if took := time.Since(began); took > time.Minute || !strings.Contains(string(out), syscall.EFBIG.Error()) && !strings.Contains(string(out), "disk I/O error") {
		t.Errorf("after %v: %s", took, out)
	}
	if strings.Contains(string(out), "goroutine ") {
		t.Errorf("it panicked: %s", out)
	}
	a := inspect(t.Context(), data, acknowledged(t, data+".ack"), func(url string) string { return payloads[url] })
	if !a.intact() || a.acks == 0 {
		t.Errorf("what was acknowledged is not there: %s", a)
	}
	if out, code := program(t, "--data", data, "import", papers); code != 0 || !strings.Contains(out, "80 inputs: ") {
		t.Errorf("with room again: exit code %d: %s", code, out)
	}
	if out, code := program(t, "--data", data, "verify"); code != 0 {
		t.Errorf("verify: exit code %d: %s", code, out)
	}
}
