// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package pipeline

import (
	"fmt"
	"os"
	"time"
)

// boundMemory ends this process when it has so many bytes more than now. Nothing but Linux holds a process to its addresses.
func boundMemory(more uint64) error {
	most := memoryTaken() + more
	go func() {
		for range time.Tick(20 * time.Millisecond) {
			if memoryTaken() > most {
				fmt.Fprintln(os.Stderr, "out of memory")
				os.Exit(1)
			}
		}
	}()
	return nil
}

// openNothing is for Linux to do.
func openNothing() error { return nil }

// processorTime is the time on the clock, for want of a better one.
func processorTime(int) time.Duration { return time.Duration(time.Now().UnixNano()) }
