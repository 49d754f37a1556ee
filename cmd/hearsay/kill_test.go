// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Each round takes in the rest of a generation of documents; the next generation begins when one is through, so
// that every kill meets a process that writes.
const (
	kills      = 60
	generation = 2000
	repeated   = 30 // documents that are taken in once more after each kill
)

func TestKilledProcessLosesNothingItAcknowledged(t *testing.T) {
	slow(t)
	report := results(t, "kill.txt")
	program, dir := build(t), t.TempDir()
	data, ack := filepath.Join(dir, "data"), filepath.Join(dir, "ack")
	ingest := func(from, to int) *exec.Cmd {
		cmd := exec.Command(program, "--data", data, "ingest-lines", "--ack", ack)
		cmd.Stdin = bytes.NewReader(lines(t, from, to))
		return cmd
	}
	start, killed, ended := time.Now(), 0, 0
	for killed < kills {
		done := len(acknowledged(t, ack))
		to := (done/generation + 1) * generation
		cmd := ingest(max(0, done-repeated), to)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(200+rand.IntN(900))*time.Millisecond, func() { cmd.Process.Kill() })
		if err := cmd.Wait(); err == nil {
			ended++
		} else if cmd.ProcessState.ExitCode() != -1 {
			t.Fatalf("the program failed by itself: %v", err)
		} else {
			killed++
		}
		timer.Stop()
	}
	total := (len(acknowledged(t, ack))/generation + 1) * generation
	if out, err := ingest(0, total).CombinedOutput(); err != nil {
		t.Fatalf("last import: %v: %s", err, out)
	}
	a := inspect(t.Context(), data, acknowledged(t, ack))
	report("%d kills at random times between 200 and 1,100 ms after the start, %d imports came to their end", killed, ended)
	report("%s", a)
	report("took %.0f s", time.Since(start).Seconds())
	if !a.intact() || a.acks != total || a.captures != total {
		t.Errorf("want %d acknowledged and stored once each: %s", total, a)
	}
}
