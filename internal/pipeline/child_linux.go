// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// boundMemory lets this process have so many bytes of addresses more than it has now. What Go reserves when it begins is
// more than that by itself, and is no memory.
func boundMemory(more uint64) error {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	var pages uint64
	if _, err := fmt.Sscan(string(b), &pages); err != nil {
		return fmt.Errorf("read statm: %w", err)
	}
	most := pages*uint64(os.Getpagesize()) + more
	return syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: most, Max: most})
}

// openNothing leaves this process with the files it has: it opens none any more, and no socket. The numbers of descriptors
// end with the highest in use, and those below it are taken.
func openNothing() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	highest := 0
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err == nil && isOpen(fd) {
			highest = max(highest, fd)
		}
	}
	for {
		fd, err := syscall.Dup(0)
		if err != nil {
			return err
		}
		if fd > highest {
			syscall.Close(fd)
			break
		}
	}
	most := uint64(highest) + 1
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: most, Max: most})
}

// isOpen leaves out the descriptor by which the others were listed.
func isOpen(fd int) bool {
	_, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	return err == nil
}

// processorTime is how long a process has been computing; 0 for one that is gone.
func processorTime(pid int) time.Duration {
	const ofProcess = 2 // CPUCLOCK_SCHED
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|ofProcess), &t); err != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
