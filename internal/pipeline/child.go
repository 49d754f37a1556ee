// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"hearsay"
)

// The bounds of one capture in a child.
const (
	childStart  = time.Minute      // on the clock, until it is ready for its first capture
	childCPU    = 2 * time.Second  // processor time
	childWall   = 20 * time.Second // time on the clock, for a machine that has much else to do
	childMemory = 512 << 20        // bytes of addresses beyond those of a process that has just begun
	childTail   = 2 << 10          // bytes that are kept of what a child says at its end
)

// Children are a [Reader] that reads captures in processes of their own, one for each caller at a time, kept alive from
// one capture to the next. They have pipes and nothing else, and bounds on processor time and memory. A capture that
// meets them ends its child and nothing beside it: it is read once more, by its tokens alone, and marked.
type Children struct {
	Command func() *exec.Cmd // a process that gives its standard input and output to [ServeReader]

	mu   sync.Mutex
	idle []*child
}

// question is what a child is asked, and reply what it says.
type question struct {
	Capture  hearsay.Capture
	Payload  []byte
	Linearly bool
}

type reply struct {
	Contents
	Failure *failure
	Grown   bool // the child has taken so much memory that the next capture should have another
}

// failure is a hearsay.Fault of the kind ErrInvalid on its way through a pipe.
type failure struct{ Doing, Cause, Hint string }

// Read implements [Reader].
func (cs *Children) Read(ctx context.Context, c hearsay.Capture, payload []byte) (Contents, error) {
	got, err := cs.ask(ctx, question{Capture: c, Payload: payload})
	end, ended := errors.AsType[*ending](err)
	if !ended {
		return got, err
	}
	slog.Warn("a child was ended", "stage", ReadStage, "record", c.ID, "err", end)
	mark := hearsay.NotExtracted + end.reason
	got, err = cs.ask(ctx, question{Capture: c, Payload: payload, Linearly: true})
	if _, again := errors.AsType[*ending](err); again || errors.Is(err, hearsay.ErrInvalid) {
		return Contents{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + c.URL, Cause: fmt.Errorf("%s, and then: %w", mark, err)}
	}
	got.Mark = mark
	return got, err
}

// Close ends the children that wait.
func (cs *Children) Close() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	for _, k := range cs.idle {
		k.leave()
	}
	cs.idle = nil
}

// ask has a child answer. One that was gone before it heard the question is replaced.
func (cs *Children) ask(ctx context.Context, q question) (Contents, error) {
	for {
		k, fresh, err := cs.take(ctx)
		if ctx.Err() != nil {
			return Contents{}, ctx.Err()
		}
		if err != nil {
			return Contents{}, fmt.Errorf("start a child to read %s: %w: %w", q.Capture.URL, err, hearsay.ErrTemporary)
		}
		r, err := k.ask(ctx, q)
		if errors.Is(err, errGone) && !fresh {
			continue
		}
		if err != nil {
			return Contents{}, err
		}
		if r.Grown {
			k.leave()
		} else {
			cs.put(k)
		}
		if f := r.Failure; f != nil {
			return Contents{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: f.Doing, Cause: errors.New(f.Cause), Hint: f.Hint}
		}
		return r.Contents, nil
	}
}

// take gives a child that waits, or a fresh one.
func (cs *Children) take(ctx context.Context) (k *child, fresh bool, err error) {
	if k = cs.waiting(); k != nil {
		return k, false, nil
	}
	if k, err = startChild(cs.Command()); err != nil {
		return nil, true, err
	}
	return k, true, k.greet(ctx)
}

func (cs *Children) waiting() (k *child) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if last := len(cs.idle) - 1; last >= 0 {
		k, cs.idle = cs.idle[last], cs.idle[:last]
	}
	return k
}

func (cs *Children) put(k *child) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.idle = append(cs.idle, k)
}

// child is a process that reads.
type child struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	to   *gob.Encoder
	from *gob.Decoder
	said tail
}

func startChild(cmd *exec.Cmd) (*child, error) {
	k := &child{cmd: cmd}
	cmd.Stderr = &k.said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // what a terminal sends to the parent is for the parent alone
	cmd.WaitDelay = time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	k.in, k.to, k.from = in, gob.NewEncoder(in), gob.NewDecoder(bufio.NewReaderSize(out, 64<<10))
	return k, nil
}

// greet waits until the child is ready. What it takes to become a process is not charged to its first capture.
func (k *child) greet(ctx context.Context) error {
	ready := make(chan error, 1)
	go func() { ready <- k.from.Decode(&reply{}) }()
	var err error
	select {
	case err = <-ready:
	case <-ctx.Done():
		err = ctx.Err()
	case <-time.After(childStart):
		err = errLate
	}
	if err != nil {
		k.kill()
		return fmt.Errorf("it does not become ready: %w: %s", err, k.said.b)
	}
	return nil
}

// kill ends a child.
func (k *child) kill() {
	_ = k.cmd.Process.Kill() // where it has ended already there is nothing to end
	k.in.Close()
	_ = k.cmd.Wait()
}

// leave lets a child that waits end by itself.
func (k *child) leave() {
	k.in.Close()
	_ = k.cmd.Wait() // how it ends is of no concern any more
}

// ending says why a child did not answer.
type ending struct {
	reason string // time, memory, crash
	said   string // its last words
}

// Error implements error.
func (e *ending) Error() string {
	if e.said == "" {
		return "ended over a capture: " + e.reason
	}
	return "ended over a capture: " + e.reason + ": " + e.said
}

var errGone = errors.New("the child was gone")

// ask gives the child's answer. After an error the child is no more.
func (k *child) ask(ctx context.Context, q question) (*reply, error) {
	var r reply
	answered := make(chan error, 1)
	go func() {
		if err := k.to.Encode(&q); err != nil {
			answered <- errGone
			return
		}
		answered <- k.from.Decode(&r)
	}()
	err := k.wait(ctx, answered)
	if err == nil {
		return &r, nil
	}
	k.kill()
	if errors.Is(err, errGone) || errors.Is(err, errLate) || ctx.Err() != nil {
		return nil, k.endedBy(ctx, err)
	}
	return nil, &ending{reasonOf(k.said.b), string(k.said.b)}
}

// endedBy tells an end that the parent knows the reason of.
func (k *child) endedBy(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errLate):
		return &ending{reason: "time"}
	}
	return err
}

var errLate = errors.New("too late")

// wait waits for the answer as long as the child has processor time left, and by the clock not for ever.
func (k *child) wait(ctx context.Context, answered <-chan error) error {
	began, before := time.Now(), processorTime(k.cmd.Process.Pid)
	timer := time.NewTimer(childCPU)
	defer timer.Stop()
	for {
		select {
		case err := <-answered:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
		left := childCPU - (processorTime(k.cmd.Process.Pid) - before)
		if left <= 0 || time.Since(began) > childWall {
			return errLate
		}
		timer.Reset(max(left, 10*time.Millisecond))
	}
}

// reasonOf tells from the last words of a Go process whether it wanted more memory than it may have.
func reasonOf(said []byte) string {
	for _, sign := range []string{"out of memory", "cannot allocate memory", "failed to create new OS thread"} {
		if bytes.Contains(said, []byte(sign)) {
			return "memory"
		}
	}
	return "crash"
}

// tail keeps the first words that are written to it: what a Go process says of its end stands at the beginning.
type tail struct{ b []byte }

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p[:min(len(p), childTail-len(t.b))]...)
	return len(p), nil
}
