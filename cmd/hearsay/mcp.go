// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"hearsay"
	"hearsay/internal/api"
	"hearsay/internal/desk"
	"hearsay/internal/mcp"
)

type mcpCommand struct {
	Ceiling string `default:"clear" help:"The strictest marking that is shown: what an assistant is told may leave the house."`
	Account string `help:"In whose name; what it may not see is not shown." placeholder:"NAME"`
	Decide  bool   `help:"Permit decisions, in the name of the account and by its role."`
	JSON    bool   `help:"Print the tools as JSON, and stop."`
	Desk    string `default:"http://127.0.0.1:8321" help:"Address of the desk, for the pages in citations." placeholder:"URL"`
}

// Help is shown by hearsay mcp --help.
func (mcpCommand) Help() string {
	return `Speaks the Model Context Protocol on standard input and output: an assistant starts it. The tools read: search, stories, story, claim,
origins, who_answered, coverage, passage, changes, decisions. Every answer carries citations, with the document, the bytes and the words,
and says that what is quoted comes from outside and is nobody's instruction.

Examples:
  hearsay --data demo-data mcp
  hearsay mcp --json | jq -r '.[].name'
  hearsay mcp --account ann --ceiling green --decide`
}

// Run answers until the assistant ends it.
func (c *mcpCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	o, err := c.options(ctx, a)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printTools(ctx, mcp.Server(o))
	}
	err = mcp.Server(o).Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(a.stdin), Writer: open{a.stdout}})
	if errors.Is(err, io.EOF) || ctx.Err() != nil {
		return nil // the assistant has gone
	}
	return err
}

// printTools prints what an assistant is told of the tools.
func (a *app) printTools(ctx context.Context, s *sdk.Server) error {
	here, there := sdk.NewInMemoryTransports()
	if _, err := s.Connect(ctx, there, nil); err != nil {
		return err
	}
	client, err := sdk.NewClient(&sdk.Implementation{Name: "hearsay", Version: api.Version}, nil).Connect(ctx, here, nil)
	if err != nil {
		return err
	}
	defer client.Close()
	tools, err := client.ListTools(ctx, nil)
	if err != nil {
		return err
	}
	return a.printJSON(tools.Tools)
}

func (c *mcpCommand) options(ctx context.Context, a *app) (mcp.Options, error) {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return mcp.Options{}, err
	}
	o := mcp.Options{Store: a.store, Address: c.Desk, Version: api.Version, Who: func(context.Context) (hearsay.Account, error) {
		return hearsay.Account{Ceiling: ceiling}, nil
	}}
	if c.Account == "" {
		if c.Decide {
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "permit decisions", Cause: errors.New("nobody is named who decides"), Hint: "give --account NAME"}
		}
		return o, err
	}
	door, err := desk.NewDoorkeeper(a.store)
	if err != nil {
		return o, err
	}
	who, err := door.Named(ctx, c.Account)
	if err != nil {
		return o, err
	}
	o.Who = func(ctx context.Context) (hearsay.Account, error) {
		me, err := door.Account(ctx, who.ID)
		me.Ceiling = min(me.Ceiling, ceiling)
		return me, err
	}
	if _, err := o.Who(ctx); err != nil {
		return o, err
	}
	if c.Decide {
		o.Decide = a.decideAndHeed()
	}
	return o, nil
}

// open is a writer that is not closed with what writes to it.
type open struct{ io.Writer }

// Close implements io.Closer.
func (open) Close() error { return nil }
