// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Hearsay reads the news it is pointed at and keeps, for every story, a ledger of who says what, on whose
// authority. Each subcommand stands in a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"hearsay"
)

// commands is the command line: what stands here is what --help shows.
type commands struct {
	Data     string `help:"Folder of the archive and the database." env:"HEARSAY_DATA" default:"hearsay-data" placeholder:"DIR"`
	Database string `help:"Database: a path, sqlite:PATH or postgres://…; a file in the data folder if not given." env:"HEARSAY_DATABASE" placeholder:"DSN"`

	Import   importCommand   `cmd:"" help:"Take in files: articles, feeds, WARCs, forum threads, tables of posts."`
	Extract  extractCommand  `cmd:"" help:"Print who says what in files, without storing anything."`
	Feed     feedCommand     `cmd:"" help:"Add and list the feeds that are looked at."`
	Watch    watchCommand    `cmd:"" help:"Watch pages: what appears and vanishes on them, and when they are gone."`
	Collect  collectCommand  `cmd:"" help:"Look at the feeds that are due and fetch what is new."`
	Stories  storiesCommand  `cmd:"" help:"List the stories."`
	Story    storyCommand    `cmd:"" help:"Show one story: claims and documents."`
	Claim    claimCommand    `cmd:"" help:"Show one claim: who says it, origins, responses, history."`
	Impact   impactCommand   `cmd:"" help:"List every claim and status that rests on a document or capture."`
	Events   eventsCommand   `cmd:"" help:"List what happened: claims that moved, articles that were changed, stories merged and split."`
	Outlet   outletCommand   `cmd:"" help:"Show how reliable an outlet has been."`
	Voice    voiceCommand    `cmd:"" help:"Show how reliable a named person or body has been."`
	Clock    clockCommand    `cmd:"" help:"Show at what hours an account posts, and in which zones that is day."`
	Document documentCommand `cmd:"" help:"Show one document with what is said in it."`
	Names    namesCommand    `cmd:"" help:"Show who goes by a name, who used it and when."`
	Search   searchCommand   `cmd:"" help:"Search the documents."`
	Serve    serveCommand    `cmd:"" help:"Serve the desk."`
	Export   exportCommand   `cmd:"" help:"Print the ledger, one record a line."`
	Rebuild  rebuildCommand  `cmd:"" help:"Derive everything from a stage on anew."`
	Eval     evalCommand     `cmd:"" help:"Measure quality on texts with known answers."`
	Train    trainCommand    `cmd:"" help:"Train the language model."`
	Demo     demoCommand     `cmd:"" help:"Fill a folder with an invented newsroom and serve it."`

	Account accountCommand `cmd:"" help:"Who may come in to the desk."`
	Hook    hookCommand    `cmd:"" help:"Send events to other programs as they happen."`
	MCP     mcpCommand     `cmd:"" name:"mcp" help:"Answer an assistant's questions, by the Model Context Protocol on standard input and output."`

	Backup  backupCommand  `cmd:"" help:"Copy the ledger elsewhere while others write to it, and verify the copy."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back into a new data folder."`

	Forget    forgetCommand    `cmd:"" help:"Erase captures, with everything derived from them; the log still adds up."`
	Retention retentionCommand `cmd:"" help:"How long what is collected is kept."`

	Verify     verifyCommand     `cmd:"" help:"Check that everything stored is what it was when it was stored."`
	Doctor     doctorCommand     `cmd:"" help:"Show how the store is: disk, counts, jobs, failures, feeds."`
	Digest     digestCommand     `cmd:"" help:"Draft, edit, check and publish numbered digests, in which each sentence cites."`
	Subscriber subscriberCommand `cmd:"" help:"Who is sent the digests by e-mail."`
	Discussion discussionCommand `cmd:"" help:"What people say about stories, and what is hidden of it."`
	Alert      alertCommand      `cmd:"" help:"What accounts follow, and what they are told."`

	Decide decideCommand `cmd:"" help:"Record what a person decided, with name and reason."`

	Coordination coordinationCommand `cmd:"" help:"Find accounts that post the same within seconds, more than chance does, and what they push."`

	IngestLines ingestLinesCommand `cmd:"" hidden:"" help:"Take in payloads as lines of JSON; for tests of durability."`
	ReadChild   readChildCommand   `cmd:"" hidden:"" help:"Read captures for another hearsay; it may end this one."`
}

const description = `Reads the news it is pointed at and keeps, for every story, who says what, on whose authority.

Examples:
  hearsay import article.html        take a page in
  hearsay stories                    what is going on?
  hearsay serve                      read it in a browser
  hearsay doctor                     how is the store?
  hearsay verify                     is every byte what it was?
  hearsay verify export.jsonl        is every quotation verbatim?
  hearsay decide grade paper B --reason "corrected twice in May" --by ann`

func main() {
	collectSeldom()
	logOwnLines()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectSeldom has the garbage collected half as often as usual as long as there is memory: the model alone keeps the
// heap at a size at which a twentieth of an import's time goes into looking through it. GOGC and GOMEMLIMIT say otherwise.
func collectSeldom() {
	const most = 448 << 20 // bytes from which on memory counts for more than time
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(most)
	}
}

// logOwnLines has the log written by slog alone: net/http writes to the other one whatever a hostile server makes it
// write, line after line.
func logOwnLines() {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	log.SetOutput(io.Discard)
}

// run is the program: it gives the exit code, 0 for success, 1 for an error or for something found wrong, 2 for
// a command line that cannot be understood.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	asked := -1 // the exit code that --help asks for
	parser, err := kong.New(&c, kong.Name("hearsay"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { asked = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "hearsay:", err)
		return 2
	}
	line, err := parser.Parse(args)
	if asked >= 0 {
		return asked
	}
	if err != nil {
		fmt.Fprintf(stderr, "hearsay: %v\nhint: hearsay --help shows all commands\n", err)
		return 2
	}
	a := &app{data: c.Data, database: c.Database, stdin: stdin, stdout: forPeople(stdout), stderr: forPeople(stderr), bars: stderr}
	line.BindTo(ctx, (*context.Context)(nil))
	err = errors.Join(line.Run(a), a.close())
	if err == nil {
		return 0
	}
	complain(a.stderr, err)
	return 1
}

// errFound ends a command that worked, and found something wrong that it has already told.
var errFound = errors.New("something is wrong")

// complain says what went wrong and, where that is known, what to do next.
func complain(w io.Writer, err error) {
	if errors.Is(err, errFound) {
		return
	}
	fmt.Fprintln(w, "hearsay:", err)
	var fault *hearsay.Fault
	if errors.As(err, &fault) && fault.Hint != "" {
		fmt.Fprintln(w, "hint:", fault.Hint)
	} else if errors.Is(err, hearsay.ErrNotFound) {
		fmt.Fprintln(w, "hint: check the ID, and that --data names the right folder")
	}
}
