// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// shutdown is EXT4_IOC_SHUTDOWN; with noLogFlush everything that was not synced is gone at once, as after a
// power cut. It does not model disks that lie about flushes.
const (
	shutdown   = 0x8004587d
	noLogFlush = 2
)

// A variant is a way to run the program. The broken ones must be caught: a test that cannot fail proves nothing.
var variants = []struct {
	name     string
	database string // appended to the path of the database
	flags    []string
	intact   bool
}{
	{name: "segment fsync, then database synchronous=FULL, then acknowledged", intact: true},
	{name: "control: segment not synced", flags: []string{"--unsynced"}},
	{name: "control: database synchronous=OFF", database: "?synchronous=off"},
	{name: "control: database synchronous=NORMAL", database: "?synchronous=normal"},
}

func TestPowerCutLosesNothingAcknowledged(t *testing.T) {
	slow(t)
	if os.Getuid() != 0 {
		t.Skip("needs root, to mount a file system that can be cut off")
	}
	if err := tryMount(t.TempDir()); err != nil {
		t.Skipf("loop mounts do not work here: %v", err)
	}
	cuts := 20
	if n, err := strconv.Atoi(os.Getenv("HEARSAY_CUTS")); err == nil {
		cuts = n
	}
	report := results(t, "powercut.txt")
	program := build(t)
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			n := cuts
			if !v.intact {
				n = max(3, cuts/4)
			}
			caught, acks, lost := 0, 0, 0
			for i := range n {
				a := cut(t, program, v.database, v.flags, 1000*i)
				acks, lost = acks+a.acks, lost+a.lost
				if !a.intact() {
					caught++
					t.Logf("cut %d: %s", i, a)
				}
				if a.acks == 0 {
					t.Errorf("cut %d came before anything was acknowledged", i)
				}
			}
			report("%s: %d of %d cuts intact, %d acknowledged, %d lost", v.name, n-caught, n, acks, lost)
			if v.intact && caught > 0 {
				t.Errorf("%d of %d cuts lost something", caught, n)
			}
			if !v.intact && caught == 0 {
				t.Errorf("a variant that is broken on purpose was not caught in %d cuts", n)
			}
		})
	}
}

// cut runs the program on a file system of its own, cuts the power, and looks at what is left.
func cut(t *testing.T, program, database string, flags []string, first int) audit {
	t.Helper()
	dir := t.TempDir()
	at, ack := filepath.Join(dir, "mount"), filepath.Join(dir, "ack")
	if err := mount(dir, 1<<30); err != nil {
		t.Fatal(err)
	}
	defer exec.Command("umount", "-l", at).Run()
	data := filepath.Join(at, "data")
	args := []string{"--data", data, "ingest-lines", "--ack", ack}
	if database != "" {
		args = append(args, "--database", "sqlite:"+filepath.Join(data, databaseFile)+database)
	}
	cmd := exec.Command(program, append(args, flags...)...)
	cmd.Stdin = bytes.NewReader(lines(t, first, first+20_000))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(acknowledged(t, ack)) == 0 {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Duration(100+rand.IntN(900)) * time.Millisecond)
	if err := cutPower(at); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v: %s", err, out)
	}
	if err := mount(dir, 0); err != nil {
		t.Fatal(err)
	}
	a := inspect(t.Context(), data, acknowledged(t, ack), payloadOf)
	if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v: %s", err, out)
	}
	return a
}

func cutPower(at string) error {
	d, err := os.Open(at)
	if err != nil {
		return err
	}
	defer d.Close()
	flag := uint32(noLogFlush)
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, d.Fd(), shutdown, uintptr(unsafe.Pointer(&flag))); errno != 0 {
		return fmt.Errorf("cut the power: %w", errno)
	}
	return nil
}

// mount mounts the file system in dir/disk at dir/mount; with a size a fresh one is made first.
func mount(dir string, size int64) error {
	disk, at := filepath.Join(dir, "disk"), filepath.Join(dir, "mount")
	if size > 0 {
		if err := os.MkdirAll(at, 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(disk, nil, 0o600); err != nil {
			return err
		}
		if err := os.Truncate(disk, size); err != nil {
			return err
		}
		if out, err := exec.Command("mkfs.ext4", "-q", disk).CombinedOutput(); err != nil {
			return fmt.Errorf("mkfs.ext4: %w: %s", err, out)
		}
	}
	if out, err := exec.Command("mount", "-o", "loop", disk, at).CombinedOutput(); err != nil {
		return fmt.Errorf("mount: %w: %s", err, out)
	}
	return nil
}

func tryMount(dir string) error {
	if err := mount(dir, 32<<20); err != nil {
		return err
	}
	return exec.Command("umount", filepath.Join(dir, "mount")).Run()
}
