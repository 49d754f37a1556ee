// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package cost measures what a test makes this process spend. Processor time, unlike time on the clock, is the same on a
// machine that has other things to do.
package cost

import (
	"runtime"
	"syscall"
	"time"
)

// Cost is what something took.
type Cost struct {
	CPU       time.Duration // of the whole process: nothing else should run beside it
	Allocated uint64        // bytes, in all
	Heap      uint64        // bytes that the heap has taken from the system since the process began
}

// Of runs f and says what that took.
func Of(f func()) Cost {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := used()
	f()
	c := Cost{CPU: used() - began}
	runtime.ReadMemStats(&after)
	c.Allocated, c.Heap = after.TotalAlloc-before.TotalAlloc, after.HeapSys
	return c
}

func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
