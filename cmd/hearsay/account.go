// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"hearsay"
	"hearsay/internal/desk"
)

type accountCommand struct {
	Add      accountAddCommand      `cmd:"" help:"Let somebody in from now on."`
	List     accountListCommand     `cmd:"" help:"Show who may come in."`
	Password accountPasswordCommand `cmd:"" help:"Give somebody another password; all their sessions end."`
	Shut     accountShutCommand     `cmd:"" help:"Shut somebody out."`
	Token    accountTokenCommand    `cmd:"" help:"Make a token for a machine."`
	Log      accountLogCommand      `cmd:"" help:"Show who came in, and who was not let in."`
}

// Help is shown by hearsay account --help.
func (accountCommand) Help() string {
	return `Who may come in to the desk, what they may do (reader, analyst, editor, publisher, admin, auditor, partner) and how strictly marked
things they may see. Passwords are read from the terminal or, if it is none, from standard input.

Examples:
  hearsay account add ann --role editor --ceiling amber
  hearsay account list`
}

type accountAddCommand struct {
	Name    string       `arg:"" help:"Name by which they come in and decide."`
	Role    hearsay.Role `default:"reader" help:"What they may do."`
	Ceiling string       `default:"clear" help:"The strictest marking that they may see."`
	JSON    bool         `help:"Print JSON."`
}

// Help is shown by hearsay account add --help.
func (accountAddCommand) Help() string {
	return `Examples:
  hearsay account add ann --role editor --ceiling amber
  pass show hearsay/bob | hearsay account add bob --role reader`
}

// Run adds an account.
func (c *accountAddCommand) Run(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		password, err := a.askPassword()
		if err != nil {
			return err
		}
		added, err := door.Add(ctx, c.Name, password, c.Role, ceiling)
		if err == nil && c.JSON {
			return a.printJSON(accountLineOf(&added))
		}
		if err == nil {
			_, err = fmt.Fprintf(a.stdout, "%s may come in as %s and sees up to %s\n", added.Name, added.Role, added.Ceiling)
		}
		return err
	})
}

// accountLine is an account as JSON; its password is nobody's business.
type accountLine struct {
	Name     string       `json:"name"`
	Role     hearsay.Role `json:"role"`
	Ceiling  string       `json:"ceiling"`
	Disabled bool         `json:"disabled"`
	Created  time.Time    `json:"created"`
}

func accountLineOf(x *hearsay.Account) accountLine {
	return accountLine{x.Name, x.Role, x.Ceiling.String(), x.Disabled, x.Created}
}

type accountListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay account list --help.
func (accountListCommand) Help() string {
	return `Examples:
  hearsay account list
  hearsay account list --json`
}

// Run lists the accounts.
func (c *accountListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	door, err := desk.NewDoorkeeper(a.store)
	if err != nil {
		return err
	}
	all, err := door.People(ctx)
	if err != nil {
		return err
	}
	lines := make([]accountLine, len(all))
	for i := range all {
		lines[i] = accountLineOf(&all[i])
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(a.stdout, "nobody may come in yet; hearsay account add NAME --role admin")
	}
	for _, l := range lines {
		state := ""
		if l.Disabled {
			state = "  shut out"
		}
		fmt.Fprintf(a.stdout, "%-20s %-10s up to %s%s\n", l.Name, l.Role, l.Ceiling, state)
	}
	return nil
}

type accountPasswordCommand struct {
	Name string `arg:"" help:"Whose."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay account password --help.
func (accountPasswordCommand) Help() string {
	return `Example:
  hearsay account password ann`
}

// Run sets a password.
func (c *accountPasswordCommand) Run(ctx context.Context, a *app) error {
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		password, err := a.askPassword()
		if err != nil {
			return err
		}
		if err := door.SetPassword(ctx, c.Name, password); err != nil {
			return err
		}
		return a.tellAccount(ctx, door, c.Name, "has another password", c.JSON)
	})
}

type accountShutCommand struct {
	Name string `arg:"" help:"Whom."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay account shut --help.
func (accountShutCommand) Help() string {
	return `What they decided stays. They are out at their next request.

Example:
  hearsay account shut bob`
}

// Run shuts somebody out.
func (c *accountShutCommand) Run(ctx context.Context, a *app) error {
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		if err := door.Change(ctx, c.Name, func(x *hearsay.Account) error { x.Disabled = true; return nil }); err != nil {
			return err
		}
		return a.tellAccount(ctx, door, c.Name, "is shut out", c.JSON)
	})
}

type accountTokenCommand struct {
	Name    string `arg:"" help:"In whose name it speaks."`
	For     string `required:"" help:"What it is for, in words."`
	May     string `default:"read" enum:"read,act" help:"read, or act: whatever the account may do, decisions too."`
	Ceiling string `default:"clear" help:"The strictest marking that it may see."`
	Days    int    `default:"90" help:"How long it lasts; a year at most."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay account token --help.
func (accountTokenCommand) Help() string {
	return `The token is printed once. It is sent as a header, never in an address: Authorization: Bearer hs_…

Examples:
  hearsay account token ann --for "the newsletter's script"
  hearsay account token ann --for "the review robot" --may act --ceiling amber`
}

// Run makes a token.
func (c *accountTokenCommand) Run(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		x, err := door.Named(ctx, c.Name)
		if err != nil {
			return err
		}
		token, err := door.AddToken(ctx, x, c.For, hearsay.Scope(c.May), ceiling, time.Duration(c.Days)*24*time.Hour)
		if err == nil && c.JSON {
			return a.printJSON(map[string]string{"token": token})
		}
		if err == nil {
			_, err = fmt.Fprintln(a.stdout, token)
		}
		return err
	})
}

// tellAccount says what was done to an account.
func (a *app) tellAccount(ctx context.Context, door *desk.Doorkeeper, name, done string, asJSON bool) error {
	x, err := door.Named(ctx, name)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(accountLineOf(&x))
	}
	_, err = fmt.Fprintf(a.stdout, "%s %s\n", x.Name, done)
	return err
}

// withDoor opens the ledger and does something about who may come in. Another process may
// write to it meanwhile.
func (a *app) withDoor(ctx context.Context, do func(*desk.Doorkeeper) error) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	door, err := desk.NewDoorkeeper(a.store)
	if err != nil {
		return err
	}
	return do(door)
}

// askPassword reads a password: from a terminal without showing it, else the first line of standard input.
func (a *app) askPassword() (string, error) {
	if f, ok := a.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(a.stderr, "password: ")
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.stderr)
		return string(b), err
	}
	line, err := bufio.NewReader(io.LimitReader(a.stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
