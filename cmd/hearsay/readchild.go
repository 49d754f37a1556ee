// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"hearsay/internal/pipeline"
)

// readChildCommand is a process that reads captures for another, see [pipeline.Children].
type readChildCommand struct{}

// Run answers until standard input ends. When to end is for the parent to say, not for a terminal or a service manager
// that speaks to both.
func (readChildCommand) Run(a *app) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	return pipeline.ServeReader(a.stdin, a.stdout)
}

// readers are children of this program. They inherit nothing of the environment but the time zone, in which go-htmldate
// reads dates that have none.
func readers() *pipeline.Children {
	return &pipeline.Children{Command: func() *exec.Cmd {
		program, err := os.Executable()
		cmd := exec.Command(cmp.Or(program, os.Args[0]), "read-child")
		cmd.Args[0] = os.Args[0]
		cmd.Err = cmp.Or(cmd.Err, err)
		cmd.Env = []string{"GOTRACEBACK=single"}
		if zone, ok := os.LookupEnv("TZ"); ok {
			cmd.Env = append(cmd.Env, "TZ="+zone)
		}
		return cmd
	}}
}
