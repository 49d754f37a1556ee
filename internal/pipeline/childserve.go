// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"hearsay"
)

// Bytes beyond those of a process that has just begun.
const (
	childGarbage = childMemory * 3 / 4 // from which on a child rather collects garbage than grows
	childGrown   = childMemory / 2     // that leave too little for the next capture
)

// ServeReader is a child: it bounds what this process may have, then answers what [Children] ask until in ends. A capture
// that is too much for it ends the process.
func ServeReader(in io.Reader, out io.Writer) error {
	runtime.GOMAXPROCS(1) // a child is one worker
	debug.SetGCPercent(100)
	debug.SetMemoryLimit(int64(memoryTaken() + childGarbage))
	if err := confine(); err != nil {
		return err
	}
	return serveReader(in, out, answer)
}

// confine leaves this process its pipes and so much memory.
func confine() error {
	if err := errors.Join(boundMemory(childMemory), openNothing()); err != nil {
		return fmt.Errorf("confine a child: %w", err)
	}
	return nil
}

func answer(q question) (Contents, error) {
	if q.Linearly {
		return linearly(q.Capture, q.Payload)
	}
	return Here{}.Read(context.Background(), q.Capture, q.Payload)
}

func serveReader(in io.Reader, out io.Writer, answer func(question) (Contents, error)) error {
	small := memoryTaken()
	from, buffered := gob.NewDecoder(bufio.NewReaderSize(in, 64<<10)), bufio.NewWriterSize(out, 64<<10)
	to := gob.NewEncoder(buffered)
	if err := errors.Join(to.Encode(&reply{}), buffered.Flush()); err != nil {
		return fmt.Errorf("say that it is ready: %w", err)
	}
	for {
		var q question
		if err := from.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("hear a question: %w", err)
		}
		// Whoever should end this process may have ended first.
		alarm := time.AfterFunc(2*childWall, func() { os.Exit(1) })
		got, err := answer(q)
		alarm.Stop()
		r := reply{Contents: got, Failure: failureOf(q, err), Grown: memoryTaken() > small+childGrown}
		if err := errors.Join(to.Encode(&r), buffered.Flush()); err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
}

// failureOf takes a fault apart. All failures of read are of one kind: the input is wrong.
func failureOf(q question, err error) *failure {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*hearsay.Fault](err); ok && f.Cause != nil {
		return &failure{f.Doing, f.Cause.Error(), f.Hint}
	}
	return &failure{Doing: "read " + q.Capture.URL, Cause: err.Error()}
}

// memoryTaken is how many bytes the process has mapped, used or not.
func memoryTaken() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
